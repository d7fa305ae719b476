"""Files of papers: found, read, checked one by one, merged. What is wrong is refused in
one line with file, line, key, value and what is expected.
"""

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from envfocus.exceptions import ConfigurationError
from envfocus.papers import kinds
from envfocus.papers.kinds import Kind, Problems, as_list, did_you_mean, is_addition
from envfocus.papers.lines import line_of

Table = dict[str, Any]

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_SYNTAX = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), )?[^)]*\)", re.DOTALL)
_LONGEST = 100
"""Characters of a value in a message."""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file of a paper or of a CMS. `name`: as messages call it. `identity`: however
    it is called. `folder`: where paths in it begin. `parents`: the files that led here.
    """

    name: str
    identity: str
    text: str
    folder: Path
    parents: tuple["PaperFile", ...] = ()

    @property
    def stem(self) -> str:
        """Its name without folder and `.toml`."""
        return Path(self.name).stem

    def table(self, kind: Kind) -> Table:
        """What stands in it. Raises ConfigurationError where `kind` does not allow it."""
        try:
            table = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise self._syntax_error(str(error)) from None
        self.check(kind.problems(table, ()))
        return table

    def check(self, problems: Problems) -> None:
        """Raise ConfigurationError for the first of these."""
        problem = next(problems, None)
        if problem is not None:
            place = self._place(problem.path, problem.value)
            raise ConfigurationError(f"{place}: {problem.text}")

    def open(self, reference: str, path: kinds.Path) -> "PaperFile":
        """The file that this one names at `path`. Raises ConfigurationError."""
        chain = (*self.parents, self)
        place = self._place(path, reference)
        found = find(reference, place, self.folder, chain)
        identities = [file.identity for file in chain]
        if found.identity in identities:
            names = [file.name for file in chain]
            circle = " → ".join([*names, found.name])
            raise ConfigurationError(f"{place}: expected no circle, is {circle}")
        return found

    def _place(self, path: kinds.Path, value: object) -> str:
        """File, line, key and value, as a message begins."""
        line = line_of(self.text, path, value)
        key = ".".join(path)
        place = f"{self.name}:{line}: {key}"
        if value is None:
            return place
        return f"{place} = {_shown(value)}"

    def _syntax_error(self, message: str) -> ConfigurationError:
        """The error for what tomllib says, which ends with the place."""
        match = _SYNTAX.fullmatch(message)
        what = message
        line = None
        if match is not None:
            what = match["what"]
            line = match["line"]
        if line is None:  # at the end of the file
            lines = self.text.splitlines()
            line = str(len(lines))
        return ConfigurationError(f"{self.name}:{line}: {what}; expected TOML")


def find(
    reference: str,
    place: str,
    folder: Path = Path(),
    parents: tuple[PaperFile, ...] = (),
) -> PaperFile:
    """The file of that name in this room, or at that path, which ends in `.toml`.

    `place`: who names it, for the message. `folder`: where a relative path begins.
    Raises ConfigurationError.
    """
    if reference.endswith(".toml"):
        path = folder / reference
        text = _text(path, place)
        identity = str(path.resolve())
        return PaperFile(str(path), identity, text, path.parent, parents)
    resource = files(__package__).joinpath(f"{reference}.toml")
    if not _NAME.fullmatch(reference) or not resource.is_file():
        raise ConfigurationError(f"{place}: {_unknown(reference)}")
    text = _text(resource, place)
    return PaperFile(resource.name, reference, text, Path(), parents)


def merged(below: Any, above: Any) -> Any:
    """What stands in `above`, over what stands in `below`: tables are merged, additions
    put entries before or behind those of a list, all else replaces.
    """
    if is_addition(above):
        first = above.get("first", [])
        last = above.get("last", [])
        return [*first, *as_list(below), *last]
    is_table = isinstance(below, dict) and isinstance(above, dict)
    if not is_table or "css" in above:
        return above
    table = dict(below)
    for key, value in above.items():
        old = below.get(key, [])
        table[key] = merged(old, value)
    return table


def packaged_names() -> list[str]:
    """Names of the files in this room."""
    names: list[str] = []
    for resource in files(__package__).iterdir():
        stem, _, suffix = resource.name.rpartition(".")
        if suffix == "toml":
            names.append(stem)
    return sorted(names)


def _unknown(reference: str) -> str:
    """What is expected in place of a name that no file has."""
    names = packaged_names()
    nearest = did_you_mean(reference, names)
    known = ", ".join(names)
    return f"no such file{nearest}; expected one of {known}, or a path to a .toml"


def _text(path: Path | Traversable, place: str) -> str:
    """What stands in a file. Raises ConfigurationError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        problem = error.strerror
    except UnicodeDecodeError:
        problem = "not in UTF-8"
    except ValueError:  # a null character in the path
        problem = "no path"
    raise ConfigurationError(f"{place}: {problem}; expected a file that can be read")


def _shown(value: object) -> str:
    """A value in a message."""
    text = repr(value)
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}…"
