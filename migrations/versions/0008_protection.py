"""Actions on titles that are kept for some."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GROUP_RIGHT = sa.table("group_right", sa.column("group", sa.String), sa.column("right", sa.String))
GIVEN = {
    "protect": ("moderator", "administrator"),
    "editprotected": ("moderator", "administrator"),
    "editsemiprotected": ("autoconfirmed", "bot", "reviewer", "moderator", "administrator"),
}


def upgrade() -> None:
    op.create_table(
        "page_protection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cascade", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_page_protection_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_protection")),
        sa.UniqueConstraint(
            "namespace", "name", "action", name=op.f("uq_page_protection_namespace_name_action")
        ),
    )
    op.create_index(op.f("ix_page_protection_cascade"), "page_protection", ["cascade"], unique=False)
    op.create_index(op.f("ix_page_protection_entry_id"), "page_protection", ["entry_id"], unique=False)
    # A wiki that has its rights already gets the new ones; an empty table is filled later, with these among them.
    for right, groups in GIVEN.items():
        given = sa.select(GROUP_RIGHT.c.group, sa.literal(right)).where(GROUP_RIGHT.c.group.in_(groups)).distinct()
        op.execute(GROUP_RIGHT.insert().from_select(["group", "right"], given))


def downgrade() -> None:
    op.execute(GROUP_RIGHT.delete().where(GROUP_RIGHT.c.right.in_(GIVEN)))
    op.drop_table("page_protection")
