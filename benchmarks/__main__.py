"""`make bench`: everything that is measured."""

import os
import platform
import statistics
import sys
import tempfile
from importlib.metadata import version

from rich.console import Console
from rich.table import Table

from benchmarks import measure

RUNS = 3


def demo(console: Console) -> None:
    """Time and memory of the demo, beside Scrapy's own start."""
    table = Table("what", "wall s", "CPU s", "peak MB", title=f"Median of {RUNS} runs", title_justify="left")
    with tempfile.TemporaryDirectory() as folder:
        commands = (("scrapy version (start alone)", ["version"]), ("scrapy demo", ["demo", f"{folder}/demo"]))
        for name, arguments in commands:
            runs = [measure.run([sys.executable, "-m", "scrapy", *arguments]) for _ in range(RUNS)]
            wall, cpu, memory = (statistics.median(column) for column in zip(*runs, strict=True))
            table.add_row(name, f"{wall:.2f}", f"{cpu:.2f}", f"{memory:.0f}")
    console.print(table)


def main() -> None:
    """Machine and versions, then the tables."""
    console = Console()
    versions = ", ".join(f"{name} {version(name)}" for name in ("scrapy", "selectolax", "orjson"))
    console.print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}\n")
    demo(console)


if __name__ == "__main__":
    main()
