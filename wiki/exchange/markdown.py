"""From a file of Markdown to a page: its title and its front block. Pure.

Rule: nothing of the file is dropped. What the wiki has a place for is put there; everything else stays as it is
written.
"""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from wiki.interwiki import is_elsewhere
from wiki.parsing.front import Front, field_named, read_front
from wiki.parsing.opaque import masked
from wiki.titles import Namespace, Title, TitleError

TITLES = ("titre", "title", "nom", "name", "label")
CATEGORIES = ("tags", "themes", "thèmes", "thematiques", "thématiques", "keywords", "mots-clés")
PROFILES = ("audience", "audiences", "public", "publics", "usertypes")

PROFILE_NAMES = {
    "particulier": "Citoyen",
    "association": "Association locale",
    "collectivite-territoriale": "Collectivité locale",
    "entreprise": "Professionnel",
    "etat": "Professionnel",
    "etablissement-scolaire": "Chercheur, professeur, étudiant, institut",
}
"""How a site of public services names its audiences, and the profile that each is."""

OWN = ("catégories", "profils")
"""The fields in which a page says where it belongs."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Which fields of a front block say what, first come first served for the title."""

    titles: tuple[str, ...] = TITLES
    categories: tuple[str, ...] = CATEGORIES
    profiles: tuple[str, ...] = PROFILES
    #: Words for an audience, small, and the profile that each means.
    profile_names: Mapping[str, str] = field(default_factory=lambda: PROFILE_NAMES)
    #: Words for a category, small, and the term that each means.
    terms: Mapping[str, str] = field(default_factory=dict)


_HEADING = re.compile(r"^(?:#[ \t]+([^\n]*?)[ \t#]*$|([^\n#>|*\-+\s][^\n]*)\n={3,}[ \t]*$)\n*", re.MULTILINE)
_EMPHASIS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)|!?\[([^\[\]]*)\]\([^()\s]*\)")
_FIELD = re.compile(r"^(?:\"([^\"\n]+)\"|'([^'\n]+)'|([^\s#'\"\-\[\]{}][^:\n]*?))[ \t]*:(?=[ \t]|$)", re.MULTILINE)


def first_heading(text: str, front: Front) -> tuple[str, int]:
    """The words of the first heading of the first level, and where the text goes on after it when it begins so.

    Empty where there is none; the text goes on after the front block where something stands before the heading.
    """
    match = _HEADING.search(masked(text), front.end)
    if match is None:
        return "", front.end
    source = _HEADING.match(text, match.start())
    words = _EMPHASIS.sub(lambda found: found[1] or "", (source[1] or source[2] or "") if source else "")
    begins = not text[front.end : match.start()].strip()
    return " ".join(words.split()), match.end() if begins else front.end


def title_words(text: str, front: Front, path: str, rules: Rules) -> str:
    """What a file calls itself: a field of its front block, else its first heading, else its name."""
    named = (front.values.get(key) for key in rules.titles)
    words = next((str(name).strip() for name in named if name and not isinstance(name, list)), "")
    return words or first_heading(text, front)[0] or posixpath.splitext(posixpath.basename(path))[0]


def legal_title(words: str) -> tuple[Title | None, bool]:
    """The title nearest to `words`, None where nothing is left of them, and whether they had to be changed."""
    changed = False
    for _step in range(3):
        try:
            title = Title.parse(words)
        except TitleError as error:
            if error.proposal is None:
                return None, True
            words, changed = error.proposal, True
            continue
        if title.namespace is not Namespace.SPECIAL and not is_elsewhere(title) and not title.fragment:
            return title, changed
        words, changed = words.replace(":", " – ", 1).replace("#", ""), True
    return None, True


def page_text(text: str, title: Title, rules: Rules) -> str:
    """The text of the page: where it belongs in the wiki's own fields, its title not repeated as a heading."""
    front = read_front(text)
    words, end = first_heading(text, front)
    body = text[end:] if words == title.name and text[end:].strip() else text[front.end :]
    return with_own_fields(text[: front.end], front, rules) + body


def with_own_fields(block: str, front: Front, rules: Rules) -> str:
    """The front block with `catégories` and `profils` first, gathered from the fields that say so.

    A field whose words were taken over as they are is not repeated; every other line stays.
    """
    nested = {str(warning.params.get("field")) for warning in front.warnings}
    known = dict(zip(OWN, (list(front.categories), list(front.profiles)), strict=True))
    taken: set[str] = set(OWN)
    sources = ((OWN[0], rules.categories, rules.terms), (OWN[1], rules.profiles, rules.profile_names))
    for own, keys, names in sources:
        for key in map(field_named, keys):
            given = _words(front.values.get(key))
            said = [names.get(word.casefold(), word) for word in given]
            known[own] += said
            if given == said and given and key not in nested:
                taken.add(key)
    spans = list(_fields(block))
    if front.unreadable or not spans or (taken == set(OWN) and known == _own(front)):
        return block
    kept = [block[start:end] for key, start, end in spans if key not in taken]
    fresh = [
        f"{key}: {json.dumps(list(dict.fromkeys(words)), ensure_ascii=False)}\n"
        for key, words in known.items()
        if words
    ]
    return block[: spans[0][1]] + "".join([*fresh, *kept]) + block[spans[-1][2] :]


def _own(front: Front) -> dict[str, list[str]]:
    return dict(zip(OWN, (list(front.categories), list(front.profiles)), strict=True))


def _words(value: object) -> list[str]:
    """The words of a field that holds one or several."""
    items = value if isinstance(value, list) else str(value).split(",") if value not in (None, "") else []
    return [word for item in items if (word := str(item).strip())]


def _fields(block: str) -> Iterator[tuple[str, int, int]]:
    """The fields of a front block: name, and where their lines begin and end."""
    last = block.rstrip("\n").rfind("\n") + 1
    found = list(_FIELD.finditer(block, 0, last))
    for match, following in zip_longest(found, found[1:]):
        name = field_named(match[1] or match[2] or match[3])
        yield name, match.start(), following.start() if following is not None else last
