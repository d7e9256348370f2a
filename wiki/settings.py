"""Every setting, read once from the environment. This is the only list of them; the README prints it.

Rule: no other module reads `os.environ`, and a setting that is not documented here does not exist.
"""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from wiki.errors import WikiError

ROOT = Path(__file__).resolve().parent.parent

PLACEHOLDER = re.compile(
    r"change|replace|insert|generate|placeholder|example|default|insecure|secret|password|random|characters|string|value"
    r"|please|your|this|here|with|long|some|key|test|dev|my|me|it|(.)\1{3,}"
)
"""What the keys in templates of settings are made of: words, and one character many times."""


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
    host: str = _setting("HOST", "127.0.0.1", "Address that the server listens on, or localhost.")
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
    for name, (variable, least, most) in _NUMBERS.items():
        values[name] = _whole_number(variable, values[name], least, most)
    values["data"] = _folder(values["data"])
    values["database_url"] = _database_url(values["database_url"], values["data"])
    values["host"] = _host(values["host"])
    host = f"[{values['host']}]" if ":" in values["host"] else values["host"]
    values["site_url"] = (values["site_url"] or f"http://{host}:{values['port']}").rstrip("/")
    for name, (variable, schemes) in _ADDRESSES.items():
        _refuse_bad_address(variable, values[name], schemes)
    if values["language"] not in {"fr", "en"}:
        raise BadSetting("SITE_LANGUAGE must be fr or en, not %(value)s.", value=values["language"])
    if values["mail_from"].count("@") != 1 or any(character.isspace() for character in values["mail_from"]):
        raise BadSetting("MAIL_FROM must be an e-mail address, not %(value)s.", value=values["mail_from"])
    try:
        ZoneInfo(values["timezone"])
    except (KeyError, ValueError, OSError):
        raise BadSetting("SITE_TIMEZONE %(value)s is no time zone.", value=values["timezone"]) from None
    values["secret_key"] = _secret_key(values["secret_key"], values["data"])
    return Settings(**values)


_NUMBERS = {
    "port": ("PORT", 1, 65_535),
    "proxies": ("TRUSTED_PROXIES", 0, 20),
    "workers": ("WORKERS", 1, 256),
    "threads": ("THREADS", 1, 256),
}
"""Settings that are numbers: the variable, the least and the most."""

_ADDRESSES = {"site_url": ("SITE_URL", ("http", "https")), "smtp_url": ("SMTP_URL", ("smtp", "smtps"))}
"""Settings that are addresses: the variable and the schemes."""


def _whole_number(name: str, value: str, least: int, most: int) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 6 or not least <= int(value) <= most:
        words = "%(name)s must be a whole number from %(least)s to %(most)s, not %(value)s."
        raise BadSetting(words, name=name, value=value, least=least, most=most)
    return int(value)


def _host(text: str) -> str:
    """The address to listen on: names are for resolvers, which may give any address; only one is the same anywhere."""
    if text == "localhost":
        return "127.0.0.1"
    with suppress(ValueError):
        if "%" not in text:  # The server knows no zones.
            return str(ip_address(text))
    raise BadSetting("HOST must be localhost or an address such as 0.0.0.0 or ::1, not %(value)s.", value=text)


def _folder(text: str) -> Path:
    """The data folder, made where it is missing; others on the machine have no business in it."""
    path = Path(text).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting("WIKI_DATA %(path)s: %(why)s", path=path, why=error.strerror) from None
    return path


def _database_url(text: str, data: Path) -> str:
    """The address of the database, with the driver that we use."""
    if not text:
        return f"sqlite:///{data / 'wiki.sqlite'}"
    scheme, colon, rest = text.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and colon and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return text
    raise BadSetting("DATABASE_URL must be postgresql://user:password@host/name or sqlite:////path/to/file.")


def _refuse_bad_address(name: str, value: str, schemes: tuple[str, ...]) -> None:
    """Passwords may stand in addresses, so that the message does not repeat the value."""
    if not value:
        return
    words = "%(name)s must be an address that begins with %(schemes)s and names a host."
    try:
        parts = urlsplit(value)
        right = parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        right = False
    if not right or any(character.isspace() for character in value):
        raise BadSetting(words, name=name, schemes=" or ".join(f"{scheme}://" for scheme in schemes))


def _secret_key(given: str, data: Path) -> str:
    """The given key if it is a real one, else the one kept in the data folder, made at the first start."""
    if given:
        if _is_weak(given):
            raise BadSetting("SECRET_KEY is too short or a placeholder: give 32 random characters or none.")
        return given
    path = data / "secret"
    if not path.exists():
        _make_secret(path)
    kept = path.read_text(encoding="ascii", errors="replace").strip()
    if _is_weak(kept):
        raise BadSetting("The key in %(path)s is too short. Remove the file, and a new one is made.", path=path)
    return kept


def _is_weak(key: str) -> bool:
    """Whether `key` could be guessed: too short, a few characters, the same again, or half of it usual words."""
    letters = "".join(filter(str.isalnum, key.casefold()))
    repeated = key in (key + key)[1:-1]
    return len(key) < 32 or len(set(key)) < 8 or repeated or 2 * len(PLACEHOLDER.sub("", letters)) < len(letters)


def _make_secret(path: Path) -> None:
    """Make the key in one step, so that of several processes that start at once one wins and none reads half a key."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
