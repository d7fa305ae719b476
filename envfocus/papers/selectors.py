"""Selectors of a CMS: where a field stands on its pages, and how that is known."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from envfocus.papers.kinds import Closed, Kind, One, Path, Problems, Several, kinds_of

_EMPTY_PAGE = LexborHTMLParser("")
_NOTHING = ":not(*)"
_OPTIONAL = frozenset({"seen_from", "seen_until", "evidence"})


class Evidence(StrEnum):
    """How the place of a field is known."""

    SAVED_HTML = "H"
    CRAWLERS = "C"
    SAVED_TEXT = "T"
    INFERRED = "I"


def _is_css(value: object) -> bool:
    """Whether the parser of pages takes it."""
    if not isinstance(value, str) or not value.isprintable():
        return False
    try:
        _EMPTY_PAGE.css(value)
    except SelectolaxError:
        return False
    return True


def _is_day(value: object) -> bool:
    has_time = isinstance(value, dt.datetime)
    return isinstance(value, dt.date) and not has_time


def _is_grade(value: object) -> bool:
    return value in tuple(Evidence)


_CSS = One("a CSS selector", _is_css)
_DAY = One("a day, such as 2022-01-31", _is_day)
_GRADE = One("one of H, C, T, I", _is_grade, Evidence)

_Day = Annotated[dt.date | None, _DAY]
_Grade = Annotated[Evidence | None, _GRADE]


@dataclass(frozen=True, slots=True)
class Selector:
    """A place on a page. The days: the first and the last on which pages had it."""

    css: Annotated[str, _CSS]
    seen_from: _Day = None
    seen_until: _Day = None
    evidence: _Grade = None


_TABLE = Closed(kinds_of(Selector), Selector, _OPTIONAL)


class _Entry(Kind):
    """A selector, alone or in a table with what is known of it."""

    expected = _CSS.expected

    def problems(self, value: object, path: Path) -> Problems:
        """Those of the table, or of the selector alone."""
        if not isinstance(value, dict):
            yield from _CSS.problems(value, path)
            return
        yield from _TABLE.problems(value, path)
        yield from _TABLE.missing(value, path)

    def build(self, value: Any) -> Any:
        """The selector with what is known of it."""
        if isinstance(value, str):
            return Selector(value)
        return _TABLE.build(value)


Selectors = Annotated[tuple[Selector, ...], Several(_Entry())]
"""Places of one field, in the order in which they are tried."""


def union(selectors: Iterable[Selector]) -> str:
    """One selector for all of these, each once: it finds in the order of the page."""
    places = dict.fromkeys(selector.css for selector in selectors)
    return ", ".join(places) or _NOTHING
