"""What holds for every route there is: tokens and origins are asked for, looking changes nothing, headers are sent."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import PASSWORD, settings_in
from tests.reading import read
from wiki.app import create_app
from wiki.database import Base, session, transaction
from wiki.permissions.models import GroupRight
from wiki.web.redirects import local_url
from wiki.web.security import HEADERS

FOREIGN = ("https://evil.example", "http://localhost.evil.example", "http://localhost:81", "null", "https://localhost")
ACTIONS = (
    "view",
    "history",
    "raw",
    "info",
    "purge",
    "edit",
    "undo",
    "restore",
    "move",
    "delete",
    "undelete",
    "watch",
    "unwatch",
)
VALUES = {
    "name": "Eau", "slug": "citoyen", "token": "x" * 40, "group": "user", "act": "forget",
    "number": 1, "old": 1, "new": 1,
}  # fmt: skip
TYPED = {
    "text": "x",
    "summary": "x",
    "reason": "x",
    "target": "Y",
    "page": 1,
    "all": "",
    "theme": "dark",
    "password": "x",
}


def paths(app: Flask, method: str) -> list[str]:
    """An address of each route that takes `method`; the route of pages once for each action."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method not in (rule.methods or ()):
                continue
            values = {**VALUES, **(rule.defaults or {})}
            values = {name: values[name] for name in rule.arguments}
            if rule.endpoint == "static":
                values = {"name": "main.css"}
            path = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            actions = [f"?action={action}&oldid=1" for action in ACTIONS] if rule.endpoint == "pages.page" else [""]
            found += [f"{path}{action}" for action in actions]
    return found


def dump() -> dict[str, list[tuple]]:
    """Every row of every table."""
    session.remove()
    return {
        table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


@pytest.fixture
def moderator(app, user, as_user, page):
    """Somebody who may do everything, on a wiki that holds something."""
    page("Eau", "un")
    page("Eau", "deux [[Catégorie:Inondation]]")
    page("Discussion:Eau", "Bonjour")
    return as_user(user("Mod", groups=("moderator", "administrator", "bureaucrat")))


def test_every_change_asks_for_a_token(app, moderator):
    app.config["WTF_CSRF_ENABLED"] = True
    routes = paths(app, "POST")
    assert len(routes) > 25
    before = dump()
    for path in routes:
        answer = moderator.post(path, data=TYPED)
        assert answer.status_code == 400, path
        assert "csrf" in answer.text, path
    assert dump() == before


def test_a_token_of_somebody_else_is_none(app, moderator):
    app.config["WTF_CSRF_ENABLED"] = True
    form = app.test_client().get("/wiki/Eau?action=edit").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)[1]
    before = dump()
    for path in paths(app, "POST"):
        assert moderator.post(path, data={**TYPED, "csrf_token": token}).status_code == 400, path
    assert dump() == before


def test_every_change_from_another_site_is_refused(app, moderator):
    before = dump()
    for path in paths(app, "POST"):
        for origin in FOREIGN:
            answer = moderator.post(path, data=TYPED, headers={"Origin": origin})
            assert answer.status_code == 400, (path, origin)
    assert dump() == before


def test_no_other_method_changes_anything(app):
    methods = {method for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}


def test_looking_changes_nothing(app, moderator, client):
    before = dump()
    for somebody in (client, moderator):
        for path in paths(app, "GET"):
            for look in (somebody.get, somebody.head, somebody.options):
                answer = look(path, query_string=None if "?" in path else TYPED)
                assert answer.status_code < 500, path
            if "?" in path:
                somebody.get(f"{path}&save=1&text=x&reason=x&target=Y&page=1&all=")
    assert dump() == before


def test_who_may_not_read_sees_nothing_of_any_page(app, moderator, client):
    open_to_all = {"static", "healthz", "opensearch.xml", "display", "log-in", "reset-password", "register"}
    open_to_all.add("group-rights")
    with transaction() as current:
        current.delete(current.get_one(GroupRight, ("*", "read")))
    for path in paths(app, "GET"):
        answer = client.get(f"{path}{'&' if '?' in path else '?'}q=Eau&user=Alice&revision=1")
        assert answer.status_code != 200 or open_to_all & set(path.split("/")), path


