"""The interface speaks French whole: each text that the code marks has its French words, and no template says
anything that cannot be translated."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po
from babel.util import pathmatch
from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "wiki" / "translations"
CATALOGUE = TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po"
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())

#: As in the Makefile's target `catalogue`.
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["N_", "lazy_gettext"])

PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")

Msgid = str | tuple[str, ...]


@cache
def texts_in_the_code() -> dict[Msgid, str]:
    """Every text that the extraction finds → one place where it stands."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    folders = {ROOT / pattern.split("/", 1)[0] for pattern, _method in methods}
    for pattern, method in methods:
        if method == "jinja2":
            options[pattern]["silent"] = "false"
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords=KEYWORDS,
        directory_filter=lambda path: any(Path(path).is_relative_to(folder) for folder in folders),
    )
    return {msgid: f"{name}:{line}" for name, line, msgid, _comments, _context in found if msgid}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


def french(catalogue: Catalog, msgid: Msgid) -> tuple[str, ...]:
    """The French words of a text: one string, or one for each plural form; empty where there are none."""
    message = catalogue.get(msgid[0] if isinstance(msgid, tuple) else msgid)
    if message is None or isinstance(message.id, tuple) != isinstance(msgid, tuple):
        return ("",)
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(str(form or "") for form in forms)


def pairs(catalogue: Catalog) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Each text of the code with its place, its English forms and one of its French ones."""
    for msgid, place in texts_in_the_code().items():
        english = msgid if isinstance(msgid, tuple) else (msgid,)
        for text in french(catalogue, msgid):
            yield place, english, text


def test_the_extraction_sees_every_file_of_code_and_every_template() -> None:
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        patterns = [pattern for pattern, _method in parse_mapping_cfg(file)[0]]
    files = [path.relative_to(ROOT).as_posix() for path in [*TEMPLATES, *(ROOT / "wiki").rglob("*.py")]]
    unseen = [name for name in files if not any(pathmatch(pattern, name) for pattern in patterns)]
    assert not unseen, "no pattern of wiki/translations/babel.cfg names them"


def test_every_text_has_its_french_words(catalogue: Catalog) -> None:
    missing = [f"{place} {english[0]!r}" for place, english, text in pairs(catalogue) if not text.strip(" ")]
    assert not missing, "run `make catalogue` and translate:\n" + "\n".join(missing)


def test_no_french_is_a_guess(catalogue: Catalog) -> None:
    assert not [message.id for message in catalogue if message.fuzzy and message.id]


def test_the_french_keeps_the_placeholders_and_no_other_percent_sign(catalogue: Catalog) -> None:
    for place, english, text in pairs(catalogue):
        wanted = {match for form in english for match in PLACEHOLDER.findall(form)}
        assert set(PLACEHOLDER.findall(text)) == wanted, f"{place} {text!r}"
        assert "%" not in PLACEHOLDER.sub("", text), f"{place} {text!r}: templates take a sign % for a placeholder"


def test_the_catalogue_counts_as_the_french_do() -> None:
    head = CATALOGUE.read_text(encoding="utf-8").split("\n\n", 1)[0]
    assert '"Language: fr\\n"' in head
    assert '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"' in head


#: Spaces and signs that French writes otherwise; `:` alone also stands in syntax ("titre:eau"), so only spaces count.
TYPOGRAPHY = {
    r" [:;!?»]|« ": "a breaking space",
    r"(?<!\u202f)[;!?]": "no narrow no-break space before it",
    r"«(?!\xa0)|(?<!\xa0)»": "no no-break space inside the quotation marks",
    r"'|\.\.\.|[“”]": "a sign of English or of the typewriter",
    r"\boe|(?<=[sScC])oe": "œ written as two letters",
}


@pytest.mark.parametrize("rule", TYPOGRAPHY)
def test_french_typography(catalogue: Catalog, rule: str) -> None:
    wrong = [f"{place} {text!r}" for place, _english, text in pairs(catalogue) if re.search(rule, text)]
    assert not wrong, TYPOGRAPHY[rule] + ":\n" + "\n".join(wrong)


class UntranslatableTexts(HTMLParser):
    """Finds what a template says by itself: letters in text, or in attributes that readers see or hear."""

    SAID = frozenset({"alt", "aria-description", "aria-label", "aria-roledescription", "label", "placeholder", "title"})
    #: Their content is code, keys of a keyboard or a drawing: the same in every language.
    SILENT = frozenset({"code", "kbd", "samp", "script", "style", "svg"})
    #: Names that no language changes.
    NAMES = frozenset({"Wikipartage", "CSV", "HTML", "JSON", "RSS", "Atom", "PDF", "URL", "SHA-256", "UTF-8"})
    #: What macros and blocks that write attributes are made of: addresses, parts of a query, names of style classes.
    MACHINE_WORD = re.compile(r"\0*[/?][\w\0/?=&%:-]*|(?:cdx|page)-[\w\0-]+")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._silent: list[str] = []

    def _look_at(self, text: str, line: int) -> None:
        words = [word for word in text.split() if not self.MACHINE_WORD.fullmatch(word)]
        said = [word for word in words if word.strip(".,:;()\0") not in self.NAMES]
        if any(letter.isalpha() for word in said for letter in word):
            self.found.append((line, " ".join(said).replace("\0", "…")))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in attrs:
            button = name == "value" and tag == "input" and given.get("type") in ("submit", "button", "reset")
            if name in self.SAID or button:
                self._look_at(value or "", self.getpos()[0])
        if tag in self.SILENT:
            self._silent.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            before = len(data) - len(data.lstrip())
            self._look_at(data, self.getpos()[0] + data.count("\n", 0, before))


def markup_of(source: str) -> str:
    """The template's own HTML: a NUL for each `{{ … }}`, a space for each statement, every line in its place."""
    markup, line = "", 1
    for number, kind, value in Environment(autoescape=True).lex(source):
        if kind in ("variable_begin", "block_begin"):
            markup += "\0" if kind == "variable_begin" else " "
        elif kind == "data":
            markup += "\n" * (number - line) + value
            line = number + value.count("\n")
    return markup


