"""A wiki of a million revisions, written straight into its database: what `tests.bench.changes` measures on."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from wiki import migrating, seeding
from wiki.app import connect
from wiki.database import Base, session, transaction
from wiki.links.models import PageLink
from wiki.logs.models import LogEntry
from wiki.pages import contents
from wiki.pages.models import Page, Revision, RevisionTag
from wiki.patrol.models import Patrol
from wiki.recentchanges.models import Categorisation
from wiki.settings import load
from wiki.taxonomy.models import PageCategory, PageProfile
from wiki.users.accounts import system_user
from wiki.users.models import User, UserGroup
from wiki.watchlist.models import Watch

BATCH = 20_000
NAMESPACES = (0,) * 16 + (1, 1, 4, 12)
Values = dict[str, object]

chance = random.Random(4)


def fill(revisions: int, *, days: int, now: datetime | None = None) -> None:
    """Make the wiki that the environment's settings name, with `revisions` over the last `days`."""
    connect(load())
    migrating.upgrade()
    seeding.fill_foundations()
    now = now or datetime.now(UTC)
    pages, people = revisions // 10, max(50, revisions // 50)
    with transaction():
        system_user()
        text = contents.store("Un texte.").id
    written, chain = [0] * (people + 1), Chain(pages)
    rows = list(chain.revisions(revisions, text, people, now - timedelta(days=days), timedelta(days=days) / revisions))
    for row in rows:
        written[int(str(row["user_id"]))] += 1
    write(User, users(people, written, now))
    write(UserGroup, ({"user_id": number, "group": "bot"} for number in range(3, people, 400)))
    write(UserGroup, [{"user_id": 2, "group": "moderator"}])
    write(Page, chain.pages(now - timedelta(days=days)))
    write(Revision, rows)
    write(RevisionTag, ({"revision_id": row["id"], "tag": "undo"} for row in rows if chance.random() < 0.03))
    write(Patrol, marks(rows))
    write(Categorisation, ({"revision_id": row["id"], "name": "Sol", "into": True} for row in rows[::50]))
    write(PageCategory, belonging(pages))
    write(PageProfile, ({"page_id": n, "profile_id": 1 + n % 5, "sort": b"a"} for n in range(1, pages + 1, 3)))
    write(PageLink, links(pages))
    write(Watch, ({"user_id": 2, "namespace": 0, "name": f"Page {n}", "created_at": now} for n in range(1, 3000)))
    write(LogEntry, entries(rows, pages))


def write(model: type[Base], rows: Iterator[Values] | list[Values]) -> None:
    """Insert many rows, a batch in each transaction."""
    batch: list[Values] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            _insert(model, batch)
            batch = []
    if batch:
        _insert(model, batch)
    print(model.__tablename__, flush=True)


def _insert(model: type[Base], batch: list[Values]) -> None:
    with transaction():
        session.execute(insert(model), batch)


class Chain:
    """The histories of all pages: which revision came last on each."""

    def __init__(self, pages: int) -> None:
        self.last: list[int | None] = [None] * (pages + 1)
        self.kinds = [chance.choice(NAMESPACES) for _page in range(pages + 1)]

    def revisions(
        self, number: int, text: int, people: int, start: datetime, step: timedelta
    ) -> Iterator[Values]:
        """So many revisions, some pages and people far busier than others."""
        for revision in range(1, number + 1):
            begun = (revision + 9) // 10
            page = begun if revision % 10 == 1 else int(begun * chance.random() ** 3) + 1
            yield {
                "id": revision, "page_id": page, "parent_id": self.last[page], "content_id": text,
                "user_id": int(people * chance.random() ** 3) + 1, "created_at": start + step * revision,
                "summary": "", "minor": chance.random() < 0.2, "size": 10, "size_change": 1, "hidden": 0,
            }  # fmt: skip
            self.last[page] = revision

    def pages(self, start: datetime) -> Iterator[Values]:
        """The row of each page, with its latest revision."""
        for page, last in enumerate(self.last[1:], start=1):
            yield {
                "id": page, "namespace": self.kinds[page], "name": f"Page {page}", "created_at": start,
                "deleted_at": None, "latest_revision_id": last, "shown_revision_id": last, "size": 10,
                "random": chance.random(), "is_redirect": page % 20 == 0,
            }  # fmt: skip


def users(people: int, written: list[int], now: datetime) -> Iterator[Values]:
    """The accounts beside that of the wiki itself: one in four temporary, some of them young."""
    for number in range(2, people + 1):
        name = f"Personne {number}"
        yield {
            "id": number, "name": name, "name_key": name.casefold(), "edit_count": written[number],
            "created_at": now - timedelta(days=number % 400), "is_system": False,
            "expires_at": now + timedelta(days=30) if number % 4 == 0 else None,
        }  # fmt: skip


def marks(rows: list[Values]) -> Iterator[Values]:
    """Half of the revisions had to be checked, nearly all of them were."""
    for row in rows:
        if chance.random() < 0.5:
            waits = chance.random() < 0.02
            who = {"user_id": None, "at": None} if waits else {"user_id": 2, "at": row["created_at"]}
            yield {"revision_id": row["id"], **who}


def belonging(pages: int) -> Iterator[Values]:
    """Two categories for each page: a large one and a small one."""
    for page in range(1, pages + 1):
        for name in (f"Grande {page % 7}", f"Petite {page % 3000}"):
            yield {"page_id": page, "name": name, "sort_key": "", "sort": b"a"}


def links(pages: int) -> Iterator[Values]:
    """Some links from each page, one of them to a page to which very many link."""
    for page in range(1, pages + 1):
        for target in {1 + page % 5, 1 + (page * 7) % pages}:
            yield {"from_page_id": page, "kind": "link", "namespace": 0, "name": f"Page {target}"}


def entries(rows: list[Values], pages: int) -> Iterator[Values]:
    """An entry of the log for each five revisions; most tell of checks."""
    for number, row in enumerate(rows[::5], start=1):
        type_ = "patrol" if number % 4 else chance.choice(("delete", "protect"))
        action = {"protect": "unprotect"}.get(type_, type_)
        yield {
            "id": number, "type": type_, "action": action, "actor_id": row["user_id"], "namespace": 0,
            "created_at": row["created_at"], "name": f"Page {1 + number % pages}", "page_id": row["page_id"],
            "reason": "", "details": {"number": row["id"]},
        }  # fmt: skip
