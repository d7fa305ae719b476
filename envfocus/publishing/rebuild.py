"""A lost ledger, from the feed."""

from datetime import datetime
from typing import Any

from envfocus.keys import article_no_of
from envfocus.ledger import Ledger, Part, Revision
from envfocus.ledger.frontier import DELIVERED, TAKEN_DOWN, TOMBSTONED, Answer
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.publishing.layout import STREAMS, Layout
from envfocus.publishing.lines import parsed, unnumbered, unpacked
from envfocus.publishing.verify import Read, manifests, verify

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
    counts: dict[str, int] = {}
    try:
        for stream in STREAMS:
            for manifest in manifests(layout, stream):
                counts[stream] = counts.get(stream, 0) + _part(
                    ledger, stream, manifest, schedule
                )
    except BaseException:
        ledger.rollback()
        raise
    ledger.commit()
    return counts


def _part(ledger: Ledger, stream: str, manifest: Read, schedule: Schedule) -> int:
    content = manifest.content
    resource = content["resources"][0]
    file = manifest.path.with_name(resource["path"])
    for seq, line in enumerate(unpacked(file), start=content["first_seq"]):
        record = parsed(line, str(file))
        _append(ledger, stream, seq, line, record)
        _note(ledger, record, schedule)
    plan = {
        "run_id": content["run_id"],
        "planned_at": content["created"],
        "dt": manifest.path.parent.name.removeprefix("dt="),
        "compression": "zstd" if file.suffix == ".zst" else None,
        "producer": content["producer"],
        "schema_hash": content["schema"]["hash"],
        "replaces": content["replaces"],
    }
    ledger.restore(
        Part(
            stream,
            content["first_seq"],
            content["last_seq"],
            plan,
            manifest.path.read_bytes(),
        )
    )
    return int(content["records"])


def _append(
    ledger: Ledger, stream: str, seq: int, line: bytes, record: dict[str, Any]
) -> None:
    published = (record["data"] or {}).get("published_at_utc")
    values = (
        record["content_sha256"],
        published,
        record["run_id"],
        unnumbered(line, seq),
    )
    ledger.append(
        Revision(stream, record["key"], record["rev"], record["op"], *values), seq
    )


def _note(ledger: Ledger, record: dict[str, Any], schedule: Schedule) -> None:
    """What a line says of its key: taken down; ended; or read, with these validators."""
    reasons = [
        flag.removeprefix(TAKEDOWN)
        for flag in record["quality"]["flags"]
        if flag.startswith(TAKEDOWN)
    ]
    for reason in reasons:
        ledger.take_down(record["key"], reason, record["observed_at"])
    source, at, article_no = (
        record["source"],
        datetime.fromisoformat(record["observed_at"]),
        article_no_of(record["key"]),
    )
    if article_no and record["op"] == "tombstone":
        ledger.frontier.record_end(
            article_no, TAKEN_DOWN if reasons else TOMBSTONED, record["run_id"], at
        )
    elif article_no:
        headers = (source["etag"], source["last_modified"], source["body_sha256"])
        answer = Answer(
            DELIVERED, headers, at, record["run_id"], record["data"]["published_at_utc"]
        )
        ledger.frontier.record_answer(article_no, answer, schedule)
