"""The foot of every page leads to a choice of language and back to the page; the choice holds for accounts too."""

from tests.reading import read


def choose(browser, page, code):
    """By the foot of `page`; the answer that is read in the end."""
    form = browser.get(read(page.text).one("footer").one("a", hreflang=code)["href"])
    fields = {item["name"]: item["value"] for item in read(form.text).one("main").all("input", type="hidden")}
    [wanted] = [item["value"] for item in read(form.text).all("input", name="language") if "checked" in item.attributes]
    assert wanted == code
    return browser.post("/special/display", data={**fields, "language": wanted}, follow_redirects=True)


def language_of(answer):
    return read(answer.text).one("html")["lang"]


def test_a_visitor_comes_back_to_the_page_in_the_language_that_she_chose(client, page):
    page("Eau", "texte")
    answer = choose(client, client.get("/wiki/Eau?action=history"), "en")
    assert (answer.request.full_path, language_of(answer)) == ("/wiki/Eau?action=history", "en")
    assert "Your choice of language and appearance is kept." in answer.text
    again = choose(client, client.get("/special/display?returnto=/wiki/Eau"), "fr")
    assert (again.request.path, language_of(again)) == ("/wiki/Eau", "fr")
    assert "Votre choix de langue et d’apparence est enregistré." in again.text


def test_an_account_with_a_language_of_its_own_gets_the_chosen_one(page, user, as_user):
    page("Eau", "texte")
    browser = as_user(user("Alice", language="fr"))
    answer = choose(browser, browser.get("/wiki/Eau"), "en")
    assert (answer.request.path, language_of(answer)) == ("/wiki/Eau", "en")
    assert language_of(browser.get("/special/preferences")) == "en"


def test_preferences_confirm_in_the_new_language(user, as_user):
    browser = as_user(user("Alice", language="fr"))
    for chosen, words in (("en", "Your preferences are kept."), ("", "Vos préférences sont enregistrées.")):
        fields = {"language": chosen, "timezone": ""}
        assert words in browser.post("/special/preferences", data=fields, follow_redirects=True).text
