"""What somebody changes, everybody sees at the next look, on every page that it concerns.

Each story reads as a visitor without cookies does (whose pages are kept ready-made) and as somebody logged in (whose
pages are put together from kept renderings); both must see the same.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select

from tests.reading import Element, read, wiki_text
from wiki.database import session, transaction
from wiki.editing import refreshing
from wiki.editing.moving import move_page
from wiki.links.checking import check as check_links
from wiki.links.models import PageLink
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.pages import finding
from wiki.pages.models import Page, RefreshOutbox
from wiki.permissions.models import GroupRight
from wiki.taxonomy.checking import check as check_taxonomy
from wiki.taxonomy.models import PageCategory
from wiki.titles import Title

Look = Callable[[str], Element]


@pytest.fixture(params=["visitor", "logged in"])
def look(request, app, user, as_user) -> Look:
    """`look("Eau")`: the page as somebody sees it who has seen it before."""
    browser = app.test_client(use_cookies=False) if request.param == "visitor" else as_user(user("Alice"))

    def look(name: str) -> Element:
        answer = browser.get(Title.parse(name).path)
        assert answer.status_code in (200, 404)
        return read(answer.text)

    return look


def text(look: Look, name: str) -> str:
    return look(name).one(class_="wiki-text").words


def is_red(look: Look, name: str, label: str) -> bool:
    """Whether the link with this label is red."""
    links = [link for link in look(name).all("a") if link.label == label]
    assert links
    return all("new" in link.classes for link in links)


def categories_of(name: str) -> set[str]:
    page = finding.get_page(Title.parse(name))
    return set(session.scalars(select(PageCategory.name).where(PageCategory.page_id == page.id)))


def derived_are_right() -> bool:
    refreshing.catch_up()
    return [*check_links(), *check_taxonomy()] == []


def test_an_edit_shows_at_once(look, page):
    page("Eau", "avant")
    assert text(look, "Eau") == "avant"
    page("Eau", "après")
    assert text(look, "Eau") == "après"


def test_a_template_shows_at_once_on_each_page_that_uses_it(look, page):
    page("Modèle:Avis", "ancien avis")
    page("Eau", "{{Avis}}")
    page("Sol", "{{Avis}}")
    assert [text(look, name) for name in ("Eau", "Sol")] == ["ancien avis"] * 2
    page("Modèle:Avis", "nouvel avis")
    assert [text(look, name) for name in ("Eau", "Sol")] == ["nouvel avis"] * 2


def test_a_template_inside_a_template_shows_at_once(look, page):
    page("Modèle:Mot", "un")
    page("Modèle:Phrase", "le mot {{Mot}}")
    page("Modèle:Page", "({{Phrase}})")
    page("Eau", "{{Page}}")
    assert text(look, "Eau") == "(le mot un)"
    page("Modèle:Mot", "deux")
    assert text(look, "Eau") == "(le mot deux)"


def test_a_template_behind_a_redirect_shows_at_once(look, page):
    page("Modèle:Avis", "ancien avis")
    page("Modèle:Annonce", "#REDIRECTION [[Modèle:Avis]]")
    page("Eau", "{{Annonce}}")
    assert text(look, "Eau") == "ancien avis"
    page("Modèle:Avis", "nouvel avis")
    assert text(look, "Eau") == "nouvel avis"
    page("Modèle:Annonce", "plus de redirection")
    assert text(look, "Eau") == "plus de redirection"
    assert derived_are_right()


def test_a_template_that_is_written_deleted_restored_and_moved(look, page, maintenance):
    page("Eau", "{{Avis}}")
    assert "Avis" in text(look, "Eau")
    page("Modèle:Avis", "un avis")
    assert text(look, "Eau") == "un avis"
    avis = Title.parse("Modèle:Avis")
    number = finding.get_page(avis).id
    delete_page(maintenance, title=avis, reason="essai")
    assert "un avis" not in text(look, "Eau")
    undelete_page(maintenance, page_id=number, reason="essai")
    assert text(look, "Eau") == "un avis"
    move_page(maintenance, title=avis, target=Title.parse("Modèle:Annonce"))
    assert text(look, "Eau") == "un avis"
    page("Modèle:Annonce", "un avis déplacé")
    assert text(look, "Eau") == "un avis déplacé"
    assert derived_are_right()


def test_a_template_that_a_template_now_includes_shows_at_once(look, page):
    page("Modèle:Avis", "avis")
    page("Eau", "{{Avis}}")
    page("Modèle:Avis", "avis {{Date}}")
    page("Modèle:Date", "du 3 mai")
    assert text(look, "Eau") == "avis du 3 mai"
    page("Modèle:Date", "du 4 mai")
    assert text(look, "Eau") == "avis du 4 mai"
    refreshing.catch_up()
    assert text(look, "Eau") == "avis du 4 mai"
    page("Modèle:Date", "du 5 mai")
    assert text(look, "Eau") == "avis du 5 mai"


def test_categories_of_a_template_reach_its_pages(look, page):
    page("Modèle:Ébauche", "à compléter")
    page("Eau", "{{Ébauche}}")
    look("Eau")
    page("Modèle:Ébauche", "à compléter [[Catégorie:Ébauches]] [[Profil:Citoyen]]")
    shown = look("Eau")
    assert "Ébauches" in shown.links()
    assert "Citoyen" in shown.links()
    assert categories_of("Eau") == set()
    refreshing.catch_up()
    assert categories_of("Eau") == {"Ébauches"}
    assert "Eau" in look("Catégorie:Ébauches").links()
    assert "Eau" in look("Profil:Citoyen").links()
    assert session.scalars(select(RefreshOutbox)).all() == []
    assert derived_are_right()


def test_a_page_whose_template_keeps_changing_is_derived_from_the_last_text(page, monkeypatch):
    page("Modèle:Ébauche", "un")
    page("Eau", "{{Ébauche}}")
    page("Modèle:Ébauche", "deux [[Catégorie:Deux]]")
    real, raced = refreshing.rendering.render, []

    def render(*arguments, **more):
        rendered = real(*arguments, **more)
        if not raced:
            raced.append(True)
            page("Modèle:Ébauche", "trois [[Catégorie:Trois]]")
        return rendered

    monkeypatch.setattr(refreshing.rendering, "render", render)
    refreshing.catch_up()
    assert categories_of("Eau") == {"Trois"}


def test_links_turn_blue_and_red_with_their_page(look, page, maintenance):
    page("Eau", "Voir [[Rivière]].")
    assert is_red(look, "Eau", "Rivière")
    riviere = Title.parse("Rivière")
    number = page("Rivière", "Un cours d’eau.").revision.page_id
    assert not is_red(look, "Eau", "Rivière")
    delete_page(maintenance, title=riviere, reason="essai")
    assert is_red(look, "Eau", "Rivière")
    undelete_page(maintenance, page_id=number, reason="essai")
    assert not is_red(look, "Eau", "Rivière")


def test_links_follow_a_move(look, page, maintenance):
    page("Eau", "Voir [[Rivière]] et [[Fleuve]].")
    page("Rivière", "Un cours d’eau.")
    assert [is_red(look, "Eau", name) for name in ("Rivière", "Fleuve")] == [False, True]
    move_page(maintenance, title=Title.parse("Rivière"), target=Title.parse("Fleuve"), leave_redirect=False)
    assert [is_red(look, "Eau", name) for name in ("Rivière", "Fleuve")] == [True, False]


def test_a_link_from_a_template_turns_blue(look, page):
    page("Modèle:Voir", "Voir [[{{{1}}}]].")
    page("Eau", "{{Voir|Rivière}}")
    assert is_red(look, "Eau", "Rivière")
    page("Rivière", "Un cours d’eau.")
    assert not is_red(look, "Eau", "Rivière")


def test_a_question_about_existence_is_answered_anew(look, page, maintenance):
    page("Eau", "{{#ifexist:Rivière|oui|non}}")
    assert text(look, "Eau") == "non"
    page("Rivière", "Un cours d’eau.")
    assert text(look, "Eau") == "oui"
    delete_page(maintenance, title=Title.parse("Rivière"), reason="essai")
    assert text(look, "Eau") == "non"


def test_the_tab_of_the_talk_page_turns_blue_with_its_first_message(look, page, maintenance):
    page("Eau", "texte")
    assert is_red(look, "Eau", "Discussion")
    page("Discussion:Eau", "Bonjour")
    assert not is_red(look, "Eau", "Discussion")
    delete_page(maintenance, title=Title.parse("Discussion:Eau"), reason="essai")
    assert is_red(look, "Eau", "Discussion")


def test_the_tab_of_the_page_turns_red_above_its_talk_page(look, page, maintenance):
    page("Eau", "texte")
    page("Discussion:Eau", "Bonjour")
    assert not is_red(look, "Discussion:Eau", "Page")
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    assert is_red(look, "Discussion:Eau", "Page")


def test_the_way_to_a_page_above_appears_and_vanishes(look, page, maintenance):
    page("Eau/Potable/Prix", "texte")
    assert look("Eau/Potable/Prix").all(class_="breadcrumb") == []
    page("Eau", "texte")
    assert look("Eau/Potable/Prix").one(class_="breadcrumb").links() == {"Eau": "/wiki/Eau"}
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    assert look("Eau/Potable/Prix").all(class_="breadcrumb") == []


def hidden_categories(look: Look, name: str) -> set[str]:
    return {link.words for list_ in look(name).all(class_="category-bar__hidden") for link in list_.all("a")}


def test_a_category_is_hidden_and_shown_by_its_own_page(look, page):
    page("Eau", "texte [[Catégorie:Suivi]]")
    assert hidden_categories(look, "Eau") == set()
    page("Catégorie:Suivi", "__HIDDENCAT__")
    assert hidden_categories(look, "Eau") == {"Suivi"}
    page("Catégorie:Suivi", "Pour tous.")
    assert hidden_categories(look, "Eau") == set()


def test_a_category_is_hidden_by_a_template_of_its_page(look, page):
    page("Modèle:Suivi", "Catégorie de suivi.")
    page("Catégorie:Suivi", "{{Suivi}}")
    page("Eau", "texte [[Catégorie:Suivi]]")
    assert hidden_categories(look, "Eau") == set()
    page("Modèle:Suivi", "__HIDDENCAT__")
    assert hidden_categories(look, "Eau") == {"Suivi"}


def test_a_category_gets_and_loses_members_at_once(look, page, maintenance):
    page("Catégorie:Suivi", "Une catégorie.")
    assert "Eau" not in look("Catégorie:Suivi").links()
    page("Eau", "texte [[Catégorie:Suivi]]")
    assert "Eau" in look("Catégorie:Suivi").links()
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    assert "Eau" not in look("Catégorie:Suivi").links()


def test_a_page_that_includes_itself_settles(look, page):
    page("Eau", "avant {{:Eau}}")
    look("Eau")
    page("Eau", "après {{:Eau}}")
    assert text(look, "Eau").startswith("après")
    assert derived_are_right()


def test_a_deleted_page_is_gone_for_a_visitor_who_had_read_it(app, page, maintenance):
    visitor = app.test_client(use_cookies=False)
    page("Eau", "texte")
    assert visitor.get("/wiki/Eau").status_code == 200
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    answer = visitor.get("/wiki/Eau")
    assert answer.status_code == 404
    assert "texte" not in read(answer.text).words


def test_who_may_no_longer_read_gets_no_copy(app, page):
    visitor = app.test_client(use_cookies=False)
    page("Eau", "texte secret")
    assert visitor.get("/wiki/Eau").status_code == 200
    with transaction() as current:
        current.execute(delete(GroupRight).where(GroupRight.group == "*", GroupRight.right == "read"))
    answer = visitor.get("/wiki/Eau")
    assert answer.status_code == 403
    assert "texte secret" not in answer.text


def test_tabs_follow_the_rights_of_visitors(app, page):
    visitor = app.test_client(use_cookies=False)
    page("Eau", "texte")
    assert read(visitor.get("/wiki/Eau").text).all("a", **{"data-key": "move"}) == []
    with transaction() as current:
        current.execute(insert(GroupRight).values(group="*", right="move"))
    assert len(read(visitor.get("/wiki/Eau").text).all("a", **{"data-key": "move"})) == 1


def test_a_copy_in_one_language_is_not_shown_in_another(app, page):
    page("Eau", "texte")
    visitor = app.test_client(use_cookies=False)
    languages = ["fr", "en", "fr", "en"]
    answers = [visitor.get("/wiki/Eau", headers={"Cookie": f"wiki-language={code}"}) for code in languages]
    assert [read(answer.text).one("html")["lang"] for answer in answers] == languages


def test_what_somebody_logged_in_sees_is_kept_for_nobody_else(app, page, user, as_user):
    page("Eau", "texte")
    assert "Alice" in as_user(user("Alice")).get("/wiki/Eau").text
    assert "Alice" not in app.test_client(use_cookies=False).get("/wiki/Eau").text


def test_a_visitor_who_comes_back_gets_304_until_the_page_changes(app, page):
    visitor = app.test_client(use_cookies=False)
    page("Eau", "avant")
    visitor.get("/wiki/Eau")
    etag = visitor.get("/wiki/Eau").headers["ETag"]
    assert visitor.get("/wiki/Eau", headers={"If-None-Match": etag}).status_code == 304
    page("Eau", "après")
    answer = visitor.get("/wiki/Eau", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert wiki_text(answer.text).words == "après"


def test_the_home_page_is_as_fresh_as_others(app, page):
    visitor = app.test_client(use_cookies=False)
    page("Accueil", "avant")
    assert wiki_text(visitor.get("/").text).words == "avant"
    page("Accueil", "après")
    assert wiki_text(visitor.get("/").text).words == "après"


def test_deriving_a_deleted_page_leaves_no_rows(page, maintenance):
    page("Modèle:Avis", "avis")
    number = page("Eau", "{{Avis}} [[Lien]]").revision.page_id
    page("Modèle:Avis", "autre avis")
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    refreshing.catch_up()
    assert session.scalars(select(PageLink).where(PageLink.from_page_id == number)).all() == []
    assert session.get(Page, number).deleted_at is not None
