"""Stamps: every form of the site, and what must never become a date."""

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envfocus.korean.dates import Stamp, parse_stamp, stamps
from tests.support.records import FETCHED, KST

ROOT = Path(__file__).parents[3]
SECOND, MINUTE, DAY = (
    "2025-02-07T17:35:14+09:00",
    "2025-02-07T17:35:00+09:00",
    "2025-02-07T00:00:00+09:00",
)

READABLE = [
    # article pages
    ("등록 2025.02.07 17:35:14", SECOND, "second", "dotted"),
    ("등록: 2025.02.07 17:35:14", SECOND, "second", "dotted"),
    ("등록일시 : 2025.02.07 17:35:14", SECOND, "second", "dotted"),
    ("수정 2025.02.07 17:35:14", SECOND, "second", "dotted"),
    ("최종수정 2025.02.07 17:35:14", SECOND, "second", "dotted"),
    ("기사입력 2025.02.07 17:35:14", SECOND, "second", "dotted"),
    ("  등록\u00a02025.02.07\u00a017:35:14 ", SECOND, "second", "dotted"),
    ("2025.02.07 17:35", MINUTE, "minute", "dotted"),
    ("2025.2.7 7:05", "2025-02-07T07:05:00+09:00", "minute", "dotted"),
    # list pages and search results
    ("2025-02-07 17:35", MINUTE, "minute", "dashed"),
    ("2025.02.07", DAY, "day", "dotted"),
    ("2025-02-07", DAY, "day", "dashed"),
    # the head of the page
    ("2025.12.08 (월)", "2025-12-08T00:00:00+09:00", "day", "dotted"),
    ("2025.12.08(월)", "2025-12-08T00:00:00+09:00", "day", "dotted"),
    ("2025. 12. 8. (월요일)", "2025-12-08T00:00:00+09:00", "day", "dotted"),
    # the comment after </html>
    ("2018-03-24 03:47:07", "2018-03-24T03:47:07+09:00", "second", "dashed"),
    # meta tags
    ("2025-02-07T17:35:14+09:00", SECOND, "second", "iso"),
    ("2025-02-07T17:35:14+0900", SECOND, "second", "iso"),
    ("2025-02-07T17:35:14", SECOND, "second", "dashed"),
    # other complete wordings
    ("2025년 2월 7일", DAY, "day", "dateparser"),
    ("2025년 2월 7일 오후 5시", "2025-02-07T17:00:00+09:00", "hour", "dateparser"),
    ("2025년 2월 7일 오후 5시 35분", MINUTE, "minute", "dateparser"),
    ("2025년 2월 7일 17시 35분 14초", SECOND, "second", "dateparser"),
    (
        "2025년 2월 7일 오전 12시 30분",
        "2025-02-07T00:30:00+09:00",
        "minute",
        "dateparser",
    ),
    (
        "2025년 2월 7일 오후 12시 30분",
        "2025-02-07T12:30:00+09:00",
        "minute",
        "dateparser",
    ),
    ("2025.02.07 오후 5:35", MINUTE, "minute", "dateparser"),
    ("2025/02/07 17:35", MINUTE, "minute", "dateparser"),
    # full-width digits
    ("２０２５.０２.０７ １７:３５", MINUTE, "minute", "dotted"),
    # leap day, and the last day of a year
    ("2024.02.29 23:59:59", "2024-02-29T23:59:59+09:00", "second", "dotted"),
    ("2024.12.31 00:00", "2024-12-31T00:00:00+09:00", "minute", "dotted"),
]


@pytest.mark.parametrize(("raw", "instant", "precision", "form"), READABLE)
def test_every_form_of_the_site_is_read(
    raw: str, instant: str, precision: str, form: str
) -> None:
    assert parse_stamp(raw, FETCHED) == Stamp(
        raw, datetime.fromisoformat(instant), precision, form, ()
    )
    stamp = parse_stamp(raw, FETCHED)
    assert stamp.value is not None
    assert stamp.value.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    "raw",
    [
        # days and times that do not exist
        *(
            "2025.06.31",
            "2025.02.29",
            "2025.00.10",
            "2025.02.00",
            "2025.02.32",
            "2025-02-30 10:00",
        ),
        *(
            "2025.02.07 24:00",
            "2025.02.07 25:00",
            "2025.02.07 17:60",
            "2025.02.07 17:35:60",
        ),
        *(
            "2025년 2월 30일",
            "2025년 13월 1일",
            "2025년 6월 31일 오후 3시",
            "2025년 2월 7일 오후 25시",
        ),
        # missing values of databases
        *("0000.00.00 00:00:00", "0001.01.01", "1970.01.01 09:00:00", "1989.12.31"),
        # relative to a present that the page does not name
        *(
            "어제 오후",
            "어제",
            "그제",
            "오늘",
            "오늘 17:35",
            "방금",
            "방금 전",
            "지금",
            "3시간 전",
            "1분 전",
            "2일 전",
        ),
        "2025년 2월 7일 3일 전",
        # parts are missing
        *(
            "2025",
            "2025년",
            "2025년 2월",
            "2025.02",
            "2월 7일",
            "02.07 17:35",
            "7일(금)",
            "17:35:14",
            "25.02.07",
            "’25.02.07",
        ),
        # the order would be a guess
        *("07.02.2025", "02/07/2025", "7-2-2025", "Fri, 07 Feb 2025 17:35:14 +0900"),
        "2025.02.07T17:35:14+30:00",
        "2025-02-07T17:35:14+30:00",
        "2025-02-07 17:35+09:75",
        # another clock
        *("2025.02.07 17:35 UTC"),
        # two stamps, or none
        "등록 2025.02.07 17:35:14 수정 2025.02.08 09:00:00",
        *(
            "",
            " ",
            "등록",
            "등록 ",
            "-",
            "기자",
            "null",
            "NaN",
            "2025.02.0717:35",
            "202502071735",
        ),
    ],
)
def test_what_is_not_understood_has_no_value(raw: str) -> None:
    assert parse_stamp(raw, FETCHED) == Stamp(
        raw, None, None, None, ("stamp:unreadable",)
    )


