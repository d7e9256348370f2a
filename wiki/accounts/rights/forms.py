"""The forms by which groups and rights change. What may be given is decided by `granting`."""

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.accounts.rights.granting import MAX_REASON
from wiki.web.forms import Form


def _checkboxes(label: str) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


def _reason() -> StringField:
    return StringField(
        _("Reason"),
        description=_("Everybody can read it in the log."),
        validators=[DataRequired(_("Say why you make this change.")), Length(max=MAX_REASON)],
    )


class GroupsForm(Form):
    """The groups of somebody."""

    groups = _checkboxes(_("Groups"))
    reason = _reason()


class RightsForm(Form):
    """The rights of a group."""

    rights = _checkboxes(_("Rights"))
    reason = _reason()
