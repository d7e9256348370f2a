"""Templates, parser functions, magic words: what they become, and their limits."""

import pytest
from parsing_safety import text_of
from parsing_wiki import Wiki, render

from wiki.parsing import limits
from wiki.parsing.arithmetic import ExpressionError, evaluate
from wiki.parsing.parser import parse
from wiki.titles import Title

PAGES = {
    "Modèle:Salut": "Bonjour {{{1|vous}}}{{{fin|!}}}",
    "Modèle:Brut": "[{{{1}}}]",
    "Modèle:Blancs": "<b>{{{1}}}</b><i>{{{k}}}</i>",
    "Modèle:Doc": "<noinclude>notice</noinclude>corps<includeonly> inclus</includeonly>",
    "Modèle:Seul": "hors <onlyinclude>dedans</onlyinclude> hors",
    "Modèle:Boucle": "a {{Boucle}} b",
    "Modèle:Aller": "{{Retour}}",
    "Modèle:Retour": "{{Aller}}",
    "Modèle:Nom": "{{PAGENAME}}",
    "Modèle:Lien": "[[{{{1}}}|{{{2|{{{1}}}}}}]][[Catégorie:Liés]]",
    "Modèle:Titre": "## Vu\n",
    "Présent": "article",
    "Aide:Fiche": "---\nprofils: [Citoyen]\ncatégories: [Eau]\n---\nDu texte",
    "Modèle:Cadre": "---\n{{{1}}}\n---\n",
}


def shown(text: str, title: str = "Page") -> str:
    return text_of(render(text, PAGES, title=title).html).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{Salut}}", "Bonjour vous!"),
        ("{{salut|Zoé}}", "Bonjour Zoé!"),
        ("{{Salut|1=Zoé|fin=.}}", "Bonjour Zoé."),
        ("{{Modèle:Salut}} {{template:salut|x}}", "Bonjour vous! Bonjour x!"),
        ("{{:Présent}}", "article"),
        ("{{Aide:Fiche}}", "Du texte"),
        ("{{Cadre|x}}", "x"),
        ("{{Salut|a=b}}", "Bonjour vous!"),
        ("{{Salut|1=a=b}}", "Bonjour a=b!"),
        ("{{Salut|{{Salut|x}}}}", "Bonjour Bonjour x!!"),
        ("{{Salut|[[A|b]]}}", "Bonjour b!"),
        ("{{Brut}}", "[{{{1}}}]"),
        ("{{Brut|}}", "[]"),
        ("{{{{{absent|Salut}}}}}", "Bonjour vous!"),
        ("{{Doc}}", "corps inclus"),
        ("{{Seul}}", "dedans"),
        ("{{Nom}}", "Page"),
        ("{{Salut|<nowiki>}}|x</nowiki>}}", "Bonjour }}|x!"),
        ("`{{Salut}}`", "{{Salut}}"),
        ("```\n{{Salut}}\n```", "{{Salut}}"),
        ("<nowiki>{{Salut}}</nowiki>", "{{Salut}}"),
        ("{{a[b}} {{}} {{ }} {{|x}}", "{{a[b}} {{}} {{ }} {{|x}}"),
        ("{{Salut", "{{Salut"),
        ("}} {{Salut}} {{{", "}} Bonjour vous! {{{"),
        ("{{Salut|[[x}}", "Bonjour [[x!"),
        ("{{subst:Salut}}", "Bonjour vous!"),
        ("a <!-- {{Salut}} --> b", "a  b"),
        ("<includeonly>non</includeonly>oui<noinclude> aussi</noinclude>", "oui aussi"),
    ],
)
def test_templates(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_only_named_parameters_are_trimmed() -> None:
    html = render("{{Blancs| x | k = y }}", PAGES).html
    assert html == "<p><b> x </b><i>y</i></p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{#if:x|oui|non}}{{#if: |oui|non}}{{#if:|oui}}", "ouinon"),
        ("{{#ifeq:a|a|=|≠}} {{#ifeq:01|1.0|=|≠}} {{#ifeq:a|b|=|≠}}", "= = ≠"),
        (
            "{{#ifexist:Présent|là}} {{#ifexist:Absent|là|pas là}} {{#ifexist:<>|là|illisible}}",
            "là pas là illisible",
        ),
        ("{{#switch:b|a=1|b=2|#default=3}}", "2"),
        ("{{#switch:b|a|b|c=abc|d}}", "abc"),
        ("{{#switch:z|a=1|#default=3|b=2}}", "3"),
        ("{{#switch:z|a=1|reste}}", "reste"),
        ("{{#switch:z|a=1}}.", "."),
        ("{{#expr:1+2*3}} {{#expr:(1+2)*3}} {{#expr:7 mod 3}} {{#expr:1/4}}", "7 9 1 0.25"),
        ("{{lc:ÉTÉ}} {{uc:été}} {{ucfirst:été}} {{lcfirst:Été}}", "été ÉTÉ Été été"),
        ("{{urlencode:a b&é}} {{urlencode:a b|WIKI}} {{urlencode:a b|PATH}}", "a+b%26%C3%A9 a_b a%20b"),
        (
            "{{plural:0|voix|des voix}} {{plural:1|cheval|chevaux}} {{plural:2|cheval|chevaux}}",
            "voix cheval chevaux",
        ),
        ("{{plural:1,5|litre|litres}} {{plural:1 000|an|ans}} {{plural:-1|degré|degrés}}", "litre ans degré"),
        ("{{#IF:x|y}} {{#inconnu:x}}", "y {{#inconnu:x}}"),
    ],
)
def test_parser_functions(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_branch_that_is_not_shown_is_not_evaluated() -> None:
    output = render("{{#if:|{{Salut}}|{{Doc}}}}", PAGES)
    assert [title.name for title in output.templates] == ["Doc"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("PAGENAME", "Tri/Papier"),
        ("FULLPAGENAME", "Aide:Tri/Papier"),
        ("NAMESPACE", "Aide"),
        ("TALKPAGENAME", "Discussion aide:Tri/Papier"),
        ("SUBPAGENAME", "Papier"),
        ("BASEPAGENAME", "Tri"),
        ("SITENAME", "Wikipartage"),
        ("CURRENTYEAR", "2026"),
        ("CURRENTMONTH", "11"),
        ("CURRENTDAY", "23"),
        ("REVISIONID", "7"),
        ("NUMBEROFARTICLES", "1"),
    ],
)
def test_magic_words(word: str, expected: str) -> None:
    assert shown(f"{{{{{word}}}}}", title="Aide:Tri/Papier") == expected


