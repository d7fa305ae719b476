"""Ledger → files. The commit order of the feed, written once.

1. *Plan*: the ledger gives the pending revisions their seq and notes all that decides
   the part's bytes.
2. The lines, as one file: temporary file → write → flush → fsync → rename → fsync of
   the folder.
3. The manifest, the same way. Without it, the file of step 2 does not exist for a
   reader.
4. `LATEST.json`, the same way.
5. The ledger notes that the part is published.

A crash between any two steps leaves a planned part; `recover` does steps 2 to 5 again
with the same bytes.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import orjson

from envfocus.atomic import Disk, write
from envfocus.clock import utc_text
from envfocus.exceptions import FeedError
from envfocus.ledger import Ledger, Part
from envfocus.publishing.layout import STREAMS, Layout, part_schema, seqs_named
from envfocus.publishing.lines import is_of, numbered, packed, schema_named
from envfocus.publishing.manifest import (
    LATEST_FORM,
    Tally,
    dumps,
    loads,
    manifest_of,
    producer,
    sha256,
)
from envfocus.schema import schema_bytes


class Publisher:
    """Publishes what a ledger has accepted. Raises FeedError and LedgerError; nothing
    is lost by them.
    """

    def __init__(
        self,
        ledger: Ledger,
        layout: Layout,
        disk: Disk,
        max_records: int,
        compression: str | None = None,
    ) -> None:
        self.ledger = ledger
        self.layout = layout
        self.disk = disk
        self.max_records = max_records
        self.compression = compression

    def prepare(self) -> None:
        """Bring the schemas to the feed. Shows early whether the folder can be written,
        and is this ledger's.
        """
        for stream, seq in self._delivered().items():
            if seq > self.ledger.last_seq(stream):
                raise FeedError(
                    f"{self.layout.root}: {stream} to seq {seq}:"
                    " the ledger knows less; `scrapy rebuild`"
                )
        for part in self.ledger.newest_published():
            path = self.layout.manifest(part)
            if not path.exists() or path.read_bytes() != part.manifest:
                raise FeedError(
                    f"{path}: missing, or not what the ledger published;"
                    " `scrapy replay --to` writes it again"
                )
        for name in STREAMS.values():
            self._bring_schema(name)

    def recover(self) -> list[Part]:
        """Finish the parts that an earlier process planned and may not have finished."""
        planned = self.ledger.parts(planned=True)
        again = [part for part in planned if "previous" in part.plan]
        first = [part for part in planned if "previous" not in part.plan]
        # old ones from the newest to the oldest, so that LATEST.json never goes back
        for part in reversed(again):
            self._finish(part)
        for part in first:
            self._finish(part)
        return planned

    def publish(self, run_id: str, now: datetime, key: str | None = None) -> list[Part]:
        """Make parts of everything that is pending, at most `max_records` records each;
        with `key`, of that key's only.
        """
        parts = []
        for stream in STREAMS:
            while part := self._next_part(stream, run_id, now, key):
                self._finish(part)
                parts.append(part)
        return parts

    def _next_part(
        self, stream: str, run_id: str, now: datetime, key: str | None
    ) -> Part | None:
        schema, limit = self._next_lines(stream, key)
        return self.ledger.plan(stream, limit, self._plan(schema, run_id, now), key)

    def _next_lines(self, stream: str, key: str | None) -> tuple[str, int]:
        """The schema of the next pending lines, and how many of them may make a part.

        A part has one schema: lines that an older program accepted have their own.
        """
        current = STREAMS[stream]
        with closing(self._pending_schemas(stream, key)) as pending:
            schema = next(pending, current)
            if schema == current:
                return current, self.max_records
            count = 1
            for following in pending:
                if following != schema or count == self.max_records:
                    break
                count += 1
            return schema, count

    def _pending_schemas(
        self, stream: str, key: str | None
    ) -> Generator[str, None, None]:
        """The schemas that the pending lines name, in the order of acceptance."""
        for line in self.ledger.pending(stream):
            if key is None or is_of(line, key):
                yield schema_named(line)

    def _plan(self, schema: str, run_id: str, now: datetime) -> dict[str, Any]:
        return {
            "run_id": run_id,
            "planned_at": utc_text(now),
            # the day of publication, so that a partition closes
            "dt": f"{now.astimezone(UTC):%Y-%m-%d}",
            "compression": self.compression,
            "producer": producer(),
            "schema": schema,
            "schema_hash": sha256(_schema_bytes(schema)),
        }

    def _finish(self, part: Part) -> None:
        self._bring_schema(part_schema(part))
        manifest = write_part(self.ledger, self.layout, self.disk, part)
        write(self.disk, self.layout.latest, [self._latest(part, manifest)])
        self.ledger.publish(part, manifest)

    def _bring_schema(self, name: str) -> None:
        """Write a schema into the feed, once. Raises FeedError where it was edited."""
        path = self.layout.schema(name)
        data = _schema_bytes(name)
        if not path.exists():
            write(self.disk, path, [data])
        elif path.read_bytes() != data:
            raise FeedError(
                f"{path}: differs from this program's schema;"
                " a schema never changes, its version rises"
            )

    def _delivered(self) -> dict[str, int]:
        """Stream → last seq of the feed as it stands."""
        if self.layout.latest.exists():
            latest = loads(self.layout.latest, LATEST_FORM)
            return {name: entry["seq"] for name, entry in latest["streams"].items()}
        delivered = {}
        for stream in STREAMS:
            for path in self.layout.manifests(stream):
                _, delivered[stream] = seqs_named(path)
        return delivered

    def _latest(self, part: Part, manifest: bytes) -> bytes:
        """`LATEST.json` once `part` is published."""
        last = {entry.stream: entry for entry in self.ledger.newest_published()}
        newest = last.get(part.stream)
        if newest is None or newest.last_seq < part.last_seq:
            last[part.stream] = part  # an old one can be written again
        streams = {}
        for stream, entry in sorted(last.items()):
            content = entry.manifest or b""
            if entry is part:
                content = manifest
            streams[stream] = {
                "seq": entry.last_seq,
                "manifest": self.layout.relative(self.layout.manifest(entry)),
                "hash": sha256(content),
            }
        return dumps({"version": 1, "streams": streams})


def _schema_bytes(name: str) -> bytes:
    try:
        return schema_bytes(name)
    except KeyError:
        raise FeedError(
            f"{name}: not a schema of this program; a newer one wrote the ledger"
        ) from None


def write_part(ledger: Ledger, layout: Layout, disk: Disk, part: Part) -> bytes:
    """Write a part's lines and its manifest, which is returned. The same ledger gives
    the same bytes.
    """
    tally = Tally()

    def lines() -> Iterator[bytes]:
        for seq, op, published_at, line in ledger.rows(part):
            tally.record(op, published_at)
            yield numbered(line, seq)

    chunks = packed(lines(), part.plan["compression"])
    write(disk, layout.data(part), map(tally.chunk, chunks))
    manifest = dumps(manifest_of(part, tally, layout, _previous(ledger, layout, part)))
    write(disk, layout.manifest(part), [manifest])
    return manifest


def _previous(ledger: Ledger, layout: Layout, part: Part) -> dict[str, str] | None:
    """What a part names as the manifest before it: once written, it names the same for
    ever.
    """
    named: dict[str, str] | None
    if part.manifest is not None:
        named = orjson.loads(part.manifest)["previous"]
        return named
    if "previous" in part.plan:
        named = part.plan["previous"]
        return named
    before = ledger.part_ending(part.stream, part.first_seq - 1)
    if before is None or before.manifest is None:
        return None
    return {
        "path": layout.relative(layout.manifest(before)),
        "hash": sha256(before.manifest),
    }
