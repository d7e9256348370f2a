"""Several people edit a page from whatever revision they had open: no word that anybody typed is ever lost.

Each edit types a word that nobody else types, in a place and over a passage drawn at random. The word must be in the
text that was saved, or in the conflict that its author gets back; and the history stays a chain.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from wiki.database import session
from wiki.editing.preparing import Change
from wiki.editing.saving import EditConflict, save_revision
from wiki.links.checking import check as check_links
from wiki.merging import Choice, resolve
from wiki.moderation.deletion import delete_page
from wiki.pages import finding
from wiki.pages.checking import check_contents, check_histories, check_pages
from wiki.pages.models import Revision
from wiki.permissions.authority import UltimateAuthority
from wiki.titles import Title

EAU = Title.parse("Eau")
START = "Un deux trois.\n\nQuatre cinq six.\n\n- sept\n- huit\n\n## Neuf\n\nDix onze douze."

EDITS = st.lists(
    st.fixed_dictionaries(
        {
            "author": st.integers(0, 2),
            "base": st.integers(0, 30),
            "at": st.floats(0, 1),
            "removed": st.integers(0, 12),
            "shape": st.sampled_from(["{}", " {} ", "\n\n{}\n\n", "\n- {}\n", "## {}\n", "{}."]),
            "choice": st.sampled_from(["mine", "both", "other"]),
        }
    ),
    min_size=1,
    max_size=8,
)


def edited(text: str, edit: dict, word: str) -> str:
    """`text` with `word` typed at a place drawn at random, over some characters that stood there."""
    start = int(edit["at"] * len(text))
    return text[:start] + edit["shape"].format(word) + text[start + edit["removed"] :]


def revisions() -> list[Revision]:
    session.expire_all()
    page = finding.get_page(EAU)
    return list(session.scalars(select(Revision).where(Revision.page_id == page.id).order_by(Revision.id)))


@pytest.fixture
def authors(user, wiki_database) -> list[UltimateAuthority]:
    """Three people whom no rate limit slows down."""
    return [UltimateAuthority(user(name)) for name in ("Alice", "Bob", "Chloé")]


def save(author: UltimateAuthority, text: str, base: int, choice: str) -> str:
    """Save as a person does who, in a conflict, keeps what she wrote; gives the text that was saved."""
    try:
        return finding.revision_text(save_revision(author, title=EAU, change=Change(text, base=base)).revision)
    except EditConflict as conflict:
        refused = conflict
    assert refused.mine == text.rstrip()
    choices = {
        number: Choice(choice, f"{passage.theirs}\n{passage.mine}")
        for number, passage in enumerate(refused.merge.conflicts)
    }
    change = Change(resolve(refused.merge, choices), base=refused.theirs.id)
    return finding.revision_text(save_revision(author, title=EAU, change=change).revision)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_every_word_is_kept_and_the_history_is_a_chain(app, maintenance, authors, edits):
    if finding.find_page(EAU) is not None:
        delete_page(maintenance, title=EAU, reason="recommencer")
    save_revision(maintenance, title=EAU, change=Change(START))
    for number, edit in enumerate(edits):
        known = revisions()
        base = known[edit["base"] % len(known)]
        word = f"mot{number:03}x"
        text = edited(finding.revision_text(base), edit, word)
        assert word in save(authors[edit["author"]], text, base.id, edit["choice"])
    chain = revisions()
    assert [revision.parent_id for revision in chain] == [None, *(revision.id for revision in chain[:-1])]
    everything = "\n".join(finding.revision_text(revision) for revision in chain)
    assert all(f"mot{number:03}x" in everything for number in range(len(edits)))
    assert [*check_histories(), *check_pages(), *check_contents(), *check_links()] == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_what_one_types_apart_from_the_others_is_never_asked_about(app, maintenance, authors, edits):
    if finding.find_page(EAU) is not None:
        delete_page(maintenance, title=EAU, reason="recommencer")
    paragraphs = [f"Paragraphe {number}, avec quelques mots." for number in range(10)]
    base = save_revision(maintenance, title=EAU, change=Change("\n\n".join(paragraphs))).revision.id
    for number, edit in enumerate(edits):
        mine = list(paragraphs)
        mine[number] += f" mot{number}x"
        save_revision(authors[edit["author"]], title=EAU, change=Change("\n\n".join(mine), base=base))
    text = finding.latest_text(finding.get_page(EAU))
    assert all(text.count(f"mot{number}x") == 1 for number in range(len(edits)))
    assert all(paragraph in text for paragraph in paragraphs)
