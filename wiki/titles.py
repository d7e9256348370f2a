"""What a page may be called: the one way from typed text to a title.

The rule guarded here: two spellings that a reader takes for one name give one `Title`, and every title survives
being written (`full_name`, `url_name`, `path`) and read again. The rules are MediaWiki's, so that links of
imported wikis keep their meaning; a refusal names the rule and proposes the nearest legal title.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Self
from urllib.parse import quote, unquote

from wiki.collation import sort_initial, sort_key
from wiki.errors import N_, InvalidInput
from wiki.namespaces import Namespace

__all__ = ["MAX_BYTES", "Namespace", "Title", "TitleError", "shown", "sort_initial", "sort_key"]

#: Bytes of UTF-8 that a title's name may have, its namespace not counted.
MAX_BYTES = 255


_STRAIGHT = re.compile(r"(?<=[^\W\d_])'(?=\w)")
# MediaWiki drops these marks of direction: they come along unseen when a title is copied.
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")
_SPACES = re.compile("[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_NUMERIC_REFERENCE = re.compile(r"&#(?:\d+|[xX][0-9A-Fa-f]+);")

_INVALID = re.compile("[\ufffd\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
                      "|[" + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF)
                                     for plane in range(1, 15)) + "]")  # fmt: skip
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
# Unicode's default-ignorable code points, and the blanks that fonts draw as nothing.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
_FORBIDDEN = re.compile(r"[#<>\[\]{}|]")
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_REFERENCE = re.compile("&(?:#\\d+|#[xX][0-9A-Fa-f]+|[A-Za-z0-9\x80-\U0010ffff]+);")
_SIGNATURE = re.compile("~~~+")
_RELATIVE = re.compile(r"(?:^|/)\.\.?(?:/|$)")

# In the order in which a refusal is named: (rule, what breaks it, what to do).
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("invalid-character", _INVALID,
     N_("The title contains a character that is not text (%(character)s). Type the title again without it.")),
    ("control-character", _CONTROL,
     N_("The title contains a control character (%(character)s), a tab or a line end for example. Remove it.")),
    ("invisible-character", _INVISIBLE,
     N_("The title contains an invisible character (%(character)s). Type the title again instead of pasting it.")),
    ("forbidden-character", _FORBIDDEN,
     N_("A title cannot contain %(found)s, which has a meaning in wiki text. Leave it out or write it in words.")),
    ("percent-sequence", _PERCENT,
     N_("A title cannot contain %(found)s, which is how addresses write a character. Write the character.")),
    ("character-reference", _REFERENCE,
     N_("A title cannot contain %(found)s, which is how HTML writes a character. Write the character.")),
    ("signature", _SIGNATURE,
     N_("A title cannot contain three tildes in a row, which sign a message. Leave them out.")),
    ("relative-path", _RELATIVE,
     N_("A part of a title between slashes cannot be “.” or “..”, which browsers drop. Give that part a name.")),
)  # fmt: skip
_OTHER_RULES = {
    "empty": N_("The title is empty. Write a name."),
    "empty-name": N_("Only the namespace “%(namespace)s” was given. Write a name after the colon."),
    "leading-colon": N_("A title cannot begin with a colon. Leave it out."),
    "talk-of-namespace": N_("This is not how talk pages are named. Write “%(talk)s:” before the page's name."),
    "too-long": N_("The title takes %(bytes)d bytes; %(limit)d are allowed (an accent takes one). Shorten it."),
}


class TitleError(InvalidInput):
    """A text that cannot be a title.

    `rule` is the stable name of the broken rule: empty, empty-name, leading-colon, talk-of-namespace, too-long,
    invalid-character, control-character, invisible-character, forbidden-character, percent-sequence,
    character-reference, signature, relative-path. `text` is what was given.
    """

    code = "invalid-title"

    def __init__(self, rule: str, message: str, *, text: str, default: Namespace, **params: object) -> None:
        super().__init__(message, **params)
        self.rule = rule
        self.text = text
        self._default = default

    @cached_property
    def proposal(self) -> str | None:
        """The full name of the nearest legal title, or None; computed when asked, as parsing rarely asks."""
        return _nearest(self.text, self._default)


@dataclass(frozen=True, slots=True, order=True)
class Title:
    """The name of a page. Made by `Title.parse`; the constructor trusts its arguments to be normal already.

    `fragment` (the section after "#") travels with a link and takes no part in comparison.
    """

    namespace: Namespace
    name: str
    fragment: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str, *, default: Namespace = Namespace.MAIN) -> Self:
        """The title that `text` names, as typed or as in an address (not percent-encoded).

        `default` is the namespace when `text` names none; a leading colon means the articles. Raises `TitleError`.
        """
        namespace, name, fragment = _split(text, default)
        return cls(namespace, name, fragment)

    @property
    def full_name(self) -> str:
        """Namespace and name as people read them: "Catégorie:Eau potable"."""
        return f"{self.namespace.label}:{self.name}" if self.namespace.label else self.name

    @property
    def shown(self) -> str:
        """`full_name` as readers see it."""
        return self.displayed(self.full_name)

    def displayed(self, words: str) -> str:
        """`words` that name this page, as readers see them: a person's name stays as that person wrote it."""
        return words if self.namespace.subject is Namespace.USER else shown(words)

    @property
    def url_name(self) -> str:
        """`full_name` with underscores for spaces, not percent-encoded."""
        return self.full_name.replace(" ", "_")

    @property
    def path(self) -> str:
        """The page's address from the root, percent-encoded, without fragment; safe inside an HTML attribute."""
        return "/wiki/" + quote(self.url_name, safe="/:;@$!*(),~")

    @property
    def is_talk(self) -> bool:
        return self.namespace.is_talk

    @property
    def talk(self) -> Self:
        """The page on which this one is discussed; itself when it is a talk or a special page."""
        return type(self)(self.namespace.talk, self.name)

    @property
    def subject(self) -> Self:
        """The page that this talk page is about; itself when it is not a talk page."""
        return type(self)(self.namespace.subject, self.name)

    @property
    def base_name(self) -> str:
        """The name up to its last slash: "A/B" of "A/B/C"; the whole name when it has no parent."""
        base = self.name.rpartition("/")[0].rstrip()
        return base or self.name

    @property
    def root_name(self) -> str:
        """The name up to its first slash: "A" of "A/B/C"; the whole name when it has no parent."""
        root = self.name.partition("/")[0].rstrip()
        return root or self.name

    @property
    def subpage_name(self) -> str:
        """The name after its last slash: "C" of "A/B/C"; the whole name when it has no parent."""
        return self.name.rpartition("/")[2].lstrip() if self.base_name != self.name else self.name

    @property
    def parent(self) -> Self | None:
        """The page of which this one is a subpage, or None; the parent need not exist."""
        return type(self)(self.namespace, self.base_name) if self.base_name != self.name else None

    def __str__(self) -> str:
        return self.full_name


