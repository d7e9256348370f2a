"""The forms of moderation. Rule: each act asks for its reason."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from wiki.web.forms import Form

REASON_LENGTH = 400


class DeleteForm(Form):
    """Why a page is deleted."""

    reason = StringField(_("Why is this page deleted?"), validators=[DataRequired(), Length(max=REASON_LENGTH)])


class UndeleteForm(Form):
    """Why a page, or some of its revisions, come back."""

    reason = StringField(_("Why is it restored?"), validators=[DataRequired(), Length(max=REASON_LENGTH)])


def detail_field(label: str) -> SelectField:
    """What to do about a detail."""
    choices = [("", _("Leave as it is")), ("hide", _("Hide from readers")), ("show", _("Show to readers"))]
    return SelectField(label, choices=lambda: choices)


class HidingForm(Form):
    """What to hide of some revisions, and why."""

    text = detail_field(_("Text"))
    summary = detail_field(_("Summary"))
    author = detail_field(_("Author"))
    #: Only for who may suppress.
    suppressed = BooleanField(_("Hide it from moderators too"))
    reason = StringField(_("Why is this hidden or shown?"), validators=[DataRequired(), Length(max=REASON_LENGTH)])
