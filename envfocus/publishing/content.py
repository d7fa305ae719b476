"""What counts as content: the part of a record whose change makes a revision."""

import hashlib
import re
from typing import Any

import orjson
import rfc8785

_CRAWL_METADATA = frozenset(
    {
        "page_date",
        "page_date_raw",
        "page_made_at",
        "page_made_at_utc",
        "page_made_at_raw",
        "fetched_at",
        "fetched_at_utc",
        "observed_no_later_than",
        "observed_no_later_than_utc",
    }
)
"""Fields of `data` that tell of the visit, not of what was published."""

_MAYBE_FLOAT = (
    re.compile(rb'":-?\d+[.e]'),
    re.compile(rb"\[-?\d+[.e]"),
    re.compile(rb",-?\d+[.e]"),
)
"""A number with a point or an exponent, or a piece of text like it. A search for fixed
bytes is fast.
"""


def content_of(data: dict[str, Any]) -> dict[str, Any]:
    """`data` without what only tells of the visit."""
    return {name: value for name, value in data.items() if name not in _CRAWL_METADATA}


def content_sha256(data: dict[str, Any]) -> str:
    """SHA-256, in hex, of the content in RFC 8785 (JSON Canonicalization Scheme) form."""
    return hashlib.sha256(canonical(content_of(data))).hexdigest()


def canonical(content: dict[str, Any]) -> bytes:
    """RFC 8785 form of an object with ASCII keys: where it has no float, orjson's is
    the same, and much faster.
    """
    data = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    if not any(pattern.search(data) for pattern in _MAYBE_FLOAT):
        return data
    if not _has_float(content):
        return data
    return rfc8785.dumps(content)


def _has_float(value: Any) -> bool:
    if isinstance(value, float):
        return True
    if isinstance(value, dict):
        return any(map(_has_float, value.values()))
    if isinstance(value, list):
        return any(map(_has_float, value))
    return False


def changed_fields(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """Names of the fields of the content that differ, in the order of the record."""
    old = content_of(before or {})
    new = content_of(after)
    return [name for name in new if name not in old or old[name] != new[name]]
