"""Facets count exactly: compared with plain Python over the texts, through every change, and in a second process."""

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from wiki.database import session, transaction
from wiki.editing.moving import move_page
from wiki.moderation.deletion import delete_page, undelete_page
from wiki.pages import finding
from wiki.pages.models import Page
from wiki.taxonomy import changes
from wiki.taxonomy.changes import everything_changed
from wiki.taxonomy.facets.bitsets import bits_of, is_marked, marks_of, numbers_of
from wiki.taxonomy.facets.counting import Narrowed, narrow
from wiki.taxonomy.facets.membership import Keeper, Membership
from wiki.taxonomy.loading import load_vocabulary
from wiki.taxonomy.models import FacetChange
from wiki.titles import Title

SELECTIONS = 1000


@given(st.sets(st.integers(0, 3000)), st.integers(0, 3000))
def test_a_bit_set_is_a_set(numbers: set[int], asked: int) -> None:
    bits = bits_of(numbers)
    assert list(numbers_of(bits)) == sorted(numbers)
    assert bits.bit_count() == len(numbers)
    assert is_marked(marks_of(bits), asked) == (asked in numbers)


@dataclass
class Known:
    """A random wiki as plain Python knows it."""

    parents: dict[str, dict[str, list[str]]]
    profiles: list[str]
    #: Title → facet → slugs written in its text.
    texts: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def belongs(self, title: str, facet: str, slug: str) -> bool:
        """Whether a value of the page is this one or leads up to it."""
        pending, seen = list(self.texts[title].get(facet, ())), set()
        while pending:
            value = pending.pop()
            if value == slug:
                return True
            if value not in seen:
                seen.add(value)
                pending += self.parents.get(facet, {}).get(value, [])
        return False


@pytest.fixture
def known(app, page) -> Known:
    """A vocabulary of three axes, 1 and 10 and 100 among its slugs, several parents everywhere; 70 pages in it."""
    chance = random.Random(20)
    parents: dict[str, dict[str, list[str]]] = {}
    axes = []
    for axis in ("a", "b", "c"):
        terms, above = [], {}
        for number in range(1, 26):
            slug = f"{axis}{number if number < 25 else 100}"
            above[slug] = chance.sample(list(above), k=min(len(above), chance.choice((0, 1, 1, 2, 3))))
            terms.append({"slug": slug, "name": slug.upper(), "broader": above[slug]})
        parents[axis] = above
        axes.append({"slug": axis, "name": f"Axe {axis}", "terms": terms})
    people = [f"p{number}" for number in (1, 10, 100)]
    profiles = [{"slug": slug, "name": slug.upper(), "description": ""} for slug in people]
    with transaction():
        load_vocabulary({"profiles": profiles, "axes": axes})
    known = Known(parents, people)
    for number in range(70):
        title, values, text = f"Page {number}", {}, []
        for axis, above in parents.items():
            values[axis] = set(chance.sample(sorted(above), k=chance.choice((0, 1, 1, 2, 4))))
            text += [f"[[Catégorie:{slug.upper()}]]" for slug in values[axis]]
        values["profil"] = set(chance.sample(people, k=chance.choice((0, 1, 2))))
        text += [f"[[Profil:{slug.upper()}]]" for slug in values["profil"]]
        page(title, " ".join(text) or "Rien")
        known.texts[title] = values
    page("Aide:Autre", "[[Catégorie:A1]] [[Profil:P1]]")
    page("Mène à", "#REDIRECTION [[Page 1]] [[Catégorie:A1]]")
    return known


def values_of(narrowed: Narrowed, known: Known) -> dict[tuple[str, str], int]:
    shape = narrowed.membership.hierarchy
    wanted = {("profil", slug) for slug in known.profiles}
    wanted |= {(axis, slug) for axis, above in known.parents.items() for slug in above}
    return {key: narrowed.count(value) for key in wanted if (value := shape.find(*key)) is not None}


def test_a_thousand_selections_count_as_plain_python_does(known: Known) -> None:
    numbers = {title: finding.get_page(Title.parse(title)).id for title in known.texts}
    facets = {**{axis: sorted(above) for axis, above in known.parents.items()}, "profil": known.profiles}
    belonging = {
        (facet, slug): {title for title in known.texts if known.belongs(title, facet, slug)}
        for facet, slugs in facets.items()
        for slug in slugs
    }

    def fulfils(title: str, selection: dict[str, set[str]]) -> bool:
        return all(any(title in belonging[facet, slug] for slug in slugs) for facet, slugs in selection.items())

    a_selection = st.fixed_dictionaries(
        {}, optional={facet: st.sets(st.sampled_from(slugs), min_size=1, max_size=4) for facet, slugs in facets.items()}
    )
    some_pages = st.one_of(st.none(), st.sets(st.sampled_from(sorted(known.texts))))

    @settings(max_examples=SELECTIONS, deadline=None)
    @given(a_selection, some_pages)
    def holds(selection: dict[str, set[str]], among: set[str] | None) -> None:
        pool = set(known.texts) if among is None else among
        narrowed = narrow(selection, among=None if among is None else [numbers[title] for title in among])
        left = {title for title in pool if fulfils(title, selection)}
        assert set(narrowed.page_ids()) == {numbers[title] for title in left}
        assert narrowed.total == len(left)
        beside = {}
        for facet in facets:
            others = {name: slugs for name, slugs in selection.items() if name != facet}
            beside[facet] = {title for title in pool if fulfils(title, others)}
        for (facet, slug), count in values_of(narrowed, known).items():
            assert count == len(beside[facet] & belonging[facet, slug]), (facet, slug)

    holds()


