"""What Markdown is given and what it gives back, before links know whether their pages exist.

Rule: plain values that can be sent to a worker process and back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wiki.errors import N_
from wiki.parsing.output import ParserWarning
from wiki.titles import Title

#: Interface words inside pages, by the name under which the code uses them.
LABELS = {
    "contents": N_("Contents"),
    "edit": N_("Edit"),
    "edit-section": N_("Edit section: %(name)s"),
    "footnotes": N_("Notes and references"),
    "note-number": N_("Note %(number)s"),
    "note-back": N_("Back to reference %(number)s"),
    "table": N_("Table %(number)s"),
    "task-done": N_("Done"),
    "task-open": N_("To do"),
    "note": N_("Note"),
    "tip": N_("Tip"),
    "example": N_("Example"),
    "warning": N_("Warning"),
    "danger": N_("Danger"),
    "missing": N_("%(title)s (page does not exist)"),
    "redirect": N_("Redirects to:"),
    "unrendered": N_("This text is too complex to be laid out: it is shown as it was typed."),
}


@dataclass(frozen=True, slots=True)
class Job:
    """A text to render: expanded, with its stash, and the words and places that it needs."""

    text: str
    pieces: tuple[tuple[str, str], ...]
    title: Title
    labels: Mapping[str, str]
    #: Whether headings of the page's own text get an edit link.
    edit_sections: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A target written in the text. `prefix` and `name` are set when it may lead to another wiki."""

    title: Title | None
    prefix: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class DraftHeading:
    """A heading as shown; `section` is the number of its section in the page's own text, or -1."""

    level: int
    text: str
    anchor: str
    section: int


@dataclass(slots=True)
class Draft:
    """Unsanitised HTML in which `<a data-link="N">` waits for its colour, and what was seen in the text."""

    html: str = ""
    headings: list[DraftHeading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    files: dict[Title, None] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    profiles: dict[str, None] = field(default_factory=dict)
    external_links: dict[str, None] = field(default_factory=dict)
    warnings: list[ParserWarning] = field(default_factory=list)
    footnotes: int = 0
