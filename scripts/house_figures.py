"""Figures of density, and the directions of imports: `python scripts/house_figures.py`.

Prints the figures of a package (default `envfocus/`). Exits 1 with one line for every
broken limit, and for every import that goes up or round.
"""

import argparse
import ast
import sys
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Final

MAX_NODES_A_LINE: Final = 7.0  # nine model codebases have 3.6 to 5.7
MAX_CONDITIONALS: Final = 15.0  # in 1,000 lines; the models have 1 to 12
MAX_FILE_LINES: Final = 300
COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
LAYERS: Final = (
    ("__init__", "exceptions", "clock", "logsafe", "atomic", "keys"),
    ("papers",),
    ("korean",),
    ("parsing",),
    ("items", "records", "schema", "exporters"),
    ("normalize",),
    ("politeness",),
    ("runs",),
    ("ledger",),
    ("archive",),
    ("publishing",),
    ("report",),
    (
        "config",
        "env_file",
        "setting_sources",
        "setting_values",
        "scrapy_settings",
        "settings",
    ),
    (
        "logformatter",
        "extensions",
        "pipelines",
        "middlewares",
        "spiders",
        "doctor",
        "commands",
    ),
)
"""Rooms, the lowest layer first: a room imports from lower layers, and from its own
layer where that makes no circle. The last layer is Scrapy's glue.
"""
LAYER_OF: Final = {room: at for at, layer in enumerate(LAYERS) for room in layer}


@dataclass(frozen=True)
class Module:
    """One file: its place below the package's parent, its text and its tree."""

    path: str
    room: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """Lines, blank ones too."""
        return len(self.text.splitlines())

    @property
    def nonblank_lines(self) -> int:
        """Lines with anything on them."""
        return sum(1 for line in self.text.splitlines() if line.strip())

    @property
    def commented_lines(self) -> int:
        """Lines with a comment, behind code too."""
        tokens = tokenize.generate_tokens(StringIO(self.text).readline)
        return sum(1 for token in tokens if token.type == tokenize.COMMENT)

    def count(self, *kinds: type[ast.AST]) -> int:
        """Nodes of these kinds."""
        return sum(1 for node in ast.walk(self.tree) if isinstance(node, kinds))


@dataclass(frozen=True)
class Import:
    """An import of one room by another, and where it stands."""

    source: str
    target: str
    place: str


def read_package(folder: Path) -> list[Module]:
    """Every module of a package, in the order of their paths."""
    return [
        _read_module(path, folder)
        for path in sorted(folder.rglob("*.py"))
        if "__pycache__" not in path.parts
    ]