def test_a_page_lives_as_long_as_its_shortest_word() -> None:
    assert render("rien").ttl is None
    assert render("{{CURRENTDAY}}").ttl == 2 * 3600 + 51 * 60
    assert render("{{NUMBEROFARTICLES}}{{CURRENTYEAR}}").ttl == 3600


def test_switches_and_properties() -> None:
    output = render("__NOTOC____NOINDEX__ `__TOC__` __HIDDENCAT__{{DEFAULTSORT:Clé}}{{DISPLAYTITLE:page}}")
    assert output.properties == {
        "notoc": "",
        "noindex": "",
        "hiddencat": "",
        "defaultsort": "Clé",
        "displaytitle": "page",
    }
    assert text_of(output.html).strip() == "__TOC__"
    assert [w.code for w in render("{{DISPLAYTITLE:Autre}}").warnings] == ["displaytitle"]


def test_a_missing_template_is_a_red_link_and_a_dependency() -> None:
    output = render("{{Absent|x}}")
    assert 'class="new"' in output.html
    assert "Modèle:Absent" in text_of(output.html)
    assert [title.full_name for title in output.templates] == ["Modèle:Absent"]


def test_links_and_categories_of_templates_are_the_pages() -> None:
    output = render("{{Lien|A}}\n{{Titre}}", PAGES)
    assert [title.name for title in output.links] == ["A"]
    assert output.categories == (("Liés", ""),)
    assert (output.headings[0].text, output.headings[0].start, output.headings[0].section) == ("Vu", -1, -1)


@pytest.mark.parametrize("text", ["{{Boucle}}", "{{Aller}}"])
def test_loops_are_told_and_stop(text: str) -> None:
    output = render(text, PAGES)
    assert "template-loop" in {warning.code for warning in output.warnings}
    assert "Template loop" in text_of(output.html)
    assert ("Pages avec une boucle de modèles", "") in output.categories


