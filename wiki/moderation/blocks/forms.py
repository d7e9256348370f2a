"""The forms by which people are blocked and unblocked. What may be decided is for `terms` and `blocking`."""

from datetime import date, datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.errors import N_
from wiki.logs.blocks import ACTIONS, LENGTHS
from wiki.logs.days import day_ends
from wiki.messages import translate
from wiki.moderation.blocks.terms import MAX_REASON, Terms
from wiki.pages.rendering import site
from wiki.permissions.blocks.models import Block
from wiki.web.context import authority
from wiki.web.forms import Form, QuestionForm
from wiki.web.languages import reader_zone
from wiki.web.namespaces import PAGE_KINDS

REASONS: tuple[str, ...] = (
    N_("Pages damaged or emptied several times, in spite of a warning."),
    N_("Advertising, or links to promote something."),
    N_("Insults or attacks on people."),
    N_("Edit war: the same passage changed back again and again instead of talking about it."),
    N_("Texts copied without the right to, in spite of a warning."),
    N_("False statements or sources, on purpose."),
    N_("Several accounts used to get around a decision."),
    N_("Name of an account that misleads or offends."),
    N_("Automatic edits that nobody agreed to."),
)
"""Reasons that are offered; what is chosen is kept in the wiki's own language, as if it had been typed."""

REACH_NAMES = {
    "account": N_("This account alone"),
    "small": N_("And its small neighbourhood: most often one household or one place"),
    "medium": N_("And its medium neighbourhood: some thousands of addresses"),
    "large": N_("And its large neighbourhood: much of what one provider serves; many others are stopped too"),
}


def _checkboxes(label: str) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class BlockForm(Form):
    """What a block is to say. `seen` is the last decision about the account that the form knows of."""

    length = SelectField(_("How long"), validators=[DataRequired(_("Choose how long the block holds."))])
    until = DateField(_("Until the end of this day"), [Optional()])
    reach = RadioField(_("Whom it stops"), default="account")
    extent = RadioField(_("What it stops"), default="sitewide")
    pages = TextAreaField(_("Pages"), description=_("One title on each line."))
    categories = TextAreaField(
        _("Categories"), description=_("One name on each line. Pages of narrower categories are among them.")
    )
    namespaces = _checkboxes(_("Namespaces"))
    actions = _checkboxes(_("Acts"))
    creation = BooleanField(_("No account can be created"), default=True)
    autoblock = BooleanField(
        _("For a day, nobody writes without an account from the network that was used last"), default=True
    )
    talk_closed = BooleanField(_("Close the person’s own talk page too: no appeal can be written there"))
    model = SelectField(_("Usual reason"), default="")
    reason = StringField(
        _("In your own words"),
        description=_("Everybody can read it in the log, and the person when she tries to write."),
        validators=[Length(max=MAX_REASON)],
    )
    seen = HiddenField()

    def offer(self, *, neighbourhood: bool, changed: Block | None) -> None:
        """Fill the choices; `neighbourhood`: whether one can be blocked; `changed`: the block that gets other terms."""
        lengths = [(key, gettext(words)) for key, words in LENGTHS.items()]
        first = ("", gettext("Choose")) if changed is None else ("same", gettext("as long as was decided before"))
        self.length.choices = [first, *lengths, ("date", gettext("until a day that I choose below"))]
        self.reach.choices = [
            (key, gettext(words)) for key, words in REACH_NAMES.items() if neighbourhood or key == "account"
        ]
        self.extent.choices = [
            ("sitewide", gettext("The whole wiki")),
            ("partial", gettext("Only what is named below")),
        ]
        self.namespaces.choices = [(str(int(kind)), kind.label or gettext("(Articles)")) for kind in PAGE_KINDS]
        self.actions.choices = [(key, gettext(words)) for key, words in ACTIONS.items()]
        self.model.choices = [("", gettext("None of these"))]
        self.model.choices += [(str(number), gettext(words)) for number, words in enumerate(REASONS)]

    def terms(self, changed: Block | None) -> Terms:
        """What the form asks for; `changed`: the block that gets these terms."""
        length, until = self.end(changed)
        return Terms(
            reason=self.whole_reason(),
            length=length,
            until=until,
            reach=self.reach.data or "account",
            sitewide=self.extent.data != "partial",
            pages=_lines(self.pages.data),
            namespaces=tuple(int(number) for number in self.namespaces.data or ()),
            categories=_lines(self.categories.data),
            actions=tuple(self.actions.data or ()),
            creation=self.creation.data,
            talk_closed=self.talk_closed.data,
            autoblock=self.autoblock.data,
        )

    def end(self, changed: Block | None) -> tuple[str, datetime | None]:
        """How long the block holds: the chosen length, or none and a moment."""
        day: date | None = self.until.data
        if self.length.data == "same" and changed is not None:
            return ("indefinite" if changed.expires_at is None else "", changed.expires_at)
        if self.length.data == "date":
            return "", day_ends(day, reader_zone()) if day is not None else None
        return self.length.data or "", None

    def validate_reason(self, field: Field) -> None:
        """The usual reason and the own words are kept together."""
        if len(self.whole_reason()) > MAX_REASON:
            raise ValidationError(gettext("This is too long: %(max)d characters at most.", max=MAX_REASON))

    def whole_reason(self) -> str:
        """The usual reason in the wiki's language, and the moderator's own words after it."""
        model = self.model.data or ""
        usual = translate(REASONS[int(model)], site().language) if model else ""
        return f"{usual} {self.reason.data or ''}".strip()


class UnblockForm(Form):
    """Which blocks of somebody are lifted, and why."""

    blocks = _checkboxes(_("Blocks to lift"))
    reason = StringField(_("Why is it lifted?"), validators=[DataRequired(), Length(max=MAX_REASON)])
    seen = HiddenField()


class LiftForm(Form):
    """Why an automatic block is lifted."""

    reason = StringField(_("Why is it lifted?"), validators=[DataRequired(), Length(max=MAX_REASON)])


class BlocksForm(QuestionForm):
    """Which blocks are listed."""

    user = StringField(_("Who is blocked"), [Optional(), Length(max=255)])
    kind = SelectField(
        _("Kind"),
        choices=lambda: [
            ("", gettext("all kinds")),
            ("sitewide", gettext("the whole wiki")),
            ("partial", gettext("in part")),
            ("network", gettext("with a neighbourhood")),
            *([("automatic", gettext("automatic, by network"))] if authority().may("block") else []),
        ],
        default="",
    )
    state = SelectField(
        _("State"),
        choices=lambda: [
            ("", gettext("that hold now")),
            ("ended", gettext("that are over")),
            ("all", gettext("all of them")),
        ],
        default="",
    )


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
