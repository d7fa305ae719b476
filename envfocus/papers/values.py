"""Single values in a paper's file: texts, names, numbers, paths of addresses."""

import math
import re
import string
from typing import Annotated, Any

from envfocus.papers.kinds import Convert, One, Several

_ELSEWHERE = re.compile(r"[\s#\\]|^/|^[^?]*(?::|\.\.)")
"""What leads elsewhere when it is put behind a base URL."""


def form(expected: str, pattern: str, convert: Convert | None = None) -> One:
    """Text of a form. `convert`: makes of it what the code reads."""
    whole = re.compile(pattern, re.ASCII)

    def accepts(value: object) -> bool:
        if not isinstance(value, str):
            return False
        return whole.fullmatch(value) is not None

    return One(expected, accepts, convert)


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    return value.isprintable()


def _is_number(value: Any) -> bool:
    if isinstance(value, bool):  # Python counts it as one
        return False
    if not isinstance(value, int | float):
        return False
    return math.isfinite(value)


def _is_amount(value: Any) -> bool:
    return _is_number(value) and value >= 0


def _is_share(value: Any) -> bool:
    return _is_number(value) and 0 <= value <= 1


_WORD = r"[^\s.#,<>\"'=&?/]+"

TEXT = One("some text", _is_text)
AMOUNT = One("a number, 0 or more", _is_amount)
SHARE = One("a share from 0 to 1", _is_share)
NAME = form("a name without white space and punctuation", _WORD)

_CLASS = form("a name of a class, without a dot", _WORD)
_ELEMENT = form("the name of an element, such as li", "[a-z][a-z0-9-]*")
_FILE_NAME = form("the name of a file, such as article.html", r"[\w.-]+")
_PARAMETER = form("the name of a parameter, such as no", _WORD)

Text = Annotated[str, TEXT]
"""Anything that is printed on one line."""

Texts = Annotated[tuple[str, ...], Several(TEXT)]
"""Several of these."""

Parameter = Annotated[str, _PARAMETER]
"""In the query of an address."""

FileNames = Annotated[frozenset[str], Several(_FILE_NAME, frozenset)]
"""The last part of the path of an address."""

Elements = Annotated[frozenset[str], Several(_ELEMENT, frozenset)]
"""Names of HTML elements."""

Classes = Annotated[frozenset[str], Several(_CLASS, frozenset)]
"""Whole names of classes."""

ClassPrefixes = Annotated[tuple[str, ...], Several(_CLASS)]
"""Beginnings of names of classes."""


def address(*names: str) -> One:
    """Path and query of an address; these names stand in braces for numbers."""
    expected = "a path below base_url, without a leading slash"
    for name in names:
        expected = f"{expected}, with {{{name}}}"
    return One(expected, lambda value: _is_address(value, names))


def _is_address(value: object, names: tuple[str, ...]) -> bool:
    """Whether the numbers can be filled in, and it then stays below the base URL."""
    if not isinstance(value, str) or not value.isprintable():
        return False
    numbers = dict.fromkeys(names, 1)
    formatter = string.Formatter()
    try:
        filled = value.format(**numbers)
        pieces = list(formatter.parse(value))
    except (ValueError, LookupError, AttributeError):
        return False
    found: list[str] = []
    for _, name, *_ in pieces:
        if name is not None:
            found.append(name)
    if sorted(found) != sorted(names):
        return False
    return _ELSEWHERE.search(filled) is None
