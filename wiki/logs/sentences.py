"""Log entries in words. Rule: a sentence is the catalogue's; whatever an entry carries is escaped into it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from wiki.errors import N_
from wiki.logs import blocks
from wiki.logs.reading import Line
from wiki.logs.writing import DETAILS, FIELDS, TYPES
from wiki.messages import translate
from wiki.pages.protection import CASCADES, Limit, limit_in_words
from wiki.rights import GROUPS, RIGHTS
from wiki.titles import Namespace, Title
from wiki.web.languages import when

Link = Callable[[Title, bool], Markup]
"""Makes the link to a title, given whether it has a page."""

NOTHING = N_("none")
ARTICLES = N_("Articles")
NEWCOMERS = N_("edits by newcomers")
PROMISED = N_("promised within %(hours)s hours")

GROUP_LISTS = ("before", "after", "group")
RIGHT_LISTS = ("added", "removed")


def sentence(line: Line, language: str, link: Link) -> Markup:
    """What the actor of `line` did, to stand after the actor's name."""
    entry = line.entry
    words: dict[str, object] = {key: value for key, value in entry.details.items() if key != "target"}
    words["page"] = link(line.title, line.exists(line.title))
    if line.target is not None:
        words["target"] = link(line.target, line.exists(line.target))
    if entry.type == "rights":
        for key in GROUP_LISTS:
            words[key] = _in_words(entry.details.get(key), GROUPS, language)
        for key in RIGHT_LISTS:
            words[key] = _in_words(entry.details.get(key), RIGHTS, language)
    if entry.action in ("revision", "suppress"):
        for key in ("hidden", "shown"):
            words[key] = _in_words(entry.details.get(key), DETAILS, language).lower()
    if entry.type == "block" and "options" in entry.details:
        words |= blocks.words(entry.details, language)
    if entry.type == "domains" and entry.action == "block":
        words["length"] = blocks.length(entry.details, language)
    if entry.type == "vocabulary":
        words["fields"] = _in_words(entry.details.get("fields"), FIELDS, language).lower()
    if entry.type == "review" and entry.action == "policy":
        words["policy"] = _policy(entry.details, language)
    if entry.type == "protect":
        words["limits"] = _limits(entry.details, language)
    return escape(translate(TYPES[entry.type][entry.action], language)) % words


def _limits(details: dict[str, Any], language: str) -> Markup:
    """What a protection keeps for whom, and until when."""
    told = [
        limit_in_words(action, Limit(level, datetime.fromisoformat(end) if end else None), language, when)
        for action, level, end in details.get("limits", ())
    ]
    if details.get("cascade"):
        told.append(escape(translate(CASCADES, language)))
    return Markup(", ").join(told)


def _policy(details: dict[str, Any], language: str) -> str:
    """Which edits wait, in words."""
    told = [translate(NEWCOMERS, language)] if details.get("newcomers") else []
    numbers = [Namespace(number) for number in details.get("namespaces", ())]
    told += [namespace.label or translate(ARTICLES, language) for namespace in numbers]
    told += [str(one) for one in details.get("types", ())]
    promised = translate(PROMISED, language, hours=details.get("promise"))
    return f"{', '.join(told) or translate(NOTHING, language)} ({promised})"


def _in_words(names: object, known: dict[str, str], language: str) -> str:
    """Names of groups, rights or fields, as they are stored (with commas between), in the reader's words."""
    listed = [name for name in str(names or "").split(", ") if name]
    return ", ".join(translate(known.get(name, name), language) for name in listed) or translate(NOTHING, language)
