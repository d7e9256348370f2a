"""Titles: MediaWiki's rules one by one, and what must hold for any text."""

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wiki.titles import MAX_BYTES, Namespace, Title, TitleError

# Any text, and texts made of the pieces that the rules are about.
PIECES = st.sampled_from(
    [
        *("Discussion", "talk", "Utilisateur", "catégorie", "Image", "ımage", "é", "e\u0301", "œ", "ß", "ŉ", "ɐ"),
        *(":", ": ", " ", "_", "\u00a0", "/", ".", "..", "#", "%", "41", "%41", "&", "amp", ";", "\u037e"),
        *("~", "~~~", "[", "]", "{", "|", "<", "\u0338", "\u0345", "\u200b", "\u200e", "\u202e", "\ufeff", "\x00"),
        *("&#65;", "\t", chr(0xD800), "\ufffd", "?", "'", '"', "\\", "+", "a" * 120, "é" * 90, "🌱"),
    ]
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40) | st.lists(PIECES, max_size=8).map("".join)
DEFAULTS = st.sampled_from([Namespace.MAIN, Namespace.TEMPLATE, Namespace.CATEGORY, Namespace.FILE])


def rule_of(text: str) -> str:
    with pytest.raises(TitleError) as refusal:
        Title.parse(text)
    return refusal.value.rule


@pytest.mark.parametrize(
    ("text", "namespace", "name"),
    [
        ("eau", Namespace.MAIN, "Eau"),
        ("  eau__potable _", Namespace.MAIN, "Eau potable"),
        ("eau\u00a0\u202fpotable\u2003", Namespace.MAIN, "Eau potable"),
        ("école", Namespace.MAIN, "École"),
        ("e\u0301cole", Namespace.MAIN, "École"),
        ("œuvre", Namespace.MAIN, "Œuvre"),
        ("ßtraße", Namespace.MAIN, "ßtraße"),
        ("iOS", Namespace.MAIN, "IOS"),
        ("catégorie:eau", Namespace.CATEGORY, "Eau"),
        ("CATEGORIE : eau", Namespace.CATEGORY, "Eau"),
        ("Category:_Eau", Namespace.CATEGORY, "Eau"),
        (":Catégorie:Eau", Namespace.CATEGORY, "Eau"),
        (": eau", Namespace.MAIN, "Eau"),
        ("modele:carte", Namespace.TEMPLATE, "Carte"),
        ("Template:carte", Namespace.TEMPLATE, "Carte"),
        ("discuter:Eau", Namespace.TALK, "Eau"),
        ("talk:Eau", Namespace.TALK, "Eau"),
        ("Utilisatrice:Anne", Namespace.USER, "Anne"),
        ("Discussion_utilisatrice:Anne", Namespace.USER_TALK, "Anne"),
        ("User talk:Anne", Namespace.USER_TALK, "Anne"),
        ("image:Pont.jpg", Namespace.FILE, "Pont.jpg"),
        ("WP:Règles", Namespace.PROJECT, "Règles"),
        ("project talk:Règles", Namespace.PROJECT_TALK, "Règles"),
        ("Special:Version", Namespace.SPECIAL, "Version"),
        ("profile:Citoyen", Namespace.PROFILE, "Citoyen"),
        ("Aide:Utilisateur:X", Namespace.HELP, "Utilisateur:X"),
        ("Inconnu:eau", Namespace.MAIN, "Inconnu:eau"),
        ("AC/DC ?", Namespace.MAIN, "AC/DC ?"),
        ("...et puis", Namespace.MAIN, "...et puis"),
        ("100 % bio & local", Namespace.MAIN, "100 % bio & local"),
        ("R&D ; suite", Namespace.MAIN, "R&D ; suite"),
        ("a\u200eb\u202ec", Namespace.MAIN, "Abc"),
    ],
)
def test_text_is_read_as_the_title_a_reader_means(text: str, namespace: Namespace, name: str) -> None:
    assert Title.parse(text) == Title(namespace, name)


