"""Values of settings, from text or from Python: read, checked, typed.

Each parser takes a value as it was given and raises ValueError that says what is
expected; `setting_sources` adds the name, the value and where it stood.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
"""What Scrapy's `getbool` takes, whatever the case."""

_COUNT_LIMIT = 1_000_000_000
"""Nothing here is counted beyond; the ledger's integers have 64 bits."""

_SECONDS_LIMIT = 366 * 24 * 3600
"""A year: timers overflow far above it, and no run waits so long."""


def boolean(value: Any) -> bool:
    """`True`, `False`, `1` or `0`."""
    found = _BOOLEANS.get(str(value).lower())
    if found is None:
        raise ValueError("expected True or False")
    return found


def whole(
    minimum: int, meaning_of_0: str = "", maximum: int = _COUNT_LIMIT
) -> Callable[[Any], int]:
    """A parser of whole numbers in a range. `meaning_of_0`: for the message."""
    expected = f"expected a whole number from {minimum} to {maximum:,}"
    if meaning_of_0:
        expected = f"{expected}, 0 for {meaning_of_0}"

    def parse(value: Any) -> int:
        digits = re.fullmatch(r"[0-9]{1,15}", str(value))
        if digits is None:
            raise ValueError(expected)
        number = int(digits[0])
        if not minimum <= number <= maximum:
            raise ValueError(expected)
        return number

    return parse


def seconds(value: Any) -> float:
    """Seconds, with or without a fraction."""
    number = _number(value)
    if not 0 <= number <= _SECONDS_LIMIT:
        raise ValueError(f"expected seconds, from 0 to {_SECONDS_LIMIT:,}")
    return number


def share(value: Any) -> float:
    """A share of something."""
    number = _number(value)
    if not 0 <= number <= 1:
        raise ValueError("expected a share from 0 to 1")
    return number


def shares(names: Iterable[str]) -> Callable[[Any], dict[str, float]]:
    """A parser of tables, JSON or Python, of shares for some of these names."""
    known = frozenset(names)
    expected = f"expected shares from 0 to 1 for any of {', '.join(sorted(known))}"

    def parse(value: Any) -> dict[str, float]:
        table = _table(value)
        if table is None:
            raise ValueError(f'{expected}, e.g. {{"{min(known)}": 0.2}}')
        for name, number in table.items():
            if name not in known or not _is_share(number):
                raise ValueError(f"{name!r}: {number!r}; {expected}")
        return {name: float(number) for name, number in table.items()}

    return parse


def one_of(*words: str) -> Callable[[Any], str]:
    """A parser of these words, and no other."""
    expected = f"expected one of {', '.join(words)}"

    def parse(value: Any) -> str:
        if value not in words:
            raise ValueError(expected)
        return str(value)

    return parse


def optional(parse: Callable[[Any], str]) -> Callable[[Any], str | None]:
    """A parser for which nothing, or an empty text, means None."""

    def parse_or_none(value: Any) -> str | None:
        if value is None or value == "":
            return None
        return parse(value)

    return parse_or_none


def text(value: Any) -> str:
    """One line of printable text."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("expected one line of text")
    return value


def folder(value: Any) -> Path:
    """A folder that is there, or can be made: nothing but folders above it."""
    if not isinstance(value, str | Path) or not str(value).strip():
        raise ValueError("expected a folder, e.g. feed/")
    if "\0" in str(value):
        raise ValueError("expected a folder's name without a NUL character")
    path = Path(value)
    for each in (path, *path.absolute().parents):
        if _is_something_else(each):
            raise ValueError(f"expected a folder; {each} is none")
    return path


def metrics_file(value: Any) -> str:
    """A file's name with `{spider}` in it: each spider has a file of its own, or one
    would overwrite the other's figures. The collector reads `*.prom` only.
    """
    expected = "expected a file's name with {spider} in it and .prom at its end"
    name = str(value)
    path = Path(name)
    if "\0" in name or "{spider}" not in path.name or not name.endswith(".prom"):
        raise ValueError(expected)
    folder(path.parent)
    return name


def http_url(value: Any) -> str:
    """An address that can be asked for; `{spider}` stands for a spider's name."""
    expected = "expected e.g. https://<host>/<check>"
    url = str(value).replace("{spider}", "spider")
    try:
        parts = urlsplit(url)
        problem = _problem_of_url(url, parts, parts.port)
    except ValueError as error:
        problem = str(error)
    if problem:
        raise ValueError(f"{problem}; {expected}")
    return str(value)


def unset(value: Any) -> None:
    """Nothing: what the setting would do is not wanted here.

    Any text is the name of a folder to Scrapy, `0` too.
    """
    if value:
        why = "it keeps pickles, and every run resumes from the ledger"
        raise ValueError(f"expected it unset: {why}")


def off(value: Any) -> None:
    """False in any spelling: what the setting would do is not wanted here."""
    if value and str(value).lower() not in ("0", "false"):
        unset(value)


def _number(value: Any) -> float:
    """The number that a value is or reads as; not a number where it does not."""
    try:
        return float(str(value))
    except ValueError:
        return math.nan


def _is_share(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    if not isinstance(value, int | float):
        return False
    return 0 <= value <= 1


def _table(value: Any) -> Mapping[Any, Any] | None:
    """The table that a value is or, as JSON, reads as; None where it does not."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if isinstance(value, Mapping):
        return value
    return None


def _is_something_else(path: Path) -> bool:
    """Whether a path is there and no folder. Where the disk does not answer it is not:
    the error comes when the folder is used.
    """
    try:
        return path.exists() and not path.is_dir()
    except OSError:
        return False


def _problem_of_url(url: str, parts: SplitResult, port: int | None) -> str | None:
    """The first thing wrong with an address, in words. `port`: read by the caller, so
    that one that is no number raises there.
    """
    if not url.isascii() or not url.isprintable() or " " in url:
        return "white space, control or non-ASCII characters"
    if parts.scheme not in {"http", "https"}:
        return f"scheme {parts.scheme!r}"
    if not parts.hostname or port == 0:
        return "no host"
    if "@" in parts.netloc:
        return "user name or password"
    if parts.fragment:
        return "a fragment"
    return None
