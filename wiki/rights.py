"""The rights that exist, in words, and who has them at first.

Rule: a right that is not named here does not exist. The matrix below fills the table `group_right` when a wiki is
made; from then on the table decides, and whoever runs the wiki changes it.
"""

from wiki.errors import N_
from wiki.titles import Namespace

RIGHTS: dict[str, str] = {
    "read": N_("Read pages"),
    "edit": N_("Edit pages"),
    "createpage": N_("Create pages"),
    "createtalk": N_("Create talk pages"),
    "createaccount": N_("Create an account"),
    "minoredit": N_("Mark an edit as minor"),
    "move": N_("Move pages"),
    "move-subpages": N_("Move pages together with their subpages"),
    "suppressredirect": N_("Move a page without leaving a redirect"),
    "purge": N_("Refresh the rendering of a page"),
    "editwatchlist": N_("Keep a watchlist"),
    "editpreferences": N_("Keep preferences"),
    "editproject": N_("Edit the pages of the project, its rules and legal notices among them"),
    "maintain": N_("Take care of a maintenance report"),
    "assignreports": N_("Say who takes care of a maintenance report"),
    "editvocabulary": N_("Edit the vocabulary: profiles, axes and terms"),
    "patrol": N_("Mark changes as checked"),
    "autopatrol": N_("Have one’s own changes count as checked"),
    "rollback": N_("Take back all the latest edits of one person on a page at once"),
    "massrevert": N_("Take back the work of one person on many pages at once, and undo that"),
    "delete": N_("Delete pages"),
    "undelete": N_("Restore deleted pages and revisions"),
    "deletedhistory": N_("See the history of deleted pages, without their text"),
    "deletedtext": N_("See the text of deleted pages"),
    "deleterevision": N_("Hide the text, the summary or the author of revisions"),
    "suppress": N_("Hide details of revisions from moderators too, and see and confirm what is hidden like that"),
    "autoreview": N_("Have one’s own edits shown to readers without a review"),
    "review": N_("Review edits before readers see them"),
    "reviewpolicy": N_("Say which edits wait for a review"),
    "protect": N_("Protect pages and titles, and lift such protections"),
    "editsemiprotected": N_("Act on pages that are protected for registered people of some standing"),
    "editprotected": N_("Act on pages that are protected for moderators"),
    "block": N_("Block people and networks, and lift blocks"),
    "editrules": N_("See and edit the edit rules, and see what they hit"),
    "bypassrules": N_("Not be concerned by edit rules and blocked domains"),
    "blockdomains": N_("Block domains to which no new link may lead, and lift such blocks"),
    "userrights": N_("Change who belongs to which group"),
    "editrights": N_("Change which group has which right"),
    "noratelimit": N_("Not be slowed down by rate limits"),
}

GROUPS: dict[str, str] = {
    "*": N_("Everybody"),
    "user": N_("Registered people"),
    "autoconfirmed": N_("Registered people of some standing"),
    "trusted": N_("Trusted people"),
    "bot": N_("Automatic processes"),
    "reviewer": N_("Reviewers"),
    "moderator": N_("Moderators"),
    "administrator": N_("Administrators"),
    "bureaucrat": N_("Bureaucrats"),
    "oversighter": N_("Oversighters"),
}

IMPLICIT_GROUPS = ("*", "user", "autoconfirmed")
"""Groups that nobody grants: they follow from the account itself."""

AUTOMATIC_GROUPS = ("trusted",)
"""Groups that come and go by conditions of their own, and that nobody grants: see `wiki.accounts.trust`."""

_MODERATION = (
    "editvocabulary",
    *("rollback", "massrevert", "delete", "undelete", "deletedhistory", "deletedtext", "deleterevision"),
    *("autoreview", "review", "reviewpolicy"),
    *("protect", "editsemiprotected", "editprotected"),
    "block",
    *("patrol", "autopatrol"),
    *("editrules", "bypassrules", "blockdomains"),
    *("suppressredirect", "move-subpages", "noratelimit", "assignreports"),
)

DEFAULT_MATRIX: dict[str, tuple[str, ...]] = {
    "*": ("read", "edit", "createpage", "createtalk", "createaccount", "purge"),
    "user": ("minoredit", "move", "editwatchlist", "editpreferences", "maintain"),
    "autoconfirmed": ("move-subpages", "editsemiprotected"),
    "trusted": ("autoreview", "editsemiprotected"),
    "bot": ("noratelimit", "autoreview", "editsemiprotected", "autopatrol", "bypassrules"),
    "reviewer": ("noratelimit", "autoreview", "review", "rollback", "editsemiprotected", "patrol", "autopatrol"),
    "moderator": ("editproject", *_MODERATION),
    "administrator": ("editproject", "userrights", *_MODERATION),
    "bureaucrat": ("userrights", "editrights"),
    "oversighter": ("suppress", "deleterevision", "deletedhistory", "deletedtext"),
}

GRANTED_BY: dict[str, tuple[str, ...]] = {"oversighter": ("administrator", "bureaucrat")}
"""Groups that members of some others give and take without having all their rights themselves: never for themselves."""

NAMESPACE_RIGHTS: dict[int, str] = {Namespace.PROJECT: "editproject"}
"""Namespaces whose pages need one more right to be changed."""

AUTOCONFIRMED_DAYS = 4
AUTOCONFIRMED_EDITS = 10
"""From this age and this number of edits on, an account belongs to `autoconfirmed`."""
