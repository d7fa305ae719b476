"""What accepting, publishing and verifying a record costs."""

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from benchmarks.measure import peak_mb
from benchmarks.records import record
from benchmarks.report import Found, Table, tell
from envfocus.atomic import RealDisk
from envfocus.clock import KST
from envfocus.ledger import Ledger
from envfocus.publishing.acceptance import accept
from envfocus.publishing.contract import Contract
from envfocus.publishing.layout import Layout
from envfocus.publishing.publisher import Publisher
from envfocus.publishing.verify import verify

NOW = datetime(2026, 1, 1, 12, tzinfo=KST)
GROUP = 50


def accepting(ledger: Ledger, numbers: range, group: int) -> float:
    """Accept records with a commit after each `group`; milliseconds a record."""
    contract = Contract()
    start = time.perf_counter()
    for article_no in numbers:
        made = record(article_no)
        accept(ledger, made, contract.serialize(made))
        if ledger.uncommitted >= group:
            ledger.commit()
    ledger.commit()
    return (time.perf_counter() - start) / len(numbers) * 1000


def main(count: int) -> None:
    """Measure and tell."""
    rows: list[tuple[str, str]] = []
    figures: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory() as name,
        Ledger.open(Path(name) / "state", "bench") as ledger,
    ):
        rows.append(("build a record, no ledger", f"{building(1000):.3f} ms a record"))
        rows.append(
            (
                "accept, one commit a record",
                f"{accepting(ledger, range(1, 301), 1):.3f} ms a record",
            )
        )
        figures["accept_ms"] = accepting(ledger, range(301, count + 1), GROUP)
        rows.append(
            (
                f"accept, one commit for {GROUP}",
                f"{figures['accept_ms']:.3f} ms a record",
            )
        )
        before, start = peak_mb(), time.perf_counter()
        layout = Layout(Path(name) / "feed")
        publisher = Publisher(ledger, layout, RealDisk(), max_records=10_000)
        publisher.prepare()
        publisher.publish("bench", NOW)
        figures["published_per_second"] = count / (time.perf_counter() - start)
        said = f"{figures['published_per_second']:,.0f} records/s, {peak_mb() - before:.0f} MB more than accepting"
        rows.append(("publish (goal: 20,000)", said))
        start = time.perf_counter()
        verify(layout)
        figures["verified_per_second"] = count / (time.perf_counter() - start)
        said = f"{figures['verified_per_second']:,.0f} records/s, peak {peak_mb():.0f} MB in all"
        rows.append(("verify (goal: 10,000)", said))
    title = f"Ledger and feed, {count:,} articles of 3,000 characters"
    tell("feed", Found([Table(title, ("what", "figure"), tuple(rows))], figures))


def building(count: int) -> float:
    """Milliseconds to make the record itself."""
    start = time.perf_counter()
    for article_no in range(count):
        record(article_no + 1)
    return (time.perf_counter() - start) / count * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
