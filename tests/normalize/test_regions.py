"""Places of an article: the dateline, the mentions, and the region of the whole."""

import pytest

from envfocus.items import ArticleRecord, Dateline, Region
from envfocus.normalize.regions import find_regions
from tests.support.records import article, weather
from tests.support.steps import Applied

STAMP = "2025-12-08T09:00:00+09:00"


@pytest.fixture
def step() -> Applied:
    return Applied(find_regions)


def placed(record: ArticleRecord) -> list[tuple[str, str, int, int, str | None]]:
    return [
        (
            mention.field,
            mention.text,
            mention.start,
            mention.end,
            mention.region.code if mention.region else None,
        )
        for mention in record.data.regions
    ]


def test_a_name_in_one_field_decides_in_the_others_and_offsets_stay_their_own(
    step: Applied,
) -> None:
    record = article(
        title="강서구 물길 열려",
        subtitles=["부산시 발표", "동구 주민도 반겨"],
        body="[환경포커스=부산] 부산시는 물길을 열었다.",
        dateline=Dateline(raw="[환경포커스=부산]"),
        published_at=STAMP,
    )
    assert step.apply(record) is record
    assert placed(record) == [
        ("title", "강서구", 0, 3, "26440"),
        ("subtitles", "부산시", 0, 3, "26000"),
        ("subtitles", "동구", 7, 9, "26170"),
        ("body", "부산", 7, 9, "26000"),
        ("body", "부산시", 11, 14, "26000"),
    ]


def test_the_dateline_is_the_region_of_the_article(step: Applied) -> None:
    record = article(
        title="물길",
        body="대구시와 대구시의회",
        dateline=Dateline(raw="[환경포커스=부산]"),
        published_at=STAMP,
    )
    step.apply(record)
    busan = Region(
        scheme="mois",
        code="26000",
        iso="KR-26",
        name="부산광역시",
        name_en="Busan",
        level="sido",
        current_code=None,
    )
    assert record.data.dateline == Dateline(
        raw="[환경포커스=부산]", place="부산", kind="region", regions=[busan]
    )
    assert record.data.primary_region == busan


def test_without_one_the_unit_named_most_often_is_and_the_first_of_equals(
    step: Applied,
) -> None:
    for body, code in (
        ("대구시, 부산시, 부산시", "26000"),
        ("대구시, 부산시", "27000"),
    ):
        record = article(
            title="물길",
            body=body,
            dateline=Dateline(raw="[환경포커스=수도권]"),
            published_at=STAMP,
        )
        step.apply(record)
        assert record.data.dateline
        assert [unit.code for unit in record.data.dateline.regions] == [
            "11000",
            "28000",
            "41000",
        ]
        assert record.data.primary_region
        assert record.data.primary_region.code == code


def test_no_place_no_region(step: Applied) -> None:
    record = article(
        title="물길",
        body="설명회가 열렸다.",
        dateline=Dateline(raw="[환경포커스=전국]"),
        published_at=STAMP,
    )
    step.apply(record)
    assert record.data.dateline == Dateline(
        raw="[환경포커스=전국]", place="전국", kind="none"
    )
    assert (record.data.regions, record.data.primary_region) == ([], None)


def test_units_are_those_of_the_day_and_joinable_with_todays(
    step: Applied,
) -> None:
    record = article(
        title="전라북도 소식", body=None, published_at="2023-12-31T23:00:00+09:00"
    )
    step.apply(record)
    (mention,) = record.data.regions
    assert mention.region
    assert (mention.region.code, mention.region.current_code) == ("45000", "52000")


def test_what_cannot_be_decided_keeps_its_candidates(step: Applied) -> None:
    record = article(title="고성군 소식", body=None, published_at=STAMP)
    step.apply(record)
    (mention,) = record.data.regions
    assert mention.region is None
    assert [unit.code for unit in mention.candidates] == ["48820", "51820"]
    assert step.counts["regions/undecided"] == 1
    assert record.data.primary_region is None


def test_without_a_stamp_the_day_of_reading_counts_and_is_flagged(
    step: Applied,
) -> None:
    record = article(title="전라북도 소식", body=None, published_at=None)
    step.apply(record)
    assert [
        mention.region.code for mention in record.data.regions if mention.region
    ] == ["52000"]
    assert record.quality.flags == ["regions:undated"]


def test_more_names_than_are_read_are_said(step: Applied) -> None:
    for times, flags in ((1200, ["regions:limit"]), (400, [])):
        record = article(title="물길", body="대구시 " * times, published_at=STAMP)
        step.apply(record)
        assert record.quality.flags == flags


def test_other_records_pass(step: Applied) -> None:
    record = weather()
    assert step.apply(record) is record
