"""Filters that somebody keeps under a name. Rule: each sees and changes only her own; a link carries them to others.

A set of filters is the question of the list's address and nothing else, so that it never says more than its link.
"""

from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select, update

from wiki.database import session, transaction
from wiki.errors import N_, InvalidInput, NotFound, WikiError
from wiki.permissions.authority import Authority
from wiki.recentchanges.models import SavedFilter

MOST = 20
"""Sets that one account keeps."""

MAX_NAME = 80
MAX_QUERY = 2000
"""Characters."""

PLACES = frozenset({"before", "after", "limit", "feed"})
"""What an address says of a place in the list, not of what is wanted."""


class NoSuchFilter(NotFound):
    """The account keeps no such set."""

    code = "no-such-filter"
    message = N_("You keep no such filters any more.")


class TooManyFilters(WikiError):
    """The account keeps as many as it may."""

    status = 409
    code = "too-many-filters"
    message = N_("You keep %(limit)s sets of filters already. Delete one that you no longer need.")


class FilterNameTaken(WikiError):
    """Two sets with one name could not be told apart."""

    status = 409
    code = "filter-name-taken"
    message = N_("You already keep filters under the name “%(name)s”. Choose another one.")


class BadFilter(InvalidInput):
    """A set without a name, or with too long a one."""

    code = "bad-filter"
    message = N_("Give these filters a name of 80 characters at most.")


class FilterTooLong(InvalidInput):
    """More is asked than can be kept."""

    code = "filter-too-long"
    message = N_("These filters name too much to be kept: take some of them away.")


def kept(authority: Authority) -> list[SavedFilter]:
    """The sets of the account that asks, by name; none for who may keep none."""
    if authority.user is None or not authority.may("editpreferences"):
        return []
    query = select(SavedFilter).where(SavedFilter.user_id == authority.user.id)
    return list(session.scalars(query.order_by(SavedFilter.name)))


def default_query(authority: Authority) -> str | None:
    """What the list is asked for somebody who asks for nothing, if she chose."""
    return next((one.query for one in kept(authority) if one.is_default), None)


def keep(authority: Authority, *, name: str, query: str, default: bool = False) -> SavedFilter:
    """Keep the question `query` under `name`. Needs `editpreferences`.

    Raises `BadFilter`, `FilterTooLong`, `FilterNameTaken`, `TooManyFilters`, `PermissionDenied`.
    """
    authority.require("editpreferences")
    name, query = _named(name), tidied(query)
    with transaction():
        if len(kept(authority)) >= MOST:
            raise TooManyFilters(limit=MOST)
        _refuse_taken(authority, name, besides=0)
        found = SavedFilter(user_id=authority.account.id, name=name, query=query)
        session.add(found)
        session.flush()
        if default:
            _make_default(authority, found.id)
    return found


def rename(authority: Authority, *, number: int, name: str) -> None:
    """Call a set otherwise. Raises what `keep` raises, and `NoSuchFilter`."""
    name = _named(name)
    with transaction():
        _refuse_taken(authority, name, besides=number)
        _own(authority, number).name = name


def delete(authority: Authority, *, number: int) -> None:
    """Keep a set no longer. Raises `NoSuchFilter`."""
    with transaction():
        session.delete(_own(authority, number))


def choose(authority: Authority, *, number: int | None) -> None:
    """Show the list by this set to its owner who asks for nothing; None: by none. Raises `NoSuchFilter`."""
    authority.require("editpreferences")
    with transaction():
        _make_default(authority, _own(authority, number).id if number is not None else None)


def tidied(query: str) -> str:
    """The question of an address without what concerns a place in the list. Raises `FilterTooLong`."""
    pairs = [(key, value) for key, value in parse_qsl(query[: 2 * MAX_QUERY]) if key not in PLACES]
    text = urlencode(pairs)
    if len(query) > 2 * MAX_QUERY or len(text) > MAX_QUERY:
        raise FilterTooLong
    return text


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME:
        raise BadFilter
    return name


def _refuse_taken(authority: Authority, name: str, *, besides: int) -> None:
    if any(one.name == name and one.id != besides for one in kept(authority)):
        raise FilterNameTaken(name=name)


def _own(authority: Authority, number: int) -> SavedFilter:
    authority.require("editpreferences")
    found = session.get(SavedFilter, number)
    if found is None or found.user_id != authority.account.id:
        raise NoSuchFilter
    return found


def _make_default(authority: Authority, number: int | None) -> None:
    own = SavedFilter.user_id == authority.account.id
    session.execute(update(SavedFilter).where(own).values(is_default=SavedFilter.id == (number or 0)))
