"""What must be true of blocks; `wiki check` prints what is not."""

from collections.abc import Iterator

from sqlalchemy import and_, or_, select

from wiki import clock
from wiki.database import session
from wiki.logs.models import LogEntry
from wiki.namespaces import Namespace
from wiki.pages.models import Page
from wiki.permissions.blocks.models import Autoblock, Block, BlockTarget, LastNetwork
from wiki.permissions.blocks.networks import KEPT, REACHES
from wiki.permissions.blocks.standing import ACTIONS
from wiki.users.models import User


def check() -> Iterator[str]:
    """One English sentence for each row that breaks a rule."""
    yield from _check_blocks()
    yield from _check_targets()
    yield from _check_networks()


def _check_blocks() -> Iterator[str]:
    has_targets = select(BlockTarget.block_id).where(BlockTarget.block_id == Block.id).exists()
    logged = select(LogEntry.id).where(LogEntry.id == Block.entry, LogEntry.type == "block").exists()
    temporary = select(User.id).where(User.id == Block.user_id, User.expires_at.is_not(None)).exists()
    system = select(User.id).where(User.id == Block.user_id, User.is_system.is_(True)).exists()
    alone = Block.reach == "account"
    faults = (
        (Block.sitewide & has_targets, "stops the whole wiki, yet names places"),
        (~Block.sitewide & ~has_targets, "stops nothing"),
        (Block.expires_at < Block.created_at, "ends before it begins"),
        (~logged, "no entry of the log tells its terms"),
        (Block.reason == "", "has no reason"),
        (system, "stops the wiki itself"),
        (
            or_(Block.reach.not_in(REACHES), and_(alone, Block.network.is_not(None)),
                and_(~alone, or_(Block.network.is_(None), ~temporary))),
            "its reach and its network do not go together",
        ),
    )  # fmt: skip
    for condition, words in faults:
        for number in session.scalars(select(Block.id).where(condition).order_by(Block.id)):
            yield f"block {number}: {words}"


def _check_targets() -> Iterator[str]:
    pages = {str(number) for number in session.scalars(select(Page.id).where(Page.id.in_(_named_pages())))}
    known = {
        "page": pages,
        "namespace": {str(int(namespace)) for namespace in Namespace},
        "action": set(ACTIONS),
    }
    rows = session.execute(select(BlockTarget).order_by(BlockTarget.block_id)).scalars()
    for target in rows:
        if target.kind != "category" and target.value not in known.get(target.kind, set()):
            yield f"block {target.block_id}: there is no {target.kind} {target.value} to stop"


def _named_pages() -> list[int]:
    values = session.scalars(select(BlockTarget.value).where(BlockTarget.kind == "page").distinct())
    return [int(value) for value in values if value.isdecimal()]


def _check_networks() -> Iterator[str]:
    unasked = select(Autoblock.id).join(Block, Block.id == Autoblock.block_id).where(Block.autoblock.is_(False))
    for number in session.scalars(unasked.order_by(Autoblock.id)):
        yield f"automatic block {number}: its block asks for none"
    # The worker removes them; it may have been stopped for a while.
    old = select(LastNetwork.user_id).where(LastNetwork.seen_at < clock.now() - 2 * KEPT)
    for number in session.scalars(old.order_by(LastNetwork.user_id)):
        yield f"account {number}: where it wrote from is kept for too long"
