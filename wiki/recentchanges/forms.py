"""What a reader may ask of lists of changes: forms sent by GET, so that a list's address is the question."""

from collections.abc import Callable, Iterator

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from wtforms import BooleanField, DateField, Field, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.errors import N_
from wiki.history.views import tag_label
from wiki.logs.writing import NAMES
from wiki.pages.tags import TAGS
from wiki.permissions.groups import GRANTABLE_GROUPS
from wiki.recentchanges.contributions import tags_in_use
from wiki.recentchanges.filtering import DAYS, DEFAULT_DAYS, LISTED_LOGS
from wiki.recentchanges.subjects import unseen
from wiki.rights import GROUPS
from wiki.taxonomy.finding import all_profiles
from wiki.web.forms import QuestionForm
from wiki.web.namespaces import namespace_field


def period_field() -> SelectField:
    """How far back a list goes; read it with `asked_days`."""
    return SelectField(
        lazy_gettext("Period"),
        choices=lambda: [(str(days), _("%(num)s days", num=days) if days > 1 else _("1 day")) for days in DAYS],
        default=str(DEFAULT_DAYS),
    )


def asked_days(field: Field) -> int:
    """How many days back a list goes."""
    known = {str(days): days for days in DAYS}
    return known.get(field.data or "", DEFAULT_DAYS)


class ChangesForm(QuestionForm):
    """Filters of the watchlist."""

    namespace = namespace_field()
    days = period_field()
    author = SelectField(
        lazy_gettext("Changes of"),
        choices=lambda: [
            ("", _("everybody")),
            ("others", _("everybody but me")),
            ("mine", _("myself")),
            ("registered", _("registered people")),
            ("temporary", _("temporary accounts")),
        ],
        default="",
    )
    hideminor = BooleanField(lazy_gettext("Hide minor edits"))
    hidebots = BooleanField(lazy_gettext("Hide robots"))


def checkboxes(label: LazyString, choices: Callable[[], list[tuple[str, str]]]) -> SelectMultipleField:
    """Values of one filter, any number of which may be ticked."""
    return SelectMultipleField(label, choices=choices, option_widget=CheckboxInput(), widget=ListWidget())


def values(**labels: str) -> Callable[[], list[tuple[str, str]]]:
    """Choices that are always the same, in the reader's words."""
    return lambda: [(value, _(label)) for value, label in labels.items()]


WATCH: dict[str, str] = {
    "watched": N_("pages that I follow"),
    "unseen": N_("changes there that I have not seen"),
    "unwatched": N_("other pages"),
}
"""What the filter of followed pages may say, as far as rooms above know what was seen."""


def watch_kinds() -> list[str]:
    """Those of `WATCH` that can be told."""
    return [key for key in WATCH if key != "unseen" or unseen]


class RecentForm(QuestionForm):
    """Filters of the recent changes: nothing ticked in a group wants everything."""

    days = period_field()
    namespace = namespace_field()
    whose = checkboxes(lazy_gettext("Whose changes"), values(mine=N_("my own"), others=N_("those of others")))
    experience = checkboxes(
        lazy_gettext("Experience"),
        values(
            newcomer=N_("newcomers (fewer than 10 edits, or less than 4 days)"),
            learner=N_("learners (up to 500 edits or 30 days)"),
            experienced=N_("experienced people"),
            registered=N_("anybody registered"),
            temporary=N_("temporary accounts"),
        ),
    )
    robots = checkboxes(lazy_gettext("People and robots"), values(human=N_("people"), bot=N_("robots")))
    type = checkboxes(
        lazy_gettext("Kind of change"),
        values(
            edit=N_("edits"),
            new=N_("new pages"),
            category=N_("pages put into or taken out of a category"),
            log=N_("acts of the log"),
        ),
    )
    importance = checkboxes(lazy_gettext("Importance"), values(minor=N_("minor edits"), major=N_("other changes")))
    patrol = checkboxes(
        lazy_gettext("Checked"),
        values(
            unpatrolled=N_("not yet"), hand=N_("by somebody"), automatic=N_("automatically, the author being trusted")
        ),
    )
    watch = checkboxes(lazy_gettext("Watchlist"), lambda: [(key, _(WATCH[key])) for key in watch_kinds()])
    latest = BooleanField(lazy_gettext("Only latest revisions"))
    tag = checkboxes(lazy_gettext("Tags"), lambda: [(tag, tag_label(tag)) for tag in sorted({*TAGS, *tags_in_use()})])
    log = checkboxes(lazy_gettext("Logs"), lambda: [(type_, _(NAMES[type_])) for type_ in LISTED_LOGS])
    profile = SelectField(
        lazy_gettext("For the profile"),
        choices=lambda: [("", _("All profiles")), *((profile.slug, profile.name) for profile in all_profiles())],
        default="",
    )
    category = StringField(lazy_gettext("Category or territory"), [Optional(), Length(max=255)])
    below = BooleanField(lazy_gettext("With the categories below it"))
    linkedfrom = StringField(lazy_gettext("Pages to which this page links"), [Optional(), Length(max=300)])
    linkedto = StringField(lazy_gettext("Pages that link to this page"), [Optional(), Length(max=300)])

    def ticked(self) -> dict[str, frozenset[str]]:
        """What is ticked in each group, by the names of `Filters`."""
        names = {"type": "types", "tag": "tags", "log": "logs"}
        groups = (one for one in self if isinstance(one, SelectMultipleField))
        return {names.get(group.name, group.name): frozenset(group.data or ()) for group in groups}

    def chosen(self) -> Iterator[tuple[Field, str, str]]:
        """Each value that is set: its field, how the address writes it, and in words (none where the label says it)."""
        for one in self:
            if isinstance(one, SelectMultipleField | SelectField):
                several = one.data if isinstance(one, SelectMultipleField) else [one.data]
                words = {value: str(label) for value, label, *_rest in one.iter_choices()}
                given = [value for value in several or () if value and value != one.default]
                yield from ((one, value, words.get(value, value)) for value in given)
            elif isinstance(one, BooleanField):
                yield from ((one, raw, "") for raw in (one.raw_data or ())[:1] if one.data)
            elif one.data:
                yield one, one.data, one.data


REVERTED = {"only": True, "no": False}
"""What the choice about undone edits says → whether they were undone; anything else: both."""


class ContributionsForm(QuestionForm):
    """Whose contributions, on what, and which."""

    user = StringField(lazy_gettext("Name or temporary name"), [Optional(), Length(max=255)])
    group = SelectField(
        lazy_gettext("Members of a group"),
        choices=lambda: [("", _("Everybody")), *((name, _(GROUPS[name])) for name in GRANTABLE_GROUPS)],
        default="",
    )
    category = StringField(lazy_gettext("Category or territory"), [Optional(), Length(max=255)])
    namespace = namespace_field()
    tag = SelectField(lazy_gettext("Tag"), default="", validate_choice=False)
    reverted = SelectField(
        lazy_gettext("Undone since"),
        choices=lambda: [
            ("", _("whether undone or not")),
            ("only", _("only edits that were undone")),
            ("no", _("only edits that were not")),
        ],
        default="",
    )
    since = DateField(lazy_gettext("From"), [Optional()], name="from")
    until = DateField(lazy_gettext("To"), [Optional()], name="to")
    top = BooleanField(lazy_gettext("Only latest revisions"))
    newonly = BooleanField(lazy_gettext("Only new pages"))
    hideminor = BooleanField(lazy_gettext("Hide minor edits"))
