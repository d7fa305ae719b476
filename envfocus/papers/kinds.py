"""What can stand in a paper's file: a kind for each key, which checks values and builds
what the code reads.

A file is checked alone, before it is merged with what it extends: whatever is wrong has
one file and one line.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeGuard, get_origin, get_type_hints

_ADDITIONS = frozenset({"first", "last"})
"""Keys of a table that adds to a list instead of replacing it."""

Path = tuple[str, ...]
"""Keys from the top of a file to a value."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot stand where it stands, and what is expected there."""

    path: Path
    value: object
    text: str


Problems = Iterator[Problem]
Convert = Callable[[Any], Any]
"""Makes what the code reads of what a file has."""


class Kind:
    """A kind of value. `expected`: it in words."""

    expected: str

    def problems(self, value: object, path: Path) -> Problems:
        """What is wrong with a value as one file has it."""
        raise NotImplementedError

    def missing(self, value: Any, path: Path) -> Problems:
        """What a merged value lacks: nothing, unless it is a table."""
        yield from ()

    def build(self, value: Any) -> Any:
        """What the code reads, of a value without problems that lacks nothing."""
        return value


@dataclass(frozen=True)
class One(Kind):
    """A single value. `convert`: makes of it what the code reads."""

    expected: str
    accepts: Callable[[Any], bool]
    convert: Convert | None = None

    def problems(self, value: object, path: Path) -> Problems:
        """One, where it is not accepted."""
        if not self.accepts(value):
            yield Problem(path, value, f"expected {self.expected}")

    def build(self, value: Any) -> Any:
        """What the value stands for."""
        if self.convert is None:
            return value
        return self.convert(value)


class Several(Kind):
    """A list; a single value is a list of one. `collect`: what is built of it."""

    def __init__(self, item: Kind, collect: Convert = tuple) -> None:
        self.item = item
        self.collect = collect
        self.expected = f"a list, each entry {item.expected}"

    def problems(self, value: object, path: Path) -> Problems:
        """Those of each entry, also of entries that are added."""
        if is_addition(value):
            for key, entries in value.items():
                place = (*path, key)
                yield from self.problems(entries, place)
            return
        for entry in as_list(value):
            yield from self.item.problems(entry, path)

    def build(self, value: Any) -> Any:
        """All entries, in their order."""
        entries = [self.item.build(entry) for entry in as_list(value)]
        return self.collect(entries)


@dataclass(frozen=True)
class Open(Kind):
    """A table whose keys the file chooses; each must be a `key`."""

    key: One
    value: Kind
    expected = "a table"

    def problems(self, value: object, path: Path) -> Problems:
        """Those of each key and its value."""
        if not isinstance(value, dict):
            yield Problem(path, value, f"expected {self.expected}")
            return
        for key, inner in value.items():
            place = (*path, key)
            if not self.key.accepts(key):
                text = f"expected as key {self.key.expected}"
                yield Problem(place, inner, text)
            yield from self.value.problems(inner, place)

    def missing(self, value: Any, path: Path) -> Problems:
        """What each value lacks."""
        for key, inner in value.items():
            place = (*path, key)
            yield from self.value.missing(inner, place)

    def build(self, value: Any) -> Any:
        """Keys with what their values are."""
        built = {}
        for key, inner in value.items():
            name = self.key.build(key)
            built[name] = self.value.build(inner)
        return built


@dataclass(frozen=True)
class Closed(Kind):
    """A table with these keys and no others. `make`: what is built of their values.

    `optional`: keys that can be missing.
    """

    kinds: Mapping[str, Kind]
    make: Callable[..., Any] = dict
    optional: frozenset[str] = frozenset()
    expected = "a table"

    def problems(self, value: object, path: Path) -> Problems:
        """Unknown keys, and those of each value."""
        if not isinstance(value, dict):
            yield Problem(path, value, f"expected {self.expected}")
            return
        for key, inner in value.items():
            place = (*path, key)
            kind = self.kinds.get(key)
            if kind is None:
                yield Problem(place, inner, self._unknown(key))
            else:
                yield from kind.problems(inner, place)

    def missing(self, value: Any, path: Path) -> Problems:
        """Keys that stand nowhere, and what each value lacks."""
        for key, kind in self.kinds.items():
            place = (*path, key)
            if key in value:
                yield from kind.missing(value[key], place)
            elif key not in self.optional:
                text = f"missing; expected {kind.expected}"
                yield Problem(place, None, text)

    def build(self, value: Any) -> Any:
        """What is made of all values."""
        built = {}
        for key, inner in value.items():
            kind = self.kinds[key]
            built[key] = kind.build(inner)
        return self.make(**built)

    def _unknown(self, key: str) -> str:
        """What is expected in place of a key that nothing reads."""
        nearest = did_you_mean(key, list(self.kinds))
        known = ", ".join(self.kinds)
        return f"unknown key{nearest}; expected one of {known}"


def kinds_of(made: type) -> dict[str, Kind]:
    """The keys of a dataclass's table: its fields of a type `Annotated[…, kind]`."""
    found = {}
    hints = get_type_hints(made, include_extras=True)
    for name, hint in hints.items():
        if get_origin(hint) is Annotated:
            found[name] = hint.__metadata__[0]
    return found


def is_addition(value: object) -> TypeGuard[dict[str, list[Any]]]:
    """Whether a table adds entries to a list: `{ first = [...] }`, `{ last = [...] }`."""
    if not isinstance(value, dict) or not value:
        return False
    if not _ADDITIONS.issuperset(value):
        return False
    return all(isinstance(entries, list) for entries in value.values())


def as_list(value: Any) -> list[Any]:
    """A list, or the list of one that a single value stands for."""
    if isinstance(value, list):
        return value
    return [value]


def did_you_mean(word: str, known: list[str]) -> str:
    """A question for the nearest of the known words, where one is near."""
    near = difflib.get_close_matches(word, known, n=1)
    if not near:
        return ""
    return f", did you mean {near[0]}?"
