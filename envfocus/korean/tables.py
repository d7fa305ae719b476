"""Reading the small tables in `data/`."""

import csv
import pkgutil


def rows(name: str) -> list[dict[str, str]]:
    """Rows of `data/<name>.csv`, one dict a row; empty cells are "". Raises
    FileNotFoundError for an unknown table.
    """
    data = pkgutil.get_data(
        __package__, f"data/{name}.csv"
    )  # also out of an egg, and cheaper than importlib.resources
    return list(csv.DictReader((data or b"").decode("utf-8").splitlines()))
