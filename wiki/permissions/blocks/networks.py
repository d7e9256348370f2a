"""From the address of a request to what may be kept of it. Rule: keyed hashes only, for 90 days at most.

Without the wiki's secret a hash tells nothing about anybody; with another secret, none of them means anything.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, select

from wiki import clock
from wiki.database import session, transaction
from wiki.permissions.blocks.models import Autoblock, LastNetwork
from wiki.users.models import User

WIDTHS: dict[int, dict[str, int]] = {
    4: {"address": 32, "small": 24, "medium": 19, "large": 16},
    6: {"address": 64, "small": 64, "medium": 48, "large": 32},
}
"""Version of the protocol → bits that the addresses of each network share. None is wider than /16 and /32."""

REACHES = ("account", "small", "medium", "large")
"""Whom a block may stop: the account, or also its neighbourhood, which is so large."""

KEPT = timedelta(days=90)
#: A place that is written from again is noted again after this time only.
FRESH = timedelta(hours=1)
BATCH = 200

_secret = b""


def configure(secret_key: str) -> None:
    """Set the key that hides networks."""
    global _secret
    _secret = hashlib.sha256(b"network" + secret_key.encode()).digest()


@dataclass(frozen=True, slots=True)
class Networks:
    """Keyed hashes of an address and of the networks around it."""

    address: str
    small: str
    medium: str
    large: str

    @property
    def around(self) -> tuple[str, str, str]:
        """Those that a block may name."""
        return self.small, self.medium, self.large


def networks_of(address: str) -> Networks | None:
    """What may be kept of `address`; None for what is no address of a network, or that of this machine.

    The latter is a proxy that `TRUSTED_PROXIES` does not count: everybody seems to come from there.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if parsed.is_loopback:
        return None
    widths = WIDTHS[parsed.version]
    return Networks(**{name: _hash(f"{ip_network((parsed, bits), strict=False)}") for name, bits in widths.items()})


def note(user: User, address: str) -> None:
    """Remember where `user` writes from, in place of what was remembered; inside a transaction."""
    networks = networks_of(address)
    if networks is None or user.is_system:
        return
    known = session.get(LastNetwork, user.id)
    moment = clock.now()
    if known is not None and known.address == networks.address and moment - known.seen_at < FRESH:
        return
    if known is None:
        known = LastNetwork(user_id=user.id)
        session.add(known)
    known.address, known.seen_at = networks.address, moment
    known.small, known.medium, known.large = networks.around
    session.flush()


def last_networks(user: User) -> Networks | None:
    """Where `user` last wrote from, as far as that is still kept."""
    known = session.get(LastNetwork, user.id)
    if known is None or known.seen_at <= clock.now() - KEPT:
        return None
    return Networks(known.address, known.small, known.medium, known.large)


def turn() -> bool:
    """Forget some of what is too old to be kept; whether there was any."""
    # Looking takes no lock, so that a turn costs next to nothing while there is nothing to do.
    old = session.scalars(select(LastNetwork.user_id).where(LastNetwork.seen_at <= clock.now() - KEPT).limit(BATCH))
    over = session.scalars(select(Autoblock.id).where(Autoblock.expires_at <= clock.now()).limit(BATCH))
    users, autoblocks = old.all(), over.all()
    if users or autoblocks:
        with transaction():
            session.execute(delete(LastNetwork).where(LastNetwork.user_id.in_(users)))
            session.execute(delete(Autoblock).where(Autoblock.id.in_(autoblocks)))
    return bool(users or autoblocks)


def _hash(network: str) -> str:
    return hmac.new(_secret, network.encode(), hashlib.sha256).hexdigest()
