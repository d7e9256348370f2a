"""What stands between what somebody sent and what is saved: the change itself, its refusals, and merging.

Rule: nothing that was typed is ever dropped. A change made on an older revision is merged onto the newest; where
both changed the same words, both versions go back to the author.
"""

import re
from dataclasses import dataclass, replace

from wiki.database import session
from wiki.errors import N_, InvalidInput, WikiError
from wiki.interwiki import is_elsewhere
from wiki.merging import Merge, merge
from wiki.pages import finding
from wiki.pages.models import Page, Revision
from wiki.pages.rendering import PageResolver, site
from wiki.parsing.limits import check_size
from wiki.parsing.parser import prepare_for_save
from wiki.parsing.sections import replace_section
from wiki.permissions.authority import Authority
from wiki.titles import Namespace, Title

MAX_SUMMARY = 500
"""Characters of an edit summary."""

NEW_SECTION = -1
"""Value of `Change.section` for a section added at the end of the page."""


class NotEditable(InvalidInput):
    """Special pages have no text."""

    code = "not-editable"
    message = N_("Special pages are made by the software; they have no text to edit.")


class TitleElsewhere(InvalidInput):
    """Links to this title lead to another wiki."""

    code = "title-elsewhere"
    message = N_("“%(title)s” begins with the prefix of another wiki, so that no link would reach it. Change it.")


class SummaryTooLong(InvalidInput):
    """The summary is longer than `MAX_SUMMARY` characters."""

    code = "summary-too-long"
    message = N_("The summary has %(length)s characters; %(limit)s are allowed. Shorten it; your text is kept.")


class EmptyNewPage(InvalidInput):
    """A page would be created without a word."""

    code = "empty-new-page"
    message = N_("A new page needs some text. Write at least a sentence.")


class UnknownBase(InvalidInput):
    """The change says it was made on a revision that is not one of this page."""

    code = "unknown-base"
    message = N_(
        "The revision that this edit started from is none of this page. Copy your text, then reload the page."
    )


class DeletedMeanwhile(WikiError):
    """The page was deleted after the author started to write."""

    status = 409
    code = "deleted-meanwhile"
    message = N_("This page was deleted while you were writing. Your text is kept: saving again creates it anew.")


@dataclass(frozen=True, slots=True)
class Change:
    """A new text for a page, or for one section of it.

    `base` is the number of the revision that the author started from, None where there was no page. `section` is
    the number of the section that `text` replaces in the base, `NEW_SECTION` to add one, None for the whole page.
    """

    text: str
    base: int | None = None
    section: int | None = None
    summary: str = ""
    minor: bool = False
    #: True to follow the page from now on, False to stop, None to leave that as it is.
    watch: bool | None = None
    tags: tuple[str, ...] = ()
    #: Whether a reviewer has read what waits on the page, and accepts it with this edit.
    accepts: bool = False
    #: Numbers of the revisions that the author means to undo: their authors are told.
    undoes: tuple[int, ...] = ()
    #: Warnings that the author has read and saves in spite of; None where nobody is there to be warned.
    confirmed: frozenset[str] | None = None


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def one_line(text: str) -> str:
    """`text` as a summary or a reason holds it: one line, without characters that no database keeps."""
    return _CONTROLS.sub(" ", text).strip()


def tidied(change: Change) -> Change:
    """`change` with its summary on one line."""
    return replace(change, summary=one_line(change.summary))


@dataclass(frozen=True, slots=True)
class Merged:
    """What a change becomes on the newest revision: a text, or a conflict."""

    text: str
    base: Revision | None = None
    #: Whether somebody else's changes were kept beside the author's.
    happened: bool = False
    conflict: Merge | None = None


def refuse_bad_change(title: Title, page: Page | None, change: Change) -> None:
    """Raise the first reason why `change` cannot be saved, whoever asks."""
    if title.namespace is Namespace.SPECIAL:
        raise NotEditable
    refuse_elsewhere(title)
    check_size(change.text)
    if len(change.summary) > MAX_SUMMARY:
        raise SummaryTooLong(length=len(change.summary), limit=MAX_SUMMARY)
    if page is None and change.base is not None:
        raise DeletedMeanwhile
    if page is None and not change.text.strip():
        raise EmptyNewPage


def refuse_elsewhere(title: Title) -> None:
    """Raise `TitleElsewhere` for a title whose links would lead to another wiki."""
    if is_elsewhere(title):
        raise TitleElsewhere(title=title.full_name)


def follow_move(authority: Authority, title: Title, change: Change) -> tuple[Title, Page | None]:
    """Where the page that the author started from is now, and that page: one moved meanwhile keeps its edits.

    Only where nothing but a redirect stands at `title`: anything else is another page, and `merge_onto` compares.
    """
    standing = finding.find_page(title)
    if standing is not None and not standing.is_redirect:
        return title, standing
    try:
        base = _base_of(authority, change)
    except UnknownBase:
        return title, standing
    if base is None or (standing is not None and standing.id == base.page_id):
        return title, standing
    page = session.get(Page, base.page_id)
    return (page.title, page) if page is not None and page.deleted_at is None else (title, standing)


def needs_a_name(title: Title, change: Change) -> bool:
    """Whether the text is signed, so that its author must be known before it is prepared."""
    return title.is_talk and "~~~" in change.text


def prepared(authority: Authority, title: Title, text: str) -> str:
    """`text` with its signatures and `subst:` carried out, as it will be stored."""
    name = authority.user.name if authority.user else ""
    resolver = PageResolver(site().language)
    return prepare_for_save(text, title=title, user_name=name, resolver=resolver, when=resolver.now())


def whole_text(authority: Authority, title: Title, page: Page | None, change: Change) -> str:
    """The page's whole text as the author wants it: sections put in place, signatures and `subst:` carried out."""
    text = prepared(authority, title, change.text)
    if change.section is None:
        return text
    if change.section == NEW_SECTION:
        before = finding.latest_text(page).rstrip("\n") if page is not None else ""
        heading = f"## {change.summary}\n\n" if change.summary else ""
        return f"{before}\n\n{heading}{text}".lstrip("\n")
    base = _base_of(authority, change)
    if base is None:
        return text
    if page is None or base.page_id != page.id:
        raise UnknownBase
    return replace_section(finding.revision_text(base), change.section, text)


def merge_onto(authority: Authority, latest: Revision | None, text: str, change: Change) -> Merged:
    """Put the author's whole `text` onto the newest revision."""
    if latest is None or latest.id == change.base or change.section == NEW_SECTION:
        return Merged(text)
    base = _base_on(authority, latest, change)
    theirs = finding.revision_text(latest)
    result = merge(finding.revision_text(base) if base is not None else "", text, theirs)
    if result.text is None:
        return Merged(text, base=base, conflict=result)
    check_size(result.text)
    return Merged(result.text, base=base, happened=result.text not in (text, theirs))


def _base_on(authority: Authority, latest: Revision, change: Change) -> Revision | None:
    """What the author started from; None where another page stands there now, so that both texts are shown whole."""
    try:
        base = _base_of(authority, change)
    except UnknownBase:
        return None
    return base if base is not None and base.page_id == latest.page_id else None


def _base_of(authority: Authority, change: Change) -> Revision | None:
    """The revision that the author started from: never one that this author may not read."""
    if change.base is None:
        return None
    try:
        return finding.get_revision(authority, change.base)
    except finding.NoSuchRevision:
        raise UnknownBase from None
