"""The first shape of the database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "axis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_axis")),
        sa.UniqueConstraint("name", name=op.f("uq_axis_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_axis_slug")),
    )
    op.create_table(
        "content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content")),
        sa.UniqueConstraint("sha256", name=op.f("uq_content_sha256")),
    )
    op.create_table(
        "ended_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_ended_session")),
    )
    with op.batch_alter_table("ended_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ended_session_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "group_right",
        sa.Column("group", sa.String(length=64), nullable=False),
        sa.Column("right", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("group", "right", name=op.f("pk_group_right")),
    )
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest_revision_id", sa.Integer(), nullable=True),
        sa.Column("shown_revision_id", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_redirect", sa.Boolean(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("random", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
    )
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index("ix_page_namespace_name", ["namespace", "name"], unique=False)
        batch_op.create_index("ix_page_random", ["random"], unique=False)
        batch_op.create_index(
            "uq_page_live_title",
            ["namespace", "name"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("name", name=op.f("uq_profile_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_profile_slug")),
    )
    op.create_table(
        "temporary_number",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_temporary_number")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("name_key", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("edit_count", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("watch_edits", sa.Boolean(), nullable=False),
        sa.Column("is_system", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("name", name=op.f("uq_user_name")),
        sa.UniqueConstraint("name_key", name=op.f("uq_user_name_key")),
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_email"), ["email"], unique=False)
        batch_op.create_index("ix_user_expires_at", ["expires_at"], unique=False)

    op.create_table(
        "external_link",
        sa.Column("from_page_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_page_id"], ["page.id"], name=op.f("fk_external_link_from_page_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("from_page_id", "url", name=op.f("pk_external_link")),
    )
    with op.batch_alter_table("external_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_external_link_host"), ["host"], unique=False)

    op.create_table(
        "log_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_log_entry_actor_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_log_entry_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
    )
    with op.batch_alter_table("log_entry", schema=None) as batch_op:
        batch_op.create_index("ix_log_entry_actor_id_id", ["actor_id", "id"], unique=False)
        batch_op.create_index("ix_log_entry_created_at", ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_entry_page_id"), ["page_id"], unique=False)
        batch_op.create_index("ix_log_entry_target", ["namespace", "name", "id"], unique=False)
        batch_op.create_index("ix_log_entry_type_id", ["type", "id"], unique=False)

    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=320), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_one_time_link_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_link")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_link_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_one_time_link_user_id"), ["user_id"], unique=False)

    op.create_table(
        "page_category",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sort_key", sa.String(length=255), nullable=False),
        sa.Column("sort", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_category_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page_id", "name", name=op.f("pk_page_category")),
    )
    with op.batch_alter_table("page_category", schema=None) as batch_op:
        batch_op.create_index("ix_page_category_order", ["name", "sort", "page_id"], unique=False)

    op.create_table(
        "page_link",
        sa.Column("from_page_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_page_id"], ["page.id"], name=op.f("fk_page_link_from_page_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("from_page_id", "kind", "namespace", "name", name=op.f("pk_page_link")),
    )
    with op.batch_alter_table("page_link", schema=None) as batch_op:
        batch_op.create_index("ix_page_link_target", ["namespace", "name", "kind", "from_page_id"], unique=False)

    op.create_table(
        "page_profile",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_profile_page_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name=op.f("fk_page_profile_profile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", "profile_id", name=op.f("pk_page_profile")),
    )
    with op.batch_alter_table("page_profile", schema=None) as batch_op:
        batch_op.create_index("ix_page_profile_order", ["profile_id", "sort", "page_id"], unique=False)

    op.create_table(
        "refresh_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_refresh_outbox_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_outbox")),
        sa.UniqueConstraint("page_id", name=op.f("uq_refresh_outbox_page_id")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("minor", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("size_change", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["content_id"], ["content.id"], name=op.f("fk_revision_content_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_revision_page_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["revision.id"], name=op.f("fk_revision_parent_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_revision_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("parent_id", name=op.f("uq_revision_parent_id")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_content_id"), ["content_id"], unique=False)
        batch_op.create_index("ix_revision_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_revision_page_id_id", ["page_id", "id"], unique=False)
        batch_op.create_index("ix_revision_user_id_id", ["user_id", "id"], unique=False)

    op.create_table(
        "search_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_search_outbox_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_outbox")),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("axis_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["axis_id"], ["axis.id"], name=op.f("fk_term_axis_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("name", name=op.f("uq_term_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_term_slug")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_axis_id"), ["axis_id"], unique=False)

    op.create_table(
        "title_key",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_title_key_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page_id", "word", name=op.f("pk_title_key")),
    )
    with op.batch_alter_table("title_key", schema=None) as batch_op:
        batch_op.create_index("ix_title_key_key_namespace", ["key", "namespace"], unique=False)

    op.create_table(
        "user_group",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_group_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "group", name=op.f("pk_user_group")),
    )
    op.create_table(
        "watch",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_watch_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "namespace", "name", name=op.f("pk_watch")),
    )
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.create_index("ix_watch_title", ["namespace", "name"], unique=False)

    op.create_table(
        "revision_tag",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_revision_tag_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", "tag", name=op.f("pk_revision_tag")),
    )
    op.create_table(
        "term_parent",
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["term.id"], name=op.f("fk_term_parent_parent_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_term_parent_term_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term_id", "parent_id", name=op.f("pk_term_parent")),
    )
    with op.batch_alter_table("term_parent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_parent_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "term_synonym",
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_term_synonym_term_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term_id", "name", name=op.f("pk_term_synonym")),
    )
    with op.batch_alter_table("term_synonym", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_synonym_name"), ["name"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("term_synonym", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_synonym_name"))

    op.drop_table("term_synonym")
    with op.batch_alter_table("term_parent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_parent_parent_id"))

    op.drop_table("term_parent")
    op.drop_table("revision_tag")
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.drop_index("ix_watch_title")

    op.drop_table("watch")
    op.drop_table("user_group")
    with op.batch_alter_table("title_key", schema=None) as batch_op:
        batch_op.drop_index("ix_title_key_key_namespace")

    op.drop_table("title_key")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_axis_id"))

    op.drop_table("term")
    op.drop_table("search_outbox")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index("ix_revision_user_id_id")
        batch_op.drop_index("ix_revision_page_id_id")
        batch_op.drop_index("ix_revision_created_at")
        batch_op.drop_index(batch_op.f("ix_revision_content_id"))

    op.drop_table("revision")
    op.drop_table("refresh_outbox")
    with op.batch_alter_table("page_profile", schema=None) as batch_op:
        batch_op.drop_index("ix_page_profile_order")

    op.drop_table("page_profile")
    with op.batch_alter_table("page_link", schema=None) as batch_op:
        batch_op.drop_index("ix_page_link_target")

    op.drop_table("page_link")
    with op.batch_alter_table("page_category", schema=None) as batch_op:
        batch_op.drop_index("ix_page_category_order")

    op.drop_table("page_category")
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_link_user_id"))
        batch_op.drop_index(batch_op.f("ix_one_time_link_expires_at"))

    op.drop_table("one_time_link")
    with op.batch_alter_table("log_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_log_entry_type_id")
        batch_op.drop_index("ix_log_entry_target")
        batch_op.drop_index(batch_op.f("ix_log_entry_page_id"))
        batch_op.drop_index("ix_log_entry_created_at")
        batch_op.drop_index("ix_log_entry_actor_id_id")

    op.drop_table("log_entry")
    with op.batch_alter_table("external_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_link_host"))

    op.drop_table("external_link")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_index("ix_user_expires_at")
        batch_op.drop_index(batch_op.f("ix_user_email"))

    op.drop_table("user")
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_expires_at"))

    op.drop_table("throttle")
    op.drop_table("temporary_number")
    op.drop_table("profile")
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_page_live_title",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
        batch_op.drop_index("ix_page_random")
        batch_op.drop_index("ix_page_namespace_name")
        batch_op.drop_index(batch_op.f("ix_page_deleted_at"))

    op.drop_table("page")
    op.drop_table("group_right")
    with op.batch_alter_table("ended_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ended_session_expires_at"))

    op.drop_table("ended_session")
    op.drop_table("content")
    op.drop_table("axis")
