"""Conditions of trust, what they remember of people, and the group of trusted people."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

GROUP_RIGHT = sa.table("group_right", sa.column("group", sa.String), sa.column("right", sa.String))
USER_GROUP = sa.table("user_group", sa.column("group", sa.String))
NOTIFICATION = sa.table("notification", sa.column("kind", sa.String))
GROUP = "trusted"
KINDS = ("trusted", "untrusted")


def upgrade() -> None:
    op.create_table(
        "trust_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("clean_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_rule")),
    )
    op.create_table(
        "standing",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reverted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withheld_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_standing_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_standing")),
    )
    # When an edit was undone is not known; when the last undone one was written is near enough.
    op.execute(
        "INSERT INTO standing (user_id, reverted_at) SELECT revision.user_id, max(revision.created_at) FROM revision "
        "JOIN revision_tag ON revision_tag.revision_id = revision.id WHERE revision_tag.tag = 'reverted' "
        "GROUP BY revision.user_id"
    )
    # A wiki that has its rights already gets the new group; an empty table is filled later, with it.
    some = sa.select(sa.literal(GROUP), sa.literal("editsemiprotected")).where(
        sa.exists(sa.select(sa.literal(1)).select_from(GROUP_RIGHT).where(GROUP_RIGHT.c.group != GROUP))
    )
    op.execute(GROUP_RIGHT.insert().from_select(["group", "right"], some))


def downgrade() -> None:
    op.execute(GROUP_RIGHT.delete().where(GROUP_RIGHT.c.group == GROUP))
    op.execute(USER_GROUP.delete().where(USER_GROUP.c.group == GROUP))
    op.execute(NOTIFICATION.delete().where(NOTIFICATION.c.kind.in_(KINDS)))
    op.drop_table("standing")
    op.drop_table("trust_rule")
