"""What counts as content: the part of a record whose change makes a revision."""

import hashlib
from typing import Any

import rfc8785

_CRAWL_METADATA = frozenset(
    "page_date page_date_raw page_made_at page_made_at_utc page_made_at_raw fetched_at fetched_at_utc"
    " observed_no_later_than observed_no_later_than_utc".split()
)
"""Fields of `data` that tell of the visit, not of what was published."""


def content_of(data: dict[str, Any]) -> dict[str, Any]:
    """`data` without what only tells of the visit."""
    return {name: value for name, value in data.items() if name not in _CRAWL_METADATA}


def content_sha256(data: dict[str, Any]) -> str:
    """SHA-256, in hex, of the content in RFC 8785 (JSON Canonicalization Scheme) form."""
    return hashlib.sha256(rfc8785.dumps(content_of(data))).hexdigest()


def changed_fields(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """Names of the fields of the content that differ, in the order of the record."""
    old, new = content_of(before or {}), content_of(after)
    return [name for name in new if name not in old or old[name] != new[name]]
