"""Record → one line of JSONL, the same bytes for the same record always."""

from typing import IO, Any

import orjson
from scrapy.exporters import BaseItemExporter

LONGEST_LINE = 1 << 20
"""Bytes. Readers of JSONL commonly refuse longer lines."""

_LINE_ENDS = (("\u2028".encode(), b"\\u2028"), ("\u2029".encode(), b"\\u2029"), ("\u0085".encode(), b"\\u0085"))
"""Some readers split lines at these; no other character's UTF-8 form contains theirs."""


def line(record: Any) -> bytes:
    """UTF-8, fields in the order of their classes, no spaces, `\\n` at the end; control characters escaped.

    Raises TypeError for lone surrogates and integers beyond 2^53.
    """
    data = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_STRICT_INTEGER)
    for raw, escaped in _LINE_ENDS:
        if raw in data:
            data = data.replace(raw, escaped)
    return data


class RecordLinesExporter(BaseItemExporter):
    """Scrapy's exporter for `jsonl`: whole records, or the fields that FEED_EXPORT_FIELDS names."""

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self.file = file

    def export_item(self, item: Any) -> None:
        """Write one line."""
        if self.fields_to_export is None:
            self.file.write(line(item))
        else:
            self.file.write(line(dict(self.get_serialized_fields(item, default_value=None, include_empty=True))))
