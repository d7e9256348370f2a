"""Fill a wiki with pages to measure: `python -m tests.bench.fill PAGES [FOLDER]`; settings from the environment."""

import sys
from pathlib import Path

from tests.bench.content import page_text
from wiki.app import connect
from wiki.editing.preparing import Change
from wiki.editing.saving import save_revision
from wiki.permissions.authority import UltimateAuthority
from wiki.search import rebuild
from wiki.settings import load
from wiki.titles import Title
from wiki.users.accounts import system_user


def texts(pages: int, folder: Path | None) -> list[tuple[str, str]]:
    """(title, text) of each page: generated, or the Markdown files of a folder."""
    if folder is None:
        return [(f"Page {number}", page_text(number, pages)) for number in range(pages)]
    files = sorted(folder.rglob("*.md"))[:pages]
    return [(f"Page {number}", path.read_text(encoding="utf-8")) for number, path in enumerate(files)]


def main() -> None:
    pages, folder = int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None
    connect(load())
    authority = UltimateAuthority(system_user())
    for number, (name, text) in enumerate(texts(pages, folder)):
        save_revision(authority, title=Title.parse(name), change=Change(text))
        if number % 500 == 0:
            print(f"{number} of {pages} pages", flush=True)
    rebuild.reindex(lambda _done, _total: None)


if __name__ == "__main__":
    main()
