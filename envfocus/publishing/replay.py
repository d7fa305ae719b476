"""Feed files from the ledger, byte for byte."""

from collections.abc import Iterator
from dataclasses import dataclass

from envfocus.atomic import Disk, write
from envfocus.ledger import Ledger, Part
from envfocus.publishing.layout import Layout, part_schema
from envfocus.publishing.lines import is_of, numbered
from envfocus.publishing.publisher import write_part
from envfocus.schema import schema_bytes


@dataclass(frozen=True, slots=True)
class Selection:
    """What to replay: everything that passes all of the given tests."""

    stream: str | None = None
    from_seq: int | None = None
    key: str | None = None
    dt: str | None = None

    def parts(self, ledger: Ledger) -> list[Part]:
        """The published parts that hold something of it."""
        return [part for part in self._candidates(ledger) if self._holds(part)]

    def lines(self, ledger: Ledger) -> Iterator[bytes]:
        """Its lines, as they stand in the feed."""
        for part in self.parts(ledger):
            for seq, _, _, line in ledger.rows(part):
                if self._wants(seq, line):
                    yield numbered(line, seq)

    def _candidates(self, ledger: Ledger) -> list[Part]:
        if self.key:
            return ledger.parts_with(self.key)
        return ledger.parts(self.stream)

    def _holds(self, part: Part) -> bool:
        return (
            part.manifest is not None
            and self.stream in {None, part.stream}
            and self.dt in {None, part.plan["dt"]}
            and part.last_seq >= (self.from_seq or 0)
        )

    def _wants(self, seq: int, line: bytes) -> bool:
        if seq < (self.from_seq or 0):
            return False
        return not self.key or is_of(line, self.key)


def write_parts(
    ledger: Ledger, layout: Layout, disk: Disk, selection: Selection
) -> list[Part]:
    """Write the selection's parts, with manifests and schemas, below `layout`;
    `LATEST.json` is not touched.
    """
    parts = selection.parts(ledger)
    for schema in sorted({part_schema(part) for part in parts}):
        write(disk, layout.schema(schema), [schema_bytes(schema)])
    for part in parts:
        write_part(ledger, layout, disk, part)
    return parts
