"""From French text to index terms. Pure: no index, no database.

The rule guarded here: a page and a query pass through the same steps, so that *résilience*, *resilience* and
*résiliences*, *l'eau* and *eau*, *auto-partage* and *autopartage* meet. The steps, in order: case and accents are
folded, units are cut (letters, digits, and the hyphens and apostrophes between them), elided articles are dropped,
stop words are left out, what remains is stemmed.

Accents are folded before the stemmer, not after: people search without them, and a stemmer that sees *sécurité*
but not *securite* would file them apart. The endings for which it needs an accent are given back to it (`stem`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from whoosh.lang.snowball.french import FrenchStemmer

MAX_TERM = 60
"""Characters of a term; what is longer is no word, and is cut."""

MAX_PIECES = 6
"""A chain of more pieces than this is a list or an address, and gets no term of its own."""

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a au aux avec c ca car ce ceci cela celle celles celui ces cet cette ceux chez combien comme comment d dans de
        des dont du elle elles en entre est et etaient etait etre eux faire fait faut furent fut il ils j je jusque l
        la le les leur leurs lors lorsque lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont or ou
        par parce pendant pour pourquoi puisque qu quand que quel quelle quelles quels qui quoi quoique s sa sans se
        selon ses si sinon son sont sous sur t ta te tes toi ton tu un une vers vos votre vous y
        """,
    )
)
"""Words that say nothing of what a page is about, folded. Not among them: été, pas, eu."""

INVISIBLE = "\u00ad\u200b\u2060\ufeff"
"""Characters inside words that nobody sees: soft hyphen, zero-width space, word joiner."""

_ELIDED = {"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu"}
_ENCLITICS = {
    "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "ci", "la", "t", "moi", "toi", "lui",
    "leur", "le", "les", "y", "en",
}  # fmt: skip
_WHOLE = {"aujourd'hui": "aujourdhui", "rendez-vous": "rendezvous"}
"""Words that look like an elision or a verb and its pronoun, and are neither."""

_IRREGULAR = {
    "travaux": "travail", "baux": "bail", "vitraux": "vitrail", "coraux": "corail", "emaux": "email",
    "yeux": "oeil", "cieux": "ciel", "aieux": "aieul", "ideaux": "ideal",
}  # fmt: skip

# Ends of plurals whose last letter the stemmer keeps; ends, so that compounds written as one word have them too. An
# adjective that ends alike stays with its feminine or its singular: oublieux and oublieuse, loyaux and loyal.
_PLURAL = re.compile(
    r"(?:(?<!b)(?<!bi)lieux|feux|jeux|voeux|cheveux|neveux|essieux|moyeux|epieux|^(?:des)?aveux|^adieux|^(?:demi)?dieux"
    r"|(?<![lr]o)yaux|materiaux|gruaux|bijoux|cailloux|choux|genoux|hiboux|joujoux|^poux"
    r"|emplois|envois|convois|parois|essais|abris|appuis|^amis|^lois|^rois|^quais)$"
)

_ENDINGS = (
    ("ites", "ité"), ("ite", "ité"), ("ieres", "ière"), ("iere", "ière"), ("ees", "e"), ("ee", "e"),
    ("os", "o"), ("us", "u"),
)  # fmt: skip

# Letters or digits, not "_"; the words of a unit hang together by "-" or "'". Bounded, as units are remembered.
_LETTERS = rf"[^\W_]{{1,{MAX_TERM}}}"
_UNIT = re.compile(
    rf"(?P<number>(?<!\w)\d{{1,3}}(?:[\u00a0\u202f ]\d{{3}})+(?!\w))"
    rf"|(?P<acronym>(?<!\w)(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?)"
    rf"|{_LETTERS}(?:['-]{_LETTERS}){{0,8}}"
)
_SPLIT = re.compile(r"(['-])")


# Latin, Greek, Cyrillic …, superscripts; typographic ligatures; full-width forms. Other scripts have no case.
_ACCENTS = range(0x300, 0x370)
_FOLDED_BLOCKS = (*range(128, 0x2C80), *range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F))


def _folding() -> dict[int, str | None]:
    """For each letter, digit or accent that is not its own folded form, that form; accents vanish."""
    special = {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "ı": "i", "ð": "d", "þ": "th"}
    marks = {"’": "'", "‘": "'", "ʼ": "'", "＇": "'", "‐": "-", "‑": "-", **dict.fromkeys(INVISIBLE)}
    table: dict[int, str | None] = dict.fromkeys(_ACCENTS)
    for code in _FOLDED_BLOCKS:
        character = chr(code)
        decomposed = unicodedata.normalize("NFKD", character)
        bare = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me"))
        folded = "".join(special.get(c, c) for c in bare.casefold())
        # ¼ would become three characters, one of them no letter, and end a word where the page has none.
        if character.isalnum() and folded.isalnum() and folded != character:
            table[code] = folded
    for code in range(65, 91):
        table[code] = chr(code + 32)
    return table | {ord(mark): plain for mark, plain in marks.items()}


_FOLDING = _folding()
_MARKS = str.maketrans("’‘ʼ＇‐‑", "''''--")
_SAME_LENGTH = {code: folded for code, folded in _FOLDING.items() if folded is not None and len(folded) == 1}
_UNSEEN = dict.fromkeys((*map(ord, INVISIBLE), *_ACCENTS))
_STEMMER = FrenchStemmer()


