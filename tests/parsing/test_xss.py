"""Hostile HTML, addresses and attributes in every place where a page can hold text."""

from contextlib import suppress

import pytest
from parsing_safety import problems
from parsing_wiki import Wiki, render

from wiki.parsing.characters import normalised
from wiki.parsing.draft import LABELS, Job
from wiki.parsing.limits import TooComplex
from wiki.parsing.markup import markup
from wiki.parsing.parser import parse, render_summary
from wiki.parsing.sanitiser import sanitised
from wiki.titles import Title

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<script/src=data:,alert(1)>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="&#x6A;&#x61;vascript&colon;alert(1)">x</a>',
    '<a href=" \x01javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="/\\evil.example">x</a>',
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](JAVASCRIPT&colon;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](/\\evil.example)",
    "[x](//evil.example)",
    '[x](http://a.example "\\" onclick=alert(1) x=\\"")',
    '[x](http://a.example"onclick=alert(1))',
    "![x](javascript:alert(1))",
    '!["onerror=alert(1)](http://a.example/x.png)',
    "<javascript:alert(1)>",
    '<http://a.example/"onclick=alert(1)>',
    "http://a.example/'onclick='alert(1)",
    "[r]: javascript:alert(1)\n\n[r]",
    '[x]: http://a.example "\\"><script>alert(1)</script>"\n\n[x]',
    "[[x|<script>alert(1)</script>]]",
    '[["><script>alert(1)</script>]]',
    "[[javascript:alert(1)]]",
    '[[x#"onclick=alert(1)]]',
    '[[Catégorie:"><script>alert(1)</script>]]',
    "[[Fichier:x.png|vignette|<img src=x onerror=alert(1)>]]",
    "<b onclick=alert(1)>x</b>",
    "<b style='background:url(javascript:alert(1))'>x</b>",
    "<div id=content class=mw-body style=position:fixed>x</div>",
    "<p id=fn-1 name=attributes>x</p>",
    "<h2 id=search>x</h2>",
    "<a id=x name=y target=_blank href=http://a.example>x</a>",
    "<span class='section-heading edit-section toc'>x</span>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.example/>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "<!DOCTYPE html><html><head></head></html>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
    "<details open ontoggle=alert(1)>x</details>",
    "<table background=javascript:alert(1)><td>x</td></table>",
    "<td onmouseover=alert(1) colspan='1\"onclick=alert(1)'>x</td>",
    "\x02wzxhzdk:0\x03<script>alert(1)</script>",
    '<a data-link="0">x</a>',
    "<nowiki><script>alert(1)</script></nowiki>",
    "`<script>alert(1)</script>`",
    '```"><script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```',
    '*[HTML]: "><script>alert(1)</script>\n\nHTML',
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    '[^"><script>]: x',
    '!!! note "<script>alert(1)</script>"\n    x',
    "{{lc:<SCRIPT>alert(1)</SCRIPT>}}",
    "{{#expr:<script>alert(1)</script>}}",
    "{{DISPLAYTITLE:<script>alert(1)</script>}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<b>" * 200,
    "<div>\n" * 200,
]
CONTEXTS = [
    "{}",
    "texte {} suite",
    "## {}",
    "- {}",
    "> {}",
    "| a | b |\n|---|---|\n| {} | x |",
    "[{}](http://a.example)",
    "[x]({})",
    '[x](http://a.example "{}")',
    "[[Page|{}]]",
    "[[{}]]",
    '<b title="{}">x</b>',
    "<div class='{}'>\nx\n</div>",
    "<td {}>x</td>",
    "**{}**",
    "{{{{M|{}}}}}",
    "---\ntype: |\n  {}\n---\nx",
    "---\n{}: [\n---\nx",
    "Terme\n: {}",
    "#REDIRECTION [[{}]]",
]


@pytest.mark.parametrize("context", CONTEXTS)
def test_nothing_dangerous_comes_out(context: str) -> None:
    for payload in PAYLOADS:
        output = render(context.format(payload), {"Modèle:M": "<span title='{{{1}}}'>{{{1}}}</span>"})
        assert problems(output.html) == [], payload


@pytest.mark.parametrize("context", CONTEXTS)
def test_each_of_the_two_locks_holds_alone(context: str) -> None:
    for payload in PAYLOADS:
        text = context.format(payload)
        draft = markup(Job(normalised(text), (), Title.parse("Page"), dict(LABELS), edit_sections=True))
        assert problems(draft.html.replace(" data-link=", " lang=")) == [], payload
        with suppress(TooComplex):
            assert problems(sanitised(normalised(text))) == [], payload


def test_the_check_itself_sees_what_is_dangerous() -> None:
    for html in (
        "<script>x</script>",
        "<b onclick=x>a</b>",
        "<a href=' java\nscript:x'>a</a>",
        "<p id=content>a</p>",
        "<b>",
    ):
        assert problems(html)


def test_no_dangerous_address_is_recorded() -> None:
    for payload in PAYLOADS:
        output = render(payload)
        assert all(address.startswith(("http://", "https://", "mailto:")) for address in output.external_links)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_summaries_hold_links_and_text_only(payload: str) -> None:
    assert problems(render_summary(payload, resolver=Wiki())) == []


def test_names_of_pages_cannot_break_out_of_the_edit_link() -> None:
    output = render("## A", title="A\"onclick='x", edit=True)
    assert problems(output.html) == []
    assert "onclick=" not in output.html.replace("%22onclick=", "")


def test_an_interwiki_address_must_be_one_of_the_web() -> None:
    wiki = Wiki()
    wiki.interwiki_url = lambda prefix, name: "javascript:alert(1)"  # type: ignore[method-assign]
    assert 'href="javascript' not in render_summary("[[w:x]]", resolver=wiki)


def test_interface_words_are_escaped() -> None:
    class Hostile(Wiki):
        def message(self, msgid: str, **params: object) -> str:
            return '<script>alert(1)</script>" onclick=x ' + " ".join(str(value) for value in params.values())

    text = "__TOC__\n\n## A\n\n- [ ] x\n\n[[Absente]] [^1]\n\n!!! note\n    x\n\n|a|b|\n|-|-|\n\n[^1]: y"
    assert problems(parse(text, title=Title.parse("P"), resolver=Hostile()).html) == []
