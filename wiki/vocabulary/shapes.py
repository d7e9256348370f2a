"""What there is to say of a term, a profile or an axis, as a value: what forms, the log and undoing pass around.

Rule: a shape names other things by their slugs, so that it means the same in the log years later.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from wiki.logs.writing import FIELDS
from wiki.taxonomy.naming import capitalised
from wiki.titles import Namespace, Title


@dataclass(frozen=True, slots=True)
class TermShape:
    """A term. `broader` holds slugs and `synonyms` names, both sorted."""

    axis: str
    slug: str
    name: str
    description: str = ""
    code: str = ""
    position: int = 0
    broader: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @property
    def title(self) -> Title:
        return Title(Namespace.CATEGORY, self.name)

    @property
    def names(self) -> frozenset[str]:
        """Every name under which pages may say that they belong to it."""
        return frozenset((self.name, *self.synonyms))


@dataclass(frozen=True, slots=True)
class ProfileShape:
    """A profile. `synonyms` is sorted."""

    slug: str
    name: str
    description: str = ""
    position: int = 0
    synonyms: tuple[str, ...] = ()

    @property
    def title(self) -> Title:
        return Title(Namespace.PROFILE, self.name)

    @property
    def names(self) -> frozenset[str]:
        """Every name under which pages may say that they are for it."""
        return frozenset((self.name, capitalised(self.slug), *self.synonyms))


@dataclass(frozen=True, slots=True)
class AxisShape:
    """An axis; its slug never changes."""

    slug: str
    name: str
    description: str = ""

    @property
    def title(self) -> Title:
        return Title(Namespace.SPECIAL, "Vocabulary")

    @property
    def names(self) -> frozenset[str]:
        """An axis has no pages."""
        return frozenset()


Shape = TermShape | ProfileShape | AxisShape

KINDS: dict[str, type[TermShape] | type[ProfileShape] | type[AxisShape]] = {
    "term": TermShape,
    "profile": ProfileShape,
    "axis": AxisShape,
}


@dataclass(frozen=True, slots=True)
class Change:
    """What something was and what it becomes; None: it did not exist, or no longer does."""

    before: Shape | None
    after: Shape | None

    @property
    def shape(self) -> Shape:
        """What it becomes, or what it was when it goes."""
        shape = self.after or self.before
        if shape is None:
            raise ValueError("a change of nothing into nothing")
        return shape

    @property
    def fields(self) -> list[str]:
        """Names of the fields that differ, in their order."""
        before, after = values(self.before), values(self.after)
        return [name for name in FIELDS if before.get(name) != after.get(name)]

    def as_json(self) -> dict[str, Any]:
        """For the log."""
        sides = (self.before, self.after)
        before, after = (asdict(side) if side is not None else None for side in sides)
        return {"kind": kind_of(self.shape), "before": before, "after": after}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Change":
        """From the log."""
        return cls(*(_shape(stored["kind"], stored[side]) for side in ("before", "after")))


def kind_of(shape: Shape) -> str:
    """Which of `KINDS` it is."""
    return next(name for name, kind in KINDS.items() if isinstance(shape, kind))


def version_of(shape: Shape) -> str:
    """A short word that differs for shapes that differ: a form carries that of what it was made from."""
    words = json.dumps([kind_of(shape), asdict(shape)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def values(shape: Shape | None) -> dict[str, Any]:
    """The fields of a shape by their names; none where it is None."""
    return asdict(shape) if shape is not None else {}


def _shape(kind: str, stored: Mapping[str, Any] | None) -> Shape | None:
    if stored is None:
        return None
    items: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    return KINDS[kind](**items)
