"""A folder of files to import. Rule: nothing outside of it is read, and a file that cannot be read stops no other.

Links of the file system are not followed, hidden files and folders are passed over, and no file is read that is
larger than a page may be.
"""

import os
import posixpath
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wiki.errors import N_, WikiError
from wiki.parsing.characters import normalised
from wiki.parsing.limits import MAX_TEXT_BYTES

SUFFIXES = (".md", ".markdown")


class UnreadableFile(WikiError):
    """A file cannot be taken as the text of a page; the message says why."""

    code = "unreadable-file"
    message = N_("cannot be read: %(why)s")


NOT_UTF8 = N_("is not text in UTF-8 (byte %(place)s)")
TOO_LARGE = N_("has %(bytes)s bytes, a page may have %(limit)s")
NOT_A_FILE = N_("is a link or no regular file, and was not followed")


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder, named by their paths in it, with slashes."""

    root: Path
    #: Folders that could not be looked into, and why.
    closed: list[tuple[str, str]] = field(default_factory=list)

    def files(self) -> Iterator[str]:
        """The paths of the files of text, folder by folder, in the order of their names."""
        for place, folders, names in os.walk(self.root, onerror=self._closed):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            inside = Path(place).relative_to(self.root).as_posix()
            for name in sorted(names):
                if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                    yield posixpath.normpath(posixpath.join(inside, name))

    def text(self, path: str) -> str:
        """The text of a file, its line ends as \\n. Raises `UnreadableFile`."""
        file = self.root / path
        try:
            status = file.lstat()
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableFile(NOT_A_FILE)
            if status.st_size > MAX_TEXT_BYTES:
                raise UnreadableFile(TOO_LARGE, bytes=status.st_size, limit=MAX_TEXT_BYTES)
            return normalised(file.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise UnreadableFile(NOT_UTF8, place=error.start) from None
        except OSError as error:
            raise UnreadableFile(why=error.strerror) from None

    def _closed(self, error: OSError) -> None:
        self.closed.append((os.path.relpath(str(error.filename), self.root), str(error.strerror)))
