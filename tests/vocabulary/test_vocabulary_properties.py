"""What holds of the vocabulary whatever is asked of it: no circle, and the log leads back."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from wiki.database import session, transaction
from wiki.taxonomy.checking import check
from wiki.taxonomy.models import Axis, Profile, Term
from wiki.vocabulary.changing import add, change
from wiki.vocabulary.judging import way_up
from wiki.vocabulary.refusals import Circle
from wiki.vocabulary.shapes import AxisShape, Change, ProfileShape, TermShape, version_of
from wiki.vocabulary.storing import get_term, load
from wiki.vocabulary.undoing import undo

NAMES = ("A", "B", "C", "D")
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES), max_size=2)), max_size=5)
TEXTS = st.text(max_size=20)
LISTS = st.lists(TEXTS, max_size=3).map(lambda items: tuple(sorted(items)))
SHAPES = st.one_of(
    st.builds(TermShape, axis=TEXTS, slug=TEXTS, name=TEXTS, description=TEXTS, code=TEXTS, position=st.integers(),
              broader=LISTS, synonyms=LISTS),
    st.builds(ProfileShape, slug=TEXTS, name=TEXTS, position=st.integers(), synonyms=LISTS),
    st.builds(AxisShape, slug=TEXTS, name=TEXTS),
)  # fmt: skip


@pytest.fixture
def axis(app) -> str:
    """The slug of an axis without any term, in a wiki without others."""
    with transaction() as current:
        current.execute(delete(Term))
        current.execute(delete(Profile))
    return session.scalars(select(Axis.slug).order_by(Axis.id)).first()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDGES)
@example([("A", {"B"}), ("B", {"C"}), ("C", {"A"})])
def test_whatever_is_put_below_whatever_no_circle_comes_about(axis, maintenance, edges):
    with transaction() as current:
        current.execute(delete(Term))
    for name in NAMES:
        add(maintenance, shape=TermShape(axis, name.casefold(), name))
    above: dict[int, list[int]] = {number: [] for number in range(len(NAMES))}
    for name, parents in edges:
        start, goals = NAMES.index(name), sorted(NAMES.index(parent) for parent in parents)
        closes = any(way_up(above | {start: []}, goal, start) for goal in goals)
        term = get_term(name.casefold())
        wanted = TermShape(axis, term.slug, name, broader=tuple(sorted(parent.casefold() for parent in parents)))
        try:
            done = change(maintenance, slug=term.slug, shape=wanted, version=version_of(term))
        except Circle:
            assert closes
            assert get_term(term.slug) == term
        else:
            assert not closes
            if done.entry_id is not None:
                undo(maintenance, number=done.entry_id)
                assert get_term(term.slug) == term
                change(maintenance, slug=term.slug, shape=wanted, version=version_of(term))
            above[start] = goals
            assert load("term", term.slug) == wanted
    assert list(check()) == []


@given(SHAPES)
def test_a_change_comes_back_from_the_log_as_it_went_in(shape):
    for made in (Change(None, shape), Change(shape, None), Change(shape, shape)):
        assert Change.from_json(made.as_json()) == made


@given(SHAPES, SHAPES)
def test_shapes_that_differ_have_versions_that_differ(one, other):
    assert (version_of(one) == version_of(other)) == (one == other)
