"""Scripts that the tests run in the page: expressions that are functions, one in each file of `injected/`."""

from pathlib import Path

FOLDER = Path(__file__).parent / "injected"


def injected(name: str) -> str:
    """The script `name`, to give to `Page.evaluate`."""
    return (FOLDER / f"{name}.js").read_text(encoding="utf-8")
