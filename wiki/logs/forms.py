"""What a reader may ask of the log: a form sent by GET, so that a list's address is the question."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from wiki.logs.writing import ACTION_NAMES, NAMES
from wiki.web.forms import QuestionForm


class LogForm(QuestionForm):
    """Filters of the log. `type` is a kind of log, or a kind and what was done: `move/move-no-redirect`."""

    type = SelectField(lazy_gettext("Log"), default="", validate_choice=False)
    user = StringField(lazy_gettext("Who"), [Optional(), Length(max=255)])
    page = StringField(lazy_gettext("Page or account"), [Optional(), Length(max=300)])
    since = DateField(lazy_gettext("From"), [Optional()], name="from")
    until = DateField(lazy_gettext("To"), [Optional()], name="to")

    def offer(self, types: list[str]) -> None:
        """Let the reader choose among `types`."""
        self.type.choices = [("", _("All public logs"))]
        for type_ in types:
            self.type.choices.append((type_, _(NAMES[type_])))
            for action, words in ACTION_NAMES[type_].items():
                if len(ACTION_NAMES[type_]) > 1:
                    self.type.choices.append((f"{type_}/{action}", f"— {_(words)}"))