def test_forty_levels_are_allowed_and_no_more() -> None:
    pages = {f"Modèle:N{i}": f"{{{{#if:x|{{{{N{i + 1}}}}}}}}}." for i in range(60)}
    pages["Modèle:N39"] = "fond"
    assert "fond" in text_of(render("{{N0}}", pages).html)
    pages["Modèle:N39"] = "{{N40}}"
    output = render("{{N0}}", pages)
    assert [warning.code for warning in output.warnings] == ["template-depth"]


def test_five_thousand_inclusions_and_no_more() -> None:
    pages = {"Modèle:V": "x"}
    output = render("{{V}} " * limits.MAX_INCLUSIONS, pages)
    assert not output.warnings
    output = render("{{V}} " * (limits.MAX_INCLUSIONS + 1), pages)
    assert [warning.code for warning in output.warnings] == ["template-count"]
    assert ("Pages avec trop de modèles", "") in output.categories


def test_expansion_is_bounded_in_size() -> None:
    pages = {f"Modèle:D{i}": f"{{{{D{i + 1}}}}}" * 2 for i in range(30)} | {"Modèle:D30": "x" * 1000}
    output = render("début {{D0}} fin", pages)
    assert {"template-size", "template-count"} & {warning.code for warning in output.warnings}
    assert len(output.html) < 3 * limits.MAX_EXPANDED
    assert "début" in output.html
    assert "fin" in output.html


def test_an_argument_doubled_forty_times_does_not_explode() -> None:
    pages = {"Modèle:B": "{{{1}}}{{{1}}}"}
    output = render("{{B|" * 40 + "abc" + "}}" * 40, pages)
    assert len(output.html) < 3 * limits.MAX_EXPANDED


def test_nesting_of_every_kind_together_stays_within_the_stack() -> None:
    deep = "{{#if:x|" * 50 + "{{#switch:a|a={{N}}}}" + "}}" * 50
    pages = {"Modèle:N": "{{#if:x|{{#if:x|{{#if:x|{{M|{{{1|}}}}}}}}}}}", "Modèle:M": deep}
    output = render(deep + " fin", pages)
    assert "fallback" not in output.properties
    assert {warning.code for warning in output.warnings} & {"template-depth", "template-loop"}
    assert "fin" in text_of(output.html)


def test_existence_checks_are_bounded_and_remembered() -> None:
    wiki = Wiki({"A": ""})
    text = "{{#ifexist:A|o|n}}" * 1000 + "".join(f"{{{{#ifexist:P{i}|o|n}}}}" for i in range(600))
    output = parse(text, title=Title.parse("Page"), resolver=wiki)
    assert wiki.existing_calls == limits.MAX_EXISTENCE_CHECKS
    assert "ifexist-count" in {warning.code for warning in output.warnings}
    assert Title.parse("A") in output.existence


def test_links_are_asked_for_once() -> None:
    wiki = Wiki({"A": ""})
    output = parse("[[A]] [[B]] [[A]] [[Fichier:c.png]]", title=Title.parse("Page"), resolver=wiki)
    assert wiki.existing_calls == 1
    assert [title.full_name for title in output.existence] == ["A", "B", "Fichier:C.png"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2^10", "1024"),
        ("-2^2", "-4"),
        ("10/2", "5"),
        ("1e3+1", "1001"),
        ("3.14159 round 2", "3.14"),
        ("2 > 1 and not 0", "1"),
        ("1 <> 1 or 0", "0"),
        ("abs(-3) + ceil(1.2) + floor(-1.2)", "3"),
        ("-7 mod 3", "-1"),
        ("", ""),
    ],
)
def test_expressions(expression: str, value: str) -> None:
    assert evaluate(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "1/0",
        "2^99999",
        "9^9^9^9^9",
        "1e300*1e300",
        "(" * 500,
        "-" * 500 + "1",
        "x",
        "1 1",
        "sqrt(-1)",
        "(1",
        "ln 0",
        "1" * 999,
    ],
)
def test_expressions_that_have_no_value(expression: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(expression)


def test_a_bad_expression_is_shown_and_tracked() -> None:
    output = render("{{#expr:1/0}}")
    assert output.html == '<p><strong class="error">1/0</strong></p>'
    assert output.categories == (("Pages avec une expression incalculable", ""),)
