"""Pages to measure with: generated French-looking text, the same at each run."""

import random
from itertools import accumulate

WORDS = (
    "eau territoire commune habitant sol forêt rivière énergie réseau partage atelier jardin école marché crue digue "
    "risque plan carte mobilité vélo train logement santé lien voisin élu association agence région département pays "
    "mesure projet étude guide méthode budget année réunion accord charte parc littoral montagne vallée plaine ville "
    "village quartier place rue pont route chemin source puits pluie neige vent chaleur ombre arbre haie semence graine"
).split()
VERBS = "partage protège finance organise répare cartographie anime mesure explique transforme accueille relie".split()


SYLLABLES = "ba con dé fi gre hau in ja lo mar né or pru qui ré sau ter u vé zon mé lan tri po chi".split()
RARE = [
    first + second + third
    for first in SYLLABLES
    for second in SYLLABLES[::2]
    for third in ("tion", "ment", "eur", "age", "ité", "ière")
]
"""Words of a larger vocabulary, few of them frequent, as in real texts."""
WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(len(RARE))))


def page_text(number: int, pages: int) -> str:
    """A page of 3 to 12 KB with sections, links, a table and footnotes."""
    pick = random.Random(number)
    parts = [f"---\ncatégories: [Inondation, Eau]\nprofils: [Citoyen]\n---\n{_paragraph(pick, pages)}\n"]
    for section in range(pick.randrange(3, 9)):
        parts.append(f"## {pick.choice(WORDS).capitalize()} {section}\n")
        parts += [_paragraph(pick, pages) + "\n" for _number in range(pick.randrange(2, 4))]
        parts.append("\n".join(f"- {_sentence(pick)}" for _number in range(4)) + "\n")
    rows = [f"| {pick.choice(WORDS)} | {pick.randrange(1000)} |" for _number in range(6)]
    parts.append("\n".join(["| Nom | Nombre |", "|---|---|", *rows]) + "\n")
    parts.append("Fin[^1].\n\n[^1]: Source : enquête de 2024.\n")
    return "\n".join(parts)


def _paragraph(pick: random.Random, pages: int) -> str:
    sentences = [_sentence(pick) for _number in range(pick.randrange(3, 7))]
    sentences.append(f"Voir [[Page {pick.randrange(pages)}]] et [[Page {pick.randrange(pages)}|une autre page]].")
    return " ".join(sentences)


def _sentence(pick: random.Random) -> str:
    words = pick.choices(RARE, cum_weights=WEIGHTS, k=pick.randrange(4, 10)) + pick.sample(WORDS, 2)
    pick.shuffle(words)
    words.insert(2, pick.choice(VERBS))
    return " ".join(words).capitalize() + "."
