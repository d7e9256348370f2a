"""The forms of the vocabulary. What may be said is decided by `wiki.vocabulary.judging`; they only carry it."""

from flask_babel import lazy_gettext as _
from wtforms import FieldList, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from wiki.editing.preparing import MAX_SUMMARY
from wiki.vocabulary.judging import MAX_BROADER
from wiki.web.forms import Form

EMPTY_ROWS = 2
"""Empty fields offered for more broader terms."""

MAX_TYPED = 10_000


class VersionedForm(Form):
    """Why, and what the change was made from."""

    reason = StringField(
        _("Reason"), validators=[Length(max=MAX_SUMMARY)], description=_("Everybody can read it in the log.")
    )
    version = HiddenField()


class MergeForm(VersionedForm):
    """With which term one is merged."""

    into = StringField(_("Term that stays"), validators=[DataRequired(), Length(max=255)])


class AxisForm(VersionedForm):
    """An axis."""

    name = StringField(_("Name"), validators=[DataRequired(), Length(max=255)])
    description = TextAreaField(_("Description"), validators=[Length(max=MAX_TYPED)])


class ProfileForm(AxisForm):
    """A profile."""

    slug = StringField(
        _("Identifier"),
        validators=[Length(max=255)],
        description=_("It stands in addresses. Left empty, it is made from the name."),
    )
    synonyms = TextAreaField(
        _("Other names"),
        validators=[Length(max=MAX_TYPED)],
        description=_("One a line. Pages that name one of them belong here too; a former name stays among them."),
    )
    position = IntegerField(
        _("Place among its neighbours"),
        validators=[Optional()],
        description=_("A number: the smaller comes first. Left empty, it comes last."),
    )


class TermForm(ProfileForm):
    """A term of an axis."""

    axis = SelectField(_("Axis"))
    broader = FieldList(
        StringField(_("Broader term"), validators=[Length(max=255)]),
        _("Broader terms"),
        max_entries=MAX_BROADER + EMPTY_ROWS,
        description=_("Names of terms of the same axis; none for a term at the top. A term may have several."),
    )
    code = StringField(
        _("INSEE codes"),
        validators=[Length(max=255)],
        description=_("For a territory only: R53 for a region, D29 for a department."),
    )
