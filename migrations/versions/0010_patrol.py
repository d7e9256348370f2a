"""Changes that wait to be checked, how edits change categories, and filters that people keep."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

GROUP_RIGHT = sa.table("group_right", sa.column("group", sa.String), sa.column("right", sa.String))
GIVEN = {
    "patrol": ("reviewer", "moderator", "administrator"),
    "autopatrol": ("bot", "reviewer", "moderator", "administrator"),
}


def upgrade() -> None:
    # What was written before has no row here: it counts as checked automatically.
    op.create_table(
        "patrol",
        sa.Column("revision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_patrol_revision_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_patrol_user_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_patrol")),
    )
    op.create_index("ix_patrol_at_revision_id", "patrol", ["at", "revision_id"], unique=False)
    op.create_index(op.f("ix_patrol_user_id"), "patrol", ["user_id"], unique=False)
    op.create_table(
        "categorisation",
        sa.Column("revision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("into", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_categorisation_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", "name", name=op.f("pk_categorisation")),
    )
    op.create_index("ix_categorisation_name_revision_id", "categorisation", ["name", "revision_id"], unique=False)
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_filter_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_filter_user_id_name")),
    )
    op.create_index("ix_revision_tag_tag_revision_id", "revision_tag", ["tag", "revision_id"], unique=False)
    # A wiki that has its rights already gets the new ones; an empty table is filled later, with these among them.
    for right, groups in GIVEN.items():
        given = sa.select(GROUP_RIGHT.c.group, sa.literal(right)).where(GROUP_RIGHT.c.group.in_(groups)).distinct()
        op.execute(GROUP_RIGHT.insert().from_select(["group", "right"], given))


def downgrade() -> None:
    op.execute(GROUP_RIGHT.delete().where(GROUP_RIGHT.c.right.in_(GIVEN)))
    op.drop_index("ix_revision_tag_tag_revision_id", "revision_tag")
    for table in ("saved_filter", "categorisation", "patrol"):
        op.drop_table(table)
