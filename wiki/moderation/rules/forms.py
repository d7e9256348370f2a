"""The forms of edit rules and of their hits. What a rule may say is for `definitions`.

Rule: each condition brings its own field, made from its row in `conditions.CONDITIONS`; an empty one asks for nothing.
"""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.editing.preparing import one_line
from wiki.links.hosts import NoDomain, domain_in
from wiki.moderation.rules import actions
from wiki.moderation.rules.conditions import ACTS, CONDITIONS, WHO, Condition
from wiki.moderation.rules.deciding import MAX_REASON
from wiki.moderation.rules.definitions import MAX_DESCRIPTION, MAX_NAME, MAX_TAG, Definition
from wiki.moderation.rules.patterns import MAX_LENGTH
from wiki.rights import GROUPS
from wiki.web.forms import Form, QuestionForm
from wiki.web.namespaces import PAGE_KINDS

KEYS: dict[str, dict[str, str]] = {"acts": ACTS, "who": WHO}
"""What can be chosen for each condition of one choice."""

MINUTES = "_minutes"
"""What follows a condition's name in that of the field for its minutes."""


def _checkboxes(label: str, description: str = "") -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=description,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _field(condition: Condition) -> Field:
    label, description = _(condition.label), _(condition.help) if condition.help else ""
    if condition.kind == "choice":
        return SelectField(label, description=description, default="")
    if condition.kind == "choices":
        return _checkboxes(label, description)
    if condition.kind in ("number", "numbers"):
        return IntegerField(label, [Optional()], description=description)
    if condition.kind == "name":
        return StringField(label, [Optional(), Length(max=255)], description=description)
    return TextAreaField(label, [Optional(), Length(max=MAX_LENGTH)], description=description)


class RuleForm(Form):
    """What a rule is to say. `seen` is the version that the form was opened with."""

    name = StringField(_("Name of the rule"), [Length(max=MAX_NAME)], description=_("Only moderators read it."))
    description_fr = TextAreaField(
        _("What the author is told, in French"),
        [Length(max=MAX_DESCRIPTION)],
        description=_("What is wrong, and what to do instead. Needed where the rule warns, slows down or refuses."),
    )
    description_en = TextAreaField(_("The same in English"), [Length(max=MAX_DESCRIPTION)])
    patterns = RadioField(
        _("How words and expressions are written"),
        choices=lambda: [
            ("words", gettext("Words, one or several on each line; a star stands for any letters: casino*")),
            ("regular", gettext("Regular expressions, one on each line, as RE2 knows them")),
        ],
        default="words",
    )
    exact = BooleanField(_("Capitals and accents make a difference"))
    actions = _checkboxes(_("What the rule does"), _("Each hit is noted, whatever else is done."))
    tag = StringField(_("Tag"), [Length(max=MAX_TAG)], description=_("Everybody can read it beside the edit."))
    times = IntegerField(_("Slowing down: an author may save so many such edits"), [Optional()])
    minutes = IntegerField(_("In so many minutes"), [Optional()])
    enabled = BooleanField(_("The rule is switched on"))
    reason = StringField(
        _("Why is it made or changed?"),
        [Length(max=MAX_REASON)],
        description=_("Everybody can read it in the log; what the rule says, only moderators."),
    )
    seen = HiddenField()

    def offer(self) -> None:
        """Fill the choices, in the reader's language."""
        self.namespaces.choices = [(str(int(kind)), kind.label or gettext("(Articles)")) for kind in PAGE_KINDS]
        for name in ("groups", "outside"):
            self[name].choices = [(group, gettext(words)) for group, words in GROUPS.items()]
        for name, keys in KEYS.items():
            self[name].choices = [("", gettext("no matter")), *((key, gettext(words)) for key, words in keys.items())]
        self.actions.choices = [(action.name, gettext(action.label)) for action in actions.ACTIONS]

    def show(self, definition: Definition) -> None:
        """Put what a rule says into the fields."""
        self.name.data, self.tag.data = definition.name, definition.tag
        self.description_fr.data = definition.description.get("fr", "")
        self.description_en.data = definition.description.get("en", "")
        self.patterns.data = "regular" if definition.regular else "words"
        self.exact.data = not definition.folded
        self.actions.data = list(definition.actions)
        self.times.data, self.minutes.data = definition.times or None, definition.minutes or None
        for condition in CONDITIONS:
            self._put(condition, definition.conditions.get(condition.name))

    def definition(self) -> Definition:
        """The rule that the fields say."""
        asked = {condition.name: self._asked(condition) for condition in CONDITIONS}
        told = {"fr": self.description_fr.data, "en": self.description_en.data}
        return Definition(
            name=one_line(self.name.data or ""),
            description={language: one_line(text or "") for language, text in told.items()},
            conditions={name: value for name, value in asked.items() if value},
            regular=self.patterns.data == "regular",
            folded=not self.exact.data,
            actions=tuple(self.actions.data or ()),
            tag=one_line(self.tag.data or ""),
            times=self.times.data or 0,
            minutes=self.minutes.data or 0,
        )

    def condition_fields(self) -> list[Field]:
        """The fields of the conditions, in their order."""
        names = [name for each in CONDITIONS for name in (each.name, *self._more(each))]
        return [self[name] for name in names]

    @staticmethod
    def _more(condition: Condition) -> tuple[str, ...]:
        return (condition.name + MINUTES,) if condition.kind == "numbers" else ()

    def _put(self, condition: Condition, value: Any) -> None:
        if condition.kind == "numbers":
            self[condition.name].data, self[condition.name + MINUTES].data = value or (None, None)
        else:
            self[condition.name].data = "\n".join(value or ()) if condition.kind == "domains" else value

    def _asked(self, condition: Condition) -> Any:
        """What the rule is to say about a condition; nothing where the field is empty."""
        value = self[condition.name].data
        if condition.kind == "numbers":
            return [value, self[condition.name + MINUTES].data or 0] if value else None
        if condition.kind == "domains":
            return [_normal(line) for line in (value or "").splitlines() if line.strip()]
        if condition.kind in ("pattern", "name"):
            return (value or "").strip().replace("\r\n", "\n")
        return value


for _condition in CONDITIONS:
    setattr(RuleForm, _condition.name, _field(_condition))
    if _condition.kind == "numbers":
        setattr(RuleForm, _condition.name + MINUTES, IntegerField(_("In so many minutes"), [Optional()]))


class HitsForm(QuestionForm):
    """Which hits are listed."""

    rule = IntegerField(_("Number of the rule"), [Optional()])
    user = StringField(_("Who"), [Optional(), Length(max=255)])
    page = StringField(_("Page"), [Optional(), Length(max=300)])


def _normal(line: str) -> str:
    """The domain that a line names; the line itself where it names none, for the refusal to show."""
    try:
        return domain_in(line)
    except NoDomain:
        return line.strip()
