"""A small wiki in memory for the parser's tests."""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from wiki.parsing.output import ParserOutput
from wiki.parsing.parser import parse
from wiki.titles import Namespace, Title


class Wiki:
    """A resolver over a dictionary of full names and texts; counts what it is asked."""

    site_name = "Wikipartage"

    def __init__(self, pages: Mapping[str, str] | None = None) -> None:
        self.pages = {Title.parse(name): text for name, text in (pages or {}).items()}
        self.existing_calls = 0
        self.moment = datetime(2026, 11, 23, 21, 9, tzinfo=ZoneInfo("Europe/Paris"))

    def now(self) -> datetime:
        return self.moment

    def existing(self, titles: Collection[Title]) -> set[Title]:
        self.existing_calls += 1
        return {title for title in titles if title in self.pages}

    def template_text(self, title: Title) -> str | None:
        return self.pages.get(title)

    def interwiki_url(self, prefix: str, name: str) -> str | None:
        return f"https://fr.wikipedia.org/wiki/{name}" if prefix == "w" else None

    def number_of_articles(self) -> int:
        return sum(title.namespace is Namespace.MAIN for title in self.pages)

    def message(self, msgid: str, **params: object) -> str:
        return msgid % params if params else msgid


def render(
    text: str, pages: Mapping[str, str] | None = None, *, title: str = "Page", edit: bool = False
) -> ParserOutput:
    """The output of `text` on a wiki that has `pages`."""
    return parse(text, title=Title.parse(title), resolver=Wiki(pages), revision_id=7, edit_sections=edit)
