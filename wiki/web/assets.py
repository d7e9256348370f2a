"""Addresses of the built front end. Names carry a hash of the content, so that browsers keep them for a year."""

import json
from functools import cache
from mimetypes import guess_type

from flask import Blueprint, Response, request, send_from_directory

from wiki.errors import WikiError
from wiki.settings import ROOT

blueprint = Blueprint("assets", __name__)

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


@blueprint.get("/static/<name>", endpoint="static")
def serve(name: str) -> Response:
    """A built file; its compressed twin where the browser takes it."""
    compressed = request.accept_encodings.quality("gzip") > 0 and (DIST / f"{name}.gz").is_file()
    if not compressed:
        return send_from_directory(DIST, name, max_age=MAX_AGE)
    response = send_from_directory(DIST, f"{name}.gz", mimetype=guess_type(name)[0], max_age=MAX_AGE)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response
