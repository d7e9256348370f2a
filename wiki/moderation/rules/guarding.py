"""What the rules that are switched on do about a save.

Rule: no edit waits for them for long. All together have `BUDGET` of the processor's time; a rule that would need more
is left out for this edit, counted, and named to moderators.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select

from wiki import clock
from wiki.database import session, transaction
from wiki.editing.guarding import Attempt, Disallowed, Passed, Warned
from wiki.errors import WikiError
from wiki.moderation.rules import disarming, hits
from wiki.moderation.rules.actions import HINDERING
from wiki.moderation.rules.definitions import Definition
from wiki.moderation.rules.edits import Author, Edit
from wiki.moderation.rules.hits import Found
from wiki.moderation.rules.models import EditRule, RuleVersion
from wiki.pages.models import Page, Revision
from wiki.permissions import throttling
from wiki.permissions.authority import Authority
from wiki.permissions.throttling import Limit, RateLimited
from wiki.taxonomy.finding import pages_within

BYPASS = "bypassrules"

BUDGET = 0.1
"""Seconds of the processor's time that all rules together have for one edit."""

MOST_COUNTED = 1_000
"""Edits of one author that are counted at most."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that is switched on: what it says, and what it does as long as it is armed."""

    number: int
    version: int
    definition: Definition
    actions: frozenset[str]

    @property
    def key(self) -> str:
        """What an author confirms who was warned by it."""
        return f"{self.number}.{self.version}"

    @property
    def limit(self) -> Limit:
        """How often an author may save what it hits."""
        return Limit(self.definition.times, self.definition.minutes * 60)

    def found(self, taken: str) -> Found:
        """Its hit, as it is noted."""
        return Found(taken, rule_id=self.number, version=self.version)


@dataclass(frozen=True, slots=True)
class Judged:
    """The rules that an edit meets, and those for which there was no time."""

    hit: Sequence[Rule]
    left_out: Sequence[Rule]


def guard(authority: Authority, attempt: Attempt) -> Passed:
    """Let the rules look at a save. Raises `Disallowed`, `RateLimited` or `Warned`, with the text kept."""
    rules = [] if authority.may(BYPASS) else active()
    if not rules:
        return Passed()
    judged = judge(rules, edit_of(authority, attempt))
    refused = _refusal(authority, attempt, judged.hit)
    if refused is not None:
        raise _noted(authority, attempt, judged, *refused)
    if not judged.hit and not judged.left_out:
        return Passed()
    tags = dict.fromkeys(rule.definition.tag for rule in judged.hit if "tag" in rule.actions)
    return Passed(tuple(tags), (partial(_note, authority, attempt, judged),))


def active() -> list[Rule]:
    """The rules that are switched on, oldest first; one that is disarmed no longer hinders."""
    newest = (RuleVersion.rule_id == EditRule.id) & (RuleVersion.version == EditRule.version)
    query = select(EditRule, RuleVersion.definition).join(RuleVersion, newest).where(EditRule.enabled.is_(True))
    found = []
    for rule, data in session.execute(query.order_by(EditRule.id)):
        definition = Definition.read(data)
        taken = frozenset(definition.actions)
        found.append(Rule(rule.id, rule.version, definition, taken - HINDERING if rule.disarmed_at else taken))
    return found


def judge(rules: Sequence[Rule], edit: Edit) -> Judged:
    """Which of `rules` hit `edit`, within the budget."""
    end = time.thread_time() + BUDGET
    hit, left_out = [], []
    for rule in rules:
        meets = time.thread_time() < end and rule.definition.matches(edit)
        if time.thread_time() >= end:
            left_out.append(rule)
        elif meets:
            hit.append(rule)
    return Judged(hit, left_out)


def edit_of(authority: Authority, attempt: Attempt) -> Edit:
    """A save as rules look at it."""
    user, moment = authority.user, clock.now()
    page_id = attempt.latest.page_id if attempt.latest is not None else None
    author = Author(
        groups=authority.groups,
        temporary=user is None or user.is_temporary,
        age=moment - user.created_at if user is not None else timedelta(),
        edits=user.edit_count if user is not None else 0,
    )
    return Edit(
        title=attempt.title,
        before=attempt.before if attempt.latest is not None else None,
        after=attempt.text,
        summary=attempt.change.summary,
        author=author,
        belongs=lambda name: page_id is not None and page_id in members(name, [page_id]),
        lately=lambda minutes: edits_since(user.id, moment - timedelta(minutes=minutes)) if user is not None else 0,
    )


def members(category: str, page_ids: Collection[int]) -> set[int]:
    """Those of the pages that belong to the category, or to one that is narrower."""
    return set(session.scalars(select(Page.id).where(Page.id.in_(page_ids), Page.id.in_(pages_within(category)))))


def edits_since(user_id: int, since: datetime, before: int | None = None) -> int:
    """How many revisions somebody wrote since a moment, before the one numbered `before`; at most `MOST_COUNTED`."""
    newest = select(Revision.created_at).where(Revision.user_id == user_id)
    if before is not None:
        newest = newest.where(Revision.id < before)
    found = newest.order_by(Revision.id.desc()).limit(MOST_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(found).where(found.c.created_at >= since)) or 0


def _refusal(authority: Authority, attempt: Attempt, hit: Sequence[Rule]) -> tuple[str, Rule, WikiError | None] | None:
    """What keeps the edit from being saved, and by which rule: the hardest first."""
    for rule in hit:
        if "disallow" in rule.actions:
            return "disallow", rule, None
    for rule in hit:
        if "slow" in rule.actions:
            try:
                throttling.check(f"rule {rule.number}", authority.subject, (rule.limit,))
            except RateLimited as error:
                return "slow", rule, error
    confirmed = attempt.change.confirmed
    for rule in hit:
        if "warn" in rule.actions and confirmed is not None and rule.key not in confirmed:
            confirmation = " ".join(sorted({*confirmed, rule.key}))
            return "warn", rule, Warned(rule.definition.told, confirmation)
    return None


def _noted(
    authority: Authority, attempt: Attempt, judged: Judged, taken: str, rule: Rule, error: WikiError | None
) -> WikiError:
    """Keep the text of a save that is refused; gives the refusal."""
    with transaction():
        number = hits.keep_refused(authority, attempt, [rule.found(taken)])
        hits.count_overruns(each.number for each in judged.left_out)
        disarming.look([rule.number])
    return error or Disallowed(rule.definition.told, number)


def _note(authority: Authority, attempt: Attempt, judged: Judged, revision: Revision) -> None:
    """Note what met a save; inside its transaction, so that an edit that is not kept counts for nothing."""
    for rule in judged.hit:
        if "slow" in rule.actions:
            throttling.hit(f"rule {rule.number}", authority.subject, (rule.limit,))
    hits.note_saved([rule.found(_strongest(rule)) for rule in judged.hit], attempt.title, revision)
    if judged.left_out:
        hits.count_overruns(rule.number for rule in judged.left_out)
    disarming.look(rule.number for rule in judged.hit if rule.actions & HINDERING)


def _strongest(rule: Rule) -> str:
    """What was done about an edit that was saved: whoever saved it in spite of a warning was warned."""
    return next((taken for taken in ("warn", "tag") if taken in rule.actions), "observe")
