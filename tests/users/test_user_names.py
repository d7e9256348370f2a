"""What somebody may be called, and whom nobody may pass for."""

import pytest

from wiki.messages import translate
from wiki.users.names import UserNameError, legal_name, name_key, refuse_reserved


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Camille", "Camille"),
        ("camille_durand", "Camille durand"),
        ("  Éloïse   L’Hermite ", "Éloïse L’Hermite"),
        ("e\u0301loise", "Éloise"),
        ("Mairie de Crolles (38)", "Mairie de Crolles (38)"),
        ("Жанна", "Жанна"),
        ("x" * 85, "X" + "x" * 84),
    ],
)
def test_legal_names_are_tidied(typed: str, name: str) -> None:
    assert legal_name(typed) == name
    assert legal_name(name) == name


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("", "empty"),
        (" _ ", "empty"),
        ("~2026-12", "temporary"),
        (" ~Camille", "temporary"),
        ("Camille/brouillon", "forbidden-character"),
        ("camille@example.org", "forbidden-character"),
        ("Utilisateur:Camille", "forbidden-character"),
        ("[Camille]", "forbidden-character"),
        ("Camille#1", "forbidden-character"),
        ("192.0.2.7", "address"),
        ("192.0.2.xxx", "address"),
        ("192.0.2.0/24", "address"),
        ("2001:db8::7", "address"),
        ("20260101", "no-letter"),
        ("…", "uncommon-character"),
        ("Ｃamille", "uncommon-character"),
        ("Cam\u200bille", "invisible-character"),
        ("é" * 43, "too-long"),
    ],
)
def test_other_names_are_refused_with_their_rule(typed: str, rule: str) -> None:
    with pytest.raises(UserNameError) as refused:
        legal_name(typed)
    assert refused.value.rule == rule
    assert "%(" not in str(refused.value)


@pytest.mark.parametrize(("typed", "found"), [("[Camille]", "["), ("Ｃamille", "Ｃ")])
def test_a_character_is_quoted_as_the_language_does(typed: str, found: str) -> None:
    with pytest.raises(UserNameError) as refused:
        legal_name(typed)
    assert f"“{found}”" in str(refused.value)
    french = translate(refused.value.message, "fr", **refused.value.params)
    assert f"«\xa0{found}\xa0»" in french
    assert "“" not in french


@pytest.mark.parametrize(
    "alike",
    ["CAMILLE", "Çamille", "Саmillе", "Cаmille", "Camiⅼle", "CamilIe", "Cami11e", "Ca-mille", "C a m i l l e",
     "Camılle", "Carnille"],
)  # fmt: skip
def test_names_that_look_alike_have_one_key(alike: str) -> None:
    assert name_key(alike) == name_key("Camille")


@pytest.mark.parametrize("other", ["Camilla", "Camile", "Camille2", "Camille Durand", "~2026-1"])
def test_names_that_differ_have_keys_that_differ(other: str) -> None:
    assert name_key(other) != name_key("Camille")


def test_marks_that_make_other_words_are_kept() -> None:
    assert name_key("कि") != name_key("की")


@pytest.mark.parametrize(
    "name",
    ["Admin", "ADMINISTRATEUR", "Аdmin", "Wiki de la vallée", "wiki-de-la-vallée", "Modératrice",
     "Modérateur2", "Modérateur 2", "Équipe 2", "2Admin", "M0dérateur", "Équipe du wiki de la vallée",
     "Équipe Wikipartage", "L’administrateur", "m-o-d-é-r-a-t-e-u-r"],
)  # fmt: skip
def test_names_that_speak_for_the_wiki_are_reserved(name: str) -> None:
    assert rule_against(name, "Wiki de la vallée") == "reserved"


@pytest.mark.parametrize(
    "name", ["Administration communale de Crolles", "Équipe de la Mare", "Eaudrey", "Vallée du Rabodeau", "Adminton"]
)
def test_other_names_are_not_reserved(name: str) -> None:
    assert rule_against(name, "Eau") is None


def rule_against(name: str, site: str) -> str | None:
    """The rule that keeps a name from being taken on a site; None where there is none."""
    try:
        refuse_reserved(name, site)
    except UserNameError as refused:
        return refused.rule
    return None
