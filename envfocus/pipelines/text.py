"""Step 1: Unicode. Records hold NFC; what it changed stays beside it, raw."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from envfocus.items import RawValue, Record

_SURROGATE = re.compile("[\ud800-\udfff]")


class TextPipeline:
    """Normalises every text of a record to NFC and replaces lone surrogates, which
    UTF-8 cannot hold.

    Flags: `text:nfc`, `text:surrogate`. Addresses stay as they are: their bytes are
    their identity.
    """

    def process_item(self, item: Any) -> Any:
        """Clean one record."""
        if not isinstance(item, Record):
            return item
        quality = item.quality

        def clean(path: str, text: str) -> str:
            if _SURROGATE.search(text):
                text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
                _add(quality.flags, "text:surrogate")
            if unicodedata.is_normalized("NFC", text):
                return text
            quality.raw.append(RawValue(field=path, value=text))
            _add(quality.flags, "text:nfc")
            return unicodedata.normalize("NFC", text)

        rewrite(getattr(item, "data"), clean)  # noqa: B009 the data differs by record
        return item


def rewrite(node: Any, change: Callable[[str, str], str], path: str = "") -> None:
    """Replace every text below a dataclass by `change(path, text)`, in place; fields
    named `url` are passed over.
    """
    for name in _names(node.__class__):
        if value := getattr(node, name):
            setattr(
                node,
                name,
                _rewritten(value, change, f"{path}.{name}" if path else name),
            )


@cache
def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind) if field.name != "url"]


def _rewritten(value: Any, change: Callable[[str, str], str], path: str) -> Any:
    if isinstance(value, str):
        return change(path, value)
    if isinstance(value, list):
        return [
            _rewritten(entry, change, f"{path}[{number}]")
            for number, entry in enumerate(value)
        ]
    if is_dataclass(value):
        rewrite(value, change, path)
    return value


def _add(flags: list[str], flag: str) -> None:
    if flag not in flags:
        flags.append(flag)
