"""How the wiki shows itself: language, colours, paper, motion."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.site_on_trial import wiki
from tests.browser.test_every_kind_of_page import MEASURE_CONTRAST
from tests.browser.texts import ARTICLE

pytestmark = pytest.mark.browser

GROUND = "() => getComputedStyle(document.body).backgroundColor"

#: Colours that text takes in states which a page at rest does not show, and the grounds on which it may stand.
TOKENS = """(asked) => {
  const texts = ["--color-base", "--color-subtle", "--color-placeholder", "--color-progressive", "--color-progressive--hover", "--color-visited", "--color-destructive", "--color-destructive--hover", "--color-destructive--visited", "--color-error", "--color-success", "--wp-heading"];
  const grounds = ["--wp-sheet", "--wp-paper", "--wp-zebra", "--background-color-neutral-subtle"];
  const marks = [["--wp-on-mark", "--wp-mark"], ["--wp-on-band", "--wp-band"], ["--wp-on-band", "--wp-band-strong"], ["--wp-on-band-subtle", "--wp-band-strong"], ["--color-base", "--background-color-content-added"], ["--color-base", "--background-color-content-removed"], ["--color-base", "--background-color-progressive-subtle"], ["--color-progressive", "--background-color-progressive-subtle"], ["--color-subtle", "--background-color-progressive-subtle"], ["--color-base", "--background-color-warning-subtle"]];
  const root = getComputedStyle(document.documentElement);
  const canvas = document.createElement("canvas").getContext("2d");
  const rgb = (name) => {
    const value = root.getPropertyValue(name).trim();
    if (!value) throw new Error(`no token ${name}`);
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = value;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (color) => color.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)).reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const pairs = texts.flatMap((text) => grounds.map((ground) => [text, ground])).concat(marks);
  return pairs.map(([text, ground]) => {
    const [low, high] = [light(rgb(text)), light(rgb(ground))].sort((a, b) => a - b);
    return [text, ground, (high + 0.05) / (low + 0.05)];
  }).filter(([, , ratio]) => ratio < asked);
}"""


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
    expect(page.locator(".columns__text > .wiki-text")).to_have_attribute("lang", "fr")
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
    assert page.evaluate(TOKENS, 4.5) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_more_contrast_for_who_asks(browse: Browse, theme: str) -> None:
    page = browse(color_scheme=theme, contrast="more")
    page.goto(wiki(ARTICLE, "?action=history"))
    found = page.evaluate(MEASURE_CONTRAST)
    assert found["failing"] == []


def test_what_is_pointed_at_stands_out(browse: Browse) -> None:
    page = browse()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(wiki(ARTICLE, "?action=edit"))
        for target in ("button[name=save]", "button[name=preview]", ".button-row a", '.page-tabs a[data-key="history"]', ".main-menu a >> nth=2"):
            page.locator(target).first.hover()
            assert page.evaluate(MEASURE_CONTRAST)["failing"] == [], f"{theme}: {target}"


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
    assert page.evaluate(MEASURE_CONTRAST)["failing"] == []


def test_nothing_moves_for_who_asks_for_calm(browse: Browse) -> None:
    page = browse()
    page.goto(wiki(ARTICLE, "?action=edit"))
    moving = page.eval_on_selector_all(
        "*",
        "items => items.filter((item) => getComputedStyle(item).transitionDuration.split(', ').some((time) => parseFloat(time) > 0)).length",
    )
    assert moving == 0
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == "auto"
