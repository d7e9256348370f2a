"""What a block says, in words: for its entry in the log, for the list of blocks, for whom it refuses.

Rule: the words come from the details of the entry alone, so that they stay what was decided then.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from wiki.errors import N_
from wiki.messages import translate
from wiki.pages.rendering import site
from wiki.titles import Namespace

LENGTHS: dict[str, str] = {
    "2h": N_("for 2 hours"),
    "1d": N_("for 1 day"),
    "3d": N_("for 3 days"),
    "1w": N_("for 1 week"),
    "2w": N_("for 2 weeks"),
    "1m": N_("for 1 month"),
    "3m": N_("for 3 months"),
    "1y": N_("for 1 year"),
    "indefinite": N_("until somebody lifts it"),
}
"""How long a block lasts, as moderators choose it."""

ACTIONS: dict[str, str] = {"create": N_("creating pages"), "move": N_("moving pages")}

PLACES: dict[str, str] = {
    "page": N_("the pages: %(names)s"),
    "namespace": N_("the namespaces: %(names)s"),
    "category": N_("the pages of the categories: %(names)s"),
    "action": N_("the acts: %(names)s"),
}
"""Kinds of what a partial block stops, in the order in which people read them."""

OPTIONS: dict[str, str] = {
    "creation": N_("no account can be created"),
    "talk_closed": N_("the own talk page is closed too"),
    "autoblock": N_("the network used last is blocked for a day"),
    "small": N_("with a small neighbourhood"),
    "medium": N_("with a medium neighbourhood"),
    "large": N_("with a large neighbourhood"),
}

SEPARATOR = N_("; ")

FORMAT = "d MMMM y, HH:mm"


def words(details: Mapping[str, Any], language: str) -> dict[str, str]:
    """`length` and `terms` of a block: how long it lasts, what it stops."""
    options = [translate(OPTIONS[option], language) for option in details.get("options", ()) if option in OPTIONS]
    terms = translate(SEPARATOR, language).join([*places(details, language), *options])
    return {"length": length(details, language), "terms": terms}


def length(details: Mapping[str, Any], language: str) -> str:
    """How long a block lasts: as it was chosen, or until which moment in the site's zone."""
    if (chosen := details.get("length")) in LENGTHS:
        return translate(LENGTHS[chosen], language)
    until = datetime.fromisoformat(str(details["until"]))
    moment = format_datetime(until, FORMAT, tzinfo=ZoneInfo(site().timezone), locale=language)
    return translate(N_("until %(moment)s"), language, moment=moment)


def places(details: Mapping[str, Any], language: str) -> list[str]:
    """What a block stops: everything, or each kind of place and act with its names."""
    targets = details.get("targets") or {}
    if not targets:
        return [translate(N_("the whole wiki"), language)]
    return [
        translate(text, language, names=", ".join(_name(kind, name, language) for name in targets[kind]))
        for kind, text in PLACES.items()
        if targets.get(kind)
    ]


def _name(kind: str, name: Any, language: str) -> str:
    if kind == "namespace":
        return Namespace(name).label or translate(N_("(Articles)"), language)
    return translate(ACTIONS[name], language) if kind == "action" else str(name)
