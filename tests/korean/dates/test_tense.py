"""A date without a year, in sentences whose verb says on which side of the stamp it lies."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from envfocus.clock import KST
from envfocus.korean.dates import find
from envfocus.korean.dates.tense import tense_behind

STAMPS = [
    datetime(2025, month, day, 10, tzinfo=KST)
    for month in range(1, 13)
    for day in (2, 16, 28)
]
PAST = [
    "{} 열린 공청회에서 나온 의견을 모은다.",
    "{} 시작된 준설 공사가 한창이다.",
    "{} 문을 연 생태관을 누구나 둘러본다.",
    "{} 협약을 맺었다.",
    "{} 접수된 민원은 구청이 처리한다.",
    "{} 통과된 조례에 따라 과태료를 낸다.",
]
FUTURE = [
    "{} 열리는 공청회를 앞두고 자료를 마쳤다.",
    "{} 시작되는 준설 공사를 맡았다.",
    "{}까지 신청을 받는다고 밝혔다.",
    "{} 협약을 맺는다.",
    "{} 협약을 맺을 예정이라고 말했다.",
    "{} 문을 여는 생태관이 모습을 드러냈다.",
]


def month_and_day(day: date) -> str:
    return f"{day.month}월 {day.day}일"


@pytest.mark.parametrize(
    ("sentences", "sign"), [(PAST, -1), (FUTURE, 1)], ids=["past", "future"]
)
@pytest.mark.parametrize(
    ("written", "far"),
    [
        (month_and_day, (5, 20, 40, 80, 120, 150)),
        (lambda day: f"{day.day}일", (1, 4, 9, 14)),
    ],
    ids=["month and day", "day"],
)
def test_the_verb_decides(
    sentences: list[str],
    sign: int,
    written: Callable[[date], str],
    far: tuple[int, ...],
) -> None:
    for sentence in sentences:
        for stamp in STAMPS:
            for days in far:
                day = (stamp + timedelta(days=sign * days)).date()
                (found,) = find(sentence.format(written(day)), stamp)
                assert found.begin
                assert found.begin.date() == day, (sentence, stamp, day)


@pytest.mark.parametrize(
    "sentence", ["대기질 설명회는 {}에 연다고 5일 밝혔다.", "{} 공개한다고 5일 알렸다."]
)
def test_a_reporting_verb_does_not(sentence: str) -> None:
    (found, reported) = find(
        sentence.format("6일"), datetime(2025, 12, 5, 9, tzinfo=KST)
    )
    assert (found.value, reported.value) == ("2025-12-06", "2025-12-05")


@pytest.mark.parametrize(("length", "tense"), [(117, "past"), (118, None)])
def test_a_verb_is_looked_for_in_120_characters(length: int, tense: str | None) -> None:
    """The verb has three, and must lie within them whole."""
    between = "물" * (length - 1) + " "
    assert tense_behind(f"7일{between}열렸다.", 2) == tense
