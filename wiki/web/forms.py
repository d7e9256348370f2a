"""What all forms share: the words with which a field refuses what was typed.

Rule: these words say what to type instead, in the reader's language; those of WTForms are never shown.
"""

from flask_babel import gettext
from flask_wtf import FlaskForm

from wiki.errors import N_

WORDS = {
    "This field is required.": N_("This field is needed."),
    "Field cannot be longer than %(max)d character.": N_("This is too long: %(max)d characters at most."),
    "Not a valid date value.": N_("This is no date. Write the year, the month and the day: 2026-03-31."),
    "Not a valid integer value.": N_("This is no whole number. Write it in figures, as 12."),
    "Not a valid choice.": N_("This cannot be chosen here. Choose again from the list."),
    "'%(value)s' is not a valid choice for this field.": N_("“%(value)s” cannot be chosen here. Choose again."),
    # WTForms joins the values in its own quotation marks: they are not shown.
    "'%(value)s' are not valid choices for this field.": N_("Several of these cannot be chosen here. Choose again."),
}
"""What WTForms' fields and validators say → what we say."""


class _Words:
    """In place of the catalogue of WTForms, under the names that it calls; labels pass through it too."""

    def gettext(self, text: str) -> str:
        return str(gettext(WORDS.get(text, text)))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(plural if number != 1 and plural in WORDS else singular)


class Form(FlaskForm):
    """A form that changes something when it is sent."""

    class Meta(FlaskForm.Meta):
        """How WTForms treats the form."""

        def get_translations(self, form: FlaskForm) -> _Words:
            return _Words()


class QuestionForm(Form):
    """A form that asks for a list; it changes nothing, so that it needs no token."""

    class Meta(Form.Meta):
        """How WTForms treats the form."""

        csrf = False
