"""What rooms above add to a page that is read. Rule: `wiki.app` fills the list; no upper room is named."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from wiki.pages.models import Page
from wiki.parsing.output import ParserOutput
from wiki.titles import Title


@dataclass(frozen=True, slots=True)
class Panel:
    """`draw` gives HTML to put before the text, after it, or between its introduction and its first heading ("lead");
    beside the page's own heading ("indicators"), into the page's information ("info"), or above its edit form ("edit").

    An empty string where it has nothing to say. The page is None where nothing stands at the title yet, and so is the
    output.
    """

    place: str
    draw: Callable[[Title, Page | None, ParserOutput | None], Markup | str]


panels: list[Panel] = []


def draw_panels(place: str, title: Title, page: Page | None, output: ParserOutput | None) -> Markup:
    """The panels of `place` (before, lead, after, indicators, info or edit), in order."""
    return Markup("").join(panel.draw(title, page, output) for panel in panels if panel.place == place)
