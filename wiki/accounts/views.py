"""Registering, logging in, one's own account in the browser. Rule: GET shows a form, POST does what it says."""

from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import StringField

from wiki.accounts import administrators, credentials, devices, letters, preferences, recovery, sessions
from wiki.accounts.authentication import WrongCredentials, WrongPassword, authenticate
from wiki.accounts.forms import (
    AskResetForm,
    BecomeAdministratorForm,
    ChangeEmailForm,
    ChangePasswordForm,
    ConfirmForm,
    LogInForm,
    NewPasswordForm,
    PreferencesForm,
    RegisterForm,
)
from wiki.accounts.mail import MailFailed
from wiki.accounts.one_time_links import LinkSpent
from wiki.accounts.passwords import WeakPassword
from wiki.accounts.registering import Registered, register
from wiki.errors import WikiError
from wiki.permissions.throttling import RateLimited
from wiki.users.accounts import NameTaken
from wiki.users.models import User
from wiki.users.names import UserNameError
from wiki.web.context import authority, site
from wiki.web.errors import error_page, show_rate_limit
from wiki.web.forms import Form
from wiki.web.languages import LANGUAGES, speak, translated
from wiki.web.redirects import local_url

blueprint = Blueprint("accounts", __name__)

#: Refusals that send somebody back to the form, and the field that each is about.
FIELDS: dict[type[WikiError], str] = {
    WeakPassword: "password",
    WrongCredentials: "password",
    WrongPassword: "current",
    UserNameError: "name",
    NameTaken: "name",
}
REFUSALS = tuple(FIELDS)

NEW_LINKS = {"accounts.reset_password": "accounts.ask_reset", "accounts.confirm_email": "accounts.change_email"}
"""Where to get a new link in the place of a spent one."""


def typed(field: StringField) -> str:
    """What was typed into `field`."""
    return field.data or ""


def refuse(form: Form, error: WikiError) -> None:
    """Show `error` beside the field that it is about."""
    field = form[FIELDS[type(error)]]
    field.errors = [*field.errors, translated(error)]


def page(template: str, form: Form, **more: object) -> ResponseReturnValue:
    """The page of a form: 200 when it is opened, 400 when something in it was refused."""
    status = 400 if form.errors else 200
    return render_template(f"accounts/{template}.html", form=form, noindex=True, **more), status


@blueprint.errorhandler(LinkSpent)
def show_spent_link(error: LinkSpent) -> ResponseReturnValue:
    """A link that no longer works leads to where another one is had."""
    endpoint = NEW_LINKS.get(request.endpoint or "")
    ways = [{"label": _("Ask for a new link"), "url": url_for(endpoint), "primary": True}] if endpoint else []
    return error_page(error.status, _("This cannot be done"), translated(error), code=error.code, actions=ways)


@blueprint.errorhandler(RateLimited)
def show_too_many_tries(error: RateLimited) -> ResponseReturnValue:
    """Whoever tried too many passwords may have forgotten it."""
    forgotten = {"label": _("Forgotten password"), "url": url_for("accounts.ask_reset")}
    return show_rate_limit(error, actions=[forgotten] if request.endpoint == "accounts.log_in" else [])


@blueprint.route("/special/register", methods=["GET", "POST"], endpoint="register")
def register_view() -> ResponseReturnValue:
    """Make an account of one's own."""
    who = authority()
    who.require("createaccount")
    form = RegisterForm(returnto=request.args.get("returnto"))
    form.stamp()
    if form.validate_on_submit():
        try:
            registered = register(
                who,
                name=typed(form.name),
                password=typed(form.password),
                site_name=site().site_name,
                email=typed(form.email),
                claim=form.claim.data,
            )
        except REFUSALS as error:
            refuse(form, error)
        else:
            return welcome(registered, form.email.data, form.returnto.data)
    temporary = who.user is not None and who.user.is_temporary
    return page("register", form, temporary=temporary, may_write=who.may("edit"))


