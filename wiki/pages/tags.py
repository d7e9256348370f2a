"""The tags that the software gives to revisions by itself, in words; edit rules give others, named by people."""

from wiki.errors import N_

TAGS: dict[str, str] = {
    "undo": N_("undoing"),
    "restore": N_("back to an exact earlier state"),
    "rollback": N_("rollback"),
    "review": N_("reviewed before publication"),
    "rejection": N_("edits rejected by a reviewer"),
    "partly": N_("accepted in part"),
    "mass-revert": N_("part of a batch"),
    "blank": N_("emptied"),
    "replace": N_("nearly all replaced"),
    "new-redirect": N_("became a redirect"),
    "removed-redirect": N_("no redirect any more"),
    "changed-redirect": N_("redirect changed"),
    "merged": N_("merged automatically"),
    "move": N_("move"),
    "links-updated": N_("links updated after a move"),
    "manual-revert": N_("back to an earlier text"),
    "reverted": N_("undone since"),
}
