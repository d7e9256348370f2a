"""Is an index whole? Rule: damage is told apart from a fault of ours, and only damage leads to a rebuild.

Beside the files of an index lies a list of their lengths and checksums, written after each commit. A file that is
shorter, missing or different is damage. When nothing of the kind is found, an error while reading is a bug, and
shows as one.
"""

import json
import os
import pickle
import re
import struct
import zlib
from pathlib import Path

from whoosh.index import IndexError as WhooshIndexError
from whoosh.index import LockError, open_dir
from whoosh.reading import ReaderClosed, TermNotFound

from wiki.search.schema import SCHEMA

SUMS = "sums.json"
_TOC = re.compile(r"_MAIN_(\d+)\.toc")
_SEGMENT = re.compile(r"MAIN_\w+\.\w+")

FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    pickle.PickleError,
    struct.error,
    zlib.error,
    LockError,
    ReaderClosed,
    TermNotFound,
    WhooshIndexError,
)
"""What reading damaged bytes, or a text that breaks a parser, may raise. Whoever catches these asks `is_sound`, or
writes down the trace: a fault of ours is not to be taken for damage."""

Sums = dict[str, tuple[int, int]]


def generation(folder: Path) -> int:
    """Number of the newest commit in `folder`, -1 where there is none."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return -1
    return max((int(found[1]) for name in names if (found := _TOC.fullmatch(name))), default=-1)


def toc_name(number: int) -> str:
    """Name of the file with the contents of commit `number`."""
    return f"_MAIN_{number}.toc"


def data_files(folder: Path) -> list[str]:
    """Names of the files that hold the index in `folder`."""
    return sorted(name for name in os.listdir(folder) if _TOC.fullmatch(name) or _SEGMENT.fullmatch(name))


def record(folder: Path) -> None:
    """Make the commit just done in `folder` durable, and write down lengths and checksums of its files.

    Files of a segment never change once written: only new ones are read.
    """
    known = read(folder)[1]
    sums: Sums = {}
    for name in data_files(folder):
        path = folder / name
        sums[name] = known[name] if name in known else _sum(path)
    text = json.dumps({"generation": generation(folder), "files": sums})
    replace(folder / SUMS, text)


def replace(path: Path, text: str) -> None:
    """Put `text` into the file `path` in one step that survives a power cut, with all that its folder holds."""
    draft = path.with_name(path.name + ".new")
    with open(draft, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(folder: Path) -> tuple[int, Sums]:
    """Generation, and lengths and checksums by name, as last written down; (-1, {}) where that cannot be read."""
    try:
        found = json.loads((folder / SUMS).read_text(encoding="utf-8"))
        return int(found["generation"]), {name: (int(a), int(b)) for name, (a, b) in found["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return -1, {}


def is_sound(folder: Path) -> bool:
    """Whether the files of the index in `folder` are what was written. Reads them all: 30 ms for 30 MB.

    Of a commit newer than the list (the process died in between) only the files listed are compared; it must open.
    """
    while (number := generation(folder)) >= 0:
        if _is_sound_at(folder, number):
            return True
        # A commit in between may have removed files that it merged: what was compared is not what is there now.
        if number == generation(folder):
            return False
    return False


def is_sound_segment(folder: Path, segment: str) -> bool:
    """Whether the files of one segment are what was written, as far as they are listed."""
    sums = read(folder)[1]
    return all(_matches(folder / name, *sums[name]) for name in sums if name.startswith(f"{segment}."))


def _is_sound_at(folder: Path, number: int) -> bool:
    written, sums = read(folder)
    if written == number:
        return all(_matches(folder / name, length, checksum) for name, (length, checksum) in sums.items())
    present = set(data_files(folder))
    return all(_matches(folder / name, *sums[name]) for name in present & set(sums)) and _opens(folder)


def _opens(folder: Path) -> bool:
    try:
        with open_dir(str(folder), schema=SCHEMA).searcher():
            return True
    except FAULTS:
        return False


def _matches(path: Path, length: int, checksum: int) -> bool:
    try:
        return path.stat().st_size == length and _sum(path) == (length, checksum)
    except OSError:
        return False


def _sum(path: Path) -> tuple[int, int]:
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        checksum = length = 0
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
            length += len(block)
    return length, checksum
