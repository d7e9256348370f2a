"""Importing a folder of Markdown. Rule: pages come in by the one door, `save_revision`, and doing it twice changes
nothing; what people wrote in the wiki is not overwritten unless that is asked for.

Titles are settled first, for all files, because links need them; then each file is read once more and saved, so
that no more than one text is in memory.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from wiki.database import session
from wiki.editing.preparing import Change, prepared, refuse_bad_change
from wiki.editing.saving import save_revision
from wiki.errors import WikiError
from wiki.exchange.folder import Folder, UnreadableFile
from wiki.exchange.linking import Linked, slug_of, with_wiki_links
from wiki.exchange.markdown import Rules, legal_title, page_text, title_words
from wiki.pages import finding
from wiki.parsing.front import read_front
from wiki.parsing.sections import scan
from wiki.permissions.authority import Authority
from wiki.taxonomy.models import Term, TermSynonym
from wiki.taxonomy.naming import known_profiles, profile_key
from wiki.titles import Title

Progress = Callable[[int, int], None]

NAMED = 10
"""Addresses or names that one line of the report holds."""

LINKED = 200
"""Files whose headings are remembered for links to their sections."""


@dataclass
class Report:
    """What an import did with each file."""

    #: Files by what became of them: created, updated, unchanged.
    done: Counter[str] = field(default_factory=Counter)
    #: Files whose title had to be changed, whose front block the wiki cannot read, or which say something that leads
    #: nowhere in it: path and what was done.
    adjusted: list[tuple[str, str]] = field(default_factory=list)
    #: Files that were left out on purpose: path and reason.
    skipped: list[tuple[str, str]] = field(default_factory=list)
    #: Files that could not be imported: path and reason.
    failed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Import:
    """A folder on its way into the wiki. `authority` names the author of every revision."""

    authority: Authority
    folder: Folder
    rules: Rules
    summary: str
    #: Whether pages with another text get a new revision.
    update: bool = False
    #: Whether nothing is written.
    dry: bool = False
    #: Keys of the profiles that there are.
    profiles: Collection[str] = ()
    titles: dict[str, Title] = field(default_factory=dict)
    report: Report = field(default_factory=Report)

    def settle_titles(self) -> None:
        """Give each file that can be read a title of its own, in the order of the files."""
        taken: set[Title] = set()
        for path in self.folder.files():
            try:
                text = self.folder.text(path)
            except UnreadableFile as error:
                self.report.failed.append((path, str(error)))
                continue
            front = read_front(text)
            words = title_words(text, front, path, self.rules)
            title, changed = legal_title(words)
            if title is not None and title in taken:
                title, changed = _another(title, path, taken), True
            if title is None:
                self.report.failed.append((path, f"no title can be made of “{words[:100]}”"))
                continue
            if changed:
                self.report.adjusted.append((path, f"is called “{title.full_name}”, not “{words[:100]}”"))
            if front.unreadable:
                self.report.adjusted.append((path, "has a front block that the wiki cannot read; kept as it is"))
            taken.add(title)
            self.titles[path] = title
        self.report.failed += [(path, f"cannot be looked into: {why}") for path, why in self.folder.closed]

    def save_all(self, progress: Progress) -> None:
        """Save each file under its title. `progress` is told how many of how many are done."""
        heading_at = lru_cache(LINKED)(self._heading_at)
        for number, (path, title) in enumerate(self.titles.items(), start=1):
            try:
                text = page_text(self.folder.text(path), title, self.rules)
                linked = with_wiki_links(text, path, self.titles.get, heading_at)
                self._note(path, linked)
                self._save(path, title, linked.text)
            except WikiError as error:
                self.report.failed.append((path, str(error)))
            session.expunge_all()
            progress(number, len(self.titles))

    def _note(self, path: str, linked: Linked) -> None:
        """Tell what of a file leads nowhere in the wiki, or belongs to what it may not have meant."""
        front = read_front(linked.text)
        unknown = [name for name in front.profiles if profile_key(name) not in self.profiles]
        odd = [name for name in front.categories if not re.search(r"[^\W\d_]", name)]
        said = (
            ("has links that lead to no file or section here; kept as they are", linked.links),
            ("has images that were not brought along; kept as they are", linked.images),
            ("is for profiles that the wiki does not have", unknown),
            ("belongs to categories whose names have no letter", odd),
        )
        self.report.adjusted += [(path, f"{words}: {_listed(names)}") for words, names in said if names]

    def _save(self, path: str, title: Title, text: str) -> None:
        page = finding.find_page(title)
        base = page.latest_revision_id if page is not None else None
        change = Change(text=text, base=base, summary=self.summary)
        refuse_bad_change(title, page, change)
        if page is not None and prepared(self.authority, title, text) == finding.latest_text(page):
            self.report.done["unchanged"] += 1
        elif page is not None and not self.update:
            self.report.skipped.append((path, f"the page “{title.full_name}” exists with another text"))
        else:
            if not self.dry:
                save_revision(self.authority, title=title, change=change)
            self.report.done["created" if page is None else "updated"] += 1

    def _heading_at(self, path: str, anchor: str) -> str | None:
        try:
            text = self.folder.text(path)
        except UnreadableFile:
            return None
        headings = (text[section.start : section.body].split("\n")[0].strip("# \t") for section in scan(text))
        return next((words for words in headings if slug_of(words) == slug_of(anchor.replace("-", " "))), None)


def import_markdown(
    authority: Authority,
    folder: Path,
    *,
    rules: Rules,
    summary: str,
    update: bool = False,
    dry: bool = False,
    progress: Progress,
) -> Report:
    """Save the files of Markdown in `folder` as pages; with `dry`, only tell what would be done."""
    running = Import(authority, Folder(folder.resolve()), rules, summary, update, dry, known_profiles())
    running.settle_titles()
    running.save_all(progress)
    return running.report


def known_terms() -> dict[str, str]:
    """How terms may be written, in small letters: by name, by synonym, by slug."""
    synonyms = select(TermSynonym.name, Term.name).join(Term, Term.id == TermSynonym.term_id)
    found = {name.casefold(): term for name, term in session.execute(synonyms)}
    for name, slug in session.execute(select(Term.name, Term.slug)):
        found |= {slug: name, name.casefold(): name}
    return found


def _listed(names: Sequence[str]) -> str:
    """The first of `names`, in quotes, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(f"“{name[:100]}”" for name in names[:NAMED]) + more


def _another(title: Title, path: str, taken: set[Title]) -> Title | None:
    """A title for a file whose own is taken: the file's name after it, then its path, then a number."""
    stem = posixpath.splitext(path)[0]
    for note in (posixpath.basename(stem), stem.replace("/", ", "), *map(str, range(2, 100))):
        other, _changed = legal_title(f"{title.full_name[:180]} ({note})")
        if other is not None and other not in taken:
            return other
    return None
