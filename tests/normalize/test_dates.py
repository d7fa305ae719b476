"""Dates of an article, field by field."""

import pytest

from envfocus.items import DateMention
from envfocus.korean.dates.lexer import LIMIT
from envfocus.normalize.dates import find_dates
from tests.support.records import article, weather
from tests.support.steps import Applied

STAMP = "2025-02-07T17:35:14+09:00"


@pytest.fixture
def step() -> Applied:
    return Applied(find_dates)


def test_every_field_with_its_own_offsets(step: Applied) -> None:
    record = article(
        title="올해 물 축제",
        subtitles=["7일(금) 개막", "11일 폐막"],
        body="축제는 7일(금) 오전 10시 열었다.",
        published_at=STAMP,
    )
    assert step.apply(record) is record
    assert [(m.field, m.text, m.start, m.end, m.value) for m in record.data.dates] == [
        ("title", "올해", 0, 2, "2025"),
        ("subtitles", "7일(금)", 0, 5, "2025-02-07"),
        ("subtitles", "11일", 9, 12, "2025-02-11"),
        ("body", "7일(금) 오전 10시", 4, 16, "2025-02-07T10:00"),
    ]


def test_a_mention_in_the_form_of_the_contract(step: Applied) -> None:
    record = article(
        title="오는 11일(월)까지 접수", subtitles=[], body=None, published_at=STAMP
    )
    step.apply(record)
    assert record.data.dates == [
        DateMention(
            field="title",
            text="오는 11일(월)",
            start=0,
            end=9,
            type="DATE",
            value="2025-02-11",
            mod="ON_OR_BEFORE",
            begin="2025-02-11T00:00:00+09:00",
            until="2025-02-12T00:00:00+09:00",
            grain="day",
            anchor="stamp",
            flags=["weekday_mismatch"],
        )
    ]
    assert step.counts["dates/DATE"] == 1
    assert step.counts["dates/weekday_mismatch"] == 1


def test_without_a_stamp_only_what_names_its_year(step: Applied) -> None:
    record = article(
        title="내일 개막",
        subtitles=[],
        body="2025년 3월 5일과 7일에 연다.",
        published_at=None,
    )
    step.apply(record)
    assert [(m.text, m.value, m.flags) for m in record.data.dates] == [
        ("내일", None, ["unanchored"]),
        ("2025년 3월 5일", "2025-03-05", []),
        ("7일", "2025-03-07", []),
    ]


def test_more_dates_than_are_read_are_said(step: Applied) -> None:
    record = article(
        title="물", subtitles=[], body="7일 " * (LIMIT + 1), published_at=STAMP
    )
    step.apply(record)
    assert len(record.data.dates) == LIMIT
    assert record.quality.flags == ["dates:limit"]


def test_other_records_pass(step: Applied) -> None:
    record = weather()
    assert step.apply(record) is record
