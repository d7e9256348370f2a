"""Edit rules with their versions, rehearsals and hits; blocked domains."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

GROUP_RIGHT = sa.table("group_right", sa.column("group", sa.String), sa.column("right", sa.String))
GIVEN = {
    "editrules": ("moderator", "administrator"),
    "bypassrules": ("bot", "moderator", "administrator"),
    "blockdomains": ("moderator", "administrator"),
}


def upgrade() -> None:
    create_rules()
    create_domains()
    create_hits()
    give_the_rights()


def create_rules() -> None:
    op.create_table(
        "edit_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("disarmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overruns", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit_rule")),
    )
    op.create_index(op.f("ix_edit_rule_enabled"), "edit_rule", ["enabled"], unique=False)
    op.create_table(
        "edit_rule_version",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_edit_rule_version_entry_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["edit_rule.id"], name=op.f("fk_edit_rule_version_rule_id")),
        sa.PrimaryKeyConstraint("rule_id", "version", name=op.f("pk_edit_rule_version")),
    )
    op.create_index(op.f("ix_edit_rule_version_entry_id"), "edit_rule_version", ["entry_id"], unique=False)
    op.create_table(
        "rule_rehearsal",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("rehearsed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("examined", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_rule_rehearsal_by_id")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_rule_rehearsal")),
    )
    op.create_index(op.f("ix_rule_rehearsal_by_id"), "rule_rehearsal", ["by_id"], unique=False)


def create_domains() -> None:
    op.create_table(
        "blocked_domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name=op.f("fk_blocked_domain_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_domain")),
        sa.UniqueConstraint("domain", name=op.f("uq_blocked_domain_domain")),
    )
    for column in ("entry_id", "expires_at"):
        op.create_index(op.f(f"ix_blocked_domain_{column}"), "blocked_domain", [column], unique=False)


def create_hits() -> None:
    op.create_table(
        "rule_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.String(length=16), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["blocked_domain.id"], name=op.f("fk_rule_hit_domain_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_rule_hit_revision_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["edit_rule.id"], name=op.f("fk_rule_hit_rule_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_rule_hit_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_hit")),
    )
    for column in ("created_at", "domain_id", "revision_id", "user_id"):
        op.create_index(op.f(f"ix_rule_hit_{column}"), "rule_hit", [column], unique=False)
    op.create_index("ix_rule_hit_rule_id_created_at", "rule_hit", ["rule_id", "created_at"], unique=False)
    op.create_index("ix_rule_hit_title", "rule_hit", ["namespace", "name", "id"], unique=False)


def give_the_rights() -> None:
    """A wiki that has its rights already gets the new ones; an empty table is filled later, with them."""
    for right, groups in GIVEN.items():
        given = sa.select(GROUP_RIGHT.c.group, sa.literal(right)).where(GROUP_RIGHT.c.group.in_(groups)).distinct()
        op.execute(GROUP_RIGHT.insert().from_select(["group", "right"], given))


def downgrade() -> None:
    op.execute(GROUP_RIGHT.delete().where(GROUP_RIGHT.c.right.in_(GIVEN)))
    for table in ("rule_hit", "blocked_domain", "rule_rehearsal", "edit_rule_version", "edit_rule"):
        op.drop_table(table)
