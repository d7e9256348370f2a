"""Magic words: `{{PAGENAME}}` and its like, and the switches `__TOC__`, `__NOTOC__`, `__NOINDEX__`,
`__HIDDENCAT__`.

Rule: a word whose value passes with time says how long it holds, so that no cached rendering outlives it.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from wiki.parsing.resolver import Resolver
from wiki.titles import Title

#: Seconds that a page may keep the number of articles.
COUNT_TTL = 3600


def _until_tomorrow(moment: datetime) -> int:
    """Seconds until midnight in the site's zone, at least one."""
    midnight = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), moment.tzinfo)
    return max(1, int((midnight - moment).total_seconds()))


def _name_of(choose: Callable[[Title], Title]) -> Callable[[Title], str]:
    return lambda title: choose(title).full_name


_NAMES: dict[str, Callable[[Title], str]] = {
    "PAGENAME": lambda title: title.name,
    "FULLPAGENAME": lambda title: title.full_name,
    "BASEPAGENAME": lambda title: title.base_name,
    "ROOTPAGENAME": lambda title: title.root_name,
    "SUBPAGENAME": lambda title: title.subpage_name,
    "NAMESPACE": lambda title: title.namespace.label,
    "TALKPAGENAME": _name_of(lambda title: title.talk),
    "SUBJECTPAGENAME": _name_of(lambda title: title.subject),
}
_DATES: dict[str, Callable[[datetime], str]] = {
    "CURRENTYEAR": lambda moment: f"{moment.year:04d}",
    "CURRENTMONTH": lambda moment: f"{moment.month:02d}",
    "CURRENTDAY": lambda moment: str(moment.day),
}

#: Words that mean something between two braces, so that no template is included under them alone.
WORDS = frozenset({*_NAMES, *_DATES, "SITENAME", "REVISIONID", "NUMBEROFARTICLES"})


def value_of(word: str, *, title: Title, resolver: Resolver, revision_id: int | None) -> tuple[str, int | None] | None:
    """Value and seconds to live (None: for ever) of the magic word `word`; None when it is no such word."""
    if (name := _NAMES.get(word)) is not None:
        return name(title), None
    if (date := _DATES.get(word)) is not None:
        moment = resolver.now()
        return date(moment), _until_tomorrow(moment)
    if word == "SITENAME":
        return resolver.site_name, None
    if word == "REVISIONID":
        return ("" if revision_id is None else str(revision_id)), None
    if word == "NUMBEROFARTICLES":
        return str(resolver.number_of_articles()), COUNT_TTL
    return None


SWITCH = re.compile(r"__(TOC|NOTOC|NOINDEX|HIDDENCAT|SOMMAIRE|AUCUNSOMMAIRE|AUCUNINDEX|CATCACHEE)__")
#: What each switch sets in the page's properties.
SWITCHES = {
    "TOC": "toc", "SOMMAIRE": "toc", "NOTOC": "notoc", "AUCUNSOMMAIRE": "notoc", "NOINDEX": "noindex",
    "AUCUNINDEX": "noindex", "HIDDENCAT": "hiddencat", "CATCACHEE": "hiddencat",
}  # fmt: skip
