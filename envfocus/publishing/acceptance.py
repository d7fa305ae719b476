"""Record → revision: what is new, what changed, what is gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import orjson

from envfocus.clock import kst_text, utc_text
from envfocus.exporters import line
from envfocus.items import Quality, Record, Rights, Source, TombstoneRecord
from envfocus.keys import article_key
from envfocus.ledger import Ledger, Revision
from envfocus.ledger.frontier import TOMBSTONED
from envfocus.ledger.recheck_schedule import DELETION_INTERVAL
from envfocus.parsing import PARSER_VERSION
from envfocus.publishing.content import changed_fields, content_sha256

Outcome = Literal["new", "changed", "unchanged", "taken_down"]

STREAM_OF = {"article": "articles", "weather": "weather"}
_OUTAGE = 0.01
_FEW = 3


@dataclass(slots=True)
class Turned:
    """How a run found articles: `there`; `gone`, which were there before; `still` gone,
    when looked at last.
    """

    there: int = 0
    gone: int = 0
    still: int = 0

    def is_outage(self) -> bool:
        """Most are gone at once (of two, nothing is said), or nothing shows that the
        site serves articles at all.
        """
        return (self.gone >= _FEW and self.gone > self.there) or self.lacks_control()

    def lacks_control(self) -> bool:
        """Whether something is still gone, and no article was there that would make it
        a deletion.
        """
        return self.still > 0 and not self.there


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


def bury(
    ledger: Ledger, run_id: str, now: datetime, *, outage: bool = False
) -> tuple[int, bool]:
    """Write tombstones for articles that were missed twice, at least a day apart.

    Returns how many, and whether it was an outage, in which nothing was deleted:
    `outage`, or a run misses more than 1 % of the known articles at once.
    """
    missed = {
        article_no: times
        for article_no, times in ledger.frontier.absences().items()
        if is_alive(ledger, article_no)
    }
    missed_now = ledger.frontier.absences(run_id).keys() & missed.keys()
    if outage or (len(missed_now) > 1 and len(missed_now) > ledger.alive() * _OUTAGE):
        ledger.frontier.forget_absences(run_id)
        return 0, True
    due = [
        article_no
        for article_no in sorted(missed_now)
        if _between(missed[article_no]) >= DELETION_INTERVAL
    ]
    for article_no in due:
        key = article_key(ledger.key_prefix, article_no)
        head = ledger.head(key)
        if head is not None:
            last = orjson.loads(ledger.line(key, head.rev))
            ledger.append(
                revision(tombstone(last, head.rev + 1, run_id, now, "gone:twice"), None)
            )
            ledger.frontier.record_end(article_no, TOMBSTONED, run_id, now)
    return len(due), False


def tombstone(
    last: dict[str, Any], rev: int, run_id: str, now: datetime, flag: str
) -> TombstoneRecord:
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
    return Revision(
        stream,
        record.key,
        rev,
        op,
        record.content_sha256,
        published_at,
        record.run_id,
        line(record),
    )


def is_alive(ledger: Ledger, article_no: int) -> bool:
    """Whether the feed has the article, and no tombstone of it."""
    head = ledger.head(article_key(ledger.key_prefix, article_no))
    return head is not None and head.op == "upsert"


def _between(times: tuple[str, str]) -> timedelta:
    first, last = times
    return datetime.fromisoformat(last) - datetime.fromisoformat(first)
