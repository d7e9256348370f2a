"""The index on disk: readers see whole commits, damage is noticed and never takes the process down."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from wiki.search import soundness
from wiki.search.analysis import stem
from wiki.search.index import CURRENT, IndexUnavailable, SearchIndex
from wiki.search.schema import IndexDocument

DocumentMaker = Callable[..., IndexDocument]


def pages_with(index: SearchIndex, term: str, field: str = "text") -> set[int]:
    with index.reader() as reader:
        return {reader.column("page_id")[number] for number in reader.entries_with(field, term)}


def segment(index: SearchIndex) -> Path:
    folder = index.folder()
    assert folder is not None
    return next(path for path in folder.iterdir() if path.suffix == ".seg")


@pytest.fixture
def built(bare_index: SearchIndex, document: DocumentMaker) -> SearchIndex:
    """An index of thirty pages on water, and one on forests."""
    pages = [document(number, f"Page {number}", "eau potable " * 50) for number in range(1, 31)]
    bare_index.build([*pages, document(31, "Forêt", "chênes et hêtres")])
    return bare_index


def test_there_is_none_at_first(bare_index: SearchIndex) -> None:
    assert not bare_index.is_usable()
    with pytest.raises(IndexUnavailable), bare_index.reader():
        pass


def test_an_empty_one_answers(bare_index: SearchIndex, document: DocumentMaker) -> None:
    bare_index.build([])
    assert bare_index.is_usable()
    assert pages_with(bare_index, "eau") == set()
    assert bare_index.revisions() == {}
    bare_index.write([document(1, "Eau", "source")], [])
    assert bare_index.revisions() == {1: 1}


def test_entries_are_replaced_and_removed(built: SearchIndex, document: DocumentMaker) -> None:
    built.write([document(31, "Forêt", "charmes", revision=9)], [1, 2, 99])
    assert pages_with(built, "charm") == {31}
    assert pages_with(built, "chen") == set()
    assert pages_with(built, "eau") == set(range(3, 31))
    assert built.revisions()[31] == 9


def test_aliases_lead_to_their_page(built: SearchIndex, document: DocumentMaker) -> None:
    built.write([document(31, "Forêt", "chênes", aliases=((50, "Bois"), (51, "Futaie")))], [])
    assert built.leading_from([50]) == {31}
    assert built.leading_from([51, 1]) == {31}
    assert pages_with(built, stem("futaie"), "title") == {31}


def test_a_reader_keeps_its_commit_while_others_see_the_next(built: SearchIndex, document: DocumentMaker) -> None:
    with built.reader() as early:
        built.write([document(31, "Forêt", "charmes")], [])
        built.build([document(40, "Tout neuf", "rien d'autre")])
        assert list(early.entries_with("text", "chen"))
        assert not list(early.entries_with("text", "charm"))
    assert built.revisions() == {40: 1}


def test_many_small_commits_leave_one_entry_for_each_page(
    bare_index: SearchIndex, document: DocumentMaker
) -> None:
    bare_index.build([])
    for round_number in range(1, 8):
        bare_index.write([document(page, "Eau", "source", revision=round_number) for page in (1, 2, 3)], [])
    assert bare_index.revisions() == {1: 7, 2: 7, 3: 7}
    assert pages_with(bare_index, "sourc") == {1, 2, 3}


def test_threads_read_while_one_writes(built: SearchIndex, document: DocumentMaker) -> None:
    wrong: list[object] = []

    def read() -> None:
        for _round in range(40):
            found = pages_with(built, "eau")
            if found != set(range(1, 31)):
                wrong.append(found)

    threads = [threading.Thread(target=read) for _number in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10):
        built.write([document(100 + number, "Autre", "sans rapport")], [])
        if number % 4 == 3:
            built.build(document(page, f"Page {page}", "eau potable") for page in range(1, 31))
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_index_of_another_format_is_not_opened(built: SearchIndex) -> None:
    folder = built.folder()
    assert folder is not None
    folder.rename(folder.with_name("v0-1"))
    (built.path / CURRENT).write_text("v0-1")
    assert not built.is_usable()


def cut_short(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 3)


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


DAMAGE: dict[str, Callable[[SearchIndex], object]] = {
    "segment cut short": lambda index: cut_short(segment(index)),
    "segment emptied": lambda index: segment(index).write_bytes(b""),
    "segment gone": lambda index: segment(index).unlink(),
    "table of contents cut short": lambda index: (
        [cut_short(path) for path in index.path.glob("v*/*.toc")] and None
    ),
    "table of contents gone": lambda index: [path.unlink() for path in index.path.glob("v*/*.toc")] and None,
    "pointer is nonsense": lambda index: (index.path / CURRENT).write_bytes(b"\xff\0../..") and None,
}


@pytest.mark.parametrize("kind", sorted(DAMAGE))
@pytest.mark.parametrize("open_before", [True, False])
def test_damage_makes_it_unavailable_until_it_is_rebuilt(
    built: SearchIndex, document: DocumentMaker, kind: str, open_before: bool
) -> None:
    if open_before:
        pages_with(built, "eau")
    DAMAGE[kind](built)
    with pytest.raises(IndexUnavailable):
        pages_with(built, "eau")
    assert not built.is_usable()
    with pytest.raises(IndexUnavailable):
        built.write([document(1, "Eau", "source")], [])
    built.build([document(1, "Eau", "source vive")])
    assert pages_with(built, "sourc") == {1}


def test_a_changed_byte_is_noticed(built: SearchIndex) -> None:
    folder = built.folder()
    assert folder is not None
    assert soundness.is_sound(folder)
    flip_a_byte(segment(built))
    assert not soundness.is_sound(folder)


def test_damage_is_not_merged_into_a_new_segment(bare_index: SearchIndex, document: DocumentMaker) -> None:
    bare_index.build([])
    bare_index.write([document(1, "Eau", "source " * 200)], [])
    damaged = segment(bare_index)
    content = damaged.read_bytes()
    assert b"source" in content
    damaged.write_bytes(content.replace(b"source", b"sovrce"))
    small = [document(number, "Forêt", "chênes") for number in range(2, 20)]
    with pytest.raises(IndexUnavailable):
        [bare_index.write([one], []) for one in small]
    assert not bare_index.is_usable()


def test_a_commit_newer_than_the_checksums_is_sound(built: SearchIndex, document: DocumentMaker) -> None:
    folder = built.folder()
    assert folder is not None
    before = (folder / soundness.SUMS).read_bytes()
    built.write([document(31, "Forêt", "charmes")], [])
    (folder / soundness.SUMS).write_bytes(before)
    assert soundness.is_sound(folder)
    assert pages_with(built, "charm") == {31}
    segment(built).unlink()
    assert not soundness.is_sound(folder)


def test_a_fault_of_ours_is_not_taken_for_damage(built: SearchIndex) -> None:
    with pytest.raises(ZeroDivisionError), built.reader():
        raise ZeroDivisionError
    assert built.is_usable()


def test_old_builds_are_removed(built: SearchIndex) -> None:
    built.build([])
    built.build([])
    assert len([path for path in built.path.iterdir() if path.is_dir()]) == 1
