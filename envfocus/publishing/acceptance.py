"""Record → revision: what is new, what changed, what is gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson

from envfocus.clock import kst_text, utc_text
from envfocus.exporters import line
from envfocus.items import Quality, Record, Rights, Source, TombstoneRecord
from envfocus.keys import article_key
from envfocus.ledger import Head, Ledger, Revision
from envfocus.ledger.frontier import TOMBSTONED
from envfocus.ledger.recheck_schedule import DELETION_INTERVAL
from envfocus.parsing import PARSER_VERSION
from envfocus.publishing.content import changed_fields, content_sha256
from envfocus.publishing.contract import SerializedRecord
from envfocus.publishing.layout import current_schema

STREAM_OF = {"article": "articles", "weather": "weather"}

_OUTAGE_SHARE = 0.01
"""More of the known articles than this, gone in one run, are an outage."""
_FEW_GONE = 3
"""Of fewer that are gone, it is not asked whether most are."""


class Acceptance(StrEnum):
    """What became of a record; the counters `feed/…` bear these names."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    TAKEN_DOWN = "taken_down"


@dataclass(slots=True)
class Presence:
    """How a run found the articles that it asked for.

    `present`: they were there; `newly_gone`: gone, and there before; `still_gone`:
    gone as they were when looked at last.
    """

    present: int = 0
    newly_gone: int = 0
    still_gone: int = 0

    def is_outage(self) -> bool:
        """Whether most are gone at once, or nothing shows that articles are served."""
        most_are_gone = self.newly_gone > self.present
        return (self.newly_gone >= _FEW_GONE and most_are_gone) or self.lacks_control()

    def lacks_control(self) -> bool:
        """Whether something is still gone, and no article was there to prove that the
        site serves articles at all.
        """
        return self.still_gone > 0 and not self.present


def accept(ledger: Ledger, record: Record, serialized: SerializedRecord) -> Acceptance:
    """Add a record to the ledger, unless its content is known or it was taken down.

    Sets `op`, `rev`, `content_sha256` and `changed_fields` of the record.
    """
    if ledger.taken_down(record.key):
        return Acceptance.TAKEN_DOWN
    data = serialized.fields["data"]
    head = ledger.head(record.key)
    record.op, record.content_sha256 = "upsert", content_sha256(data)
    if head and _is_unchanged(head, record):
        record.rev = head.rev
        return Acceptance.UNCHANGED
    record.rev = 1
    if head:
        before = orjson.loads(ledger.line(record.key, head.rev))["data"]
        record.rev = head.rev + 1
        record.changed_fields = changed_fields(before, data)
    written = serialized.revised(
        op=record.op,
        rev=record.rev,
        content_sha256=record.content_sha256,
        changed_fields=record.changed_fields,
    )
    ledger.append(_revision(record, written, data.get("published_at_utc")))
    return Acceptance.CHANGED if head else Acceptance.NEW


def _is_unchanged(head: Head, record: Record) -> bool:
    return head.op == "upsert" and head.content_sha256 == record.content_sha256


def write_tombstones(
    ledger: Ledger, run_id: str, now: datetime, *, outage: bool = False
) -> tuple[int, bool]:
    """End the articles that were missed twice, at least a day apart.

    Returns how many, and whether it was an outage, in which nothing is deleted:
    `outage`, or a run misses more than 1 % of the known articles at once.
    """
    frontier = ledger.frontier
    missed = {
        article_no: times
        for article_no, times in frontier.absences().items()
        if is_live(ledger, article_no)
    }
    missed_now = frontier.absences(run_id).keys() & missed.keys()
    if outage or _are_too_many(len(missed_now), ledger):
        frontier.forget_absences(run_id)
        return 0, True
    due = [
        article_no
        for article_no in sorted(missed_now)
        if _between(missed[article_no]) >= DELETION_INTERVAL
    ]
    for article_no in due:
        _end(ledger, article_no, run_id, now)
    return len(due), False


def _are_too_many(missed: int, ledger: Ledger) -> bool:
    return missed > 1 and missed > ledger.alive() * _OUTAGE_SHARE


def _end(ledger: Ledger, article_no: int, run_id: str, now: datetime) -> None:
    key = article_key(ledger.key_prefix, article_no)
    head = ledger.head(key)
    if head is None:
        return
    last = orjson.loads(ledger.line(key, head.rev))
    ledger.append(revision(tombstone(last, head.rev + 1, run_id, now, "gone:twice")))
    ledger.frontier.record_end(article_no, TOMBSTONED, run_id, now)


def tombstone(
    last: dict[str, Any], rev: int, run_id: str, now: datetime, flag: str
) -> TombstoneRecord:
    """The record that ends a key. `last`: a line of that key."""
    return TombstoneRecord(
        schema=current_schema(last["schema"]),
        op="tombstone",
        key=last["key"],
        rev=rev,
        observed_at=kst_text(now),
        observed_at_utc=utc_text(now),
        run_id=run_id,
        parser_version=PARSER_VERSION,
        source=Source(**last["source"]),
        rights=Rights(),
        quality=Quality(flags=[flag]),
    )


def revision(record: Record, published_at: str | None = None) -> Revision:
    """A record as the ledger keeps it. `published_at`: UTC; a tombstone has none."""
    return _revision(record, line(record), published_at)


def _revision(record: Record, written: bytes, published_at: str | None) -> Revision:
    return Revision(
        stream=STREAM_OF[record.schema.partition("-")[0]],
        key=record.key,
        rev=record.rev or 1,
        op=record.op or "upsert",
        content_sha256=record.content_sha256,
        published_at=published_at,
        run_id=record.run_id,
        line=written,
    )


def is_live(ledger: Ledger, article_no: int) -> bool:
    """Whether the feed has the article, and no tombstone of it."""
    head = ledger.head(article_key(ledger.key_prefix, article_no))
    return head is not None and head.op == "upsert"


def _between(times: tuple[str, str]) -> timedelta:
    first, last = times
    return datetime.fromisoformat(last) - datetime.fromisoformat(first)