def welcome(registered: Registered, email: str | None, returnto: str | None) -> Response:
    """Log the new account in and send it on; a letter asks to confirm its address."""
    response = enter(registered.user, remember=False, returnto=returnto)
    flash(_("Your account “%(name)s” has been created. Welcome!", name=registered.user.name), "success")
    if registered.claimed:
        flash(_("What you had written is now under your name."), "success")
    if email:
        # The account exists: a letter that cannot go now must not look like a failure of the whole.
        ask_to_confirm(email)
    return response


def ask_to_confirm(email: str) -> None:
    """Send the link that confirms `email`, or say why it was not sent."""
    try:
        send_link(email, credentials.confirmation_link(authority(), authority().account, email))
    except RateLimited as error:
        tell_unsent(email, error)


def send_link(email: str, token: str) -> None:
    """Send the link of `token`, or say why it was not sent."""
    try:
        letters.send_confirmation(site(), authority().account, email, token)
    except MailFailed as error:
        tell_unsent(email, error)
    else:
        flash(_("We have sent a link to %(email)s: open it to confirm the address.", email=email), "notice")


def tell_unsent(email: str, error: WikiError) -> None:
    """Say that nothing was sent to `email`, and where to go for it."""
    words = _("The link that confirms your address %(email)s was not sent.", email=email)
    way = Markup('<a href="{}">{}</a>').format(url_for("accounts.change_email"), _("Give an address again"))
    flash(Markup("{} {} {}").format(words, translated(error), way), "warning")


@blueprint.post("/special/send-confirmation")
def send_confirmation() -> ResponseReturnValue:
    """Send the link once more to the address that waits for it."""
    who = authority()
    who.require("editpreferences")
    if email := credentials.unconfirmed_email(who.account):
        ask_to_confirm(email)
    return redirect("/special/preferences", 303)


def enter(user: User, *, remember: bool, returnto: str | None) -> Response:
    """Begin a session, remember the device, and go where somebody wanted to go."""
    device = devices.read(request.cookies.get(devices.COOKIE), site().secret_key).with_user(user)
    sessions.log_in(user, remember=remember)
    response = redirect(local_url(returnto), 303)
    response.set_cookie(
        devices.COOKIE,
        devices.write(device, site().secret_key),
        max_age=devices.COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=site().secure,
    )
    return response


@blueprint.route("/special/log-in", methods=["GET", "POST"])
def log_in() -> ResponseReturnValue:
    """Log in with a name and a password."""
    form = LogInForm(returnto=request.args.get("returnto"))
    if form.validate_on_submit():
        device = devices.read(request.cookies.get(devices.COOKIE), site().secret_key)
        try:
            user = authenticate(authority(), name=typed(form.name), password=typed(form.password), device=device)
        except REFUSALS as error:
            refuse(form, error)
        else:
            response = enter(user, remember=form.remember.data, returnto=form.returnto.data)
            flash(_("You are logged in as %(name)s.", name=user.name), "success")
            return response
    return page("log-in", form)


@blueprint.post("/special/log-out")
def log_out() -> ResponseReturnValue:
    """End the session of this device."""
    sessions.log_out()
    flash(_("You are logged out."), "success")
    return redirect(local_url(request.form.get("returnto")), 303)


@blueprint.post("/special/log-out-everywhere")
def log_out_everywhere() -> ResponseReturnValue:
    """End all sessions of the account."""
    preferences.log_out_everywhere(authority())
    sessions.log_out()
    flash(_("You are logged out on all devices."), "success")
    return redirect("/", 303)


@blueprint.route("/special/reset-password", methods=["GET", "POST"])
def ask_reset() -> ResponseReturnValue:
    """Ask for a link by e-mail. The answer is the same whoever was named."""
    form = AskResetForm()
    if form.validate_on_submit():
        for reset in recovery.request_reset(authority(), named=typed(form.named)):
            letters.send_reset(site(), reset)
        return render_template("accounts/reset-sent.html", noindex=True)
    return page("reset-password", form)


