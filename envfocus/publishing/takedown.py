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
            f"{key}: not in the ledger; expected a key of the feed, <prefix>:a<article number>"
        )
    if ledger.taken_down(key):
        raise FeedError(f"{key}: was taken down before")
    run_id = f"takedown-{now:%Y%m%dT%H%M%S}"
    with ledger.whole():
        _purge(ledger, key, head.rev)
        _end(ledger, key, head.rev, reason, (run_id, now))
        for part in ledger.parts_with(key):
            ledger.reopen(part, _again(part))
    ledger.forget_deleted()
    return publisher.recover() + publisher.publish(run_id, now, key)


def _purge(ledger: Ledger, key: str, last_rev: int) -> None:
    """Put lines without content in place of the revisions; each keeps its schema, for a
    part has one.
    """
    for rev in range(1, last_rev + 1):
        old = orjson.loads(ledger.line(key, rev))
        observed_at = datetime.fromisoformat(old["observed_at"])
        blank = tombstone(old, rev, old["run_id"], observed_at, PURGED)
        blank.schema = old["schema"]
        ledger.purge(key, rev, line(blank))


def _end(
    ledger: Ledger, key: str, last_rev: int, reason: str, run: tuple[str, datetime]
) -> None:
    """Append the tombstone; neither lists nor numbers bring the key back."""
    run_id, now = run
    last = orjson.loads(ledger.line(key, last_rev))
    end = tombstone(last, last_rev + 1, run_id, now, f"{TAKEDOWN}{reason}")
    ledger.append(revision(end))
    ledger.take_down(key, reason, kst_text(now))
    article_no = article_no_of(key)
    if article_no:
        ledger.frontier.record_end(article_no, TAKEN_DOWN, run_id, now)


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
    replaced_before = part.plan.get("replaces") or []
    return {
        **part.plan,
        "previous": manifest["previous"],
        "replaces": [*replaced_before, replaced],
    }


def purge_quarantine(layout: Layout, key: str) -> int:
    """Drop a key's lines from the quarantine. Returns how many there were."""
    pattern = re.compile(re.escape(key.encode()) + rb"(?![0-9-])")
    dropped = 0
    for path in sorted(layout.quarantine.glob("*.jsonl")):
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [entry for entry in lines if not pattern.search(entry)]
        if len(kept) < len(lines):
            path.write_bytes(b"".join(kept))
            dropped += len(lines) - len(kept)
    return dropped
