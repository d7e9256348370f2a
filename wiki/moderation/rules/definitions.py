"""What a rule says: its words, its conditions, its actions. Pure but for the catalogue of refusals.

Rule: what is kept is plain JSON under names of ours; reading it back makes the same value, so that each version of a
rule can be read, compared and brought back later.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from wiki.errors import N_, InLanguages, InvalidInput
from wiki.links.hosts import domain_in
from wiki.moderation.rules import actions, conditions
from wiki.moderation.rules.conditions import Condition
from wiki.moderation.rules.edits import Edit
from wiki.moderation.rules.patterns import Pattern, lines_of, pattern_of
from wiki.pages.tags import TAGS

MAX_NAME = 100
MAX_DESCRIPTION = 500
MAX_TAG = 32
MAX_TIMES, MAX_MINUTES = 1_000, 24 * 60


class BadRule(InvalidInput):
    """Something is missing from a rule, or cannot be; `field` is where in the form."""

    code = "bad-rule"

    def __init__(self, field: str, message: str, **params: object) -> None:
        super().__init__(message, **params)
        self.field = field


@dataclass(frozen=True)
class Definition:
    """A rule's content. `conditions` maps names of conditions to what the rule says about each, as JSON."""

    name: str
    #: For the person who is hit, by the code of the language.
    description: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, Any] = field(default_factory=dict)
    #: Whether patterns are regular expressions, and whether capitals and accents make no difference.
    regular: bool = False
    folded: bool = True
    actions: tuple[str, ...] = ()
    tag: str = ""
    #: How often an author may save what the rule hits, in how many minutes, where it slows down.
    times: int = 0
    minutes: int = 0

    @staticmethod
    def read(data: Mapping[str, Any]) -> "Definition":
        """The value whose `data` was kept."""
        return Definition(**{**data, "actions": tuple(data["actions"])})

    def data(self) -> dict[str, Any]:
        """What is kept."""
        return {**asdict(self), "actions": list(self.actions)}

    @property
    def fingerprint(self) -> str:
        """What edits the rule hits depends on this alone: SHA-256, hexadecimal."""
        told = json.dumps([self.conditions, self.regular, self.folded], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def told(self) -> InLanguages:
        """What the person who is hit reads."""
        return InLanguages(self.description)

    @cached_property
    def questions(self) -> tuple[tuple[Condition, Any], ...]:
        """Its conditions in the order of what they cost, each with what it asks for, ready to be asked."""
        known = [(condition, self.conditions.get(condition.name)) for condition in conditions.CONDITIONS]
        return tuple((condition, self._ready(condition, value)) for condition, value in known if value is not None)

    def matches(self, edit: Edit) -> bool:
        """Whether all conditions hold of `edit`."""
        return all(condition.holds(edit, value) for condition, value in self.questions)

    def _ready(self, condition: Condition, value: Any) -> Any:
        if condition.kind == "pattern":
            return Pattern(lines_of(value), self.regular, self.folded)
        return value


def refuse_bad(definition: Definition) -> None:
    """Raise the first `BadRule` about `definition`."""
    if not definition.name:
        raise BadRule("name", N_("Give the rule a name by which moderators know it."))
    refuse_bad_conditions(definition)
    if not definition.actions or not set(definition.actions) <= set(actions.BY_NAME):
        raise BadRule("actions", N_("Choose what the rule does; to begin with, let it only note its hits."))
    hindering = actions.HINDERING.intersection(definition.actions)
    if hindering and not definition.description.get("fr"):
        raise BadRule("description_fr", N_("The person who is stopped must read why: write it here."))
    if "tag" in definition.actions and (not definition.tag or definition.tag in {*TAGS, *map(str.lower, TAGS)}):
        raise BadRule("tag", N_("Name the tag, other than those that the wiki gives by itself."))
    if "slow" in definition.actions and not (
        0 < definition.times <= MAX_TIMES and 0 < definition.minutes <= MAX_MINUTES
    ):
        raise BadRule("times", N_("Say how many such edits an author may save, and in how many minutes."))


def refuse_bad_conditions(definition: Definition) -> None:
    """Raise the first `BadRule` about the conditions: the part that a rehearsal needs."""
    if not definition.conditions:
        raise BadRule("acts", N_("A rule without a condition would hit every edit: set at least one."))
    for name, value in definition.conditions.items():
        _refuse_bad_value(conditions.BY_NAME[name], value, definition)


def _refuse_bad_value(condition: Condition, value: Any, definition: Definition) -> None:
    try:
        if condition.kind == "pattern":
            pattern_of(value, regular=definition.regular, folded=definition.folded)
        elif condition.kind == "domains":
            list(map(domain_in, value))
    except InvalidInput as error:
        raise BadRule(condition.name, error.message, **error.params) from None
    if condition.kind == "number" and not condition.least <= value <= condition.most:
        words = N_("Give a number from %(least)s to %(most)s.")
        raise BadRule(condition.name, words, least=condition.least, most=condition.most)
    if condition.kind == "numbers" and not (
        condition.least <= value[0] <= condition.most and 0 < value[1] <= MAX_MINUTES
    ):
        words = N_("Say how many edits, two or more, and in how many minutes, of one day at most.")
        raise BadRule(condition.name, words)
