"""Every setting, read once from the environment. This is the only list of them; the README prints it.

Rule: no other module reads `os.environ`, and a setting that is not documented here does not exist.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wiki.errors import WikiError

ROOT = Path(__file__).resolve().parent.parent

PLACEHOLDERS = frozenset({"secret", "changeme", "change-me", "dev", "password", "xxx", "placeholder"})


class BadSetting(WikiError):
    """A setting in the environment cannot be used; the message names it."""

    status = 500
    code = "bad-setting"


def _setting(name: str, default: str, doc: str) -> Any:
    return field(metadata={"env": name, "default": default, "doc": doc})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process; paths are absolute, sizes in bytes."""

    data: Path = _setting("WIKI_DATA", "instance", "Folder of the database, the index and the files.")
    host: str = _setting("HOST", "127.0.0.1", "Address that the server listens on.")
    port: int = _setting("PORT", "8000", "Port that the server listens on.")
    database_url: str = _setting("DATABASE_URL", "", "SQLAlchemy address of the database; empty: SQLite in WIKI_DATA.")
    site_name: str = _setting("SITE_NAME", "Wikipartage", "Name of the wiki, shown everywhere.")
    site_url: str = _setting(
        "SITE_URL",
        "",
        "Public address, for links in e-mails and feeds; empty: http://HOST:PORT. "
        "With https, cookies are Secure and HSTS is sent.",
    )
    secret_key: str = _setting(
        "SECRET_KEY", "", "Key that signs cookies, 32 characters or more; empty: made once in WIKI_DATA."
    )
    language: str = _setting("SITE_LANGUAGE", "fr", "Language of a reader who chose none: fr or en.")
    timezone: str = _setting("SITE_TIMEZONE", "Europe/Paris", "Time zone of a reader who chose none.")
    licence: str = _setting("SITE_LICENCE", "CC BY-SA 4.0", "Licence of pages that name none.")
    smtp_url: str = _setting(
        "SMTP_URL", "", "Mail server, smtp://user:password@host:587 or smtps://…; empty: mails are printed."
    )
    mail_from: str = _setting("MAIL_FROM", "wiki@localhost", "Sender of the wiki's e-mails.")
    proxies: int = _setting(
        "TRUSTED_PROXIES", "0", "How many reverse proxies stand before the server and set X-Forwarded-For."
    )
    workers: int = _setting("WORKERS", "2", "Server processes.")
    threads: int = _setting("THREADS", "4", "Threads in each server process.")

    @property
    def sqlite(self) -> bool:
        """Whether the database is the embedded one."""
        return self.database_url.startswith("sqlite")

    @property
    def secure(self) -> bool:
        """Whether readers come over TLS."""
        return self.site_url.startswith("https://")

    @property
    def index_path(self) -> Path:
        """Folder of the search index."""
        return self.data / "index"


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that `environ` gives, with defaults. Raises `BadSetting` naming what cannot be used."""
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        values[setting.name] = environ.get(setting.metadata["env"]) or setting.metadata["default"]
    for name in ("port", "proxies", "workers", "threads"):
        values[name] = _whole_number(name.upper(), values[name])
    values["data"] = Path(values["data"]).expanduser().resolve()
    if not values["database_url"]:
        values["database_url"] = f"sqlite:///{values['data'] / 'wiki.sqlite'}"
    if values["database_url"].startswith(("postgres://", "postgresql://")):
        values["database_url"] = "postgresql+psycopg://" + values["database_url"].split("://", 1)[1]
    values["site_url"] = (values["site_url"] or f"http://{values['host']}:{values['port']}").rstrip("/")
    if values["language"] not in {"fr", "en"}:
        raise BadSetting("SITE_LANGUAGE must be fr or en, not %(value)s.", value=values["language"])
    try:
        ZoneInfo(values["timezone"])
    except (KeyError, ValueError, OSError):
        raise BadSetting("SITE_TIMEZONE %(value)s is no time zone.", value=values["timezone"]) from None
    values["secret_key"] = _secret_key(values["secret_key"], values["data"])
    return Settings(**values)


def _whole_number(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 6:
        raise BadSetting("%(name)s must be a whole number, not %(value)s.", name=name, value=value)
    return int(value)


def _secret_key(given: str, data: Path) -> str:
    """The given key if it is a real one, else the one kept in the data folder, made at the first start."""
    if given:
        if len(given) < 32 or given.casefold() in PLACEHOLDERS or len(set(given)) < 8:
            raise BadSetting("SECRET_KEY is too short or a placeholder: give 32 random characters or none.")
        return given
    path = data / "secret"
    try:
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise BadSetting("WIKI_DATA %(path)s cannot be written: %(why)s.", path=data, why=error.strerror) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")
