"""The forms about batches: whose work, and why it is taken back."""

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.moderation.forms import REASON_LENGTH
from wiki.web.forms import Form, QuestionForm
from wiki.web.namespaces import PAGE_KINDS


def kinds() -> list[tuple[str, str]]:
    """The namespaces, by number."""
    return [(str(int(kind)), kind.label or gettext("(Articles)")) for kind in PAGE_KINDS]


class ScopeForm(QuestionForm):
    """Whose work is meant, since when, and where."""

    user = StringField(lazy_gettext("Whose work"), [Optional(), Length(max=255)])
    since = DateField(lazy_gettext("Written since"), [Optional()], name="from")
    namespace = SelectMultipleField(
        lazy_gettext("Only in these namespaces"),
        choices=kinds,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class BatchForm(Form):
    """Why the work is taken back. The pages are the boxes `page`, each with what the dry run showed."""

    reason = StringField(
        lazy_gettext("Why is this work taken back?"), validators=[DataRequired(), Length(max=REASON_LENGTH)]
    )
