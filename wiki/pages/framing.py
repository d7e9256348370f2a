"""Showing something about a page: its tabs and the frame around, from what exists beside it."""

from typing import Any

from wiki.pages.finding import taken
from wiki.titles import Title
from wiki.web import skin


def render_page(template: str, title: Title, *, current: str, **more: Any) -> str:
    """Render `template` about the page at `title`; `current` is the key of the open tab."""
    return skin.render_page(template, title, current=current, existing=taken({title.subject, title.talk}), **more)