def untranslatable_in(source: str) -> list[tuple[int, str]]:
    """Lines and words of `source` that no catalogue can reach."""
    parser = UntranslatableTexts()
    parser.feed(markup_of(source))
    parser.close()
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_says_what_cannot_be_translated(path: Path) -> None:
    found = untranslatable_in(path.read_text(encoding="utf-8"))
    assert not found, "\n".join(f"{path}:{line}: {words}" for line, words in found)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("<p>{{ _('Hello') }} · 12 %</p>", []),
        ("{# A comment. #}\n{% set name = 'a' %}<a href='/wiki/Aide' class='tab'>{{ name }}</a>", []),
        ("<dt><code>## {{ _('Heading') }} Catégorie:</code> <kbd>e</kbd></dt>", []),
        ("<a\n  href='/'>\n{%- if a %}\n  Bonjour{% endif %}</a>", [4]),
        ("<p>{{ _('Read') }}\n  and go</p>", [1]),
        ("<nav aria-label='Menu'></nav>\n<img alt='{{ _('Map') }}'>\n<input type='submit' value='Go'>", [1, 3]),
        ("<span{% if a %} title='Page'{% endif %}>+</span>", [1]),
        ("{% block body_class %}page-diff{% endblock %}{% macro here(a) %}/special/x?page={{ a }}{% endmacro %}", []),
        ("<svg><title>drawing</title></svg><p>Wikipartage (CSV)</p>", []),
    ],
)
def test_the_scanner_finds_untranslatable_texts(source: str, lines: list[int]) -> None:
    assert [line for line, _words in untranslatable_in(source)] == lines
