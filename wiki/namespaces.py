"""The kinds of pages: their numbers, which are MediaWiki's, and their names in French and English.

The rule guarded here: a namespace has one canonical name, the French one, and is understood under every usual
name of both languages. `wiki.titles` hands `Namespace` on; import it from there.
"""

import unicodedata
from enum import IntEnum


class Namespace(IntEnum):
    """A kind of page, with MediaWiki's number; an odd number is the talk pages of the one before."""

    SPECIAL = -1
    MAIN = 0
    TALK = 1
    USER = 2
    USER_TALK = 3
    PROJECT = 4
    PROJECT_TALK = 5
    FILE = 6
    FILE_TALK = 7
    TEMPLATE = 10
    TEMPLATE_TALK = 11
    HELP = 12
    HELP_TALK = 13
    CATEGORY = 14
    CATEGORY_TALK = 15
    PROFILE = 100
    PROFILE_TALK = 101

    @property
    def label(self) -> str:
        """The canonical French name, as written before the colon; empty for articles."""
        return _LABELS[self]

    @property
    def is_talk(self) -> bool:
        return self > 0 and self % 2 == 1

    @property
    def has_talk(self) -> bool:
        """Whether pages here have talk pages, or are some: all but the special pages."""
        return self >= 0

    @property
    def subject(self) -> "Namespace":
        """The namespace of what is talked about; itself when it is not a talk namespace."""
        return Namespace(self - 1) if self.is_talk else self

    @property
    def talk(self) -> "Namespace":
        """The talk namespace of this one; itself when it is one already, or has none (`has_talk`)."""
        return self if self.is_talk or not self.has_talk else Namespace(self + 1)

    @classmethod
    def named(cls, name: str) -> "Namespace | None":
        """The namespace called `name` in French or English, in any case, with or without accents; else None."""
        words = unicodedata.normalize("NFC", name).replace("_", " ").casefold().split(" ")
        return _BY_NAME.get(" ".join(word for word in words if word))


# Names of the subject namespaces, the canonical one first; talk namespaces take theirs from these.
_SUBJECT_NAMES: dict[Namespace, tuple[str, ...]] = {
    Namespace.USER: ("Utilisateur", "Utilisatrice", "User"),
    Namespace.PROJECT: ("Wikipartage", "Project", "WP"),
    Namespace.FILE: ("Fichier", "File", "Image"),
    Namespace.TEMPLATE: ("Modèle", "Template"),
    Namespace.HELP: ("Aide", "Help"),
    Namespace.CATEGORY: ("Catégorie", "Category"),
    Namespace.PROFILE: ("Profil", "Profile"),
}


def _talk_label(subject_label: str) -> str:
    # The wiki's own name keeps its capital; common nouns take a small letter after "Discussion".
    return "Discussion " + (subject_label if subject_label == "Wikipartage" else subject_label.lower())


def _plain(name: str) -> str:
    """`name` without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _namespace_names() -> dict[Namespace, tuple[str, ...]]:
    names = {
        Namespace.SPECIAL: ("Spécial", "Special"),
        Namespace.MAIN: ("",),
        Namespace.TALK: ("Discussion", "Discussions", "Discuter", "Talk"),
        **_SUBJECT_NAMES,
    }
    for namespace, subject in _SUBJECT_NAMES.items():
        in_french = tuple(_talk_label(name) for name in subject)
        names[namespace.talk] = in_french + tuple(f"{name} talk" for name in subject)
    return names


_NAMES = _namespace_names()
_LABELS = {namespace: names[0] for namespace, names in _NAMES.items()}
_BY_NAME = {
    spelling.casefold(): namespace
    for namespace, names in _NAMES.items()
    for name in names
    if name
    for spelling in (name, _plain(name))
}
