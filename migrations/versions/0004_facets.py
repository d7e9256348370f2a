"""Articles in the order of their titles, and the changes of who belongs where."""

import sqlalchemy as sa
from alembic import op

from wiki.titles import sort_key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    article = op.create_table(
        "article",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_article_page_id_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_article")),
    )
    clock = op.create_table(
        "facet_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facet_clock")),
    )
    op.create_table(
        "facet_change",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_facet_change")),
    )
    op.bulk_insert(clock, [{"id": 1, "version": 0}])
    articles = sa.text(
        "SELECT id, name FROM page"
        " WHERE namespace = 0 AND deleted_at IS NULL AND NOT is_redirect AND name <> 'Accueil'"
    )
    rows = op.get_bind().execute(articles)
    op.bulk_insert(article, [{"page_id": row.id, "sort": sort_key(row.name)} for row in rows])
    op.create_index("ix_article_order", "article", ["sort", "page_id"])
    op.create_index("ix_page_shown_revision_id", "page", ["shown_revision_id"])


def downgrade() -> None:
    op.drop_index("ix_page_shown_revision_id", table_name="page")
    op.drop_index("ix_article_order", table_name="article")
    op.drop_table("facet_change")
    op.drop_table("facet_clock")
    op.drop_table("article")
