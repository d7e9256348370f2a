"""Each kind of page, visited once: accessible in both themes, within its policy, whole at 320 px, well readable."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.injecting import injected
from tests.browser.kinds import KINDS, Kind
from tests.browser.site_on_trial import Site
from tests.reading import read
from wiki.settings import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "static" / "node_modules" / "axe-core" / "axe.min.js"
RATIO = 4.5
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320

DECIDED_HERE = {
    "color-contrast": "contrast.js computes it, under other elements too",
    "label-content-name-mismatch": "the sign ↩ of a footnote is named in words",
}

POLICY_WATCH = """window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});"""


@dataclass
class Visit:
    """What was found on a page."""

    home: str
    status: int = 0
    html: str = ""
    #: Accessibility: "theme, width" → what axe found wrong, and what it could not decide.
    violations: dict[str, list[str]] = field(default_factory=dict)
    undecided: dict[str, list[str]] = field(default_factory=dict)
    contrast: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    narrow: dict[str, Any] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)

    def note_request(self, request: Request) -> None:
        if not request.url.startswith(f"{self.home}/"):
            self.strangers.append(request.url)
        if request.is_navigation_request():
            self.opened.add(request.url)

    def note_words(self, message: ConsoleMessage) -> None:
        """What the browser says on its console, save that a page that is meant to be an error is one."""
        refusal = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        if not (refusal and message.location["url"] in self.opened):
            self.said.append(f"{message.type}: {message.text} {message.location['url']}")


def look(page: Page, visit: Visit, name: str) -> None:
    """Let axe and the measure of contrast look at the page as it stands."""
    found = page.evaluate(injected("accessibility"), TAGS)
    visit.violations[name] = found["violations"]
    visit.undecided[name] = found["incomplete"]
    visit.contrast[name] = page.evaluate(injected("contrast"), RATIO)


def open_kind(page: Page, kind: Kind, site: Site) -> Response:
    response = page.goto(site.path(kind.path))
    assert response is not None
    return response if kind.step is None else kind.step(page, site)


def visit_kind(context: BrowserContext, kind: Kind, site: Site) -> Visit:
    """Go to a kind of page and note everything that the tests below ask."""
    visit = Visit(site.url)
    page = context.new_page()
    page.add_init_script(POLICY_WATCH)
    page.on("request", visit.note_request)
    page.on("console", visit.note_words)
    page.on("pageerror", lambda error: visit.said.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    response = open_kind(page, kind, site)
    visit.status, visit.html = response.status, response.text()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("() => document.querySelectorAll('main details').forEach((item) => { item.open = true; })")
    look(page, visit, "light, wide")
    page.emulate_media(color_scheme="dark")
    visit.contrast["dark, wide"] = page.evaluate(injected("contrast"), RATIO)
    page.set_viewport_size({"width": NARROW, "height": 640})
    visit.narrow = page.evaluate(injected("width"))
    look(page, visit, "dark, narrow")
    visit.refused = page.evaluate("() => window.refused")
    page.close()
    return visit


@pytest.fixture(scope="module")
def visited(new_context: Callable[..., BrowserContext], site: Site) -> Iterator[Callable[[Kind], Visit]]:
    """`visited(kind)`: what was found there; each kind is visited once."""
    visits: dict[str, Visit] = {}
    devices: dict[str | None, BrowserContext] = {}

    def device(kind: Kind) -> BrowserContext:
        """Pages that are only looked at share a device for each person; who writes gets a new one."""
        if kind.step is not None:
            return new_context(kind.who)
        if kind.who not in devices:
            devices[kind.who] = new_context(kind.who)
        return devices[kind.who]

    def visit(kind: Kind) -> Visit:
        if kind.name not in visits:
            visits[kind.name] = visit_kind(device(kind), kind, site)
        return visits[kind.name]

    yield visit
    for context in devices.values():
        context.close()


each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
Visited = Callable[[Kind], Visit]


@each_kind
def test_it_answers_as_it_should(kind: Kind, visited: Visited) -> None:
    assert visited(kind).status == kind.status


@each_kind
def test_axe_finds_nothing_wrong(kind: Kind, visited: Visited) -> None:
    wrong = [f"{name}: {found}" for name, all_found in visited(kind).violations.items() for found in all_found]
    assert not wrong, "\n".join(wrong)


@each_kind
def test_what_axe_cannot_decide_is_decided_here(kind: Kind, visited: Visited) -> None:
    rules = {found.partition(":")[0] for all_found in visited(kind).undecided.values() for found in all_found}
    assert rules <= DECIDED_HERE.keys()


@each_kind
def test_every_text_stands_out_from_its_ground(kind: Kind, visited: Visited) -> None:
    for name, found in visited(kind).contrast.items():
        assert found["pairs"] > 3, name
        assert not found["failing"], name
        assert not found["unknown"], f"{name}: a picture lies behind text, whose contrast cannot be computed"


@each_kind
def test_nothing_is_refused_and_nothing_is_asked_elsewhere(kind: Kind, visited: Visited) -> None:
    visit = visited(kind)
    assert not visit.said
    assert not visit.refused
    assert not visit.strangers


@each_kind
def test_markup_holds_no_style_script_or_handler(kind: Kind, visited: Visited) -> None:
    document = read(visited(kind).html)
    assert not document.all("style")
    assert not [script for script in document.all("script") if script["src"] == "" or script.text.strip()]
    inline = [
        (element.tag, name)
        for element in document.walk()
        for name in element.attributes
        if name == "style" or name.startswith("on")
    ]
    assert not inline
    ids = [element["id"] for element in document.walk() if element["id"]]
    assert len(ids) == len(set(ids)), sorted({name for name in ids if ids.count(name) > 1})


@each_kind
def test_it_fits_into_320_pixels(kind: Kind, visited: Visited) -> None:
    found = visited(kind).narrow
    assert found["width"] <= NARROW, found["beyond"]
