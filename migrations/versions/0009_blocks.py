"""Blocks, what partial ones name, networks that are stopped for a day, and where accounts last wrote from."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

GROUP_RIGHT = sa.table("group_right", sa.column("group", sa.String), sa.column("right", sa.String))
GIVEN = {"block": ("moderator", "administrator")}


def upgrade() -> None:
    create_blocks()
    create_networks()
    give_the_rights()


def create_blocks() -> None:
    op.create_table(
        "block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reach", sa.String(length=8), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("sitewide", sa.Boolean(), nullable=False),
        sa.Column("creation", sa.Boolean(), nullable=False),
        sa.Column("talk_closed", sa.Boolean(), nullable=False),
        sa.Column("autoblock", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_block_by_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_block_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
    )
    for column in ("by_id", "expires_at", "network", "user_id"):
        op.create_index(op.f(f"ix_block_{column}"), "block", [column], unique=False)
    op.create_table(
        "block_target",
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["block.id"], name=op.f("fk_block_target_block_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_id", "kind", "value", name=op.f("pk_block_target")),
    )


def create_networks() -> None:
    op.create_table(
        "autoblock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["block.id"], name=op.f("fk_autoblock_block_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_autoblock")),
        sa.UniqueConstraint("address", "block_id", name=op.f("uq_autoblock_address_block_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_autoblock_block_id"), "autoblock", ["block_id"], unique=False)
    op.create_index(op.f("ix_autoblock_expires_at"), "autoblock", ["expires_at"], unique=False)
    op.create_table(
        "last_network",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("small", sa.String(length=64), nullable=False),
        sa.Column("medium", sa.String(length=64), nullable=False),
        sa.Column("large", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_last_network_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_last_network")),
    )
    op.create_index(op.f("ix_last_network_seen_at"), "last_network", ["seen_at"], unique=False)


def give_the_rights() -> None:
    """A wiki that has its rights already gets the new one; an empty table is filled later, with it."""
    for right, groups in GIVEN.items():
        given = sa.select(GROUP_RIGHT.c.group, sa.literal(right)).where(GROUP_RIGHT.c.group.in_(groups)).distinct()
        op.execute(GROUP_RIGHT.insert().from_select(["group", "right"], given))


def downgrade() -> None:
    op.execute(GROUP_RIGHT.delete().where(GROUP_RIGHT.c.right.in_(GIVEN)))
    for table in ("last_network", "autoblock", "block_target", "block"):
        op.drop_table(table)
