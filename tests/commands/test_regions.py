"""`scrapy regions`."""

import pytest
from rich.cells import cell_len

from tests.support.crawls import scrapy


def test_it_explains_its_decision_in_a_straight_table() -> None:
    done = scrapy(
        "regions", "강서구 대저동 토마토", "--on", "2025-12-08", "--dateline", "부산"
    )
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "dateline: 부산 (region): 부산광역시 26000"
    gu = next(line for line in lines if "26440" in line)
    dong = next(line for line in lines if "2644010100" in line)
    assert gu.split()[-1] == "eupmyeondong"
    assert (dong.split()[-1], "2644010200" in dong) == ("undecided", True)
    assert cell_len(gu[: gu.index("부산")]) == cell_len(dong[: dong.index("부산")])


def test_the_day_decides() -> None:
    assert "28260" in scrapy("regions", "인천 서구", "--on", "2026-06-30").stdout
    assert "28275" in scrapy("regions", "인천 서구", "--on", "2026-07-01").stdout
    assert (
        "전라북도 45000 (now 52000)"
        in scrapy("regions", "전라북도", "--on", "2023-05-01").stdout
    )


def test_text_from_standard_input_and_no_places() -> None:
    assert (
        "11000" in scrapy("regions", "-", "--on", "2025-12-08", text="서울시는").stdout
    )
    assert scrapy("regions", "고양이", "--on", "2025-12-08").stdout == "no places\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("서울",), "regions: no day, and units change; write --on 2025-12-08"),
        (("--on", "2025"), "regions: --on '2025' is no day"),
        (("--on", "2025-12-08"), "regions: no text"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    arguments: tuple[str, ...], message: str
) -> None:
    done = scrapy("regions", *arguments)
    assert done.returncode == 4
    assert done.stderr.startswith(f"envfocus: {message}")
    assert done.stderr.count("\n") == 1
