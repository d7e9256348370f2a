"""What a rendering gives: the page's HTML and everything that the wiki derives from its text.

Rule: values only, immutable, picklable; the rooms above record them, and nothing else about a text is ever derived
by another way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wiki.titles import Title


@dataclass(frozen=True, slots=True)
class ParserWarning:
    """Something in the text that its authors should know; the text is shown all the same."""

    #: Stable name: "template-loop", "footnote-undefined", …
    code: str
    #: English catalogue id with named placeholders.
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as shown."""

    #: 2 to 6: the page's title is the only h1.
    level: int
    #: Plain text, without markup.
    text: str
    #: Unique id in the page.
    anchor: str
    #: Source span [start, end) of its section in characters of the page's own text, subsections included;
    #: -1 when the heading comes from a template.
    start: int
    end: int
    #: Number of its section for `?action=edit&section=N`; -1 when it comes from a template.
    section: int


@dataclass(frozen=True, slots=True)
class ParserOutput:
    """All that one text yields. Titles are sorted and unique; links carry no fragment."""

    #: Sanitised and final: goes into the page as it is.
    html: str
    headings: tuple[Heading, ...] = ()
    #: Page links, `[[:Catégorie:X]]` and `[[Profil:X]]` included, interwiki links and files not.
    links: tuple[Title, ...] = ()
    #: (page, anchor) of every link to a section, the page's own and that of a redirect included; sorted and unique.
    section_links: tuple[tuple[Title, str], ...] = ()
    #: Every page transcluded, or tried, directly or not.
    templates: tuple[Title, ...] = ()
    files: tuple[Title, ...] = ()
    #: (category name, sort key or "") in the order of the text, tracking categories included.
    categories: tuple[tuple[str, str], ...] = ()
    #: Names of profiles, from links and the front block.
    profiles: tuple[str, ...] = ()
    external_links: tuple[str, ...] = ()
    #: (prefix, name).
    interwiki_links: tuple[tuple[str, str], ...] = ()
    #: Where a redirect leads, with its fragment.
    redirect: Title | None = None
    #: type, licence, lieu and the card's fields: checked scalars and lists of scalars.
    front: Mapping[str, object] = field(default_factory=dict)
    #: displaytitle, defaultsort, noindex, hiddencat, toc, notoc, fallback (limits: too complex; busy: try again).
    properties: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[ParserWarning, ...] = ()
    #: Every title whose existence the HTML depends on (links and `#ifexist`).
    existence: tuple[Title, ...] = ()
    #: Seconds that this rendering may be kept; None: for ever.
    ttl: int | None = None
    #: How many footnotes the page lists.
    footnotes: int = 0