def test_every_answer_carries_the_headers(app, moderator, client):
    answers = [somebody.get(path) for somebody in (client, moderator) for path in paths(app, "GET")]
    answers += [
        client.post(path, data=TYPED, headers={"Origin": "https://evil.example"}) for path in paths(app, "POST")
    ]
    answers += [
        client.get("/wiki/eau"),
        client.get("/rien"),
        client.get("/wiki/a%7Cb"),
        client.put("/wiki/Eau"),
        client.get("/static/rien.js"),
    ]
    visitor = app.test_client(use_cookies=False)
    visitor.get("/wiki/Eau")
    etag = visitor.get("/wiki/Eau").headers["ETag"]
    answers.append(visitor.get("/wiki/Eau", headers={"If-None-Match": etag}))
    assert {200, 301, 302, 304, 400, 403, 404, 405} <= {answer.status_code for answer in answers}
    for answer in answers:
        for name, value in HEADERS:
            assert answer.headers[name] == value, answer.request.path
        assert "Cache-Control" in answer.headers
        assert "Strict-Transport-Security" not in answer.headers
        assert not {"X-Powered-By", "Server", "X-Generator"} & set(answer.headers.keys())


def test_the_policy_lets_no_inline_code_run():
    policy = dict(HEADERS)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    for directive in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ):
        assert directive in policy


def test_no_page_names_the_versions_of_what_it_runs_on(app, moderator):
    words = re.compile(r"(flask|werkzeug|granian|sqlalchemy|jinja|python)[ /]?\d", re.IGNORECASE)
    for path in paths(app, "GET"):
        answer = moderator.get(path)
        if "static" not in path:
            assert words.search(answer.text) is None, path
            assert 'name="generator"' not in answer.text


def test_cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites(app, page):
    browser = app.test_client()
    browser.get("/wiki/Eau?action=edit")
    answer = browser.post("/wiki/Eau?action=edit", data={"text": "bonjour", "base": "", "section": "", "theirs": ""})
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    chosen = browser.post("/special/display", data={"theme": "dark", "language": "en"}).headers.getlist("Set-Cookie")
    assert sorted(cookie.partition("=")[0] for cookie in chosen) == ["session", "theme", "wiki-language"]
    assert all("SameSite=Lax" in cookie for cookie in chosen)


def test_behind_tls_cookies_are_secure_and_the_browser_is_told(settings):
    app = create_app(settings_in(settings.data, SITE_URL="https://wiki.example"))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    browser = app.test_client()
    answers = [
        browser.post("/wiki/Eau?action=edit", data={"text": "bonjour", "base": "", "section": "", "theirs": ""}),
        browser.post("/special/display", data={"theme": "dark"}),
    ]
    for answer in answers:
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
        cookies = answer.headers.getlist("Set-Cookie")
        assert cookies
        assert all("Secure" in cookie for cookie in cookies)
    assert browser.get("/rien").headers["Strict-Transport-Security"]


def test_a_visitor_who_reads_gets_no_cookie(app, page):
    page("Eau", "texte")
    for path in (
        "/wiki/Eau",
        "/wiki/Eau?action=history",
        "/wiki/Rien",
        "/special/recent-changes",
        "/special/search?q=eau",
    ):
        assert app.test_client().get(path).headers.getlist("Set-Cookie") == [], path


ELSEWHERE = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "/\n//evil.example", "http:evil.example", "javascript:alert(1)", "data:text/html,x", "evil.example",
    " //evil.example", "/ /evil.example", "https:///evil.example", "////evil.example", "/\x00//evil.example",
    "?x", "#x", "x" * 3000, "/" + "x" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_only_addresses_of_this_wiki_are_gone_to(address):
    assert local_url(address) == "/"


@pytest.mark.parametrize("address", ["/", "/wiki/Eau?a=b#c", "/wiki//x", "/wiki/Éau", "/special/search?q=http://x"])
def test_addresses_of_this_wiki_are_kept(address):
    assert local_url(address) == address


def test_no_form_leads_away(app, client, user):
    user("Alice", password=PASSWORD)
    for address in (address for address in ELSEWHERE if "\0" not in address):
        typed = {"name": "Alice", "password": PASSWORD, "returnto": address}
        logged_in = app.test_client().post("/special/log-in", query_string={"returnto": address}, data=typed)
        assert (logged_in.status_code, logged_in.headers["Location"]) == (303, "/"), address
        answer = client.post("/special/display", data={"theme": "dark", "returnto": address})
        assert answer.headers["Location"] == "/", address
        for page in ("/special/display", "/special/log-in", "/special/register"):
            shown = client.get(page, query_string={"returnto": address})
            document = read(shown.text)
            targets = [element[name] for name in ("href", "action") for element in document.all() if element[name]]
            assert all(target.startswith(("/", "#")) and not target.startswith("//") for target in targets), page
