"""Details of revisions hidden from moderators too, and the group of those who see them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

GROUP_RIGHT = sa.table("group_right", sa.column("group", sa.String), sa.column("right", sa.String))
USER_GROUP = sa.table("user_group", sa.column("group", sa.String))
REVISION = sa.table("revision", sa.column("hidden", sa.Integer))
GROUP = "oversighter"
GIVEN = ("suppress", "deleterevision", "deletedhistory", "deletedtext")
SUPPRESSED = 16 | 32 | 64


def upgrade() -> None:
    op.create_table(
        "suppression",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_suppression_actor_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["user.id"], name=op.f("fk_suppression_confirmed_by")),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_suppression_entry_id")),
        sa.ForeignKeyConstraint(["lifted_by"], ["user.id"], name=op.f("fk_suppression_lifted_by")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_suppression_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
    )
    op.create_index(op.f("ix_suppression_entry_id"), "suppression", ["entry_id"], unique=False)
    op.create_index(op.f("ix_suppression_page_id"), "suppression", ["page_id"], unique=False)
    op.create_index("ix_suppression_state_id", "suppression", ["state", "id"], unique=False)
    op.create_table(
        "suppressed_revision",
        sa.Column("suppression_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("bits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_suppressed_revision_revision_id")),
        sa.ForeignKeyConstraint(
            ["suppression_id"], ["suppression.id"], name=op.f("fk_suppressed_revision_suppression_id")
        ),
        sa.PrimaryKeyConstraint("suppression_id", "revision_id", name=op.f("pk_suppressed_revision")),
    )
    op.create_index(op.f("ix_suppressed_revision_revision_id"), "suppressed_revision", ["revision_id"], unique=False)
    # A wiki that has its rights already gets the new group; an empty table is filled later, with it.
    for right in GIVEN:
        some = sa.select(sa.literal(GROUP), sa.literal(right)).where(
            sa.exists(sa.select(sa.literal(1)).select_from(GROUP_RIGHT).where(GROUP_RIGHT.c.group != GROUP))
        )
        op.execute(GROUP_RIGHT.insert().from_select(["group", "right"], some))


def downgrade() -> None:
    op.execute(GROUP_RIGHT.delete().where(sa.or_(GROUP_RIGHT.c.group == GROUP, GROUP_RIGHT.c.right == "suppress")))
    op.execute(USER_GROUP.delete().where(USER_GROUP.c.group == GROUP))
    # What was hidden from moderators stays hidden from readers.
    op.execute(REVISION.update().values(hidden=REVISION.c.hidden.bitwise_and(~SUPPRESSED)))
    op.drop_table("suppressed_revision")
    op.drop_table("suppression")
