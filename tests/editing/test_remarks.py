"""What authors are told of a text that is not what they may have meant; nothing of it refuses a save."""

import pytest

from tests.reading import read

FRONT = "---\nprofils: [citoyen, Citoyenn]\ncatégories: [Eau, 'A|B']\nlicence: {licence}\n---\nDu texte\n"
PROFILE = "Il n’y a pas de profil « Citoyenn »"
CATEGORY = "Aucune catégorie ne peut s’appeler « A|B »"
LICENCE = "Le wiki ne connaît pas la licence « WTFPL »"


def send(client, path, text, **more):
    data = {"text": text, "base": "", "summary": "", "section": "", "theirs": "", **more}
    return client.post(f"{path}?action=edit", data=data)


def seen(response):
    return read(response.text).words.replace("\u00a0", " ").replace("\u202f", " ")


def test_preview_tells_what_the_front_block_means_and_what_of_it_is_not_understood(client):
    shown = seen(send(client, "/wiki/Mare", FRONT.format(licence="WTFPL"), preview="1"))
    for words in (PROFILE, CATEGORY, LICENCE, "Pour Citoyen", "Catégories Eau"):
        assert words in shown


def test_the_preview_of_the_script_tells_it_too(client):
    data = {"text": FRONT.format(licence="WTFPL"), "base": "", "section": "", "theirs": "", "preview": "1"}
    fragment = client.post("/wiki/Mare?action=edit", data=data, headers={"X-Requested-With": "fetch"})
    assert PROFILE in seen(fragment)
    assert "<html" not in fragment.text


def test_saving_tells_it_and_the_foot_claims_no_other_licence(client):
    send(client, "/wiki/Mare", FRONT.format(licence="WTFPL"))
    answer = client.get("/wiki/Mare")
    for words in (PROFILE, CATEGORY, LICENCE):
        assert words in seen(answer)
    foot = read(answer.text).one("ul", class_="site-footer__page")
    assert "WTFPL" in foot.words
    assert "CC BY-SA" not in foot.words
    assert not foot.all("a", rel="license")
    assert not read(answer.text).all("link", rel="license")


@pytest.mark.parametrize("licence", ["ODbL 1.0", "odbl-1.0", "[ODbL 1.0]"])
def test_a_licence_that_is_known_is_linked_however_it_is_written(client, licence):
    send(client, "/wiki/Mare", FRONT.format(licence=licence))
    answer = client.get("/wiki/Mare")
    assert "ne connaît pas la licence" not in seen(answer)
    link = read(answer.text).one("ul", class_="site-footer__page").one("a", rel="license")
    assert (link.label, link["href"]) == ("ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/")


@pytest.mark.parametrize(
    ("target", "remark"),
    [
        ("Mare", "Cette page redirige vers elle-même"),
        ("Étang", "Cette page redirige vers « Étang », qui n’existe pas"),
        ("Ruisseau", ""),
        ("Spécial:Recherche", ""),
    ],
)
def test_a_redirect_that_leads_nowhere_is_told_at_preview_and_after_saving(client, page, target, remark):
    page("Ruisseau", "De l’eau.")
    text = f"#REDIRECTION [[{target}]]"
    answers = [send(client, "/wiki/Mare", text, preview="1")]
    send(client, "/wiki/Mare", text)
    answers.append(client.get("/wiki/Mare?redirect=no"))
    for answer in answers:
        assert remark in seen(answer)
        assert bool(remark) == ("Cette page redirige" in seen(answer))
