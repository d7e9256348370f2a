"""The kinds of notification, in words. Rule: a kind that is not named here does not exist."""

from dataclasses import dataclass

from wiki.errors import N_


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that people are told."""

    #: What the actor did, to stand after the actor's name; `page` is the link to the page.
    sentence: str
    #: What the kind is about, as its receiver chooses whether to be told.
    name: str
    #: For acts in the log, where more is said of them, filled with the entry's details.
    path: str = ""


KINDS: dict[str, Kind] = {
    "reverted": Kind(N_("undid an edit of yours on %(page)s"), N_("Somebody undoes an edit of mine")),
    "talk": Kind(N_("wrote to you on %(page)s"), N_("Somebody writes on my talk page")),
    "mention": Kind(N_("named you on %(page)s"), N_("Somebody names me on a talk page")),
    "trusted": Kind(
        N_("trusts you from now on"), N_("The wiki trusts me"), "/special/my-standing"
    ),
    "untrusted": Kind(N_("trusts you no more for now"), N_("The wiki trusts me no more"), "/special/my-standing"),
    "batch": Kind(
        N_("takes back your work on several pages (%(count)s)"),
        N_("Somebody takes back my work on several pages"),
        "/special/mass-revert/%(number)s",
    ),
    "batch-undone": Kind(
        N_("undoes a batch that concerns you (pages: %(count)s)"),
        N_("Somebody undoes such a batch"),
        "/special/mass-revert/%(number)s",
    ),
}
"""Kinds by the key that is stored. Whoever is told of a revision twice is told by the first that is written."""
