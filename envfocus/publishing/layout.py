"""Names and places of the feed's files, version 1."""

import re
from dataclasses import dataclass
from pathlib import Path

from envfocus.items import ARTICLE_SCHEMA, WEATHER_SCHEMA
from envfocus.ledger import Part

VERSION = "v1"
STREAMS = {"articles": ARTICLE_SCHEMA, "weather": WEATHER_SCHEMA}
"""Stream → name of the schema of the lines that are written now."""

_FIRST_SCHEMAS = {"articles": "article-1.0.0", "weather": "weather-1.0.0"}
"""Schemas of the parts whose plan names none: plans name one since there are two."""

_MANIFEST_NAME = re.compile(r"part-\d{12}-\d{12}\.manifest\.json")


def part_schema(part: Part) -> str:
    """The schema of the lines of a part."""
    name: str = part.plan.get("schema", _FIRST_SCHEMAS[part.stream])
    return name


def seqs_named(manifest: Path) -> tuple[int, int]:
    """First and last seq of a part, from the name of its manifest."""
    part, _, _ = manifest.name.partition(".")
    _, first_seq, last_seq = part.split("-")
    return int(first_seq), int(last_seq)


def current_schema(name: str) -> str:
    """The schema by which lines of the same kind as those of `name` are written now."""
    kind, _, _ = name.partition("-")
    for current in STREAMS.values():
        if current.startswith(f"{kind}-"):
            return current
    raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Layout:
    """The feed in one folder. Paths in manifests are relative to `root`."""

    folder: Path

    @property
    def root(self) -> Path:
        """`v1/`: everything a reader needs."""
        return self.folder / VERSION

    @property
    def latest(self) -> Path:
        """Last seq of each stream."""
        return self.root / "LATEST.json"

    @property
    def quarantine(self) -> Path:
        """What failed the contract."""
        return self.folder / "quarantine"

    def data(self, part: Part) -> Path:
        """The lines of a part."""
        if part.plan["compression"] == "zstd":
            return self._part(part, ".jsonl.zst")
        return self._part(part, ".jsonl")

    def manifest(self, part: Part) -> Path:
        """The manifest of a part; without it the part does not exist."""
        return self._part(part, ".manifest.json")

    def schema(self, name: str) -> Path:
        """A JSON Schema; never edited."""
        return self.root / "schema" / f"{name}.json"

    def run(self, run_id: str) -> Path:
        """The record of a run."""
        return self.root / "runs" / f"{run_id}.json"

    def relative(self, path: Path) -> str:
        """A path as manifests and LATEST.json name it."""
        return path.relative_to(self.root).as_posix()

    def manifests(self, stream: str) -> list[Path]:
        """Manifests of a stream, in the order of their seq."""
        found = (self.root / stream).glob("dt=*/part-*.manifest.json")
        parts = (path for path in found if _MANIFEST_NAME.fullmatch(path.name))
        return sorted(parts, key=lambda path: path.name)

    def _part(self, part: Part, ending: str) -> Path:
        name = f"part-{part.first_seq:012d}-{part.last_seq:012d}{ending}"
        return self.root / part.stream / f"dt={part.plan['dt']}" / name