@pytest.mark.parametrize(
    ("text", "rule", "proposal"),
    [
        ("", "empty", None),
        (" _ ", "empty", None),
        ("#Histoire", "empty", None),
        ("Aide:", "empty-name", None),
        ("[[Eau|l'eau]]", "forbidden-character", "Eau"),
        ("Eau [douce]", "forbidden-character", "Eau (douce)"),
        ("a|b", "forbidden-character", "A-b"),
        ("Eau\tpotable", "control-character", "Eau potable"),
        ("Eau\npotable", "control-character", "Eau potable"),
        ("Eau\ufffd", "invalid-character", "Eau"),
        ("Eau" + chr(0xD800), "invalid-character", "Eau"),
        ("Eau\ue000", "invalid-character", "Eau"),
        ("\u200bEau", "invisible-character", "Eau"),
        ("Auto\u00adpartage", "invisible-character", "Autopartage"),
        ("Eau\u2067x", "invisible-character", "Eaux"),
        ("caf%C3%A9", "percent-sequence", "Café"),
        ("R&amp;D", "character-reference", "R&D"),
        ("&#233;cole", "character-reference", "École"),
        ("~~~~ signé", "signature", "~~ signé"),
        ("..", "relative-path", None),
        ("./Eau", "relative-path", "Eau"),
        ("Eau/../Air", "relative-path", "Eau/Air"),
        ("Eau/..", "relative-path", "Eau"),
        ("Aide:../Eau", "relative-path", "Aide:Eau"),
        ("::Eau", "leading-colon", "Eau"),
        ("Talk: :Eau", "leading-colon", "Discussion:Eau"),
        ("Talk:User:Anne", "talk-of-namespace", "Discussion utilisateur:Anne"),
        ("Discussion:modèle : carte", "talk-of-namespace", "Discussion modèle:Carte"),
        ("a" * 256, "too-long", "A" + "a" * 254),
    ],
)
def test_a_refusal_names_the_rule_and_the_nearest_legal_title(text: str, rule: str, proposal: str | None) -> None:
    with pytest.raises(TitleError) as refusal:
        Title.parse(text)
    assert (refusal.value.rule, refusal.value.proposal) == (rule, proposal)
    assert "%(" not in str(refusal.value)


def test_the_limit_counts_bytes_of_the_name_without_namespace() -> None:
    assert Title.parse("Catégorie:" + "é" * 127).name == "É" + "é" * 126
    assert rule_of("é" * 128) == "too-long"
    # "ɐ" takes two bytes and its capital three.
    assert rule_of("ɐ" + "a" * 253) == "too-long"


def test_too_long_titles_are_not_cut_before_an_accent() -> None:
    with pytest.raises(TitleError) as refusal:
        Title.parse("a" * 252 + "q\u0303\u0303\u0303")
    assert refusal.value.proposal == "A" + "a" * 251


def test_fragments_go_along_without_taking_part() -> None:
    title = Title.parse("Aide:Eau_# Une_section ")
    assert (title.full_name, title.fragment) == ("Aide:Eau", "Une section")
    assert title == Title.parse("Aide:Eau")
    assert hash(title) == hash(Title.parse("Aide:Eau"))
    assert title.path == "/wiki/Aide:Eau"


def test_the_default_namespace_yields_to_a_prefix_and_to_a_leading_colon() -> None:
    assert Title.parse("carte", default=Namespace.TEMPLATE).full_name == "Modèle:Carte"
    assert Title.parse("Aide:carte", default=Namespace.TEMPLATE).full_name == "Aide:Carte"
    assert Title.parse(":carte", default=Namespace.TEMPLATE).full_name == "Carte"


def test_paths_keep_what_mediawiki_keeps_and_are_safe_in_html() -> None:
    assert Title.parse("Catégorie:Eau/Air (x)").path == "/wiki/Cat%C3%A9gorie:Eau/Air_(x)"
    assert Title.parse("""Où ? "a" & 'b' 50 %\\+^`=""").path == (
        "/wiki/O%C3%B9_%3F_%22a%22_%26_%27b%27_50_%25%5C%2B%5E%60%3D"
    )


def test_talk_and_subject_are_each_other_s_way_back() -> None:
    for namespace in Namespace:
        title = Title(namespace, "Eau")
        assert title.talk.talk == title.talk
        assert title.talk.subject == title.subject
        assert title.is_talk == (title.subject != title)
    assert Title.parse("Profil:Citoyen").talk.full_name == "Discussion profil:Citoyen"
    assert Title.parse("WP:Règles").talk.full_name == "Discussion Wikipartage:Règles"
    assert Title.parse("Spécial:Version").talk == Title.parse("Spécial:Version")
    assert not Namespace.SPECIAL.has_talk


