"""The licences that a page may name. Rule: a page's foot never claims another licence than its text names."""

import re

LICENCES = {
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/deed.fr",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
    "Licence Ouverte 2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    "ODbL 1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
"""Licences that the wiki knows, and where each is written down."""


def licence_named(value: object) -> str:
    """What the field `licence` of a front block names: a licence as `LICENCES` writes it, else the words as written.

    Empty where it names none.
    """
    items = value if isinstance(value, list) else [value] if value is not None else []
    written = ", ".join(words for item in items if (words := str(item).strip()))
    return _KNOWN.get(_folded(written), written)


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


_KNOWN = {_folded(name): name for name in LICENCES}
