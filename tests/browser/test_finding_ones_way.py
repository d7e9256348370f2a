"""A researcher finds a way: three facets combined, the address shared, back and forth; by keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.test_with_the_keyboard_alone import tab_to

pytestmark = pytest.mark.browser

FACETS = "nav.facets"
COUNT = ".results__count"


def choose(page: Page, name: str) -> None:
    """Follow the link of a value in the facets."""
    page.locator(FACETS).get_by_role("link", name=name, exact=True).first.click()


def figure(page: Page, name: str) -> str:
    """The count beside a value."""
    item = page.locator(FACETS).locator("li", has=page.get_by_role("link", name=name, exact=True)).last
    return item.locator(":scope > .count").inner_text()


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
