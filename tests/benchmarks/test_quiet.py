"""The table of quiet runs, by runs made by hand."""

from benchmarks import quiet
from benchmarks.quiet import Night

FIRST = Night(2_266, 20.71, 12.702, 125.4)
OTHERS = [Night(15, 1.9, 0.07, 113), Night(17, 2.5, 0.05, 112), Night(16, 1.7, 0.09, 114)]


def test_each_figure_has_its_own_median() -> None:
    assert quiet.median(OTHERS) == Night(16, 1.9, 0.07, 113)


def test_the_first_run_stands_above_the_quiet_one() -> None:
    table = quiet.table(2_100, FIRST, OTHERS)
    assert table.rows == (("first run", "2,266", "20.7", "12.70", "125"), ("quiet run", "16", "1.9", "0.07", "113"))
    assert len(table.columns) == len(table.rows[0])
    assert "median of 3" in table.title
