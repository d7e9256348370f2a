"""Making one term of two that mean the same. Rule: one change, in the log and in its undoing.

The pages that name the term that goes belong to the other one; the page about it stays where it is, and says what it
is another name of: its text is nobody's to throw away.
"""

from dataclasses import replace

from wiki.database import transaction
from wiki.errors import N_
from wiki.permissions.authority import Authority
from wiki.taxonomy.naming import written_name
from wiki.taxonomy.recording import rename_category
from wiki.titles import Namespace
from wiki.vocabulary.browsing import slugs_of_terms
from wiki.vocabulary.changing import RIGHT, ChangedSince, Done, carry_out, children, take_turns
from wiki.vocabulary.judging import stands_below
from wiki.vocabulary.refusals import CannotMerge
from wiki.vocabulary.shapes import Change, TermShape, version_of
from wiki.vocabulary.storing import get_term

ITSELF = N_("A term cannot be merged with itself. Choose another one.")
BELOW = N_("“%(into)s” stands below “%(term)s”: merge “%(into)s” with “%(term)s” instead.")
OTHER_AXIS = N_("“%(into)s” stands on another axis than “%(term)s”: move one of them first.")


def merge(authority: Authority, *, slug: str, into: str, version: str, reason: str = "") -> Done:
    """Make the term `slug`, written from `version`, one with the term called `into`, which stays.

    Its names become other names of `into`, its narrower terms stand below `into`. Needs `editvocabulary`; raises
    `NotInVocabulary`, `ChangedSince`, `TooManyNarrower`, `CannotMerge`, and what `judging` refuses.
    """
    authority.require(RIGHT)
    with transaction():
        take_turns()
        term = get_term(slug)
        if version_of(term) != version:
            raise ChangedSince(term)
        kept = _found(into)
        _refuse(term, kept)
        moved = [
            Change(child, replace(child, broader=tuple(sorted({*child.broader, kept.slug} - {term.slug}))))
            for child in children(term)
        ]
        names = tuple(sorted({*kept.synonyms, *term.names}))
        changes = [*moved, Change(term, None), Change(kept, replace(kept, synonyms=names))]
        done = carry_out(authority, changes, action="merge-term", reason=reason, details={"former": term.name})
        rename_category(term.name, kept.name)
        return done


def _found(name: str) -> TermShape:
    """The term called `name`, or which has it as another name."""
    written = written_name(Namespace.CATEGORY, name) or name
    slug = slugs_of_terms([written]).get(written)
    if slug is None:
        raise CannotMerge(name=" ".join(name.split()))
    return get_term(slug)


def _refuse(term: TermShape, kept: TermShape) -> None:
    if term.slug == kept.slug:
        raise CannotMerge(ITSELF)
    if term.axis != kept.axis:
        raise CannotMerge(OTHER_AXIS, term=term.name, into=kept.name)
    if stands_below(kept.slug, term.slug):
        raise CannotMerge(BELOW, term=term.name, into=kept.name)
