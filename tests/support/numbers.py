"""What the tests of article numbers have in common."""

from datetime import datetime, timedelta
from typing import Any

from envfocus.ledger.frontier import Answer, Due, Frontier
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


NO_HEADERS = (None, None, None)
_COLUMNS = "result, published_at, sighted_at, etag, last_modified, body_sha256, fetched_at, run_id, tries, due_at"


def row(frontier: Frontier, article_no: int) -> dict[str, Any]:
    """All that is known of a number; nothing where it has no row."""
    sql = f"SELECT {_COLUMNS} FROM numbers WHERE article_no = ?"  # noqa: S608
    found = frontier.store.select_one(sql, (article_no,))
    return dict(found) if found else {}


def utc(hours: float) -> str:
    """So long after `AT`, in UTC."""
    moment = AT + timedelta(hours=hours) - timedelta(hours=9)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def ask(
    frontier: Frontier,
    article_no: int,
    result: str,
    hours: float = 0,
    headers: Any = NO_HEADERS,
    **more: Any,
) -> str | None:
    """Record the answer that came so long after `AT`."""
    answer = Answer(
        result,
        headers,
        AT + timedelta(hours=hours),
        f"run{hours}",
        more.pop("published", None),
    )
    return frontier.record_answer(article_no, answer, HOURS, **more)
