"""Whom a text names more often than the one before."""

from hypothesis import given
from hypothesis import strategies as st

from wiki.notifications.mentions import names_added
from wiki.titles import Title

NAMES = ("Alice", "Bob", "Zoé Martin", "~2026-1")
LINKS = [Title.parse(f"Utilisateur:{name}") for name in NAMES]
texts = st.lists(st.sampled_from(NAMES)).map(lambda names: " ".join(f"[[Utilisateur:{name}]]" for name in names))


@given(texts, texts)
def test_adding_a_text_names_those_whom_it_names_and_taking_it_away_nobody(before: str, added: str) -> None:
    named = {name for name in NAMES if f":{name}]]" in added}
    assert names_added(before, f"{before}\n\n{added}", LINKS) == named
    assert names_added(f"{before}\n\n{added}", before, LINKS) == set()


def test_a_name_is_known_however_it_is_written() -> None:
    after = "[[user:alice]] [[Utilisateur:Bob|lui]] [[:Utilisateur:Zoé_Martin#là]]"
    assert names_added("", after, LINKS) == {"Alice", "Bob", "Zoé Martin"}


def test_other_links_and_what_is_no_link_call_nobody() -> None:
    after = (
        "[[Alice]] [[Discussion utilisateur:Bob]] [[Utilisateur:]] [[Utilisateur:a<b]] [[Utilisateur:Bob/Essai]]"
    )
    assert names_added("", after, [*LINKS, Title.parse("Utilisateur:Bob/Essai")]) == {"Bob/Essai"}
    assert names_added("", "`[[Utilisateur:Alice]]`", []) == set()
