"""What a reader may ask of lists of changes: forms sent by GET, so that a list's address is the question."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, Field, SelectField, StringField
from wtforms.validators import Length, Optional

from wiki.logs.writing import NAMES
from wiki.permissions.groups import GRANTABLE_GROUPS
from wiki.recentchanges.filtering import DAYS, DEFAULT_DAYS, LISTED_LOGS
from wiki.rights import GROUPS
from wiki.titles import Namespace
from wiki.web.forms import QuestionForm

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


class ChangesForm(QuestionForm):
    """Filters common to recent changes and the watchlist."""

    namespace = namespace_field()
    days = SelectField(
        lazy_gettext("Period"),
        choices=lambda: [(str(days), _("%(num)s days", num=days) if days > 1 else _("1 day")) for days in DAYS],
        default=str(DEFAULT_DAYS),
    )
    author = SelectField(
        lazy_gettext("Changes of"),
        choices=lambda: [
            ("", _("everybody")),
            ("others", _("everybody but me")),
            ("mine", _("myself")),
            ("registered", _("registered people")),
            ("temporary", _("temporary accounts")),
        ],
        default="",
    )
    hideminor = BooleanField(lazy_gettext("Hide minor edits"))
    hidebots = BooleanField(lazy_gettext("Hide robots"))

    @property
    def asked_days(self) -> int:
        """How far back the list goes."""
        known = {str(days): days for days in DAYS}
        return known.get(self.days.data or "", DEFAULT_DAYS)


class RecentForm(ChangesForm):
    """Filters of the recent changes, among them one for each kind of log."""

    newonly = BooleanField(lazy_gettext("Only new pages"))

    @property
    def log_fields(self) -> list[Field]:
        """The fields that hide kinds of log."""
        return [self[_log_field(type_)] for type_ in LISTED_LOGS]

    @property
    def hidden_logs(self) -> frozenset[str]:
        """Kinds of log to leave out."""
        return frozenset(type_ for type_ in LISTED_LOGS if self[_log_field(type_)].data)


def _log_field(type_: str) -> str:
    return f"hidelog_{type_}"


for _type in LISTED_LOGS:
    setattr(RecentForm, _log_field(_type), BooleanField(lazy_gettext(NAMES[_type])))


REVERTED = {"only": True, "no": False}
"""What the choice about undone edits says → whether they were undone; anything else: both."""


class ContributionsForm(QuestionForm):
    """Whose contributions, on what, and which."""

    user = StringField(lazy_gettext("Name or temporary name"), [Optional(), Length(max=255)])
    group = SelectField(
        lazy_gettext("Members of a group"),
        choices=lambda: [("", _("Everybody")), *((name, _(GROUPS[name])) for name in GRANTABLE_GROUPS)],
        default="",
    )
    category = StringField(lazy_gettext("Category or territory"), [Optional(), Length(max=255)])
    namespace = namespace_field()
    tag = SelectField(lazy_gettext("Tag"), default="", validate_choice=False)
    reverted = SelectField(
        lazy_gettext("Undone since"),
        choices=lambda: [
            ("", _("whether undone or not")),
            ("only", _("only edits that were undone")),
            ("no", _("only edits that were not")),
        ],
        default="",
    )
    since = DateField(lazy_gettext("From"), [Optional()], name="from")
    until = DateField(lazy_gettext("To"), [Optional()], name="to")
    top = BooleanField(lazy_gettext("Only latest revisions"))
    newonly = BooleanField(lazy_gettext("Only new pages"))
    hideminor = BooleanField(lazy_gettext("Hide minor edits"))
