"""The forms of accounts. Rule: a form has the fields it names; nothing else that is sent reaches an account."""

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, Length, Optional, ValidationError

from wiki import clock
from wiki.web.forms import Form

#: Seconds that a person needs at least to fill in the form to register.
LEAST_TIME = 3

_PASSWORD_HELP = _(
    "The easiest is a sentence of seven words or more that nobody else would write. Or 12 characters with "
    "capitals, small letters, figures and signs. You may paste it from a password manager."
)
_NAME_HELP = _("Everybody sees it beside what you write. It need not be your real name.")
_EMAIL_HELP = _("Only to get back in when you forget the password. Nobody sees it.")
_wanted = DataRequired()


def _new_password(label: str) -> PasswordField:
    # No greatest length here: a browser would cut what is pasted without a word; the rules of passwords say more.
    return PasswordField(
        label,
        description=_PASSWORD_HELP,
        validators=[_wanted],
        render_kw={"autocomplete": "new-password"},
    )


def _repeated(field: str) -> PasswordField:
    return PasswordField(
        _("The same password again"),
        validators=[_wanted, EqualTo(field, _("The two passwords differ. Type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )


def _present_password() -> PasswordField:
    return PasswordField(
        _("Your current password"), validators=[_wanted], render_kw={"autocomplete": "current-password"}
    )


def _name(description: str = "") -> StringField:
    return StringField(
        _("User name"),
        validators=[_wanted, Length(max=255, message=_("This is too long for a name."))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
        description=description,
    )


def _email(label: str, *, needed: bool) -> EmailField:
    words = _("This is no e-mail address. It should look like name@example.org.")
    return EmailField(
        label,
        description=_EMAIL_HELP,
        validators=[_wanted if needed else Optional(), Length(max=254, message=words), Email(words)],
        render_kw={"autocomplete": "email"},
    )


class UntouchedByRobots(Form):
    """Two traps that ask nothing of people: a field that only robots fill in, and a least time."""

    #: Hidden from people and from screen readers.
    website = StringField(_("Leave this field empty"), render_kw={"autocomplete": "off", "tabindex": "-1"})
    opened = HiddenField(_("This form"))

    def stamp(self) -> None:
        """Note, signed, when the form was opened."""
        if not self.is_submitted():
            self.opened.data = _stamper().dumps(int(clock.now().timestamp()))

    def validate_website(self, field: StringField) -> None:
        if field.data:
            raise ValidationError(gettext("This field must stay empty; robots fill it in."))

    def validate_opened(self, field: HiddenField) -> None:
        try:
            opened = int(_stamper().loads(field.data or ""))
        except (BadSignature, TypeError, ValueError):
            field.data = _stamper().dumps(int(clock.now().timestamp()))
            raise ValidationError(gettext("The form was not opened here. Send it once more.")) from None
        if clock.now().timestamp() - opened < LEAST_TIME:
            raise ValidationError(gettext("That was faster than people type. Wait a little and send it again."))


class RegisterForm(UntouchedByRobots):
    """A new account of one's own."""

    name = _name(description=_NAME_HELP)
    password = _new_password(_("Password"))
    repeated = _repeated("password")
    email = _email(_("E-mail address"), needed=False)
    claim = BooleanField(_("Put what I have already written here under my new name"), default=True)
    returnto = HiddenField()


class LogInForm(Form):
    """A name and a password."""

    name = _name()
    password = PasswordField(_("Password"), validators=[_wanted], render_kw={"autocomplete": "current-password"})
    remember = BooleanField(
        _("Stay logged in on this device"), description=_("For 90 days. Not on a computer that others use.")
    )
    returnto = HiddenField()


class AskResetForm(Form):
    """Whose password was forgotten."""

    named = StringField(
        _("User name or e-mail address"),
        validators=[_wanted, Length(max=320)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class NewPasswordForm(Form):
    """A new password in place of a forgotten one."""

    password = _new_password(_("New password"))
    repeated = _repeated("password")


class ChangePasswordForm(Form):
    """A new password in place of a known one."""

    current = _present_password()
    password = _new_password(_("New password"))
    repeated = _repeated("password")


class ChangeEmailForm(Form):
    """A new address, or none."""

    email = _email(_("New e-mail address"), needed=False)
    current = _present_password()


class BecomeAdministratorForm(Form):
    """The first administrator's account."""

    name = _name(description=_NAME_HELP)
    password = _new_password(_("Password"))
    repeated = _repeated("password")


class ConfirmForm(Form):
    """Nothing but the wish to do it."""


class PreferencesForm(Form):
    """How somebody wants to see the wiki."""

    language = SelectField(_("Language of the interface"), validators=[Optional()])
    timezone = SelectField(
        _("Time zone"), description=_("In which the times of changes are shown to you."), validators=[Optional()]
    )
    watch_edits = BooleanField(_("Watch the pages that I edit"))


def _stamper() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="form-opened")
