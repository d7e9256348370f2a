"""`wiki check`: every invariant of the data, compared with the texts. Rule: reads only, and names what differs."""

from collections.abc import Callable, Iterator

import wiki.accounts.trust.checking
import wiki.links.checking
import wiki.logs.checking
import wiki.moderation.batches.checking
import wiki.moderation.blocks.checking
import wiki.moderation.protection.checking
import wiki.moderation.rules.checking
import wiki.moderation.suppression.checking
import wiki.notifications.checking
import wiki.pages.checking
import wiki.patrol.checking
import wiki.permissions.checking
import wiki.recentchanges.checking
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
    "marks of checked changes": wiki.patrol.checking.check,
    "recent changes": wiki.recentchanges.checking.check,
    "trust": wiki.accounts.trust.checking.check,
    "protections": wiki.moderation.protection.checking.check,
    "blocks": wiki.moderation.blocks.checking.check,
    "edit rules and blocked domains": wiki.moderation.rules.checking.check,
    "batches": wiki.moderation.batches.checking.check,
    "suppressions": wiki.moderation.suppression.checking.check,
    "reviews": wiki.review.checking.check,
    "reports": wiki.specialpages.checking.check,
    "notifications": wiki.notifications.checking.check,
    "logs": wiki.logs.checking.check,
}
"""What is checked, in order; each gives one line for each thing that is wrong, `Derived` where rebuilding mends it."""
