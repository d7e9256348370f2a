"""Every text that somebody types means something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.typed import MAX_CLAUSES, MAX_LENGTH, Asked, read_query


def understood(text: str) -> list[str]:
    """The clauses of a query as words: "-" before what is left out, quotes around phrases, the field before."""
    found = []
    for clause in read_query(text).clauses:
        words = " ".join(form for unit in clause.units for form in unit.forms)
        words = f'"{words}"' if len(clause.units) > 1 else words
        found.append(("-" if clause.excluded else "") + ("title:" if clause.field == "title" else "") + words)
    return found


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("jardin partagé", ["jardin", "partage"]),
        ("Les jardins de la ville", ["jardins", "ville"]),
        ('"jardin partagé" ville', ['"jardin partage"', "ville"]),
        ("« jardin partagé »", ['"jardin partage"']),
        ("“jardin partagé”", ['"jardin partage"']),
        ('"jardin partagé', ['"jardin partage"']),
        ("jardin -école", ["jardin", "-ecole"]),
        ('jardin -"cour d\'école"', ["jardin", '-"cour ecole"']),
        ("porte-monnaie", ["porte monnaie"]),
        ("titre:eau", ["title:eau"]),
        ("Titre : eau potable", ["title:eau", "potable"]),
        ("titre:eau title:potable intitle:ville", ["title:eau", "title:potable", "title:ville"]),
        ('titre:"eau potable"', ['title:"eau potable"']),
        ("-titre:eau ville", ["-title:eau", "ville"]),
        ("sous-titre:eau", ["titre", "eau"]),
        ("beta.gouv.fr", ["beta", "gouv", "fr"]),
        ("-beta.gouv", ['-"beta gouv"']),
        ("l'eau", ["eau"]),
        ("le la les", []),
        ("", []),
        ("- -- \" ' : ", []),
        ("titre:", ["titre"]),
        ("a\0b", ["b"]),
    ],
)
def test_a_query_is_understood(text: str, clauses: list[str]) -> None:
    assert understood(text) == clauses


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("auteur:Jeanne eau", [(Asked.AUTHOR, "Jeanne", False)]),
        ('catégorie:"Gestion de crise"', [(Asked.CATEGORY, "Gestion de crise", False)]),
        ("CATEGORIE : « Gestion de crise »", [(Asked.CATEGORY, "Gestion de crise", False)]),
        ("-profil:citoyen avant:2026-03", [(Asked.PROFILE, "citoyen", True), (Asked.BEFORE, "2026-03", False)]),
        ("après:12/03/2026, eau", [(Asked.AFTER, "12/03/2026", False)]),
        ("sous-catégorie:eau", []),
        ("auteur:", []),
        ('auteur:"" profil:" "', []),
    ],
)
def test_operators_are_told_from_words(text: str, filters: list[tuple[Asked, str, bool]]) -> None:
    query = read_query(text)
    assert [(one.asked, one.value, one.excluded) for one in query.filters] == filters
    for one in query.filters:
        assert one.value in query.text[one.start : one.end]


def test_places_of_words_are_kept() -> None:
    query = read_query("  les Jardins-partagés, «à l’école» ")
    assert [query.text[clause.start : clause.end] for clause in query.clauses] == ["Jardins-partagés", "école"]


def test_long_queries_are_bounded() -> None:
    query = read_query("mot " * 10_000)
    assert len(query.text) <= MAX_LENGTH
    assert len(query.clauses) == MAX_CLAUSES


@given(st.text(max_size=400) | st.text("\"-: tirein:avpc'’«»eàœ.\0", max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    query = read_query(text)
    assert len(query.clauses) <= MAX_CLAUSES
    for clause in query.clauses:
        assert clause.units
        assert 0 <= clause.start < clause.end <= len(query.text)
