"""A lost ledger, from the feed."""

from collections import Counter
from datetime import datetime
from typing import Any

from envfocus.keys import article_no_of
from envfocus.ledger import Ledger, Part, Revision
from envfocus.ledger.frontier import DELIVERED, TAKEN_DOWN, TOMBSTONED, Answer
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.publishing.chain import ManifestFile, manifests
from envfocus.publishing.layout import STREAMS, Layout
from envfocus.publishing.lines import parsed, unnumbered, unpacked
from envfocus.publishing.verify import verify

TAKEDOWN = "takedown:"
"""Begins the flag of a line that ends a key for ever; the reason follows."""


def rebuild(ledger: Ledger, layout: Layout, schedule: Schedule) -> dict[str, int]:
    """Fill an empty ledger from a feed that is verified first, in one transaction.
    Raises FeedError.

    `schedule`: when each article is due again. Where articles stood is in no feed: the
    next run walks the lists to their end once more, and asks for none that is here.
    Returns records by stream.
    """
    verify(layout)
    counts: Counter[str] = Counter()
    try:
        for stream in STREAMS:
            for manifest in manifests(layout, stream):
                _add_lines(ledger, stream, manifest, schedule)
                _add_part(ledger, stream, manifest)
                counts[stream] += manifest.content["records"]
    except BaseException:
        ledger.rollback()
        raise
    ledger.commit()
    return counts


def _add_lines(
    ledger: Ledger, stream: str, manifest: ManifestFile, schedule: Schedule
) -> None:
    file = manifest.data
    for seq, line in enumerate(unpacked(file), start=manifest.first_seq):
        record = parsed(line, str(file))
        ledger.append(_revision(stream, record, unnumbered(line, seq)), seq)
        _note_takedown(ledger, record)
        article_no = article_no_of(record["key"])
        if article_no:
            _note_article(ledger, article_no, record, schedule)


def _add_part(ledger: Ledger, stream: str, manifest: ManifestFile) -> None:
    content = manifest.content
    compression = None
    if manifest.data.suffix == ".zst":
        compression = "zstd"
    plan = {
        "run_id": content["run_id"],
        "planned_at": content["created"],
        "dt": manifest.path.parent.name.removeprefix("dt="),
        "compression": compression,
        "producer": content["producer"],
        "schema": content["schema"]["name"],
        "schema_hash": content["schema"]["hash"],
        "replaces": content["replaces"],
    }
    ledger.restore(
        Part(
            stream=stream,
            first_seq=manifest.first_seq,
            last_seq=manifest.last_seq,
            plan=plan,
            manifest=manifest.path.read_bytes(),
        )
    )


def _revision(stream: str, record: dict[str, Any], line: bytes) -> Revision:
    data = record["data"] or {}
    return Revision(
        stream=stream,
        key=record["key"],
        rev=record["rev"],
        op=record["op"],
        content_sha256=record["content_sha256"],
        published_at=data.get("published_at_utc"),
        run_id=record["run_id"],
        line=line,
    )


def _note_takedown(ledger: Ledger, record: dict[str, Any]) -> None:
    """A key that was taken down is never collected again."""
    for reason in _takedown_reasons(record):
        ledger.take_down(record["key"], reason, record["observed_at"])


def _takedown_reasons(record: dict[str, Any]) -> list[str]:
    flags = record["quality"]["flags"]
    takedowns = [flag for flag in flags if flag.startswith(TAKEDOWN)]
    return [flag.removeprefix(TAKEDOWN) for flag in takedowns]


def _note_article(
    ledger: Ledger, article_no: int, record: dict[str, Any], schedule: Schedule
) -> None:
    """What a line says of its article: ended; or read, with these validators."""
    run_id = record["run_id"]
    source = record["source"]
    at = datetime.fromisoformat(record["observed_at"])
    if record["op"] != "tombstone":
        headers = (source["etag"], source["last_modified"], source["body_sha256"])
        published_at = record["data"]["published_at_utc"]
        answer = Answer(DELIVERED, headers, at, run_id, published_at)
        ledger.frontier.record_answer(article_no, answer, schedule)
        return
    end = TOMBSTONED
    if _takedown_reasons(record):
        end = TAKEN_DOWN
    ledger.frontier.record_end(article_no, end, run_id, at)
