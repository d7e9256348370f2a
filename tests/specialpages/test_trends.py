"""How reports change: counted once a day, compared with a week and a month before."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.test_statements import counted
from wiki import clock
from wiki.database import session, transaction
from wiki.settings import Settings
from wiki.specialpages.models import ReportCount
from wiki.specialpages.reports import COUNTED, MAX_ROWS, REPORTS
from wiki.specialpages.trends import KEPT_DAYS, Change, Count, DailyCounter, Trend, record, trends

DAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
ORPHANS = "orphaned-pages"

PageMaker = Callable[..., object]


def work_off(counter: DailyCounter) -> int:
    """How many turns found something to count."""
    turns = 0
    while counter.turn():
        turns += 1
    return turns


def kept(key: str, *numbers: int, until: datetime = DAY) -> None:
    """`numbers` as the counts of the last days, that of `until` last."""
    with transaction() as current:
        for back, number in enumerate(reversed(numbers)):
            moment = until - timedelta(days=back)
            current.add(ReportCount(report=key, day=moment.date(), number=number, counted_at=moment))


def test_each_report_is_counted_once_a_day_whoever_counts(page: PageMaker) -> None:
    page("Seule", "Texte.")
    first, second = DailyCounter(), DailyCounter()
    with clock.freeze(DAY):
        assert first.turn()
        assert work_off(second) == len(COUNTED) - 1
        assert work_off(first) == 0
    with clock.freeze(DAY + timedelta(days=1)):
        page("Seule aussi", "Texte.")
        assert work_off(first) == len(COUNTED)
    with clock.freeze(DAY + timedelta(days=1)):
        assert [count.number for count in trends([ORPHANS])[ORPHANS].counts] == [1, 2]


def test_nothing_is_asked_of_the_database_until_the_next_day(wiki_database: Settings) -> None:
    counter = DailyCounter()
    with clock.freeze(DAY):
        work_off(counter)
        with counted() as statements:
            assert not counter.turn()
    assert statements == []


def test_two_that_count_at_the_same_moment_write_one_row(wiki_database: Settings) -> None:
    with clock.freeze(DAY):
        record(REPORTS[ORPHANS], DAY.date())
        session.remove()
        record(REPORTS[ORPHANS], DAY.date())
        assert len(trends([ORPHANS])[ORPHANS].counts) == 1


def test_counts_of_long_ago_are_forgotten(wiki_database: Settings) -> None:
    kept(ORPHANS, 3, until=DAY - timedelta(days=KEPT_DAYS + 1))
    kept(ORPHANS, 4, until=DAY - timedelta(days=KEPT_DAYS))
    with clock.freeze(DAY):
        record(REPORTS[ORPHANS], DAY.date())
    assert session.scalars(select(ReportCount.number).order_by(ReportCount.day)).all() == [4, 0]


def trend(*numbers: int) -> Trend:
    """Counts of consecutive days, the last that of `DAY`."""
    moments = [DAY - timedelta(days=back) for back in reversed(range(len(numbers)))]
    return Trend(tuple(Count(moment.date(), number, moment) for moment, number in zip(moments, numbers, strict=True)))


def test_a_number_is_compared_with_a_week_and_a_month_before_or_the_oldest() -> None:
    today = DAY.date()
    week, month = DAY - timedelta(days=7), DAY - timedelta(days=30)
    assert trend(*range(40)).changes(50, today) == (Change(50 - 32, week), Change(50 - 9, month))
    assert trend(*range(10)).changes(2, today) == (Change(0, week), Change(2, DAY - timedelta(days=9)))
    assert trend(5, 6, 7).changes(7, today) == (Change(2, DAY - timedelta(days=2)),)
    assert trend(7).changes(7, today) == trend().changes(7, today) == ()


def test_what_was_not_counted_to_the_end_is_compared_with_nothing() -> None:
    assert trend(MAX_ROWS, 5).changes(5, DAY.date()) == ()
    assert trend(5, 5).changes(MAX_ROWS, DAY.date()) == ()


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 4, 1)), st.integers(0, MAX_ROWS), min_size=1))
def test_the_line_stays_in_its_box(numbers: dict[date, int]) -> None:
    counts = tuple(Count(day, number, DAY) for day, number in sorted(numbers.items()))
    for point in Trend(counts).points(300, 60).split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= 300
        assert 0 <= y <= 60


def test_a_report_says_how_it_changed(client: FlaskClient, page: PageMaker) -> None:
    page("Seule", "Texte.")
    kept(ORPHANS, 4, *[9] * 22, 1, *[5] * 7)
    with clock.freeze(DAY):
        html = client.get(f"/special/{ORPHANS}").get_data(as_text=True)
    week, month = html.split('<ul class="trends">')[1].split("</ul>")[0].split("</li>")[:2]
    assert "autant que" in week
    assert "27 avril 2026" in week
    assert "3 de moins" in month
    assert "4 avril 2026" in month
    table = html.split("<table")[1].split("</table>")[0]
    assert table.count("<tr>") == 32
    assert table.index("4 mai 2026") < table.index("3 mai 2026")
    assert "<polyline" in html


def test_the_overview_says_when_it_was_counted_and_counts_nothing_itself(
    client: FlaskClient, page: PageMaker
) -> None:
    html = client.get("/special/reports").get_data(as_text=True)
    assert html.count("pas encore compté") == len(COUNTED)
    assert html.count("tous les articles") == len(REPORTS) - len(COUNTED)
    assert "Dernier comptage" not in html
    page("Seule", "Texte.")
    kept(ORPHANS, 3, 12)
    with clock.freeze(DAY), counted() as statements:
        html = client.get("/special/reports").get_data(as_text=True)
    row = next(row for row in html.split("<tr>") if f'href="/special/{ORPHANS}"' in row)
    assert "<td>12</td>" in row
    assert "4 mai 2026" in html.split('class="lead"')[1].split("</p>")[0]
    assert "4 mai 2026" not in row
    assert "9 de plus que le" in row
    assert len(statements) <= 8
    assert session.scalar(select(func.count()).select_from(ReportCount)) == 2


def test_a_report_last_counted_on_another_day_says_so(client: FlaskClient) -> None:
    kept(ORPHANS, 3)
    kept("dead-end-pages", 5, until=DAY - timedelta(days=1))
    with clock.freeze(DAY):
        html = client.get("/special/reports").get_data(as_text=True)
    assert "4 mai 2026" in html.split('class="lead"')[1].split("</p>")[0]
    row = next(row for row in html.split("<tr>") if 'href="/special/dead-end-pages"' in row)
    assert "3 mai 2026" in row.split("<small>")[1]
    assert html.count("<small>") == 1


def test_an_order_of_all_articles_has_no_trend(client: FlaskClient, page: PageMaker) -> None:
    page("Seule", "Texte.")
    kept("long-pages", 4, 1)
    with clock.freeze(DAY):
        html = client.get("/special/long-pages").get_data(as_text=True)
        overview = client.get("/special/reports").get_data(as_text=True)
    assert "1 ligne" in html
    assert 'class="trends"' not in html + overview
    assert "<polyline" not in html


def in_words(client: FlaskClient, *numbers: int) -> str:
    """How the page of a report sums its counts up."""
    kept(ORPHANS, *numbers)
    with clock.freeze(DAY):
        html = client.get(f"/special/{ORPHANS}").get_data(as_text=True)
    return html.split("<polyline")[1].split("</p>")[0].split("</time>")[1] if "<polyline" in html else ""


def test_counts_that_stay_the_same(client: FlaskClient) -> None:
    assert in_words(client, 0, 0, 0) == "\u00a0: toujours 0 ligne."


def test_counts_that_change(client: FlaskClient) -> None:
    assert in_words(client, 4, 2, 3) == "\u00a0: de 2 à 4 lignes."


def test_counts_that_change_little(client: FlaskClient) -> None:
    assert in_words(client, 0, 1) == "\u00a0: de 0 à 1 ligne."


def test_a_single_count_is_summed_up_by_its_table(client: FlaskClient) -> None:
    assert in_words(client, 3) == ""
