"""`python -m benchmarks`: the demo, beside Scrapy's own start."""

import statistics
import sys
import tempfile

from benchmarks import measure
from benchmarks.report import Found, Table, tell

RUNS = 3


def demo() -> Found:
    """Time and memory of the demo, beside Scrapy's own start."""
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        commands = (
            ("scrapy version (start alone)", ["version"]),
            ("scrapy demo", ["demo", f"{folder}/demo"]),
        )
        for name, arguments in commands:
            runs = [
                measure.run([sys.executable, "-m", "scrapy", *arguments])
                for _ in range(RUNS)
            ]
            wall, cpu, memory = (
                statistics.median(column) for column in zip(*runs, strict=True)
            )
            rows.append((name, f"{wall:.2f}", f"{cpu:.2f}", f"{memory:.0f}"))
            figures |= {
                f"{arguments[0]}_s": wall,
                f"{arguments[0]}_cpu_s": cpu,
                f"{arguments[0]}_peak_mb": memory,
            }
    return Found(
        [
            Table(
                f"Median of {RUNS} runs",
                ("what", "wall s", "CPU s", "peak MB"),
                tuple(rows),
            )
        ],
        figures,
    )


if __name__ == "__main__":
    tell("demo", demo())
