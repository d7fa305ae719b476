"""Is the feed what its manifests say? Needs no network and no ledger; with one, holds
it against the feed.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs

from envfocus.exceptions import FeedError
from envfocus.exporters import LONGEST_LINE
from envfocus.exporters import line as line_of
from envfocus.ledger import Part
from envfocus.publishing.content import content_sha256
from envfocus.publishing.layout import MANIFEST_NAME, STREAMS, Layout
from envfocus.publishing.lines import parsed, unpacked
from envfocus.publishing.manifest import LATEST_FORM, MANIFEST_FORM, loads, sha256


@dataclass(slots=True)
class Verified:
    """What was found true, by stream. `heads`: key → its last rev."""

    parts: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    last_seq: Counter[str] = field(default_factory=Counter)
    heads: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """A manifest as read: its path, its content, its hash and those that it replaced."""

    path: Path
    content: dict[str, Any]
    hashes: frozenset[str]


def verify(layout: Layout) -> Verified:
    """Check chain, hashes, counts, seq, revisions, the schema of every line. Raises
    FeedError for the first fault.
    """
    verified = Verified()
    latest = (
        loads(layout.latest, LATEST_FORM) if layout.latest.exists() else {"streams": {}}
    )
    for stream in STREAMS:
        last = None
        for manifest in manifests(layout, stream):
            _part(layout, manifest, verified)
            last = manifest
        _latest(layout, stream, latest["streams"].get(stream), last)
    return verified


def manifests(layout: Layout, stream: str) -> Iterator[Read]:
    """The manifests of a stream in their order. Raises FeedError where the chain is
    broken.
    """
    before: Read | None = None
    for path in layout.manifests(stream):
        content = loads(path, MANIFEST_FORM)
        replaced = {entry["manifest"] for entry in content.get("replaces") or ()}
        manifest = Read(
            path, content, frozenset({sha256(path.read_bytes()), *replaced})
        )
        _chained(layout, manifest, before)
        yield manifest
        before = manifest


def against_ledger(layout: Layout, parts: list[Part]) -> None:
    """Check that the ledger's published parts and the feed's manifests are the same.
    Raises FeedError.
    """
    known = {
        layout.manifest(part): part.manifest
        for part in parts
        if part.manifest is not None
    }
    found = {path for stream in STREAMS for path in layout.manifests(stream)}
    for path in sorted(found - known.keys()):
        raise FeedError(
            f"{path}: not in the ledger; a run that was cut short finishes it, else `scrapy rebuild`"
        )
    for path, manifest in sorted(known.items()):
        if path not in found:
            raise FeedError(
                f"{path}: missing, the ledger has it; `scrapy replay --to` writes it again"
            )
        if path.read_bytes() != manifest:
            raise FeedError(f"{path}: not the manifest that the ledger has")


def _chained(layout: Layout, manifest: Read, before: Read | None) -> None:
    path, content = manifest.path, manifest.content
    match = MANIFEST_NAME.fullmatch(path.name)
    expected = int(before.content["last_seq"]) + 1 if before else 1
    if match is None or (int(match[1]), int(match[2])) != (
        content["first_seq"],
        content["last_seq"],
    ):
        raise FeedError(
            f"{path}: its name is not its seq {content['first_seq']}–{content['last_seq']}"
        )
    if content["first_seq"] != expected:
        raise FeedError(
            f"{path}: begins at seq {content['first_seq']}, expected {expected}: a part is missing or doubled"
        )
    if content["stream"] != path.parent.parent.name or not content["resources"][0][
        "path"
    ].startswith(path.name[:30]):
        raise FeedError(
            f"{path}: is of another part: {content['stream']}, {content['resources'][0]['path']}"
        )
    previous = content["previous"]
    if (previous is None) != (before is None):
        raise FeedError(
            f"{path}: names no previous manifest"
            if before
            else f"{path}: the manifest before it is missing"
        )
    if before and (
        previous["hash"] not in before.hashes
        or previous["path"] != layout.relative(before.path)
    ):
        raise FeedError(
            f"{path}: the chain is broken: {before.path} has another hash than {previous['hash']}"
        )


def _part(layout: Layout, manifest: Read, verified: Verified) -> None:
    content = manifest.content
    resource, stream = content["resources"][0], content["stream"]
    file = manifest.path.with_name(resource["path"])
    size, digest = _measured(file)
    if (size, digest) != (resource["bytes"], resource["hash"]):
        said = f"{resource['bytes']:,} bytes, {resource['hash']}"
        raise FeedError(f"{file}: {size:,} bytes, {digest}; its manifest says {said}")
    validator = _validator(layout, manifest)
    ops: Counter[str] = Counter()
    dates: list[str] = []
    seq = content["first_seq"] - 1
    for seq, line in enumerate(unpacked(file), start=content["first_seq"]):
        where = f"{file}: line {seq - content['first_seq'] + 1}"
        record = parsed(line, where)
        if len(line) > LONGEST_LINE or line_of(record) != line:
            raise FeedError(f"{where}: not in the form that the feed writes")
        _line(record, seq, where, validator, verified)
        ops[record["op"]] += 1
        if record["data"] and record["data"].get("published_at_utc"):
            dates.append(record["data"]["published_at_utc"])
    counted = {
        "last_seq": seq,
        "records": ops.total(),
        "ops": {"upsert": ops["upsert"], "tombstone": ops["tombstone"]},
        "oldest_published_at": min(dates, default=None),
        "newest_published_at": max(dates, default=None),
    }
    for name, value in counted.items():
        if content[name] != value:
            raise FeedError(
                f"{manifest.path}: {name} is {content[name]!r}, the file has {value!r}"
            )
    verified.parts[stream] += 1
    verified.records[stream] += ops.total()
    verified.last_seq[stream] = seq


def _line(
    record: dict[str, Any],
    seq: int,
    where: str,
    validator: jsonschema_rs.Validator,
    verified: Verified,
) -> None:
    for fault in validator.iter_errors(record):
        path = ".".join(str(part) for part in fault.instance_path) or "record"
        raise FeedError(f"{where}: breaks its schema: {path}: {fault.message[:300]}")
    if record["op"] is None:
        raise FeedError(f"{where}: no op; expected upsert or tombstone")
    if record["seq"] != seq:
        raise FeedError(f"{where}: seq {record['seq']}, expected {seq}")
    key, rev = record["key"], record["rev"]
    if rev != verified.heads.get(key, 0) + 1:
        raise FeedError(
            f"{where}: {key} rev {rev} after rev {verified.heads.get(key, 0)}"
        )
    verified.heads[key] = rev
    if (
        record["data"] is not None
        and content_sha256(record["data"]) != record["content_sha256"]
    ):
        raise FeedError(
            f"{where}: {key}: content_sha256 is not the hash of its content"
        )


def _validator(layout: Layout, manifest: Read) -> jsonschema_rs.Validator:
    named = manifest.content["schema"]
    path = layout.root / named["path"]
    if path != layout.schema(named["name"]):
        raise FeedError(
            f"{manifest.path}: names the schema {named['name']}, and the file {named['path']}"
        )
    if sha256(_bytes(path)) != named["hash"]:
        raise FeedError(
            f"{path}: not the schema that the part was written with; a schema never changes"
        )
    return jsonschema_rs.validator_for(loads(path), validate_formats=True)


def _latest(
    layout: Layout, stream: str, said: dict[str, Any] | None, last: Read | None
) -> None:
    if last is None and said is None:
        return
    expected = (
        {"seq": last.content["last_seq"], "manifest": layout.relative(last.path)}
        if last
        else None
    )
    if (
        said is None
        or expected is None
        or {name: said[name] for name in expected} != expected
    ):
        raise FeedError(
            f"{layout.latest}: says {said} of {stream}, the last manifest is {expected}"
        )
    if last and said["hash"] not in last.hashes:
        raise FeedError(
            f"{layout.latest}: {stream}: {said['hash']} is not the hash of {last.path}"
        )


def _measured(path: Path) -> tuple[int, str]:
    """Size and hash of a file, read piece by piece: a part can be large."""
    try:
        with path.open("rb") as file:
            return (
                path.stat().st_size,
                f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}",
            )
    except OSError as error:
        raise FeedError(f"{path}: cannot be read: {error.strerror}") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FeedError(f"{path}: cannot be read: {error.strerror}") from error
