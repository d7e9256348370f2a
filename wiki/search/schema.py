"""What the index holds of a page. Rule: change anything here or in `analysis`, and raise `FORMAT`.

An index of another format is not opened; it is built anew.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from whoosh import columns, fields, formats

from wiki.search.analysis import Analysis
from wiki.titles import Title

FORMAT = 4

MAX_STORED = 60_000
"""Characters of a page's text that are kept for excerpts; words further on are found, but not shown."""


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A page as readers see it, without markup. `text` is `analysis.tidy`."""

    page_id: int
    #: The revision that the text comes from; 0 when its text could not be read.
    revision_id: int
    title: Title
    headings: tuple[str, ...]
    text: str
    #: The redirects that lead here: (page id, name).
    aliases: tuple[tuple[int, str], ...] = ()
    #: Names of the categories to which it belongs.
    categories: tuple[str, ...] = ()


_POSITIONS = formats.Positions()


class TermsField(fields.TEXT):
    """A text field whose values were analysed already (`Analysis`)."""

    def index(self, value: Analysis, **kwargs: Any) -> Generator[tuple[bytes, int, float | int, bytes], Any, None]:
        """Postings: (term, frequency, weight, encoded positions)."""
        for term, positions in value.positions.items():
            frequency = len(positions)
            yield term.encode(), frequency, float(frequency), _POSITIONS.encode(sorted(positions))


_NUMBER = columns.NumericColumn("q")  # type: ignore[no-untyped-call]

SCHEMA = fields.Schema(
    page=fields.ID(unique=True),
    # Columns can be read whole, without the texts.
    page_id=fields.COLUMN(_NUMBER),
    revision_id=fields.COLUMN(_NUMBER),
    namespace=fields.ID(),
    # Page ids of the redirects that lead to the page.
    alias=fields.KEYWORD(),
    title=TermsField(),
    headings=TermsField(),
    # Title, aliases, text and categories: what a word must stand in for the page to be found.
    text=TermsField(stored=True),
    # Words as written, folded: where corrections come from.
    forms=fields.KEYWORD(),
    # How a word written as one is also written as several, see `analysis.compound_key`.
    compounds=fields.KEYWORD(),
)


def index_fields(document: IndexDocument) -> dict[str, object]:
    """The fields of `document`, as a writer of the index takes them."""
    names = Analysis()
    names.add(document.title.name)
    for _page_id, name in document.aliases:
        names.add(name)
    headings = Analysis()
    for heading in document.headings:
        headings.add(heading)
    everything = Analysis()
    everything.add(document.title.name)
    for _page_id, name in document.aliases:
        everything.add(name)
    everything.add(document.text)
    for name in document.categories:
        everything.add(name)
    return {
        "page": str(document.page_id),
        "page_id": document.page_id,
        "revision_id": document.revision_id,
        "namespace": str(int(document.title.namespace)),
        "alias": [str(page_id) for page_id, _name in document.aliases],
        "title": names,
        "headings": headings,
        "text": everything,
        "_stored_text": document.text[:MAX_STORED],
        "forms": sorted(form for form in everything.forms if len(form) > 3 and form.isalpha()),
        "compounds": sorted(everything.compounds),
    }