def shown(words: str) -> str:
    """A name as French typography writes it: ’ for the straight apostrophe with which titles and terms are typed.

    For readers' eyes only: addresses, forms, sources and exports keep the name. What is HTML already stays so.
    """
    return words if "'" not in words or hasattr(words, "__html__") else _STRAIGHT.sub("’", words)


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", _DIRECTION_MARKS.sub("", text))
    return _SPACES.sub(" ", text).strip(" ")


def _capitalised(text: str) -> str:
    """`text` with its first letter as a capital, where that is one character (so not ß), and still NFC."""
    first = text[:1].upper()
    return unicodedata.normalize("NFC", first + text[1:]) if len(first) == 1 and first != text[0] else text


def _split(text: str, default: Namespace) -> tuple[Namespace, str, str]:
    """Namespace, name and fragment of `text`, or a `TitleError`."""

    def refuse(rule: str, **params: object) -> TitleError:
        return TitleError(rule, _OTHER_RULES[rule], text=text, default=default, **params)

    namespace, rest = default, _tidy(text)
    if rest.startswith(":"):
        namespace, rest = Namespace.MAIN, rest[1:].lstrip(" ")
    # "&#233;" is a character written in HTML, not a page "&" with a section "233;".
    if reference := _NUMERIC_REFERENCE.search(rest):
        raise TitleError("character-reference", _RULES[5][2], text=text, default=default, found=reference[0])
    page, _, fragment = rest.partition("#")
    # Before looking for a namespace: "ı" becomes "I", and "ımage:" must not read as "Image:" only the second time.
    page = _capitalised(page.rstrip(" "))
    prefix, colon, after = page.partition(":")
    named = Namespace.named(prefix) if colon else None
    if named is not None:
        namespace, page = named, _capitalised(after.strip(" "))
        if named is Namespace.TALK and (inner := Namespace.named(page.partition(":")[0])) and ":" in page:
            raise refuse("talk-of-namespace", talk=inner.talk.label)
    if not page:
        raise refuse("empty-name", namespace=named.label) if named is not None else refuse("empty")
    for rule, pattern, message in _RULES:
        if match := pattern.search(page):
            found = match[0]
            code_point = f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".rstrip()
            raise TitleError(rule, message, text=text, default=default, found=found, character=code_point)
    if page.startswith(":"):
        raise refuse("leading-colon")
    if (size := len(page.encode())) > MAX_BYTES:
        raise refuse("too-long", bytes=size, limit=MAX_BYTES)
    return namespace, page, _INVALID.sub("", _CONTROL.sub("", fragment)).strip(" ")


