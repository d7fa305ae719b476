"""Identities in the feed."""

import re

_ARTICLE = re.compile(r"ecofocus:a([1-9]\d*)", re.ASCII)


def key_of(article_no: int) -> str:
    """Identity of an article: never a bare number, which some readers would shorten."""
    return f"ecofocus:a{article_no}"


def number_of(key: str) -> int | None:
    """The article's number; None for keys of other streams."""
    match = _ARTICLE.fullmatch(key)
    return int(match[1]) if match else None
