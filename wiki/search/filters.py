"""The operators that the database answers: who wrote, to what a page belongs, when it changed.

Rule: an answer is the exact set of pages at this moment, and counts only what everybody may see. An operator that
has no answer is explained, and never an error: what does not exist has no pages, a date that is none is left aside.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select

from wiki.database import session
from wiki.errors import N_
from wiki.logs.days import day_begins, day_ends
from wiki.pages.models import Page, Revision
from wiki.pages.visibility import Detail, live_pages, public
from wiki.search import naming
from wiki.search.periods import Period, period
from wiki.search.typed import Asked, Filter, TypedQuery
from wiki.taxonomy.models import PageCategory, PageProfile
from wiki.users import finding
from wiki.users.models import User

BATCH = 500
"""Names asked about in one query."""

AXES = {Asked.TERRITORY: "territoires", Asked.ISSUE: "enjeux", Asked.ACTION: "modes-d-action"}
"""Slug of the axis on which an operator looks."""

MESSAGES = {
    Asked.AUTHOR: N_("Nobody here is called “%(name)s”."),
    Asked.CATEGORY: N_("No category is called “%(name)s”."),
    Asked.PROFILE: N_("No profile is called “%(name)s”."),
    Asked.TERRITORY: N_("No territory is called “%(name)s”."),
    Asked.ISSUE: N_("No issue is called “%(name)s”."),
    Asked.ACTION: N_("No mode of action is called “%(name)s”."),
    Asked.BEFORE: N_("“%(name)s” is not a date, and was left aside. Write 2026, 2026-03 or 12/03/2026."),
    Asked.AFTER: N_("“%(name)s” is not a date, and was left aside. Write 2026, 2026-03 or 12/03/2026."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Why an operator has no answer. `corrected` is the whole query with a value that has one, if any is near."""

    message: str
    params: Mapping[str, object]
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The pages that operators leave: those `among`, all where it is None, without those `left_out`."""

    among: frozenset[int] | None = None
    left_out: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = field(default=(), compare=False)

    @property
    def takes_all(self) -> bool:
        """Whether every page is left."""
        return self.among is None and not self.left_out

    def takes(self, page_id: int) -> bool:
        """Whether the page with this id is left."""
        return page_id not in self.left_out and (self.among is None or page_id in self.among)

    def narrowed(self, page_ids: Collection[int]) -> "Selection":
        """Those of the pages `page_ids` that are left."""
        return replace(self, among=frozenset(page_ids) if self.among is None else self.among.intersection(page_ids))

    def without(self, page_ids: Collection[int]) -> "Selection":
        """What is left without the pages `page_ids`."""
        return replace(self, left_out=self.left_out.union(page_ids))


class _Unknown(Exception):
    """A value that stands for nothing; `like` is one that does."""

    def __init__(self, like: str | None = None) -> None:
        super().__init__(like)
        self.like = like


def select_pages(typed: TypedQuery, zone: ZoneInfo) -> Selection:
    """The pages for which all operators of `typed` hold. `zone`: where the days named begin."""
    selection = Selection()
    remarks = []
    for one in typed.filters:
        try:
            page_ids = _ANSWERS[one.asked](one, zone)
        except _Unknown as unknown:
            remarks.append(_remark(typed, one, unknown.like))
            if one.asked in (Asked.BEFORE, Asked.AFTER):
                continue
            page_ids = set()
        selection = selection.without(page_ids) if one.excluded else selection.narrowed(page_ids)
    return replace(selection, remarks=tuple(remarks))


def _remark(typed: TypedQuery, one: Filter, like: str | None) -> Remark:
    corrected = None
    if like is not None:
        written = f'"{like}"' if " " in like else like
        corrected = typed.text[: one.start] + written + typed.text[one.end :]
    return Remark(MESSAGES[one.asked], {"name": one.value}, corrected)


def _by_author(one: Filter, _zone: ZoneInfo) -> set[int]:
    author = finding.find(one.value) or finding.find_alike(one.value)
    if author is None:
        raise _Unknown(naming.nearest(one.value, _names_like(one.value)))
    return _ids(select(Revision.page_id).where(Revision.user_id == author.id, public(Detail.AUTHOR)).distinct())


def _names_like(name: str) -> Iterable[str]:
    """Names of accounts that begin as `name` does."""
    return session.scalars(select(User.name).where(User.name.istartswith(name[:2], autoescape=True)).limit(BATCH))


def _of_category(one: Filter, _zone: ZoneInfo) -> set[int]:
    axis = AXES.get(one.asked)
    names = sorted(naming.categories_called(one.value, axis))
    if not names:
        raise _Unknown(naming.category_like(one.value, axis))
    found: set[int] = set()
    for start in range(0, len(names), BATCH):
        part = PageCategory.name.in_(names[start : start + BATCH])
        found |= _ids(select(PageCategory.page_id).where(part))
    return found


def _of_profile(one: Filter, _zone: ZoneInfo) -> set[int]:
    numbers = naming.profiles_called(one.value)
    if not numbers:
        raise _Unknown(naming.profile_like(one.value))
    return _ids(select(PageProfile.page_id).where(PageProfile.profile_id.in_(numbers)))


def _before(one: Filter, zone: ZoneInfo) -> set[int]:
    first, _last = _period(one)
    return _updated(Revision.created_at < day_begins(first, zone))


def _after(one: Filter, zone: ZoneInfo) -> set[int]:
    _first, last = _period(one)
    return _updated(Revision.created_at >= day_ends(last, zone))


def _period(one: Filter) -> Period:
    found = period(one.value)
    if found is None:
        raise _Unknown
    return found


def _updated(condition: ColumnElement[bool]) -> set[int]:
    """Pages whose shown revision fulfils `condition`."""
    shown = select(Page.id).join(Revision, Revision.id == Page.shown_revision_id)
    return _ids(shown.where(live_pages(), condition))


def _ids(query: Select[int]) -> set[int]:
    return set(session.scalars(query))


_ANSWERS: dict[Asked, Callable[[Filter, ZoneInfo], set[int]]] = {
    Asked.AUTHOR: _by_author,
    Asked.CATEGORY: _of_category,
    Asked.TERRITORY: _of_category,
    Asked.ISSUE: _of_category,
    Asked.ACTION: _of_category,
    Asked.PROFILE: _of_profile,
    Asked.BEFORE: _before,
    Asked.AFTER: _after,
}
