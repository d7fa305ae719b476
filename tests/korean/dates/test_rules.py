"""One sentence for each rule that no other test would miss; values by hand."""

from datetime import datetime

import pytest

from envfocus.clock import KST
from envfocus.korean.dates import find

CASES: list[tuple[str, str, list[str | None]]] = [
    # the verb decides where the nearest is more than 3 days off, or 60 where years are to choose from
    ("5월 20일 열렸다.", "2025-03-01", ["2024-05-20"]),
    ("12월 10일 열린다.", "2025-03-01", ["2025-12-10"]),
    ("15일 열렸다.", "2025-02-10", ["2025-01-15"]),
    ("5일 열릴 예정이다.", "2025-02-10", ["2025-03-05"]),
    # the year of the stamp, unless that is more than 270 days off
    ("10월", "2025-02-10", ["2025-10"]),
    ("3월 1일", "2025-11-01", ["2025-03-01"]),
    # 다음 is not the one that runs
    ("다음 3월", "2025-03-10", ["2026-03"]),
    ("다음 추석", "2025-10-06", ["2026-09-25"]),
    # what others are counted from is no topic, nor is a range of days
    ("2015년 이후 최대다. 이듬해 3월", "2025-06-10", ["2015", "2026-03"]),
    (
        "설 연휴에 문을 닫는다. 이날 시장은",
        "2025-01-20",
        ["2025-01-28/2025-01-30", "2025-01-20"],
    ),
    (
        "5일 발표했다. 11일부터 20일까지 연다. 이날",
        "2025-12-06",
        ["2025-12-05", "2025-12-11/2025-12-20", "2025-12-05"],
    ),
    (
        "3월 수출이 지난해 같은 달보다 늘었다. 같은 달 20일",
        "2025-06-10",
        ["2025-03", "2024-03", "2025-03-20"],
    ),
    # the week that a sentence is about
    ("지난주에는 월요일 비가 왔다.", "2025-06-11", ["2025-W23", "2025-06-02"]),
    ("다음 주에는 금요일에 비가 온다.", "2025-06-11", ["2025-W25", "2025-06-20"]),
    # lengths behind dates and events
    ("12월 5일부터 3일 이내", "2025-12-01", ["2025-12-05", "P3D"]),
    ("개막 이틀 전 오후 3시", "2025-12-01", ["P2D", "2025-12-01T15:00"]),
    # lengths in units of which a date is made
    ("지난 3여 분기 동안", "2025-12-01", []),
    ("한국은 20여 세기를 거슬러", "2025-12-01", []),
    ("10여 세기 5년 동안", "2025-12-01", ["P5Y"]),
    # of three numbers before 년 nothing is known
    ("2010·14·18년 대회", "2025-12-01", []),
    ("2019-2-310년", "2025-12-01", []),
    # a list whose unit stands at each is no range
    ("14일과 15일", "2025-12-01", ["2025-12-14", "2025-12-15"]),
    # the days off that hang together with a holiday
    ("개천절 연휴", "2022-10-01", ["2022-10-01/2022-10-03"]),
    ("크리스마스 연휴", "2023-12-20", ["2023-12-23/2023-12-25"]),
    # repetitions go on as dates do
    ("매년 5월 1일부터 31일까지", "2025-12-06", ["XXXX-05-01/XXXX-05-31"]),
    ("매년 5월 1일과 15일", "2025-12-06", ["XXXX-05-01", "XXXX-05-15"]),
    # other eras
    ("고종 25년과 기원전 300년의 유물", "2025-12-06", []),
]


@pytest.mark.parametrize(
    ("text", "day", "values"), CASES, ids=[text for text, _, _ in CASES]
)
def test_a_rule(text: str, day: str, values: list[str | None]) -> None:
    assert [
        mention.value
        for mention in find(
            text, datetime.fromisoformat(day).replace(hour=9, tzinfo=KST)
        )
    ] == values


@pytest.mark.parametrize(
    ("text", "value"), [("3월 1일(일)", "2025-03-01"), ("10월 1일(화)", "2025-10-01")]
)
def test_a_misprinted_weekday_moves_no_date_by_a_year(text: str, value: str) -> None:
    (found,) = find(text, datetime(2025, 6, 10, 9, tzinfo=KST))
    assert (found.value, found.flags) == (value, ("weekday_mismatch",))
