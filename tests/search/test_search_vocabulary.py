"""Words near to a slip: the short way finds what comparing with each word finds."""

from collections.abc import Callable

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from whoosh.support.levenshtein import distance

from wiki.search import index, worker
from wiki.search.analysis import one_letter_off
from wiki.search.reading import segments_of
from wiki.search.vocabulary import Vocabulary, Words

PageMaker = Callable[..., object]

#: Few letters, so that many words resemble each other.
word = st.text("abr", min_size=4, max_size=9)
segment = st.frozensets(word, max_size=30)


def vocabulary(*segments: frozenset[str]) -> Vocabulary:
    return Vocabulary([Words.of(word.encode() for word in sorted(words)) for words in segments])


@given(word, segment, segment)
def test_words_two_letters_off(sought: str, first: frozenset[str], second: frozenset[str]) -> None:
    near = {other for other in first | second if other[:3] == sought[:3] and distance(sought, other) <= 2}
    assert vocabulary(first, second).near(sought, most=2, same=3) == near


@given(word, segment, segment)
def test_words_one_letter_off(sought: str, first: frozenset[str], second: frozenset[str]) -> None:
    possible = set(one_letter_off(sought))
    assert vocabulary(first, second).among(possible) == (first | second) & possible


def test_a_correction_follows_the_index(client: FlaskClient, page: PageMaker) -> None:
    def corrected() -> bool:
        return "?q=sauterelle" in client.get("/special/search?q=sautrelle").text

    page("Prairie", "Des fleurs et des abeilles.")
    worker.catch_up()
    assert not corrected()
    page("Talus", "La sauterelle chante.")
    worker.catch_up()
    assert corrected()
    page("Talus", "Plus rien ne chante.")
    worker.catch_up()
    assert not corrected()


def test_segments_that_are_gone_are_forgotten(page: PageMaker) -> None:
    for number in range(3):
        page(f"Page {number}", "La sauterelle chante.")
        worker.catch_up()
        with index.current().reader() as reader:
            assert reader.vocabulary.among({"sauterelle"}) == {"sauterelle"}
    assert reader.words.keys() == segments_of(reader.searcher.reader()).keys()
