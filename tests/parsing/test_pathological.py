"""Texts made to exhaust the parser: each gives a page, in bounded work, with its text in it."""

import resource
import threading
import time

import pytest
from parsing_safety import problems, text_of
from parsing_wiki import render

from wiki.parsing import limits, page
from wiki.parsing.draft import LABELS, Draft, Job
from wiki.parsing.limits import MAX_TEXT_BYTES, TooComplex, TooSlow
from wiki.parsing.opaque import masked
from wiki.parsing.sanitiser import sanitised
from wiki.parsing.sections import scan
from wiki.parsing.worker import Budget, Worker, cost
from wiki.titles import Title

#: Far above the promise of 2 s, so that a busy machine does not fail the test; a quadratic step would need hours.
HARD_STOP = 20.0
MANY = 100_000

#: The issue's list, then whatever was found costly in the libraries below.
SIGNS = ["[", "*", "_", "`", "> ", "- ", "<", "![", "|", "{{", "[["]
MORE = [
    "**a", "<b>", "[a](", "<a ", "<b id=1>", "{{{", "&", "~~~", "~~~a\n", ":::", "*_", "\\", "[^1]", "[^1]: a\n",
    "<div>\n", "<table>\n", "# a\n", "a\n---\n\n", "**a** ", "[a](b) ", "[[a]] ", "<!--", "<nowiki>", "{{a}}", "{{a|",
    "{{#if:x|", "|a|b\n", "a\n: b\n\n", "!!! note\n", "    a\n", "```\n", "[[Fichier:a|", "http://a.b ", "&amp;", "\t",
    "\x02", "</b>", "]]", "1. a\n", "a  \n", "__TOC__", "*[a]: b\n", "[a]: b\n", "« » ", "<a href=x>", "---\n",
]  # fmt: skip


