"""Where a key stands in a TOML file, for messages: tomllib does not say."""

import re
import tomllib
from collections.abc import Iterator

from envfocus.papers.kinds import Path

_HEADER = re.compile(r"\s*\[[^\[].*")
_ASSIGNMENT = re.compile(r"\s*(?P<key>[^\s=#{\[][^=#]*)=")


def line_of(text: str, path: Path, value: object = None) -> int:
    """Number of the line of a key, or of the table that should have it. In a list that
    goes on for lines: of the line on which the value stands.
    """
    start = 1
    depth = 0
    for number, keys in _keys(text):
        if keys == path[: len(keys)] and len(keys) > depth:
            start = number
            depth = len(keys)
    if not isinstance(value, str):
        return start
    return _line_of_value(text, value, start)


def _line_of_value(text: str, value: str, start: int) -> int:
    """The first line from `start` on that has the value in quotes, or `start`."""
    quoted = re.compile(f"[\"']{re.escape(value)}[\"']")
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if number >= start and quoted.search(line):
            return number
    return start


def _keys(text: str) -> Iterator[tuple[int, Path]]:
    """(line, keys from the top) of every table and assignment."""
    table: Path = ()
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if _HEADER.match(line):
            table = _parsed(line) or table
            yield number, table
            continue
        assignment = _ASSIGNMENT.match(line)
        if assignment is not None:
            keys = _parsed(f"{assignment['key']}= 0")
            yield number, (*table, *keys)


def _parsed(line: str) -> Path:
    """The keys of one header or assignment; none where it is neither."""
    try:
        inner: object = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    keys: list[str] = []
    while isinstance(inner, dict) and inner:
        key, inner = next(iter(inner.items()))
        keys.append(key)
    return tuple(keys)
