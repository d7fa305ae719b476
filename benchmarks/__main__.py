"""Time and memory of the demo, each run a process of its own."""

import os
import platform
import statistics
import sys
import time
from importlib.metadata import version

from rich.console import Console
from rich.table import Table

RUNS = 3


def measure(command: list[str]) -> tuple[float, float, float]:
    """Run a command: wall seconds, CPU seconds, peak memory in MB."""
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, 1, 0)])
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(command)} ended with code {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    console = Console()
    names = ("scrapy", "selectolax", "Twisted")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    console.print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}\n")
    table = Table("what", "wall s", "CPU s", "peak MB", title=f"Median of {RUNS} runs", title_justify="left")
    for name, arguments in (("scrapy version (start alone)", ["version"]), ("scrapy demo", ["demo"])):
        runs = [measure([sys.executable, "-m", "scrapy", *arguments]) for _ in range(RUNS)]
        wall, cpu, memory = (statistics.median(column) for column in zip(*runs, strict=True))
        table.add_row(name, f"{wall:.2f}", f"{cpu:.2f}", f"{memory:.0f}")
    console.print(table)


if __name__ == "__main__":
    main()
