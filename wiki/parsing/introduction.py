"""Whether a page begins with an introduction: what can be shown of it as a summary.

Rule: a paragraph of the page's own flow, before the first heading, with words besides links and captions. Notices
and boxes at the top introduce nothing, nor does the link that stands for a missing template.
"""

import re

_HEADING = re.compile(r"<h[2-6][ >]")
# The sanitised HTML has one block of the page's flow on a line; what stands in boxes or lists comes later on it.
_PARAGRAPH = re.compile(r"^<p(?: [^>]*)?>(.*)$", re.MULTILINE)
_ASIDE = re.compile(r'<a [^>]*>.*?</a>|<span class="file-caption">.*?</span>|<[^>]*>', re.DOTALL)


def has_introduction(html: str) -> bool:
    """Whether the page with this sanitised `html` has words to show before its first heading."""
    heading = _HEADING.search(html)
    before = html[: heading.start()] if heading else html
    return any(_has_word(_ASIDE.sub("", match[1])) for match in _PARAGRAPH.finditer(before))


def _has_word(text: str) -> bool:
    return any(character.isalpha() for character in text)
