"""The forms about trust: its conditions, and withholding it."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from wiki.accounts.rights.granting import MAX_REASON
from wiki.web.forms import Form


def _reason() -> StringField:
    return StringField(
        _("Reason"),
        description=_("Everybody can read it in the log."),
        validators=[DataRequired(_("Say why you make this change.")), Length(max=MAX_REASON)],
    )


class ConditionsForm(Form):
    """The figures of the conditions."""

    days = IntegerField(_("Age of the account, in days"), [InputRequired()])
    edits = IntegerField(_("Edits that nobody undid"), [InputRequired()])
    clean_days = IntegerField(_("Days without an edit undone by somebody else"), [InputRequired()])
    reason = _reason()


class WithholdForm(Form):
    """Until when trust does not come by itself, and why; without a day it is released."""

    until = DateField(_("Until"), [Optional()])
    reason = _reason()
