"""The tree of choices as it is drawn: every choice with its figure, nothing of a text left as markup."""

from markupsafe import Markup

from tests.reading import read
from wiki.taxonomy.facets.drawing import Words, tree
from wiki.taxonomy.facets.hierarchy import Value
from wiki.taxonomy.facets.offering import Choice

WORDS = Words(chosen="(choisi)", narrower="Plus précis que « %(title)s »", number="{:_}".format)


def choice(name: str, count: int, *narrower: Choice, chosen: bool = False, unfolded: bool = False) -> Choice:
    return Choice(Value(("axe", "valeur"), 1, name, ""), count, "/a?b=1&c=2", chosen, narrower, unfolded)


def test_names_and_addresses_are_text() -> None:
    drawn = tree([choice("<b>Eau</b> & 5 % \"d'ici\"", 3, choice("<i>", 0))], WORDS)
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    shown = read(drawn)
    assert shown.links() == {'<b>Eau</b> & 5 % "d’ici"': "/a?b=1&c=2"}
    assert shown.one("summary").words == 'Plus précis que « <b>Eau</b> & 5 % "d’ici" »'


def test_what_leaves_nothing_has_its_zero_and_what_is_chosen_can_be_given_up() -> None:
    shown = read(tree([choice("Un", 0), choice("Deux", 0, chosen=True), choice("Trois", 12_345)], WORDS))
    assert [figure.words for figure in shown.all("span", class_="count")] == ["0", "0", "12_345"]
    assert list(shown.links()) == ["✓Deux", "Trois"]
    assert shown.one("a", class_="facet__chosen").text == "✓ Deux (choisi)"


def test_what_is_narrower_is_folded_until_the_way_leads_there() -> None:
    inner = choice("Dedans", 1)
    shown = read(tree([choice("Ouvert", 2, inner, unfolded=True), choice("Fermé", 2, inner)], WORDS))
    assert ["open" in folded.attributes for folded in shown.all("details")] == [True, False]
    assert [folded.one("a").words for folded in shown.all("details")] == ["Dedans", "Dedans"]


def test_names_say_their_language_and_the_words_beside_them_do_not():
    words = Words(chosen="(chosen)", narrower="Narrower than “%(title)s”", number=str, lang=Markup(' lang="fr"'))
    shown = read(tree([choice("<Eau>", 3, choice("Pluie", 1), chosen=True), choice("Rien", 0)], words))
    assert [name.words for name in shown.all(lang="fr")] == ["<Eau>", "<Eau>", "Pluie", "Rien"]
