"""Expansion: templates, parameters, parser functions and magic words become text before Markdown reads it.

Rule: every limit ends in a visible warning and a tracking category, and a page's own text is never lost: a call
that is not carried out stays as it was written.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wiki.errors import N_
from wiki.parsing import limits
from wiki.parsing.braces import Call, Node, Part, Tree, parse_braces
from wiki.parsing.characters import Stash, normalised, without_marks
from wiki.parsing.front import read_front
from wiki.parsing.functions import FUNCTIONS
from wiki.parsing.inclusion import selected
from wiki.parsing.magicwords import SWITCH, SWITCHES, value_of
from wiki.parsing.opaque import protected
from wiki.parsing.output import ParserWarning
from wiki.parsing.resolver import Resolver
from wiki.titles import Namespace, Title, TitleError

#: Hidden categories, in the content's language, of pages that break a limit; by the code of the warning.
TRACKING = {
    "template-loop": "Pages avec une boucle de modèles",
    "template-depth": "Pages avec des modèles trop imbriqués",
    "template-count": "Pages avec trop de modèles",
    "template-size": "Pages dépassant la taille des modèles",
    "template-steps": "Pages trop coûteuses à développer",
    "brace-nesting": "Pages avec des accolades trop imbriquées",
    "ifexist-count": "Pages avec trop de tests d’existence",
    "expression": "Pages avec une expression incalculable",
    "rendering-limit": "Pages affichées sans mise en forme",
}
_SUBST = re.compile(r"\s*(?:safe)?subst:", re.IGNORECASE)


@dataclass(slots=True)
class Frame:
    """One text being expanded: the page itself, or a template with its arguments."""

    title: Title
    chain: frozenset[Title]
    depth: int = 0
    caller: "Frame | None" = None
    arguments: dict[str, Part] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


class Expansion:
    """One expansion and everything it learnt: what it used, what it set, what went wrong."""

    def __init__(self, title: Title, resolver: Resolver, stash: Stash, revision_id: int | None = None,
                 *, raw: bool = False) -> None:  # fmt: skip
        self.raw = raw
        self.title = title
        self.resolver = resolver
        self.stash = stash
        self.revision_id = revision_id
        self.templates: dict[Title, Tree | None] = {}
        self.existence: dict[Title, bool] = {}
        self.properties: dict[str, str] = {}
        self.warnings: list[ParserWarning] = []
        self.ttl: int | None = None
        self._missing = False
        self._inclusions = self._steps = self._depth = self._expanded = self._checks = 0

    def expand(self, text: str) -> str:
        """`text` (normalised) expanded, code restored; nowiki, contents and sections remain as marks."""
        tree = self._parse(selected(protected(text, self.stash), transcluded=False))
        expanded = self._evaluate(tree.nodes, Frame(self.title, frozenset({self.title})))
        return self.stash.restored(SWITCH.sub(self._switch, expanded), ("code",))

    def substituted(self, text: str) -> str:
        """`text` (normalised) with its `{{subst:…}}` carried out, for good; everything else stays as it is."""
        frame = Frame(self.title, frozenset({self.title}))
        tree = self._parse(protected(text, self.stash, raw=True))
        return self.stash.restored("".join([self._substituted(node, frame) for node in tree.nodes]), ("code",))

    def _substituted(self, node: Node, frame: Frame) -> str:
        if isinstance(node, str):
            return node
        head = node.parts[0].value[0] if node.parts[0].value else ""
        if node.braces == 2 and isinstance(head, str) and _SUBST.match(head):
            before, self._missing = len(self.warnings), False
            result = self._evaluate([node], frame)
            return result if len(self.warnings) == before and not self._missing else source(node)
        self._depth += 1
        try:
            return source(node, lambda inner: self._substituted(inner, frame))
        finally:
            self._depth -= 1

    def warn(self, code: str, message: str, **params: object) -> None:
        """Note a problem once."""
        warning = ParserWarning(code, message, params)
        if len(self.warnings) < 100 and warning not in self.warnings:
            self.warnings.append(warning)

    def tracking(self) -> list[str]:
        """The tracking categories that the warnings call for."""
        return list(dict.fromkeys(TRACKING[w.code] for w in self.warnings if w.code in TRACKING))

    def exists(self, title: Title) -> bool:
        """Whether `title` has a page; remembered, bounded, and recorded as what the page depends on."""
        if title.namespace is Namespace.SPECIAL:
            return True
        if title not in self.existence:
            self._checks += 1
            if self._checks > limits.MAX_EXISTENCE_CHECKS:
                self.warn("ifexist-count", N_("The page asks too often whether other pages exist."))
                return False
            self.existence[title] = title in self.resolver.existing([title])
        return self.existence[title]

    def unstashed(self, text: str) -> str:
        """`text` with the source of its stashed pieces."""
        return without_marks(self.stash.restored(text, ("code", "nowiki")))

    def keep_until(self, seconds: int | None) -> None:
        """Shorten the rendering's time to live."""
        if seconds is not None:
            self.ttl = seconds if self.ttl is None else min(self.ttl, seconds)

    def _parse(self, text: str) -> Tree:
        if text.count("{{") > limits.MAX_CALLS:
            self.warn("template-steps", N_("The page asks for too much work: the rest is shown as it was typed."))
            return Tree([text])
        tree = parse_braces(text)
        if tree.too_deep:
            self.warn("brace-nesting", N_("Braces nest too deeply: the innermost are shown as text."))
        return tree

    def _switch(self, match: re.Match[str]) -> str:
        name = SWITCHES[match[1]]
        first = name not in self.properties
        self.properties[name] = ""
        return f"\n\n{self.stash.put('toc', '')}\n\n" if name == "toc" and first else ""

    def _evaluate(self, nodes: Sequence[Node], frame: Frame) -> str:
        if len(nodes) == 1 and isinstance(nodes[0], str):
            return nodes[0]
        return "".join([node if isinstance(node, str) else self._call(node, frame) for node in nodes])

    def _call(self, call: Call, frame: Frame) -> str:
        self._steps += 1 + len(call.parts)
        if self._steps > limits.MAX_STEPS:
            self.warn("template-steps", N_("The page asks for too much work: the rest is shown as it was typed."))
            return self._literal(call, frame)
        if self._depth >= limits.MAX_EVALUATION_DEPTH:
            self.warn("template-depth", N_("Templates nest too deeply."))
            return self._literal(call, frame)
        self._depth += 1
        try:
            return self._parameter(call, frame) if call.braces == 3 else self._template(call, frame)
        finally:
            self._depth -= 1

    def _parameter(self, call: Call, frame: Frame) -> str:
        name = self._evaluate(call.parts[0].value, frame).strip()
        if name in frame.values:
            value = frame.values[name]
        elif name in frame.arguments and frame.caller is not None:
            argument = frame.arguments[name]
            value = self._evaluate(argument.value, frame.caller)
            value = frame.values[name] = value.strip() if argument.name is not None else value
        elif len(call.parts) > 1:
            return Functions(self, frame).whole(call.parts[1])
        else:
            return self._literal(call, frame)
        return self._counted(value, call, frame)

    def _counted(self, value: str, call: Call, frame: Frame) -> str:
        self._expanded += len(value)
        if self._expanded > limits.MAX_EXPANDED:
            self._expanded -= len(value)
            self.warn("template-size", N_("The expanded text is too large: the rest is shown as it was typed."))
            return self._literal(call, frame)
        return value

    def _template(self, call: Call, frame: Frame) -> str:
        head = self._evaluate(call.parts[0].value, frame).strip()
        while match := _SUBST.match(head):
            head = head[match.end() :].strip()
        arguments = call.parts[1:]
        if not arguments and ":" not in head:
            word = value_of(head, title=self.title, resolver=self.resolver, revision_id=self.revision_id)
            if word is not None:
                self.keep_until(word[1])
                return word[0]
        name, colon, rest = head.partition(":")
        if colon and (function := FUNCTIONS.get(name.strip().casefold())) is not None:
            return function(Functions(self, frame), rest.strip(), arguments)
        if colon and name in {"DEFAULTSORT", "DISPLAYTITLE"}:
            return self._property(name, self.unstashed(rest).strip())
        try:
            title = Title.parse(self.unstashed(head), default=Namespace.TEMPLATE)
        except TitleError:
            return self._literal(call, frame)
        return self._counted(self._included(title, arguments, frame), call, frame)

    def _property(self, name: str, value: str) -> str:
        value = value[:255]
        if name == "DISPLAYTITLE":
            try:
                fits = Title.parse(value) == self.title
            except TitleError:
                fits = False
            if not fits:
                self.warn("displaytitle", N_("“%(value)s” is not this page's title written otherwise."), value=value)
                return ""
        self.properties[name.casefold()] = value
        return ""

    def _included(self, title: Title, arguments: Sequence[Part], frame: Frame) -> str:
        if title in frame.chain:
            self.templates.setdefault(title, None)
            self.warn("template-loop", N_("Template loop: %(title)s includes itself."), title=title.full_name)
            return self._problem(N_("Template loop: %(title)s"), title)
        if frame.depth >= limits.MAX_TEMPLATE_DEPTH:
            self.warn("template-depth", N_("Templates nest too deeply."))
            return self._problem(N_("Too many templates within one another: %(title)s"), title)
        self._inclusions += 1
        if self._inclusions > limits.MAX_INCLUSIONS:
            self.warn("template-count", N_("The page includes more than %(limit)d templates."),
                      limit=limits.MAX_INCLUSIONS)  # fmt: skip
            return f"[[:{title.full_name}]]"
        tree = self._tree(title)
        if tree is None:
            self._missing = True
            return f"[[:{title.full_name}]]"
        inner = Frame(title, frame.chain | {title}, frame.depth + 1, frame, self._arguments(arguments, frame))
        return self._evaluate(tree.nodes, inner)

    def _tree(self, title: Title) -> Tree | None:
        if title in self.templates:
            return self.templates[title]
        text = None if title.namespace is Namespace.SPECIAL else self.resolver.template_text(title)
        tree = None
        if text is not None:
            self._expanded += len(text) // 8
            text = _without_front(normalised(text))
            tree = self._parse(selected(protected(text, self.stash, raw=self.raw), transcluded=True))
        self.templates[title] = tree
        return tree

    def _arguments(self, parts: Sequence[Part], frame: Frame) -> dict[str, Part]:
        arguments: dict[str, Part] = {}
        position = 0
        for part in parts:
            if part.name is None:
                position += 1
                arguments[str(position)] = part
            else:
                arguments[self._evaluate(part.name, frame).strip()] = part
        return arguments

    def _problem(self, message: str, title: Title) -> str:
        text = self.resolver.message(message, title=title.full_name)
        return f'<strong class="error">{self.stash.put("nowiki", normalised(text))}</strong>'

    def _literal(self, call: Call, frame: Frame) -> str:
        """The call as it was written; inside templates, where it would not say anything to readers, its name."""
        if frame.depth:
            call = Call(call.braces, [Part(call.parts[0].value)])
        return source(call)


