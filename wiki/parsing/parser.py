"""The door of the parser: a page's text in, `ParserOutput` out.

Order: front block → expansion → Markdown → link colours → sanitiser, last. Rule: `parse` raises on no text; what
cannot be laid out within the limits is shown as it was typed.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import escape

from wiki.errors import N_
from wiki.parsing import limits
from wiki.parsing.characters import Stash, normalised
from wiki.parsing.colouring import Coloured, bare, coloured, sections_named
from wiki.parsing.draft import LABELS, Draft, Job, Link
from wiki.parsing.expansion import TRACKING, Expansion
from wiki.parsing.front import Front, read_front
from wiki.parsing.output import Heading, ParserOutput, ParserWarning
from wiki.parsing.presave import prepare_for_save
from wiki.parsing.resolver import Resolver
from wiki.parsing.sections import REDIRECT, Section, scan
from wiki.parsing.summaries import render_summary
from wiki.parsing.wikilinks import elsewhere
from wiki.parsing.worker import Budget, render_markup, render_sanitised
from wiki.titles import Namespace, Title, TitleError

__all__ = ["parse", "prepare_for_save", "render_summary"]

_PLACEHOLDERS = {
    "edit-section": ("name",),
    "note-number": ("number",),
    "note-back": ("number",),
    "missing": ("title",),
    "table": ("number",),
}


def parse(
    text: str, *, title: Title, resolver: Resolver, revision_id: int | None = None, edit_sections: bool = True
) -> ParserOutput:
    """Render `text` as the page `title`.

    `revision_id` is what `{{REVISIONID}}` says; `edit_sections` puts an edit link beside each heading of the
    page's own text. Never raises for any `text`; one above `limits.MAX_TEXT_BYTES` is shown unrendered (the saving
    layer refuses it with `limits.check_size`).
    """
    rendering = _Rendering(normalised(text), title, resolver, revision_id, edit_sections)
    try:
        limits.check_size(text)
        return rendering.run()
    except limits.TooSlow:
        return rendering.unrendered("clock")
    except (limits.TooComplex, limits.TextTooLarge, RecursionError):
        return rendering.unrendered("limits")
    except limits.TooBusy:
        return replace(rendering.unrendered("busy"), ttl=limits.BUSY_TTL)


def labels_of(resolver: Resolver) -> dict[str, str]:
    """The interface words that pages hold, their placeholders left in."""
    return {
        key: resolver.message(msgid, **{name: f"%({name})s" for name in _PLACEHOLDERS.get(key, ())})
        for key, msgid in LABELS.items()
    }


class _Rendering:
    """One call of `parse`."""

    def __init__(
        self, text: str, title: Title, resolver: Resolver, revision_id: int | None, edit_sections: bool
    ) -> None:
        self.text = text
        self.title = Title(title.namespace, title.name)
        self.resolver = resolver
        self.edit_sections = edit_sections
        self.budget = Budget(limits.RENDERING_SECONDS)
        self.stash = Stash()
        self.expansion = Expansion(self.title, resolver, self.stash, revision_id)
        self.labels = labels_of(resolver)
        self.front = Front()
        #: Where a redirect leads.
        self.arrow: Link | None = None

    @property
    def redirect(self) -> Title | None:
        """The page to which this one redirects: readers are never sent on to another wiki."""
        arrow = self.arrow
        if arrow is None or (arrow.prefix and self.resolver.interwiki_url(arrow.prefix, arrow.name)):
            return None
        return arrow.title

    def run(self) -> ParserOutput:
        """The page laid out. Raises `TooComplex`."""
        self.front = read_front(self.text)
        sections: tuple[Section, ...] = ()
        marks = sum(map(self.text.count, ("\n#", "\n---", "\n===")))
        if marks <= limits.MAX_ELEMENTS and self.text.count("{{") <= limits.MAX_CALLS:
            sections = scan(self.text)
        body = self._body(sections)
        expanded = self.expansion.expand(body)
        job = Job(expanded, tuple(self.stash.pieces), self.title, self.labels, self.edit_sections)
        draft = render_markup(job, self.budget)
        links = list(draft.links)
        if self.arrow is not None:
            links.append(self.arrow)
        html = self._top(len(links) - 1) + draft.html
        colours = coloured(
            html, links, here=self.title, resolver=self.resolver, labels=self.labels, files=draft.files
        )  # fmt: skip
        return self._output(render_sanitised(colours.html, self.budget), draft, colours, sections)

    def _body(self, sections: Sequence[Section]) -> str:
        """The text without front block and redirect, each own heading marked with its section's number."""
        position = self.front.end
        if match := REDIRECT.match(self.text, position):
            target = match[1].strip()
            with suppress(TitleError):
                title = Title.parse(target)
                self.arrow = Link(title, *elsewhere(target, title))
                position = match.end()
        pieces: list[str] = []
        for section in sections:
            start = section.start
            while start < section.body and self.text[start] == "#":
                start += 1
            if start >= position:
                pieces += [self.text[position:start], self.stash.put("section", str(section.index))]
                position = start
        return "".join([*pieces, self.text[position:]])

    def _top(self, number: int) -> str:
        """HTML before the page's own: an unreadable front block, the arrow of a redirect."""
        top = f"<pre>{escape(self.front.unreadable)}</pre>\n" if self.front.unreadable else ""
        if self.arrow is not None:
            link = f'<a data-link="{number}">{escape(self._target_name(self.arrow))}</a>'
            label = escape(self.labels["redirect"])
            top += f'<div class="redirect"><p>{label}</p><p class="redirect-target">→ {link}</p></div>\n'
        return top

    def _target_name(self, arrow: Link) -> str:
        if self.redirect is None:
            return f"{arrow.prefix}:{arrow.name}"
        fragment = f"#{self.redirect.fragment}" if self.redirect.fragment else ""
        return self.redirect.full_name + fragment

    def _output(self, html: str, draft: Draft, colours: Coloured, sections: Sequence[Section]) -> ParserOutput:
        spans = {section.index: (section.start, section.end) for section in sections}
        headings = tuple(
            Heading(h.level, h.text, h.anchor, *spans.get(h.section, (-1, -1)), h.section if h.section in spans else -1)
            for h in draft.headings
        )
        warnings = (*self.front.warnings, *self.expansion.warnings, *draft.warnings)
        return ParserOutput(
            html=html,
            headings=headings,
            links=tuple(sorted(colours.links)),
            section_links=colours.sections,
            templates=tuple(sorted(self.expansion.templates)),
            files=tuple(sorted(colours.files)),
            categories=self._categories(draft.categories),
            profiles=tuple(dict.fromkeys([*map(_profile_name, self.front.profiles), *draft.profiles])),
            external_links=tuple(draft.external_links),
            interwiki_links=tuple(colours.interwiki),
            redirect=self.redirect,
            front=self.front.values,
            properties=self._properties(draft.headings != []),
            warnings=warnings,
            existence=tuple(sorted({*colours.links, *colours.files, *map(bare, self.expansion.existence)})),
            ttl=self.expansion.ttl,
            footnotes=draft.footnotes,
        )

    def _properties(self, has_headings: bool) -> Mapping[str, str]:
        properties = dict(self.expansion.properties)
        if not has_headings:
            properties.pop("toc", None)
        return properties

    def _categories(self, linked: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Categories of the front block, of links, then of tracking; DEFAULTSORT where no key is given."""
        default = self.expansion.properties.get("defaultsort", "")
        found: dict[str, str] = {}
        for name in self.front.categories:
            try:
                title = Title.parse(name, default=Namespace.CATEGORY)
            except TitleError:
                continue
            if title.namespace is Namespace.CATEGORY:
                found[title.name] = ""
        found.update(linked)
        for name in self.expansion.tracking():
            found.setdefault(name, "")
        return tuple((name, key or default) for name, key in found.items())

    def unrendered(self, why: str) -> ParserOutput:
        """The text as it was typed, under a notice; what the front block and the expansion told is kept.

        `why` is the property `fallback`: "limits" are broken on every machine, "clock" and "busy" on this one now.
        """
        shown = self.text.replace("&", "&amp;").replace("<", "&lt;")
        notice = f'<p class="unrendered-notice">{escape(self.labels["unrendered"])}</p>'
        html = f'{notice}\n<pre class="unrendered" tabindex="0">{shown}</pre>'
        warning = ParserWarning(
            "rendering-limit", N_("This text is too complex to be laid out: it is shown as it was typed.")
        )
        links = () if self.redirect is None or self.redirect.namespace is Namespace.SPECIAL else (bare(self.redirect),)
        return ParserOutput(
            html=html,
            links=links,
            section_links=sections_named([self.redirect]),
            templates=tuple(sorted(self.expansion.templates)),
            categories=(*self._categories({}), (TRACKING["rendering-limit"], "")),
            profiles=tuple(dict.fromkeys(map(_profile_name, self.front.profiles))),
            redirect=self.redirect,
            front=self.front.values,
            properties=self.expansion.properties | {"fallback": why},
            warnings=(*self.front.warnings, *self.expansion.warnings, warning),
            existence=tuple(sorted(self.expansion.existence)),
            ttl=self.expansion.ttl,
        )


def _profile_name(text: str) -> str:
    """The profile's name, whether or not the namespace was written."""
    try:
        title = Title.parse(text, default=Namespace.PROFILE)
    except TitleError:
        return text
    return title.name if title.namespace is Namespace.PROFILE else title.full_name
