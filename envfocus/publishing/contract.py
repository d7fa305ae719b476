"""The contract: a line as it will be written, held against its JSON Schema."""

from dataclasses import dataclass
from typing import Any

import jsonschema_rs
import orjson

from envfocus.exceptions import ContractError
from envfocus.exporters import LONGEST_LINE, line
from envfocus.items import Record
from envfocus.schema import RECORDS, schema_of

_RESERVE = 2048
"""Bytes for what acceptance adds: seq, op, rev, hash, changed fields."""

MAX_LINE = LONGEST_LINE - _RESERVE

_REVISION_FIELDS = (
    "schema",
    "seq",
    "op",
    "key",
    "rev",
    "content_sha256",
    "changed_fields",
)
"""The first fields of a line, in their order; they hold no text of a page."""


@dataclass(frozen=True, slots=True)
class SerializedRecord:
    """A record as it is written. `line`: its bytes, not yet a revision.

    `fields`: what a reader of the line finds.
    """

    line: bytes
    fields: dict[str, Any]

    def revised(self, **revision: Any) -> bytes:
        """The line with these of its revision fields set: op, rev, content_sha256 …

        The rest of it is not written again.
        """
        before = {name: self.fields[name] for name in _REVISION_FIELDS}
        after = {**before, **revision}
        begin = orjson.dumps(before)[:-1]
        return orjson.dumps(after)[:-1] + self.line[len(begin) :]


class Contract:
    """Serialises records, and lets only those through whose line keeps its schema."""

    def __init__(self) -> None:
        self._validators = {
            name: jsonschema_rs.validator_for(schema_of(name), validate_formats=True)
            for name in RECORDS
        }

    def serialize(self, record: Record) -> SerializedRecord:
        """The record's line. Raises ContractError: key, path of the fault, the fault."""
        try:
            written = line(record)
        except TypeError as error:
            reason = f"cannot be written as JSON: {error}"
            raise ContractError(f"{record.key}: {reason}") from None
        if len(written) > MAX_LINE:
            size = f"a line of {len(written):,} bytes; at most {MAX_LINE:,} are allowed"
            raise ContractError(f"{record.key}: {size}")
        validator = self._validators.get(record.schema)
        if validator is None:
            raise ContractError(f"{record.key}: no schema is called {record.schema!r}")
        fields = orjson.loads(written)
        for fault in validator.iter_errors(fields):
            path = ".".join(str(part) for part in fault.instance_path) or "record"
            raise ContractError(f"{record.key}: {path}: {fault.message[:300]}")
        return SerializedRecord(written, fields)
