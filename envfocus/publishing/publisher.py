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

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Self

import orjson

from envfocus.atomic import Disk, RealDisk, write
from envfocus.clock import utc_text
from envfocus.config import Config
from envfocus.exceptions import FeedError
from envfocus.ledger import Ledger, Part
from envfocus.publishing.layout import STREAMS, Layout
from envfocus.publishing.lines import numbered, packed
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
        most: int,
        compression: str | None = None,
    ) -> None:
        self.ledger = ledger
        self.layout = layout
        self.disk = disk
        self.most = most
        self.compression = compression

    @classmethod
    def from_config(cls, config: Config, ledger: Ledger) -> Self:
        """For the feed of the settings."""
        return cls(
            ledger,
            Layout(config.feed_dir),
            RealDisk(),
            config.part_records,
            config.feed_compression,
        )

    def prepare(self) -> None:
        """Bring the schemas to the feed. Shows early whether the folder can be written,
        and is this ledger's.
        """
        for stream, seq in self._delivered().items():
            if seq > self.ledger.last_seq(stream):
                raise FeedError(
                    f"{self.layout.root}: {stream} to seq {seq}: the ledger knows less; `scrapy rebuild`"
                )
        for part in self.ledger.newest_published():
            path = self.layout.manifest(part)
            if not path.exists() or path.read_bytes() != part.manifest:
                raise FeedError(
                    f"{path}: missing, or not what the ledger published; `scrapy replay --to` writes it again"
                )
        for name in STREAMS.values():
            path, data = self.layout.schema(name), schema_bytes(name)
            if not path.exists():
                write(self.disk, path, [data])
            elif path.read_bytes() != data:
                raise FeedError(
                    f"{path}: differs from this program's schema; a schema never changes, its version rises"
                )

    def _delivered(self) -> dict[str, int]:
        """Stream → last seq of the feed as it stands."""
        if self.layout.latest.exists():
            return {
                name: entry["seq"]
                for name, entry in loads(self.layout.latest, LATEST_FORM)[
                    "streams"
                ].items()
            }
        names = ((stream, self.layout.manifests(stream)) for stream in STREAMS)
        return {stream: int(paths[-1].name[18:30]) for stream, paths in names if paths}

    def recover(self) -> list[Part]:
        """Finish the parts that an earlier process planned and may not have finished."""
        planned = self.ledger.parts(planned=True)
        again = [part for part in reversed(planned) if "previous" in part.plan]
        first = [part for part in planned if "previous" not in part.plan]
        for part in (
            *again,
            *first,
        ):  # the newest first, so that LATEST.json never goes back
            self._finish(part)
        return planned

    def publish(self, run_id: str, now: datetime, key: str | None = None) -> list[Part]:
        """Make parts of everything that is pending, at most `most` records each; with
        `key`, of that key's only.
        """
        parts = []
        for stream in STREAMS:
            while part := self.ledger.plan(
                stream, self.most, self._plan(stream, run_id, now), key
            ):
                self._finish(part)
                parts.append(part)
        return parts

    def _plan(self, stream: str, run_id: str, now: datetime) -> dict[str, Any]:
        return {
            "run_id": run_id,
            "planned_at": utc_text(now),
            "dt": f"{now.astimezone(UTC):%Y-%m-%d}",  # the day of publication, so that a partition closes
            "compression": self.compression,
            "producer": producer(),
            "schema_hash": sha256(schema_bytes(STREAMS[stream])),
        }

    def _finish(self, part: Part) -> None:
        manifest = write_part(self.ledger, self.layout, self.disk, part)
        write(self.disk, self.layout.latest, [self._latest(part, manifest)])
        self.ledger.publish(part, manifest)

    def _latest(self, part: Part, manifest: bytes) -> bytes:
        """`LATEST.json` once `part` is published."""
        last = {entry.stream: entry for entry in self.ledger.newest_published()}
        if (
            part.stream not in last or last[part.stream].last_seq < part.last_seq
        ):  # an old one can be written again
            last[part.stream] = part
        streams = {
            name: {
                "seq": entry.last_seq,
                "manifest": self.layout.relative(self.layout.manifest(entry)),
                "hash": sha256(manifest if entry is part else entry.manifest or b""),
            }
            for name, entry in sorted(last.items())
        }
        return dumps({"version": 1, "streams": streams})


def write_part(ledger: Ledger, layout: Layout, disk: Disk, part: Part) -> bytes:
    """Write a part's lines and its manifest, which is returned. The same ledger gives
    the same bytes.
    """
    tally = Tally()

    def lines() -> Iterator[bytes]:
        for seq, op, published_at, line in ledger.rows(part):
            tally.record(op, published_at)
            yield numbered(line, seq)

    write(
        disk,
        layout.data(part),
        map(tally.chunk, packed(lines(), part.plan["compression"])),
    )
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
