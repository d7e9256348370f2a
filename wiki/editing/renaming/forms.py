"""The form that gives a page another title."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from wiki.editing.preparing import MAX_SUMMARY
from wiki.web.forms import Form


class MoveForm(Form):
    """Where a page goes, and what goes with it."""

    target = StringField(_("New title"), validators=[DataRequired(), Length(max=300)])
    reason = StringField(_("Reason"), validators=[Length(max=MAX_SUMMARY)])
    talk = BooleanField(_("Move the talk page too"), default=True)
    subpages = BooleanField(_("Move the subpages too"), default=True)
    redirect = BooleanField(_("Leave a redirect at the old title"), default=True)
    watch = BooleanField(_("Watch both titles"))
