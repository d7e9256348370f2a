"""Maintenance reports: what pages lack, counts day by day, who takes care."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GROUP_RIGHT = sa.table("group_right", sa.column("group", sa.String), sa.column("right", sa.String))
GIVEN = {"maintain": ("user",), "assignreports": ("moderator", "administrator")}


def upgrade() -> None:
    op.add_column("page", sa.Column("has_footnotes", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("page", sa.Column("has_introduction", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "report_count",
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("report", "day", name=op.f("pk_report_count")),
    )
    op.create_table(
        "report_caretaker",
        sa.Column("report", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_report_caretaker_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_report_caretaker")),
    )
    op.create_index(op.f("ix_report_caretaker_user_id"), "report_caretaker", ["user_id"], unique=False)
    # A wiki that has its rights already gets the new ones; an empty table is filled later, with these among them.
    for right, groups in GIVEN.items():
        given = sa.select(GROUP_RIGHT.c.group, sa.literal(right)).where(GROUP_RIGHT.c.group.in_(groups)).distinct()
        op.execute(GROUP_RIGHT.insert().from_select(["group", "right"], given))
    # The worker reads from the texts what the new columns say.
    op.execute(
        "INSERT INTO refresh_outbox (page_id) SELECT id FROM page"
        " WHERE deleted_at IS NULL AND id NOT IN (SELECT page_id FROM refresh_outbox)"
    )


def downgrade() -> None:
    op.execute(GROUP_RIGHT.delete().where(GROUP_RIGHT.c.right.in_(GIVEN)))
    op.drop_table("report_caretaker")
    op.drop_table("report_count")
    op.drop_column("page", "has_introduction")
    op.drop_column("page", "has_footnotes")
