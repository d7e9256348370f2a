"""The one door in: what a save does, what it refuses, and what it never loses."""

import pytest
from sqlalchemy import select

from wiki.database import session
from wiki.editing import saving
from wiki.editing.moving import move_page
from wiki.editing.preparing import Change, DeletedMeanwhile, EmptyNewPage, NotEditable, SummaryTooLong, UnknownBase
from wiki.editing.saving import EditConflict, save_revision
from wiki.links.models import PageLink
from wiki.logs.models import LogEntry
from wiki.moderation.deletion import delete_page
from wiki.pages import finding
from wiki.pages.models import Content, Page, Revision, RevisionTag
from wiki.parsing.limits import TextTooLarge
from wiki.permissions.authority import PermissionDenied
from wiki.permissions.throttling import RateLimited
from wiki.search.models import SearchOutbox
from wiki.titles import Title
from wiki.users.models import User

pytestmark = pytest.mark.usefixtures("app")

EAU = Title.parse("Eau potable")
LONG = "\n\n".join(f"Paragraphe {number}. Il parle de l’eau et de sa gestion, numéro {number}." for number in range(6))


def text_of(title: Title) -> str:
    session.expire_all()
    return finding.latest_text(finding.get_page(title))


def latest(title: Title) -> int:
    session.expire_all()
    return finding.get_page(title).latest_revision_id


def tags_of(revision: Revision) -> set[str]:
    return set(session.scalars(select(RevisionTag.tag).where(RevisionTag.revision_id == revision.id)))


def test_a_new_page_has_one_revision_a_log_entry_and_a_place_in_the_outbox(user, authority_of):
    alice = user("Alice")
    saved = save_revision(authority_of(alice), title=EAU, change=Change("Voir [[Rivière]].", summary="début"))
    assert saved.created
    assert saved.author.id == alice.id
    page = finding.get_page(EAU)
    assert page.latest_revision_id == page.shown_revision_id == saved.revision.id
    assert saved.revision.parent_id is None
    assert text_of(EAU) == "Voir [[Rivière]]."
    assert session.scalars(select(LogEntry.action).where(LogEntry.type == "create")).all() == ["create"]
    assert session.scalars(select(SearchOutbox.page_id)).all() == [page.id]
    assert session.scalars(select(PageLink.name).where(PageLink.from_page_id == page.id)).all() == ["Rivière"]
    assert session.get(User, alice.id).edit_count == 1


def test_each_revision_has_the_one_before_as_its_parent(page):
    first, second = page("Eau potable", "un"), page("Eau potable", "deux")
    assert second.revision.parent_id == first.revision.id
    assert (second.revision.size, second.revision.size_change) == (4, 2)


def test_the_same_text_is_stored_once_and_saved_not_at_all(page, maintenance):
    page("Eau potable", "un")
    page("Sol", "un")
    assert len(session.scalars(select(Content)).all()) == 1
    again = save_revision(maintenance, title=EAU, change=Change("un", base=latest(EAU)))
    assert again.unchanged
    assert len(session.scalars(select(Revision)).all()) == 2


def test_changes_in_different_paragraphs_are_merged(page, maintenance):
    base = page("Eau potable", LONG).revision.id
    page("Eau potable", LONG.replace("Paragraphe 0.", "Paragraphe zéro."))
    mine = LONG.replace("Paragraphe 5.", "Paragraphe cinq.")
    saved = save_revision(maintenance, title=EAU, change=Change(mine, base=base))
    assert saved.merged
    assert "Paragraphe zéro." in text_of(EAU)
    assert "Paragraphe cinq." in text_of(EAU)
    assert tags_of(saved.revision) == {"merged"}


def test_a_collision_gives_both_versions_back_and_saves_nothing(page, maintenance):
    base = page("Eau potable", "L’eau est rare.").revision.id
    theirs = page("Eau potable", "L’eau est très chère.").revision.id
    with pytest.raises(EditConflict) as refused:
        save_revision(maintenance, title=EAU, change=Change("L’eau est bien fragile.", base=base))
    assert latest(EAU) == theirs
    assert refused.value.mine == "L’eau est bien fragile."
    collision = next(chunk for chunk in refused.value.merge.chunks if chunk.kind == "conflict")
    assert "fragile" in collision.mine
    assert "chère" in collision.theirs


def test_a_section_saved_while_another_changed_merges_without_a_question(page, maintenance):
    base_text = "Intro\n\n## Un\n\npremier\n\n## Deux\n\nsecond\n"
    base = page("Eau potable", base_text).revision.id
    page("Eau potable", base_text.replace("second", "second, revu"))
    change = Change("## Un\n\npremier, revu\n\n", base=base, section=1)
    save_revision(maintenance, title=EAU, change=change)
    assert "premier, revu" in text_of(EAU)
    assert "second, revu" in text_of(EAU)


