"""The whole of the work without JavaScript: reading, writing, colliding, comparing, searching, logging in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.site_on_trial import PASSWORD, READER, Site, wiki
from tests.browser.texts import ARTICLE

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browse: Browse) -> Page:
    """A browser that runs no script."""
    return browse(java_script_enabled=False)


def test_read_from_the_home_page_on(page: Page) -> None:
    page.goto("/")
    page.locator('.wiki-text a[href^="/wiki/R%C3%A9silience_territoriale"]').first.click()
    expect(page.locator("h1")).to_have_text("Résilience territoriale")
    page.locator("nav.toc summary").click(force=True)
    page.locator("nav.toc a").first.click()
    expect(page).to_have_url(re.compile("#"))


def test_write_preview_compare_and_save(page: Page, site: Site) -> None:
    path = site.write("Sans script", "Une phrase.\n\nUne autre.\n")
    page.goto(path)
    page.locator('a[data-key="edit"]').click()
    page.fill("#text", "Une phrase **corrigée**.\n\nUne autre.\n")
    page.fill("#summary", "une correction")
    page.locator("button[name=preview]").click()
    expect(page.locator("#preview strong")).to_have_text("corrigée")
    expect(page.locator("#summary")).to_have_value("une correction")
    page.locator("button[name=changes]").click()
    expect(page.locator("table.diff ins")).to_contain_text("corrigée")
    expect(page.locator("#text")).to_have_value("Une phrase **corrigée**.\n\nUne autre.\n")
    page.locator("button[name=save]").click()
    expect(page.locator(".flashes .cdx-message--success")).to_be_visible()
    expect(page.locator(".wiki-text strong")).to_have_text("corrigée")
    assert site.text("Sans script") == "Une phrase **corrigée**.\n\nUne autre."


@pytest.mark.parametrize(
    ("choice", "kept", "lost"),
    [
        ("mine", "à ma façon", "à sa façon"),
        ("theirs", "à sa façon", "à ma façon"),
        ("other", "à notre façon", "à ma façon"),
    ],
)
def test_collide_and_choose(page: Page, site: Site, choice: str, kept: str, lost: str) -> None:
    title = f"Heurt sans script {choice}"
    path = site.write(title, "Avant.\n\nLe paragraphe disputé.\n\nAprès.\n")
    page.goto(f"{path}?action=edit")
    page.fill("#text", "Avant.\n\nLe paragraphe disputé, à ma façon.\n\nAprès.\n")
    page.fill("#summary", "mon résumé")
    site.change(title, "disputé.", "disputé, à sa façon.")
    page.locator("button[name=save]").click()
    collision = page.locator("fieldset.collision")
    expect(collision.locator(".collision__side--theirs")).to_contain_text("à sa façon")
    expect(collision.locator(".collision__side--mine")).to_contain_text("à ma façon")
    expect(page.locator("#summary")).to_have_value("mon résumé")
    assert page.locator("input[name=choice-0]:checked").count() == 0
    page.locator(f'label[for="choice-0-{choice}"]').click()
    if choice == "other":
        page.fill("textarea[name=other-0]", "Le paragraphe disputé, à notre façon.")
    page.locator("button[name=save]").click()
    expect(page.locator(".flashes .cdx-message").first).to_be_visible()
    text = site.text(title)
    assert kept in text
    assert lost not in text
    assert text.startswith("Avant.")
    assert text.rstrip().endswith("Après.")


def test_compare_two_revisions_chosen_in_the_history(page: Page, site: Site) -> None:
    page.goto(wiki(ARTICLE))
    page.locator('a[data-key="history"]').click()
    page.check(f'input[name=oldid][value="{site.known["first"]}"]')
    page.check(f'input[name=diff][value="{site.known["last"]}"]')
    page.locator("form.history button[type=submit]").click()
    expect(page).to_have_url(re.compile(rf"diff={site.known['last']}&oldid={site.known['first']}$"))
    expect(page.locator("table.diff ins").first).to_be_visible()
    expect(page.locator(".diff-note").first).to_be_visible()


def test_search(page: Page) -> None:
    page.goto("/")
    page.fill("#search", "inondation")
    page.locator(".site-search button").click()
    expect(page.locator(".results > li").first).to_be_visible()
    expect(page.locator(".results mark").first).to_be_visible()
    page.locator(".results a").first.click()
    expect(page.locator(".wiki-text")).to_contain_text(re.compile("inond", re.IGNORECASE))


def test_log_in_and_out(page: Page) -> None:
    page.goto(wiki(ARTICLE))
    page.locator('.user-menu a[data-key="log-in"]').click()
    page.fill("#name", READER)
    page.fill("#password", PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page.locator('.user-menu a[data-key="user"]')).to_have_text(READER)
    expect(page.locator("h1")).to_have_text(ARTICLE)
    page.locator('.user-menu button[data-key="log-out"]').click()
    expect(page.locator('.user-menu a[data-key="log-in"]')).to_be_visible()


def test_menus_unfold(browse: Browse) -> None:
    page = browse(java_script_enabled=False, width=375)
    page.goto("/")
    page.locator(".site-menu summary").click()
    page.locator('.site-menu a[href="/special/recent-changes"]').click()
    expect(page.locator(".rows .row").first).to_be_visible()


def test_the_keys_are_explained(page: Page) -> None:
    page.goto("/")
    page.locator("[data-keys-open]").click()
    expect(page.locator("#keys")).to_be_visible()


def test_colours_and_language_are_chosen_by_a_form(page: Page) -> None:
    page.goto(wiki(ARTICLE))
    page.locator("a.display-link").click()
    page.locator('label[for="theme-dark"]').click()
    page.locator('label[for="language-en"]').click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "en")
