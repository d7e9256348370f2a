"""Edit rules, their versions, rehearsals and hits. Rule: all of it is private; `listing` says who sees which hit."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.database import Base
from wiki.titles import Namespace, Title


class EditRule(Base):
    """A rule as it stands; what it says is its newest version."""

    __tablename__ = "edit_rule"

    #: The number by which people cite it.
    id: Mapped[int] = mapped_column(primary_key=True)
    #: Number of the newest row of `RuleVersion`; there is no foreign key: rule and version would need each other first.
    version: Mapped[int] = mapped_column(default=1)
    enabled: Mapped[bool] = mapped_column(default=False, index=True)
    #: When it lost what hinders edits because it hit too many; None while it has not.
    disarmed_at: Mapped[datetime | None]
    #: For how many edits there was no time left to finish it, since this version.
    overruns: Mapped[int] = mapped_column(default=0)


class RuleVersion(Base):
    """What a rule said from some moment on. Rows are only added."""

    __tablename__ = "edit_rule_version"

    rule_id: Mapped[int] = mapped_column(ForeignKey("edit_rule.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: `wiki.moderation.rules.definitions.Definition` as JSON.
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    enabled: Mapped[bool]
    #: The entry of the log that says who decided it, when and why.
    entry_id: Mapped[int] = mapped_column(ForeignKey("log_entry.id"), index=True)


class RuleRehearsal(Base):
    """Conditions were tried on the last edits: without it, no rule that has them is switched on."""

    __tablename__ = "rule_rehearsal"

    #: `Definition.fingerprint`.
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    rehearsed_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    #: Edits looked at, and how many of them were hit.
    examined: Mapped[int]
    hits: Mapped[int]


class RuleHit(Base):
    """A rule, or the list of blocked domains, met an edit."""

    __tablename__ = "rule_hit"
    __table_args__ = (
        Index("ix_rule_hit_rule_id_created_at", "rule_id", "created_at"),
        Index("ix_rule_hit_title", "namespace", "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: One of `rule_id` and `domain_id` is set.
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("edit_rule.id"))
    #: The version of the rule that hit.
    version: Mapped[int | None]
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("blocked_domain.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    namespace: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(index=True)
    #: What was done about it, a key of `wiki.moderation.rules.actions.BY_NAME`.
    taken: Mapped[str] = mapped_column(String(16))
    #: The revision that was saved; None where none was.
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"), index=True)
    #: Of an edit that was not saved: its summary, its text in UTF-8 compressed with zstandard, until it is forgotten.
    summary: Mapped[str] = mapped_column(String(500), default="")
    text: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: For a domain, the address that was to be linked.
    url: Mapped[str] = mapped_column(String(2000), default="")

    @property
    def title(self) -> Title:
        """What was edited, under the title of then."""
        return Title(Namespace(self.namespace), self.name)
