"""Titles to protect, and what the answers of a wiki that protects them say."""

from datetime import UTC, datetime

from tests.reading import Element, read
from wiki.database import session
from wiki.pages import finding
from wiki.pages.protection import Limit, protections
from wiki.titles import Title

EAU, SOL = Title.parse("Eau"), Title.parse("Sol")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRECIOUS = "Des mots précieux, à ne pas perdre."
MODERATORS = {"edit": Limit("moderator")}


def text_of(title: Title) -> str:
    session.remove()
    return finding.latest_text(finding.get_page(title))


def in_force(title: Title) -> dict[str, tuple[str, datetime | None, bool]]:
    session.remove()
    return {row.action: (row.level, row.expires_at, row.cascade) for row in protections(title)}


def refused(answer) -> Element:
    """The page that says why: it names the reason, who decided, and shows the log."""
    assert answer.status_code == 403
    shown = read(answer.text).one("main")
    assert shown.one("code").text == "page-protected"
    assert "guerre d’édition" in shown.one(role="alert").words
    assert "guerre d’édition" in shown.one("section", **{"aria-labelledby": "protection-log"}).words
    return shown


def kept(shown: Element) -> list[str]:
    """What was typed, given back."""
    section = shown.one("section", **{"aria-labelledby": "kept-title"})
    return [area.text.strip() for area in section.all("textarea")]


def saving(title: str = "Eau", **more: object) -> dict[str, object]:
    found = finding.find_page(Title.parse(title))
    base = found.latest_revision_id if found else ""
    session.remove()
    return {"text": PRECIOUS, "summary": "voilà", "base": base, "section": "", "theirs": "", "save": "1", **more}
