"""The forms by which domains are blocked and allowed again."""

from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from wiki.links.hosts import LONGEST
from wiki.logs.blocks import LENGTHS
from wiki.logs.days import day_ends
from wiki.moderation.domains.blocking import MAX_REASON
from wiki.web.forms import Form, QuestionForm
from wiki.web.languages import reader_zone


class DomainForm(Form):
    """Which domain, how long, and why."""

    domain = StringField(
        _("Domain"),
        [DataRequired(), Length(max=LONGEST)],
        description=_("As example.org, or an address of the site. Its subdomains belong to it."),
    )
    length = SelectField(
        _("How long"),
        [DataRequired(_("Choose how long the block holds."))],
        choices=lambda: [
            ("", gettext("Choose")),
            *((key, gettext(words)) for key, words in LENGTHS.items()),
            ("date", gettext("until a day that I choose below")),
        ],
    )
    until = DateField(_("Until the end of this day"), [Optional()])
    reason = StringField(
        _("Why may no link lead there?"),
        [DataRequired(), Length(max=MAX_REASON)],
        description=_("Everybody can read it, and the author of an edit that adds such a link."),
    )

    def end(self) -> tuple[str, datetime | None]:
        """How long the block holds: the chosen length, or none and a moment."""
        if self.length.data != "date":
            return self.length.data or "", None
        return "", day_ends(self.until.data, reader_zone()) if self.until.data is not None else None


class AllowForm(Form):
    """Why links may lead there again."""

    reason = StringField(_("Why is it lifted?"), [DataRequired(), Length(max=MAX_REASON)])


class DomainsForm(QuestionForm):
    """Which blocked domains are listed."""

    state = SelectField(
        _("State"),
        choices=lambda: [
            ("", gettext("that hold now")),
            ("ended", gettext("that are over")),
            ("all", gettext("all of them")),
        ],
        default="",
    )