@pytest.fixture
def processes(app) -> list[Keeper]:
    """Two processes that serve for long."""
    return [Keeper(), Keeper()]


def agreed(processes: list[Keeper]) -> Membership:
    """What all processes know, which is what one that is just started reads."""
    fresh = Keeper().present()
    for keeper in processes:
        assert keeper.present() == fresh
    return fresh


def citizens(processes: list[Keeper]) -> set[str]:
    """Titles of the articles for citizens, as every process counts them."""
    bits = agreed(processes).of("profil", "citoyen")
    session.expire_all()
    return {session.get_one(Page, number).title.full_name for number in numbers_of(bits)}


def test_every_process_sees_each_change_at_once(processes, page, maintenance) -> None:
    assert citizens(processes) == set()
    number = page("Eau", "[[Profil:Citoyen]] [[Catégorie:Inondation]]").revision.page_id
    assert citizens(processes) == {"Eau"}
    page("Eau", "Plus rien")
    assert citizens(processes) == set()
    page("Modèle:Public", "[[Profil:Citoyen]]")
    page("Sol", "{{Public}}")
    assert citizens(processes) == {"Sol"}
    page("Eau", "[[Profil:Citoyen]]")
    page("Sol", "#REDIRECTION [[Eau]] [[Profil:Citoyen]]")
    assert citizens(processes) == {"Eau"}
    move_page(maintenance, title=Title.parse("Eau"), target=Title.parse("Aide:Eau"))
    assert citizens(processes) == set()
    move_page(maintenance, title=Title.parse("Aide:Eau"), target=Title.parse("Eau"))
    assert citizens(processes) == {"Eau"}
    delete_page(maintenance, title=Title.parse("Eau"), reason="essai")
    assert citizens(processes) == set()
    undelete_page(maintenance, page_id=number, reason="essai")
    assert citizens(processes) == {"Eau"}


def test_a_page_belongs_to_what_is_above_its_categories(processes, page) -> None:
    number = page("Eau", "[[Catégorie:Sécheresse]]").revision.page_id
    known = agreed(processes)
    drought = known.hierarchy.find("enjeux", "secheresse")
    assert drought is not None
    assert len(drought.broader) > 1
    for slug in (drought.slug, *drought.broader):
        assert list(numbers_of(known.of("enjeux", slug))) == [number]


def test_a_new_term_counts_pages_that_were_there_before(processes, page) -> None:
    page("Eau", "[[Catégorie:Mare]]")
    agreed(processes)
    with transaction():
        terms = [{"slug": "bassin", "name": "Bassin"}, {"slug": "mare", "name": "Mare", "broader": ["bassin"]}]
        load_vocabulary({"profiles": [], "axes": [{"slug": "plus", "name": "Plus", "terms": terms}]})
    assert agreed(processes).of("plus", "bassin").bit_count() == 1


def test_what_changes_nothing_about_belonging_tells_nobody(processes, page) -> None:
    page("Eau", "[[Profil:Citoyen]] un")
    before = agreed(processes)
    page("Eau", "[[Profil:Citoyen]] deux {{DEFAULTSORT:Zzz}}")
    page("Aide:Mode", "[[Lien]]")
    assert agreed(processes) == before


def test_what_is_not_committed_is_not_known(processes, page) -> None:
    before = agreed(processes)

    def begin_and_give_up() -> None:
        with transaction():
            everything_changed()
            session.flush()
            assert processes[0].present() == before
            raise InterruptedError

    with pytest.raises(InterruptedError):
        begin_and_give_up()
    assert agreed(processes) == before


def test_a_process_that_slept_too_long_reads_everything_anew(processes, page, monkeypatch) -> None:
    monkeypatch.setattr(changes, "KEPT", 2)
    page("Eau", "[[Profil:Citoyen]]")
    assert citizens(processes) == {"Eau"}
    page("Eau", "Plus rien")
    for name in ("Sol", "Air", "Feu"):
        page(name, "[[Profil:Citoyen]]")
    assert len(session.scalars(select(FacetChange)).all()) == 2
    assert citizens(processes) == {"Sol", "Air", "Feu"}
