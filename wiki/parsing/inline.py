"""Running text into elements: links, code, emphasis, notes, the HTML that text may hold.

Rule: the tree that comes out is well formed and as deep as `limits.MAX_INLINE_DEPTH` at most, whatever went in;
text that means nothing stays text. Element texts may hold character references; "&" in literal text is escaped
here.
"""

import xml.etree.ElementTree as etree
from html import unescape

from markdown.util import AtomicString, code_escape

from wiki.parsing import addresses, tags
from wiki.parsing.characters import without_marks
from wiki.parsing.emphasis import Node, Weaver, fill, run_at
from wiki.parsing.limits import MAX_INLINE_DEPTH
from wiki.parsing.page import Page
from wiki.parsing.tokens import Token, Tokeniser
from wiki.parsing.typography import typeset, with_abbreviations
from wiki.parsing.wikilinks import wiki_link


class Inline:
    """One stretch of running text, in the page that it belongs to."""

    def __init__(self, page: Page, text: str) -> None:
        self.page = page
        self.text = text
        self.tokens = Tokeniser(text, page.references).tokenise()

    def nodes(self) -> list[Node]:
        """What the whole text becomes."""
        return self.build(0, len(self.tokens), 0, False)[0]

    def build(self, first: int, last: int, level: int, in_link: bool) -> tuple[list[Node], int]:
        """Nodes of the tokens [first, last) and how deep their elements go."""
        weaver, index = Weaver(), first
        while index < last:
            token = self.tokens[index]
            if token.partner >= 0:
                index = self._paired(weaver, token, index, level, in_link)
                continue
            self._single(weaver, token)
            index += 1
        self.page.spend(weaver.elements)
        return weaver.finish()

    def _paired(self, weaver: Weaver, token: Token, index: int, level: int, in_link: bool) -> int:
        """Add a link, image or tag with what it holds; its index is given, that of what follows comes back."""
        after = token.partner + 1
        if level >= MAX_INLINE_DEPTH or (in_link and token.kind in {"link", "wiki"}):
            weaver.add(code_escape(without_marks(self.text[token.start : self.tokens[token.partner].end])))
            return after
        self.page.spend(1)
        if token.kind == "wiki":
            made = wiki_link(self, index, level)
            if isinstance(made, str):
                weaver.add(made)
            else:
                weaver.add(*made)
            return after
        inner, depth = self.build(
            index + 1, token.partner, level + 1, in_link or token.kind == "link" or token.value == "a"
        )
        closing = self.tokens[token.partner]
        if token.kind == "tag":
            element = self._element(token, in_link)
        elif token.kind == "link":
            element = self.link(token.value, token.title)
        else:
            element = self.image(token.value, token.title)
        if element is None:
            weaver.add(code_escape(self.text[token.start : token.end]))
            for node in inner:
                weaver.add(node, depth)
            weaver.add(code_escape(without_marks(self.text[closing.start : closing.end])))
            return after
        fill(element, inner)
        weaver.add(element, depth + 1)
        return after

    def _element(self, token: Token, in_link: bool) -> etree.Element | None:
        kept = tags.attributes(token.value, token.title)
        if token.value == "a":
            address = unescape(kept.get("href", ""))
            return None if in_link or not address else self.link(address, unescape(kept.get("title", "")))
        return etree.Element(token.value, kept)

    def _single(self, weaver: Weaver, token: Token) -> None:
        kind = token.kind
        if kind == "text":
            self._running(weaver, self.text[token.start : token.end])
        elif kind == "run":
            weaver.run(run_at(self.text, token.start, token.end))
        elif kind == "escape":
            sign = self.text[token.end - 1]
            if sign == "\n":
                self._void(weaver, "br")
            weaver.add("&amp;" if sign == "&" else sign)
        elif kind == "break":
            self._void(weaver, "br")
            weaver.add("\n")
        elif kind == "void":
            self._void(weaver, token.value)
        elif kind == "code":
            self.page.spend(1)
            element = etree.Element("code")
            element.text = AtomicString(code_escape(without_marks(token.value)))
            weaver.add(element)
        elif kind == "mark":
            weaver.add(code_escape(self.page.literal(token.value)))
        elif kind == "note":
            weaver.add(self.page.footnotes.reference(unescape(token.value[2:-1])))
        else:
            self._address(weaver, token)

    def _running(self, weaver: Weaver, text: str) -> None:
        text = typeset(text)
        if not self.page.abbreviations:
            weaver.add(text)
            return
        for node in with_abbreviations(text, self.page.abbreviations):
            self.page.spend(0 if isinstance(node, str) else 1)
            weaver.add(node)

    def _void(self, weaver: Weaver, name: str) -> None:
        self.page.spend(1)
        weaver.add(etree.Element(name))

    def _address(self, weaver: Weaver, token: Token) -> None:
        """An address written as such."""
        element = self.link(token.value, "")
        shown = code_escape(token.title or token.value)
        if element is None:
            weaver.add(shown)
            return
        self.page.spend(1)
        element.text = AtomicString(shown)
        weaver.add(element)

    def link(self, address: str, title: str) -> etree.Element | None:
        """The `<a>` that leads to `address`; None when the address is not allowed."""
        extra = {"title": without_marks(title).replace("&", "&amp;")} if title else {}
        if (url := addresses.external(address)) is not None:
            self.page.draft.external_links.setdefault(url)
            attributes = {"class": "external", "href": url.replace("&", "&amp;"), "rel": "nofollow ugc noopener"}
            return etree.Element("a", attributes | extra)
        if (path := addresses.local(address)) is not None:
            return etree.Element("a", {"href": path.replace("&", "&amp;")} | extra)
        target = addresses.page(address)
        return None if target is None else self.page.link_to(target)

    def image(self, address: str, title: str) -> etree.Element | None:
        """An image is shown as a link to it: no page makes its reader's browser ask another site."""
        target = addresses.page(address)
        if target is not None and addresses.external(address) is None and addresses.local(address) is None:
            return self.page.file_link(target)
        element = self.link(address, title)
        if element is not None and element.get("class"):
            element.set("class", "external external-image")
        return element
