"""What the lexer makes of a text."""

from typing import NamedTuple


class Token(NamedTuple):
    """A word or a number with its unit.

    `kind`: what it does (tense, relative, year, month, day, weekday, hour, length, set
    …); `n`: number, name or parts; `unit`: its unit; `anchor`: what a relative word
    starts from.
    """

    kind: str
    start: int
    end: int
    n: "int | str | tuple[int | None, ...]" = 0
    unit: str = ""
    anchor: str = ""


RANK = {
    name: rank
    for rank, names in enumerate(
        (
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
    )
    for name in names
}
"""From coarse to fine: an expression goes down this ladder."""


def rung(token: Token) -> str:
    """The rung of the ladder a token stands on; of a date in digits the highest."""
    kind, n = token.kind, token.n
    if kind in {"relative", "generic"}:
        return token.unit
    if kind == "numeric" and isinstance(n, tuple):
        return "year" if n[0] is not None else "month"
    return kind
