"""Who writes from where, and what the answers of a wiki that blocks people say."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from tests.reading import read
from wiki.database import session
from wiki.moderation.blocks import checking
from wiki.users.models import User

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRECIOUS = "des mots précieux\n\nsur deux lignes"
HOME, NEAR, SAME_PROVIDER, FAR = "203.0.113.5", "203.0.113.77", "203.0.50.1", "198.51.100.9"
PASSWORD = "sept chemins vers la rivière quarante"


def write(client, title: str = "Eau", text: str = PRECIOUS, **fields: str):
    return client.post(f"/wiki/{title}?action=edit", data={"text": text, "base": "", **fields})


def main(answer):
    return read(answer.text).one("main")


def refused(answer) -> bool:
    return answer.status_code == 403 and "blocked" in main(answer).one(class_="error-code").words


def temporary(client) -> str:
    """Write without an account; gives the temporary name."""
    title = f"Essai {session.scalar(select(func.count()).select_from(User))}"
    assert write(client, title).status_code == 303
    return session.scalars(select(User.name).order_by(User.id.desc())).first()


def faults() -> list[str]:
    session.expire_all()
    return list(checking.check())