def _read_module(path: Path, folder: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    room = path.relative_to(folder).parts[0].removesuffix(".py")
    place = path.relative_to(folder.parent).as_posix()
    return Module(place, room, text, ast.parse(text, place))


@dataclass(frozen=True)
class Figures:
    """What is measured of a package; a line is one that is not blank."""

    files: int
    lines: int
    nodes: int
    conditionals: int
    nested: tuple[str, ...]
    comprehensions: int
    commented_lines: int
    largest_file: tuple[int, str]
    longest_function: tuple[int, str]

    @classmethod
    def of(cls, modules: Sequence[Module]) -> "Figures":
        """Measure these modules."""
        return cls(
            files=len(modules),
            lines=sum(module.nonblank_lines for module in modules),
            nodes=sum(module.count(ast.AST) for module in modules),
            conditionals=sum(module.count(ast.IfExp) for module in modules),
            nested=tuple(chain.from_iterable(map(nested_conditionals, modules))),
            comprehensions=sum(module.count(*COMPREHENSIONS) for module in modules),
            commented_lines=sum(module.commented_lines for module in modules),
            largest_file=max((module.lines, module.path) for module in modules),
            longest_function=max(chain.from_iterable(map(functions, modules))),
        )

    @property
    def nodes_a_line(self) -> float:
        """Nodes of the syntax tree."""
        return self.nodes / self.lines

    def in_thousand(self, count: int) -> float:
        """So many in 1,000 lines."""
        return count / self.lines * 1000

    def table(self) -> str:
        """One line a figure."""
        rows = {
            "lines": f"{self.lines:,} in {self.files} files",
            "AST nodes a line": f"{self.nodes_a_line:.2f}",
            "conditional expressions in 1,000": f"{self.in_thousand(self.conditionals):.1f}",
            "nested conditional expressions": f"{len(self.nested)}",
            "comprehensions in 1,000": f"{self.in_thousand(self.comprehensions):.1f}",
            "lines with a comment": f"{self.commented_lines / self.lines:.1%}",
            "largest file": "{} lines, {}".format(*self.largest_file),
            "longest function": "{} lines, {}".format(*self.longest_function),
        }
        return "".join(f"{name:36}{value}\n" for name, value in rows.items())


def nested_conditionals(module: Module) -> Iterator[str]:
    """Where a conditional expression stands inside another."""
    for outer in ast.walk(module.tree):
        if not isinstance(outer, ast.IfExp):
            continue
        for inner in ast.walk(outer):
            if isinstance(inner, ast.IfExp) and inner is not outer:
                yield f"{module.path}:{inner.lineno}"


def functions(module: Module) -> Iterator[tuple[int, str]]:
    """Lines of every function, and where it begins; none has no line at all."""
    yield 0, module.path
    for node in ast.walk(module.tree):
        if isinstance(node, FUNCTIONS):
            end = node.end_lineno or node.lineno
            yield end - node.lineno + 1, f"{module.path}:{node.lineno}"


def broken_limits(modules: Sequence[Module], found: Figures) -> Iterator[str]:
    """One line for each limit that the figures break."""
    if found.nodes_a_line > MAX_NODES_A_LINE:
        yield f"{found.nodes_a_line:.2f} AST nodes a line; the limit is {MAX_NODES_A_LINE}"
    conditionals = found.in_thousand(found.conditionals)
    if conditionals > MAX_CONDITIONALS:
        yield f"{conditionals:.1f} conditional expressions in 1,000 lines; the limit is {MAX_CONDITIONALS}"
    for place in found.nested:
        yield f"{place}: a nested conditional expression"
    for module in modules:
        if module.lines > MAX_FILE_LINES:
            yield f"{module.path}: {module.lines} lines; the limit is {MAX_FILE_LINES}"


def room_imports(modules: Sequence[Module], package: str) -> list[Import]:
    """Every import from one room of the package to another."""
    rooms = {module.room for module in modules}
    found = []
    for module in modules:
        for name, line in _imported_names(module.tree):
            target = _room_of(name, package, rooms)
            if target is not None and target != module.room:
                found.append(Import(module.room, target, f"{module.path}:{line}"))
    return list(dict.fromkeys(found))  # one line can bring several names


def _imported_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Dotted names of all imports, wherever they stand, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def _room_of(name: str, package: str, rooms: set[str]) -> str | None:
    """The room that a dotted name leads into; None: another package's."""
    top, _, rest = name.partition(".")
    if top != package:
        return None
    room = rest.partition(".")[0]
    if room in rooms:
        return room
    return "__init__"  # a name of the package itself


def wrong_imports(imports: Sequence[Import]) -> Iterator[str]:
    """One line for every import from a lower to a higher layer."""
    for each in imports:
        if LAYER_OF.get(each.source, 0) < LAYER_OF.get(each.target, 0):
            yield f"{each.place}: {each.source} imports {each.target}, a higher layer"


def circles(imports: Sequence[Import]) -> Iterator[str]:
    """One line for every group of rooms that import each other, directly or not."""
    targets: defaultdict[str, set[str]] = defaultdict(set)
    for each in imports:
        targets[each.source].add(each.target)
    reached = {room: _reachable(room, targets) for room in tuple(targets)}
    groups = set()
    for room, others in reached.items():
        group = {other for other in others if room in reached.get(other, ())}
        if group:
            groups.add(", ".join(sorted(group)))
    for names in sorted(groups):
        yield f"a circle of imports: {names}"


def _reachable(room: str, targets: defaultdict[str, set[str]]) -> set[str]:
    """Every room that this one imports, directly or through others."""
    found: set[str] = set()
    waiting = set(targets[room])
    while waiting:
        next_room = waiting.pop()
        found.add(next_room)
        waiting |= targets[next_room] - found
    return found


def unknown_rooms(modules: Sequence[Module]) -> Iterator[str]:
    """One line for every room that no layer names."""
    for room in sorted({module.room for module in modules} - set(LAYER_OF)):
        yield f"{room}: in no layer; add it to LAYERS in scripts/house_figures.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, then what is broken. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Figures of density, and imports.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("envfocus"))
    folder = parser.parse_args(arguments).folder.resolve()
    modules = read_package(folder)
    if not modules:
        parser.error(f"{folder}: no Python files")
    found = Figures.of(modules)
    imports = room_imports(modules, folder.name)
    broken = [
        *broken_limits(modules, found),
        *unknown_rooms(modules),
        *wrong_imports(imports),
        *circles(imports),
    ]
    sys.stdout.write(found.table())
    sys.stdout.writelines(f"{line}\n" for line in broken)
    if broken:
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