def fold(text: str) -> str:
    """`text` in small letters, without accents, œ as oe, apostrophes and hyphens plain. May change its length."""
    return text.translate(_FOLDING)


def tidy(text: str) -> str:
    """`text` as places in it are counted: NFC, without invisible characters and stray accents."""
    return unicodedata.normalize("NFC", text).translate(_UNSEEN)


def fold_in_place(text: str) -> str:
    """`text` folded but for what would change its length: œ stays, so that places are those of `text`."""
    return text.translate(_SAME_LENGTH)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word: what its plural, its feminine and most of its derivatives share.

    The Snowball stemmer recognises -ité and -ière by their accent; where a folded word ends like one of these, it
    is given the accent back, whether it had one or not, so that both spellings go the same way. It also keeps the
    s of *vélos* and *élus*, the x of *lieux*, and the e of *isolée*, which are taken off here.
    """
    word = _IRREGULAR.get(word, word)
    if _PLURAL.search(word):
        word = word[:-1]
    # A word of three letters is left as it is, and so its plural is too.
    if len(word) == 4 and word.endswith("es"):
        word = word[:3]
    if not word.isalpha() or len(word) < 4:
        return word[:MAX_TERM]
    for plain, accented in _ENDINGS:
        if word.endswith(plain):
            word = word.removesuffix(plain) + accented
            break
    found: str = _STEMMER.stem(word)  # type: ignore[no-untyped-call]
    return fold(found)[:MAX_TERM]


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands between two spaces, as the index knows it.

    `terms` are the stems of its words, stop words left out; `joined` is the stem of the whole written as one word,
    None where it is a single word already. `forms` are the words as written, folded: what corrections are made of.
    `lead` is how many characters of elided articles stand before the first word: 2 in "l'eau".
    """

    terms: tuple[str, ...]
    joined: str | None
    forms: tuple[str, ...]
    lead: int = 0


@lru_cache(maxsize=100_000)
def _unit(text: str) -> Unit:
    """The unit written `text`, folded; its apostrophes and hyphens are plain."""
    if text in _WHOLE:
        return Unit((_WHOLE[text],), None, (_WHOLE[text],))
    pieces = _SPLIT.split(text)
    marks = [*pieces[1::2], ""]
    elided = [mark == "'" and word in _ELIDED for word, mark in zip(pieces[::2], marks, strict=True)]
    words = [word for word, left_out in zip(pieces[::2], elided, strict=True) if not left_out]
    lead = sum(len(word) + 1 for word, _elided in zip(pieces[::2], takewhile(bool, elided), strict=False))
    while len(words) > 1 and words[-1] in _ENCLITICS and text.endswith("-" + words[-1]):
        text = text.removesuffix("-" + words.pop())
    content = tuple(word for word in words if word not in STOP_WORDS)
    if not content:
        return Unit((), None, ())
    joined = stem("".join(words)) if 1 < len(words) <= MAX_PIECES else None
    return Unit(tuple(stem(word) for word in content), joined, content, lead)


def _unit_of(match: re.Match[str], text: str) -> Unit:
    if match["number"]:
        groups = tuple(re.split(r"\D", text))
        return Unit(groups, "".join(groups), ())
    return _unit(text.replace(".", "") if match["acronym"] else text)


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit and its place [start, end) in the text, in characters, elided articles before it left out."""

    unit: Unit
    start: int
    end: int


def units(text: str) -> Iterator[Placed]:
    """The units of `text` (`tidy`) with their places; those without a term are left out."""
    for match in _UNIT.finditer(text.translate(_MARKS)):
        unit = _unit_of(match, fold(match[0]))
        if unit.terms:
            yield Placed(unit, match.start() + unit.lead, match.end())


GAP = 10
"""Positions between two texts of one field, so that no phrase runs from one into the next."""


@dataclass(slots=True)
class Analysis:
    """The terms of some texts with their positions, ready for the index.

    A compound stands at its words' positions, and, joined, at the first of them.
    """

    positions: dict[str, list[int]] = field(default_factory=dict)
    #: Words as written, folded.
    forms: set[str] = field(default_factory=set)
    #: Compounds met, as `compound_key` writes them.
    compounds: set[str] = field(default_factory=set)
    _next: int = 0

    def add(self, text: str) -> None:
        """Add the terms of one more text."""
        position = self._next
        positions = self.positions
        folded = fold(text)
        for match in _UNIT.finditer(folded):
            unit = _unit_of(match, match[0])
            if not unit.terms:
                continue
            first = position
            for term in unit.terms:
                positions.setdefault(term, []).append(position)
                position += 1
            self.forms.update(unit.forms)
            if unit.joined is not None:
                positions.setdefault(unit.joined, []).append(first)
                if len(unit.terms) > 1:
                    self.compounds.add(compound_key(unit.joined, unit.terms))
        self._next = position + GAP


def compound_key(joined: str, terms: tuple[str, ...] = ()) -> str:
    """The term that remembers that `joined` is written as several words: "autopartag=auto partag"."""
    return f"{joined}={' '.join(terms)}"


_LETTERS_TRIED = "abcdefghijklmnopqrstuvwxyz "


def one_letter_off(word: str) -> Iterator[str]:
    """What a folded `word` may have been before a letter was dropped, added, changed or swapped with the next."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
            for letter in _LETTERS_TRIED:
                if letter != after[0]:
                    yield before + letter + after[1:]
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS_TRIED:
            yield before + letter + after