def test_every_label_names_its_namespace_in_any_spelling() -> None:
    for namespace in Namespace:
        if not namespace.label:
            continue
        plain = "".join(c for c in unicodedata.normalize("NFD", namespace.label) if not unicodedata.combining(c))
        for spelling in (namespace.label, namespace.label.upper(), plain, namespace.label.replace(" ", "_")):
            assert Namespace.named(spelling) is namespace
    assert Namespace.named("") is None
    assert Namespace.named("Câtegorie") is None


def test_subpages() -> None:
    title = Title.parse("Aide:Guide/Eau/Puits")
    assert (title.base_name, title.root_name, title.subpage_name) == ("Guide/Eau", "Guide", "Puits")
    assert title.parent == Title.parse("Aide:Guide/Eau")
    top = Title.parse("Eau")
    assert (top.base_name, top.root_name, top.subpage_name, top.parent) == ("Eau", "Eau", "Eau", None)
    assert Title.parse("/etc").parent is None
    assert Title.parse("Guide /Eau").parent == Title.parse("Guide")


@pytest.mark.parametrize("category", ["Cf", "Cs", "Co", "Cc"])
def test_no_character_that_cannot_be_seen_gets_into_a_name(category: str) -> None:
    # Arabic, Syriac, Kaithi signs that hold a number are format characters with a drawing of their own; Egyptian
    # ones arrange the signs around them.
    drawn = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}
    for code_point in [*range(0x20000), *range(0xE0000, 0xE1000), 0xF0000, 0x10FFFD]:
        character = chr(code_point)
        if unicodedata.category(character) != category or code_point in drawn:
            continue
        try:
            name = Title.parse(f"a{character}b").name
        except TitleError:
            continue
        assert name in ("Ab", "A b"), f"U+{code_point:04X}"


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT, DEFAULTS)
@example("ımage:x", Namespace.MAIN)
@example("\u0345\u0301", Namespace.MAIN)
@example("&amp\u037e", Namespace.MAIN)
@example("%\u200b41%", Namespace.MAIN)
@example("Talk:Talk:Talk:x", Namespace.MAIN)
def test_a_title_survives_being_written_and_read(text: str, default: Namespace) -> None:
    try:
        title = Title.parse(text, default=default)
    except TitleError as refusal:
        if refusal.proposal is None:
            return
        proposal = refusal.proposal
    else:
        proposal = title.full_name
    title = Title.parse(proposal)
    assert title.full_name == proposal
    assert Title.parse(title.full_name) == title
    assert Title.parse(title.url_name) == title
    assert unquote(title.path) == "/wiki/" + title.url_name
    assert Title.parse(title.name, default=title.namespace) == title or ":" in title.name
    assert len(title.name.encode()) <= MAX_BYTES
    assert unicodedata.is_normalized("NFC", title.full_name)
    assert not set(title.path) & set("\"'<>&? #")
    for relative in (title.parent, title.talk, title.subject):
        # A page named "Aide:x" that is an article cannot exist, so its talk page is safe too.
        if relative is not None and not (relative.namespace is Namespace.TALK and ":" in relative.name):
            assert Title.parse(relative.full_name) == relative


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_case_of_the_first_letter_and_underscores_do_not_matter(text: str) -> None:
    try:
        title = Title.parse(text)
    except TitleError:
        return
    spelt = title.url_name[:1].lower() + title.url_name[1:]
    if spelt[:1].upper() == title.url_name[:1]:
        assert Title.parse(spelt) == title


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 300_000, "%41" * 100_000, "/.." * 100_000, "&a" * 200_000, ":" * 300_000, "e\u0301" * 200_000),
        *("~" * 300_000, " " * 1_000_000, "\u0301" * 100_000),
    ],
)
def test_hostile_length_is_refused_quickly(text: str) -> None:
    with pytest.raises(TitleError) as refusal:
        Title.parse(text)
    proposal = refusal.value.proposal
    assert proposal is None or Title.parse(proposal).full_name == proposal
