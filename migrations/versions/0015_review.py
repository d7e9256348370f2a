"""Edits that wait for a review, who has them in hand, and which edits wait."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GROUP_RIGHT = sa.table("group_right", sa.column("group", sa.String), sa.column("right", sa.String))
GIVEN = {
    "autoreview": ("trusted", "bot", "reviewer", "moderator", "administrator"),
    "review": ("reviewer", "moderator", "administrator"),
    "reviewpolicy": ("moderator", "administrator"),
}


def upgrade() -> None:
    create_reviews()
    create_policy()
    give_the_rights()


def create_reviews() -> None:
    op.create_table(
        "review",
        sa.Column("revision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alert_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["revision.id"], name=op.f("fk_review_answer_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_review_decided_by")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_review_page_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_review_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_decided_by"), "review", ["decided_by"], unique=False)
    op.create_index("ix_review_page_id_state", "review", ["page_id", "state"], unique=False)
    op.create_index("ix_review_state_alert_at", "review", ["state", "alert_at"], unique=False)
    op.create_table(
        "review_hold",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_review_hold_page_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_review_hold_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_review_hold")),
    )
    op.create_index(op.f("ix_review_hold_user_id"), "review_hold", ["user_id"], unique=False)


def create_policy() -> None:
    op.create_table(
        "review_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newcomers", sa.Boolean(), nullable=False),
        sa.Column("namespaces", sa.JSON(), nullable=False),
        sa.Column("types", sa.JSON(), nullable=False),
        sa.Column("promise", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_policy")),
    )
    op.create_table(
        "reviewed_page",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_reviewed_page_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_reviewed_page")),
    )


def give_the_rights() -> None:
    """A wiki that has its rights already gets the new ones; an empty table is filled later, with them."""
    for right, groups in GIVEN.items():
        given = sa.select(GROUP_RIGHT.c.group, sa.literal(right)).where(GROUP_RIGHT.c.group.in_(groups)).distinct()
        op.execute(GROUP_RIGHT.insert().from_select(["group", "right"], given))


def downgrade() -> None:
    """What waits shows, as every edit did before: there is no place left to keep it."""
    op.execute(GROUP_RIGHT.delete().where(GROUP_RIGHT.c.right.in_(GIVEN)))
    for table in ("reviewed_page", "review_policy", "review_hold", "review"):
        op.drop_table(table)
    op.execute(sa.text("UPDATE page SET shown_revision_id = latest_revision_id WHERE deleted_at IS NULL"))
