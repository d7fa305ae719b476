"""`benchmarks/results/*.json` → the tables of `docs/benchmarks.md`, between their marks."""

import json
import re
from pathlib import Path
from typing import Any

from benchmarks.report import RESULTS

DOCUMENT = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_PLACE = re.compile(
    r"(<!-- results: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL
)


def main() -> None:
    """Fill in what there is; a part without results keeps its old tables."""
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_PLACE.sub(_filled, text), encoding="utf-8")


def _filled(match: re.Match[str]) -> str:
    path = RESULTS / f"{match['name']}.json"
    return (
        f"{match[1]}{markdown(path.read_text(encoding='utf-8'))}{match[3]}"
        if path.exists()
        else match[0]
    )


def markdown(results: str) -> str:
    """One file of results as Markdown: what it was measured on, then its tables."""
    found = json.loads(results)
    on = ", ".join(f"{name} {value}" for name, value in found["on"].items())
    return f"{on}\n\n" + "\n".join(
        map(_table, (table for table in found["tables"] if table["rows"]))
    )


def _table(table: dict[str, Any]) -> str:
    rows: list[list[str]] = [
        table["columns"],
        ["---"] * len(table["columns"]),
        *table["rows"],
    ]
    lines = [
        f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows
    ]
    return f"**{table['title']}**\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
