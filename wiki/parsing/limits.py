"""How much a text may ask of the parser.

Rule: each limit is a count that the same text always meets or breaks, so that a page renders alike on every
machine; only the last of them, the worker's CPU time, is a clock. Whatever breaks one is shown with a warning,
never lost.
"""

from typing import ClassVar

from wiki.errors import N_, WikiError

#: Bytes of UTF-8 that a page's text may have.
MAX_TEXT_BYTES = 2 * 1024 * 1024

#: Characters that expansion may produce in all, arguments included.
MAX_EXPANDED = 2 * 1024 * 1024
#: Templates within templates.
MAX_TEMPLATE_DEPTH = 40
#: Inclusions on one page, directly or not.
MAX_INCLUSIONS = 5000
#: `{{` within `{{` in one text.
MAX_BRACE_NESTING = 60
#: Nested evaluations, templates and braces taken together: keeps Python's own stack far from its end.
MAX_EVALUATION_DEPTH = 90
#: Evaluated nodes: a bound on the time of expansion.
MAX_STEPS = 80_000
#: `{{` in one text; above it nothing of the text is expanded.
MAX_CALLS = 20_000
#: `#ifexist` on one page; each may be a question to the database.
MAX_EXISTENCE_CHECKS = 500

#: Lists, quotes, boxes and HTML elements within one another.
MAX_BLOCK_DEPTH = 24
#: Emphasis, links and HTML elements within one paragraph's text.
MAX_INLINE_DEPTH = 24
#: Elements of one page's HTML.
MAX_ELEMENTS = 40_000
#: Columns of a table.
MAX_COLUMNS = 200
#: Characters of an address.
MAX_URL = 2000

#: A text whose cost (see `worker.cost`) is below this renders in the calling process, others in a worker.
TAME_COST = 150_000
#: The same for HTML before the sanitiser: its length, and forty for each tag.
TAME_HTML = 400_000
#: Seconds of CPU that one rendering may take in all, worker included.
RENDERING_SECONDS = 1.8
#: What of them stays for what follows the Markdown, and for what follows the sanitiser.
SANITISER_SHARE = 0.5
LAST_SHARE = 0.1
#: Seconds on the wall after which a worker counts as lost, however little CPU it got.
WALL_SECONDS = 10.0
#: Bytes of memory that a worker may take.
WORKER_MEMORY = 1024 * 1024 * 1024


class TextTooLarge(WikiError):
    """The text is above the size that a page may have: it cannot be saved as one page."""

    status: ClassVar[int] = 413
    code: ClassVar[str] = "text-too-large"
    message = N_("The text has %(bytes)d bytes; a page may have %(limit)d. Move a part of it to another page.")


#: Seconds that a text waits for the worker while it renders another one.
WAIT_SECONDS = 4.0
#: Seconds for which a page that could not be rendered on a busy machine is shown as typed.
BUSY_TTL = 10


class TooComplex(Exception):
    """A limit of structure is broken while rendering: the text will be shown as it was typed."""


class TooSlow(TooComplex):
    """The last limit, the clock: a faster machine, or the same at another hour, might lay the text out."""


class TooBusy(Exception):
    """The worker could not be had, or not in time: says nothing about the text, which can be tried again."""


def check_size(text: str) -> None:
    """Raise `TextTooLarge` (413) when `text` has more bytes of UTF-8 than a page may have."""
    if len(text) <= MAX_TEXT_BYTES // 4:
        return
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_TEXT_BYTES:
        raise TextTooLarge(bytes=size, limit=MAX_TEXT_BYTES)
