"""Record → one line of JSONL, the same bytes for the same record always."""

import re
from typing import IO, Any

import orjson
from scrapy.exporters import BaseItemExporter

LONGEST_LINE = 1 << 20
"""Bytes. Readers of JSONL commonly refuse longer lines."""

_LINE_ENDS = re.compile(rb"\xe2\x80[\xa8\xa9]"), re.compile(rb"\xc2\x85")
"""U+2028, U+2029, U+0085 in UTF-8: some readers split lines at these. A search for
fixed bytes is fast.
"""


def line(record: Any) -> bytes:
    """UTF-8, fields in the order of their classes, no spaces, `\\n` at the end; control
    characters escaped.

    Raises TypeError for lone surrogates and integers beyond 2^53.
    """
    data = orjson.dumps(
        record, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_STRICT_INTEGER
    )
    for pattern in _LINE_ENDS:
        data = pattern.sub(_escaped, data)
    return data


def _escaped(sign: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(sign[0].decode())


class RecordLinesExporter(BaseItemExporter):
    """Scrapy's exporter for `jsonl`: whole records, or the fields that
    FEED_EXPORT_FIELDS names.
    """

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self.file = file

    def export_item(self, item: Any) -> None:
        """Write one line."""
        if self.fields_to_export is None:
            self.file.write(line(item))
        else:
            self.file.write(
                line(
                    dict(
                        self.get_serialized_fields(
                            item, default_value=None, include_empty=True
                        )
                    )
                )
            )
