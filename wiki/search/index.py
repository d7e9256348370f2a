"""The index on disk: opening, searching, writing, replacing it. The only module that knows Whoosh's files.

Rule: readers never wait for a writer and never see half a commit. The folder of the index holds one folder for
each build and the file `current`, which names the one in use and is replaced in one step. Whoosh's readers are not
made for several threads, and its `refresh` brings back segments that were merged away: so each reader is lent to
one request at a time, and a new one is opened when there was a commit.
"""

import logging
import os
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn

from whoosh.index import FileIndex, create_in, open_dir
from whoosh.reading import SegmentReader
from whoosh.writing import MERGE_SMALL, SegmentWriter

from wiki.errors import N_, WikiError
from wiki.search import soundness
from wiki.search.reading import Reader, segments_of
from wiki.search.schema import FORMAT, SCHEMA, IndexDocument, index_fields
from wiki.search.vocabulary import Words

logger = logging.getLogger(__name__)

CURRENT = "current"
DAMAGED = "damaged"
BUILD_MEMORY = 64
"""MB that a build keeps before it writes to disk."""


class IndexUnavailable(WikiError):
    """There is no index that can be read; it is being rebuilt."""

    status = 503
    code = "index-unavailable"
    message = N_("The search is being prepared. Please try again in a moment.")


