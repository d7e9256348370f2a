"""What follows when a text becomes what readers see: at once, or when a reviewer accepts it.

Rule: in the transaction that shows it.
"""

from wiki.editing.deriving import derive
from wiki.links import recording as links
from wiki.pages.models import Page
from wiki.pages.rendering import Rendering
from wiki.taxonomy.recording import Moves


def publish(page: Page, rendered: Rendering, *, appears: bool) -> Moves:
    """Derive all from the text of `page` that readers see now; `appears` where they saw none before.

    Gives the categories into which the page comes by it, and those that it leaves.
    """
    moves = derive(page, rendered)
    if appears:
        links.touch_linking(page.title)
    else:
        links.touch_users(page.title)
    return moves
