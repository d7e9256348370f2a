"""Rendering many summaries or reasons at once. Rule: however many links they hold, the database is asked once.

What a text links to is learnt by rendering it once without an answer; then all titles are looked up together.
"""

from collections.abc import Collection, Sequence

from markupsafe import Markup

from wiki.pages.rendering import PageResolver
from wiki.parsing.parser import render_summary
from wiki.titles import Title


class _Gathering(PageResolver):
    """Knows what was looked up before, and gathers the titles that it is asked about."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.asked: set[Title] = set()
        self.known: set[Title] = set()

    def existing(self, titles: Collection[Title]) -> set[Title]:
        self.asked.update(titles)
        return self.known.intersection(titles)

    def look_up(self) -> None:
        """Ask the database about every title gathered so far."""
        self.known = super().existing(self.asked) if self.asked else set()


def render_summaries(texts: Sequence[str], language: str) -> list[Markup]:
    """Each of `texts` as HTML, links live and everything else escaped; in the same order."""
    resolver = _Gathering(language)
    for text in texts:
        if "[[" in text:
            render_summary(text, resolver=resolver)
    resolver.look_up()
    return [Markup(render_summary(text, resolver=resolver)) for text in texts]
