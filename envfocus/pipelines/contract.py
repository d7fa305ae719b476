"""Step 7: the line as it will be written, held against its JSON Schema."""

from typing import Any

import jsonschema_rs
import orjson

from envfocus.exceptions import ContractError
from envfocus.exporters import LONGEST_LINE, line
from envfocus.items import Record
from envfocus.schema import RECORDS, schema_of

_RESERVE = 2048
"""Bytes for what acceptance adds: seq, op, rev, hash, changed fields."""


class ContractPipeline:
    """Lets only records through whose line keeps the contract; raises ContractError for
    the others.
    """

    def __init__(self) -> None:
        self.validators = {
            name: jsonschema_rs.validator_for(schema_of(name), validate_formats=True)
            for name in RECORDS
        }

    def process_item(self, item: Any) -> Any:
        """Check one record."""
        if isinstance(item, Record):
            self._check(item)
        return item

    def _check(self, record: Record) -> None:
        try:
            written = line(record)
        except TypeError as error:
            raise ContractError(
                f"{record.key}: cannot be written as JSON: {error}"
            ) from None
        if len(written) > LONGEST_LINE - _RESERVE:
            most = LONGEST_LINE - _RESERVE
            raise ContractError(
                f"{record.key}: a line of {len(written):,} bytes; at most {most:,} are allowed"
            )
        validator = self.validators.get(record.schema)
        if validator is None:
            raise ContractError(f"{record.key}: no schema is called {record.schema!r}")
        for fault in validator.iter_errors(orjson.loads(written)):
            path = ".".join(str(part) for part in fault.instance_path) or "record"
            raise ContractError(f"{record.key}: {path}: {fault.message[:300]}")
