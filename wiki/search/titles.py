"""The keys under which suggestions find a title. Rule: they follow from the title alone."""

import re

from sqlalchemy import delete, insert, select

from wiki.database import session
from wiki.pages.models import Page
from wiki.search.analysis import fold
from wiki.search.models import MAX_KEY, TitleKey

MAX_WORDS = 12
"""Words of a title from which it can be found."""

_BETWEEN = re.compile(r"[\W_]+")

Row = tuple[int, str, int]


def folded(text: str) -> str:
    """`text` as keys are written: small letters without accents, one space for whatever stands between words."""
    return _BETWEEN.sub(" ", fold(text)).strip()


def rows_of(page: Page) -> list[Row]:
    """The keys that `page` ought to have: (number of the word, key, namespace); none where readers find nothing."""
    if not page.is_live:
        return []
    return [(number, key, page.namespace) for number, key in keys_of(page.name)]


def keys_of(name: str) -> list[tuple[int, str]]:
    """The keys under which `name` is found: from each of its words on, with the number of that word."""
    words = folded(name).split(" ")
    return [
        (number, " ".join(words[number:])[:MAX_KEY])
        for number in range(min(len(words), MAX_WORDS))
        if words[number]
    ]


def record(page: Page) -> None:
    """Make the stored keys of `page` equal what its title says.

    Call inside a transaction, after a page was created, moved, deleted or restored.
    """
    wanted = rows_of(page)
    stored = session.scalars(select(TitleKey).where(TitleKey.page_id == page.id).order_by(TitleKey.word))
    if [(row.word, row.key, row.namespace) for row in stored] == wanted:
        return
    session.execute(delete(TitleKey).where(TitleKey.page_id == page.id))
    if wanted:
        session.execute(
            insert(TitleKey),
            [{"page_id": page.id, "word": word, "key": key, "namespace": space} for word, key, space in wanted],
        )
