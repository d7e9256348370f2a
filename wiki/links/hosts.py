"""The host of an address outside the wiki, as a browser would find it. Pure: text in, text out.

Rule: whatever leads a browser to a host is that host here, however it is written: capitals, dots of other scripts,
percent signs, a user or a port beside it.
"""

import re
from urllib.parse import unquote

import idna

from wiki.errors import N_, InvalidInput

LONGEST = 253
"""Characters of a domain name."""

_BEFORE = re.compile(r"^\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\]{2,}")
_END = re.compile(r"[/\\?#]")
_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class NoDomain(InvalidInput):
    """What was given is no domain that links could lead to."""

    code = "no-domain"
    message = N_("“%(text)s” is no domain: write it as example.org.")


def host_of(url: str) -> str:
    """The host that `url` leads to, in ASCII; empty where it leads to none, as `mailto:` does."""
    before = _BEFORE.match(url)
    return normal(_END.split(url[before.end() :], maxsplit=1)[0]) if before else ""


def normal(host: str) -> str:
    """`host`, maybe with a user and a port, as ASCII in small letters; as it stands where it is no legal name."""
    bare = re.sub(r":\d*$", "", unquote(host).rpartition("@")[2])
    try:
        name = idna.encode(bare, uts46=True).decode()
    except idna.IDNAError:
        name = bare.lower()
    return name.strip(".")


def domain_in(text: str) -> str:
    """The domain that somebody typed: alone, with a dot or a star before it, or as an address. Raises `NoDomain`."""
    host = host_of(text) if "//" in text else normal(_END.split(text.strip(), maxsplit=1)[0].removeprefix("*"))
    if len(host) > LONGEST or not _DOMAIN.fullmatch(host):
        raise NoDomain(text=text.strip()[:LONGEST])
    return host


def within(host: str) -> list[str]:
    """`host` and the domains that it is a part of, the longest first."""
    parts = host.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]


def is_within(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or a part of it."""
    return host == domain or host.endswith(f".{domain}")
