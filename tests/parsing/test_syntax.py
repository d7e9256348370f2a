"""What each piece of syntax becomes, exactly."""

import pytest
from parsing_wiki import render

PAGES = {"A": "", "Catégorie:Eau": "", "Page": ""}

EXAMPLES = [
    (
        "a **b** *c* ***d*** __e__ _f_ ~~g~~ a_b_c **x*y**",
        (
            "<p>a <strong>b</strong> <em>c</em> <em><strong>d</strong></em> <strong>e</strong>"
            " <em>f</em> <del>g</del> a_b_c <strong>x*y</strong></p>"
        ),
    ),
    (
        "*a **b** c*",
        "<p><em>a <strong>b</strong> c</em></p>",
    ),
    (
        "**a *b** c*",
        "<p><em><em>a <em>b</em></em> c</em></p>",
    ),
    (
        "`` a`b `` `x` \\`y\\`",
        "<p><code>a`b</code> <code>x</code> `y`</p>",
    ),
    (
        "a  \nb\\\nc\nd",
        "<p>a<br>\nb<br>\nc\nd</p>",
    ),
    (
        "\\*a\\* \\[[x]] &amp; & &copy; &bad; <",
        "<p>*a* [[x]] &amp; &amp; &copy; &amp;bad; &lt;</p>",
    ),
    (
        "<https://a.example/?x=1&y=2> <moi@a.example>",
        (
            '<p><a class="external" href="https://a.example/?x=1&amp;y=2" rel="nofollow ugc'
            ' noopener">https://a.example/?x=1&amp;y=2</a> <a class="external"'
            ' href="mailto:moi@a.example" rel="nofollow ugc noopener">moi@a.example</a></p>'
        ),
    ),
    (
        "Voir https://a.example/x_(y), puis (https://b.example/z).",
        (
            '<p>Voir <a class="external" href="https://a.example/x_(y)" rel="nofollow ugc'
            ' noopener">https://a.example/x_(y)</a>, puis (<a class="external"'
            ' href="https://b.example/z" rel="nofollow ugc noopener">https://b.example/z</a>).</p>'
        ),
    ),
    (
        (
            '[a](https://a.example "Titre") [b](<https://a.example/x y>) [c](/wiki/A) [d](#Ancre)'
            " [e](Page B) [e](Page_B) [f](ftp://x)"
        ),
        (
            '<p><a class="external" href="https://a.example" rel="nofollow ugc noopener"'
            ' title="Titre">a</a> <a class="external" href="https://a.example/x%20y"'
            ' rel="nofollow ugc noopener">b</a> <a href="/wiki/A">c</a> <a href="#Ancre">d</a>'
            ' [e](Page B) <a class="new" href="/wiki/Page_B?action=edit&amp;redlink=1"'
            ' title="Page B (page does not exist)">e</a> [f](ftp://x)</p>'
        ),
    ),
    (
        "[a](/wiki/Zz#S) [b](/wiki/A?action=history) [c](/special/search)",
        (
            '<p><a class="new" href="/wiki/Zz?action=edit&amp;redlink=1" title="Zz (page does not exist)">a</a>'
            ' <a href="/wiki/A?action=history">b</a> <a href="/special/search">c</a></p>'
        ),
    ),
    (
        "[a *b* [c](d) e](f)",
        (
            '<p>[a <em>b</em> <a class="new" href="/wiki/D?action=edit&amp;redlink=1" title="D'
            ' (page does not exist)">c</a> e](f)</p>'
        ),
    ),
    (
        "![alt](https://a.example/x.png) ![alt](Fichier:x.png)",
        (
            '<p><a class="external external-image" href="https://a.example/x.png" rel="nofollow'
            ' ugc noopener">alt</a> <a class="new"'
            ' href="/wiki/Fichier:X.png?action=edit&amp;redlink=1" title="Fichier:X.png (page'
            ' does not exist)">alt</a></p>'
        ),
    ),
    (
        "[a][r] [r][] [r] [s]\n\n[r]: https://r.example 'T'",
        (
            '<p><a class="external" href="https://r.example" rel="nofollow ugc noopener"'
            ' title="T">a</a> <a class="external" href="https://r.example" rel="nofollow ugc'
            ' noopener" title="T">r</a> <a class="external" href="https://r.example"'
            ' rel="nofollow ugc noopener" title="T">r</a> [s]</p>'
        ),
    ),
    (
        (
            "[[A]] [[a]]s [[A|b]] [[A|]] [[Aide:Modèles (x)|]] [[A#Sec tion]] [[#Ici|là]]"
            " [[:Catégorie:Eau]] [[/Sous]] [[A|b|c]] [[A|`x|y`]] [[<b>]] [[]] [[ ]]"
        ),
        (
            '<p><a href="/wiki/A">A</a> <a href="/wiki/A">as</a> <a href="/wiki/A">b</a> <a'
            ' href="/wiki/A">A</a> <a class="new"'
            ' href="/wiki/Aide:Mod%C3%A8les_(x)?action=edit&amp;redlink=1" title="Aide:Modèles'
            ' (x) (page does not exist)">Modèles</a> <a href="/wiki/A#Sec_tion">A#Sec tion</a> <a'
            ' class="selflink" href="#Ici">là</a> <a'
            ' href="/wiki/Cat%C3%A9gorie:Eau">Catégorie:Eau</a> <a class="new"'
            ' href="/wiki/Page/Sous?action=edit&amp;redlink=1" title="Page/Sous (page does not'
            ' exist)">/Sous</a> <a href="/wiki/A">b|c</a> <a href="/wiki/A"><code>x|y</code></a>'
            " [[&lt;b&gt;]] [[]] [[ ]]</p>"
        ),
    ),
    (
        "[[Catégorie:Eau|clé]]\n[[Catégorie:Air]] reste",
        "<p>reste</p>",
    ),
    (
        "[[Profil:Citoyen]] [[w:fr:Résilience|R]] [[zz:x]] [[Spécial:Pages]] [[Utilisateur:Zoé|Zoé]]",
        (
            '<p><a class="new" href="/wiki/Profil:Citoyen?action=edit&amp;redlink=1"'
            ' title="Profil:Citoyen (page does not exist)">Profil:Citoyen</a> <a class="extiw"'
            ' href="https://fr.wikipedia.org/wiki/fr:R%C3%A9silience" rel="nofollow ugc'
            ' noopener">R</a> <a class="new" href="/wiki/Zz:x?action=edit&amp;redlink=1"'
            ' title="Zz:x (page does not exist)">zz:x</a> <a'
            ' href="/wiki/Sp%C3%A9cial:Pages">Spécial:Pages</a> <a class="new"'
            ' href="/wiki/Utilisateur:Zo%C3%A9?action=edit&amp;redlink=1" title="Utilisateur:Zoé'
            ' (page does not exist)">Zoé</a></p>'
        ),
    ),
    (
        ("[[Fichier:x.jpg]] [[Fichier:x.jpg|vignette|droite|200px|Une **légende** [[A]] | fin]] [[:Fichier:x.jpg]]"),
        (
            '<p><span class="file"><a class="new"'
            ' href="/wiki/Fichier:X.jpg?action=edit&amp;redlink=1" title="Fichier:X.jpg (page'
            ' does not exist)">X.jpg</a></span> <span class="file file-thumb"><a class="new"'
            ' href="/wiki/Fichier:X.jpg?action=edit&amp;redlink=1" title="Fichier:X.jpg (page'
            ' does not exist)">X.jpg</a> <span class="file-caption">Une <strong>légende</strong>'
            ' <a href="/wiki/A">A</a> | fin</span></span> <a class="new"'
            ' href="/wiki/Fichier:X.jpg?action=edit&amp;redlink=1" title="Fichier:X.jpg (page'
            ' does not exist)">Fichier:x.jpg</a></p>'
        ),
    ),
    (
        "| a | b |\n|:--|--:|\n| [[A|x]] | `c|d` \\| e |\n| seul |\n\naprès",
        (
            '<div aria-label="Table 1" class="table-scroller" role="region"'
            ' tabindex="0"><table><thead><tr><th class="align-left" scope="col">a</th><th'
            ' class="align-right" scope="col">b</th></tr></thead><tbody><tr><td'
            ' class="align-left"><a href="/wiki/A">x</a></td><td'
            ' class="align-right"><code>c|d</code> | e</td></tr><tr><td'
            ' class="align-left">seul</td><td'
            ' class="align-right"></td></tr></tbody></table></div>\n'
            "<p>après</p>"
        ),
    ),
    (
        "a | b\n--- | ---\n1 | 2",
        (
            '<div aria-label="Table 1" class="table-scroller" role="region"'
            ' tabindex="0"><table><thead><tr><th scope="col">a</th><th'
            ' scope="col">b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table><'
            "/div>"
        ),
    ),
    (
        "Titre 1\n===\n\nTitre 2\n---\n\n# H1\n### H3 ##\n#### H4 `c`\n####### sept",
        (
            '<div class="section-heading"><h2 id="Titre_1">Titre 1</h2></div>\n'
            '<div class="section-heading"><h2 id="Titre_2">Titre 2</h2></div>\n'
            '<div class="section-heading"><h2 id="H1">H1</h2></div>\n'
            '<div class="section-heading"><h3 id="H3">H3</h3></div>\n'
            '<div class="section-heading"><h4 id="H4_c">H4 <code>c</code></h4></div>\n'
            "<p>####### sept</p>"
        ),
    ),
    (
        "# A\n# A\n## A_2\n## A",
        (
            '<div class="section-heading"><h2 id="A">A</h2></div>\n'
            '<div class="section-heading"><h2 id="A_3">A</h2></div>\n'
            '<div class="section-heading"><h2 id="A_2">A_2</h2></div>\n'
            '<div class="section-heading"><h2 id="A_4">A</h2></div>'
        ),
    ),
    (
        "- a\n- b\n\n  c\n- d",
        "<ul><li><p>a</p></li><li><p>b</p><p>c</p></li><li><p>d</p></li></ul>",
    ),
    (
        "- a\n    - b\n        1. c\n    - d\n- e",
        "<ul><li>a<ul><li>b<ol><li>c</li></ol></li><li>d</li></ul></li><li>e</li></ul>",
    ),
    (
        "* a\n+ b",
        "<ul><li>a</li></ul>\n<ul><li>b</li></ul>",
    ),
    (
        "3. a\n4. b\n7. c",
        '<ol start="3"><li>a</li><li>b</li><li>c</li></ol>',
    ),
    (
        "Texte\n- a\n- b\nsuite",
        "<p>Texte</p>\n<ul><li>a</li><li>b\nsuite</li></ul>",
    ),
    (
        "- [ ] à faire\n- [x] fait **b**\n- [y] non",
        (
            '<ul><li class="task"><span aria-label="To do" class="task-open" role="img">☐</span>'
            ' à faire</li><li class="task"><span aria-label="Done" class="task-done"'
            ' role="img">☑</span> fait <strong>b</strong></li><li>[y] non</li></ul>'
        ),
    ),
    (
        "> a\n> > b\nc\n\nd",
        "<blockquote><p>a</p><blockquote><p>b\nc</p></blockquote></blockquote>\n<p>d</p>",
    ),
    (
        "> - a\n>   b",
        "<blockquote><ul><li>a\nb</li></ul></blockquote>",
    ),
    (
        "```python\na < b & c\n\n```\n\n~~~\n`x`\n~~~\n\n    indenté\n    x\n\n- ```\n  code\n  ```",
        (
            '<pre tabindex="0"><code class="language-python">a &lt; b &amp; c\n'
            "\n"
            "</code></pre>\n"
            '<pre tabindex="0"><code>`x`\n'
            "</code></pre>\n"
            '<pre tabindex="0"><code>indenté\n'
            "x\n"
            "</code></pre>\n"
            '<ul><li><pre tabindex="0"><code>code\n'
            "</code></pre></li></ul>"
        ),
    ),
    (
        "```\nouvert",
        '<pre tabindex="0"><code>ouvert\n</code></pre>',
    ),
    (
        "Terme *x*\n:   Def 1\n\n    suite\n\n:   Def 2\n\nT2\nT3\n: D",
        (
            "<dl><dt>Terme <em>x</em></dt><dd><p>Def 1</p><p>suite</p></dd><dd>Def"
            " 2</dd><dt>T2</dt><dt>T3</dt><dd>D</dd></dl>"
        ),
    ),
    (
        '!!! note\n    corps\n\n    suite\n\n!!! attention "Titre **x**"\n    c\nfin',
        (
            '<div class="admonition admonition-note" role="note"><p'
            ' class="admonition-title">Note</p><p>corps</p><p>suite</p></div>\n'
            '<div class="admonition admonition-warning" role="note"><p'
            ' class="admonition-title">Titre <strong>x</strong></p><p>c</p></div>\n'
            "<p>fin</p>"
        ),
    ),
    (
        "*[INSEE]: Institut national\n\nL'INSEE et INSEEx",
        '<p>L\'<abbr title="Institut national">INSEE</abbr> et INSEEx</p>',
    ),
    (
        (
            "un[^a] deux[^b] encore[^a].\n"
            "\n"
            "[^a]: Note **a**\n"
            "    suite\n"
            "\n"
            "    para\n"
            "\n"
            "[^b]: Note b[^c]\n"
            "[^c]: c\n"
            "[^d]: jamais"
        ),
        (
            '<p>un<sup class="footnote-ref" id="fnref-1"><a aria-label="Note 1"'
            ' href="#fn-1">[1]</a></sup> deux<sup class="footnote-ref" id="fnref-2"><a'
            ' aria-label="Note 2" href="#fn-2">[2]</a></sup> encore<sup class="footnote-ref"'
            ' id="fnref-1-2"><a aria-label="Note 1" href="#fn-1">[1]</a></sup>.</p>\n'
            '<section aria-label="Notes and references" class="footnotes"'
            ' role="doc-endnotes"><ol><li id="fn-1"><p>Note <strong>a</strong>\n'
            'suite</p><p>para <span class="footnote-back"><a aria-label="Back to reference 1.1"'
            ' href="#fnref-1">↩1</a> <a aria-label="Back to reference 1.2"'
            ' href="#fnref-1-2">↩2</a></span></p></li><li id="fn-2"><p>Note b<sup'
            ' class="footnote-ref" id="fnref-3"><a aria-label="Note 3" href="#fn-3">[3]</a></sup>'
            ' <span class="footnote-back"><a aria-label="Back to reference 2"'
            ' href="#fnref-2">↩</a></span></p></li><li id="fn-3"><p>c <span'
            ' class="footnote-back"><a aria-label="Back to reference 3"'
            ' href="#fnref-3">↩</a></span></p></li><li id="fn-4"><p>jamais</p></li></ol></section>'
        ),
    ),
    (
        "x[^z]",
        '<p>x<sup class="footnote-broken">[^z]</sup></p>',
    ),
    (
        "« mot » «mot» Quoi ? Non ! a ; b : c 12:30 10 % 5 € `a ;` :) http://x.example/ ; <b>a</b> ?",
        (
            "<p>«\xa0mot\xa0» «\xa0mot\xa0» Quoi\u202f? Non\u202f! a\u202f; b\xa0: c 12:30 10\xa0% 5\xa0€ "
            '<code>a ;</code> :) <a class="external" href="http://x.example/" rel="nofollow ugc'
            ' noopener">http://x.example/</a> ; <b>a</b> ?</p>'
        ),
    ),
    (
        '<div class="infobox x" style="a" id="i">\n**a**\n\nb\n</div>',
        '<div class="infobox"><p><strong>a</strong></p><p>b</p></div>',
    ),
    (
        "<details><summary>S **x**</summary>\ncorps\n</details>",
        "<details><summary>S <strong>x</strong></summary><p>corps</p></details>",
    ),
    (
        ('a <span lang="en" onclick="x">b *c*</span> <sup>2</sup> <u>d <foo>e</foo> H<sub>2</sub>O<br>f<br/>g'),
        (
            '<p>a <span lang="en">b <em>c</em></span> <sup>2</sup> &lt;u&gt;d'
            " &lt;foo&gt;e&lt;/foo&gt; H<sub>2</sub>O<br>f<br>g</p>"
        ),
    ),
    (
        "<table>\n<tr><th scope=row>a</th><td colspan=2>b</td></tr>\n</table>",
        (
            '<div aria-label="Table 1" class="table-scroller" role="region"'
            ' tabindex="0"><table><tbody><tr><th scope="row">a</th><td'
            ' colspan="2">b</td></tr></tbody></table></div>'
        ),
    ),
    (
        "<ul><li>a</li><li>b</li></ul>",
        "<ul><li>a</li><li>b</li></ul>",
    ),
    (
        "<pre>\n**a** <b>\n</pre>",
        '<pre tabindex="0">**a** &lt;b&gt;</pre>',
    ),
    (
        "a <!-- b --> c\n<!-- seul -->\nd <!-- ouvert",
        "<p>a  c\nd &lt;!-- ouvert</p>",
    ),
    (
        "<nowiki>**a** [[b]] {{c}}</nowiki> <nowiki/>*x*",
        "<p>**a** [[b]] {{c}} <em>x</em></p>",
    ),
    (
        "---\n\n***\n- - -",
        "<hr>\n<hr>\n<hr>",
    ),
    (
        "<h2>Brut</h2>\n\n## Brut",
        '<h2 id="Brut">Brut</h2>\n<div class="section-heading"><h2 id="Brut_2">Brut</h2></div>',
    ),
    (
        "a<b> c</b> <i>x",
        "<p>a<b> c</b> &lt;i&gt;x</p>",
    ),
    (
        "<p>a</p><p>b</p>",
        "<p>a</p>\n<p>b</p>",
    ),
    (
        "- a\n\n\n- b\n\ntexte",
        "<ul><li><p>a</p></li><li><p>b</p></li></ul>\n<p>texte</p>",
    ),
    (
        "1) a\n2) b",
        "<ol><li>a</li><li>b</li></ol>",
    ),
    (
        "a\n\n    - pas liste",
        '<p>a</p>\n<pre tabindex="0"><code>- pas liste\n</code></pre>',
    ),
]


@pytest.mark.parametrize(("text", "html"), EXAMPLES, ids=[text[:30] for text, _ in EXAMPLES])
def test_syntax(text: str, html: str) -> None:
    assert render(text, PAGES).html.rstrip("\n") == html
