"""The table of quiet runs, by runs made by hand."""

from pathlib import Path

from benchmarks import quiet
from benchmarks.quiet import Night

QUIET = [Night(15, 1.9, 1.5, 113), Night(17, 2.5, 1.4, 112), Night(16, 1.7, 1.6, 114)]
START = [Night(0, 0.8, 0.7, 82), Night(0, 0.7, 0.8, 81), Night(0, 0.9, 0.75, 83)]


def test_each_figure_has_its_own_median() -> None:
    assert quiet.median(QUIET) == Night(16, 1.9, 1.5, 113)


def test_what_a_run_costs_beyond_the_start_stands_last() -> None:
    table = quiet.table(72_000, QUIET, START)
    assert table.rows[0] == ("quiet run", "16", "1.90", "1.50", "113")
    assert table.rows[1] == ("scrapy version (start alone)", "0", "0.80", "0.75", "82")
    assert table.rows[2][1:] == ("16", "1.10", "0.75", "113")
    assert all(len(table.columns) == len(row) for row in table.rows)
    assert "72,000" in table.title


def test_a_small_paper(tmp_path: Path) -> None:
    found, start = quiet.nights(60, tmp_path)
    assert {night.requests for night in found} == {15}
    assert all(
        one.cpu_seconds > other.cpu_seconds > 0
        for one, other in zip(found, start, strict=True)
    )
