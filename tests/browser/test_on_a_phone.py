"""A citizen, a phone, no account: from an article to a sentence put right."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Browse
from tests.browser.injecting import injected
from tests.browser.site_on_trial import Site, wiki
from tests.browser.texts import ARTICLE

pytestmark = pytest.mark.browser

PHONE = {"width": 375, "height": 812, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
FEW_TAPS = 3
FINGER = 24


class Taps:
    """A finger that counts."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, target: Locator) -> None:
        self.count += 1
        target.tap()


def test_a_sentence_is_corrected_in_three_taps(browse: Browse, site: Site) -> None:
    title = "Sur le téléphone"
    path = site.write(title, "La crue de 1910 a duré troi jours.\n\n" + "Un paragraphe de plus.\n\n" * 5)
    page, finger = browse(**PHONE), Taps()
    page.goto(path)
    edit = page.locator('a[data-key="edit"]')
    expect(edit).to_be_in_viewport()
    finger.on(edit)
    text = page.locator("#text")
    finger.on(text)
    text.fill(text.input_value().replace("troi jours", "trois jours"))
    finger.on(page.locator("button[name=save]"))
    expect(page.locator(".flashes .cdx-message--success")).to_be_in_viewport()
    expect(page.locator(".wiki-text")).to_contain_text("La crue de 1910 a duré trois jours.")
    expect(page.get_by_text("La crue de 1910 a duré trois jours.")).to_be_in_viewport()
    assert finger.count <= FEW_TAPS
    assert "trois jours" in site.text(title)


def test_one_section_is_corrected_where_it_is_read(browse: Browse, site: Site) -> None:
    title = "Section sur le téléphone"
    long = "Un paragraphe.\n\n" * 30
    path = site.write(title, f"## Avant\n\n{long}## Au milieu\n\nUne fôte ici.\n\n## Après\n\n{long}")
    page, finger = browse(**PHONE), Taps()
    page.goto(path)
    finger.on(page.locator(".section-heading", has=page.locator("#Au_milieu")).locator(".edit-section"))
    text = page.locator("#text")
    assert text.input_value().strip() == "## Au milieu\n\nUne fôte ici."
    text.fill("## Au milieu\n\nUne faute de moins ici.\n\n")
    finger.on(page.locator("button[name=save]"))
    expect(page.get_by_text("Une faute de moins ici.")).to_be_in_viewport()
    assert finger.count <= FEW_TAPS
    assert site.text(title).count("Un paragraphe.") == 60


def test_everything_to_tap_is_large_enough(browse: Browse) -> None:
    """In the frame, 24 pixels at least each way (WCAG 2.5.8); links inside sentences are exempt there."""
    page = browse(**PHONE)
    page.goto(wiki(ARTICLE))
    page.locator(".site-menu summary").tap()
    expect(page.locator(".site-menu__panel")).to_be_visible()
    assert page.evaluate(injected("small-targets"), FINGER) == []
