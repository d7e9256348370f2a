"""Settings: every value that cannot be used is refused at the start, by name."""

import base64
import hashlib
import stat
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from tests.conftest import SECRET
from wiki.settings import BadSetting, Settings, load


def load_with(folder: Path, **more: str) -> Settings:
    return load({"WIKI_DATA": str(folder), **more})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "８０"),
        ("PORT", "80.5"),
        ("HOST", "foo"),
        ("HOST", "999.1.1.1"),
        ("HOST", "http://127.0.0.1"),
        ("HOST", "fe80::1%eth0"),
        ("WORKERS", "0"),
        ("WORKERS", "many"),
        ("THREADS", "0"),
        ("THREADS", "1e3"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "yes"),
        ("SITE_LANGUAGE", "de"),
        ("SITE_LANGUAGE", "FR"),
        ("SITE_TIMEZONE", "Mars/Olympus"),
        ("SITE_TIMEZONE", "../../etc/passwd"),
        ("SITE_URL", "wiki.example"),
        ("SITE_URL", "ftp://wiki.example"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://wiki.example:port"),
        ("SITE_URL", "https://wiki .example"),
        ("SMTP_URL", "mail.example:25"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtp://"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "a@b@c"),
        ("MAIL_FROM", "wiki@example.org\nBcc: x@example.org"),
        ("DATABASE_URL", "mysql://localhost/wiki"),
        ("DATABASE_URL", "wiki.sqlite"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgresql://"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "changeme"),
        ("SECRET_KEY", "changeme-changeme-changeme-changeme"),
        ("SECRET_KEY", "your-secret-key-here-please-change-it"),
        ("SECRET_KEY", "YourSecretKeyHerePleaseChangeItNow12"),
        ("SECRET_KEY", "replace this with 32 random characters"),
        ("SECRET_KEY", "secret-key-xxxxxxxxxxxxxxxxxxxxxxxxx"),
        ("SECRET_KEY", "Ab3dEf9h" * 5),
        ("SECRET_KEY", "a" * 64),
        ("SECRET_KEY", "abcabcabcabcabcabcabcabcabcabcabcabc"),
        ("WIKI_DATA", "/proc/nowhere/wiki"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        load({"WIKI_DATA": str(tmp_path), "SECRET_KEY": SECRET, name: value})
    assert name in str(refused.value)
    assert "%(" not in str(refused.value)


def test_no_message_repeats_a_password(tmp_path: Path) -> None:
    for name, value in (
        ("SMTP_URL", "http://me:hunter2@mail"),
        ("DATABASE_URL", "mysql://me:hunter2@db/wiki"),
        ("SECRET_KEY", "hunter2"),
    ):
        with pytest.raises(BadSetting) as refused:
            load_with(tmp_path, **{name: value})
        assert "hunter2" not in str(refused.value)


def test_without_any_setting_a_wiki_lives_in_its_folder(tmp_path: Path) -> None:
    settings = load_with(tmp_path / "new" / "wiki")
    assert settings.database_url == f"sqlite:///{tmp_path}/new/wiki/wiki.sqlite"
    assert settings.sqlite
    assert (settings.site_url, settings.secure) == ("http://127.0.0.1:8000", False)
    assert settings.index_path.parent == settings.data
    assert (settings.language, settings.timezone) == ("fr", "Europe/Paris")


def test_the_folder_is_made_even_where_the_key_is_given_and_is_nobody_elses(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "wiki"
    load_with(folder, SECRET_KEY=SECRET)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/db", "postgresql+psycopg://u:p@h/db"),
        ("postgresql://u@h/db?sslmode=require", "postgresql+psycopg://u@h/db?sslmode=require"),
        ("postgresql+psycopg://u@h/db", "postgresql+psycopg://u@h/db"),
        ("sqlite:////srv/wiki.sqlite", "sqlite:////srv/wiki.sqlite"),
    ],
)
def test_addresses_of_databases(tmp_path: Path, given: str, used: str) -> None:
    assert load_with(tmp_path, DATABASE_URL=given).database_url == used


def test_addresses_of_the_site(tmp_path: Path) -> None:
    assert load_with(tmp_path, HOST="localhost").host == "127.0.0.1"
    assert load_with(tmp_path, HOST="::1", PORT="81").site_url == "http://[::1]:81"
    assert load_with(tmp_path, SITE_URL="https://wiki.example/").site_url == "https://wiki.example"
    assert load_with(tmp_path, SITE_URL="https://wiki.example").secure


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    empty = {setting.metadata["env"]: "" for setting in fields(Settings)}
    assert load({**empty, "WIKI_DATA": str(tmp_path)}) == load_with(tmp_path)


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load_with(tmp_path).secret_key
    assert load_with(tmp_path).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert load_with(tmp_path / "other").secret_key != first
    assert len(first) >= 48
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "secret"]


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    code = f"from wiki.settings import load; print(load({{'WIKI_DATA': {str(tmp_path)!r}}}).secret_key)"
    started = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    secrets = {process.communicate(timeout=60)[0] for process in started}
    assert len(secrets) == 1
    assert len(secrets.pop().strip()) >= 48


def test_keys_made_by_chance_are_taken(tmp_path: Path) -> None:
    """As `openssl rand` and Python's `secrets` print them."""
    for number in range(300):
        made = hashlib.sha256(str(number).encode()).digest()
        for key in (made[:16].hex(), base64.b64encode(made).decode(), base64.urlsafe_b64encode(made[:24]).decode()):
            assert load_with(tmp_path, SECRET_KEY=key).secret_key == key


@pytest.mark.parametrize("content", ["", "changeme", "x" * 100])
def test_a_damaged_secret_is_not_used(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret").write_text(content)
    with pytest.raises(BadSetting, match="secret"):
        load_with(tmp_path)
