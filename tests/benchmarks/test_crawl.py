"""The figures of the crawl benchmark, by runs made by hand."""

import pytest

from benchmarks import crawl
from benchmarks.crawl import BARE, DRESSED, OURS, Run, Site


def site(pages: int = 2_000, server: float = 50_000, **runs: list[Run]) -> Site:
    """A site with runs named by what they are."""
    names = {"ours": OURS, "bare": BARE, "dressed": DRESSED}
    return Site(
        pages, 0.1, server, {names[name]: those for name, those in runs.items()}
    )


def run(rate: float, peak_mb: float = 100.0, cpu_us: float = 500.0) -> Run:
    """A thousand pages at a rate."""
    return Run(1_000, 1_000 / rate, cpu_us / 1_000, peak_mb)


def test_rates_and_cpu_time_are_medians_and_memory_is_the_highest() -> None:
    one = site(ours=[run(100, 90, 400), run(400, 120, 900), run(300, 110, 500)])
    assert [one.rate(OURS), one.cpu_us(OURS), one.peak_mb(OURS)] == pytest.approx(
        [300, 500, 120]
    )


def test_the_table_divides_ours_by_each() -> None:
    rows = crawl.compared(
        site(ours=[run(300)], bare=[run(600)], dressed=[run(200)])
    ).rows
    assert [row[:4] for row in rows] == [
        (OURS, "300", "1.00", "500"),
        (BARE, "600", "0.50 (goal ≥ 1.00)", "500"),
        (DRESSED, "200", "1.50 (goal ≥ 0.70)", "500"),
    ]


def test_the_title_says_how_much_faster_the_server_is() -> None:
    assert (
        "nginx alone: 3,000 pages/s, 5 times the fastest"
        in crawl.compared(site(2_000, 3_000, ours=[run(600)])).title
    )


def test_nothing_is_missed_at_the_goals() -> None:
    sites = [
        site(ours=[run(700)], bare=[run(700)], dressed=[run(1_000)], server=5_000),
        site(100_000, ours=[run(700, 110)], bare=[run(700)]),
    ]
    assert not list(crawl.missed(sites))


@pytest.mark.parametrize(
    ("large", "complaint"),
    [
        (
            site(9, ours=[run(690)], bare=[run(700)]),
            "9 pages: ours ÷ bare spider, Scrapy's defaults is 0.99",
        ),
        (
            site(9, ours=[run(690)], dressed=[run(1_000)]),
            "9 pages: ours ÷ bare spider, our settings is 0.69",
        ),
        (site(9, ours=[run(700, 111)]), "9 pages: peak memory grew by 1.11"),
        (
            site(9, ours=[run(700)], server=3_499),
            "9 pages: nginx is less than 5 times as fast as: ours",
        ),
    ],
)
def test_a_missed_goal_is_named(large: Site, complaint: str) -> None:
    (missed,) = crawl.missed([site(ours=[run(700)]), large])
    assert missed.startswith(complaint)


def test_memory_has_a_limit_of_its_own() -> None:
    assert list(crawl.missed([site(ours=[run(700, 130.1)])])) == [
        "2,000 pages: peak memory 130.1 MB; the goal is 130"
    ]


def test_memory_is_told_beside_the_smallest_site() -> None:
    rows = crawl.memory(
        [site(ours=[run(1, 100)]), site(21_000, ours=[run(1, 105)])]
    ).rows
    assert rows == (("2,000", "100.0", "1.00"), ("21,000", "105.0", "1.05"))


def test_the_bare_figures_name_site_spider_and_unit() -> None:
    figures = crawl.numbers([site(ours=[run(300, 90, 400)])])
    assert figures == pytest.approx(
        {
            "2000_server_pages_per_second": 50_000,
            "2000_ours_pages_per_second": 300,
            "2000_ours_cpu_us_a_page": 400,
            "2000_ours_peak_mb": 90,
        }
    )
