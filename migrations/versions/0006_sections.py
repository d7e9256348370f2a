"""Sections that pages have and refer to; reports that put all articles in an order are counted no more."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ORDERS = ("long-pages", "short-pages", "ancient-pages")

page = sa.table("page", sa.column("id"), sa.column("deleted_at"))
outbox = sa.table("refresh_outbox", sa.column("page_id"))
count = sa.table("report_count", sa.column("report"))


def upgrade() -> None:
    op.create_table(
        "page_anchor",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(length=150), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_page_anchor_page_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", "anchor", name=op.f("pk_page_anchor")),
    )
    op.create_table(
        "section_link",
        sa.Column("from_page_id", sa.Integer(), nullable=False),
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("anchor", sa.String(length=150), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_page_id"], ["page.id"], name=op.f("fk_section_link_from_page_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("from_page_id", "namespace", "name", "anchor", name=op.f("pk_section_link")),
    )
    waiting = sa.select(outbox.c.page_id)
    live = sa.select(page.c.id).where(page.c.deleted_at.is_(None), page.c.id.not_in(waiting))
    op.execute(sa.insert(outbox).from_select(["page_id"], live))
    op.execute(sa.delete(count).where(count.c.report.in_(ORDERS)))


def downgrade() -> None:
    op.drop_table("section_link")
    op.drop_table("page_anchor")
