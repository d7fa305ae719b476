"""What the tests of article numbers have in common."""

from datetime import datetime, timedelta

from envfocus.ledger.frontier import Frontier
from envfocus.ledger.recheck_schedule import Schedule

AT = datetime.fromisoformat("2025-12-08T12:00:00+09:00")
HOURS = Schedule(tuple(timedelta(hours=hours) for hours in (1, 6, 24, 168)))
BODY = ('"v1"', "Mon, 08 Dec 2025 03:00:00 GMT", "a" * 64)


def due(
    frontier: Frontier,
    hours: float,
    *,
    below: int = 10**9,
    places: tuple[str, ...] = (),
    most: int = 99,
) -> list[int]:
    """Numbers that are due so long after `AT`."""
    return [
        each.article_no
        for each in frontier.due(AT + timedelta(hours=hours), below, places, most)
    ]


def lacking(
    frontier: Frontier, since: str = "", before: str = "~", *places: str
) -> list[int]:
    """Numbers that a window lacks."""
    return [
        each.article_no
        for each in frontier.missing_in_window((since, before), 10**9, places, 99)
    ]
