"""Maintenance reports: what on the wiki waits for somebody's care. Rule: at most `MAX_ROWS` lines each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from wiki.database import session
from wiki.errors import N_
from wiki.specialpages import maintenance
from wiki.specialpages.maintenance import Rows
from wiki.titles import Namespace, Title

MAX_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of a report."""

    title: Title
    #: What the report counts: references, or bytes.
    number: int | None = None
    #: When the page was last changed.
    changed_at: datetime | None = None
    #: Where the link leads that the report is about: a page, with an anchor as its fragment.
    target: Title | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report: how to make it, and what to do about it."""

    key: str
    #: Gives the lines in order, see `wiki.specialpages.maintenance`.
    rows: Callable[[], Rows]
    advice: str
    #: What `ReportRow.number` counts: "references", "members", "bytes" or nothing.
    unit: str = ""
    #: Whether the titles listed have a page.
    existing: bool = True
    #: Whether it puts all articles in an order, so that the number of its lines says nothing about what waits.
    is_order: bool = False


def load(report: Report, *, limit: int, offset: int) -> list[ReportRow]:
    """A part of a report. One query."""
    room = max(0, min(limit, MAX_ROWS - offset))
    found = session.execute(report.rows().limit(room).offset(offset))
    return [
        ReportRow(_title(kind, name), number, moment, _title(*leads_to) if leads_to else None)
        for kind, name, number, moment, *leads_to in found
    ]


def _title(namespace: int, name: str, anchor: str = "") -> Title:
    return Title(Namespace(namespace), name, anchor)


def count(report: Report) -> int:
    """How many lines a report has, counted up to `MAX_ROWS`."""
    bounded = report.rows().order_by(None).limit(MAX_ROWS).subquery()
    return session.scalar(select(func.count()).select_from(bounded)) or 0


REPORTS: dict[str, Report] = {
    report.key: report
    for report in (
        Report(
            "wanted-pages", maintenance.wanted_pages,
            N_("Write the page, or change the links to the title of a page that treats the subject."),
            unit="references", existing=False,
        ),
        Report(
            "wanted-templates", maintenance.wanted_templates,
            N_("Write the template, or correct its name in the pages that include it."),
            unit="references", existing=False,
        ),
        Report(
            "wanted-categories", maintenance.wanted_categories,
            N_("Describe the category in a few words, or put its pages into a category that exists."),
            unit="members", existing=False,
        ),
        Report(
            "orphaned-pages", maintenance.orphaned_pages,
            N_("Link to these articles from pages on near subjects, so that readers come across them."),
        ),
        Report(
            "dead-end-pages", maintenance.dead_end_pages,
            N_("Add links to the pages that explain what these articles speak of."),
        ),
        Report(
            "unsourced-pages", maintenance.unsourced_pages,
            N_("Say where it comes from: add a footnote or a link to a source that readers can check."),
        ),
        Report(
            "unintroduced-pages", maintenance.unintroduced_pages,
            N_("Write two or three sentences before the first heading: they are the summary of the article."),
        ),
        Report(
            "uncategorized-pages", maintenance.uncategorized_pages,
            N_("Say where the article belongs: a territory, a subject, a way to act."),
        ),
        Report(
            "uncategorized-categories", maintenance.uncategorized_categories,
            N_("Put the category into a broader one, by a link in its page."),
        ),
        Report(
            "double-redirects", maintenance.double_redirects,
            N_("Change the redirect so that it names the last page of the chain."),
        ),
        Report(
            "broken-redirects", maintenance.broken_redirects,
            N_("Let the redirect name a page that exists, or have it deleted."),
        ),
        Report(
            "broken-section-links", maintenance.broken_section_links,
            N_("Name the section as it is called now, or take the section out of the link."),
        ),
        Report(
            "long-pages", maintenance.long_pages,
            N_("A long article is easier to read in parts: give its sections pages of their own."),
            unit="bytes", is_order=True,
        ),
        Report(
            "short-pages", maintenance.short_pages,
            N_("Complete these articles, or join them to a larger one by a redirect."),
            unit="bytes", is_order=True,
        ),
        Report(
            "ancient-pages", maintenance.ancient_pages,
            N_("Check whether what is written is still right, sources and figures first."), is_order=True,
        ),
    )
}  # fmt: skip
"""Every report by its key, which is its address below `/special/`."""

COUNTED: dict[str, Report] = {key: report for key, report in REPORTS.items() if not report.is_order}
"""The reports of what waits for care: how many lines these have is worth following."""
