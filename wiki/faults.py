"""What may be wrong with the stored data itself. Rule: readers can do nothing about it, `wiki check` names it."""


class Damaged(LookupError):
    """Something that ought to be stored is lost or cannot be read; the message names it, for an operator.

    No `WikiError`: whoever asked did nothing that could be done otherwise.
    """


class Derived(str):
    """A line of `wiki check` about something derived, which `wiki rebuild` mends."""

    __slots__ = ()
