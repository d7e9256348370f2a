"""What introduces a page, and what merely stands at its top."""

import pytest

from wiki.parsing.introduction import has_introduction, parted

HEADING = '<div class="section-heading"><h2 id="Un">Un</h2></div>\n<p>Texte.</p>'


@pytest.mark.parametrize(
    "top",
    [
        "<p>Un puits.</p>",
        '<div class="infobox">Profondeur</div>\n<p>Un puits.</p>',
        '<p lang="en">A well.</p>',
        '<p>Le <a href="/wiki/Puits">puits</a>.</p>',
    ],
)
def test_words_of_its_own_introduce_a_page(top: str) -> None:
    assert has_introduction(top)
    assert has_introduction(f"{top}\n{HEADING}")


@pytest.mark.parametrize(
    "top",
    [
        "",
        "<p>…</p>",
        '<p><a class="new" href="/wiki/X?action=edit">Modèle:X</a></p>',
        '<div class="admonition admonition-note" role="note"><p>À compléter</p></div>',
        '<p><span class="file"><a href="/wiki/F">F</a> <span class="file-caption">Un puits</span></span></p>',
        "<ul><li>Un puits</li></ul>",
    ],
)
def test_notices_pictures_and_lists_do_not(top: str) -> None:
    assert not has_introduction(f"{top}\n{HEADING}")


def test_what_follows_the_first_heading_comes_too_late() -> None:
    assert not has_introduction(HEADING)


@pytest.mark.parametrize(
    ("above", "under"),
    [
        ("<p>Un mot.</p>\n", "<h2>Titre</h2>\n<p>Suite.</p>"),
        ("<div>\n<p>Un mot.</p>\n</div>\n", '<div class="section-heading"><h2>Titre</h2></div>'),
        ("<p>Un mot.</p>", ""),
        ("", "<h3>Titre</h3>"),
        ("", "<div>\n<h2>Dans un cadre</h2>\n</div>\n<h2>Titre</h2>"),
        ("<div><h2>Dans un cadre</h2></div>\n", "<h2>Titre</h2>"),
    ],
)
def test_the_introduction_ends_at_the_first_heading_of_the_flow(above: str, under: str) -> None:
    assert parted(above + under) == (above, under)
