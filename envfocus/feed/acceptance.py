"""Record → revision: what is new, what changed, what is gone."""

from datetime import datetime, timedelta
from typing import Any, Literal

import orjson

from envfocus.clock import kst_text, utc_text
from envfocus.exporters import line
from envfocus.feed.content import changed_fields, content_sha256
from envfocus.items import Quality, Record, Rights, Source, TombstoneRecord
from envfocus.ledger import Ledger, Revision
from envfocus.pages import PARSER_VERSION

Outcome = Literal["new", "changed", "unchanged", "taken_down"]

STREAM_OF = {"article": "articles", "weather": "weather"}
_APART = timedelta(hours=24)
_OUTAGE = 0.01


def key_of(no: int) -> str:
    """Identity of an article in the feed."""
    return f"ecofocus:a{no}"


def accept(ledger: Ledger, record: Record) -> Outcome:
    """Add a record to the ledger, unless its content is known or must not be collected.

    Sets `op`, `rev`, `content_sha256` and `changed_fields` of the record.
    """
    if ledger.taken_down(record.key):
        return "taken_down"
    data = orjson.loads(orjson.dumps(record))["data"]
    head, record.content_sha256 = ledger.head(record.key), content_sha256(data)
    record.op = "upsert"
    if head and head.op == "upsert" and head.content_sha256 == record.content_sha256:
        record.rev = head.rev
        return "unchanged"
    if head:
        before = orjson.loads(ledger.line(record.key, head.rev))["data"]
        record.rev, record.changed_fields = head.rev + 1, changed_fields(before, data)
    else:
        record.rev = 1
    ledger.append(revision(record, data.get("published_at_utc")))
    return "changed" if head else "new"


def bury(ledger: Ledger, run_id: str, now: datetime) -> tuple[int, bool]:
    """Write tombstones for articles that were missed twice, at least a day apart.

    Returns how many, and whether it was an outage: where a run misses more than 1 % of the known articles
    at once, the site failed, and nothing was deleted.
    """
    missed = {no: times for no, times in ledger.absences().items() if _alive(ledger, no)}
    missed_now = ledger.absences(run_id).keys() & missed.keys()
    if len(missed_now) > 1 and len(missed_now) > ledger.alive() * _OUTAGE:
        ledger.forget_absences(run_id)
        return 0, True
    due = [key_of(no) for no in sorted(missed_now) if _between(missed[no]) >= _APART]
    for key in due:
        head = ledger.head(key)
        if head is not None:
            last = orjson.loads(ledger.line(key, head.rev))
            ledger.append(revision(tombstone(last, head.rev + 1, run_id, now, "gone:twice"), None))
    return len(due), False


def tombstone(last: dict[str, Any], rev: int, run_id: str, now: datetime, flag: str) -> TombstoneRecord:
    """The record that ends a key. `last`: a line of that key."""
    return TombstoneRecord(
        schema=last["schema"],
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


def revision(record: Record, published_at: str | None) -> Revision:
    """A record as the ledger keeps it."""
    stream = STREAM_OF[record.schema.partition("-")[0]]
    op, rev = record.op or "upsert", record.rev or 1
    return Revision(stream, record.key, rev, op, record.content_sha256, published_at, record.run_id, line(record))


def _alive(ledger: Ledger, no: int) -> bool:
    head = ledger.head(key_of(no))
    return head is not None and head.op == "upsert"


def _between(times: tuple[str, str]) -> timedelta:
    first, last = times
    return datetime.fromisoformat(last) - datetime.fromisoformat(first)
