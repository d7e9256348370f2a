"""What terms and profiles are called. Rule: a name, be it a synonym, means one term or one profile.

A page that names a synonym belongs to the term, under the term's present name; so nobody is lost when it is renamed.
"""

import re
import unicodedata
from collections.abc import Collection

from sqlalchemy import select

from wiki.database import session
from wiki.taxonomy.models import Profile, ProfileSynonym, Term, TermSynonym
from wiki.titles import Namespace, Title, TitleError

BATCH = 500
"""Names asked about in one query."""

MAX_SLUG = 64


def written_name(namespace: Namespace, text: str) -> str | None:
    """`text` as the name of a category or a profile is written; None where none can be called so."""
    try:
        title = Title.parse(f"{namespace.label}:{text}")
    except TitleError:
        return None
    return title.name if title.namespace is namespace and "#" not in text else None


def capitalised(slug: str) -> str:
    """A slug as the title of a page would write it."""
    return slug[:1].upper() + slug[1:]


def slug_of(name: str) -> str:
    """An identifier made from a name: "Eau d'ici" gives "eau-d-ici"."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")[:MAX_SLUG].strip("-")


def plain(name: str) -> str:
    """What matters of a name for finding it: neither case nor accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def present_names(names: Collection[str]) -> dict[str, str]:
    """For each of `names` that is a synonym: the present name of its term."""
    ordered = sorted(names)
    found: dict[str, str] = {}
    for start in range(0, len(ordered), BATCH):
        query = select(TermSynonym.name, Term.name).join(Term, Term.id == TermSynonym.term_id)
        rows = session.execute(query.where(TermSynonym.name.in_(ordered[start : start + BATCH])))
        found |= dict(rows.all())
    return found


def present_title(title: Title) -> Title | None:
    """Where a title that is another name of a term or a profile leads; None where it is none."""
    name = None
    if title.namespace is Namespace.CATEGORY:
        name = present_names([title.name]).get(title.name)
    elif title.namespace is Namespace.PROFILE:
        query = select(Profile.name).join(ProfileSynonym, ProfileSynonym.profile_id == Profile.id)
        name = session.scalar(query.where(ProfileSynonym.name == title.name))
    return Title(title.namespace, name) if name is not None else None


def known_profiles() -> dict[str, int]:
    """The number of the profile for each key (`profile_key`) under which pages may name it."""
    query = select(Profile.id, Profile.slug, Profile.name, ProfileSynonym.name).outerjoin(
        ProfileSynonym, ProfileSynonym.profile_id == Profile.id
    )
    found: dict[str, int] = {}
    for number, *names in session.execute(query):
        found |= {profile_key(name): number for name in names if name is not None}
    return found


def profile_key(name: str) -> str:
    """What matters of the name of a profile: the case does not."""
    try:
        return Title.parse(name, default=Namespace.PROFILE).name.casefold()
    except TitleError:
        return ""
