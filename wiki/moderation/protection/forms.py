"""The forms of protections. Rule: each action has its level and its end; what is wrong is said beside the field."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from wiki import clock
from wiki.errors import N_
from wiki.logs.days import day_ends
from wiki.moderation.forms import REASON_LENGTH
from wiki.pages.models import PageProtection
from wiki.pages.protection import LEVELS, OF_MISSING, OF_PAGES, Limit, version_of
from wiki.rights import GROUPS
from wiki.web.forms import Form, QuestionForm
from wiki.web.languages import reader_zone
from wiki.web.namespaces import namespace_field
from wiki.web.numbers import number_in

LABELS = {"edit": N_("Editing"), "move": N_("Moving"), "create": N_("Creation")}

PERIODS: dict[str, tuple[str, timedelta]] = {
    "hour": (N_("1 hour"), timedelta(hours=1)),
    "day": (N_("1 day"), timedelta(days=1)),
    "week": (N_("1 week"), timedelta(weeks=1)),
    "month": (N_("1 month"), timedelta(days=30)),
    "quarter": (N_("3 months"), timedelta(days=91)),
    "year": (N_("1 year"), timedelta(days=365)),
}
ENDLESS, KEPT, DATED = "endless", "kept", "date"


def level_choices() -> list[tuple[str, str]]:
    """Everybody, then the levels."""
    return [("", _("Everybody")), *((level, _(GROUPS[level])) for level in LEVELS)]


def _level() -> SelectField:
    return SelectField(lazy_gettext("Who may do it"), choices=level_choices, default="")


def end_choices() -> list[tuple[str, str]]:
    """For ever, the periods, and until a date."""
    periods = [(key, _(words)) for key, (words, _length) in PERIODS.items()]
    return [(ENDLESS, _("Without end")), *periods, (DATED, _("Until the date below"))]


def _end() -> SelectField:
    return SelectField(lazy_gettext("For how long"), choices=end_choices, default=ENDLESS)


def _date() -> DateField:
    words = lazy_gettext("Only for “Until the date below”: the last day of the protection.")
    return DateField(lazy_gettext("Last day"), [Optional()], description=words)


class ProtectForm(Form):
    """For whom each action on a title is kept, until when, and why."""

    actions: tuple[str, ...] = ()

    seen = HiddenField()
    reason = StringField(
        lazy_gettext("Reason"),
        [DataRequired(), Length(max=REASON_LENGTH)],
        description=lazy_gettext("Shown to everybody who is kept from the page, and in the log."),
    )

    def show(self, present: Sequence[PageProtection]) -> None:
        """Take in what is in force now: it can be kept, and unless the form was sent it is what the fields say."""
        self._kept = {row.action: row.expires_at for row in present}
        standing = {row.action: row for row in present}
        for action in self.actions:
            level, end = self.part(action, "level"), self.part(action, "end")
            row = standing.get(action)
            if row is not None and row.expires_at is not None:
                end.choices = [(KEPT, _("As now")), *end_choices()]
            if not self.is_submitted() and row is not None:
                level.data, end.data = row.level, KEPT if row.expires_at is not None else ENDLESS
        if not self.is_submitted():
            self.seen.data = str(version_of(present))

    def part(self, action: str, name: str) -> Any:
        """The field of `action` called `name`: level, end or date."""
        return self[f"{action}_{name}"]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether all can be done as asked; a date that is chosen must be to come."""
        valid = super().validate(extra_validators)
        for action in self.actions:
            end, date = self.part(action, "end"), self.part(action, "date")
            dated = bool(self.part(action, "level").data) and end.data == DATED and not date.errors
            if dated and (date.data is None or day_ends(date.data, reader_zone()) <= clock.now()):
                date.errors = [_("Write the last day of the protection, today or later.")]
                valid = False
        return bool(valid)

    @property
    def limits(self) -> dict[str, Limit]:
        """What the valid form asks for."""
        levels = {action: self.part(action, "level").data for action in self.actions}
        return {action: Limit(level, self._end_of(action)) for action, level in levels.items() if level}

    def _end_of(self, action: str) -> datetime | None:
        chosen = self.part(action, "end").data
        if chosen in PERIODS:
            return clock.now() + PERIODS[chosen][1]
        if chosen == DATED:
            return day_ends(self.part(action, "date").data, reader_zone())
        return self._kept.get(action) if chosen == KEPT else None

    @property
    def seen_version(self) -> int:
        """The version of the protection that the form was made from."""
        return number_in(self.seen.data) or 0


class ProtectPageForm(ProtectForm):
    """Of a page: editing, which may extend to what it includes, and moving."""

    actions = OF_PAGES

    edit_level, edit_end, edit_date = _level(), _end(), _date()
    cascade = BooleanField(
        lazy_gettext("Protect the pages that it includes too"),
        description=lazy_gettext("Only where editing is for moderators: its templates are then for them as well."),
    )
    move_level, move_end, move_date = _level(), _end(), _date()

    def show(self, present: Sequence[PageProtection]) -> None:
        super().show(present)
        if not self.is_submitted():
            self.cascade.data = any(row.cascade for row in present)


class ProtectMissingForm(ProtectForm):
    """Of a title without a page: its creation."""

    actions = OF_MISSING

    create_level, create_end, create_date = _level(), _end(), _date()


class ProtectedPagesForm(QuestionForm):
    """Which protections are listed."""

    namespace = namespace_field()
    protected = SelectField(
        lazy_gettext("What is protected"),
        choices=lambda: [("", _("Everything")), *((action, _(words)) for action, words in LABELS.items())],
        default="",
    )
    level = SelectField(
        lazy_gettext("For whom it is kept"),
        choices=lambda: [("", _("Every level")), *((level, _(GROUPS[level])) for level in LEVELS)],
        default="",
    )
    cascade = BooleanField(lazy_gettext("Only those that extend to included pages"))
