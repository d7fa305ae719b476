"""What can stand in a paper's file: a kind for each key, which checks values and builds
what the code reads.

A file is checked alone, before it is merged with what it extends: whatever is wrong has
one file and one line.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, TypeGuard, get_origin, get_type_hints

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


class Kind(Protocol):
    """A kind of value. `expected`: it in words."""

    @property
    def expected(self) -> str:
        """The kind in words."""
        ...

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        """What is wrong with a value as one file has it."""
        ...

    def missing(self, value: object, path: Path) -> Iterator[Problem]:
        """What a merged value lacks."""
        ...

    def build(self, value: Any) -> Any:
        """What the code reads, of a value without problems that lacks nothing."""
        ...


@dataclass(frozen=True, slots=True)
class One:
    """A single value. `convert`: what is built of it, if not the value itself."""

    expected: str
    accepts: Callable[[Any], bool]
    convert: Callable[[Any], Any] | None = None

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        """One, where it is not accepted."""
        if not self.accepts(value):
            yield Problem(path, value, f"expected {self.expected}")

    def missing(self, value: object, path: Path) -> Iterator[Problem]:
        """None: a value is whole."""
        yield from ()

    def build(self, value: Any) -> Any:
        """What the value stands for."""
        if self.convert is None:
            return value
        return self.convert(value)


@dataclass(frozen=True, slots=True)
class Several:
    """A list; a single value is a list of one. `collect`: what is built of it."""

    item: Kind
    collect: Callable[[Any], Any] = tuple

    @property
    def expected(self) -> str:
        """The kind in words."""
        return f"a list, each entry {self.item.expected}"

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        """Those of each entry, also of entries that are added."""
        if not is_addition(value):
            yield from self._of_entries(value, path)
            return
        for key, entries in value.items():
            yield from self._of_entries(entries, (*path, key))

    def missing(self, value: object, path: Path) -> Iterator[Problem]:
        """None: a list can be empty."""
        yield from ()

    def build(self, value: Any) -> Any:
        """All entries, in their order."""
        return self.collect([self.item.build(entry) for entry in as_list(value)])

    def _of_entries(self, value: object, path: Path) -> Iterator[Problem]:
        for entry in as_list(value):
            yield from self.item.problems(entry, path)


@dataclass(frozen=True, slots=True)
class Open:
    """A table whose keys the file chooses. `key`: what they must be."""

    key: One
    value: Kind
    build_key: Callable[[str], Any] = str
    expected: str = "a table"

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        """Those of each key and its value."""
        if not isinstance(value, dict):
            yield Problem(path, value, f"expected {self.expected}")
            return
        for key, inner in value.items():
            if not self.key.accepts(key):
                text = f"expected as key {self.key.expected}"
                yield Problem((*path, key), inner, text)
            yield from self.value.problems(inner, (*path, key))

    def missing(self, value: Any, path: Path) -> Iterator[Problem]:
        """What each value lacks."""
        for key, inner in value.items():
            yield from self.value.missing(inner, (*path, key))

    def build(self, value: Any) -> Any:
        """Keys with what their values are."""
        return {
            self.build_key(key): self.value.build(inner) for key, inner in value.items()
        }


@dataclass(frozen=True, slots=True)
class Closed:
    """A table with these keys and no others. `make`: what is built of their values.

    `optional`: keys that can be missing.
    """

    kinds: Mapping[str, Kind]
    make: Callable[..., Any] = dict
    optional: frozenset[str] = frozenset()
    expected: str = "a table"

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        """Unknown keys, and those of each value."""
        if not isinstance(value, dict):
            yield Problem(path, value, f"expected {self.expected}")
            return
        for key, inner in value.items():
            kind = self.kinds.get(key)
            if kind is None:
                yield Problem((*path, key), inner, self._unknown(key))
            else:
                yield from kind.problems(inner, (*path, key))

    def missing(self, value: Any, path: Path) -> Iterator[Problem]:
        """Keys that stand nowhere, and what each value lacks."""
        for key, kind in self.kinds.items():
            if key in value:
                yield from kind.missing(value[key], (*path, key))
            elif key not in self.optional:
                text = f"missing; expected {kind.expected}"
                yield Problem((*path, key), None, text)

    def build(self, value: Any) -> Any:
        """What is made of all values."""
        return self.make(
            **{key: self.kinds[key].build(inner) for key, inner in value.items()}
        )

    def _unknown(self, key: str) -> str:
        near = difflib.get_close_matches(key, self.kinds, n=1)
        nearest = "".join(f", did you mean {name}?" for name in near)
        return f"unknown key{nearest}; expected one of {', '.join(self.kinds)}"


def kinds_of(made: type) -> dict[str, Kind]:
    """The keys of a dataclass's table: its fields of a type `Annotated[…, kind]`."""
    hints = get_type_hints(made, include_extras=True)
    return {
        name: hint.__metadata__[0]
        for name, hint in hints.items()
        if get_origin(hint) is Annotated
    }


def is_addition(value: object) -> TypeGuard[dict[str, list[Any]]]:
    """Whether a table adds entries to a list: `{ first = [...] }`, `{ last = [...] }`."""
    if not isinstance(value, dict) or not value:
        return False
    lists = all(isinstance(entries, list) for entries in value.values())
    return lists and _ADDITIONS.issuperset(value)


def as_list(value: Any) -> list[Any]:
    """A list, or the list of one that a single value stands for."""
    return value if isinstance(value, list) else [value]
