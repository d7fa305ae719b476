"""The grammar of stamps: what is a stamp in a line, and what its label says."""

import pytest

from envfocus.korean.dates import parse_stamp
from envfocus.korean.dates.stamp_grammar import LABEL, STAMP, WORDED_STAMP
from tests.support.records import FETCHED


@pytest.mark.parametrize(
    ("line", "stamps"),
    [
        (
            "등록 2025.02.07 17:35:14 수정 2025.02.08 09:00",
            ["등록 2025.02.07 17:35:14", "수정 2025.02.08 09:00"],
        ),
        ("김하늘 기자 2025-02-07 17:35", ["2025-02-07 17:35"]),
        (
            "최종 기사입력일시 ： 2025년 2월 7일",
            ["최종 기사입력일시 ： 2025년 2월 7일"],
        ),
        (
            "승인 2025.02.07 (금) 오후 5:35 | 인쇄",
            ["승인 2025.02.07 (금) 오후 5:35"],
        ),
        ("2025.02.07 17:35 수정", ["2025.02.07 17:35 수정"]),
        ("2025-02-07T17:35:14.5+09:00", ["2025-02-07T17:35:14.5+09:00"]),
        ("no2025.02.07", []),
        ("2025.02.071", []),
    ],
)
def test_stamps_in_a_line(line: str, stamps: list[str]) -> None:
    assert [match[0] for match in STAMP.finditer(line)] == stamps


@pytest.mark.parametrize(
    ("text", "label", "after"),
    [
        ("등록일시 2025.02.07", "등록", None),
        ("최종수정 : 2025.02.07", "수정", None),
        ("2025.02.07 17:35 수정", None, "수정"),
        ("2025.02.07", None, None),
    ],
)
def test_the_label_of_a_stamp(text: str, label: str | None, after: str | None) -> None:
    match = STAMP.fullmatch(text)
    assert match
    assert (match["label"], match["after"]) == (label, after)


@pytest.mark.parametrize("label", "등록 입력 수정 승인 작성 발행".split())
def test_every_label_is_found_and_cut_off(label: str) -> None:
    raw = f"최종 기사{label}일시 : 2025.02.07 17:35"
    assert STAMP.fullmatch(raw)
    assert LABEL.sub("", raw) == "2025.02.07 17:35"
    assert parse_stamp(raw, FETCHED) == parse_stamp(raw, FETCHED)
    assert parse_stamp(raw, FETCHED).format == "dotted"


@pytest.mark.parametrize(
    ("text", "rest"),
    [("등록 어제", "어제"), ("수정: 방금", "방금"), ("입력일시3시간 전", "3시간 전")],
)
def test_a_label_before_other_words(text: str, rest: str) -> None:
    match = WORDED_STAMP.fullmatch(text)
    assert match
    assert match["rest"] == rest


@pytest.mark.parametrize("text", ["등록", "등록금", f"등록 {'가' * 41}", "승인 어제"])
def test_no_label_before_other_words(text: str) -> None:
    assert WORDED_STAMP.fullmatch(text) is None
