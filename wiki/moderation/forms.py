"""The forms of moderation. Rule: each act asks for its reason."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from wiki.web.forms import Form

REASON_LENGTH = 400

KEPT_HIDDEN_SHOWN = [("", _("Leave as it is")), ("hide", _("Hide from readers")), ("show", _("Show to readers"))]


class DeleteForm(Form):
    """Why a page is deleted."""

    reason = StringField(_("Why is this page deleted?"), validators=[DataRequired(), Length(max=REASON_LENGTH)])


class UndeleteForm(Form):
    """Why a page, or some of its revisions, come back."""

    reason = StringField(_("Why is it restored?"), validators=[DataRequired(), Length(max=REASON_LENGTH)])


class HidingForm(Form):
    """What to hide of some revisions, and why."""

    text = SelectField(_("Text"), choices=KEPT_HIDDEN_SHOWN)
    summary = SelectField(_("Summary"), choices=KEPT_HIDDEN_SHOWN)
    author = SelectField(_("Author"), choices=KEPT_HIDDEN_SHOWN)
    reason = StringField(_("Why is this hidden or shown?"), validators=[DataRequired(), Length(max=REASON_LENGTH)])
