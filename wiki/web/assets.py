"""Addresses of the built front end. Names carry a hash of the content, so that browsers keep them for a year."""

import json
from functools import cache

from wiki.errors import WikiError
from wiki.settings import ROOT

DIST = ROOT / "static" / "dist"
MAX_AGE = 31_536_000
"""Seconds for which a browser may keep an asset."""


class NotBuilt(WikiError):
    """The front end was not built."""

    status = 500
    code = "not-built"
    message = "The front end is not built: run `make build`."


@cache
def manifest() -> dict[str, str]:
    """Names of the sources → names of the files in `DIST`."""
    try:
        return dict(json.loads((DIST / "manifest.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NotBuilt from None


def asset(name: str) -> str:
    """Address of the built file of `name`, such as main.css."""
    return f"/static/{manifest()[name]}"
