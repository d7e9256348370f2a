"""What a password must be, and how it is kept."""

import itertools
import time
from typing import Literal

import pytest
from argon2 import PasswordHasher

from wiki.accounts import passwords
from wiki.accounts.common_passwords import is_common
from wiki.accounts.common_words import STEMS
from wiki.accounts.passwords import MAX_LENGTH, WeakPassword, check_strength
from wiki.messages import translate

GOOD = "sept chemins vers la rivière quarante"


@pytest.mark.parametrize(
    "password",
    [
        "kX9!vR2#pLq8",
        "aZ3kP9mQ2xR7tB",
        "azk3-p9m.q2xr7",
        "lune robinet trottoir fanfare",
        "Le héron attend; la loutre, elle, file sous le pont.",
        "Allons enfants de la mairie, tirer les canards du lavoir",
        "mon vieux vélo grince dans la côte raide",
        "83957102647380192837465012",
        "речка бежит мимо старой мельницы",
        "🌧🐌🍄🪵🚲🧭🦔🪶🥔🧶🪁🛶🥣🧦🪗🐚🌻🧂🪣🦦",
        "x7" + "qjzvk wpfhm tdgnb " * 50,
    ],
)
def test_eighty_bits_are_enough(password: str) -> None:
    check_strength(password, name="Camille", email="camille@example.org", site_name="Wikipartage")


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("", "empty"),
        ("            ", "empty"),
        ("kX9!vR2#pLq", "too-short"),
        ("kX9vR2pLqm8T", "too-simple"),
        ("kx9vr2plqm8tz", "too-simple"),
        ("kxyvrapLqmstzwfgh", "too-simple"),
        ("839571026473801928374650", "too-simple"),
        ("ab" * 20, "repeated"),
        ("a" * 30, "repeated"),
        ("kX9!vR2#" * 129, "too-long"),
        ("Motdepasse123!", "common"),
        ("correct horse battery staple", "common"),
        ("Correct-Horse-Battery-Staple-2026!", "common"),
        ("Liberté, égalité, fraternité", "common"),
        ("LIBERTE EGALITE FRATERNITE", "common"),
        ("Allons enfants de la Patrie, le jour de gloire est arrivé !", "common"),
        ("M0tD3P@sse2026", "common"),
        ("P@ssw0rd!!2026", "common"),
        ("Azertyuiop123!", "common"),
        ("1Qaz2Wsx3Edc!", "common"),
        ("!QWERTYuiop1234", "common"),
        ("Bonjour-Bonjour1", "common"),
        ("Jaimelechocolat1!", "common"),
        ("Marseille13000!", "common"),
        ("Résilience2026!", "common"),
        ("abcdefghijklmnopqrst", "common"),
        ("Jean-Pierre 1957!", "common"),
        ("Camille aime les matins de brume", "name"),
        ("xX-ca.mil.le-9876-Yy", "name"),
        ("brume9@exemple.org? non merci", "email"),
        ("vive le WikiDeLaVallée du Rhône", "site"),
    ],
)
def test_what_is_refused_and_why(password: str, rule: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        check_strength(password, name="Camille", email="brume9@exemple.org", site_name="Wiki de la vallée")
    assert refused.value.rule == rule
    assert "%(" not in str(refused.value)
    assert not password or password not in str(refused.value)


def test_a_short_name_is_no_reason_to_refuse() -> None:
    check_strength("le bateau glisse sur eux tous", name="Eau", email="o@exemple.org", site_name="W")


def test_the_longest_password_counts_to_its_last_character() -> None:
    longest = (GOOD * 40)[:MAX_LENGTH]
    check_strength(longest)
    kept = passwords.hash_password(longest)
    assert passwords.verify(kept, longest)
    assert not passwords.verify(kept, longest[:-1] + "X")
    assert not passwords.verify(kept, longest + "X")


def test_the_list_stands_for_many_passwords() -> None:
    endings = ("", "1", "123", "2026", "!", "123!")
    candidates = [f"{stem}{ending}" for stem, ending in itertools.product(sorted(STEMS), endings)]
    assert len(candidates) > 3000
    assert all(is_common(candidate) for candidate in candidates)
    assert all(is_common(stem.title() + "2026!") for stem in STEMS)


@pytest.mark.parametrize("unit", ["a", "ab", "le", "1!", "(", "é", "azerty"])
def test_hostile_passwords_are_judged_quickly(unit: str) -> None:
    password = (unit * MAX_LENGTH)[: MAX_LENGTH - 1] + "Z"
    begin = time.process_time()
    is_common(password)
    passwords.verify(None, password)
    assert time.process_time() - begin < 1


def test_hashes_are_argon2id_salted_and_tell_right_from_wrong() -> None:
    first, second = passwords.hash_password(GOOD), passwords.hash_password(GOOD)
    assert first != second
    assert first.startswith("$argon2id$")
    assert passwords.verify(first, GOOD)
    assert not passwords.verify(first, GOOD.upper())
    assert not passwords.verify("not a hash", GOOD)


def test_keyboards_may_compose_letters_differently() -> None:
    kept = passwords.hash_password("rivière")
    assert passwords.verify(kept, "rivie\u0300re")


def test_nobody_has_the_password_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, password_hash: str | bytes, password: str | bytes) -> Literal[True]:
            verified.append(str(password_hash))
            return super().verify(password_hash, password)

    monkeypatch.setattr(passwords, "hasher", Watched(time_cost=1, memory_cost=8, parallelism=1))
    assert not passwords.verify(None, GOOD)
    assert len(verified) == 1
    assert verified[0].startswith("$argon2id$")


def test_costs_of_real_hashes_are_those_of_the_library() -> None:
    strong = PasswordHasher()
    assert strong.memory_cost >= 19 * 1024
    assert strong.time_cost >= 2
    assert not passwords.is_outdated(passwords.hash_password(GOOD))


@pytest.mark.parametrize("password", ["a", "abc"])
def test_a_short_password_is_counted_in_good_french(password: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        check_strength(password)
    french = translate(refused.value.message, "fr", **refused.value.params)
    assert french.endswith(f"le vôtre en a {len(password)}. Essayez une phrase.")
