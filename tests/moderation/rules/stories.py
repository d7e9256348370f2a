"""Rules as tests make them, and what the answers of a wiki that follows them say."""

from datetime import UTC, datetime

from sqlalchemy import select

from tests.reading import read
from wiki.database import session
from wiki.moderation.rules import checking
from wiki.moderation.rules.models import RuleHit

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRECIOUS = "des mots précieux\n\nvenez au casino ce soir"
TOLD = "Pas de réclame ici."
FORM = {
    "name": "Réclames",
    "added": "casino",
    "actions": "disallow",
    "description_fr": TOLD,
    "reason": "Trop de réclames",
}


def write(client, title: str = "Eau", text: str = PRECIOUS, **fields: str):
    return client.post(f"/wiki/{title}?action=edit", data={"text": text, "base": "", "summary": "", **fields})


def main(answer):
    return read(answer.text).one("main")


def confirmation(answer) -> str:
    """What the form that came back carries, so that it passes when it is sent again."""
    return main(answer).one("input", name="confirmed")["value"]


def all_hits() -> list[RuleHit]:
    """Every hit, oldest first, as values that outlive the session."""
    session.expire_all()
    found = list(session.scalars(select(RuleHit).order_by(RuleHit.id)))
    session.expunge_all()
    return found


def faults() -> list[str]:
    session.expire_all()
    return list(checking.check())
