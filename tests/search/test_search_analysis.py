"""Spellings that a reader takes for one word have one term, in the index and in a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.analysis import STOP_WORDS, Analysis, fold, one_letter_off, stem, tidy, units
from wiki.search.suggest import begins_nearly

FAMILIES = [
    "résilience resilience résiliences RÉSILIENCES résilient",
    "eau l'eau L’EAU d'eau eaux qu'eau",
    "sécurité securite sécurités SECURITE",
    "financier financière financieres financières",
    "isolé isolée isolés isolées isolees isoler isolation",
    "vélo velo vélos velos",
    "élu élus élue élues elus",
    "local locaux locale locales",
    "travail travaux",
    "habitant habitants habitante habitantes",
    "œuvre oeuvre œuvres",
    "coopératif coopérative coopératives coopération",
    "mobilité mobilités mobilites",
    "forêt foret forêts",
    "aujourd'hui aujourd’hui",
    "SNCF S.N.C.F. sncf",
    "CO₂ co2",
    "rendez-vous Rendez-vous",
    "rue rues",
    "île îles ile",
    "été étés",
    "loi lois",
    "emploi emplois",
    "renvoi renvois",
    "essai essais",
    "gaulois gauloise",
    "lieu lieux",
    "milieu milieux",
    "feu feux",
    "jeu jeux",
    "enjeu enjeux",
    "vœu voeu vœux",
    "aveu aveux",
    "adieu adieux",
    "dieu dieux",
    "cheveu cheveux",
    "neveu neveux",
    "essieu essieux",
    "pneu pneus",
    "tuyau tuyaux",
    "noyau noyaux",
    "boyau boyaux",
    "matériau matériaux",
    "eau eaux",
    "réseau réseaux",
    "hameau hameaux",
    "préau préaux",
    "fléau fléaux",
    "caillou cailloux",
    "chou choux",
    "genou genoux",
    "bijou bijoux",
    "pou poux",
    "trou trous",
    "canal canaux",
    "cheval chevaux",
    "hôpital hôpitaux",
    "idéal idéaux idéale",
    "régional régionaux régionale",
    "loyal loyaux loyale",
    "royal royaux royale",
    "aïeul aïeux",
    "heureux heureuse heureuses",
    "nombreux nombreuse",
    "dangereux dangereuse",
    "joyeux joyeuse",
    "radieux radieuse",
    "mélodieux mélodieuse",
    "baveux baveuse",
    "bilieux bilieuse",
    "oublieux oublieuse",
]


def terms(text: str) -> list[tuple[str, ...]]:
    return [placed.unit.terms for placed in units(text)]


def joined(text: str) -> list[str | None]:
    return [placed.unit.joined for placed in units(text)]


@pytest.mark.parametrize("family", FAMILIES)
def test_spellings_of_one_word_share_a_term(family: str) -> None:
    found = {one for spelling in family.split(" ") for one in terms(spelling)}
    assert len(found) == 1, found


@pytest.mark.parametrize(
    "pair",
    [
        "eau été",
        "commune communauté",
        "mer maire",
        "pays paix",
        "forêt forage",
        "lieux lien",
        "jeux jeune",
        "feux fou",
        "loi loin",
        "choux chose",
    ],
)
def test_different_words_keep_apart(pair: str) -> None:
    one, other = pair.split(" ")
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("compound", "one_word"),
    [
        ("auto-partage", "autopartage"),
        ("Auto-Partages", "autopartages"),
        ("auto‑partage", "auto-partage".replace("-", "")),
        ("prud'hommes", "prudhommes"),
        ("presqu’île", "presquîle"),
        ("34 969", "34969"),
        ("34\u202f969", "34969"),
        ("main-d'œuvre", "mainoeuvre"),
        ("tiers-lieux", "tierslieu"),
        ("tiers-lieu", "tierslieux"),
        ("couvre-feux", "couvrefeu"),
    ],
)
def test_a_compound_is_also_one_word(compound: str, one_word: str) -> None:
    assert joined(compound) == [terms(one_word)[0][0]]


def test_a_compound_keeps_its_words() -> None:
    assert terms("Saint-Étienne") == [("saint", stem("etienne"))]
    assert terms("arc-en-ciel") == [("arc", "ciel")]


@pytest.mark.parametrize("text", ["va-t-il", "peut-on", "donne-moi", "dit-elle"])
def test_a_verb_and_its_pronoun_are_no_compound(text: str) -> None:
    assert joined(text) == [None]
    assert len(terms(text)[0]) == 1


def test_stop_words_have_no_term() -> None:
    assert terms("À la une et pour les autres") == [(stem("autres"),)]
    assert all(fold(word) == word for word in STOP_WORDS)


def test_what_looks_like_a_stop_word_but_is_none_stays() -> None:
    assert terms("l'été") == [("ete",)]
    assert terms("pas") == [("pas",)]


def test_underscores_and_punctuation_part_words() -> None:
    assert terms("eau_potable/ville.fr") == [("eau",), ("potabl",), ("vill",), ("fr",)]


def test_a_compound_stands_where_its_words_stand() -> None:
    analysis = Analysis()
    analysis.add("voiture en auto-partage en ville")
    at = analysis.positions
    assert at["voitur"] + at["auto"] + at["partag"] + at["vill"] == [0, 1, 2, 3]
    assert at["autopartag"] == at["auto"]
    assert analysis.compounds == {"autopartag=auto partag"}


def test_texts_of_one_field_do_not_touch() -> None:
    analysis = Analysis()
    analysis.add("jardin")
    analysis.add("partagé")
    assert analysis.positions["partag"][0] - analysis.positions["jardin"][0] > 5


def test_endless_words_are_cut() -> None:
    assert all(len(term) <= 60 for term in terms("x" * 5000)[0])
    chain = [placed.unit for placed in units("-".join("bcdfghjk" * 45))]
    assert all(unit.joined is None for unit in chain)
    assert sum(len(unit.terms) for unit in chain) > 200


@given(st.text(max_size=200))
def test_a_page_and_a_query_have_the_same_terms(text: str) -> None:
    text = tidy(text)
    analysis = Analysis()
    analysis.add(text)
    asked: set[str] = set()
    for placed in units(text):
        asked.update(placed.unit.terms, [placed.unit.joined] if placed.unit.joined else ())
        assert 0 <= placed.start < placed.end <= len(text)
    assert asked == set(analysis.positions)


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("abcdé", min_size=1, max_size=8), st.data())
def test_one_letter_off_is_found(word: str, data: st.DataObject) -> None:
    word = fold(word)
    wrong = data.draw(st.sampled_from(sorted(set(one_letter_off(word)))))
    assert word in set(one_letter_off(wrong))
    assert begins_nearly(word + " et la suite", wrong)
