"""What the tests of article numbers have in common."""

from datetime import datetime, timedelta

from envfocus.ledger.frontier import Due, Frontier
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
    limit: int = 99,
) -> list[int]:
    """Numbers that are due so long after `AT`."""
    return [
        each.article_no
        for each in frontier.due(AT + timedelta(hours=hours), below, places, limit)
    ]


def lacking(
    frontier: Frontier, since: str = "", before: str = "~", *places: str
) -> list[int]:
    """Numbers that a window lacks."""
    return [
        each.article_no
        for each in frontier.missing_in_window((since, before), 10**9, places, 99)
    ]


def known(frontier: Frontier, article_no: int) -> Due:
    """A number with its result and validators; as if unseen where it has no row."""
    sql = "SELECT article_no, result, etag, last_modified FROM numbers WHERE article_no = ?"
    row = frontier.store.select_one(sql, (article_no,))
    return Due(**row) if row else Due(article_no)
