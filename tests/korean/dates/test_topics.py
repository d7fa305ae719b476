"""What a sentence or a range says about dates that leave their year out."""

from datetime import date, datetime

import pytest

from envfocus.clock import KST
from envfocus.korean.dates import find

NOVEMBER = datetime(2025, 11, 12, 14, tzinfo=KST)


def begins(text: str, stamp: datetime) -> list[tuple[str, date | None]]:
    return [
        (mention.text, mention.begin.date() if mention.begin else None)
        for mention in find(text, stamp)
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (
            "작년에는 7월 12일 새벽에 둑이 무너졌다.",
            ("7월 12일 새벽", date(2024, 7, 12)),
        ),
        ("2019년에는 4월 2일 문을 열었다.", ("4월 2일", date(2019, 4, 2))),
        ("작년에는 3분기가 가장 맑았다.", ("3분기", date(2024, 7, 1))),
        ("지난주에 시작한 청소는 토요일에 끝났다.", ("토요일", date(2025, 11, 8))),
        ("작년에는 조용했다. 7월 12일 둑이 무너졌다.", ("7월 12일", date(2025, 7, 12))),
    ],
)
def test_the_year_or_week_that_a_sentence_is_about(
    text: str, last: tuple[str, date]
) -> None:
    assert begins(text, NOVEMBER)[-1] == last


@pytest.mark.parametrize(
    ("text", "stamp", "begin", "until"),
    [
        (
            "전시는 19일부터 12월 10일까지다.",
            datetime(2025, 9, 18, tzinfo=KST),
            date(2025, 9, 19),
            date(2025, 12, 11),
        ),
        (
            "30일부터 다음 달 3일까지 쉰다.",
            datetime(2025, 12, 5, tzinfo=KST),
            date(2025, 12, 30),
            date(2026, 1, 4),
        ),
        (
            "25일부터 내년 3월 15일까지 대책 기간이다.",
            NOVEMBER,
            date(2025, 11, 25),
            date(2026, 3, 16),
        ),
        (
            "13일부터 이달 말까지 연다.",
            datetime(2025, 10, 20, tzinfo=KST),
            date(2025, 10, 13),
            date(2025, 11, 1),
        ),
        (
            "1~9월 배출량이 줄었다.",
            datetime(2025, 10, 20, tzinfo=KST),
            date(2025, 1, 1),
            date(2025, 10, 1),
        ),
        (
            "1월 4일과 22일 사이에 쟀다.",
            datetime(2025, 2, 1, tzinfo=KST),
            date(2025, 1, 4),
            date(2025, 1, 23),
        ),
        ("오늘부터 사흘간 점검한다.", NOVEMBER, date(2025, 11, 12), date(2025, 11, 15)),
    ],
)
def test_a_range_is_placed_as_a_whole(
    text: str, stamp: datetime, begin: date, until: date
) -> None:
    (found,) = [mention for mention in find(text, stamp) if mention.begin]
    assert found.begin
    assert found.until
    assert (found.begin.date(), found.until.date()) == (begin, until)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("금요일인 14일은 눈이 예보됐다.", [("금요일", date(2025, 11, 14)), ("14일", date(2025, 11, 14))]),
        ("수능 당일 버스를 늘린다.", [("당일", None)]),
        ("설 연휴 마지막 날 붐빈다.", [("설 연휴 마지막 날", date(2026, 2, 18))]),
        ("추석 전날 내린 비", [("추석 전날", date(2025, 10, 5))]),
        ("11월 넷째 주 목요일에 연다.", [("11월 넷째 주 목요일", date(2025, 11, 27))]),
        ("사흘 전 유출이 있었다. 이날 신고됐다.", [("사흘 전", date(2025, 11, 9)), ("이날", date(2025, 11, 9))]),
        ("지난달은 전년 동월보다 맑았다.", [("지난달", date(2025, 10, 1)), ("전년 동월", date(2024, 10, 1))]),
        ("6·70년대 사진과 2·4분기 자료", [("6·70년대", date(1960, 1, 1)), ("2·4분기", date(2025, 4, 1))]),
        ("8일 전 거래일보다 올랐다.", [("8일", date(2025, 11, 8))]),
        ("개막 이틀 전 시설을 점검했다.", [("이틀 전", None)]),
    ],
)  # fmt: skip
def test_words_that_lean_on_others(
    text: str, expected: list[tuple[str, date | None]]
) -> None:
    assert begins(text, NOVEMBER) == expected


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("올해 전 직원이 배웠다.", None),
        ("12월 5일 전 마른 낙엽을 치운다.", "BEFORE"),
        ("12월 5일 전에 치운다.", "BEFORE"),
    ],
)
def test_before_and_all_are_one_word(text: str, mod: str | None) -> None:
    assert [mention.mod for mention in find(text, NOVEMBER)] == [mod]


@pytest.mark.parametrize(
    "text",
    [
        "나쁨인 날은 27일로 6일 줄었다.",
        "나쁨 일수는 12일이다.",
        "첫눈이 평년보다 3일 일찍 왔다.",
    ],
)
def test_numbers_of_days_are_no_days(text: str) -> None:
    assert {mention.type for mention in find(text, NOVEMBER)} == {"DURATION"}


def test_a_day_before_a_growing_heap_stays_a_day() -> None:
    assert begins("구는 7일 늘어난 폐기물을 쟀다.", NOVEMBER) == [
        ("7일", date(2025, 11, 7))
    ]
