"""Addresses in page text: which a link may have, and where it leads.

Rule: a scheme is judged after every character reference, space and control is out of the way, as a browser will
judge it; what is not plainly allowed is no link.
"""

import re
from html import unescape
from urllib.parse import quote, unquote

from wiki.parsing.limits import MAX_URL
from wiki.titles import Namespace, Title, TitleError

#: What the addresses of pages begin with.
PAGES = "/wiki/"

EXTERNAL_SCHEMES = frozenset({"http", "https", "mailto"})

_NOISE = re.compile(r"[\x00-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SAFE = ":/?#[]@!$&'()*+,;=%~-._"


def external(address: str) -> str | None:
    """The address of another site that `address` is, ready for an attribute; None when it is not allowed."""
    address = unescape(address)
    bare = _NOISE.sub("", address)
    if bare.startswith("//"):
        address = "https:" + address.strip()
        bare = "https:" + bare
    scheme = _SCHEME.match(bare)
    if scheme is None or scheme[1].lower() not in EXTERNAL_SCHEMES:
        return None
    if scheme[1].lower() != "mailto" and not bare[scheme.end() :].startswith("//"):
        return None
    encoded = quote(_NOISE.sub(lambda match: "%20" * match[0].count(" "), address.strip()), safe=_SAFE)
    return encoded if len(encoded) <= MAX_URL else None


def local(address: str) -> str | None:
    """The address inside the site, from its root, or a fragment of this page; None when it is neither, or a page's."""
    address = unescape(address)
    bare = _NOISE.sub("", address)
    if bare.startswith(PAGES) and page(address) is not None:
        return None
    if bare != address or not bare.startswith(("/", "#")) or bare.startswith(("//", "/\\")) or len(bare) > MAX_URL:
        return None
    return quote(bare, safe=_SAFE)


def page(address: str) -> Title | None:
    """The page that an address names: `Some_page` or `Aide:Modèles` beside this one, `/wiki/Some_page` from the root.

    An address with a question (`?action=history`) is more than the page.
    """
    address = unescape(address)
    if address.startswith(PAGES):
        return None if "?" in address else _titled(address.removeprefix(PAGES))
    scheme = _SCHEME.match(_NOISE.sub("", address))
    return None if scheme and Namespace.named(scheme[1]) is None else _titled(address)


def _titled(address: str) -> Title | None:
    if not address or len(address) > MAX_URL:
        return None
    try:
        return Title.parse(unquote(address))
    except TitleError:
        return None


def is_allowed(value: str) -> bool:
    """Whether `value`, as written in an attribute, leads to the web, to this site or within the page."""
    bare = _NOISE.sub("", unescape(value))
    scheme = _SCHEME.match(bare)
    if scheme is not None:
        return scheme[1].lower() in EXTERNAL_SCHEMES
    return bare.startswith(("/", "#")) and not bare.startswith(("//", "/\\"))
