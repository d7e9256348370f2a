"""The log: sealed by a chain of hashes, its acts name the revision that they wrote; who hides details of revisions and
rolls edits back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

RIGHTS = {
    "deleterevision": ("moderator", "administrator"),
    "rollback": ("reviewer", "moderator", "administrator"),
}

entry = sa.table(
    "log_entry",
    sa.column("id"), sa.column("type"), sa.column("page_id"), sa.column("actor_id"), sa.column("revision_id"),
    sa.column("created_at"),
)  # fmt: skip
written = sa.table(
    "revision", sa.column("id"), sa.column("page_id"), sa.column("parent_id"), sa.column("user_id"),
    sa.column("created_at"),
)  # fmt: skip
tag = sa.table("revision_tag", sa.column("revision_id"), sa.column("tag"))
group_right = sa.table("group_right", sa.column("group"), sa.column("right"))


def upgrade() -> None:
    with op.batch_alter_table("log_entry") as table:
        table.add_column(sa.Column("revision_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_log_entry_revision_id"), "revision", ["revision_id"], ["id"])
        table.create_index(op.f("ix_log_entry_revision_id"), ["revision_id"])
        table.add_column(sa.Column("number", sa.Integer(), nullable=True))
        table.add_column(sa.Column("hash", sa.String(length=64), nullable=True))
        table.create_unique_constraint(op.f("uq_log_entry_number"), ["number"])
    head = op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
    )
    op.execute(sa.insert(head).values(id=1, number=0, hash=""))
    name_revisions()
    give_the_rights()


def name_revisions() -> None:
    """A creation wrote the page's first revision; a move, the last one that says so and is not newer than its entry."""
    same = (written.c.page_id == entry.c.page_id, written.c.user_id == entry.c.actor_id)
    first = sa.select(written.c.id).where(*same, written.c.parent_id.is_(None)).limit(1).scalar_subquery()
    op.execute(sa.update(entry).where(entry.c.type == "create").values(revision_id=first))
    says_so = sa.select(tag.c.tag).where(tag.c.revision_id == written.c.id, tag.c.tag == "move").exists()
    earlier = written.c.created_at <= entry.c.created_at
    last = sa.select(sa.func.max(written.c.id)).where(*same, says_so, earlier).scalar_subquery()
    op.execute(sa.update(entry).where(entry.c.type == "move").values(revision_id=last))


def give_the_rights() -> None:
    """A wiki that has its rights already would not get the new ones otherwise."""
    connection = op.get_bind()
    if connection.scalar(sa.select(group_right.c.group).limit(1)) is None:
        return
    given = [{"group": group, "right": right} for right, groups in RIGHTS.items() for group in groups]
    connection.execute(sa.insert(group_right), given)


def downgrade() -> None:
    op.drop_table("log_head")
    op.execute(sa.delete(group_right).where(group_right.c.right.in_(RIGHTS)))
    with op.batch_alter_table("log_entry") as table:
        table.drop_index(op.f("ix_log_entry_revision_id"))
        table.drop_constraint(op.f("fk_log_entry_revision_id"), type_="foreignkey")
        table.drop_column("revision_id")
        table.drop_constraint(op.f("uq_log_entry_number"), type_="unique")
        table.drop_column("number")
        table.drop_column("hash")
