"""Between forms and shapes: what somebody typed as a shape, a shape as the fields show it, differences in words.

Rule: what was typed comes back as it was typed wherever it is refused.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from wiki.database import session
from wiki.logs.writing import FIELDS
from wiki.taxonomy.models import Profile, Term
from wiki.taxonomy.naming import capitalised, slug_of, written_name
from wiki.titles import Namespace
from wiki.vocabulary.browsing import names_of_axes, names_of_terms, slugs_of_terms
from wiki.vocabulary.shapes import AxisShape, Change, ProfileShape, Shape, TermShape, values


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a change, in words; None where the thing did not exist, or no longer does."""

    field: str
    before: str | None
    after: str | None


def term_from(typed: dict[str, Any]) -> TermShape:
    """The term that the fields of a form describe. A broader term that does not exist keeps the words that name it."""
    names = _lines("\n".join(name or "" for name in typed["broader"]))
    written = {name: written_name(Namespace.CATEGORY, name) or name for name in names}
    known = slugs_of_terms(written.values())
    broader = {known.get(written[name], name) for name in names}
    name = _name(Namespace.CATEGORY, typed["name"])
    return TermShape(
        axis=typed["axis"],
        slug=_slug(typed["slug"], name),
        name=name,
        description=_text(typed["description"]),
        code=" ".join((typed["code"] or "").upper().split()),
        position=_position(typed["position"], Term),
        broader=tuple(sorted(broader)),
        synonyms=_synonyms(Namespace.CATEGORY, typed["synonyms"], name),
    )


def profile_from(typed: dict[str, Any]) -> ProfileShape:
    """The profile that the fields of a form describe."""
    name = _name(Namespace.PROFILE, typed["name"])
    return ProfileShape(
        slug=_slug(typed["slug"], name),
        name=name,
        description=_text(typed["description"]),
        position=_position(typed["position"], Profile),
        synonyms=_synonyms(Namespace.PROFILE, typed["synonyms"], name),
    )


def axis_from(typed: dict[str, Any], slug: str) -> AxisShape:
    """The axis that the fields of a form describe."""
    return AxisShape(slug, _text(typed["name"]), _text(typed["description"]))


def shown_fields(shape: Shape) -> dict[str, Any]:
    """The fields of a form that shows `shape`."""
    found = values(shape)
    if isinstance(shape, TermShape):
        names = names_of_terms(shape.broader)
        found["broader"] = sorted(names[slug] for slug in shape.broader if slug in names)
    if not isinstance(shape, AxisShape):
        found["synonyms"] = "\n".join(shape.synonyms)
    return found


def differences(change: Change, called: Mapping[str, str]) -> list[Difference]:
    """What a change changes, in words; `called` are names, by their slugs, of terms that may be gone."""
    slugs = {slug for side in (change.before, change.after) if isinstance(side, TermShape) for slug in side.broader}
    spelt = {slug: capitalised(slug).replace("-", " ") for slug in slugs}
    names = spelt | dict(called) | names_of_terms(slugs) | names_of_axes()
    before, after = values(change.before), values(change.after)
    return [
        Difference(
            FIELDS[name],
            _in_words(before.get(name), name, names) if change.before is not None else None,
            _in_words(after.get(name), name, names) if change.after is not None else None,
        )
        for name in change.fields
    ]


def _in_words(value: Any, field: str, names: dict[str, str]) -> str:
    items: Collection[Any] = value if isinstance(value, list | tuple) else [value]
    return ", ".join(names.get(item, item) if field in ("broader", "axis") else str(item) for item in items)


def _name(namespace: Namespace, text: str) -> str:
    """A name as its page's title writes it; the words themselves where no title does."""
    return written_name(namespace, text) or " ".join(text.split())


def _slug(text: str | None, name: str) -> str:
    return _text(text) or slug_of(name)


def _text(text: str | None) -> str:
    return " ".join((text or "").split())


def _lines(text: str | None) -> list[str]:
    return [line for raw in (text or "").splitlines() if (line := _text(raw))]


def _synonyms(namespace: Namespace, text: str | None, name: str) -> tuple[str, ...]:
    return tuple(sorted({_name(namespace, line) for line in _lines(text)} - {name}))


def _position(number: int | None, model: type[Term] | type[Profile]) -> int:
    """The place asked for, or the one after the last."""
    if number is not None:
        return number
    last = session.scalar(select(func.max(model.position)))
    return 0 if last is None else last + 1
