"""What somebody may be called. Rule: no two accounts have names that a reader could take for one another.

A name is a legal title of the namespace Utilisateur, so that its page always exists in principle. `name_key`
reduces it to what the eye keeps of it: two names with one key are one name for whoever reads a history.
"""

import ipaddress
import re
import unicodedata

from wiki.errors import N_, InvalidInput
from wiki.titles import Namespace, Title, TitleError

#: Bytes of UTF-8 that a name may have; "Discussion utilisateur:" and a subpage must still fit beside it.
MAX_BYTES = 85
#: Sign that begins the names of temporary accounts, and no others.
TEMPORARY_PREFIX = "~"
#: Characters that separate, address or quote elsewhere in the wiki: subpages, e-mail, namespaces, wiki text.
FORBIDDEN = "/@:=\"*?!;,#<>[]{}|"

# Letters of other alphabets that are drawn like Latin ones, after case folding and without accents.
_LOOK_ALIKES = str.maketrans(
    {
        # Cyrillic
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "н": "h", "і": "i", "ј": "j", "к": "k",
        "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "ц": "u",
        "ѵ": "v", "ԝ": "w", "х": "x", "у": "y", "ү": "y", "з": "3", "є": "e",
        "ь": "b", "ъ": "b", "ө": "o", "ғ": "f",
        # Greek
        "α": "a", "β": "b", "ϲ": "c", "δ": "d", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "u", "ν": "v",
        "ο": "o", "ρ": "p", "σ": "o", "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ζ": "z", "ω": "w", "ϳ": "j",
        "θ": "o",
        # Latin beyond the alphabet
        "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "p",
        "ŋ": "n", "ƒ": "f", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʟ": "l", "ɴ": "n", "ʀ": "r", "ƅ": "b", "ɔ": "o",
    }
)  # fmt: skip
# Within Latin writing: figures and strokes that pass for letters, and pairs that pass for one letter.
_LATIN_LOOK_ALIKES = (("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("m", "rn"), ("w", "vv"))
_NUMBERED_ADDRESS = re.compile(r"\d{1,3}(\.(\d{1,3}|x{1,3}|\*)){3}", re.IGNORECASE)

_RULES = {
    "empty": N_("Write the name under which you want to be known."),
    "too-long": N_("The name takes %(bytes)s bytes of %(limit)s. Shorten it; accented letters take two."),
    "forbidden-character": N_("A user name cannot contain “%(found)s”. Leave it out."),
    "temporary": N_("Names beginning with “~” are kept for temporary accounts. Begin with something else."),
    "address": N_("A user name cannot look like a network address. Choose a name made of words."),
    "no-letter": N_("A user name needs at least one letter."),
    "uncommon-character": N_("The name contains a variant of a usual character (“%(found)s”). Write the usual one."),
    "reserved": N_("This name would make people believe that you speak for the wiki. Choose another one."),
}
# Names that seem to speak for the wiki or for whoever runs it: wherever they stand in a name…
_OFFICES = (
    "Admin", "Administrateur", "Administratrice", "Administrator", "Modérateur", "Modératrice", "Modération",
    "Moderator", "Bureaucrate", "Bureaucrat", "Webmaster", "Wikipartage", "Sysop",
)  # fmt: skip
# … and by themselves: "Administration communale de Crolles" and "Équipe de la Mare" speak for others.
_RESERVED_WORDS = (
    "Administration", "Système", "System", "Root", "Support", "Équipe", "Robot", "Anonyme", "Anonymous", "Null",
    "Undefined",
)  # fmt: skip


class UserNameError(InvalidInput):
    """A text that cannot be a user name.

    `rule` is the stable name of what is broken: empty, too-long, forbidden-character, temporary, address,
    no-letter, uncommon-character, reserved, or the rule of a `TitleError`.
    """

    code = "invalid-user-name"

    def __init__(self, rule: str, message: str | None = None, **params: object) -> None:
        super().__init__(message or _RULES[rule], **params)
        self.rule = rule


def legal_name(text: str) -> str:
    """The user name that `text` means: trimmed, spaces for underscores, first letter a capital, NFC.

    Raises `UserNameError` naming the rule that `text` breaks. Whether the name is free is not looked at.
    """
    stripped = text.replace("_", " ").strip()
    if not stripped:
        raise UserNameError("empty")
    if stripped.startswith(TEMPORARY_PREFIX):
        raise UserNameError("temporary")
    if _is_address(stripped):
        raise UserNameError("address")
    for character in stripped:
        if character in FORBIDDEN:
            raise UserNameError("forbidden-character", found=character)
    try:
        name = Title.parse(stripped, default=Namespace.USER).name
    except TitleError as error:
        raise UserNameError(error.rule, error.message, **error.params) from None
    if (size := len(name.encode())) > MAX_BYTES:
        raise UserNameError("too-long", bytes=size, limit=MAX_BYTES)
    if (plain := unicodedata.normalize("NFKC", name)) != name:
        odd = next((a for a, b in zip(name, plain, strict=False) if a != b), name[-1])
        raise UserNameError("uncommon-character", found=odd)
    if not any(character.isalpha() for character in name):
        raise UserNameError("no-letter")
    return name


def refuse_reserved(name: str, site_name: str) -> None:
    """Raise `UserNameError` where `name` (legal) would pass for the wiki itself or an office in it."""
    words = _words(name)
    offices = (*_OFFICES, site_name)
    whole = {name_key(word) for word in (*offices, *_RESERVED_WORDS)}
    if name_key(name) in whole or words.replace(" ", "") in whole or any(_words(one) in words for one in offices):
        raise UserNameError("reserved")


def _words(name: str) -> str:
    """What the eye keeps of each word of `name`, between spaces; figures around a word are no part of it."""
    keys = (name_key(word.strip("0123456789")) for word in re.split(r"[\W_]+", name))
    return f" {' '.join(key for key in keys if key)} "


def name_key(name: str) -> str:
    """What the eye keeps of `name`: no case, accents, spaces or punctuation, look-alikes made one.

    The name of a temporary account is its own key: it is made by the wiki, and only its figures tell it apart.
    """
    if name.startswith(TEMPORARY_PREFIX):
        return name
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    key = "".join(c for c in decomposed if _tells_names_apart(c)).translate(_LOOK_ALIKES)
    for seen, meant in _LATIN_LOOK_ALIKES:
        key = key.replace(seen, meant)
    return key[:255]


def _tells_names_apart(character: str) -> bool:
    # Vowel signs of Indic and other scripts are marks too, but no accents: they make another word.
    is_accent = "\u0300" <= character <= "\u036f"
    return unicodedata.category(character)[0] in "LMN" and not is_accent


def _is_address(text: str) -> bool:
    if _NUMBERED_ADDRESS.fullmatch(text):
        return True
    try:
        ipaddress.ip_network(text.replace(" ", ""), strict=False)
    except ValueError:
        return False
    # Whole numbers are addresses to the library only; they are refused for having no letter.
    return "." in text or ":" in text
