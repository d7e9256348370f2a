"""What saving changes in a text, and what a summary shows."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from parsing_wiki import Wiki

from wiki.parsing.limits import MAX_TEXT_BYTES, TextTooLarge, check_size
from wiki.parsing.parser import prepare_for_save, render_summary
from wiki.titles import Title

WHEN = datetime(2026, 12, 1, 9, 5, tzinfo=ZoneInfo("Europe/Paris"))
SIGNED = "[[Utilisateur:Zoé|Zoé]] ([[Discussion utilisateur:Zoé|discussion]])"
PAGES = {"Modèle:S": "{{{1|d}}} {{{{{x|T}}}}}<noinclude>n</noinclude>", "Modèle:T": "t"}


def saved(text: str, title: str = "Discussion:Page") -> str:
    return prepare_for_save(text, title=Title.parse(title), user_name="Zoé", resolver=Wiki(PAGES), when=WHEN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oui. ~~~~", f"Oui. {SIGNED} 1er décembre 2026 à 09:05 (CET)"),
        ("~~~", SIGNED),
        ("~~~~", f"{SIGNED} 1er décembre 2026 à 09:05 (CET)"),
        ("Le ~~~~~", "Le 1er décembre 2026 à 09:05 (CET)"),
        ("`~~~~` <nowiki>~~~~</nowiki> <!-- ~~~~ -->", "`~~~~` <nowiki>~~~~</nowiki> <!-- ~~~~ -->"),
        ("~~~~~~", "~~~~~~"),
        ("~~~python\nx\n~~~", "~~~python\nx\n~~~"),
        ("~~barré~~", "~~barré~~"),
        ("[[Aide:Modèles (wiki)|]]", "[[Aide:Modèles (wiki)|Modèles]]"),
        ("[[Orléans, Loiret|]] [[A#b|]]", "[[Orléans, Loiret|Orléans]] [[A#b|A]]"),
        ("`[[A|]]`", "`[[A|]]`"),
        ("a\r\nb\rc  \nd  \n\n", "a\nb\nc  \nd"),
        ("{{subst:S}} {{S}}", "d t {{S}}"),
        ("{{subst:S|[[x]]}}", "[[x]] t"),
        ("{{S|{{subst:T}}}}", "{{S|t}}"),
        ("{{subst:Absent}}", "{{subst:Absent}}"),
        ("{{subst:#expr:1+1}} {{subst:PAGENAME}}", "2 Page"),
        ("`{{subst:T}}` <nowiki>{{subst:T}}</nowiki>", "`{{subst:T}}` <nowiki>{{subst:T}}</nowiki>"),
        ("a\x00b\ud800", "a\ufffdb\ufffd"),
    ],
)
def test_preparing_for_save(text: str, expected: str) -> None:
    assert saved(text) == expected
    assert saved(expected) == expected


def test_substitution_stays_within_the_stack() -> None:
    text = "{{#if:x|" * 55 + "{{subst:S|" + "{{#if:x|" * 300 + "}}" * 400
    assert isinstance(saved(text), str)


def test_articles_are_not_signed() -> None:
    assert saved("~~~~", "Page") == "~~~~"


def test_the_size_limit_counts_bytes() -> None:
    check_size("a" * MAX_TEXT_BYTES)
    with pytest.raises(TextTooLarge) as caught:
        check_size("é" * (MAX_TEXT_BYTES // 2 + 1))
    assert caught.value.status == 413
    assert caught.value.params["limit"] == MAX_TEXT_BYTES


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('ajout <b> & "x"', "ajout &lt;b&gt; &amp; &quot;x&quot;"),
        ("voir [[A]], [[A#b|ici]]", 'voir <a href="/wiki/A">A</a>, <a href="/wiki/A#B">ici</a>'),
        (
            "[[Absente]]",
            '<a class="new" href="/wiki/Absente?action=edit&amp;redlink=1" title="Absente'
            ' (page does not exist)">Absente</a>',
        ),
        (
            "[[:Catégorie:X|]]",
            '<a class="new" href="/wiki/Cat%C3%A9gorie:X?action=edit&amp;redlink=1"'
            ' title="Catégorie:X (page does not exist)">X</a>',
        ),
        ("[[<>]] [[a", "[[&lt;&gt;]] [[a"),
        ("*a* `b` http://c.example {{d}}", "*a* `b` http://c.example {{d}}"),
        ("deux\nlignes", "deux lignes"),
    ],
)
def test_summaries(text: str, html: str) -> None:
    assert render_summary(text, resolver=Wiki({"A": ""})) == html
