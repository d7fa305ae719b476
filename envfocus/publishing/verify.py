"""Is the feed what its manifests say? Needs no network and no ledger; with one, holds
it against the feed.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs

from envfocus.exceptions import FeedError
from envfocus.exporters import LONGEST_LINE
from envfocus.exporters import line as line_of
from envfocus.ledger import Part
from envfocus.publishing.chain import ManifestFile, manifests
from envfocus.publishing.content import content_sha256
from envfocus.publishing.layout import STREAMS, Layout
from envfocus.publishing.lines import parsed, unpacked
from envfocus.publishing.manifest import LATEST_FORM, Tally, loads, sha256


@dataclass(slots=True)
class Verified:
    """What was found true, by stream. `heads`: key → its last rev."""

    parts: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    last_seq: Counter[str] = field(default_factory=Counter)
    heads: dict[str, int] = field(default_factory=dict)


def verify(layout: Layout) -> Verified:
    """Check chain, hashes, counts, seq, revisions, the schema of every line. Raises
    FeedError for the first fault.
    """
    verified = Verified()
    latest = _latest_of(layout)
    for stream in STREAMS:
        last = None
        for manifest in manifests(layout, stream):
            _verify_part(layout, stream, manifest, verified)
            last = manifest
        _check_latest(layout, stream, latest.get(stream), last)
    return verified


def against_ledger(layout: Layout, parts: list[Part]) -> None:
    """Check that the ledger's published parts and the feed's manifests are the same.
    Raises FeedError.
    """
    published = [part for part in parts if part.manifest is not None]
    known = {layout.manifest(part): part.manifest for part in published}
    found = {path for stream in STREAMS for path in layout.manifests(stream)}
    for path in sorted(found - known.keys()):
        raise FeedError(
            f"{path}: not in the ledger;"
            " a run that was cut short finishes it, else `scrapy rebuild`"
        )
    for path, manifest in sorted(known.items()):
        if path not in found:
            raise FeedError(
                f"{path}: missing, the ledger has it;"
                " `scrapy replay --to` writes it again"
            )
        if path.read_bytes() != manifest:
            raise FeedError(f"{path}: not the manifest that the ledger has")


def _verify_part(
    layout: Layout, stream: str, manifest: ManifestFile, verified: Verified
) -> None:
    """Check a part; its revisions go on from `verified.heads`."""
    _check_file(manifest)
    validator = _validator(layout, manifest)
    file = manifest.data
    seq = manifest.first_seq
    tally = Tally()
    for number, line in enumerate(unpacked(file), start=1):
        where = f"{file}: line {number}"
        record = parsed(line, where)
        if len(line) > LONGEST_LINE or line_of(record) != line:
            raise FeedError(f"{where}: not in the form that the feed writes")
        _check_schema(record, where, validator)
        if record["seq"] != seq:
            raise FeedError(f"{where}: seq {record['seq']}, expected {seq}")
        _check_revision(record, where, verified.heads)
        data = record["data"] or {}
        tally.record(record["op"], data.get("published_at_utc"))
        seq += 1
    _check_counts(manifest, tally)
    verified.parts[stream] += 1
    verified.records[stream] += tally.records
    verified.last_seq[stream] = manifest.last_seq


def _check_file(manifest: ManifestFile) -> None:
    """Size and hash of the file of lines."""
    named = manifest.resource
    size, digest = _measured(manifest.data)
    if size != named["bytes"] or digest != named["hash"]:
        raise FeedError(
            f"{manifest.data}: {size:,} bytes, {digest};"
            f" its manifest says {named['bytes']:,} bytes, {named['hash']}"
        )


def _validator(layout: Layout, manifest: ManifestFile) -> jsonschema_rs.Validator:
    """For the lines of a part, by the schema in the feed."""
    named = manifest.content["schema"]
    path = layout.root / named["path"]
    if path != layout.schema(named["name"]):
        raise FeedError(
            f"{manifest.path}: names the schema {named['name']},"
            f" and the file {named['path']}"
        )
    if sha256(_bytes(path)) != named["hash"]:
        raise FeedError(
            f"{path}: not the schema that the part was written with;"
            " a schema never changes"
        )
    return jsonschema_rs.validator_for(loads(path), validate_formats=True)


def _check_schema(
    record: dict[str, Any], where: str, validator: jsonschema_rs.Validator
) -> None:
    """A line is as its schema wants it, and published."""
    for fault in validator.iter_errors(record):
        path = ".".join(str(step) for step in fault.instance_path) or "record"
        raise FeedError(f"{where}: breaks its schema: {path}: {fault.message[:300]}")
    if record["op"] is None:
        raise FeedError(f"{where}: no op; expected upsert or tombstone")


def _check_revision(record: dict[str, Any], where: str, heads: dict[str, int]) -> None:
    """A line follows the one before it of its key, and its hash is true."""
    key = record["key"]
    rev = record["rev"]
    data = record["data"]
    before = heads.get(key, 0)
    if rev != before + 1:
        raise FeedError(f"{where}: {key} rev {rev} after rev {before}")
    heads[key] = rev
    if data is not None and content_sha256(data) != record["content_sha256"]:
        raise FeedError(
            f"{where}: {key}: content_sha256 is not the hash of its content"
        )


def _check_counts(manifest: ManifestFile, tally: Tally) -> None:
    """What a manifest counts is what the file has."""
    counted = {
        "last_seq": manifest.first_seq + tally.records - 1,
        "records": tally.records,
        "ops": tally.ops,
        "oldest_published_at": tally.oldest,
        "newest_published_at": tally.newest,
    }
    for name, found in counted.items():
        named = manifest.content[name]
        if named != found:
            raise FeedError(
                f"{manifest.path}: {name} is {named!r}, the file has {found!r}"
            )


def _latest_of(layout: Layout) -> dict[str, Any]:
    """What `LATEST.json` says of each stream."""
    if not layout.latest.exists():
        return {}
    streams: dict[str, Any] = loads(layout.latest, LATEST_FORM)["streams"]
    return streams


def _check_latest(
    layout: Layout,
    stream: str,
    entry: dict[str, Any] | None,
    last: ManifestFile | None,
) -> None:
    """`LATEST.json` names the last manifest of a stream."""
    expected = None
    if last is not None:
        expected = {"seq": last.last_seq, "manifest": layout.relative(last.path)}
    found = None
    if entry is not None:
        found = {name: entry[name] for name in ("seq", "manifest")}
    if found != expected:
        raise FeedError(
            f"{layout.latest}: says {entry} of {stream},"
            f" the last manifest is {expected}"
        )
    if entry and last and entry["hash"] not in last.hashes:
        raise FeedError(
            f"{layout.latest}: {stream}: {entry['hash']} is not the hash of {last.path}"
        )


def _measured(path: Path) -> tuple[int, str]:
    """Size and hash of a file, read piece by piece: a part can be large."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return path.stat().st_size, f"sha256:{digest}"
    except OSError as error:
        raise FeedError(f"{path}: cannot be read: {error.strerror}") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FeedError(f"{path}: cannot be read: {error.strerror}") from error
