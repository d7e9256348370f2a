"""The forms about suppressions: which ones, and why they are confirmed or lifted."""

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from wiki.moderation.forms import REASON_LENGTH
from wiki.moderation.suppression.suppressing import STATES
from wiki.web.forms import Form, QuestionForm


class SuppressionsForm(QuestionForm):
    """Which suppressions are listed."""

    state = SelectField(
        lazy_gettext("State"),
        choices=lambda: [("", gettext("all"))] + [(state, gettext(words)) for state, words in STATES.items()],
        default="open",
    )


class DecisionForm(Form):
    """Why a suppression is confirmed or lifted."""

    reason = StringField(
        lazy_gettext("Why is it right, or why is it lifted?"),
        validators=[DataRequired(), Length(max=REASON_LENGTH)],
    )
