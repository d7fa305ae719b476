"""Identities in the feed: `<paper>:a<article number>`, `<paper>:w<snapshot>-<row>`."""

import re

_PREFIX = r"[a-z][a-z0-9-]{0,31}"
_ARTICLE = re.compile(rf"{_PREFIX}:a([1-9]\d*)", re.ASCII)

_SNAPSHOT_DIGITS = 16


def article_key(prefix: str, article_no: int) -> str:
    """Identity of an article: never a bare number, which some readers would shorten."""
    return f"{prefix}:a{article_no}"


def weather_key(prefix: str, snapshot: str, row: int) -> str:
    """Identity of a row of the weather widget. `snapshot`: the hash of all its rows."""
    return f"{prefix}:w{snapshot[:_SNAPSHOT_DIGITS]}-{row:02d}"


def article_no_of(key: str) -> int | None:
    """The article's number; None for keys of other streams."""
    match = _ARTICLE.fullmatch(key)
    return int(match[1]) if match else None


def prefix_of(key: str) -> str:
    """What begins a key: the paper's."""
    return key.partition(":")[0]
