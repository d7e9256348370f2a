"""The tree of choices as HTML.

Rule: whatever comes from a text is escaped. It is drawn here and not by a template since a list has some two hundred
choices beside it, and each of them takes a template many times as long.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from wiki.taxonomy.facets.offering import Choice
from wiki.titles import shown


@dataclass(frozen=True, slots=True)
class Words:
    """What is said beside the choices, in the reader's language."""

    #: Said of a choice that is made.
    chosen: str
    #: What is folded under a choice, by its "title".
    narrower: str
    #: How a number is written.
    number: Callable[[int], str]
    #: What is said of the language of the names, as an attribute.
    lang: Markup = Markup()


def tree(choices: Iterable[Choice], words: Words) -> Markup:
    """`choices` as a list, what is narrower than each folded inside it."""
    return Markup(f'<ul class="tree">{"".join(_items(choices, words))}</ul>')


def _items(choices: Iterable[Choice], words: Words) -> Iterator[str]:
    for choice in choices:
        count = choice.count if choice.count < 1000 else escape(words.number(choice.count))
        yield f'<li>{_value(choice, words)} <span class="count">{count}</span>'
        if choice.narrower:
            label = escape(words.narrower) % {"title": _named(choice, words)}
            yield f"<details{' open' if choice.unfolded else ''}><summary>"
            yield f'<span class="visually-hidden">{label}</span></summary><ul>'
            yield from _items(choice.narrower, words)
            yield "</ul></details>"
        yield "</li>"


def _value(choice: Choice, words: Words) -> str:
    """The name: a link that chooses it or gives it up, plain where nothing would be left."""
    name = _named(choice, words)
    if choice.chosen:
        said = f'<span class="visually-hidden"> {escape(words.chosen)}</span>'
        mark = '<span aria-hidden="true">✓ </span>'
        return f'<a class="facet__chosen" href="{escape(choice.url)}" rel="nofollow">{mark}{name}{said}</a>'
    if choice.count:
        return f'<a href="{escape(choice.url)}" rel="nofollow">{name}</a>'
    return f'<span class="facet__none">{name}</span>'


def _named(choice: Choice, words: Words) -> Markup:
    name = escape(shown(choice.value.name))
    return Markup(f"<span{words.lang}>{name}</span>") if words.lang else name
