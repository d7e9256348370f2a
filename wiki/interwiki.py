"""Other wikis that a link may name by a prefix: [[w:fr:Résilience]]."""

from urllib.parse import quote

from wiki.titles import Title

#: Prefix → address with $1 for the page.
PREFIXES: dict[str, str] = {
    "w": "https://fr.wikipedia.org/wiki/$1",
    "wikipedia": "https://fr.wikipedia.org/wiki/$1",
    "wikt": "https://fr.wiktionary.org/wiki/$1",
    "s": "https://fr.wikisource.org/wiki/$1",
    "commons": "https://commons.wikimedia.org/wiki/$1",
    "d": "https://www.wikidata.org/wiki/$1",
    "wikidata": "https://www.wikidata.org/wiki/$1",
    "v": "https://fr.wikiversity.org/wiki/$1",
    "mw": "https://www.mediawiki.org/wiki/$1",
    "osmwiki": "https://wiki.openstreetmap.org/wiki/$1",
}

#: Families whose next part may name a language: [[w:en:Resilience]].
FAMILIES = {
    "w": "wikipedia",
    "wikipedia": "wikipedia",
    "wikt": "wiktionary",
    "s": "wikisource",
    "v": "wikiversity",
}


def is_elsewhere(title: Title) -> bool:
    """Whether a link to `title` would lead to another wiki, so that no page of ours may have it."""
    return elsewhere_url(title) is not None


def elsewhere_url(title: Title) -> str | None:
    """Where a link to `title` leads in another wiki, if it does."""
    prefix, colon, name = title.full_name.partition(":")
    return interwiki_url(prefix, name) if colon else None


def interwiki_url(prefix: str, name: str) -> str | None:
    """Address of the page `name` of the wiki called `prefix`, or None where no wiki is called so."""
    prefix = prefix.casefold()
    pattern = PREFIXES.get(prefix)
    if pattern is None:
        return None
    language, colon, rest = name.partition(":")
    if colon and prefix in FAMILIES and 2 <= len(language) <= 3 and language.isascii() and language.isalpha():
        pattern, name = f"https://{language.lower()}.{FAMILIES[prefix]}.org/wiki/$1", rest
    return pattern.replace("$1", quote(name.strip().replace(" ", "_"), safe="/:(),"))
