"""What people write stays text: no name, reason or search adds an element or an attribute to a page that shows it.

Each payload carries a word that nothing else says. It may be in the words of a page and in the value of an attribute,
nowhere else: not as an element, not as the name of an attribute, not as the scheme of an address.
"""

import pytest
from sqlalchemy import update

from tests.reading import read
from wiki.database import transaction
from wiki.editing.moving import move_page
from wiki.moderation.deletion import delete_page
from wiki.pages.models import Page
from wiki.search import worker
from wiki.titles import Title, TitleError
from wiki.users.models import User
from wiki.users.names import name_key

WORD = "zzpwn"
PAYLOADS = (
    f"<{WORD}>",
    f"<script>{WORD}()</script>",
    f'"><{WORD} onerror=alert(1)>',
    f"'><img {WORD}=1 src=x onerror=alert(1)>",
    f'" {WORD}="1" onmouseover="alert(1)',
    f"' {WORD}='1' autofocus onfocus='alert(1)",
    f"</textarea><{WORD}>",
    f"</title><{WORD}>",
    f"--><{WORD}><!--",
    f"]]><{WORD}>",
    f"&lt;{WORD}&gt;<{WORD}>",
    f"&#60;{WORD}&#62;",
    f"javascript:{WORD}()",
    f"JaVaScRiPt&#58;{WORD}()",
    f"data:text/html,<{WORD}>",
    f"{{{{ {WORD} }}}}{{% {WORD} %}}${{{WORD}}}%({WORD})s",
    f'[[javascript:{WORD}|x]] [x](javascript:{WORD}) [[{WORD}"onclick="x]]',
    f"\x00<{WORD}\x0b/onload=alert(1)>",
    f"\u2028<{WORD}>\u202e",
    f"＜{WORD}＞ <\u0130{WORD}>",
    f"<svg/onload={WORD}><math><mi xlink:href=javascript:{WORD}>",
    f'<a href="java\tscript:{WORD}">x</a>',
)
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "content")
NAMES = ("author", "dcterms.modified")
"""What a `meta` calls words, not an address."""
ALLOWED_SCHEMES = ("/", "#", "?", "http://", "https://", "width=device-width", "noindex", "light dark", "#0f3f46")


def assert_harmless(markup: str, where: str) -> None:
    for element in read(markup).walk():
        assert WORD not in element.tag, (where, element.tag)
        assert not any(WORD in name or name.startswith("on") or name == "srcdoc" for name in element.attributes), where
        assert "style" not in element.attributes, (where, element.tag)
        assert element.tag != "script" or element["src"].startswith("/static/"), where
        for name in ADDRESSES:
            value = "" if element["name"] in NAMES else element[name]
            assert not value or value.startswith(ALLOWED_SCHEMES), (where, element.tag, name, value)


def look_at(browser, paths) -> None:
    for path in paths:
        answer = browser.get(path) if isinstance(path, str) else browser.get(path[0], query_string=path[1])
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html":
            assert_harmless(answer.text, str(path))


@pytest.fixture
def moderator(user, as_user):
    return as_user(user("Mod", groups=("moderator", "administrator", "bureaucrat")))


LISTS = (
    "/special/recent-changes?days=30&limit=500",
    "/special/logs?limit=500",
    "/special/new-pages",
    "/special/all-pages",
    "/special/watchlist",
    "/special/categories",
    "/special/profiles",
    "/special/users",
    "/special/wanted-pages",
    "/special/wanted-categories",
    "/special/wanted-templates",
    "/special/orphaned-pages",
    "/special/dead-end-pages",
    "/special/uncategorized-pages",
    "/special/long-pages",
    "/special/double-redirects",
    "/special/broken-redirects",
    "/special/statistics",
)


def legal(payload: str) -> Title | None:
    """The page that a payload names, or else its nearest legal neighbour."""
    try:
        return Title.parse(payload)
    except TitleError as error:
        return Title.parse(error.proposal) if error.proposal is not None else None


