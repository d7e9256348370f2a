"""The first person who runs the wiki. Rule: no default password; a link works once, only while it is needed."""

from sqlalchemy import delete

from wiki.accounts import one_time_links, passwords
from wiki.accounts.models import OneTimeLink
from wiki.accounts.one_time_links import BECOME_ADMINISTRATOR, LinkSpent
from wiki.accounts.rights.granting import Granted, write_groups
from wiki.database import transaction
from wiki.errors import N_
from wiki.logs import writing as logs
from wiki.messages import translate
from wiki.pages import rendering
from wiki.permissions.authority import Authority
from wiki.permissions.groups import has_members
from wiki.users.accounts import create_account
from wiki.users.models import User
from wiki.users.names import legal_name

GROUPS = ("administrator", "bureaucrat")


def administrator_link() -> str | None:
    """The path of a new one-time link by which somebody becomes administrator; None once somebody is.

    It works for seven days and replaces the ones made before.
    """
    if _exists():
        return None
    with transaction() as current:
        current.execute(delete(OneTimeLink).where(OneTimeLink.purpose == BECOME_ADMINISTRATOR))
        token = one_time_links.create(BECOME_ADMINISTRATOR, user=None)
    return f"/special/become-administrator/{token}"


def check_link(token: str) -> None:
    """Raise `LinkSpent` unless the link can still make an administrator."""
    one_time_links.find(token, BECOME_ADMINISTRATOR)
    if _exists():
        raise LinkSpent


def become_administrator(*, token: str, name: str, password: str, site_name: str) -> User:
    """Spend the link for an account in the groups `GROUPS`.

    Raises `LinkSpent`, `UserNameError`, `NameTaken`, `WeakPassword`; the link stays good after the last three.
    """
    check_link(token)
    name = legal_name(name)
    passwords.check_strength(password, name=name, site_name=site_name)
    password_hash = passwords.hash_password(password)
    with transaction():
        one_time_links.use(token, BECOME_ADMINISTRATOR)
        if _exists():
            raise LinkSpent
        user = create_account(name, password_hash=password_hash)
        write_groups(user, Granted(GROUPS, ()))
        founder = Authority(user)
        logs.add(founder, type="newusers", action="create", title=user.title)
        details = {"before": "", "after": ", ".join(GROUPS)}
        reason = translate(N_("first administrator of this wiki"), rendering.site().language)
        logs.add(founder, type="rights", action="change", title=user.title, reason=reason, details=details)
    return user


def _exists() -> bool:
    return all(has_members(group) for group in GROUPS)
