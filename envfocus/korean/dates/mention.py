"""A mention before its offsets lead back to the text given."""

from typing import NamedTuple, TypeAlias

from envfocus.korean.dates.periods import Period


class Mention(NamedTuple):
    """As Timex, but for its text; `period`: what the value names."""

    start: int
    end: int
    type: str
    value: str | None
    mod: str | None = None
    period: Period | None = None
    anchor: str | None = None
    flags: tuple[str, ...] = ()
    grain: str | None = None


Reading: TypeAlias = tuple[list[Mention], int]
"""Mentions, and the next token."""
