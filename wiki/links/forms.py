"""Which title, and which references to it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from wiki.links.counting import SHOWN_KINDS
from wiki.links.recording import KINDS
from wiki.web.forms import QuestionForm
from wiki.web.namespaces import namespace_field


class InboundForm(QuestionForm):
    """The title asked about, and filters."""

    page = StringField(lazy_gettext("Page"), [Optional(), Length(max=300)])
    namespace = namespace_field()
    kind = SelectField(
        lazy_gettext("Kind of reference"),
        choices=lambda: [("", _("All kinds")), *((kind, _(KINDS[kind])) for kind in SHOWN_KINDS)],
        default="",
    )
