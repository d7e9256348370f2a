"""What the parser must ask about the rest of the wiki.

Rule: this is the parser's only window. Whatever is not asked here cannot influence a rendering, so that a cached
rendering can name everything it depends on.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from wiki.titles import Title


class Resolver(Protocol):
    """Answers about the wiki at one moment, for one reader's language and one policy of sight."""

    @property
    def site_name(self) -> str:
        """Name of the wiki, for `{{SITENAME}}`."""
        ...

    def now(self) -> datetime:
        """The present moment, aware, in the site's time zone."""
        ...

    def existing(self, titles: Collection[Title]) -> set[Title]:
        """Those of `titles` that have a page. One call for all links of a rendering, one for each `#ifexist`.

        Titles of the special namespace never arrive here: they always exist.
        """
        ...

    def template_text(self, title: Title) -> str | None:
        """The text of the page that `{{…}}` includes, redirects followed; None when there is no such page."""
        ...

    def interwiki_url(self, prefix: str, name: str) -> str | None:
        """Address of page `name` on the wiki known as `prefix` (lower case); None when no wiki has that prefix."""
        ...

    def number_of_articles(self) -> int:
        """How many content pages there are, for `{{NUMBEROFARTICLES}}`."""
        ...

    def message(self, msgid: str, **params: object) -> str:
        """Interface words inside pages ("Contents", "Edit section"), translated and filled, plain text."""
        ...
