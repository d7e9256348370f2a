"""Writing the log. Rule: an act and its log row share one transaction."""

from typing import Any

from wiki import clock
from wiki.database import session
from wiki.errors import N_
from wiki.logs.models import LogEntry
from wiki.logs.sealing import seal_at_last
from wiki.permissions.authority import Authority
from wiki.titles import Title
from wiki.users.models import User

TYPES: dict[str, dict[str, str]] = {
    "create": {"create": N_("created the page %(page)s")},
    "move": {
        "move": N_("moved the page %(page)s to %(target)s"),
        "move-no-redirect": N_("moved the page %(page)s to %(target)s without leaving a redirect"),
    },
    "delete": {
        "delete": N_("deleted the page %(page)s"),
        "restore": N_("restored the page %(page)s (revisions: %(count)s)"),
        "revision": N_(
            "changed what is seen of %(page)s: revisions %(numbers)s (hidden: %(hidden)s, shown: %(shown)s)"
        ),
    },
    "suppress": {
        "suppress": N_("hid details of %(page)s from moderators too: revisions %(numbers)s (%(hidden)s)"),
        "confirm": N_("confirmed suppression no. %(number)s about %(page)s"),
        "lift": N_("lifted suppression no. %(number)s about %(page)s"),
    },
    "batch": {
        "begin": N_("takes back the work of %(page)s on several pages (batch no. %(number)s, pages: %(count)s)"),
        "undo": N_("undoes batch no. %(number)s about the work of %(page)s (pages: %(count)s)"),
    },
    "review": {
        "accept": N_("accepted edits of %(page)s (revisions %(numbers)s)"),
        "partly": N_("accepted passages of edits of %(page)s (revisions %(numbers)s)"),
        "reject": N_("rejected edits of %(page)s (revisions %(numbers)s)"),
        "ask": N_("asked for a change to edits of %(page)s (revisions %(numbers)s)"),
        "policy": N_("changed which edits wait for a review: %(policy)s"),
        "choose": N_("had all edits of %(page)s wait for a review"),
        "release": N_("no longer had all edits of %(page)s wait for a review"),
    },
    "protect": {
        "protect": N_("protected %(page)s: %(limits)s"),
        "modify": N_("changed the protection of %(page)s: %(limits)s"),
        "unprotect": N_("lifted the protection of %(page)s"),
    },
    "block": {
        "block": N_("blocked %(page)s %(length)s (block no. %(number)s): %(terms)s"),
        "change": N_("changed block no. %(number)s of %(page)s, which holds %(length)s: %(terms)s"),
        "unblock": N_("unblocked %(page)s (block no. %(number)s)"),
        "lift": N_("lifted the automatic block A%(number)s"),
    },
    "patrol": {"patrol": N_("checked revision %(number)s of %(page)s")},
    "rules": {
        "create": N_("made edit rule %(number)s"),
        "change": N_("changed edit rule %(number)s (version %(version)s)"),
        "disarm": N_("disarmed edit rule %(number)s, which met too many of the edits of a day"),
    },
    "domains": {
        "block": N_("blocked new links to %(domain)s %(length)s"),
        "unblock": N_("allowed links to %(domain)s again"),
    },
    "rights": {
        "change": N_("changed the groups of %(page)s from “%(before)s” to “%(after)s”"),
        "matrix": N_("changed the rights of the group “%(group)s”: gave “%(added)s”, took “%(removed)s”"),
        "promote": N_("trusts %(page)s from now on"),
        "demote": N_("trusts %(page)s no more for now"),
        "conditions": N_(
            "changed the conditions of trust: %(days)s days, %(edits)s edits, %(clean)s days without an undone edit"
        ),
        "withhold": N_("withholds trust from %(page)s until %(until)s"),
        "release": N_("withholds trust from %(page)s no more"),
    },
    "reports": {
        "take": N_("takes care of the report %(page)s from now on"),
        "leave": N_("left the report %(page)s to others"),
        "assign": N_("asked %(target)s to take care of the report %(page)s"),
        "relieve": N_("relieved %(target)s of the report %(page)s"),
    },
    "vocabulary": {
        "add-term": N_("added the term %(page)s to the vocabulary"),
        "change-term": N_("changed the term %(page)s of the vocabulary (%(fields)s)"),
        "rename-term": N_("renamed the term “%(former)s” of the vocabulary to %(page)s"),
        "remove-term": N_("removed the term %(page)s from the vocabulary"),
        "merge-term": N_("merged the term “%(former)s” of the vocabulary with %(page)s"),
        "add-profile": N_("added the profile %(page)s to the vocabulary"),
        "change-profile": N_("changed the profile %(page)s of the vocabulary (%(fields)s)"),
        "rename-profile": N_("renamed the profile “%(former)s” of the vocabulary to %(page)s"),
        "remove-profile": N_("removed the profile %(page)s from the vocabulary"),
        "change-axis": N_("changed the axis “%(name)s” of the vocabulary (%(fields)s)"),
        "undo": N_("undid change %(number)s of the vocabulary, about “%(name)s”"),
    },
    "newusers": {
        "create": N_("created an account"),
        "create-by-operator": N_("created the account %(page)s"),
        "claim": N_("took over the contributions of %(before)s"),
    },
}
"""Kinds of log and what may be done in each, as a sentence about the actor. `page` is the entry's title; the other
names are keys of `LogEntry.details`."""

