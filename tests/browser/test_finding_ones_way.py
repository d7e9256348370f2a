"""How people find their way: a citizen through her profile, a researcher through facets, and who mistypes a word.

By keyboard, on a phone and on a large screen, in light and dark, with and without scripts.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.test_with_the_keyboard_alone import tab_to

pytestmark = pytest.mark.browser

FACETS = "nav.facets"
COUNT = ".results__count"


SCREENS = pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (1440, "light"), (375, "light"), (1440, "dark")])


def go(page: Page, selector: str) -> None:
    """Follow a link, or press what has a button's part, with the keys alone."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def choose(page: Page, name: str) -> None:
    """Follow the link of a value in the facets."""
    page.locator(FACETS).get_by_role("link", name=name, exact=True).first.click()


def figure(page: Page, name: str) -> str:
    """The count beside a value."""
    item = page.locator(FACETS).locator("li", has=page.get_by_role("link", name=name, exact=True)).last
    return item.locator(":scope > .count").inner_text()


@SCREENS
@pytest.mark.parametrize("scripts", [True, False])
def test_a_citizen_goes_from_home_to_the_right_page(browse: Browse, width: int, scheme: str, scripts: bool) -> None:
    page = browse(width=width, color_scheme=scheme, java_script_enabled=scripts)
    page.goto("/")
    follow = go if scripts else lambda page, selector: page.click(selector)
    follow(page, '.ways-in a[href="/profil/citoyen"]')
    expect(page.locator("h1")).to_contain_text("Citoyen")
    if width < 1000:
        follow(page, f"{FACETS} > details > summary")
    follow(page, f'{FACETS} a[href="/special/browse?enjeux=risques-et-aleas&profil=citoyen"]')
    expect(page.locator(".given-up li")).to_have_count(2)
    follow(page, '.results__title a[href^="/wiki/Plan_familial"]')
    expect(page.locator("h1")).to_have_text("Plan familial de mise en sûreté")
    wide = "() => document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(wide)


@SCREENS
def test_who_mistypes_is_offered_the_page_while_typing(browse: Browse, width: int, scheme: str) -> None:
    page = browse(width=width, color_scheme=scheme)
    page.goto("/")
    tab_to(page, "#search")
    page.keyboard.type("jardn partage")
    expect(page.locator("#search")).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("option").first).to_contain_text("Jardin partagé")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Jardin partagé")


@SCREENS
def test_who_mistypes_is_asked_what_was_meant(browse: Browse, width: int, scheme: str) -> None:
    page = browse(width=width, color_scheme=scheme, java_script_enabled=False)
    page.goto("/")
    page.fill("#search", "inondatoin")
    page.press("#search", "Enter")
    page.get_by_role("main").get_by_role("link", name="inondation", exact=True).click()
    expect(page.locator(".results__title a", has_text="Risque d'inondation")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_three_facets_are_combined_shared_and_undone(browse: Browse, scripts: bool) -> None:
    page = browse(java_script_enabled=scripts)
    page.goto("/")
    page.locator(".ways-in").get_by_role("link", name="Risques et aléas", exact=True).click()
    expected = figure(page, "Citoyen")
    choose(page, "Citoyen")
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^{expected} page"))
    expected = figure(page, "Types de territoire")
    choose(page, "Types de territoire")
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^{expected} page"))
    expect(page.locator(".given-up li")).to_have_count(3)
    address, found = page.url, page.locator(".results__title").all_inner_texts()
    assert found
    assert re.search(r"\?enjeux=risques-et-aleas&profil=citoyen&territoires=types-de-territoire$", address)
    page.go_back()
    expect(page.locator(".given-up li")).to_have_count(2)
    page.go_forward()
    expect(page.locator(".given-up li")).to_have_count(3)
    colleague = browse()
    colleague.goto(address)
    assert colleague.locator(".results__title").all_inner_texts() == found
    page.locator(".given-up a", has_text="Citoyen").click()
    expect(page.locator(".given-up li")).to_have_count(2)


def test_the_lens_is_chosen_and_dropped_without_a_pointer(browse: Browse) -> None:
    page = browse()
    page.goto("/special/browse")
    before = page.locator(".results__title").all_inner_texts()
    tab_to(page, "#lens-profile")
    page.keyboard.type("Che")
    tab_to(page, "form.lens button")
    page.keyboard.press("Enter")
    expect(page.locator("form.lens strong")).to_contain_text("Chercheur")
    expect(page.locator(".lens-note")).to_be_visible()
    expect(page.locator(".results__title .cdx-info-chip").first).to_have_text("Pour vous")
    tab_to(page, "form.lens button")
    page.keyboard.press("Enter")
    expect(page.locator("#lens-profile")).to_be_visible()
    assert page.locator(".results__title").all_inner_texts() == before


def test_facets_are_unfolded_and_chosen_with_the_keys_on_a_phone(browse: Browse) -> None:
    page = browse(width=375)
    page.goto("/special/browse")
    expect(page.locator(f"{FACETS} li").first).not_to_be_visible()
    tab_to(page, f"{FACETS} > details > summary")
    page.keyboard.press("Enter")
    tab_to(page, f'{FACETS} a[href="/special/browse?profil=citoyen"]')
    page.keyboard.press("Enter")
    expect(page.locator(".given-up li")).to_have_text(re.compile("Citoyen"))
