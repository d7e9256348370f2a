"""`<noinclude>`, `<includeonly>`, `<onlyinclude>`: which parts of a text count where.

Rule: a part without an end goes to the end of the text; marks of code and nowiki are never looked into.
"""

import re

_INCLUSION = re.compile(r"<(/?)(noinclude|includeonly|onlyinclude)[ \t]*+(/?)>", re.IGNORECASE)


def selected(text: str, *, transcluded: bool) -> str:
    """What of a (protected) text counts: on its own page, or where it is transcluded."""
    if "include" not in text and "INCLUDE" not in text.upper():
        return text
    tags = list(_INCLUSION.finditer(text))
    only = transcluded and any(tag[2].casefold() == "onlyinclude" and not tag[1] for tag in tags)
    dropped = "noinclude" if transcluded else "includeonly"
    pieces, position, hidden, inside = list[str](), 0, 0, 0
    for tag in [*tags, None]:
        end = tag.start() if tag else len(text)
        if not hidden and (inside or not only):
            pieces.append(text[position:end])
        if tag is None:
            break
        position = tag.end()
        step = 0 if tag[3] else (-1 if tag[1] else 1)
        if tag[2].casefold() == dropped:
            hidden = max(0, hidden + step)
        elif tag[2].casefold() == "onlyinclude":
            inside = max(0, inside + step)
    return "".join(pieces)
