"""Which pages to list: forms sent by GET. Who takes care of a report: a form sent by POST."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional

from wiki.recentchanges.forms import checkboxes
from wiki.specialpages.triage import KINDS, SIGNS, STATES
from wiki.titles import Namespace
from wiki.web.forms import Form, QuestionForm
from wiki.web.namespaces import PAGE_KINDS, namespace_field


class AllPagesForm(QuestionForm):
    """A namespace, and where in it to begin."""

    namespace = SelectField(
        lazy_gettext("Namespace"),
        choices=lambda: [(str(int(kind)), kind.label or _("(Articles)")) for kind in PAGE_KINDS],
        default=str(int(Namespace.MAIN)),
    )
    start = StringField(lazy_gettext("From this title on"), [Optional(), Length(max=255)], name="from")
    prefix = StringField(lazy_gettext("Titles that begin with"), [Optional(), Length(max=255)])
    hideredirects = BooleanField(lazy_gettext("Hide redirects"))

    @property
    def kind(self) -> Namespace:
        """The namespace asked for."""
        known = {str(int(kind)): kind for kind in PAGE_KINDS}
        return known.get(self.namespace.data or "", Namespace.MAIN)


def words(labels: Mapping[str, str]) -> Callable[[], list[tuple[str, str]]]:
    """Choices in the reader's words."""
    return lambda: [(value, _(label)) for value, label in labels.items()]


class NewPagesForm(QuestionForm):
    """Which new pages: of which namespace, in which state, by whom, with which signs."""

    namespace = namespace_field()
    state = checkboxes(lazy_gettext("State"), words(STATES))
    experience = checkboxes(lazy_gettext("Begun"), words(KINDS))
    sign = checkboxes(lazy_gettext("With all these signs"), words(SIGNS))
    redirects = BooleanField(lazy_gettext("Show redirects too"))

    def ticked(self, name: str) -> frozenset[str]:
        """The ticked values of a group, those left out that are none."""
        return frozenset(self[name].data or ()).intersection(value for value, *_rest in self[name].iter_choices())


class CaretakerForm(Form):
    """Who takes care of a report; nobody where the name is empty."""

    user = StringField(
        lazy_gettext("Who takes care of this report"),
        [Length(max=255)],
        description=lazy_gettext("The name of a registered account. Leave it empty to name nobody."),
    )
    reason = StringField(
        lazy_gettext("Reason"), [Length(max=400)], description=lazy_gettext("Everybody can read it in the log.")
    )
