"""Manifests: Frictionless Data Package v2, chained by hash."""

import hashlib
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from envfocus import __version__
from envfocus.exceptions import FeedError
from envfocus.ledger import Part
from envfocus.parsing import PARSER_VERSION
from envfocus.publishing.layout import STREAMS, Layout, part_schema

_MEDIA_TYPES = {None: "application/x-ndjson", "zstd": "application/zstd"}
"""By the compression of a part."""

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def sha256(data: bytes) -> str:
    """A hash as manifests write it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def dumps(value: Any) -> bytes:
    """JSON for people: indented, a line feed at the end."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def loads(path: Path, form: jsonschema_rs.Validator | None = None) -> dict[str, Any]:
    """A JSON object from a file, of a given form. Raises FeedError."""
    try:
        value = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise FeedError(f"{path}: cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise FeedError(f"{path}: no JSON object")
    if form is None:
        return value
    for fault in form.iter_errors(value):
        place = ".".join(str(step) for step in fault.instance_path) or "file"
        raise FeedError(f"{path}: {place}: {fault.message[:200]}")
    return value


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, schema]}


_HASH = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_SEQ = {"type": "integer", "minimum": 1}
_MANIFEST_PATH = {
    "type": "string",
    "pattern": r"^[a-z]+/dt=[0-9-]{10}/part-\d{12}-\d{12}\.manifest\.json$",
}
_RESOURCE = _object(
    path={"type": "string", "pattern": r"^part-\d{12}-\d{12}\.jsonl(\.zst)?$"},
    bytes=_COUNT,
    hash=_HASH,
)

MANIFEST_FORM = jsonschema_rs.validator_for(
    _object(
        created=_TEXT,
        resources={"type": "array", "items": _RESOURCE, "minItems": 1, "maxItems": 1},
        stream={"enum": sorted(STREAMS)},
        records=_COUNT,
        first_seq=_SEQ,
        last_seq=_SEQ,
        ops=_object(upsert=_COUNT, tombstone=_COUNT),
        oldest_published_at=_or_null(_TEXT),
        newest_published_at=_or_null(_TEXT),
        schema=_object(
            name=_TEXT,
            path={"type": "string", "pattern": r"^schema/[a-z]+-[\d.]+\.json$"},
            hash=_HASH,
        ),
        run_id=_TEXT,
        producer={"type": "object"},
        previous=_or_null(_object(path=_MANIFEST_PATH, hash=_HASH)),
        replaces=_or_null(
            {"type": "array", "items": _object(data=_HASH, manifest=_HASH)}
        ),
    )
)
LATEST_FORM = jsonschema_rs.validator_for(
    _object(
        version={"const": 1},
        streams={
            "type": "object",
            "propertyNames": {"enum": sorted(STREAMS)},
            "additionalProperties": _object(
                seq=_SEQ, manifest=_MANIFEST_PATH, hash=_HASH
            ),
        },
    )
)


def producer() -> dict[str, str]:
    """What made a part; noted when it is planned, so that it stays the same when it is
    written again.
    """
    return {
        "envfocus": __version__,
        "parser": PARSER_VERSION,
        "python": platform.python_version(),
        "scrapy": version("scrapy"),
        "selectolax": version("selectolax"),
        "orjson": version("orjson"),
    }


class Tally:
    """Counts what a manifest tells of a part, while its bytes pass by."""

    def __init__(self) -> None:
        self.records = 0
        self.bytes = 0
        self.ops = {"upsert": 0, "tombstone": 0}
        self.oldest: str | None = None
        self.newest: str | None = None
        self._hash = hashlib.sha256()

    def record(self, op: str, published_at: str | None) -> None:
        """One line."""
        self.records += 1
        self.ops[op] += 1
        if published_at:
            self.oldest = min(self.oldest or published_at, published_at)
            self.newest = max(self.newest or published_at, published_at)

    def chunk(self, data: bytes) -> bytes:
        """Some bytes of the file."""
        self.bytes += len(data)
        self._hash.update(data)
        return data

    @property
    def hash(self) -> str:
        """Of the file, as manifests write it."""
        return f"sha256:{self._hash.hexdigest()}"


def manifest_of(
    part: Part, tally: Tally, layout: Layout, previous: dict[str, str] | None
) -> dict[str, Any]:
    """The manifest of a part. `previous`: path and hash of the manifest before it in
    its stream.
    """
    schema = part_schema(part)
    return {
        "$schema": PROFILE,
        "name": f"envfocus-{part.stream}-{part.first_seq:012d}-{part.last_seq:012d}",
        "created": part.plan["planned_at"],
        "resources": [_resource(part, tally, layout.data(part))],
        "stream": part.stream,
        "records": tally.records,
        "first_seq": part.first_seq,
        "last_seq": part.last_seq,
        "ops": tally.ops,
        "oldest_published_at": tally.oldest,
        "newest_published_at": tally.newest,
        "schema": {
            "name": schema,
            "path": layout.relative(layout.schema(schema)),
            "hash": part.plan["schema_hash"],
        },
        "run_id": part.plan["run_id"],
        "producer": part.plan["producer"],
        "previous": previous,
        "replaces": part.plan.get("replaces"),
    }


def _resource(part: Part, tally: Tally, data: Path) -> dict[str, Any]:
    """The file of the lines."""
    return {
        "name": part.stream,
        "path": data.name,
        "format": data.suffix.removeprefix("."),
        "mediatype": _MEDIA_TYPES[part.plan["compression"]],
        "encoding": "utf-8",
        "bytes": tally.bytes,
        "hash": tally.hash,
    }