def test_in_a_title_an_address_and_its_refusal(app, page, moderator, client):
    titles = {title for payload in PAYLOADS if (title := legal(payload)) is not None}
    titles |= {
        Title.parse(f"{name}'\"&{WORD} onload=x")
        for name in ("Eau", "Catégorie:Eau", "Modèle:Eau", "Eau/Sous", "Profil:Eau")
    }
    assert len(titles) > 15
    for number, title in enumerate(sorted(titles)):
        page(
            title.full_name, f"Voir [[{title.full_name}|libellé]] et [[:Catégorie:{title.name}]]. {{{{{title.name}}}}}"
        )
        look_at(client, [title.path, f"{title.path}?action=history", f"{title.talk.path}?action=edit"])
        if number % 4:
            continue
        look_at(
            moderator,
            [f"{title.path}?action={action}" for action in ("edit", "info", "move", "delete", "purge", "watch")],
        )
    look_at(moderator, LISTS)
    for payload in PAYLOADS:
        for action in ("view", "edit"):
            on_the_wire = {"PATH_INFO": f"/wiki/{payload}".encode().decode("latin-1")}
            answer = client.open("/wiki/x", query_string={"action": action}, environ_overrides=on_the_wire)
            assert answer.status_code in (301, 302, 400, 404, 200)
            assert_harmless(answer.text, f"/wiki/{payload}")


def test_in_a_title_that_came_into_the_table_by_another_way(app, page, moderator, client):
    number = page("Eau", "texte [[Catégorie:Inondation]]").revision.page_id
    for payload in PAYLOADS[:3]:
        with transaction() as current:
            current.execute(update(Page).where(Page.id == number).values(name=payload))
        look_at(moderator, [*LISTS, "/wiki/Catégorie:Inondation", "/special/random"])


def test_in_a_summary(page, moderator, client):
    for number, payload in enumerate(PAYLOADS):
        page("Eau", f"texte {number}", summary=payload[:500])
    look_at(
        client,
        [*LISTS, "/wiki/Eau?action=history&limit=500", "/wiki/Eau?diff=prev", "/special/contributions?user=Wiki"],
    )
    shown = read(client.get("/wiki/Eau?action=history&limit=500").text)
    assert f"<{WORD}>" in shown.text


def test_in_a_summary_that_is_typed_again_and_again(client, page):
    page("Eau", "texte")
    for payload in PAYLOADS:
        for button in ("preview", "changes"):
            data = {
                "text": payload,
                "summary": payload,
                "base": "",
                "section": payload,
                "theirs": payload,
                "undo": payload,
            }
            answer = client.post("/wiki/Eau?action=edit", data={**data, button: "1"})
            assert_harmless(answer.text, payload)
            answer = client.post("/wiki/Eau?action=edit", data={**data, "section": "", "theirs": "", button: "1"})
            assert answer.status_code == (400 if "\0" in payload else 200)
            assert_harmless(answer.text, payload)


def test_in_the_text_of_a_conflict(client, page):
    for payload in PAYLOADS[:8]:
        base = page("Eau", f"Base. {payload} base").revision.id
        page("Eau", f"Base. {payload} leur")
        data = {"text": f"Base. {payload} mien", "summary": payload, "base": base, "section": "", "theirs": ""}
        answer = client.post("/wiki/Eau?action=edit", data=data)
        assert answer.status_code == 409
        assert_harmless(answer.text, payload)


def test_in_a_page_and_in_a_comparison(client, page):
    for payload in PAYLOADS:
        page("Eau", f"{payload}\n\n## {payload}\n\n[^{payload}]: {payload}\n\n[[{WORD}|{payload}]]\n\n---")
        look_at(client, ["/wiki/Eau", "/wiki/Eau?diff=prev", "/wiki/Eau?action=edit", "/wiki/Eau?action=info"])


def test_in_the_name_of_somebody(page, user, moderator, client):
    for number, payload in enumerate(PAYLOADS):
        account = user(f"Personne {number}")
        name = payload[:85]
        with transaction() as current:
            current.execute(
                update(User).where(User.id == account.id).values(name=name, name_key=name_key(f"{name}{number}"))
            )
        page("Eau", f"texte {number}", author=account)
        look_at(moderator, [("/special/contributions", {"user": name}), ("/special/user-rights", {"user": name})])
        look_at(moderator, [("/special/logs", {"user": name}), ("/special/users", {"prefix": name})])
    look_at(moderator, [*LISTS, "/wiki/Eau?action=history&limit=500", "/wiki/Eau?action=info", "/wiki/Eau?diff=prev"])


