"""Reading the small tables in `data/`."""

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """Rows of `data/<name>.csv`, one dict a row; empty cells are ""."""
    text = (files(__package__) / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
