"""Turning over what somebody wrote."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from wiki.database import session, transaction
from wiki.pages.models import Content, Page, Revision
from wiki.users import checking
from wiki.users.authorship import hand_over
from wiki.users.finding import attached
from wiki.users.models import User
from wiki.users.temporary import temporary_account

pytestmark = pytest.mark.usefixtures("wiki_database")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def write(author: User, times: int) -> None:
    """Add so many revisions of a page by `author`."""
    with transaction() as current:
        content = Content(sha256=f"{author.id:064}", size=0, data=b"")
        page = Page(namespace=0, name=f"Page de {author.id}", created_at=NOON, random=0.5)
        current.add_all((content, page))
        current.flush()
        parent = None
        for _ in range(times):
            revision = Revision(
                page_id=page.id, parent_id=parent, content_id=content.id, user_id=author.id,
                created_at=NOON, size=0, size_change=0,
            )  # fmt: skip
            current.add(revision)
            current.flush()
            parent = revision.id
        attached(author).edit_count += times


def authors() -> list[int]:
    return list(session.scalars(select(Revision.user_id).order_by(Revision.id)))


def test_everything_goes_to_the_heir_and_nothing_else(user: Callable[..., User]) -> None:
    ghost, camille, dominique = temporary_account(), user("Camille"), user("Dominique")
    for author, times in ((ghost, 3), (camille, 1), (dominique, 2)):
        write(author, times)
    assert hand_over(ghost, camille) == 3
    assert authors() == [camille.id] * 4 + [dominique.id] * 2
    assert [attached(account).edit_count for account in (ghost, camille, dominique)] == [0, 4, 2]
    assert list(checking.check()) == []


def test_nothing_goes_when_the_transaction_fails(user: Callable[..., User]) -> None:
    ghost, camille = temporary_account(), user("Camille")
    write(ghost, 2)

    def fail_after_handing_over() -> None:
        with transaction():
            hand_over(ghost, camille)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_handing_over()
    assert authors() == [ghost.id] * 2
    assert list(checking.check()) == []
