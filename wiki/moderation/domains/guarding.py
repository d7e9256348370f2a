"""No new link may lead to a blocked domain. Rule: what a page links to already hinders nobody who edits it.

The links are those of the rendered page, so that no template, reference or way of writing hides one. People who have
`bypassrules` are not concerned.
"""

from sqlalchemy import select

from wiki.database import session, transaction
from wiki.editing.guarding import Attempt, Passed
from wiki.errors import N_, WikiError
from wiki.links.hosts import host_of, within
from wiki.links.models import ExternalLink
from wiki.logs.models import LogEntry
from wiki.moderation.domains.blocking import in_force
from wiki.moderation.domains.models import BlockedDomain
from wiki.moderation.rules.guarding import BYPASS
from wiki.moderation.rules.hits import Found, keep_refused
from wiki.permissions.authority import Authority

BATCH = 500
"""Domains asked about in one query."""


class LinkBlocked(WikiError):
    """The edit adds a link to a blocked domain."""

    status = 403
    code = "link-blocked"
    message = N_(
        "The link %(url)s leads to %(domain)s, a site to which no new link may lead (%(reason)s). Take that link out, "
        "then save again; your text is kept."
    )


def guard(authority: Authority, attempt: Attempt) -> Passed:
    """Look at the links that a save adds. Raises `LinkBlocked`, with the text kept."""
    linked = attempt.rendered.output.external_links
    if not linked or authority.may(BYPASS):
        return Passed()
    hosts = {url: host_of(url) for url in sorted(set(linked) - _linked_already(attempt))}
    blocked = _blocked({domain for host in hosts.values() if host for domain in within(host)})
    for url, host in hosts.items():
        row = next((blocked[domain] for domain in within(host) if domain in blocked), None)
        if row is not None:
            raise _refusal(authority, attempt, row, url)
    return Passed()


def _linked_already(attempt: Attempt) -> set[str]:
    """The addresses that the page links to as it stands."""
    if attempt.latest is None:
        return set()
    return set(session.scalars(select(ExternalLink.url).where(ExternalLink.from_page_id == attempt.latest.page_id)))


def _blocked(domains: set[str]) -> dict[str, BlockedDomain]:
    """Those of `domains` that are blocked now."""
    ordered = sorted(domains)
    found: dict[str, BlockedDomain] = {}
    for start in range(0, len(ordered), BATCH):
        query = select(BlockedDomain).where(BlockedDomain.domain.in_(ordered[start : start + BATCH]), in_force())
        found.update((row.domain, row) for row in session.scalars(query))
    return found


def _refusal(authority: Authority, attempt: Attempt, row: BlockedDomain, url: str) -> LinkBlocked:
    entry = session.get_one(LogEntry, row.entry_id)
    error = LinkBlocked(url=url, domain=row.domain, reason=entry.reason)
    with transaction():
        keep_refused(authority, attempt, [Found("disallow", domain_id=row.id, url=url)])
    return error