def test_a_new_section_never_collides(page, maintenance):
    base = page("Discussion:Eau potable", "Bonjour\n").revision.id
    talk = Title.parse("Discussion:Eau potable")
    for number in range(2):
        change = Change(f"Message {number}", base=base, section=-1, summary=f"Sujet {number}")
        save_revision(maintenance, title=talk, change=change)
    assert text_of(talk) == "Bonjour\n\n## Sujet 0\n\nMessage 0\n\n## Sujet 1\n\nMessage 1"


def test_a_page_moved_meanwhile_is_saved_under_its_new_title(page, maintenance):
    base = page("Eau potable", "un").revision.id
    move_page(maintenance, title=EAU, target=Title.parse("Eau"), reason="court")
    saved = save_revision(maintenance, title=EAU, change=Change("deux", base=base))
    assert saved.title == Title.parse("Eau")
    assert text_of(Title.parse("Eau")) == "deux"


def test_a_page_deleted_meanwhile_is_not_brought_back_unasked(page, maintenance):
    base = page("Eau potable", "un").revision.id
    delete_page(maintenance, title=EAU, reason="essai")
    with pytest.raises(DeletedMeanwhile):
        save_revision(maintenance, title=EAU, change=Change("deux", base=base))
    assert save_revision(maintenance, title=EAU, change=Change("deux")).created


@pytest.mark.parametrize(
    ("title", "change", "error"),
    [
        ("Spécial:Page au hasard", Change("texte"), NotEditable),
        ("Vide", Change("  \n"), EmptyNewPage),
        ("Long", Change("a" * (2 * 1024 * 1024 + 1)), TextTooLarge),
        ("Accents", Change("é" * (1024 * 1024 + 1)), TextTooLarge),
        ("Résumé", Change("texte", summary="a" * 501), SummaryTooLong),
        ("Base", Change("texte", base=999), DeletedMeanwhile),
    ],
)
def test_refusals_have_names_and_leave_nothing(maintenance, title, change, error):
    with pytest.raises(error):
        save_revision(maintenance, title=Title.parse(title), change=change)
    assert session.scalars(select(Page)).all() == []


def test_a_page_written_anew_by_somebody_else_meanwhile_collides(page, maintenance):
    first = page("Eau potable", "un").revision.id
    delete_page(maintenance, title=EAU, reason="essai")
    theirs = page("Eau potable", "écrit à neuf").revision
    with pytest.raises(EditConflict) as collision:
        save_revision(maintenance, title=EAU, change=Change("deux", base=first))
    assert collision.value.base is None
    assert collision.value.theirs == theirs
    assert [(part.mine.strip(), part.theirs.strip()) for part in collision.value.merge.conflicts] == [
        ("deux", "écrit à neuf")
    ]


def test_a_section_of_a_page_that_is_gone_is_refused(page, maintenance):
    first = page("Eau potable", "## Un\n\nun").revision.id
    delete_page(maintenance, title=EAU, reason="essai")
    page("Eau potable", "écrit à neuf")
    with pytest.raises(UnknownBase):
        save_revision(maintenance, title=EAU, change=Change("## Un\n\ndeux", base=first, section=1))


def test_a_race_between_reading_and_writing_is_merged(page, maintenance, monkeypatch):
    base = page("Eau potable", LONG).revision.id
    real, raced = saving.rendering.render, []

    def render(text, title, **more):
        if not raced:
            raced.append(True)
            page("Eau potable", LONG.replace("Paragraphe 0.", "Paragraphe zéro."))
        return real(text, title, **more)

    monkeypatch.setattr(saving.rendering, "render", render)
    save_revision(maintenance, title=EAU, change=Change(LONG.replace("Paragraphe 5.", "Paragraphe cinq."), base=base))
    assert "Paragraphe zéro." in text_of(EAU)
    assert "Paragraphe cinq." in text_of(EAU)


def test_who_may_not_create_is_told_which_right_is_missing(user, authority_of):
    alice = user("Alice")
    with pytest.raises(PermissionDenied) as refused:
        save_revision(authority_of(alice), title=Title.parse("Wikipartage:Règles"), change=Change("texte"))
    assert refused.value.params["right"] == "editproject"


def test_a_newcomer_is_slowed_down_after_eight_edits_in_a_minute(user, authority_of):
    alice = authority_of(user("Alice"))
    for number in range(8):
        save_revision(alice, title=Title.parse(f"Page {number}"), change=Change("texte"))
    with pytest.raises(RateLimited):
        save_revision(alice, title=Title.parse("Page 9"), change=Change("texte"))


def test_a_crash_in_the_transaction_leaves_no_trace(page, maintenance, monkeypatch):
    page("Eau potable", "un")

    def broken(*_args, **_more):
        raise OSError("disk full")

    monkeypatch.setattr(saving, "publish", broken)
    with pytest.raises(OSError, match="disk full"):
        save_revision(maintenance, title=EAU, change=Change("deux", base=latest(EAU)))
    assert text_of(EAU) == "un"
    assert len(session.scalars(select(Revision)).all()) == 1
