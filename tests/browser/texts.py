"""Texts of the pages that the browser tests look at: between them they hold every kind of markup, narrow-screen
trouble (long words, wide tables) and what each maintenance report looks for."""

ARTICLE = "Banc d’essai"
HIDDEN = "Page au passage masqué"
ROLLED_BACK = "Page à révoquer"
DELETED = "Brouillon_retiré"
LONG_WORD = "Hydrogéomorphologiquement" * 6
LONG_ADDRESS = "https://example.org/" + "chemin-sans-espace/" * 12

_WIDE_HEAD = "| " + " | ".join(f"Indicateur {n}" for n in range(1, 15)) + " |"
_WIDE_RULE = "|" + " --- |" * 14
_WIDE_ROW = "| " + " | ".join(f"valeur{n}longue" for n in range(1, 15)) + " |"

_TABLES = f"""{_WIDE_HEAD}
{_WIDE_RULE}
{_WIDE_ROW}
{_WIDE_ROW}
"""

FULL = f"""---
catégories: [Risques naturels, Essais]
profils: [Citoyen]
---
Cette page réunit **toutes les formes** de texte, *en italique*, ~~barrées~~, `code en ligne`, avec une note[^a] et une
autre note[^b]. Elle mène à [[Résilience territoriale]], à une [[Page qui n’existe pas]], à [[Banc d’essai#Tableaux]]
et à un [site extérieur](https://example.org/). Voir aussi {LONG_ADDRESS}

## Listes

- premier point
    - point intérieur
- second point

1. un
2. deux

- [ ] à faire
- [x] fait

Terme
:   Sa définition.

### Citation et code

> Une citation qui tient sur plusieurs mots.

```python
ligne = "une ligne de code très longue qui ne doit pas élargir la page, quoi qu’il arrive, même au plus étroit"
```

## Tableaux

{_TABLES}

## Encadrés

!!! note "À savoir"
    Un encadré avec son titre.

!!! warning "Attention"
    Un encadré d’avertissement.

### Troisième niveau

#### Quatrième niveau

{LONG_WORD}

---

Une abréviation : PCS.

*[PCS]: Plan communal de sauvegarde

[^a]: Une source, avec [un lien](https://example.org/source).
[^b]: Une autre source.

[[Catégorie:Essais|Banc]]
"""

_SECOND = FULL.replace("premier point", "tout premier point").replace("Une citation", "Voici une citation")
_THIRD = _SECOND.replace("## Encadrés", "Un paragraphe ajouté entre deux parties de la page.\n\n## Encadrés")

PAGES: dict[str, tuple[str, ...]] = {
    ARTICLE: (FULL, _SECOND, _THIRD),
    f"Discussion:{ARTICLE}": ("## Une question\n\nEst-ce complet ? ~~~~\n\n: Pas encore. ~~~~\n",),
    "Banc d’essai/Sous-page": ("Une page sous une autre.\n\n[[Catégorie:Essais]]",),
    f"{LONG_WORD[:120]}": (f"# Titre dans le texte\n\n{LONG_WORD} {LONG_WORD}\n\n- {LONG_WORD}\n\n> {LONG_WORD}\n",),
    "Catégorie:Essais": ("Pages qui servent à essayer.",),
    "Catégorie:Sans attache": ("Une catégorie qui n’est dans aucune autre.",),
    "Page au modèle absent": ("{{Modèle qui manque|valeur}}\n\n[[Catégorie:Catégorie demandée]]",),
    HIDDEN: ("Un numéro de téléphone.", "Un numéro de téléphone, deux.", "Rien de privé."),
    "Vers le banc": (f"#REDIRECTION [[{ARTICLE}]]",),
    "Vers la redirection": ("#REDIRECTION [[Vers le banc]]",),
    "Vers rien": ("#REDIRECTION [[Page jamais écrite]]",),
    "Vers une section": (f"[[{ARTICLE}#Section d’autrefois]]",),
    "Impasse": ("Aucun lien ici.",),
    "Page contestée": ("Le premier paragraphe.\n\nLe deuxième paragraphe.\n\nLe troisième paragraphe.\n",),
    "Page à déplacer": ("Elle changera de titre.",),
    "Page à renommer": ("Elle a changé de titre.",),
    "Qui nomme un ancien titre": ("Voir [[Page à renommer]] et [[Page à renommer|celle-ci]].\n\nEt encore ceci.",),
    "Utilisateur:Modératrice": ("Je modère.",),
}
"""Title → the texts saved under it, one after the other."""

MOVED = "Page renommée"
REVIEWED, NOT_YET_ACCEPTED = "Page relue", "Page en attente"
PROTECTED = "Page protégée"

WATCHED = (ARTICLE, "Impasse")
