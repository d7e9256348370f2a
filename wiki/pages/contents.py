"""Texts as they are stored: once each, compressed. Rule: what is read back is byte for byte what was saved."""

import hashlib
from collections.abc import Collection

import zstandard
from sqlalchemy import select

from wiki.database import session
from wiki.faults import Damaged
from wiki.pages.models import Content

COMPRESSION_LEVEL = 3


def fingerprint(text: str) -> str:
    """SHA-256 of `text` in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def store(text: str) -> Content:
    """The stored content of `text`, added where it is new. Call inside a transaction."""
    sha256 = fingerprint(text)
    content = session.scalar(select(Content).where(Content.sha256 == sha256))
    if content is None:
        encoded = text.encode()
        data = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL).compress(encoded)
        content = Content(sha256=sha256, size=len(encoded), data=data)
        session.add(content)
        session.flush()
    return content


def read(content: Content) -> str:
    """The text of `content`. Raises `Damaged` where it cannot be read."""
    try:
        return zstandard.ZstdDecompressor().decompress(content.data, max_output_size=content.size).decode()
    except (zstandard.ZstdError, UnicodeDecodeError) as error:
        raise Damaged(f"content {content.id} cannot be read: {error}") from error


def text_of(content_id: int) -> str:
    """The text of the content with this id. Raises `Damaged` where there is none, or it cannot be read."""
    content = session.get(Content, content_id)
    if content is None:
        raise Damaged(f"there is no content {content_id}")
    return read(content)


def texts_of(content_ids: Collection[int]) -> dict[int, str]:
    """The texts of the contents with these ids, as far as there are any, in one query."""
    contents = session.scalars(select(Content).where(Content.id.in_(content_ids)))
    return {content.id: read(content) for content in contents}
