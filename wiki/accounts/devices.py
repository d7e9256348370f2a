"""Devices on which an account has been used. Rule: tries from such a device are counted apart.

Whoever tries passwords from the same network as somebody else thus cannot keep that person out. The cookie is
signed, holds a random number and the numbers of at most five accounts, and gives no right by itself.
"""

import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from wiki.users.models import User

COOKIE = "wiki-device"
#: Seconds that a device is remembered: thirteen months, the longest that the CNIL allows.
COOKIE_AGE = 395 * 24 * 3600
MAX_ACCOUNTS = 5


@dataclass(frozen=True, slots=True)
class Device:
    """What the cookie says: a random name of the device, and the accounts that were used on it."""

    nonce: str = ""
    user_ids: tuple[int, ...] = ()

    def knows(self, user: User) -> bool:
        """Whether somebody has logged in to `user` here."""
        return user.id in self.user_ids

    def with_user(self, user: User) -> "Device":
        """The device after `user` logged in on it."""
        others = tuple(user_id for user_id in self.user_ids if user_id != user.id)
        return Device(self.nonce or secrets.token_urlsafe(12), (*others, user.id)[-MAX_ACCOUNTS:])


def read(cookie: str | None, secret_key: str) -> Device:
    """The device that `cookie` describes; an unknown one where the cookie is missing or was not signed here."""
    try:
        nonce, user_ids = _serializer(secret_key).loads(cookie or "")
    except BadSignature:
        return Device()
    return Device(str(nonce), tuple(int(user_id) for user_id in user_ids))


def write(device: Device, secret_key: str) -> str:
    """The cookie of `device`."""
    return str(_serializer(secret_key).dumps([device.nonce, list(device.user_ids)]))


def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="wiki-device")
