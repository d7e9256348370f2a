"""One served wiki and one Chromium for all tests in a browser; each test gets contexts of its own.

Rule: nothing waits for a time to pass, everything waits for something to happen; nothing leaves the loopback.
"""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.site_on_trial import Site, open_site

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
PATIENCE_MS = 15_000

Browse = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The wiki that is visited."""
    opened = open_site(tmp_path_factory.mktemp("browser") / "wiki")
    yield opened
    opened.server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert path is not None, "no Chromium: run tests/browser/ensure-chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def new_context(chromium: Browser, site: Site) -> Callable[..., BrowserContext]:
    """`new_context(who=None, width=1280, height=900, **options)`: a device of its own, at an address of its own."""

    def make(who: str | None = None, *, width: int = 1280, height: int = 900, **options: Any) -> BrowserContext:
        settings: dict[str, Any] = {"reduced_motion": "reduce", "locale": "fr-FR", **options}
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            extra_http_headers={"X-Forwarded-For": site.address()},
            **settings,
        )
        context.set_default_timeout(PATIENCE_MS)
        if who is not None:
            context.add_cookies(site.cookies(who))  # type: ignore[arg-type]
        return context

    return make


@pytest.fixture
def browse(new_context: Callable[..., BrowserContext]) -> Iterator[Browse]:
    """`browse(who=None, **options)`: a fresh page on a device of its own."""
    contexts: list[BrowserContext] = []

    def open_page(who: str | None = None, **options: Any) -> Page:
        contexts.append(new_context(who, **options))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()
