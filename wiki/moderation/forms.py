"""The forms of moderation. Rule: each act asks for its reason."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from wiki.web.forms import Form

REASON_LENGTH = 400


class DeleteForm(Form):
    """Why a page is deleted."""

    reason = StringField(_("Why is this page deleted?"), validators=[DataRequired(), Length(max=REASON_LENGTH)])


class UndeleteForm(Form):
    """Why a page, or some of its revisions, come back."""

    reason = StringField(_("Why is it restored?"), validators=[DataRequired(), Length(max=REASON_LENGTH)])
