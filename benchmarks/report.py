"""What a benchmark found: printed as tables, kept as JSON for `docs/benchmarks.md`."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
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


def tell(name: str, tables: Sequence[Table], figures: Mapping[str, float]) -> None:
    """Print the tables with machine and versions on top, and keep all in `results/<name>.json`.

    `figures`: the bare numbers behind the tables, their unit in the name (`ours_ms`, `pages_per_second`).
    """
    console = Console(width=120)
    console.print(", ".join(f"{key} {value}" for key, value in machine().items()) + "\n")
    for table in tables:
        shown = RichTable(*table.columns, title=table.title, title_justify="left")
        for row in table.rows:
            shown.add_row(*row)
        console.print(shown)
    found = {"on": machine(), "figures": dict(figures), "tables": [asdict(table) for table in tables]}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
