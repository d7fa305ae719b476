"""Reading the small tables in `data/`."""

import csv
import pkgutil

Row = dict[str, str]
"""Cells by column; empty ones are ""."""


def rows(name: str) -> list[Row]:
    """Rows of `data/<name>.csv`. Raises FileNotFoundError for an unknown table."""
    # also out of an egg, and cheaper than importlib.resources
    data = pkgutil.get_data(__package__, f"data/{name}.csv")
    text = (data or b"").decode("utf-8")
    return list(csv.DictReader(text.splitlines()))
