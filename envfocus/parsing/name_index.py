"""Where on a page a query can match: classes and ids are listed once, and most queries
then walk little or nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from envfocus.papers.cms import Cms

Named = Mapping[str, list[LexborNode]]
"""Elements by their names."""

_FIRST = re.compile(r"[a-z]*[.#]([\w-]+)(?![\w\\-])")
_BESIDE = re.compile("[~+]")
_LONGEST = 100
"""Characters of an attribute whose names are remembered."""
_FEW = 8
"""Elements whose common ancestor is looked for; around more of them it is near the
root.
"""


class NameIndex:
    """The classes and ids with which the selectors of a CMS begin.

    `names`: in lower case, because in quirks mode both cases are one.
    """

    def __init__(self, selectors: Iterable[str]) -> None:
        found: set[str] = set()
        for selector in selectors:
            found.update(_first_names(selector) or ())
        self.names = frozenset(found)
        # page after page has the same values and is asked the same
        self._known = lru_cache(maxsize=1_000)(self._names)
        self._asked_for = cache(self._wanted)

    def named(self, tree: LexborHTMLParser) -> Named:
        """The elements of a page that have names."""
        found: defaultdict[str, list[LexborNode]] = defaultdict(list)
        for attribute in ("class", "id"):
            for node in tree.css(f"[{attribute}]"):
                value = node.attributes[attribute] or ""
                names = self._known if len(value) <= _LONGEST else self._names
                for name in names(value):
                    found[name].append(node)
        return found

    def narrowest(
        self, selector: str, tree: LexborHTMLParser, named: Named
    ) -> LexborHTMLParser | LexborNode | None:
        """A part of the page that holds every match of a selector, as small as names
        tell; None: nothing matches.

        A match lies in, or beside, an element that has the name with which the selector
        begins.
        """
        wanted = self._asked_for(selector)
        if wanted is None:  # such a match can be anywhere
            return tree
        nodes = [node for name in wanted for node in named.get(name, ())]
        if not nodes:
            return None
        if len(nodes) > _FEW:
            return tree
        root = _around(nodes)
        if _BESIDE.search(selector):
            return root.parent or tree
        return root

    def _names(self, value: str) -> frozenset[str]:
        return self.names.intersection(value.lower().split())

    def _wanted(self, selector: str) -> frozenset[str] | None:
        """Names with which the alternatives of a selector begin; None where one begins
        with none that is known.
        """
        names = _first_names(selector)
        if names is None or not names <= self.names:
            return None
        return names


@cache
def index_of(cms: Cms) -> NameIndex:
    """The index for the selectors of a CMS."""
    return NameIndex(cms.page_selectors)


def _first_names(selector: str) -> frozenset[str] | None:
    """The names with which the alternatives of a selector begin; None where one begins
    with none.
    """
    names: set[str] = set()
    for alternative in selector.split(","):
        match = _FIRST.match(alternative.strip())
        if match is None:
            return None
        names.add(match[1].lower())
    return frozenset(names)


def _around(nodes: list[LexborNode]) -> LexborNode:
    """The nearest element that is, or holds, each of these."""
    first, *others = nodes
    if not others:
        return first
    line = [first, *above(first)]
    places = {node.mem_id: place for place, node in enumerate(line)}
    return line[max(_meeting(node, places) for node in others)]


def _meeting(node: LexborNode, places: Mapping[int, int]) -> int:
    """The place of an element, or of its nearest ancestor that has one; at last the
    document has.
    """
    for element in (node, *above(node)):
        place = places.get(element.mem_id)
        if place is not None:
            return place
    raise ValueError("an element of another page")


def above(node: LexborNode) -> Iterator[LexborNode]:
    """Ancestors of an element, the nearest first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent
