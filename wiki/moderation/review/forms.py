"""The forms of a review."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.moderation.review.deciding import MAX_REASON
from wiki.titles import Namespace
from wiki.web.forms import Form

MOST_HOURS = 24 * 60
MAX_TYPES = 500


class DecisionForm(Form):
    """What is decided about the edits of a page that wait. The buttons say what; a reason is asked where it is told."""

    #: The newest revision that the reviewer saw.
    seen = HiddenField(validators=[DataRequired()])
    reason = StringField(_("Reason, which the author is told"), validators=[Length(max=MAX_REASON)])


class PolicyForm(Form):
    """Which edits wait."""

    newcomers = BooleanField(_("Edits by people without an account, or whose account is new (talk excepted)"))
    namespaces = SelectMultipleField(
        _("All edits in these namespaces"),
        coerce=int,
        choices=lambda: [(int(n), n.label or _("Articles")) for n in Namespace if n >= 0],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    types = StringField(
        _("All edits of pages of these types"),
        description=_("As in the front block of a page (type:), with commas between them."),
        validators=[Length(max=MAX_TYPES)],
    )
    promise = IntegerField(
        _("Hours within which a decision is promised"),
        validators=[NumberRange(min=1, max=MOST_HOURS, message=_("Write a number of hours from 1 to %(max)s."))],
    )
    reason = StringField(_("Why?"), validators=[DataRequired(), Length(max=MAX_REASON)])
