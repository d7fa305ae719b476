"""Taking an article out of everything that was ever written of it."""

import re
from datetime import datetime
from typing import Any

import orjson

from envfocus.clock import kst_text
from envfocus.exceptions import FeedError
from envfocus.exporters import line
from envfocus.keys import article_no_of
from envfocus.ledger import Ledger, Part
from envfocus.ledger.frontier import TAKEN_DOWN
from envfocus.publishing.acceptance import revision, tombstone
from envfocus.publishing.layout import Layout
from envfocus.publishing.manifest import sha256
from envfocus.publishing.publisher import Publisher
from envfocus.publishing.rebuild import TAKEDOWN

PURGED = "purged"


def take_down(
    ledger: Ledger, publisher: Publisher, key: str, reason: str, now: datetime
) -> list[Part]:
    """Purge a key's text from ledger and feed, end it with a tombstone, and never
    collect it again.

    Returns the parts that were written, old ones again and the tombstone's. The first
    transaction holds all that is decided; a crash after it is finished by the next run.
    Raises FeedError for a key that is not known.
    """
    head = ledger.head(key)
    if head is None:
        raise FeedError(
            f"{key}: not in the ledger; expected a key of the feed, e.g. ecofocus:a71760"
        )
    if ledger.taken_down(key):
        raise FeedError(f"{key}: was taken down before")
    run_id = f"takedown-{now:%Y%m%dT%H%M%S}"
    with ledger.whole():
        _decide(ledger, key, head.rev, reason, (run_id, now))
    ledger.forget_deleted()
    return publisher.recover() + publisher.publish(run_id, now, key)


def _decide(
    ledger: Ledger, key: str, last_rev: int, reason: str, run: tuple[str, datetime]
) -> None:
    """Everything that a takedown changes in the ledger."""
    run_id, now = run
    last = orjson.loads(ledger.line(key, last_rev))
    for rev in range(1, last_rev + 1):
        old = orjson.loads(ledger.line(key, rev))
        blank = tombstone(
            old, rev, old["run_id"], datetime.fromisoformat(old["observed_at"]), PURGED
        )
        ledger.purge(key, rev, line(blank))
    end = tombstone(last, last_rev + 1, run_id, now, f"{TAKEDOWN}{reason}")
    ledger.append(revision(end, None))
    ledger.take_down(key, reason, kst_text(now))
    if article_no := article_no_of(key):
        ledger.frontier.record_end(article_no, TAKEN_DOWN, run_id, now)
    for part in ledger.parts_with(key):
        ledger.reopen(part, _again(part))


def purge_quarantine(layout: Layout, key: str) -> int:
    """Drop a key's lines from the quarantine. Returns how many there were."""
    dropped, pattern = 0, re.compile(re.escape(key.encode()) + rb"(?![0-9-])")
    for path in sorted(layout.quarantine.glob("*.jsonl")):
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [entry for entry in lines if not pattern.search(entry)]
        if len(kept) < len(lines):
            path.write_bytes(b"".join(kept))
            dropped += len(lines) - len(kept)
    return dropped


def _again(part: Part) -> dict[str, Any]:
    """The plan by which a published part is written again: it names what it replaces,
    and the same part before it.
    """
    if part.manifest is None:
        return part.plan
    manifest = orjson.loads(part.manifest)
    replaced = {
        "data": manifest["resources"][0]["hash"],
        "manifest": sha256(part.manifest),
    }
    return {
        **part.plan,
        "previous": manifest["previous"],
        "replaces": [*(part.plan.get("replaces") or ()), replaced],
    }
