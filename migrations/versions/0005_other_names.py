"""Other names mean one term or one profile, and pages that name them belong there; who may edit the vocabulary."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

RIGHT = "editvocabulary"
GROUPS = ("moderator", "administrator")

term = sa.table("term", sa.column("name"))
synonym = sa.table("term_synonym", sa.column("term_id"), sa.column("name"))
link = sa.table("page_link", sa.column("from_page_id"), sa.column("kind"), sa.column("name"))
outbox = sa.table("refresh_outbox", sa.column("page_id"))
group_right = sa.table("group_right", sa.column("group"), sa.column("right"))


def upgrade() -> None:
    op.create_table(
        "profile_synonym",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name=op.f("fk_profile_synonym_profile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("profile_id", "name", name=op.f("pk_profile_synonym")),
    )
    op.create_index(op.f("ix_profile_synonym_name"), "profile_synonym", ["name"], unique=True)
    tell_synonyms_apart()
    op.drop_index(op.f("ix_term_synonym_name"), table_name="term_synonym")
    op.create_index(op.f("ix_term_synonym_name"), "term_synonym", ["name"], unique=True)
    waiting = sa.select(outbox.c.page_id)
    names = sa.select(synonym.c.name)
    members = sa.select(link.c.from_page_id).where(link.c.kind == "category", link.c.name.in_(names))
    members = members.where(link.c.from_page_id.not_in(waiting)).distinct()
    op.execute(sa.insert(outbox).from_select(["page_id"], members))
    give_the_right()


def tell_synonyms_apart() -> None:
    """Write synonyms as categories are written; one that two terms have stays with the older, a term's name with it."""
    connection = op.get_bind()
    taken = set(connection.scalars(sa.select(term.c.name)))
    rows = connection.execute(sa.select(synonym.c.term_id, synonym.c.name).order_by(synonym.c.term_id)).all()
    connection.execute(sa.delete(synonym))
    for number, name in rows:
        written = name[:1].upper() + name[1:]
        if written not in taken:
            taken.add(written)
            connection.execute(sa.insert(synonym).values(term_id=number, name=written))


def give_the_right() -> None:
    """A wiki that has its rights already would not get the new one otherwise."""
    connection = op.get_bind()
    if connection.scalar(sa.select(group_right.c.group).limit(1)) is None:
        return
    for group in GROUPS:
        connection.execute(sa.insert(group_right).values(group=group, right=RIGHT))


def downgrade() -> None:
    op.execute(sa.delete(group_right).where(group_right.c.right == RIGHT))
    op.drop_index(op.f("ix_term_synonym_name"), table_name="term_synonym")
    op.create_index(op.f("ix_term_synonym_name"), "term_synonym", ["name"], unique=False)
    op.drop_index(op.f("ix_profile_synonym_name"), table_name="profile_synonym")
    op.drop_table("profile_synonym")