class Functions:
    """What parser functions see of an expansion, in one frame."""

    def __init__(self, expansion: Expansion, frame: Frame) -> None:
        self.expansion = expansion
        self.frame = frame
        self.exists = expansion.exists
        self.warn = expansion.warn
        self.unstashed = expansion.unstashed

    def value(self, part: Part) -> str:
        return self.expansion._evaluate(part.value, self.frame)

    def whole(self, part: Part) -> str:
        value = self.value(part)
        return value if part.name is None else f"{self.expansion._evaluate(part.name, self.frame)}={value}"

    def named(self, part: Part) -> tuple[str | None, str]:
        if part.name is None:
            return None, self.value(part).strip()
        return self.expansion._evaluate(part.name, self.frame).strip(), ""


def _without_front(text: str) -> str:
    """What others include of a page: its front block says something of that page alone; rules are no front block."""
    front = read_front(text)
    return text if front.unreadable else text[front.end :]


def source(call: Call, write: Callable[[Node], str] | None = None) -> str:
    """The text of a call (trees are at most `limits.MAX_BRACE_NESTING` deep); `write` writes its nodes."""
    write = write or _written
    parts = []
    for part in call.parts:
        name = "" if part.name is None else "".join(map(write, part.name)) + "="
        parts.append(name + "".join(map(write, part.value)))
    return "{" * call.braces + "|".join(parts) + "}" * call.braces


def _written(node: Node) -> str:
    return node if isinstance(node, str) else source(node)
