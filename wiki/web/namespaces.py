"""A choice among the kinds of pages, as many lists offer it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, SelectField

from wiki.titles import Namespace

PAGE_KINDS = tuple(kind for kind in Namespace if kind is not Namespace.SPECIAL)


def namespace_choices() -> list[tuple[str, str]]:
    """The kinds of pages that exist, by number, and all of them first."""
    kinds = [(str(int(kind)), kind.label or _("(Articles)")) for kind in PAGE_KINDS]
    return [("", _("All namespaces")), *kinds]


def namespace_field() -> SelectField:
    """A choice among the kinds of pages; read it with `chosen_namespace`."""
    return SelectField(lazy_gettext("Namespace"), choices=namespace_choices, default="")


def chosen_namespace(field: Field) -> int | None:
    """Number of the chosen kind of pages, None for all of them and for what is none."""
    known = {str(int(kind)): int(kind) for kind in PAGE_KINDS}
    return known.get(field.data or "")
