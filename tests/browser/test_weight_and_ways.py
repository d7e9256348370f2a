"""What a visit costs in bytes, and a citation in clicks."""

import re

import pytest
from playwright.sync_api import Response, expect

from tests.browser.conftest import Browse
from tests.browser.site_on_trial import Site, wiki
from tests.browser.texts import ARTICLE

pytestmark = pytest.mark.browser

KILOBYTE = 1024
PAGE_BYTES = 60 * KILOBYTE
ASSET_BYTES = 150 * KILOBYTE
FEW_CLICKS = 4


@pytest.mark.parametrize(
    "path",
    ["/", wiki(ARTICLE), wiki("Résilience territoriale"), "/special/categories", "/special/recent-changes?limit=500",
     "/special/all-pages?limit=500", wiki(ARTICLE, "?action=edit"), "/special/long-pages"],
)  # fmt: skip
def test_a_first_visit_is_light(browse: Browse, path: str) -> None:
    page = browse()
    answers: dict[str, Response] = {}
    page.on("response", lambda answer: answers.update({answer.url: answer}))
    page.goto(path, wait_until="networkidle")
    sizes = {url: answer.request.sizes()["responseBodySize"] for url, answer in answers.items()}
    document = sizes.pop(page.url)
    assert document < PAGE_BYTES
    assert len(sizes) >= 2, "style and script"
    assert sum(sizes.values()) < ASSET_BYTES, sizes
    texts = [answer for answer in answers.values() if "text/" in answer.headers["content-type"]]
    assert {answer.headers.get("content-encoding") for answer in texts} == {"gzip"}


def test_the_longest_page_of_all_is_light(browse: Browse) -> None:
    page = browse()
    page.goto("/special/long-pages")
    with page.expect_navigation() as going:
        page.locator(".rows .row__title a").first.click()
    response = going.value
    assert response is not None
    assert response.request.sizes()["responseBodySize"] < PAGE_BYTES


def test_a_second_visit_asks_for_the_page_alone(browse: Browse) -> None:
    page = browse()
    page.goto("/", wait_until="networkidle")
    page.goto(wiki(ARTICLE), wait_until="networkidle")
    entries = "() => performance.getEntriesByType('resource').map((entry) => [entry.name, entry.transferSize])"
    sent = dict(page.evaluate(entries))
    assert len(sent) >= 2, "style and script"
    assert set(sent.values()) == {0}, sent


def test_a_researcher_reaches_a_version_to_cite(browse: Browse, site: Site) -> None:
    page = browse()
    page.goto("/")
    clicks = 0
    page.locator('.wiki-text a[href="/wiki/R%C3%A9silience_territoriale"]').first.click()
    clicks += 1
    page.locator('.site-footer__page a[href*="oldid="]').click()
    clicks += 1
    assert clicks <= FEW_CLICKS
    expect(page).to_have_url(re.compile(r"/wiki/R%C3%A9silience_territoriale\?oldid=\d+$"))
    expect(page.locator("main time").first).to_be_visible()
    cited, text = page.url, page.locator(".wiki-text").inner_text()
    site.change("Résilience territoriale", "territoire", "pays")
    page.goto(cited)
    assert page.locator(".wiki-text").inner_text() == text


def test_a_researcher_goes_from_a_profile_to_a_version_to_cite(browse: Browse) -> None:
    page = browse()
    page.goto("/")
    steps = (
        '.main-menu a[data-key="profiles"]',
        'main a[href="/profil/chercheur"]',
        ".members li a",
        '.site-footer__page a[href*="oldid="]',
    )
    assert len(steps) <= FEW_CLICKS
    for step in steps:
        page.locator(step).first.click()
    expect(page).to_have_url(re.compile(r"\?oldid=\d+$"))
