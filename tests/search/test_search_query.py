"""What a search finds, and what it never shows."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiki.database import session, transaction
from wiki.pages.finding import get_page
from wiki.pages.models import Revision
from wiki.pages.visibility import Hidden
from wiki.search import outbox
from wiki.search.index import IndexUnavailable
from wiki.search.query import search
from wiki.settings import Settings
from wiki.titles import Namespace, Title

Indexed = Callable[[dict[str, str]], None]

PAGES = {
    "Résilience": "La resilience d'un territoire, et les résiliences de ses habitants.",
    "Eau potable": "La qualité de l'eau. Un château d’eau pour la commune.",
    "Auto-partage": "Une voiture en auto-partage pour tout le quartier.",
    "Mobilité": "L'autopartage et le covoiturage ; les auto partages du village.",
    "Jardins partagés": "## Compost\nDes jardins pour l'école et le quartier. Le partage des récoltes.",
    "Compost": "Un bac à compost collectif.",
    "Arrosage": "L'eau du jardin, et celle de la commune de montagne.",
    "Aide:Chercher": "Comment chercher une page sur l'eau.",
    "Discussion:Eau potable": "Et l'eau de pluie ?",
}


@pytest.fixture
def pages(indexed: Indexed) -> None:
    indexed(PAGES)


def found(words: str, *namespaces: Namespace) -> set[str]:
    results = search(words, namespaces) if namespaces else search(words)
    assert results.total == len(results.hits)
    return {hit.title.full_name for hit in results.hits}


SPELLINGS: list[tuple[tuple[str, ...], set[str]]] = [
    (("résilience", "resilience", "résiliences", "RÉSILIENCE"), {"Résilience"}),
    (("eau", "l'eau", "l’eau", "d'eau", "Eaux"), {"Eau potable", "Arrosage", "Aide:Chercher"}),
    (
        ("auto-partage", "autopartage", "auto-partages", "l'autopartage", "auto‑partage"),
        {"Auto-partage", "Mobilité"},
    ),
    (('"auto partage"', '"auto-partage"', '"autopartage"'), {"Auto-partage", "Mobilité"}),
    (("auto partage", "partages auto"), {"Auto-partage", "Mobilité"}),
]


def test_a_page_is_found_by_the_name_of_its_category_after_those_that_speak_of_it(indexed: Indexed) -> None:
    indexed(
        {
            "Vélobus": "Des enfants roulent ensemble. [[Catégorie:Mobilité]]",
            "Mobilité": "Comment on se déplace, et pourquoi.",
            "Marche": "## La mobilité à pied\nElle va partout où il y a un trottoir, et même ailleurs.",
            "Cantine": "On y mange. [[Catégorie:Circuits courts]]",
        }
    )
    assert [hit.title.name for hit in search("mobilités").hits] == ["Mobilité", "Marche", "Vélobus"]
    assert found("courts circuits") == {"Cantine"}
    assert found("roulent circuits") == set()
    assert search("mobilité ensemble").hits[0].excerpt[0][0].startswith("Des enfants roulent")


@pytest.mark.usefixtures("pages")
def test_spellings_find_the_same_pages() -> None:
    for spellings, titles in SPELLINGS:
        for spelling in spellings:
            assert found(spelling) == titles, spelling


OPERATORS: list[tuple[str, set[str]]] = [
    ("eau commune", {"Eau potable", "Arrosage"}),
    ("eau -potable", {"Arrosage", "Aide:Chercher"}),
    ("eau -l'école -jardin", {"Eau potable", "Aide:Chercher"}),
    ('"commune de montagne"', {"Arrosage"}),
    ('"montagne commune"', set()),
    ('eau -"commune de montagne"', {"Eau potable", "Aide:Chercher"}),
    ("titre:eau", {"Eau potable"}),
    ("titre:eau commune", {"Eau potable"}),
    ("commune -titre:eau", {"Arrosage"}),
    ('titre:"jardin partagé"', {"Jardins partagés"}),
    ("voiture autopartage", {"Auto-partage"}),
    ('"voiture en autopartage pour tout"', {"Auto-partage"}),
    ("partage", {"Auto-partage", "Mobilité", "Jardins partagés"}),
    ("la de et", set()),
    ("-eau", set()),
    ("", set()),
]


@pytest.mark.usefixtures("pages")
def test_operators() -> None:
    for words, titles in OPERATORS:
        assert found(words) == titles, words


@pytest.mark.usefixtures("pages")
def test_titles_and_headings_weigh_more() -> None:
    assert [hit.title.name for hit in search("compost").hits] == ["Compost", "Jardins partagés"]
    assert search("eau").hits[0].title.name == "Eau potable"


@pytest.mark.usefixtures("pages")
def test_namespaces_are_respected() -> None:
    assert found("eau", Namespace.TALK) == {"Discussion:Eau potable"}
    assert found("eau", Namespace.HELP, Namespace.TALK) == {"Aide:Chercher", "Discussion:Eau potable"}
    assert found("eau", Namespace.TEMPLATE) == set()
    assert search("eau", ()).total == 0


@pytest.mark.usefixtures("pages")
def test_a_part_of_the_results() -> None:
    everything = search("eau")
    assert everything.total == 3
    first, second = search("eau", limit=2), search("eau", offset=2, limit=2)
    assert (*first.hits, *second.hits) == everything.hits
    assert second.total == 3
    assert search("eau", offset=10**9, limit=5).hits == ()


@pytest.mark.usefixtures("pages")
def test_a_hit_shows_the_words_and_the_page() -> None:
    hit = search("châteaux").hits[0]
    assert [text for text, marked in hit.excerpt if marked] == ["château"]
    assert "".join(text for text, _marked in hit.excerpt).startswith("La qualité de l'eau. Un château d’eau")
    assert hit.url == "/wiki/Eau_potable"
    assert hit.updated.tzinfo is not None


CORRECTIONS: list[tuple[str, str | None]] = [
    ("covoiturrage", "covoiturage"),
    ("habitnats", "habitants"),
    ("ecloe jardin", "école jardin"),
    ("l'habitznt", "l'habitants"),
    ("zzzzzzzz", None),
    ("xxx", None),
]


@pytest.mark.usefixtures("pages")
def test_did_you_mean() -> None:
    for typed, meant in CORRECTIONS:
        results = search(typed)
        assert (results.total, results.corrected) == (0, meant), typed


@pytest.mark.usefixtures("pages")
def test_a_correction_that_finds_nothing_is_not_offered() -> None:
    assert search("covoiturrage titre:eau").corrected is None


@pytest.mark.usefixtures("pages")
def test_a_page_deleted_just_now_is_neither_shown_nor_counted() -> None:
    with transaction():
        page = get_page(Title.parse("Eau potable"))
        page.deleted_at = page.created_at
        outbox.enqueue(page)
    assert found("eau") == {"Arrosage", "Aide:Chercher"}
    assert found("potable") == set()
    assert found("titre:eau") == set()


@pytest.mark.usefixtures("pages")
def test_a_revision_hidden_just_now_is_not_quoted(page: Callable[..., object]) -> None:
    with transaction():
        found = get_page(Title.parse("Eau potable"))
        revision = session.get(Revision, found.shown_revision_id)
        assert revision is not None
        revision.hidden = Hidden.DELETED
    hits = {hit.title.name: hit for hit in search("château").hits}
    assert hits["Eau potable"].excerpt == ()


def test_without_an_index_it_says_so(wiki_database: Settings) -> None:
    with pytest.raises(IndexUnavailable):
        search("eau")


@pytest.mark.usefixtures("pages")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "eau",
                "-",
                '"',
                "l'",
                "titre:",
                "auto",
                "partage",
                "auto-partage",
                " ",
                " ",
                "jardin",
                "*",
                "~",
                "zz",
                "catégorie:",
                "auteur:",
                "profil:",
                "territoire:",
                "avant:",
                "après:",
                "2026",
                "31/02/2026",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_no_query_is_an_error(words: str) -> None:
    results = search(words)
    assert len(results.hits) <= results.total
    assert results.corrected is None or not results.total
