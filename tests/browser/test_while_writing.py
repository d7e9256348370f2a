"""What scripts add to writing: a preview that tells the truth, insertions, a warning before a text is lost."""

from urllib.parse import quote_plus

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Browse
from tests.browser.injecting import injected
from tests.browser.site_on_trial import Site, wiki
from tests.browser.texts import ARTICLE, FULL
from wiki.app import MAX_REQUEST
from wiki.parsing.limits import MAX_TEXT_BYTES
from wiki.permissions.throttling import LIMITS

pytestmark = pytest.mark.browser

NEWCOMERS_EDITS = LIMITS["edit-newcomer"][0].count


def test_the_preview_is_what_is_saved(browse: Browse) -> None:
    page = browse()
    page.goto(wiki("Aperçu fidèle", "?action=edit"))
    page.fill("#text", FULL)
    page.locator("button[name=preview]").click()
    expect(page.locator("#preview h2#Tableaux")).to_be_visible()
    assert "?action=edit" in page.url
    shown = page.evaluate(injected("readable"), "#preview .preview__text")
    page.locator("button[name=save]").click()
    expect(page.locator(".flashes .cdx-message--success")).to_be_visible()
    assert page.evaluate(injected("readable"), ".columns__text > .wiki-text") == shown


def test_the_preview_follows_what_is_typed(browse: Browse) -> None:
    page = browse()
    page.goto(wiki("Aperçu vivant", "?action=edit"))
    page.fill("#text", "Un mot.")
    page.locator("button[name=preview]").click()
    preview = page.locator("#preview .preview__text")
    expect(preview).to_have_text("Un mot.")
    expect(page.locator("#announcer")).not_to_be_empty()
    page.locator("#text").press_sequentially(" Encore.")
    expect(preview).to_have_text("Un mot. Encore.")
    expect(page.locator("#preview")).not_to_have_attribute("aria-busy", "true")


def test_a_preview_that_cannot_be_made_says_so_and_keeps_the_text(browse: Browse) -> None:
    page = browse()
    page.goto(wiki("Aperçu sans réseau", "?action=edit"))
    page.fill("#text", "Un texte qui reste.")
    page.context.set_offline(True)
    page.locator("button[name=preview]").click()
    failed = page.locator("#preview").get_attribute("data-failed") or "nothing to say"
    expect(page.locator("#preview .preview__text")).to_have_text(failed)
    expect(page.locator("#text")).to_have_value("Un texte qui reste.")


def test_a_text_sent_too_often_is_kept(browse: Browse) -> None:
    page = browse()
    page.goto(wiki("Rafale", "?action=edit"))
    token = page.locator("form[data-edit] input[name=csrf_token]").input_value()
    for number in range(NEWCOMERS_EDITS):
        fields = {"csrf_token": token, "base": "", "text": f"Texte {number}.", "save": "1"}
        assert page.request.post(wiki(f"Rafale {number}", "?action=edit"), form=fields).ok
    page.fill("#text", "Un texte de trop, mais pas perdu.")
    page.locator("button[name=save]").click()
    expect(page.locator("#refusal")).to_be_visible()
    expect(page.locator("#text")).to_have_value("Un texte de trop, mais pas perdu.")


def test_a_text_that_is_too_large_is_not_sent_and_kept(browse: Browse) -> None:
    page = browse()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(wiki("Trop long", "?action=edit"))
    area = page.locator("#text")
    area.evaluate("(area, limit) => { area.value = 'é'.repeat(limit / 2 + 1); }", MAX_TEXT_BYTES)
    page.locator("button[name=save]").click()
    expect(page.locator("#text-too-large")).to_be_visible()
    expect(area).to_have_attribute("aria-describedby", "text-too-large")
    expect(area).to_be_focused()
    assert "POST" not in sent
    area.fill("Plus court.")
    expect(page.locator("#text-too-large")).to_have_count(0)
    page.locator("button[name=save]").click()
    expect(page.locator(".flashes .cdx-message--success")).to_be_visible()


@pytest.mark.parametrize(("words", "goes_back"), [(130_000, False), (360_000, True)], ids=["page", "request"])
def test_a_text_above_the_size_is_kept_without_scripts(browse: Browse, words: int, goes_back: bool) -> None:
    """The form comes back with it; above what a request may have, it is still in the form that one goes back to."""
    text = "éééééééé " * words
    assert len(text.encode()) > MAX_TEXT_BYTES
    assert (len(quote_plus(text)) > MAX_REQUEST) is goes_back
    page = browse(java_script_enabled=False)
    page.goto(wiki("Trop long sans script", "?action=edit"))
    area = page.locator("#text")
    area.evaluate("(area, words) => { area.value = 'éééééééé '.repeat(words); }", words)
    with page.expect_navigation() as going:
        page.locator("button[name=save]").click()
    answer = going.value
    assert answer is not None
    assert answer.status == 413
    if goes_back:
        page.go_back()
    assert area.evaluate("area => area.value.length") == len(text)


def test_unsaved_words_are_not_left_behind_unasked(browse: Browse) -> None:
    page = browse()
    page.goto(wiki(ARTICLE, "?action=edit"))
    page.locator("#text").press_sequentially("Un mot. ")
    page.on("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asking:
        page.locator(".brand").click(no_wait_after=True)
    assert asking.value.type == "beforeunload"
    assert page.locator("#text").input_value().startswith("Un mot. ")


def test_nobody_is_asked_when_nothing_was_written_or_all_is_saved(browse: Browse) -> None:
    page = browse()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(wiki("Sans question", "?action=edit"))
    page.locator("#text").focus()
    page.locator(".brand").click()
    page.wait_for_url("**/")
    page.goto(wiki("Sans question", "?action=edit"))
    page.locator("#text").press_sequentially("Un mot.")
    page.locator("button[name=save]").click()
    expect(page.locator(".flashes .cdx-message--success")).to_be_visible()
    page.locator(".brand").click()
    page.wait_for_url("**/")
    assert not asked


@pytest.mark.parametrize(
    ("button", "before", "chosen", "after"),
    [
        (0, "mot", "mot", "**mot**"),
        (2, "mot", "", "## mot"),
        (3, "un\ndeux", "un\ndeux", "- un\n- deux"),
        (4, "mot", "mot", "[[mot]]"),
    ],
    ids=["bold", "heading", "list", "link"],
)
def test_the_toolbar_writes_the_syntax(browse: Browse, button: int, before: str, chosen: str, after: str) -> None:
    page = browse()
    page.goto(wiki("Insertions", "?action=edit"))
    area = page.locator("#text")
    area.fill(before)
    area.evaluate("(area, end) => area.setSelectionRange(0, end)", len(chosen))
    page.locator("[data-toolbar] button").nth(button).click()
    expect(area).to_have_value(after)
    page.keyboard.press("Control+Z")
    expect(area).not_to_have_value(after)


def test_the_history_offers_only_pairs_in_order(browse: Browse, site: Site) -> None:
    page = browse()
    page.goto(wiki(ARTICLE, "?action=history"))
    newest = page.locator(f'input[name=oldid][value="{site.known["last"]}"]')
    oldest = page.locator(f'input[name=diff][value="{site.known["first"]}"]')
    expect(newest).to_be_disabled()
    expect(oldest).to_be_disabled()
    page.locator(f'input[name=oldid][value="{site.known["first"]}"]').check()
    page.locator("form.history button[type=submit]").click()
    expect(page.locator("table.diff")).to_be_visible()
    assert f"oldid={site.known['first']}" in page.url