class SearchIndex:
    """The index at a path. Threads of one process share an object; processes share the path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[Reader] = []
        self._words: dict[str, Words] = {}
        self._lock = threading.Lock()

    # Reading

    def folder(self) -> Path | None:
        """The folder of the build in use, or None when there is none of the present format."""
        try:
            name = (self.path / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
        folder = self.path / name
        return folder if name.startswith(f"v{FORMAT}-") and folder.is_dir() else None

    def is_usable(self) -> bool:
        """Whether there is a build that nobody has found damaged."""
        folder = self.folder()
        return folder is not None and not (folder / DAMAGED).exists() and soundness.generation(folder) >= 0

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """A reader that sees the latest commit. Raises `IndexUnavailable`, also where reading meets damage."""
        reader = self._acquire()
        try:
            yield reader
        except soundness.FAULTS as error:
            self._judge(reader.folder, error)
        with self._lock:
            self._idle.append(reader)

    def _acquire(self) -> Reader:
        while True:
            folder = self.folder()
            if folder is None or (folder / DAMAGED).exists():
                raise IndexUnavailable
            try:
                return self._take(folder)
            except soundness.FAULTS as error:
                # Another build may have taken the place of this one while it was being opened.
                if folder == self.folder():
                    self._judge(folder, error)

    def _judge(self, folder: Path, error: BaseException) -> NoReturn:
        """Raise `error` where it is a fault of ours, `IndexUnavailable` where the build in `folder` is damaged."""
        if soundness.is_sound(folder):
            raise error
        self.report_damage(folder)
        raise IndexUnavailable from error

    def report_damage(self, folder: Path) -> None:
        """Mark the build in `folder` as damaged, for whoever holds the lease to rebuild."""
        logger.error("the search index in %s is damaged", folder)
        if folder.is_dir():
            (folder / DAMAGED).touch()

    def _take(self, folder: Path) -> Reader:
        generation = soundness.generation(folder)
        reader, stale = self._fresh(folder, generation)
        for old in stale:
            old.close()
        if reader is None:
            return self._open(folder, generation)
        # A file cut short under a memory map would kill the process: look before reading.
        if _lengths(folder, reader.lengths) != reader.lengths and soundness.generation(folder) == generation:
            raise EOFError(f"a file in {folder} changed its length")
        return reader

    def _fresh(self, folder: Path, generation: int) -> tuple[Reader | None, list[Reader]]:
        """An idle reader that sees this commit, and those that do not, to be closed."""
        with self._lock:
            stale = [one for one in self._idle if (one.folder, one.generation) != (folder, generation)]
            self._idle = [one for one in self._idle if (one.folder, one.generation) == (folder, generation)]
            return (self._idle.pop() if self._idle else None), stale

    def _open(self, folder: Path, generation: int) -> Reader:
        written, sums = soundness.read(folder)
        lengths = _lengths(folder, soundness.data_files(folder))
        if written == generation:
            for name, (length, _checksum) in sums.items():
                if lengths.get(name, length) != length:
                    raise EOFError(f"{name} in {folder} is not as long as it was written")
        searcher: Any = open_dir(str(folder), schema=SCHEMA).searcher()
        # Not of every file: a writer may be at work on others.
        segments = segments_of(searcher.reader()).keys()
        used = soundness.toc_name(generation), *(f"{name}." for name in segments)
        lengths = {name: length for name, length in lengths.items() if name.startswith(used)}
        self._words = {name: words for name, words in self._words.items() if name in segments}
        return Reader(searcher, folder, generation, lengths, self._words)

    # Writing: only while holding the lease

    def write(self, documents: Collection[IndexDocument], removed: Collection[int]) -> None:
        """Replace the entries of `documents`, remove those of the pages `removed`, and commit durably.

        Raises `IndexUnavailable` where there is no index or it is damaged, and what writing raises otherwise.
        """
        folder = self.folder()
        if folder is None:
            raise IndexUnavailable
        try:
            writer = open_dir(str(folder), schema=SCHEMA).writer()
            try:
                for page_id in (*(document.page_id for document in documents), *removed):
                    writer.delete_by_term("page", str(page_id))
                for document in documents:
                    writer.add_document(**index_fields(document))
            except BaseException:
                writer.cancel()
                raise
            writer.commit(mergetype=partial(_merge, folder))
            soundness.record(folder)
        except soundness.FAULTS as error:
            self._judge(folder, error)

    def build(self, documents: Iterable[IndexDocument]) -> None:
        """Make a new index of `documents` and put it in the place of the present one, which serves until then."""
        folder = self._new_folder()
        index: FileIndex = create_in(str(folder), SCHEMA)
        writer = index.writer(limitmb=BUILD_MEMORY)
        try:
            for document in documents:
                writer.add_document(**index_fields(document))
        except BaseException:
            writer.cancel()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        writer.commit()
        soundness.record(folder)
        soundness.replace(self.path / CURRENT, folder.name)
        self._remove_others(folder)

    def _new_folder(self) -> Path:
        self.path.mkdir(parents=True, exist_ok=True)
        numbers = (name.rpartition("-")[2] for name in os.listdir(self.path))
        taken = [int(number) for number in numbers if number.isdigit()]
        folder = self.path / f"v{FORMAT}-{max(taken, default=0) + 1}"
        folder.mkdir()
        return folder

    def _remove_others(self, folder: Path) -> None:
        """Remove every build but the one in `folder`; readers that have one open keep what they read."""
        for other in self.path.iterdir():
            if other.is_dir() and other != folder:
                shutil.rmtree(other, ignore_errors=True)

    # Questions about entries

    def leading_from(self, page_ids: Collection[int]) -> set[int]:
        """Pages whose entries carry the name of one of `page_ids`, as redirects to them."""
        found: set[int] = set()
        with self.reader() as reader:
            for page_id in page_ids:
                found |= {reader.column("page_id")[number] for number in reader.entries_with("alias", str(page_id))}
        return found

    def revisions(self) -> dict[int, int]:
        """For each page in the index, the revision that its entry was made from."""
        with self.reader() as reader:
            page_ids, revision_ids = reader.column("page_id"), reader.column("revision_id")
            return {page_ids[number]: revision_ids[number] for number in reader.entries()}


def _merge(folder: Path, writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Merge small segments as Whoosh does; returns those that stay as they are.

    Raises `EOFError` where one to be merged is damaged: what it lost would be lost for good, under new checksums.
    """
    return list(MERGE_SMALL(_SoundOnly(folder, writer), segments))  # type: ignore[no-untyped-call]


class _SoundOnly:
    """A writer that takes no entry from a damaged segment. Has what merging asks of a writer."""

    def __init__(self, folder: Path, writer: SegmentWriter) -> None:
        self._folder: Final = folder
        self._writer: Final = writer
        self.storage: Final = writer.storage
        self.schema: Final = writer.schema

    def add_reader(self, reader: SegmentReader) -> None:
        """Take the entries of `reader`."""
        for name in segments_of(reader):
            if not soundness.is_sound_segment(self._folder, name):
                raise EOFError(f"{name} in {self._folder} is not what was written")
        self._writer.add_reader(reader)  # type: ignore[no-untyped-call]


def _lengths(folder: Path, names: Iterable[str]) -> dict[str, int]:
    lengths = {}
    for name in names:
        try:
            lengths[name] = (folder / name).stat().st_size
        except FileNotFoundError:
            continue
    return lengths


_index: SearchIndex | None = None


def configure(path: Path) -> SearchIndex:
    """Use the index at `path` in this process."""
    global _index
    _index = SearchIndex(path)
    return _index


def current() -> SearchIndex:
    """The index of this process."""
    if _index is None:
        raise RuntimeError("wiki.search.index.configure was not called")
    return _index
