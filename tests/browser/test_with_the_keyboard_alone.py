"""Nobody needs a pointer: everything is reached, seen and done with the keys (WCAG 2.1.1, 2.1.2, 2.4.1, 2.4.7)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.injecting import injected
from tests.browser.site_on_trial import MODERATOR, Site, wiki
from tests.browser.texts import ARTICLE

pytestmark = pytest.mark.browser

#: More keys than any page here has places to stop at.
MANY = 400


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _turn in range(MANY):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached with the Tab key")


def test_the_skip_link_comes_first_and_leads_to_the_text(browse: Browse) -> None:
    page = browse()
    page.goto(wiki(ARTICLE))
    page.keyboard.press("Tab")
    first = page.locator(".skip-links a").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("target", ["#search", "#toc"])
def test_other_skip_links_lead_where_they_say(browse: Browse, target: str) -> None:
    page = browse()
    page.goto(wiki(ARTICLE))
    tab_to(page, f'.skip-links a[href="{target}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    page.keyboard.press("Tab")
    # 4: what has the focus follows the target; 16: it stands in it.
    where = "target => document.querySelector(target).compareDocumentPosition(document.activeElement)"
    assert page.evaluate(where, target) & (4 | 16)


def test_suggestions_are_a_combobox(browse: Browse) -> None:
    page = browse()
    page.goto("/")
    page.keyboard.press("/")
    field = page.locator("#search")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("inondation")
    expect(field).to_have_attribute("aria-expanded", "true")
    listbox = page.locator(f"#{field.get_attribute('aria-controls')}")
    expect(listbox).to_be_visible()
    expect(listbox).to_have_attribute("role", "listbox")
    options = listbox.get_by_role("option")
    assert options.count() >= 2
    expect(page.locator("#announcer")).to_contain_text(str(options.count() - 1))

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.nth(0)).to_have_attribute("aria-selected", "false")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.last.get_attribute("id") or "")
    page.keyboard.press("Home")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(listbox).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("inondation")

    page.keyboard.press("ArrowDown")
    expect(listbox).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    title = options.nth(0).locator("span").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)


def test_enter_without_a_choice_searches_the_texts(browse: Browse) -> None:
    page = browse()
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("inondation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/special/search?q=inondation")
    expect(page.locator(".results > li").first).to_be_visible()


def test_a_page_is_edited_and_saved(browse: Browse, site: Site) -> None:
    path = site.write("Au clavier", "Une phrase.\n")
    page = browse()
    page.goto(path)
    tab_to(page, 'a[data-key="edit"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**?action=edit")
    tab_to(page, "#text")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nUne autre, tapée au clavier.")
    page.keyboard.press("Tab")
    expect(page.locator("#summary")).to_be_focused()
    page.keyboard.type("au clavier")
    tab_to(page, "button[name=save]")
    page.keyboard.press("Enter")
    expect(page.locator(".flashes .cdx-message--success")).to_be_visible()
    expect(page.locator(".wiki-text")).to_contain_text("Une autre, tapée au clavier.")


def test_the_toolbar_is_one_stop_with_arrows_inside(browse: Browse, site: Site) -> None:
    path = site.write("Barre d’outils", "mot")
    page = browse()
    page.goto(f"{path}?action=edit")
    tab_to(page, "[data-toolbar] button")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-toolbar] button").nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value("**mot**")
    expect(page.locator("#text")).to_be_focused()


def test_a_collision_is_settled(browse: Browse, site: Site) -> None:
    title = "Heurt au clavier"
    path = site.write(title, "Le premier paragraphe.\n\nLe deuxième paragraphe.\n")
    page = browse()
    page.goto(f"{path}?action=edit")
    tab_to(page, "#text")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("Le premier paragraphe.\n\nLe deuxième paragraphe, à ma façon.\n")
    site.change(title, "deuxième paragraphe.", "deuxième paragraphe, à sa façon.")
    tab_to(page, "button[name=save]")
    page.keyboard.press("Enter")
    expect(page.locator("fieldset.collision")).to_have_count(1)
    tab_to(page, "input[name=choice-0]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#choice-0-both")).to_be_checked()
    tab_to(page, "button[name=save]")
    page.keyboard.press("Enter")
    expect(page.locator(".flashes .cdx-message--success")).to_be_visible()
    assert "à sa façon" in site.text(title)
    assert "à ma façon" in site.text(title)


def test_shortcuts_of_one_key_can_be_switched_off(browse: Browse) -> None:
    page = browse()
    page.goto(wiki(ARTICLE))
    page.keyboard.press("?")
    dialog = page.locator("#keys")
    expect(dialog).to_be_visible()
    tab_to(page, "#keys-enabled")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#search")).not_to_be_focused()
    page.reload()
    page.keyboard.press("/")
    expect(page.locator("#search")).not_to_be_focused()


def test_menus_open_and_close(browse: Browse) -> None:
    page = browse(MODERATOR)
    page.goto(wiki(ARTICLE))
    tab_to(page, ".page-tabs__more summary")
    page.keyboard.press("Enter")
    expect(page.locator('.page-tabs__more a[data-key="move"]')).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator('.page-tabs__more a[data-key="move"]')).to_be_hidden()
    expect(page.locator(".page-tabs__more summary")).to_be_focused()


WALKED = {
    "article": wiki(ARTICLE),
    "edit": wiki(ARTICLE, "?action=edit"),
    "history": wiki(ARTICLE, "?action=history"),
    "recent changes": "/special/recent-changes",
    "log in": "/special/log-in",
}


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("path", WALKED.values(), ids=WALKED)
def test_the_focus_is_seen_wherever_it_goes_and_is_never_trapped(browse: Browse, path: str, width: int) -> None:
    page = browse(MODERATOR, width=width)
    page.goto(path)
    stops: list[str] = []
    for _turn in range(MANY):
        page.keyboard.press("Tab")
        at = page.evaluate(injected("focus"))
        if at is None or at["stop"] in stops:
            break
        stops.append(at["stop"])
        assert at["marked"], f"no outline: {at['what']}"
        assert at["seen"], f"out of sight: {at['what']}"
    else:
        raise AssertionError("the focus does not come round")
    assert len(stops) >= page.evaluate(injected("stops"))


def test_sliders_walk_through_the_history_and_keep_the_focus(browse: Browse, site: Site) -> None:
    page = browse()
    first, last = site.known["first"], site.known["last"]
    page.goto(wiki(ARTICLE, f"?oldid={last}&diff=prev"))
    tab_to(page, "#walk-oldid-range")
    older, newer = page.locator("#walk-oldid-range"), page.locator("#walk-diff-range")
    page.keyboard.press("Home")
    page.wait_for_url(f"**oldid={first}&diff={last}")
    expect(older).to_be_focused()
    expect(older).to_have_value("0")
    shown = page.locator("#comparison .diff-head__side--old a").first
    expect(shown).to_have_attribute("href", re.compile(f"oldid={first}$"))
    page.keyboard.press("End")
    expect(older).to_have_value(str(int(newer.input_value()) - 1))
    options = page.locator("#walk-oldid option").all_inner_texts()
    expect(older).to_have_attribute("aria-valuetext", options[-2])


def test_one_box_chooses_all_edits_of_a_list(browse: Browse) -> None:
    page = browse(MODERATOR)
    page.goto("/special/contributions?category=Essais")
    boxes = page.locator("main input[name=revision]")
    assert boxes.count() > 1
    tab_to(page, "#choose-all")
    page.keyboard.press("Space")
    chosen = page.locator("main input[name=revision]:checked")
    expect(chosen).to_have_count(boxes.count())
    boxes.first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#choose-all")).not_to_be_checked()
    expect(chosen).to_have_count(boxes.count() - 1)
