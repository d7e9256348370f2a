"""What a rule can ask of an edit, each a small named thing. All conditions of a rule must hold.

Rule: a condition is a pure function of an `Edit` and of what the rule says; a new one is a row of `CONDITIONS`, and
the form, the rehearsal and the log know it. They stand in the order of what they cost: the first that fails ends it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from wiki.errors import N_
from wiki.links.hosts import is_within
from wiki.moderation.rules.edits import Edit

ACTS: dict[str, str] = {"edit": N_("edits of a page that exists"), "create": N_("creations of a page")}

WHO: dict[str, str] = {"temporary": N_("without a registered account"), "registered": N_("with a registered account")}


@dataclass(frozen=True, slots=True)
class Condition:
    """A question about an edit. `kind` says how the rule's own value is asked for and kept:

    `pattern` a `Pattern`, `number` a whole number from `least` to `most`, `numbers` a list of them, `choice` a key,
    `choices` a list of keys, `name` a text, `domains` a list of them.
    """

    name: str
    label: str
    kind: str
    holds: Callable[[Edit, Any], bool]
    help: str = ""
    least: int = 0
    most: int = 1_000_000


def _rate(edit: Edit, value: list[int]) -> bool:
    """`value`: so many edits, in so many minutes; this edit is one of them."""
    times, minutes = value
    return edit.lately(minutes) + 1 >= times


CONDITIONS: tuple[Condition, ...] = (
    Condition("acts", N_("What is done"), "choice", lambda edit, act: (edit.before is None) is (act == "create")),
    Condition(
        "namespaces", N_("Namespaces"), "choices",
        lambda edit, numbers: str(int(edit.title.namespace)) in numbers,
    ),
    Condition(
        "who", N_("Who writes"), "choice", lambda edit, who: edit.author.temporary is (who == "temporary"),
    ),
    Condition(
        "groups", N_("The author is in one of these groups"), "choices",
        lambda edit, groups: not edit.author.groups.isdisjoint(groups),
    ),
    Condition(
        "outside", N_("The author is in none of these groups"), "choices",
        lambda edit, groups: edit.author.groups.isdisjoint(groups),
    ),
    Condition(
        "age", N_("Hours since the account was made: fewer than"), "number",
        lambda edit, hours: edit.author.age < timedelta(hours=hours), least=1, most=100_000,
    ),
    Condition(
        "edits", N_("Edits that the author made before: fewer than"), "number",
        lambda edit, count: edit.author.edits < count, least=1,
    ),
    Condition(
        "title", N_("The title holds"), "pattern", lambda edit, pattern: pattern.found_in(edit.title.full_name),
    ),
    Condition("summary", N_("The summary holds"), "pattern", lambda edit, pattern: pattern.found_in(edit.summary)),
    Condition(
        "grown", N_("Bytes by which the page grows: at least"), "number",
        lambda edit, size: edit.growth >= size, least=1, most=10_000_000,
    ),
    Condition(
        "shrunk", N_("Bytes by which the page shrinks: at least"), "number",
        lambda edit, size: -edit.growth >= size, least=1, most=10_000_000,
    ),
    Condition(
        "removed_share", N_("Per cent of the page that is removed: at least"), "number",
        lambda edit, share: edit.removed_share >= share, least=1, most=100,
    ),
    Condition(
        "capitals", N_("Per cent of capitals in the added text: at least"), "number",
        lambda edit, share: edit.capitals_share >= share, least=1, most=100,
        help=N_("Only where twenty letters or more are added."),
    ),
    Condition(
        "links", N_("New links to other sites: at least"), "number",
        lambda edit, count: len(edit.new_links) >= count, least=1, most=1_000,
        help=N_("1: any new link. A link that the page has already is not new."),
    ),
    Condition(
        "domains", N_("New links to one of these sites"), "domains",
        lambda edit, domains: any(is_within(host, domain) for host in edit.new_hosts for domain in domains),
        help=N_("One domain on each line, as example.org; its subdomains belong to it."),
    ),
    Condition(
        "added", N_("The added text holds"), "pattern",
        lambda edit, pattern: pattern.found_in(edit.added) and not pattern.found_in(edit.removed),
        help=N_("Only the lines that change are looked at, and not what stood in them before."),
    ),
    Condition(
        "removed", N_("The removed text holds"), "pattern",
        lambda edit, pattern: pattern.found_in(edit.removed) and not pattern.found_in(edit.added),
    ),
    Condition(
        "category", N_("The page belongs to the category"), "name",
        lambda edit, name: edit.belongs(name), help=N_("Or to one that is narrower, as it is before the edit."),
    ),
    Condition(
        "rate", N_("Edits of the author, this one among them: at least"), "numbers", _rate, least=2, most=1_000,
    ),
)  # fmt: skip

BY_NAME = {condition.name: condition for condition in CONDITIONS}
