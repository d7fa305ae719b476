"""Unicode: records hold NFC, and what that changed stays beside it, raw."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from envfocus.items import Quality, RawValue, Record

_SURROGATE = re.compile("[\ud800-\udfff]")


def normalize_text(record: Record) -> Iterable[str]:
    """Bring every text of a record to NFC, without lone surrogates.

    UTF-8 cannot hold surrogates. Flags: `text:nfc`, `text:surrogate`. Addresses stay as
    they are: their bytes are their identity.
    """
    data = getattr(record, "data")  # noqa: B009 each kind of record declares its own
    rewrite(data, _Cleaner(record.quality).clean)
    return ()


class _Cleaner:
    def __init__(self, quality: Quality) -> None:
        self.quality = quality

    def clean(self, path: str, text: str) -> str:
        """The text at a path of the record, normalised."""
        if _SURROGATE.search(text):
            text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
            self._flag("text:surrogate")
        if unicodedata.is_normalized("NFC", text):
            return text
        self.quality.raw.append(RawValue(field=path, value=text))
        self._flag("text:nfc")
        return unicodedata.normalize("NFC", text)

    def _flag(self, flag: str) -> None:
        if flag not in self.quality.flags:
            self.quality.flags.append(flag)


def rewrite(node: Any, change: Callable[[str, str], str], path: str = "") -> None:
    """Replace every text below a dataclass by `change(path, text)`, in place.

    Fields named `url` are passed over.
    """
    for name in _field_names(node.__class__):
        value = getattr(node, name)
        if value:
            below = f"{path}.{name}" if path else name
            setattr(node, name, _rewritten(value, change, below))


@cache
def _field_names(kind: type) -> list[str]:
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
