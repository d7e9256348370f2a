"""What a password must be, and how it is kept. Rule: 80 bits, as the CNIL's deliberation 2022-100 counts them.

The deliberation gives three examples of 80 bits: 12 characters with capitals, small letters, figures and signs; 14
with three of these; seven words. A long sentence of twenty characters passes too. No password expires, every
character counts, and pasting is welcome. What everybody would try first is refused whatever its length.
Passwords are kept as argon2id hashes only.
"""

import re
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from wiki.accounts.common_passwords import MAX_TRIMMINGS, is_common
from wiki.accounts.famous_sentences import SENTENCES
from wiki.errors import N_, InvalidInput

#: Costs of a hash, in one place; tests put a cheaper one here.
hasher = PasswordHasher()

#: Characters that a password may have; more would only let a stranger keep the processor busy.
MAX_LENGTH = 1024
MIN_LENGTH = 12
#: Least length for passwords with so many of the four kinds of characters.
LENGTH_BY_KINDS = {4: 12, 3: 14, 2: 20, 1: 20}
#: Figures carry fewer bits: 80 bits take 25 of them.
LENGTH_OF_FIGURES = 25
#: A sentence: so many words of three letters or more, this many of them different.
WORDS, DIFFERENT_WORDS = 7, 5
#: Fewer different characters than this are a repetition.
DIFFERENT_CHARACTERS = 6
#: Parts of a name or an address shorter than this are too short to give anything away.
TELLTALE = 4

_WORD = re.compile(r"[^\W\d_]{3,}")
_RULES = {
    "empty": N_("Write a password."),
    "too-long": N_("The password has more than %(limit)s characters. Shorten it."),
    "too-short": N_("A password needs %(limit)s characters at least: yours has %(length)s. Try a sentence."),
    "too-simple": N_(
        "The password is too easy to guess by trying. Take 12 characters with capitals, small letters, figures "
        "and signs; or 14 with three of these; or a sentence of seven words or twenty characters."
    ),
    "repeated": N_("The password repeats the same few characters. Use more different ones."),
    "common": N_("This password is among the first that anybody would try: a usual word, a keyboard row, a date, "
                 "a famous sentence. Take something of your own."),
    "name": N_("The password contains your name here. Leave the name out."),
    "email": N_("The password contains your e-mail address. Leave the address out."),
    "site": N_("The password contains the name of this wiki. Leave that name out."),
}  # fmt: skip


class WeakPassword(InvalidInput):
    """A password that cannot be taken.

    `rule` is the stable name of what is broken: empty, too-long, too-short, too-simple, repeated, common, name,
    email, site.
    """

    code = "weak-password"

    def __init__(self, rule: str, **params: object) -> None:
        super().__init__(_RULES[rule], **params)
        self.rule = rule


def check_strength(password: str, *, name: str = "", email: str = "", site_name: str = "") -> None:
    """Raise `WeakPassword` unless `password` may be chosen by somebody of that name and address on that site."""
    password = _normal(password)
    length = len(password)
    if not password.strip():
        raise WeakPassword("empty")
    if length > MAX_LENGTH:
        raise WeakPassword("too-long", limit=MAX_LENGTH)
    if length < MIN_LENGTH:
        raise WeakPassword("too-short", length=length, limit=MIN_LENGTH)
    if len(set(password.casefold())) < DIFFERENT_CHARACTERS:
        raise WeakPassword("repeated")
    if is_common(password) or _is_famous(password):
        raise WeakPassword("common")
    if not _has_80_bits(password):
        raise WeakPassword("too-simple")
    _refuse_telltales(password, name=name, email=email, site_name=site_name)


def hash_password(password: str) -> str:
    """The argon2id hash to keep of `password`."""
    return hasher.hash(_normal(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Whether `password` is the one that was hashed.

    Takes as long without a hash (nobody of that name, nobody who can log in) as with one, so that the time of
    an answer tells nothing.
    """
    given = _normal(password) if len(password) <= MAX_LENGTH else ""
    try:
        matches = hasher.verify(password_hash or _decoy(hasher), given)
    except (VerificationError, InvalidHashError):
        return False
    return matches and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other costs than today's; it is then made anew at the next log-in."""
    return hasher.check_needs_rehash(password_hash)


@cache
def _decoy(costs: PasswordHasher) -> str:
    """A hash that no password matches in practice, of the same cost as the real ones."""
    return costs.hash(secrets.token_urlsafe())


def _normal(password: str) -> str:
    # Keyboards differ in how they compose an accented letter (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)


def _kinds(password: str) -> set[str]:
    """Which of the four kinds of characters are there; letters without case count as small ones."""
    return {
        "capital" if c.isupper() else "small" if c.isalpha() else "figure" if c.isdigit() else "sign"
        for c in password
    }


def _has_80_bits(password: str) -> bool:
    kinds = _kinds(password)
    if kinds == {"figure"}:
        return len(password) >= LENGTH_OF_FIGURES
    words = _WORD.findall(password.casefold())
    if len(words) >= WORDS and len(set(words)) >= DIFFERENT_WORDS:
        return True
    return len(password) >= LENGTH_BY_KINDS[len(kinds)]


def _refuse_telltales(password: str, *, name: str, email: str, site_name: str) -> None:
    secret = _letters(password)
    local_part = email.partition("@")[0]
    for rule, parts in (
        ("name", (name,)),
        ("email", (email, local_part)),
        ("site", (site_name,)),
    ):
        for part in parts:
            told = _letters(part)
            if len(told) >= TELLTALE and told in secret:
                raise WeakPassword(rule)


def _is_famous(password: str) -> bool:
    """Whether little is left of `password` without the sentences that everybody knows."""
    secret = left = _letters(password)
    for sentence in _famous():
        left = left.replace(sentence, "")
    return left != secret and len(left) <= MAX_TRIMMINGS


@cache
def _famous() -> tuple[str, ...]:
    """Famous sentences as `_letters` has them, the longest first: one may hold another."""
    return tuple(sorted(map(_letters, SENTENCES), key=len, reverse=True))


def _letters(text: str) -> str:
    """Letters and figures only, without case and accents, as people vary a name that they hide in a password."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())
