"""Changing which edits wait. Rule: with a reason, in the log; what waits already goes on waiting."""

from wiki.database import transaction
from wiki.editing.preparing import one_line
from wiki.logs import writing as logs
from wiki.moderation.deletion import ReasonMissing
from wiki.pages import finding
from wiki.permissions.authority import Authority
from wiki.review import policy
from wiki.titles import Namespace, Title

ABOUT = Title(Namespace.SPECIAL, "review/policy")
"""What the log says was changed."""


def change_policy(
    authority: Authority,
    *,
    newcomers: bool,
    namespaces: frozenset[int],
    types: frozenset[str],
    promise: int,
    reason: str,
) -> None:
    """Set the switches. Needs `reviewpolicy`. Raises `ReasonMissing`."""
    authority.require("reviewpolicy")
    reason = _reason(reason)
    known = {int(namespace): namespace for namespace in Namespace if namespace >= 0}
    chosen = frozenset(number for number in namespaces if number in known)
    with transaction():
        policy.change(newcomers=newcomers, namespaces=chosen, types=types, promise=promise)
        said = {
            "newcomers": newcomers,
            "namespaces": sorted(chosen),
            "types": sorted(types),
            "promise": promise,
        }
        logs.add(authority, type="review", action="policy", title=ABOUT, reason=reason, details=said)


def choose_page(authority: Authority, *, title: Title, chosen: bool, reason: str) -> None:
    """Have all edits of the page at `title` wait, or not. Needs `reviewpolicy`. Raises `NoSuchPage`."""
    authority.require("reviewpolicy")
    reason = _reason(reason)
    page = finding.get_page(title)
    if policy.is_chosen(page) == chosen:
        return
    with transaction():
        policy.choose(page, chosen=chosen)
        action = "choose" if chosen else "release"
        logs.add(authority, type="review", action=action, title=title, page_id=page.id, reason=reason)


def _reason(text: str) -> str:
    reason = one_line(text)
    if not reason:
        raise ReasonMissing
    return reason
