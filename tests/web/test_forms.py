"""Fields refuse in the wiki's own words, which say what to type."""

import pytest
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from wtforms import validators
from wtforms.fields.core import UnboundField

from wiki.web.forms import WORDS, Form


def every_form(kind: type[FlaskForm] = FlaskForm) -> list[type[FlaskForm]]:
    """Forms of the wiki below `kind`."""
    return [form for below in kind.__subclasses__() for form in [below, *every_form(below)]]


@pytest.mark.parametrize(
    ("address", "french", "english"),
    [
        (
            "/special/logs?from=hier",
            "Ce n’est pas une date. Écrivez l’année, le mois et le jour : 2026-03-31.",
            "This is no date. Write the year, the month and the day: 2026-03-31.",
        ),
        (
            "/special/contributions?reverted=maybe",
            "Ce choix n’existe pas ici. Choisissez de nouveau dans la liste.",
            "This cannot be chosen here. Choose again from the list.",
        ),
        (
            "/special/logs?user=" + "x" * 256,
            "C’est trop long : 255 caractères au plus.",
            "This is too long: 255 characters at most.",
        ),
    ],
)
def test_a_field_says_what_to_type(client: FlaskClient, address: str, french: str, english: str) -> None:
    for language, words in (("fr", french), ("en", english)):
        client.set_cookie("wiki-language", language)
        html = client.get(address).get_data(as_text=True).replace("\u202f", " ").replace("\xa0", " ")
        assert words in html


def test_every_form_has_these_words(app: object) -> None:
    outside = {form.__name__ for form in every_form() if not issubclass(form, Form)}
    assert outside == set()


def test_what_the_fields_of_all_forms_may_say_has_words(app: object) -> None:
    """A field or validator new among the forms must find its words here first."""
    known = {
        "BooleanField", "CSRFTokenField", "DateField", "EmailField", "FieldList", "HiddenField", "IntegerField",
        "PasswordField", "RadioField", "SelectField", "SelectMultipleField", "StringField", "TextAreaField",
    }  # fmt: skip
    used = {
        field.field_class.__name__
        for form in every_form(Form)
        for field in (getattr(form, name) for name in dir(form))
        if isinstance(field, UnboundField)
    }
    assert used <= known
    plain = {validators.DataRequired, validators.InputRequired, validators.Length, validators.Optional}
    own = {validators.Email, validators.EqualTo, validators.NumberRange}
    checks = [(form.__name__, name, check) for form in every_form(Form) for name, check in checks_of(form)]
    assert checks
    for form, name, check in checks:
        assert type(check) not in own or check.message, f"{form}.{name}"
        assert type(check) in {*plain, *own}, f"{form}.{name}"
        least = getattr(check, "min", -1) if type(check) is validators.Length else -1
        assert least == -1, f"{form}.{name}: a least length has no words in {list(WORDS)}"


def checks_of(form: type[Form]) -> list[tuple[str, object]]:
    """Names of fields, and what each is checked with."""
    fields = {name: getattr(form, name) for name in dir(form)}
    return [
        (name, check)
        for name, field in fields.items()
        if isinstance(field, UnboundField)
        for check in sum((part for part in field.args if isinstance(part, list)), field.kwargs.get("validators", []))
    ]
