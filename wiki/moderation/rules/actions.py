"""What a rule does about an edit that it hits. Each hit is noted, whatever else is done.

Rule: an action that keeps an edit from being saved is `hindering`: a rule that hits too much loses those by itself.
There is no queue of edits that wait for review yet: holding an edit for review will be one more row here, and its
branch in `guarding`.
"""

from dataclasses import dataclass

from wiki.errors import N_


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do, as moderators choose it, and what a hit says was done."""

    name: str
    label: str
    done: str
    hindering: bool = False


ACTIONS: tuple[Action, ...] = (
    Action("observe", N_("Only note the hit"), N_("noted")),
    Action("tag", N_("Tag the edit"), N_("tagged")),
    Action("warn", N_("Warn the author, once"), N_("warned"), hindering=True),
    Action("slow", N_("Slow the author down"), N_("slowed down"), hindering=True),
    Action("disallow", N_("Refuse the edit"), N_("refused"), hindering=True),
)

BY_NAME = {action.name: action for action in ACTIONS}

HINDERING = frozenset(action.name for action in ACTIONS if action.hindering)