@pytest.mark.parametrize(
    "raw",
    [
        "2025.13.01",
        "2025.13.01 10:00",
        "2025-13-01",
        "2025/13/2",
        "등록 2025.31.12 17:35:14",
    ],
)
def test_month_and_day_are_never_exchanged(raw: str) -> None:
    assert parse_stamp(raw, FETCHED) == Stamp(
        raw, None, None, None, ("stamp:unreadable",)
    )


@pytest.mark.parametrize(
    "raw", ["2025.12.08 (화)", "2025-12-08(일) 09:00", "2025. 12. 8. (금요일)"]
)
def test_a_weekday_that_contradicts_the_date_is_kept_and_flagged(raw: str) -> None:
    stamp = parse_stamp(raw, FETCHED)
    assert stamp.value is not None
    assert stamp.value.date() == date(2025, 12, 8)
    assert stamp.flags == ("stamp:weekday_mismatch",)


@pytest.mark.parametrize(
    "raw",
    ["2025년 12월 8일 (화)", "2025년 12월 8일 화요일", "2025년 12월 8일(화) 오후 5시"],
)
def test_a_weekday_that_contradicts_an_unusual_form_is_flagged_or_the_form_refused(
    raw: str,
) -> None:
    stamp = parse_stamp(raw, FETCHED)
    assert stamp.flags in {("stamp:weekday_mismatch",), ("stamp:unreadable",)}


@pytest.mark.parametrize(
    ("raw", "flags"),
    [
        ("2025.12.09 12:00:00", ()),  # a day is allowed for clocks that are wrong
        ("2025.12.09 12:00:01", ("stamp:future",)),
        ("2035.12.09 (일)", ("stamp:future",)),
        ("2035.12.09 (월)", ("stamp:weekday_mismatch", "stamp:future")),
        ("2035년 12월 9일 오후 5시", ("stamp:future",)),
    ],
)
def test_a_stamp_of_the_future_keeps_its_value_and_is_flagged(
    raw: str, flags: tuple[str, ...]
) -> None:
    stamp = parse_stamp(raw, FETCHED)
    assert stamp.value is not None
    assert stamp.value.year == int(raw[:4])
    assert stamp.flags == flags


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_the_host_time_zone_changes_nothing(zone: str) -> None:
    program = (
        "import sys\n"
        "from datetime import datetime\n"
        "from envfocus.korean.dates import parse_stamp\n"
        f"fetched = datetime.fromisoformat({FETCHED.isoformat()!r})\n"
        "for line in sys.stdin.read().splitlines():\n"
        "    value = parse_stamp(line, fetched).value\n"
        "    print(value.isoformat() if value else None)\n"
    )
    raws = [*(raw for raw, *_ in READABLE), "어제 오후", "오늘 17:35"]
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "TZ": zone, "PYTHONUTF8": "1"},
        input="\n".join(raws),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines() == [
        *(instant for _, instant, *_ in READABLE),
        "None",
        "None",
    ]


