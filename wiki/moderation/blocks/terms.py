"""What a block is to say, before it is decided. Rule: whatever it names exists, and it ends in the future."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wiki import clock
from wiki.editing.preparing import one_line
from wiki.errors import N_, InvalidInput
from wiki.logs.blocks import LENGTHS
from wiki.moderation.deletion import ReasonMissing
from wiki.namespaces import Namespace
from wiki.pages import finding
from wiki.permissions.blocks.networks import REACHES, last_networks
from wiki.permissions.blocks.standing import ACTIONS
from wiki.taxonomy.finding import get_category
from wiki.titles import Title
from wiki.users.models import User

DURATIONS: dict[str, timedelta | None] = {
    "2h": timedelta(hours=2),
    "1d": timedelta(days=1),
    "3d": timedelta(days=3),
    "1w": timedelta(weeks=1),
    "2w": timedelta(weeks=2),
    "1m": timedelta(days=30),
    "3m": timedelta(days=91),
    "1y": timedelta(days=365),
    "indefinite": None,
}
"""The keys of `LENGTHS` → how long that is."""

assert DURATIONS.keys() == LENGTHS.keys()

MAX_REASON = 500
MAX_TARGETS = 50
"""Places and acts that one block can name."""


class NoLength(InvalidInput):
    """It is not said how long the block holds, or it would be over already."""

    code = "no-length"
    message = N_("Choose how long the block holds, or a day that is still to come.")


class NothingStopped(InvalidInput):
    """A partial block names nothing, or too much."""

    code = "nothing-stopped"
    message = N_("Name what a partial block stops: pages, namespaces, categories or acts, %(limit)s at most.")


class NoNeighbourhood(InvalidInput):
    """A neighbourhood was asked for that cannot be blocked."""

    code = "no-neighbourhood"
    message = N_(
        "Only a temporary account that wrote in the last 90 days has a neighbourhood that can be blocked: "
        "a small, a medium or a large one."
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What a moderator wants; titles and names as they were typed."""

    reason: str
    #: A key of `DURATIONS`; where it is none, `until` says when the block ends.
    length: str = ""
    until: datetime | None = None
    #: The account alone, or with a neighbourhood: one of `REACHES`.
    reach: str = "account"
    sitewide: bool = True
    pages: tuple[str, ...] = ()
    namespaces: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    creation: bool = True
    talk_closed: bool = False
    autoblock: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """Terms that can be carried out."""

    reason: str
    expires_at: datetime | None
    reach: str
    network: str | None
    #: (kind, value, as the log names it)
    targets: tuple[tuple[str, str, str | int], ...]
    options: tuple[str, ...]
    length: str

    @property
    def details(self) -> dict[str, object]:
        """What the log keeps of them."""
        targets: dict[str, list[str | int]] = {}
        for kind, _value, name in self.targets:
            targets.setdefault(kind, []).append(name)
        until = self.expires_at.isoformat() if self.expires_at is not None else None
        options = [*self.options, *([self.reach] if self.reach != "account" else [])]
        return {"length": self.length, "until": until, "targets": targets, "options": options}


def settle(terms: Terms, user: User) -> Settled:
    """`terms` as they are carried out on `user` from now on.

    Raises `ReasonMissing`, `NoLength`, `NoNeighbourhood`, `NothingStopped`, `NoSuchPage`, `NoSuchCategory`,
    `TitleError`.
    """
    reason = one_line(terms.reason)[:MAX_REASON]
    if not reason:
        raise ReasonMissing
    named = (("creation", terms.creation), ("talk_closed", terms.talk_closed))
    # A partial block leaves the person the rest of the wiki: her network has nothing to do with it.
    options = [option for option, chosen in (*named, ("autoblock", terms.autoblock and terms.sitewide)) if chosen]
    return Settled(
        reason=reason,
        expires_at=_end(terms),
        reach=terms.reach,
        network=_network(terms.reach, user),
        targets=() if terms.sitewide else _targets(terms),
        options=tuple(options),
        length=terms.length if terms.length in DURATIONS else "",
    )


def _end(terms: Terms) -> datetime | None:
    if terms.length in DURATIONS:
        duration = DURATIONS[terms.length]
        return clock.now() + duration if duration is not None else None
    if terms.until is None or terms.until <= clock.now():
        raise NoLength
    return terms.until


def _network(reach: str, user: User) -> str | None:
    """Hash of the network around `user` that is so large; None for the account alone."""
    if reach == "account":
        return None
    networks = last_networks(user) if user.is_temporary and reach in REACHES else None
    if networks is None:
        raise NoNeighbourhood
    return dict(zip(REACHES[1:], networks.around, strict=True))[reach]


def _targets(terms: Terms) -> tuple[tuple[str, str, str | int], ...]:
    pages = [finding.get_page(Title.parse(name)) for name in terms.pages[: MAX_TARGETS + 1]]
    categories = [get_category(name) for name in terms.categories[: MAX_TARGETS + 1]]
    found: dict[tuple[str, str], str | int] = {("page", str(page.id)): page.title.full_name for page in pages}
    found |= {("namespace", str(n)): n for n in terms.namespaces if n in set(Namespace) and n >= 0}
    found |= {("category", category.name): category.name for category in categories}
    found |= {("action", action): action for action in terms.actions if action in ACTIONS}
    if not 0 < len(found) <= MAX_TARGETS:
        raise NothingStopped(limit=MAX_TARGETS)
    return tuple((kind, value, name) for (kind, value), name in found.items())
