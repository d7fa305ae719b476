"""Where on a page a query can match: classes and ids are listed once, and most queries
then walk little or nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

Named = Mapping[str, list[LexborNode]]
"""Elements by their names."""

NAMES = frozenset(
    "art_info art_list_all art_top art_top_nav arvdate arvtitle btn_pagenum c011_arv fix_art_top fl gnb hbox"
    " news_body_area news_detail news_top on_thumb path_wrap sub_tit tag_lists today_txt weather_box"
    " weather_slide".split()
)
"""Classes and ids with which selectors begin, in lower case: in quirks mode both cases
are one.
"""

_FIRST = re.compile(r"[a-z]*[.#]([\w-]+)")
_BESIDE = re.compile("[~+]")
_LONGEST = 100
"""Characters of an attribute whose names are remembered."""
_FEW = 8
"""Elements whose common ancestor is looked for; around more of them it is near the
root.
"""


def named(tree: LexborHTMLParser) -> Named:
    """The elements of a page that have names."""
    found: defaultdict[str, list[LexborNode]] = defaultdict(list)
    for attribute in ("class", "id"):
        for node in tree.css(f"[{attribute}]"):
            value = node.attributes[attribute] or ""
            for name in _known(value) if len(value) <= _LONGEST else _names(value):
                found[name].append(node)
    return found


def _names(value: str) -> frozenset[str]:
    return NAMES.intersection(value.lower().split())


_known = lru_cache(maxsize=1_000)(_names)  # page after page has the same


def narrowest(
    selector: str, tree: LexborHTMLParser, names: Named
) -> LexborHTMLParser | LexborNode | None:
    """A part of the page that holds every match of a selector, as small as names tell;
    None: nothing matches.

    A match lies in, or beside, an element that has the name with which the selector
    begins.
    """
    wanted = _first_names(selector)
    if wanted is None:  # such a match can be anywhere
        return tree
    nodes = [node for name in wanted for node in names.get(name, ())]
    if not nodes:
        return None
    if len(nodes) > _FEW:
        return tree
    root = _around(nodes)
    return root.parent or tree if _BESIDE.search(selector) else root


@cache
def _first_names(selector: str) -> frozenset[str] | None:
    """The names with which the alternatives of a selector begin; None where one begins
    with none that is known.
    """
    found = [_FIRST.match(alternative.strip()) for alternative in selector.split(",")]
    names = frozenset(match[1].lower() if match else "" for match in found)
    return names if names <= NAMES else None


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
    return next(
        place
        for element in (node, *above(node))
        if (place := places.get(element.mem_id)) is not None
    )


def above(node: LexborNode) -> Iterator[LexborNode]:
    """Ancestors of an element, the nearest first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent
