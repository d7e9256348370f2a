"""A deleted text is read by nobody who may not, whatever a form names as its base."""

import itertools

import pytest

from wiki.moderation.deletion import delete_page, undelete_page
from wiki.titles import Title

SECRET = "NUMERO-SECRET"
BUTTONS = ("save", "preview", "changes")


@pytest.fixture
def hidden(page, maintenance):
    """Numbers of two deleted revisions: of a deleted page, and of a page of which only another one came back."""
    gone = page("Page secrète", f"# Intro\n\n{SECRET}\n\n## Suite\n\n{SECRET} aussi\n").revision.id
    delete_page(maintenance, title=Title.parse("Page secrète"), reason="essai")
    part = page("Page entrouverte", f"## Un\n\n{SECRET}\n\n## Deux\n\ndeux\n").revision.id
    saved = page("Page entrouverte", "## Un\n\nlisible\n\n## Deux\n\ndeux\n").revision
    delete_page(maintenance, title=Title.parse("Page entrouverte"), reason="essai")
    undelete_page(maintenance, page_id=saved.page_id, reason="essai", revisions=[saved.id])
    page("Page entrouverte", "## Un\n\nlisible encore\n\n## Deux\n\ndeux\n")
    page("Autre page", "## Un\n\nautre\n\n## Deux\n\ndeux\n")
    return gone, part


@pytest.mark.parametrize("title", ["Page_secrète", "Page_entrouverte", "Autre_page", "Page_nouvelle"])
def test_no_form_shows_it(app, hidden, title):
    for number, section, button in itertools.product(hidden, ("", "1", "2", "new"), BUTTONS):
        for theirs in ("", str(number)):
            visitor = app.test_client()
            fields = {"text": "mien", "base": str(number), "section": section, "theirs": theirs, button: "1"}
            answer = visitor.post(
                f"/wiki/{title}?action=edit", data=fields, environ_overrides={"REMOTE_ADDR": f"10.0.0.{len(section)}"}
            )
            assert SECRET not in answer.text, fields
            assert answer.status_code in (200, 303, 400, 404, 409, 429), fields
        visitor = app.test_client()
        for query in (f"action=undo&oldid={number}", f"action=restore&oldid={number}", f"action=edit&oldid={number}"):
            assert SECRET not in visitor.get(f"/wiki/{title}?{query}").text


def test_the_history_offers_nothing_that_is_hidden(client, hidden):
    rows = client.get("/wiki/Page_entrouverte?action=history").text
    for address in {part.split('"')[0] for part in rows.split('href="')[1:] if "oldid=" in part}:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
