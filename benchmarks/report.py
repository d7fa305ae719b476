"""What a benchmark found: printed as tables, kept as JSON for `docs/benchmarks.md`."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rich.console import Console
from rich.table import Column
from rich.table import Table as RichTable

RESULTS = Path(__file__).parent / "results"
_NAMED = ("scrapy", "twisted", "selectolax", "lxml", "orjson")


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def machine() -> dict[str, str]:
    """What was measured on: architecture, cores, Python, and the versions that matter."""
    versions = {name: version(name) for name in _NAMED}
    return {
        "machine": platform.machine(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        **versions,
    }


class Found(NamedTuple):
    """What came out: `figures`, the bare numbers behind the tables, have their unit in the name (`ours_ms`).

    `versions`: of what ours is held against. `aside`: shown, not kept.
    """

    tables: Sequence[Table]
    figures: Mapping[str, float]
    versions: Mapping[str, str] = MappingProxyType({})
    aside: Sequence[Table] = ()


def tell(name: str, found: Found) -> None:
    """Print the tables with machine and versions on top, and keep all in `results/<name>.json`."""
    console, on = Console(width=120), {**machine(), **found.versions}
    console.print(", ".join(f"{key} {value}" for key, value in on.items()) + "\n")
    for table in (*found.tables, *found.aside):
        console.print(_shown(table))
    kept = {
        "on": on,
        "figures": dict(found.figures),
        "tables": [asdict(table) for table in found.tables],
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(
        json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def _shown(table: Table) -> RichTable:
    columns = (Column(name, overflow="fold") for name in table.columns)
    shown = RichTable(*columns, title=table.title, title_justify="left")
    for row in table.rows:
        shown.add_row(*row)
    return shown