def test_in_the_name_of_the_reader(page, user, as_user):
    page("Eau", "texte")
    for number, payload in enumerate(PAYLOADS[:8]):
        account = user(f"Personne {number}")
        with transaction() as current:
            current.execute(update(User).where(User.id == account.id).values(name=payload[:85]))
        browser = as_user(account)
        for _time in range(2):
            look_at(browser, ["/wiki/Eau", "/special/preferences"])


def test_in_the_reason_of_an_act(page, maintenance, moderator, client):
    for number, payload in enumerate(PAYLOADS[::2]):
        page(f"Page {number}", "texte")
        move_page(
            maintenance, title=Title.parse(f"Page {number}"), target=Title.parse(f"Autre {number}"), reason=payload
        )
        delete_page(maintenance, title=Title.parse(f"Autre {number}"), reason=payload)
    look_at(moderator, ["/special/logs?limit=500", "/special/logs?type=delete", "/special/recent-changes?limit=500"])
    look_at(moderator, [f"/wiki/Autre_{number}?action=undelete" for number in range(4)])
    look_at(client, [f"/wiki/Page_{number}?action=history" for number in range(4)])


def test_in_the_name_of_a_category(page, moderator):
    for number, payload in enumerate(PAYLOADS):
        title = legal(payload)
        if title is not None:
            page(f"Page {number}", f"[[Catégorie:{title.name}|{payload}]]")
    look_at(
        moderator,
        ["/special/categories", "/special/wanted-categories", *(f"/wiki/Page_{n}" for n in range(len(PAYLOADS)))],
    )


BREAKING_OUT = (f'"><{WORD} onerror=alert(1)>', f"' {WORD}='1' autofocus onfocus='alert(1)", f"javascript:{WORD}()")

FIELDS = {
    "/special/search": ("q", "namespace", "sort"),
    "/special/suggest": ("q",),
    "/special/all-pages": ("prefix", "from", "namespace"),
    "/special/prefix-index": ("prefix",),
    "/special/logs": ("page", "user", "type", "action"),
    "/special/what-links-here": ("page", "kind"),
    "/special/contributions": ("user", "namespace"),
    "/special/recent-changes": ("days", "author", "namespace", "limit", "before"),
    "/special/users": ("prefix", "group"),
    "/special/user-rights": ("user",),
    "/special/display": ("returnto",),
    "/special/log-in": ("returnto", "name"),
    "/special/register": ("returnto",),
    "/wiki/Eau": ("rdfrom", "action", "oldid", "diff", "section", "redirect"),
}


def test_in_every_field_of_an_address(page, moderator, client):
    page("Eau", "texte")
    worker.catch_up()
    for path, names in FIELDS.items():
        look_at(moderator, [(path, dict.fromkeys(names, payload)) for payload in PAYLOADS[2:8]])
        look_at(client, [(path, {name: payload}) for name in names for payload in BREAKING_OUT])


def test_in_cookies_and_headers(app, page):
    client = app.test_client(use_cookies=False)
    page("Eau", "texte")
    for payload in (f'"><{WORD}>', f"'{WORD}='", f'fr"{WORD}='):
        headers = {
            "Cookie": f"theme={payload}; wiki-language={payload}",
            "Referer": payload,
            "Accept-Language": payload,
        }
        for _time in range(2):
            assert_harmless(client.get("/wiki/Eau", headers=headers).text, payload)


def test_the_test_itself_sees_what_is_injected():
    for markup in (
        f"<{WORD}>",
        f'<a {WORD}="1">',
        '<a onclick="x">',
        '<a href="javascript:x">',
        '<p style="x">',
        "<script>x</script>",
    ):
        with pytest.raises(AssertionError):
            assert_harmless(markup, "")
    assert_harmless(f'<p title="{WORD}">{WORD}</p>', "")
