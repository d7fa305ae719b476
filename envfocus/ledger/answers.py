"""What came of asking for an article number, and when it is due again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from envfocus.clock import utc_text
from envfocus.ledger.recheck_schedule import DELETION_INTERVAL, Schedule
from envfocus.ledger.states import DELIVERED, GONE, UNSEEN, State, state_of
from envfocus.ledger.store import Tables

Headers = tuple[str | None, str | None, str | None]
"""ETag, Last-Modified, hash of the body."""

_NO_HEADERS: Headers = (None, None, None)

_RECORD_ANSWER = """
    INSERT INTO numbers (
        article_no, result, published_at, sighted_at, fetched_at, run_id, tries, due_at,
        etag, last_modified, body_sha256
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (article_no) DO UPDATE SET
    result = excluded.result, published_at = excluded.published_at,
    fetched_at = excluded.fetched_at, run_id = excluded.run_id,
    tries = excluded.tries, due_at = excluded.due_at
"""
_RECORD_DELIVERY = f"""
    {_RECORD_ANSWER},
    etag = excluded.etag, last_modified = excluded.last_modified,
    body_sha256 = excluded.body_sha256
"""
_PUBLISHED_OR_SIGHTED = """
    SELECT MIN(:sighted, COALESCE(
        :published,
        (
            SELECT published_at FROM numbers
            WHERE article_no >= :article_no AND published_at NOT NULL
            ORDER BY article_no LIMIT 1
        ),
        :sighted
    ))
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for a number. `published_at`: UTC."""

    result: str
    headers: Headers
    at: datetime
    run_id: str
    published_at: str | None = None


class _Before(NamedTuple):
    """What was known of a number before it was asked for."""

    result: str | None
    published_at: str | None
    sighted_at: str
    tries: int


class Answers(Tables):
    """The table `numbers`, as answers of the site change it. Methods raise LedgerError."""

    def record_answer(
        self,
        article_no: int,
        answer: Answer,
        schedule: Schedule,
        *,
        alive: bool = False,
    ) -> str | None:
        """Note what came of asking, and when to ask again. `alive`: the feed has the
        article.

        A failure leaves the validators of the body that we have as they are. Returns
        the result before.
        """
        before = self._before(article_no, answer.at)
        published_at = answer.published_at or before.published_at
        tries = 0
        due: datetime | None
        if state_of(answer.result) is State.FAILED:
            tries = before.tries + 1
            due = schedule.again(tries, answer.at)
        elif _may_be_wrong(answer.result, before.result, alive=alive):
            due = answer.at + DELETION_INTERVAL
        else:
            base = self._base(article_no, published_at, before.sighted_at)
            due = schedule.after(base, answer.at)
        values = (
            article_no,
            answer.result,
            published_at,
            before.sighted_at,
            utc_text(answer.at),
            answer.run_id,
            tries,
            _utc_text(due),
        )
        self._write_answer(answer, values)
        return before.result

    def _before(self, article_no: int, now: datetime) -> _Before:
        sql = """
            SELECT result, published_at, sighted_at, tries FROM numbers
            WHERE article_no = ?
        """
        row = self.store.select_one(sql, (article_no,))
        if row is None:
            return _Before(None, None, utc_text(now), 0)
        return _Before(
            result=row["result"],
            published_at=row["published_at"],
            sighted_at=row["sighted_at"],
            tries=row["tries"],
        )

    def _write_answer(self, answer: Answer, values: tuple[object, ...]) -> None:
        """Only a delivery has validators: those of another page are none of ours."""
        if answer.result == DELIVERED:
            self.store.write(_RECORD_DELIVERY, values + answer.headers)
        else:
            self.store.write(_RECORD_ANSWER, values + _NO_HEADERS)

    def record_not_modified(
        self, article_no: int, at: datetime, run_id: str, schedule: Schedule
    ) -> None:
        """The site said 304: what we have is what it has."""
        sighted_at = self._before(article_no, at).sighted_at
        due = schedule.after(self._base(article_no, None, sighted_at), at)
        sql = """
            UPDATE numbers SET result = :result, fetched_at = :fetched_at,
            run_id = :run_id, tries = 0, due_at = :due_at
            WHERE article_no = :article_no
        """
        values = {
            "article_no": article_no,
            "result": DELIVERED,
            "fetched_at": utc_text(at),
            "run_id": run_id,
            "due_at": _utc_text(due),
        }
        self.store.write(sql, values)

    def _base(self, article_no: int, published: str | None, sighted: str) -> datetime:
        """When a number was published; else when the next one was that says so; never
        after it was first `sighted`.
        """
        values = {"article_no": article_no, "published": published, "sighted": sighted}
        return datetime.fromisoformat(
            self.store.select_value(_PUBLISHED_OR_SIGHTED, values)
        )

    def forget_answers(self, article_nos: Iterable[int]) -> None:
        """What was read of these was refused: they are to be asked for again, whatever
        the site says of validators.
        """
        sql = """
            UPDATE numbers SET result = ?, due_at = sighted_at,
            etag = NULL, last_modified = NULL, body_sha256 = NULL
            WHERE article_no = ?
        """
        rows = [(UNSEEN, article_no) for article_no in article_nos]
        self.store.write_each(sql, rows)

    def record_end(
        self, article_no: int, result: str, run_id: str, at: datetime
    ) -> None:
        """Nothing more is to come of a number: its tombstone is written, or it was
        taken down.
        """
        sql = """
            INSERT INTO numbers (article_no, result, sighted_at, run_id)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (article_no) DO UPDATE SET result = excluded.result,
            due_at = NULL, etag = NULL, last_modified = NULL
        """
        self.store.write(sql, (article_no, result, utc_text(at), run_id))

    def record_publication_time(self, article_no: int, published_at: str) -> None:
        """When an article was published that is not wanted now, UTC."""
        sql = "UPDATE numbers SET published_at = ? WHERE article_no = ?"
        self.store.write(sql, (published_at, article_no))


def _may_be_wrong(result: str, before: str | None, *, alive: bool) -> bool:
    """Whether to look again soon: one absence proves nothing, of an article that we
    have or that a list shows.
    """
    if alive and result in GONE:
        return True
    absent = state_of(result) in (State.GONE, State.ELSEWHERE)
    return absent and before in (UNSEEN, DELIVERED)


def _utc_text(at: datetime | None) -> str | None:
    if at is None:
        return None
    return utc_text(at)
