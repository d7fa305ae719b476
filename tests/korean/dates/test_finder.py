"""What holds of every text and every reference."""

import os
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from envfocus.clock import KST
from envfocus.korean.dates import Timex, find
from envfocus.korean.dates.lexer import LIMIT
from envfocus.korean.dates.timex import VALUE
from envfocus.korean.dates.words import spellings

STAMP = datetime(2025, 2, 7, 17, 35, 14, tzinfo=KST)
PIECES = st.sampled_from(
    [
        *sorted(spellings()),
        *"0 1 2 3 7 9 11 12 28 29 30 31 32 99 2012 2025 9999 ’25 ７ 1,573 2.5".split(),
        *"년 월 일 시 분 초 주 개월 달 시간 분기 년대 세기 일간 년간 (금) (월요일) 초 말 중순 연휴 동기".split(),
        *"반 마다 여 약 가량 박".split(),
        *"부터 까지 에서 전 후 뒤 이내 이상 만에 ~ - · , . / : ' ( ) 와 과 및 의".split(),
        *" |\n|\u3000|\u00a0".split("|"),
        *"가 한 두 세 네 열 이천 삼 십 시는 밝혔다. 열린다. 예정이다.".split(),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(PIECES, max_size=30).map(" ".join),
)
REFERENCES = st.none() | st.datetimes(timezones=st.sampled_from([KST, UTC]))


def spans(found: list[Timex]) -> list[tuple[int, int]]:
    return [(mention.start, mention.end) for mention in found]


@given(TEXTS, REFERENCES)
@example(
    "9999년 12월 31일 다음 날, 이듬해 999년 뒤", datetime(9999, 12, 31, tzinfo=KST)
)
@example("지난 1월 1일 전날 100년 전", datetime(1, 1, 1, tzinfo=KST))
@example("1,1,1,1,1,1,1,1,1,1,1,1일", STAMP)
@example("\u1112\u1161 7\uc77c\u0301", STAMP)
@example("\ud83d 7일 \udc00", STAMP)
@example("지난 3여 분기, 10여 세기 5년", STAMP)
def test_offsets_cut_the_text_and_values_are_timex3(
    text: str, reference: datetime | None
) -> None:
    end = 0
    for mention in find(text, reference):
        assert text[mention.start : mention.end] == mention.text
        assert end <= mention.start < mention.end
        end = mention.end
        assert mention.value is None or VALUE.fullmatch(mention.value), mention
        assert (mention.begin is None) == (mention.until is None)
        if mention.begin and mention.until:
            assert mention.begin < mention.until
            assert (
                mention.begin.utcoffset()
                == mention.until.utcoffset()
                == timedelta(hours=9)
            )
        if mention.value is None:
            assert mention.flags


@given(TEXTS)
def test_without_a_stamp_only_dates_that_name_their_year_are_resolved(
    text: str,
) -> None:
    for mention in find(text, None):
        assert mention.begin is None or mention.anchor in {"explicit", "discourse"}
        assert (
            mention.begin
            or mention.type in {"DURATION", "SET"}
            or mention.flags
            or mention.value
        )


EXPLICIT = st.sampled_from(
    [
        "{y}년", "{y}년 3월", "{y}년 3월 5일", "{y}. 3. 5.", "{y}-03-05", "{y}/3/5", "{y}년 2분기", "{y}년 하반기",
        "{y}년 3월 말",
        "{y}년 3월 5일 오후 3시", "{y}년 3월 5일부터 4월 2일까지", "{y}년 여름", "{y}년 3월 첫째 주", "{y}.3.5~3.9",
    ]
)  # fmt: skip


MOMENTS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001
    datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(KST),
)


@given(EXPLICIT, st.integers(1990, 2060), st.integers(-30, 30), MOMENTS)
def test_explicit_dates_move_with_their_year_and_not_with_the_stamp(
    form: str, year: int, shift: int, reference: datetime
) -> None:
    (before,) = find(form.format(y=year), reference)
    (after,) = find(
        form.format(y=year + shift), reference + timedelta(days=365 * shift)
    )
    assert before.begin
    assert after.begin
    assert (after.begin.year - before.begin.year, before.anchor) == (shift, "explicit")
    if "주" not in form:
        assert (before.begin.month, before.begin.day) == (
            after.begin.month,
            after.begin.day,
        )


def test_the_same_in_every_form_of_unicode() -> None:
    text = "서울시는 지난달 28일(금) 오전 10시와 ７일, 2025．3．5．（수）에 열었다. 이듬해 설 연휴"
    decomposed = unicodedata.normalize("NFD", text)
    first, second = find(text, STAMP), find(decomposed, STAMP)
    assert len(first) == 4
    assert [(m.value, m.begin, m.flags) for m in first] == [
        (m.value, m.begin, m.flags) for m in second
    ]
    assert [m.text for m in first] == [
        unicodedata.normalize("NFC", m.text) for m in second
    ]


def test_a_syllable_with_an_accent_belongs_to_its_mention() -> None:
    (found,) = find("\u1112\u1161 7일\u0301 연다", STAMP)
    assert (found.text, found.start, found.end) == ("7일\u0301", 3, 6)


def test_a_naive_stamp_is_korean_time_and_an_aware_one_is_moved_there() -> None:
    naive, utc = STAMP.replace(tzinfo=None), STAMP.astimezone(UTC)
    assert find("어제", naive) == find("어제", utc)
    assert find("어제", naive)[0].value == "2025-02-06"


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_neither_clock_nor_zone_of_the_host_matters(zone: str) -> None:
    text = "7일(금) 오전 10시, 오는 11일, 설 연휴, 내년 3월, ’25년"
    code = (
        "from datetime import datetime\nfrom envfocus.korean.dates import find\n"
        f"print(find({text!r}, datetime.fromisoformat({STAMP.isoformat()!r})))"
    )
    environment = {
        **os.environ,
        "TZ": zone,
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == str(find(text, STAMP))


def test_a_text_of_nothing_but_dates_is_read_to_a_bound_and_says_so() -> None:
    found = find("7일 " * (LIMIT + 1), STAMP)
    assert len(found) == LIMIT
    assert [mention.flags for mention in found if mention.flags] == [("limit",)]
    assert "limit" not in find("7일 " * LIMIT, STAMP)[-1].flags


@pytest.mark.parametrize(
    "unit",
    [
        "1,",
        "1.",
        "3~",
        "3·",
        "10:30 ",
        "지난 ",
        "7일부터 ",
        "일",
        "열",
        "'",
        "12월 ",
        "매년 ",
    ],
)
def test_long_chains_neither_recurse_nor_fail(unit: str) -> None:
    find(unit * (100_000 // len(unit)), STAMP)


def test_the_seed_shaped_expressions() -> None:
    """Seen beside a page made in December: the article's own stamp decides."""
    assert find("7일(금) 오전 10시", STAMP)[0].begin == datetime(
        2025, 2, 7, 10, tzinfo=KST
    )
    for text in ("오는 11일", "다음 주 11일"):
        assert find(text, STAMP)[0].begin == datetime(2025, 2, 11, tzinfo=KST)