NAMES: dict[str, str] = {
    "create": N_("Page creations"),
    "move": N_("Moves"),
    "delete": N_("Deletions, hidings and restorations"),
    "suppress": N_("Suppressions"),
    "batch": N_("Work taken back on many pages"),
    "review": N_("Reviews"),
    "protect": N_("Protections"),
    "block": N_("Blocks"),
    "patrol": N_("Checks of changes"),
    "rules": N_("Edit rules"),
    "domains": N_("Blocked domains"),
    "rights": N_("Changes of rights"),
    "reports": N_("Care of maintenance reports"),
    "vocabulary": N_("Changes of the vocabulary"),
    "newusers": N_("New accounts"),
}
"""Kinds of log as a reader chooses among them."""

ACTION_NAMES: dict[str, dict[str, str]] = {
    "create": {"create": N_("pages created")},
    "move": {"move": N_("a redirect was left"), "move-no-redirect": N_("no redirect was left")},
    "delete": {
        "delete": N_("pages deleted"),
        "restore": N_("pages restored"),
        "revision": N_("details of revisions hidden or shown"),
    },
    "suppress": {
        "suppress": N_("details suppressed"),
        "confirm": N_("suppressions confirmed"),
        "lift": N_("suppressions lifted"),
    },
    "batch": {"begin": N_("batches begun"), "undo": N_("batches undone")},
    "review": {
        "accept": N_("edits accepted"),
        "partly": N_("edits accepted in part"),
        "reject": N_("edits rejected"),
        "ask": N_("changes asked for"),
        "policy": N_("which edits wait"),
        "choose": N_("pages chosen"),
        "release": N_("pages no longer chosen"),
    },
    "protect": {
        "protect": N_("titles protected"),
        "modify": N_("protections changed"),
        "unprotect": N_("protections lifted"),
    },
    "block": {
        "block": N_("accounts blocked"),
        "change": N_("blocks changed"),
        "unblock": N_("accounts unblocked"),
        "lift": N_("automatic blocks lifted"),
    },
    "patrol": {"patrol": N_("changes checked")},
    "rules": {
        "create": N_("rules made"),
        "change": N_("rules changed"),
        "disarm": N_("rules that were disarmed"),
    },
    "domains": {"block": N_("domains blocked"), "unblock": N_("domains allowed again")},
    "rights": {
        "change": N_("groups of a person"),
        "matrix": N_("rights of a group"),
        "promote": N_("trust given"),
        "demote": N_("trust lost"),
        "conditions": N_("conditions of trust"),
        "withhold": N_("trust withheld"),
        "release": N_("trust withheld no more"),
    },
    "reports": {
        "take": N_("reports taken on"),
        "leave": N_("reports left"),
        "assign": N_("people named"),
        "relieve": N_("people relieved"),
    },
    "vocabulary": {
        "add-term": N_("terms added"),
        "change-term": N_("terms changed"),
        "rename-term": N_("terms renamed"),
        "remove-term": N_("terms removed"),
        "merge-term": N_("terms merged"),
        "add-profile": N_("profiles added"),
        "change-profile": N_("profiles changed"),
        "rename-profile": N_("profiles renamed"),
        "remove-profile": N_("profiles removed"),
        "change-axis": N_("axes changed"),
        "undo": N_("changes undone"),
    },
    "newusers": {
        "create": N_("by the person"),
        "create-by-operator": N_("by somebody else"),
        "claim": N_("contributions taken over"),
    },
}
"""What may be done in each kind, as a reader chooses among it."""

FIELDS: dict[str, str] = {
    "name": N_("Name"),
    "axis": N_("Axis"),
    "slug": N_("Identifier"),
    "description": N_("Description"),
    "code": N_("INSEE codes"),
    "broader": N_("Broader terms"),
    "synonyms": N_("Other names"),
    "position": N_("Place among its neighbours"),
}
"""What may be changed of an entry of the vocabulary, in words, in the order in which people read it."""

DETAILS: dict[str, str] = {"text": N_("Text"), "summary": N_("Summary"), "author": N_("Author")}
"""What can be hidden of a revision, in words."""


def add(
    authority: Authority,
    *,
    type: str,
    action: str,
    title: Title,
    page_id: int | None = None,
    revision_id: int | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
    actor: User | None = None,
) -> LogEntry:
    """Add a row. `actor` is who is named when it is not the authority's own account."""
    who = actor or authority.user
    if who is None:
        raise ValueError("a log entry needs an actor")
    if action not in TYPES[type]:
        raise ValueError(f"{action} is no action of the log {type}")
    entry = LogEntry(
        type=type,
        action=action,
        actor_id=who.id,
        created_at=clock.now(),
        namespace=int(title.namespace),
        name=title.name,
        page_id=page_id,
        revision_id=revision_id,
        reason=reason,
        details=details or {},
    )
    session.add(entry)
    session.flush()
    seal_at_last(entry)
    return entry
