"""Keeping filters: a name, and the question that goes with it."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from wiki.recentchanges.kept.keeping import MAX_NAME
from wiki.web.forms import Form


class KeepForm(Form):
    """A name for the filters that are set."""

    name = StringField(lazy_gettext("Name of these filters"), [InputRequired(), Length(max=MAX_NAME)])
    query = HiddenField()
    default = BooleanField(lazy_gettext("Show the recent changes like this when I open them"))


class KeptForm(Form):
    """One set of filters; which button is pressed says what becomes of it."""

    number = IntegerField(widget=HiddenInput())
    name = StringField(lazy_gettext("Name"), [Length(max=MAX_NAME)])
