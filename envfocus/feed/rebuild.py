"""A lost ledger, from the feed."""

from datetime import datetime

from envfocus.clock import kst_text
from envfocus.feed.layout import STREAMS, Layout
from envfocus.feed.lines import parsed, unnumbered, unpacked
from envfocus.feed.verify import Read, manifests, verify
from envfocus.ledger import Ledger, Part, Revision

TAKEDOWN = "takedown:"
"""Begins the flag of a line that ends a key for ever; the reason follows."""


def rebuild(ledger: Ledger, layout: Layout) -> dict[str, int]:
    """Fill an empty ledger from a feed that is verified first, in one transaction. Raises FeedError.

    Returns records by stream.
    """
    verify(layout)
    counts: dict[str, int] = {}
    try:
        for stream in STREAMS:
            for manifest in manifests(layout, stream):
                counts[stream] = counts.get(stream, 0) + _part(ledger, stream, manifest)
    except BaseException:
        ledger.rollback()
        raise
    ledger.commit()
    return counts


def _part(ledger: Ledger, stream: str, manifest: Read) -> int:
    content = manifest.content
    resource = content["resources"][0]
    file = manifest.path.with_name(resource["path"])
    for seq, line in enumerate(unpacked(file), start=content["first_seq"]):
        _line(ledger, stream, seq, line, str(file))
    plan = {
        "run_id": content["run_id"],
        "planned_at": content["created"],
        "dt": manifest.path.parent.name.removeprefix("dt="),
        "compression": "zstd" if file.suffix == ".zst" else None,
        "producer": content["producer"],
        "schema_hash": content["schema"]["hash"],
        "replaces": content["replaces"],
    }
    ledger.restore(Part(stream, content["first_seq"], content["last_seq"], plan, manifest.path.read_bytes()))
    return int(content["records"])


def _line(ledger: Ledger, stream: str, seq: int, line: bytes, where: str) -> None:
    record = parsed(line, where)
    data = record["data"] or {}
    published = data.get("published_at_utc")
    values = (record["content_sha256"], published, record["run_id"], unnumbered(line, seq))
    ledger.append(Revision(stream, record["key"], record["rev"], record["op"], *values), seq)
    for flag in record["quality"]["flags"]:
        if flag.startswith(TAKEDOWN):
            ledger.take_down(record["key"], flag.removeprefix(TAKEDOWN), record["observed_at"])
    if data.get("article_no"):
        source = record["source"]
        headers = (source["etag"], source["last_modified"], source["body_sha256"])
        at = kst_text(datetime.fromisoformat(record["observed_at"]))
        ledger.fetched(data["article_no"], "article", headers, at, record["run_id"])
