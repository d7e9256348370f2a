"""What a page's row says of its text. Rule: derived, set by `wiki.editing.deriving` and compared by `wiki check`."""

from wiki.parsing.introduction import has_introduction
from wiki.parsing.output import ParserOutput


def flags(output: ParserOutput) -> dict[str, bool]:
    """The derived columns of `Page`, by name."""
    return {
        "is_redirect": output.redirect is not None,
        "has_footnotes": output.footnotes > 0,
        "has_introduction": has_introduction(output.html),
    }