def used() -> float:
    """CPU seconds of this process and its ended children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def check(text: str) -> None:
    """`text` is answered with a page that still says it."""
    start = used()
    output = render(text, {"Modèle:A": "a"})
    assert used() - start < HARD_STOP
    assert output.html or not text.strip("\t\n |") or output.categories or not text_of(output.html)
    if "fallback" in output.properties:
        assert "rendering-limit" in {warning.code for warning in output.warnings}
        assert ("Pages affichées sans mise en forme", "") in output.categories
        assert len(output.html) >= len(text)


@pytest.mark.parametrize("sign", SIGNS, ids=repr)
def test_a_hundred_thousand_times(sign: str) -> None:
    check(sign * MANY)


@pytest.mark.parametrize("piece", MORE, ids=repr)
def test_four_thousand_times(piece: str) -> None:
    check(piece * (MANY // 25))


@pytest.mark.parametrize(
    "text",
    [
        "".join("  " * level + "- a\n" for level in range(600)),
        "\n".join(">" * level + " a" for level in range(600)),
        "|" + "a|" * 8_000 + "\n|" + "-|" * 8_000 + "\n|" + "b|" * 8_000,
        "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "|x\n" * 5_000,
        "|a|b|\n|-|-|\n" + "|x|y|\n" * 8_000,
        "[^1] " * 8_000 + "\n\n[^1]: x",
        "*a " * 8_000 + " b*" * 8_000,
        "**" * 8_000 + "a" + "**" * 8_000,
        "<b>" * 8_000 + "a" + "</b>" * 8_000,
        "<div>\n" * 8_000 + "</div>\n" * 8_000,
        "[" * 8_000 + "a" + "](b)" * 8_000,
        " ".join("`" * length for length in range(1, 600)),
        "<b " + "a=b " * 50_000 + ">x</b>",
        "{{#if:x|" * 8_000 + "}}" * 8_000,
        "{{{" * 8_000 + "a" + "}}}" * 8_000,
        "{{#switch:z" + "|a=1" * 50_000 + "}}",
        "http://a.b/" + ")" * 200_000,
        " " * 1_000_000,
        "\n" * 1_000_000,
        "a" * 1_000_000,
        "[a](" + "(" * 200_000,
        "---\n" + "[" * 16_000 + "\n---\n",
        "---\n" + "a: 1\n" * 200_000 + "---\n",
        "\n".join("    " * level + "!!! note" for level in range(300)),
    ],
    ids=lambda text: repr(text[:20]),
)
def test_shapes(text: str) -> None:
    check(text)


def test_what_is_not_laid_out_is_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MAX_ELEMENTS", 10)
    text = "*a* <b>& [[x]] " * 10
    output = render("---\ntype: fiche\n---\n" + text)
    assert output.properties["fallback"] == "limits"
    assert text.strip() in text_of(output.html)
    assert output.front == {"type": "fiche"}
    assert problems(output.html) == []


def test_a_text_above_the_size_limit_is_shown_unrendered() -> None:
    text = "é" * (MAX_TEXT_BYTES // 2 + 1)
    output = render(text)
    assert text in output.html
    assert output.properties["fallback"] == "limits"


def test_a_long_ordinary_page_is_laid_out() -> None:
    """In the worker, at a fifth of the CPU time that it may take: a slow machine lays it out too."""
    sentence = "Les communes de la **vallée** ont [[Choix|choisi]] de restaurer la rivière. "
    more = "Elles ont planté des saules, ouvert des prairies et appris à lire le niveau de l’eau. " * 10
    text = f"## Titre\n\n{sentence}{more}\n\n" * 160
    assert cost(text) > limits.TAME_COST
    output = render(text)
    assert "fallback" not in output.properties
    assert len(output.headings) == 160


def test_structure_is_bounded_in_depth() -> None:
    for text in ("> " * 200 + "a", "- " * 200 + "a", "<div>\n" * 200 + "a\n" + "</div>\n" * 200):
        html = render(text).html
        assert html.count("<blockquote>") + html.count("<ul>") + html.count("<div>") <= limits.MAX_BLOCK_DEPTH + 1
        assert "a" in text_of(html)
        assert problems(html) == []


@pytest.mark.parametrize("sign", [*SIGNS, "```\n", "<nowiki>", "a\n---\n\n", "## a\n"], ids=repr)
def test_scanning_sections_is_linear(sign: str) -> None:
    start = time.process_time()
    scan(sign * MANY)
    masked(sign * MANY)
    assert time.process_time() - start < HARD_STOP


def test_the_sanitiser_refuses_shapes_that_bleach_cannot_bear() -> None:
    for html in ("<div>" * 500 + "</div>" * 500, "<b>x</b>" * 200_000, "<b " + "a=b " * 5_000 + ">x</b>"):
        with pytest.raises(TooComplex):
            sanitised(html)


def test_more_calls_than_are_expanded_are_not_even_read() -> None:
    for calls, sections in ((10, [1]), (limits.MAX_CALLS + 1, [-1])):
        output = render("## Un\n\n" + "{{A|b=c}} " * calls)
        assert [heading.section for heading in output.headings] == sections


def job(text: str) -> Job:
    return Job(text, (), Title.parse("Page"), dict(LABELS), edit_sections=False)


def test_a_worker_is_stopped_by_its_cpu_limit_and_works_again() -> None:
    worker = Worker()
    assert worker.call("markup", job("a" * 10), Budget(5), 0) is not None
    with pytest.raises(TooSlow):
        worker.call("markup", job("*a* <b>& [[x]] " * 30_000), Budget(0.06), 0)
    draft = worker.call("markup", job("**a**"), Budget(5), 0)
    assert isinstance(draft, Draft)
    assert draft.html == "<p><strong>a</strong></p>"


def test_a_dead_worker_is_replaced() -> None:
    worker = Worker()
    assert worker.call("sanitise", "<b>a</b>", Budget(5), 0) == "<b>a</b>"
    child = worker._child
    assert child is not None
    child.kill()
    child.wait()
    assert worker.call("sanitise", "<b>a</b>", Budget(5), 0) == "<b>a</b>"


def test_a_budget_counts_what_workers_used() -> None:
    budget = Budget(10)
    budget.used(4)
    assert 5 < budget.left(0) <= 6
    assert budget.left(100) == pytest.approx(0.05)


def test_threads_share_one_worker_and_get_their_own_pages() -> None:
    texts = [f"{number} *a* " + "mot " * 40_000 for number in range(4)]
    assert all(cost(text) > limits.TAME_COST for text in texts)
    found: dict[int, str] = {}

    def one(number: int) -> None:
        found[number] = render(texts[number]).html

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number][:5] for number in range(4)] == [f"<p>{number} " for number in range(4)]
