"""`scrapy dates`."""

import pytest
from rich.cells import cell_len

from tests.support.crawls import scrapy


def test_a_table_that_stays_straight_with_korean_text() -> None:
    done = scrapy(
        "dates", "7일(금) 오전 10시 개최, 오는 11일(월)부터", "--at", "2025-02-07T17:35"
    )
    assert done.returncode == 0
    rows = [line for line in done.stdout.splitlines() if "2025-" in line]
    assert [row.split()[-1] for row in rows] == ["stamp", "weekday_mismatch"]
    assert "2025-02-07T10:00" in rows[0]
    assert "ON_OR_AFTER" in rows[1]
    columns = [cell_len(row[: row.index("2025-02-")]) for row in rows]
    assert len(set(columns)) == 1


def test_text_from_standard_input_without_a_stamp() -> None:
    done = scrapy("dates", "-", text="2025년 3월 5일과 내일")
    assert done.returncode == 0
    assert "2025-03-05" in done.stdout
    assert "unanchored" in done.stdout


def test_a_text_without_dates() -> None:
    assert scrapy("dates", "2호기").stdout == "no dates\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "dates: no text"),
        (
            ("7일", "--at", "yesterday"),
            "dates: --at 'yesterday' is no stamp; write 2025-02-07T17:35",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    arguments: tuple[str, ...], message: str
) -> None:
    done = scrapy("dates", *arguments)
    assert done.returncode == 4
    assert done.stderr.startswith(f"envfocus: {message}")
    assert done.stderr.count("\n") == 1
