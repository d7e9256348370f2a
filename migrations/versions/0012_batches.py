"""Batches of pages on which somebody's work is taken back; notifications of acts in the log."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

GROUP_RIGHT = sa.table("group_right", sa.column("group", sa.String), sa.column("right", sa.String))
GIVEN = {"massrevert": ("moderator", "administrator")}
NOTIFICATION = sa.table("notification", sa.column("revision_id", sa.Integer))


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("undoer_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_batch_actor_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_batch_entry_id")),
        sa.ForeignKeyConstraint(["undoer_id"], ["user.id"], name=op.f("fk_batch_undoer_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_batch_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_index(op.f("ix_batch_entry_id"), "batch", ["entry_id"], unique=False)
    op.create_index(op.f("ix_batch_user_id"), "batch", ["user_id"], unique=False)
    op.create_index("ix_batch_state_due_at", "batch", ["state", "due_at"], unique=False)
    op.create_table(
        "batch_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("planned", sa.String(length=16), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=True),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("revisions", sa.JSON(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["after_id"], ["revision.id"], name=op.f("fk_batch_item_after_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_item_batch_id")),
        sa.ForeignKeyConstraint(["before_id"], ["revision.id"], name=op.f("fk_batch_item_before_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_batch_item_entry_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_batch_item_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_item")),
        sa.UniqueConstraint("batch_id", "page_id", name=op.f("uq_batch_item_batch_id_page_id")),
    )
    op.create_index("ix_batch_item_batch_id_state", "batch_item", ["batch_id", "state"], unique=False)
    op.create_index(op.f("ix_batch_item_page_id"), "batch_item", ["page_id"], unique=False)
    with op.batch_alter_table("notification") as table:
        table.add_column(sa.Column("entry_id", sa.Integer(), nullable=True))
        table.alter_column("page_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("revision_id", existing_type=sa.Integer(), nullable=True)
        table.create_foreign_key(op.f("fk_notification_entry_id"), "log_entry", ["entry_id"], ["id"])
        table.create_unique_constraint(
            op.f("uq_notification_entry_id_user_id_kind"), ["entry_id", "user_id", "kind"]
        )
    # A wiki that has its rights already gets the new one; an empty table is filled later, with this among them.
    for right, groups in GIVEN.items():
        given = sa.select(GROUP_RIGHT.c.group, sa.literal(right)).where(GROUP_RIGHT.c.group.in_(groups)).distinct()
        op.execute(GROUP_RIGHT.insert().from_select(["group", "right"], given))


def downgrade() -> None:
    op.execute(GROUP_RIGHT.delete().where(GROUP_RIGHT.c.right.in_(GIVEN)))
    # What was told of acts in the log has no place in the table of before.
    op.execute(NOTIFICATION.delete().where(NOTIFICATION.c.revision_id.is_(None)))
    with op.batch_alter_table("notification") as table:
        table.drop_constraint(op.f("uq_notification_entry_id_user_id_kind"), type_="unique")
        table.drop_constraint(op.f("fk_notification_entry_id"), type_="foreignkey")
        table.alter_column("revision_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("page_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("entry_id")
    op.drop_table("batch_item")
    op.drop_table("batch")
