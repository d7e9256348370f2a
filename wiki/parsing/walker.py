"""How bleach walks the tree of a page, without its cost that grows with the square of an element's siblings.

Rule: the same tokens as the walker that bleach has; only the way back to a parent is remembered instead of searched.
The sanitiser itself, what is kept and what goes, stays bleach's.
"""

from typing import Any

from bleach.html5lib_shim import getTreeWalker  # type: ignore[attr-defined] # missing in the stubs

#: A place in the tree: element, its index in its parent, the (element, index) above it, and "text", "tail" or None.
Place = tuple[Any, int, list[tuple[Any, int]], str | None]


class LinearWalker(getTreeWalker("etree")):  # type: ignore[misc] # made at run time
    """Bleach's walker of element trees with a stack of indices."""

    def getFirstChild(self, node: Any) -> Place | None:
        element, key, parents, flag = node if isinstance(node, tuple) else (node, 0, [], None)
        if flag is not None:
            return None
        if element.text:
            return element, key, parents, "text"
        return self._descend(element, key, parents)

    def getNextSibling(self, node: Any) -> Place | None:
        if not isinstance(node, tuple):
            return None
        element, key, parents, flag = node
        if flag == "text":
            return self._descend(element, key, parents)
        if element.tail and flag != "tail":
            return element, key, parents, "tail"
        above = parents[-1][0]
        return (above[key + 1], key + 1, parents, None) if key < len(above) - 1 else None

    def getParentNode(self, node: Any) -> Any:
        if not isinstance(node, tuple):
            return None
        element, key, parents, flag = node
        if flag != "text":
            element, key = parents.pop()
        return (element, key, parents, None) if parents else element

    def _descend(self, element: Any, key: int, parents: list[tuple[Any, int]]) -> Place | None:
        if not len(element):
            return None
        parents.append((element, key))
        return element[0], 0, parents, None
