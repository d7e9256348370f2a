"""What the software notices about an edit by itself."""

import pytest
from sqlalchemy import select

from wiki.database import session
from wiki.editing.tagging import noticed
from wiki.pages.models import RevisionTag

LONG = "Une phrase de plusieurs mots.\n" * 40


@pytest.mark.parametrize(
    ("before", "after", "tags"),
    [
        ("", LONG, ()),
        (LONG, LONG + "Suite.", ()),
        (LONG, "", ("blank",)),
        (LONG, " \n", ("blank",)),
        ("", "", ()),
        (LONG, "Pub !", ("replace",)),
        (LONG, LONG[: len(LONG) // 5], ()),
        ("", "#REDIRECTION [[Eau]]", ("new-redirect",)),
        (LONG, "#REDIRECTION [[Eau]]", ("new-redirect",)),
        ("#REDIRECTION [[Eau]]", LONG, ("removed-redirect",)),
        ("#REDIRECTION [[Eau]]", "#REDIRECT [[Feu]]", ("changed-redirect",)),
        ("#REDIRECTION [[Eau]]", "#REDIRECTION [[eau]]\n\n[[Catégorie:X]]", ()),
        ("---\ntype: x\n---\n#REDIRECTION [[Eau]]", "", ("removed-redirect", "blank")),
        ("#REDIRECTION [[<>]]", "x y z", ()),
    ],
)
def test_an_edit_is_known_by_its_two_texts(before: str, after: str, tags: tuple[str, ...]) -> None:
    assert noticed(before, after) == tags


def test_a_save_carries_the_tags_and_lists_say_them(client, page) -> None:
    page("Eau", LONG)
    number = page("Eau", "").revision.id
    assert set(session.scalars(select(RevisionTag.tag).where(RevisionTag.revision_id == number))) == {"blank"}
    assert "vidée" in client.get("/wiki/Eau?action=history").text
    assert "vidée" in client.get("/special/recent-changes").text
