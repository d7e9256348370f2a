"""The forms of moderation. Rule: each act asks for its reason."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

REASON_LENGTH = 400

_wanted = DataRequired(_("This field is needed."))


class DeleteForm(FlaskForm):
    """Why a page is deleted."""

    reason = StringField(_("Why is this page deleted?"), validators=[_wanted, Length(max=REASON_LENGTH)])


class UndeleteForm(FlaskForm):
    """Why a page, or some of its revisions, come back."""

    reason = StringField(_("Why is it restored?"), validators=[_wanted, Length(max=REASON_LENGTH)])
