"""Whether a page begins with an introduction: what can be shown of it as a summary, and where it ends.

Rule: a paragraph of the page's own flow, before the first heading, with words besides links and captions. Notices
and boxes at the top introduce nothing, nor does the link that stands for a missing template.
"""

import re

_HEADING = re.compile(r"<h[2-6][ >]")
# The sanitised HTML has one block of the page's flow on a line; what stands in boxes or lists comes later on it.
_PARAGRAPH = re.compile(r"^<p(?: [^>]*)?>(.*)$", re.MULTILINE)
_FLOW_HEADING = re.compile(r'^(?:<div class="section-heading">)?<h[2-6][ >]', re.MULTILINE)
_BOX_TAG = re.compile(r"<(/?)(?:blockquote|details|div|dl|ol|section|table|ul)\b")
_ASIDE = re.compile(r'<a [^>]*>.*?</a>|<span class="file-caption">.*?</span>|<[^>]*>', re.DOTALL)


def has_introduction(html: str) -> bool:
    """Whether the page with this sanitised `html` has words to show before its first heading."""
    heading = _HEADING.search(html)
    before = html[: heading.start()] if heading else html
    return any(_has_word(_ASIDE.sub("", match[1])) for match in _PARAGRAPH.finditer(before))


def parted(html: str) -> tuple[str, str]:
    """The sanitised `html` of a page in two: what stands before the first heading of its own flow, and the rest.

    Where that heading stands inside a box, nothing stands before it.
    """
    heading = _FLOW_HEADING.search(html)
    if heading is None:
        return html, ""
    before = html[: heading.start()]
    closings = [tag == "/" for tag in _BOX_TAG.findall(before)]
    return (before, html[heading.start() :]) if 2 * sum(closings) == len(closings) else ("", html)


def _has_word(text: str) -> bool:
    return any(character.isalpha() for character in text)