def test_dateparser_is_loaded_for_stamps_in_words_alone() -> None:
    program = (
        "import sys\n"
        "from datetime import datetime\n"
        "from envfocus.korean.dates import find, parse_stamp\n"
        f"fetched = datetime.fromisoformat({FETCHED.isoformat()!r})\n"
        "def loaded(): return 'dateparser' in sys.modules\n"
        "states = [loaded()]\n"
        "find('7일(금) 오전 10시, 지난해 3월부터 사흘간', fetched)\n"
        "states.append(loaded())\n"
        "for raw in ('등록 2025.02.07 17:35:14', '어제 오후', '2025.13.01', '7일'):\n"
        "    parse_stamp(raw, fetched)\n"
        "states.append(loaded())\n"
        "parse_stamp('2025년 2월 7일 오후 5시', fetched)\n"
        "print(*states, loaded())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "False", "False", "True"]


def test_a_stamp_is_read_once_whenever_it_is_asked_for() -> None:
    raw = "등록 2031.02.07 17:35:14"
    stamps._read.cache_clear()
    early = parse_stamp(raw, FETCHED)
    late = parse_stamp(raw, FETCHED.replace(year=2032))
    assert (early.flags, late.flags) == (("stamp:future",), ())
    assert early.value == late.value
    assert stamps._read.cache_info().misses == 1


moments = st.datetimes(datetime(1990, 1, 1), datetime(2025, 12, 8)).map(  # noqa: DTZ001 hypothesis wants them naive
    lambda moment: moment.replace(microsecond=0, tzinfo=KST)
)
WEEKDAYS = "월화수목금토일"


@settings(deadline=None)
@given(moments)
def test_a_moment_written_in_an_exact_form_comes_back(moment: datetime) -> None:
    to_minute, to_day = (
        moment.replace(second=0),
        moment.replace(hour=0, minute=0, second=0),
    )
    weekday = WEEKDAYS[moment.weekday()]
    forms = [
        (f"등록 {moment:%Y.%m.%d %H:%M:%S}", moment, "second"),
        (f"{moment:%Y-%m-%d %H:%M:%S}", moment, "second"),
        (f"{moment:%Y-%m-%dT%H:%M:%S}+09:00", moment, "second"),
        (f"{moment:%Y-%m-%dT%H:%M:%S}+0900", moment, "second"),
        (f"{moment:%Y-%m-%d %H:%M}", to_minute, "minute"),
        (
            f"{moment.year}.{moment.month}.{moment.day} {moment.hour}:{moment:%M}",
            to_minute,
            "minute",
        ),
        (f"{moment:%Y.%m.%d} ({weekday})", to_day, "day"),
        (
            f"{moment.year}. {moment.month}. {moment.day}. ({weekday}요일)",
            to_day,
            "day",
        ),
        (f"{moment:%Y-%m-%d}", to_day, "day"),
    ]
    for raw, value, precision in forms:
        stamp = parse_stamp(raw, FETCHED)
        assert (stamp.value, stamp.precision, stamp.flags) == (value, precision, ()), (
            raw
        )


@settings(deadline=None)
@given(moments)
def test_a_moment_written_out_in_korean_comes_back(moment: datetime) -> None:
    day = f"{moment.year}년 {moment.month}월 {moment.day}일"
    half, hour = (
        ("오전", moment.hour) if moment.hour < 12 else ("오후", moment.hour - 12)
    )
    forms = [
        (
            f"{day} {moment.hour}시 {moment.minute}분 {moment.second}초",
            moment,
            "second",
        ),
        (
            f"{day} {half} {hour or 12}시 {moment.minute}분",
            moment.replace(second=0),
            "minute",
        ),
        (day, moment.replace(hour=0, minute=0, second=0), "day"),
    ]
    for raw, value, precision in forms:
        stamp = parse_stamp(raw, FETCHED)
        assert (stamp.value, stamp.precision, stamp.flags) == (value, precision, ()), (
            raw
        )


PIECES = (
    "등록 수정 입력 2025 1999 2월 7일 2월7일 31 13 12 02 07 . - / : T Z + 09:00 년 월 일 시 분 초 오전 오후 "
    "어제 오늘 전 지난 다음 (월) (금) 금요일 17:35 17:35:14 am pm ２ ７ 전날 Feb 1시간 지금 UTC KST"
).split()
stampish = st.lists(st.sampled_from([*PIECES, " ", " ", "\u00a0"]), max_size=12).map(
    "".join
)


@settings(deadline=None)
@given(
    st.text() | stampish | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
)
def test_no_text_fails_and_no_part_of_a_value_is_made_up(raw: str) -> None:
    stamp = parse_stamp(raw, FETCHED)
    assert stamp.raw == raw
    if stamp.value is None:
        assert (stamp.precision, stamp.format, stamp.flags) == (
            None,
            None,
            ("stamp:unreadable",),
        )
    else:
        said = Counter(int(number) for number in re.findall(r"\d+", raw))
        value = stamp.value
        assert Counter([value.year, value.month, value.day]) <= said
        assert value.utcoffset() == timedelta(hours=9)
        assert value.year >= 1990
        assert stamp.precision in {"second", "minute", "hour", "day"}


@settings(deadline=None)
@given(
    st.integers(1990, 2025),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from([".", "-", "/", ". ", " "]),
    st.sampled_from(["", " 17:35", " 오후 5시"]),
)
def test_the_month_is_the_number_before_the_day(
    year: int, month: int, day: int, mark: str, clock: str
) -> None:
    value = parse_stamp(f"{year}{mark}{month:02}{mark}{day:02}{clock}", FETCHED).value
    assert value is None or (value.year, value.month, value.day) == (year, month, day)


@pytest.mark.parametrize(
    "unit",
    [
        "등록 ",
        "2025.",
        "2025.02.07 ",
        "1",
        "1.",
        " ",
        "\u3000",
        "년 월 일 ",
        "기사",
        "(월",
        "T",
        "17:",
    ],
)
def test_long_text_is_refused(unit: str) -> None:
    filler = unit * (100_000 // len(unit))
    for raw in (
        filler,
        f"{filler}x",
        f"2025.02.07{filler}x",
        f"등록{filler}2025.02.07x",
    ):
        assert parse_stamp(raw, FETCHED).value is None
