"""From a page to its entry in the index. Rule: what is indexed is what a reader sees, and no markup.

The categories of a page stand under its text: their names find it too, as one more word of its text would.

The HTML was sanitised: every `<` in it opens a tag, so that tags can be cut out by a pattern, many times as fast
as by a parser.
"""

import re
from html import unescape

from sqlalchemy import select

from wiki.database import session
from wiki.links.models import PageLink
from wiki.pages import finding
from wiki.pages.models import Page
from wiki.pages.rendering import render
from wiki.pages.visibility import live_pages
from wiki.search.analysis import tidy
from wiki.search.schema import IndexDocument
from wiki.taxonomy.models import PageCategory
from wiki.titles import Namespace, Title

REDIRECT_HOPS = 2
"""Redirects to redirects that are followed: as many as readers are led through."""

_BLOCK = (
    "address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|h[1-6]|"
    "header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_TAG = re.compile(r"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})\b", re.IGNORECASE)
# Words of the interface inside a page: its contents, the marks of notes and the ways back from them.
_NOT_TEXT = re.compile(
    r'<nav\b[^>]*class="toc".*?</nav>'
    r'|<sup\b[^>]*class="footnote-ref".*?</sup>'
    r'|<span\b[^>]*class="footnote-back".*?</span>',
    re.DOTALL,
)
_LINE_END = re.compile(r"[ \t]*\n\s*")


def plain_text(html: str) -> str:
    """The text that a reader sees of sanitised `html`: NFC, one line for each block."""
    without = _TAG.sub(lambda tag: "\n" if _BLOCK_TAG.match(tag[0]) else "", _NOT_TEXT.sub("", html))
    text = tidy(unescape(without))
    return _LINE_END.sub("\n", text).strip()


def document_of(page_id: int) -> IndexDocument | None:
    """The entry of a page, or None for one that has none of its own: a deleted page, a redirect."""
    page = _indexed_page(page_id)
    if page is None:
        return None
    revision = finding.shown_revision(page)
    text = finding.revision_text(revision)
    output = render(text, page.title, revision_id=revision.id, editable=False).output
    return IndexDocument(
        page_id=page.id,
        revision_id=revision.id,
        title=page.title,
        headings=tuple(heading.text for heading in output.headings),
        text=plain_text(output.html),
        aliases=_aliases(page.title),
        categories=_categories(page.id),
    )


def bare_document_of(page_id: int) -> IndexDocument | None:
    """The entry of a page whose text cannot be read: it is found by its title only. Its revision is 0."""
    page = _indexed_page(page_id)
    if page is None:
        return None
    return IndexDocument(page.id, 0, page.title, (), "", _aliases(page.title), _categories(page.id))


def indexed_page_ids() -> list[int]:
    """Ids of the pages that have an entry of their own."""
    query = select(Page.id).where(live_pages(), Page.is_redirect.is_(False)).order_by(Page.id)
    return list(session.scalars(query))


def redirect_targets(page: Page) -> list[int]:
    """Ids of the live pages to which `page` leads as a redirect, the redirects on the way included."""
    found: list[int] = []
    current: Page | None = page
    for _hop in range(REDIRECT_HOPS):
        if current is None or not current.is_redirect or not current.is_live:
            break
        current = session.scalar(
            select(Page)
            .join(PageLink, (PageLink.namespace == Page.namespace) & (PageLink.name == Page.name))
            .where(PageLink.from_page_id == current.id, PageLink.kind == "redirect", live_pages())
        )
        if current is not None and current.id != page.id:
            found.append(current.id)
    return found


def _indexed_page(page_id: int) -> Page | None:
    page = session.get(Page, page_id)
    if page is None or not page.is_live or page.is_redirect or page.namespace not in set(Namespace):
        return None
    return page


def _categories(page_id: int) -> tuple[str, ...]:
    """Names of the categories to which a page belongs: as terms are called at present, not as its text may say."""
    query = select(PageCategory.name).where(PageCategory.page_id == page_id).order_by(PageCategory.name)
    return tuple(session.scalars(query))


def _aliases(title: Title) -> tuple[tuple[int, str], ...]:
    """Redirects that lead to `title`: (page id, name)."""
    found: dict[int, str] = {}
    titles = [title]
    for _hop in range(REDIRECT_HOPS):
        redirects = [page for target in titles for page in _redirects_to(target) if page.id not in found]
        found |= {page.id: page.name for page in redirects}
        titles = [Title(Namespace(page.namespace), page.name) for page in redirects]
    return tuple(sorted(found.items()))


def _redirects_to(title: Title) -> list[Page]:
    return list(
        session.scalars(
            select(Page)
            .join(PageLink, PageLink.from_page_id == Page.id)
            .where(
                PageLink.kind == "redirect",
                PageLink.namespace == int(title.namespace),
                PageLink.name == title.name,
                Page.is_redirect.is_(True),
                live_pages(),
            )
        )
    )
