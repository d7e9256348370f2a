"""What holds for any text whatever."""

from datetime import UTC, datetime
from itertools import pairwise

from bleach.sanitizer import Cleaner
from hypothesis import given, settings
from hypothesis import strategies as st
from parsing_safety import problems, text_of
from parsing_wiki import Wiki, render

from wiki.parsing.characters import normalised
from wiki.parsing.opaque import masked, opaque_spans
from wiki.parsing.parser import prepare_for_save, render_summary
from wiki.parsing.sanitiser import TAGS, sanitised
from wiki.parsing.sections import replace_section, scan, section_text
from wiki.parsing.walker import LinearWalker
from wiki.titles import Title

PIECES = [
    "[[", "]]", "[", "]", "(", ")", "](", "{{", "}}", "{{{", "}}}", "|", "=", "*", "**", "_", "`", "```\n",
    "~~~", "\n", "\n\n", "# ", "## A\n", "A\n---\n", "===\n", "> ", "- ", "1. ", "  ", "    ", "\t", "<b>",
    "</b>", "<div>\n", "</div>\n", "<table>", "<td>", "</table>", "<p>", "<ul><li>", "<pre>", "</pre>",
    "<a href=x>", "<br>", "<!--", "-->", "<nowiki>", "</nowiki>", "<noinclude>", "</noinclude>",
    "<includeonly>", "#if:", "subst:", "M", "Page", "a", "é", "[^1]", "[^1]: ", "*[a]: b\n", "|-|-|\n",
    "|a|b|\n", ": ", "!!! note\n", "http://a.b/", "&", "&lt;", "\\", "!", "~~~~", "__TOC__", "---\n",
    "type: x\n", "Catégorie:", "Fichier:", "#REDIRECTION ", "\x00", "\ud800", "\x02", "\x03", "« ", " »", " ?",
    "1", "\r\n",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)
HTML = [
    "<b>", "</b>", "<p>", "</p>", "<div title=x>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>",
    "<br>", "<!-- c -->", "<svg>", "</svg>", "<math>", "<style>", "</style>", "a", " ", "&lt;", "<", ">", "<a href=x>",
    "</a>", "<select>", "<option>", "<template>", "<script>", "</script>", "<h2>", "</h2>", "\n", "<!doctype html>",
]  # fmt: skip
PAGES = {"Modèle:M": "{{{1|d}}}<noinclude>n</noinclude>\n## H\n[[x]]", "Page": "{{Page}}", "A": "a"}
WHEN = datetime(2026, 11, 23, 21, 9, tzinfo=UTC)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_gives_safe_and_well_formed_html(text: str) -> None:
    output = render(text, PAGES, edit=True)
    assert problems(output.html) == []
    assert "fallback" not in output.properties


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_sanitising_again_changes_nothing(text: str) -> None:
    html = render(text, PAGES, edit=True).html
    assert sanitised(html) == html


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(st.sampled_from(HTML), max_size=30).map("".join))
def test_our_walker_gives_bleach_what_its_own_does(text: str, html: str) -> None:
    for source in (html, render(text, PAGES, edit=True).html):
        ours = Cleaner(tags=TAGS, attributes={"*": ["title"]})
        ours.walker = LinearWalker
        assert ours.clean(source) == Cleaner(tags=TAGS, attributes={"*": ["title"]}).clean(source)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_sections_join_to_the_text(text: str) -> None:
    sections = scan(text)
    starts = [0, *(section.start for section in sections), len(text)]
    assert starts == sorted(starts)
    for index in range(len(sections) + 1):
        part = section_text(text, index)
        assert replace_section(text, index, part) == text
    top = [s for s in sections if not any(o.start < s.start < o.end for o in sections)]
    assert section_text(text, 0) + "".join(text[s.start : s.end] for s in top) == text


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_headings_lie_where_they_say(text: str) -> None:
    output = render(text, PAGES)
    source = normalised(text)
    for heading in output.headings:
        if heading.section >= 0:
            assert source[heading.start : heading.end] == section_text(source, heading.section)
            assert scan(source)[heading.section - 1].level == heading.level
    assert len({heading.anchor for heading in output.headings}) == len(output.headings)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["Page", "Discussion:Page"]))
def test_preparing_twice_is_preparing_once(text: str, title: str) -> None:
    def prepared(source: str) -> str:
        return prepare_for_save(
            source, title=Title.parse(title), user_name="Zoé", resolver=Wiki({"Modèle:M": "m{{{1|}}}"}), when=WHEN
        )

    once = prepared(text)
    assert prepared(once) == once


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_opaque_parts_are_apart_and_masking_keeps_places(text: str) -> None:
    spans = opaque_spans(text)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.start <= span.inner <= span.inner_end <= span.end for span in spans)
    assert len(masked(text)) == len(text)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_summaries_are_safe(text: str) -> None:
    assert problems(render_summary(text, resolver=Wiki(PAGES))) == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abc é.", min_size=1, max_size=60))
def test_plain_words_are_all_shown(text: str) -> None:
    assert text_of(render("x" + text).html).split() == ("x" + text).split()
