"""What the lexer makes of a text."""

import re
from typing import NamedTuple, TypeAlias

Match: TypeAlias = re.Match[str]
Value: TypeAlias = int | str | tuple[int | None, ...]


END = "end"
"""Kind of the token behind the last one, at the end of the text."""


class Token(NamedTuple):
    """A word or a number with its unit.

    `kind`: what it does (tense, relative, year, month, day, weekday, hour, length, set
    …, or `END`); `value`: number, name or parts; `unit`: its unit; `anchor`: what a relative word
    starts from.
    """

    kind: str
    start: int
    end: int
    value: Value = 0
    unit: str = ""
    anchor: str = ""

    @property
    def number(self) -> int:
        """Its number; 0 where it has none."""
        if isinstance(self.value, int):
            return self.value
        return 0


_SLOTS = (
    ("tense", "calendar"),
    ("year", "decade", "century", "new_year"),
    ("half", "quarter", "season", "holiday"),
    ("month",),
    ("portion", "week", "nthweek", "ordinal"),
    ("day", "edge", "weekend"),
    ("weekday",),
    ("daypart",),
    ("hour", "clock"),
    ("minute",),
    ("second",),
)
RANK = {slot: rank for rank, slots in enumerate(_SLOTS) for slot in slots}
"""The slots of a phrase, from coarse to fine: an expression goes down this ladder."""


def slot_of(token: Token) -> str:
    """The slot of a phrase that a token fills; of a date in digits the coarsest."""
    kind = token.kind
    if kind in {"relative", "generic"}:
        return token.unit
    if kind != "numeric" or not isinstance(token.value, tuple):
        return kind
    year = token.value[0]
    if year is None:
        return "month"
    return "year"
