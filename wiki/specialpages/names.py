"""From the names of special pages to their addresses, and the list of them as it is shown.

Rule: case, accents, spaces and hyphens do not matter: `[[Spécial:Modifications récentes]]` and
`[[Special:RecentChanges]]` lead where the list says.
"""

import re
import unicodedata
from functools import cache
from urllib.parse import quote

from wiki.messages import translate
from wiki.specialpages.registry import GROUPS, PAGES, SpecialPage


def simplified(name: str) -> str:
    """What matters of a name: letters and digits, without case or accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^\w/]|_", "", "".join(c for c in plain if not unicodedata.combining(c)))


_ADDRESS_PARTS = re.compile(r"[A-Za-z0-9*-]+(?:/[A-Za-z0-9-]+)*")
LANGUAGES = ("en", "fr")
_BY_KEY = {page.key: page for page in PAGES}


@cache
def _by_name() -> dict[str, SpecialPage]:
    """Every name of a special page: the ones it is shown under, and the other usual ones."""
    shown = {simplified(translate(page.label, language)): page for language in LANGUAGES for page in PAGES}
    return shown | {simplified(name): page for page in PAGES for name in (page.key, *page.names) if name}


def special_page(key: str) -> SpecialPage:
    """The special page at `/special/<key>`. Raises `KeyError`."""
    return _BY_KEY[key]


def path_of(name: str) -> str | None:
    """Address of what `Spécial:<name>` means, what follows a slash included; None where it means nothing."""
    whole = _by_name().get(simplified(name))
    if whole is not None:
        return whole.path
    first, _slash, rest = name.replace("_", " ").partition("/")
    page, rest = _by_name().get(simplified(first)), rest.strip()
    if page is None or page.argument is None or not rest:
        return page.path if page is not None and not rest else None
    if page.argument == "/":
        return f"{page.path}/{rest}" if _ADDRESS_PARTS.fullmatch(rest) else None
    return f"{page.path}?{page.argument}={quote(rest, safe='')}"


def listed() -> list[tuple[str, list[SpecialPage]]]:
    """The groups with the special pages that the index shows."""
    return [
        (label, [page for page in PAGES if page.group == group and page.listed])
        for group, label in GROUPS.items()
        if any(page.group == group and page.listed for page in PAGES)
    ]
