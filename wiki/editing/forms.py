"""The forms with which a page is changed."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from wiki.editing.preparing import MAX_SUMMARY
from wiki.web.forms import Form


class EditForm(Form):
    """A text and why it changed. `base` and `section` say what the text was written from."""

    text = TextAreaField(_("Text of the page"))
    summary = StringField(_("What did you change, and why?"), validators=[Length(max=MAX_SUMMARY)])
    minor = BooleanField(_("This is a minor edit"))
    watch = BooleanField(_("Watch this page"))
    accepts = BooleanField(_("Accept what waits for a review, with this edit"))
    base = HiddenField()
    section = HiddenField()
    #: What the text was resolved against in a conflict: the revision that is then the base.
    theirs = HiddenField()
    #: Warnings that were shown with the form: sending it again passes them.
    confirmed = HiddenField()


class ReasonForm(Form):
    """A reason, for what is done in one click and explained."""

    summary = StringField(_("Reason"), validators=[Length(max=MAX_SUMMARY)])
