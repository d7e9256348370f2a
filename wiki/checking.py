"""`wiki check`: every invariant of the data, compared with the texts. Rule: reads only, and names what differs."""

from collections.abc import Callable, Iterator

import wiki.links.checking
import wiki.logs.checking
import wiki.moderation.blocks.checking
import wiki.moderation.protection.checking
import wiki.notifications.checking
import wiki.pages.checking
import wiki.permissions.checking
import wiki.references
import wiki.review.checking
import wiki.search.checking
import wiki.specialpages.checking
import wiki.taxonomy.checking
import wiki.users.checking
import wiki.watchlist.checking

Check = Callable[[], Iterator[str]]

CHECKS: dict[str, Check] = {
    "references": wiki.references.check,
    "contents": wiki.pages.checking.check_contents,
    "histories": wiki.pages.checking.check_histories,
    "pages": wiki.pages.checking.check_pages,
    "links": wiki.links.checking.check,
    "categories and profiles": wiki.taxonomy.checking.check,
    "search": wiki.search.checking.check,
    "watchlists": wiki.watchlist.checking.check,
    "accounts": wiki.users.checking.check,
    "rights": wiki.permissions.checking.check,
    "protections": wiki.moderation.protection.checking.check,
    "blocks": wiki.moderation.blocks.checking.check,
    "reviews": wiki.review.checking.check,
    "reports": wiki.specialpages.checking.check,
    "notifications": wiki.notifications.checking.check,
    "logs": wiki.logs.checking.check,
}
"""What is checked, in order; each gives one line for each thing that is wrong, `Derived` where rebuilding mends it."""
