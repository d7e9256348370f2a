"""Where a form may send somebody next. Rule: only to this wiki; everything else becomes the home page."""

from urllib.parse import urlsplit

from flask import request

HOME = "/"


def local_url(text: str | None) -> str:
    """`text` where it is a path on this site, else the home page.

    Browsers read `\\` as `/` and drop control characters, so that both are refused before anything is parsed.
    """
    if not text or len(text) > 2000 or not text.startswith("/") or text.startswith("//"):
        return HOME
    if "\\" in text or any(ord(character) < 33 or ord(character) == 127 for character in text):
        return HOME
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else HOME


def with_query(path: str) -> str:
    """`path` with the query of this request."""
    query = request.query_string.decode("ascii", "replace")
    return f"{path}?{query}" if query else path