@blueprint.route("/special/reset-password/<token>", methods=["GET", "POST"])
def reset_password(token: str) -> ResponseReturnValue:
    """Choose a new password by the link of a letter."""
    user = recovery.whose_reset(token)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            recovery.reset_password(token=token, password=typed(form.password), site_name=site().site_name)
        except REFUSALS as error:
            refuse(form, error)
        else:
            flash(_("Your password has been changed. Log in with the new one."), "success")
            return redirect("/special/log-in", 303)
    return page("new-password", form, user=user)


@blueprint.route("/special/confirm-email/<token>", methods=["GET", "POST"])
def confirm_email(token: str) -> ResponseReturnValue:
    """Confirm an address by the link of a letter."""
    email = credentials.email_to_confirm(token)
    form = ConfirmForm()
    if form.validate_on_submit():
        credentials.confirm_email(token)
        flash(_("Your e-mail address is confirmed."), "success")
        return redirect("/", 303)
    return page("confirm-email", form, email=email)


@blueprint.route("/special/preferences", methods=["GET", "POST"], endpoint="preferences")
def preferences_view() -> ResponseReturnValue:
    """How the wiki looks to whoever asks, and the ways to the rest of the account."""
    who = authority()
    who.require("editpreferences")
    form = PreferencesForm(obj=who.user)
    form.language.choices = [("", _("As the site has it")), *LANGUAGES.items()]
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    form.timezone.choices = [("", _("As the site has it (%(zone)s)", zone=site().timezone))]
    form.timezone.choices += [(zone, zone) for zone in zones]
    if form.validate_on_submit():
        preferences.set_preferences(
            who,
            language=form.language.data or None,
            timezone=form.timezone.data or None,
            watch_edits=form.watch_edits.data,
        )
        speak(form.language.data or None)
        flash(_("Your preferences are kept."), "success")
        return redirect("/special/preferences", 303)
    return page("preferences", form, user=who.account, unconfirmed=credentials.unconfirmed_email(who.account))


@blueprint.route("/special/change-password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other device is logged out."""
    who = authority()
    who.require("editpreferences")
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            user = credentials.change_password(
                who, current=typed(form.current), new=typed(form.password), site_name=site().site_name
            )
        except REFUSALS as error:
            refuse(form, error)
        else:
            response = enter(user, remember=False, returnto="/special/preferences")
            flash(_("Your password has been changed. Your other devices are logged out."), "success")
            return response
    return page("change-password", form)


@blueprint.route("/special/change-email", methods=["GET", "POST"])
def change_email() -> ResponseReturnValue:
    """Change or remove one's own address; a new one must be confirmed first."""
    who = authority()
    who.require("editpreferences")
    form = ChangeEmailForm()
    if form.validate_on_submit():
        try:
            change_address(form.email.data, typed(form.current))
        except REFUSALS as error:
            refuse(form, error)
        else:
            return redirect("/special/preferences", 303)
    return page("change-email", form, user=who.account)


def change_address(email: str | None, password: str) -> None:
    """Send a link to the new address, or forget the present one where none is given."""
    who = authority()
    if not email:
        credentials.remove_email(who, password=password)
        flash(_("The wiki has no e-mail address of yours any more."), "success")
        return
    send_link(email, credentials.request_email_change(who, email=email, password=password))


@blueprint.route("/special/become-administrator/<token>", methods=["GET", "POST"])
def become_administrator(token: str) -> ResponseReturnValue:
    """Make the first administrator's account by the link that the start of the wiki printed."""
    administrators.check_link(token)
    form = BecomeAdministratorForm()
    if form.validate_on_submit():
        try:
            user = administrators.become_administrator(
                token=token, name=typed(form.name), password=typed(form.password), site_name=site().site_name
            )
        except REFUSALS as error:
            refuse(form, error)
        else:
            response = enter(user, remember=False, returnto="/")
            flash(_("You are now the wiki's administrator."), "success")
            return response
    return page("become-administrator", form)
