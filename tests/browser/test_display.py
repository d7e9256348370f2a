"""How the wiki shows itself: language, colours, paper, motion."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.injecting import injected
from tests.browser.site_on_trial import Site, wiki
from tests.browser.texts import ARTICLE

pytestmark = pytest.mark.browser

RATIO = 4.5
GROUND = "() => getComputedStyle(document.body).backgroundColor"


def test_french_unless_somebody_chooses(browse: Browse) -> None:
    page = browse(locale="en-GB")
    page.goto(wiki(ARTICLE))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator('a[data-key="edit"]')).to_have_text("Modifier")
    expect(page.locator('a[data-key="history"]')).to_have_text("Historique")
    expect(page.locator(".site-search button")).to_have_text("Rechercher")
    page.goto(wiki(ARTICLE, "?action=edit"))
    expect(page.locator("button[name=save]")).to_have_text(re.compile("Enregistrer|Publier"))


def test_english_and_back(browse: Browse) -> None:
    page = browse()
    page.goto(wiki(ARTICLE))
    choose_language(page, "en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator('a[data-key="edit"]')).to_have_text("Edit")
    expect(page.locator(".columns__text > .wiki-text").first).to_have_attribute("lang", "fr")
    page.goto(wiki(ARTICLE, "?action=history"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    choose_language(page, "fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def choose_language(page: Page, code: str) -> None:
    """By the foot of the page."""
    page.locator(f'.site-footer a[hreflang="{code}"]').click()
    page.locator(f'label[for="language-{code}"]').click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()


def test_the_theme_follows_the_system_until_one_is_chosen(browse: Browse) -> None:
    page = browse(color_scheme="light")
    page.goto("/")
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(GROUND)
    assert dark != light
    button = page.locator(".display-button")
    button.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate(GROUND) == light
    expect(page.locator("#announcer")).not_to_be_empty()
    button.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    assert page.evaluate(GROUND) == dark


def test_the_chosen_theme_is_kept(browse: Browse) -> None:
    page = browse(color_scheme="light")
    page.goto("/")
    page.locator(".display-button").click()
    page.locator(".display-button").click()
    dark = page.evaluate(GROUND)
    page.goto(wiki(ARTICLE))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(GROUND) == dark
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "theme"]
    assert cookie["sameSite"] == "Lax"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tokens_stand_out_in_every_state(browse: Browse, theme: str) -> None:
    page = browse(color_scheme=theme)
    page.goto("/")
    samples = page.evaluate(injected("tokens"))
    found = page.evaluate(injected("contrast"), RATIO)
    assert page.locator(".sample").count() == samples
    assert found["failing"] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_more_contrast_for_who_asks(browse: Browse, theme: str) -> None:
    page = browse(color_scheme=theme, contrast="more")
    page.goto(wiki(ARTICLE, "?action=history"))
    found = page.evaluate(injected("contrast"), RATIO)
    assert found["failing"] == []


POINTED_AT = (
    "button[name=save]",
    "button[name=preview]",
    ".button-row a",
    '.page-tabs a[data-key="history"]',
    '.main-menu a[data-key="recent"]',
)


def test_what_is_pointed_at_stands_out(browse: Browse) -> None:
    page = browse()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(wiki(ARTICLE, "?action=edit"))
        for target in POINTED_AT:
            page.locator(target).first.hover()
            assert page.evaluate(injected("contrast"), RATIO)["failing"] == [], f"{theme}: {target}"


def test_paper_holds_the_text_and_its_sources_alone(browse: Browse) -> None:
    page = browse(color_scheme="dark")
    page.goto(wiki(ARTICLE))
    page.emulate_media(media="print")
    for hidden in (".site-header", ".page-tabs", ".skip-links", ".toc", ".site-footer__links", ".site-footer__display"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.locator(".edit-section:visible").count() == 0
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".wiki-text table").first).to_be_visible()
    expect(page.locator(".footnotes")).to_be_visible()
    expect(page.locator(".site-footer__page")).to_be_visible()
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    printed = page.locator(".wiki-text a.external").first.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://" in printed
    assert page.evaluate(injected("contrast"), RATIO)["failing"] == []


def test_nothing_moves_for_who_asks_for_calm(browse: Browse) -> None:
    page = browse()
    page.goto(wiki(ARTICLE, "?action=edit"))
    durations = page.eval_on_selector_all(
        "*", "items => items.map((item) => getComputedStyle(item).transitionDuration)"
    )
    assert {part for duration in durations for part in duration.split(", ")} == {"0s"}
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_an_old_address_of_a_section_leads_to_its_namesake(browse: Browse, site: Site) -> None:
    site.write("Sections de même nom", "Un début.\n\n" * 80 + "## Sources\n\nIci.")
    page = browse()
    page.goto(wiki("Sections de même nom") + "#Sources_2")
    expect(page.locator("#Sources")).to_be_in_viewport()
    page.goto(wiki("Sections de même nom"))
    expect(page.locator("#Sources")).not_to_be_in_viewport()
