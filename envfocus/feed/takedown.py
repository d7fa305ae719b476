"""Taking an article out of everything that was ever written of it."""

from datetime import datetime

import orjson

from envfocus.clock import kst_text
from envfocus.exceptions import FeedError
from envfocus.exporters import line
from envfocus.feed.acceptance import revision, tombstone
from envfocus.feed.layout import Layout
from envfocus.feed.manifest import sha256
from envfocus.feed.publisher import Publisher
from envfocus.feed.rebuild import TAKEDOWN
from envfocus.ledger import Ledger, Part

PURGED = "purged"


def take_down(ledger: Ledger, publisher: Publisher, key: str, reason: str, now: datetime) -> list[Part]:
    """Purge a key's text from ledger and feed, end it with a tombstone, and never collect it again.

    Returns the parts that were written, old ones again and the tombstone's. The first transaction holds all
    that is decided; a crash after it is finished by the next run. Raises FeedError for a key that is not known.
    """
    head = ledger.head(key)
    if head is None:
        raise FeedError(f"{key}: not in the ledger; expected a key of the feed, e.g. ecofocus:a71760")
    if ledger.taken_down(key):
        raise FeedError(f"{key}: was taken down before")
    run_id = f"takedown-{now:%Y%m%dT%H%M%S}"
    last = orjson.loads(ledger.line(key, head.rev))
    for rev in range(1, head.rev + 1):
        old = orjson.loads(ledger.line(key, rev))
        blank = tombstone(key, rev, old["source"], old["run_id"], datetime.fromisoformat(old["observed_at"]), PURGED)
        ledger.purge(key, rev, line(blank))
    end = tombstone(key, head.rev + 1, last["source"], run_id, now, f"{TAKEDOWN}{reason}")
    ledger.append(revision(end, None))
    ledger.take_down(key, reason, kst_text(now))
    for part in ledger.parts_with(key):
        ledger.reopen(part, {**part.plan, "replaces": [*(part.plan.get("replaces") or ()), _replaced(part)]})
    ledger.commit()
    ledger.forget_deleted()
    return publisher.recover() + publisher.publish(run_id, now)


def purge_quarantine(layout: Layout, key: str) -> int:
    """Drop a key's lines from the quarantine. Returns how many there were."""
    dropped = 0
    for path in sorted(layout.quarantine.glob("*.jsonl")):
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [entry for entry in lines if f'"{key}"'.encode() not in entry]
        if len(kept) < len(lines):
            path.write_bytes(b"".join(kept))
            dropped += len(lines) - len(kept)
    return dropped


def _replaced(part: Part) -> dict[str, str]:
    manifest = part.manifest or b"{}"
    resources = orjson.loads(manifest).get("resources")
    return {"data": resources[0]["hash"] if resources else "", "manifest": sha256(manifest)}
