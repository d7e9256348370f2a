"""Filling a new wiki: rights, vocabulary, and the demonstration content of `seeds/`.

Rule: pages come in by the same door as everybody's, `save_revision`, and loading twice changes nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from wiki.database import transaction
from wiki.editing.preparing import Change
from wiki.editing.saving import save_revision
from wiki.pages import finding
from wiki.permissions.authority import UltimateAuthority
from wiki.permissions.groups import fill_matrix
from wiki.settings import ROOT
from wiki.taxonomy.loading import is_empty, load_vocabulary
from wiki.titles import Title
from wiki.users.accounts import system_user

SEEDS = ROOT / "seeds"

Progress = Callable[[int, int], None]


def fill_foundations() -> None:
    """Groups, rights and the vocabulary: what every wiki needs, with or without demonstration content."""
    with transaction():
        fill_matrix()
        # What was renamed or removed since must not come back.
        if is_empty():
            load_vocabulary(read_yaml(SEEDS / "taxonomy.yaml"))


def load_demonstration(progress: Progress) -> int:
    """Save the pages of `seeds/` that do not exist yet, in their order; gives how many were written.

    `progress` is told how many of how many are done.
    """
    entries = read_yaml(SEEDS / "pages.yaml")
    with transaction():
        author = system_user()
    authority = UltimateAuthority(author)
    written = 0
    for number, entry in enumerate(entries, start=1):
        title = Title.parse(entry["title"])
        if finding.find_page(title) is None:
            text = (SEEDS / entry["file"]).read_text(encoding="utf-8")
            save_revision(authority, title=title, change=Change(text=text, summary=entry["summary"]))
            written += 1
        progress(number, len(entries))
    return written


def read_yaml(path: Path) -> Any:
    """The content of a YAML file of ours."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))