_SUBSTITUTES = str.maketrans({"[": "(", "{": "(", "]": ")", "}": ")", "<": "‹", ">": "›", "|": "-", "#": None})
_PASTED_LINK = re.compile(r"\s*\[\[([^\[\]|]*)(?:\|[^\[\]]*)?\]\]\s*")


def _shortened(name: str) -> str:
    """`name` cut to `MAX_BYTES` once capitalised, between characters and never before an accent of its own."""
    name = _capitalised(name) if name else name
    kept = name.encode()[:MAX_BYTES].decode(errors="ignore") if len(name.encode()) > MAX_BYTES else name
    while len(kept) < len(name) and kept and unicodedata.combining(name[len(kept)]):
        kept = kept[:-1]
    return kept.rstrip()


def _repaired(text: str) -> str:
    """`text` with every broken rule mended as a reader would; mending one rule may break another."""
    if pasted := _PASTED_LINK.fullmatch(text):
        text = pasted[1]
    text = unquote(unescape(text), errors="ignore")
    text = _INVISIBLE.sub("", _INVALID.sub("", _CONTROL.sub(" ", text)))
    text = _tidy(_SIGNATURE.sub("~~", text.translate(_SUBSTITUTES))).lstrip(": ")
    head, name = _head(text)
    if head == Namespace.TALK.label + ":" and (inner := Namespace.named(name.partition(":")[0])) and ":" in name:
        head, name = f"{inner.talk.label}:", name.partition(":")[2]
    name = "/".join(part for part in name.lstrip(": ").split("/") if part.strip() not in (".", ".."))
    return head + _shortened(name.lstrip(": "))


def _head(text: str) -> tuple[str, str]:
    """The canonical namespace prefix of `text`, colon included or empty, and the rest."""
    prefix, colon, rest = text.partition(":")
    named = Namespace.named(prefix) if colon else None
    return ("", text) if named is None else (f"{named.label}:", rest)


def _nearest(text: str, default: Namespace) -> str | None:
    """The full name of the legal title nearest to `text`, or None when nothing is left of it."""
    candidate = text[: 16 * MAX_BYTES]
    if not _NUMERIC_REFERENCE.search(candidate):
        candidate = candidate.partition("#")[0]
    for _ in range(4):
        candidate = _repaired(candidate)
        try:
            return Title.parse(candidate, default=default).full_name
        except TitleError:
            continue
    try:
        return Title.parse(candidate.translate({ord("%"): None, ord("&"): None}), default=default).full_name
    except TitleError:
        return None
