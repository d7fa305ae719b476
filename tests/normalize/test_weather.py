"""Rows of the widget: what is understood beside what is shown, what is missing null and flagged."""

from copy import deepcopy

import pytest

from envfocus.items import CloudAmount, Region
from envfocus.normalize.weather import resolve_weather
from tests.support.records import article, weather
from tests.support.steps import Applied


@pytest.fixture
def step() -> Applied:
    return Applied(resolve_weather)


def test_a_whole_row(step: Applied) -> None:
    record = weather(page_date="2025-12-08")
    assert step.apply(record) is record
    data = record.data
    assert (data.station_raw, data.station_name, data.station_id, data.wmo_id) == (
        "동두천",
        "동두천",
        98,
        "47098",
    )
    assert (data.latitude, data.longitude) == (37.90188, 127.0607)
    assert data.region == Region(
        scheme="mois",
        code="41250",
        iso=None,
        name="경기도 동두천시",
        name_en="Dongducheon-si",
        level="sigungu",
        current_code=None,
    )
    assert (data.condition_raw, data.condition, data.wmo_4677) == (
        "맑음",
        "clear",
        None,
    )
    assert data.cloud_amount_tenths == CloudAmount(min=0, max=2)
    assert (data.temperature_raw, data.temperature_c) == ("3.7", 3.7)
    assert record.quality.flags == []
    assert dict(step.counts) == {}


def test_a_station_without_wmo_number_in_a_rain(step: Applied) -> None:
    record = weather(
        station_raw="거제", condition_raw="비", icon="08", temperature_raw="−9.6"
    )
    step.apply(record)
    data = record.data
    assert (data.station_id, data.wmo_id) == (294, None)
    assert (data.condition, data.cloud_amount_tenths, data.wmo_4677) == (
        "rain",
        None,
        61,
    )
    assert (data.temperature_raw, data.temperature_c) == ("−9.6", -9.6)


def test_a_province_has_its_iso_code(step: Applied) -> None:
    record = weather(station_raw="부산")
    step.apply(record)
    assert record.data.region is not None
    assert (
        record.data.region.code,
        record.data.region.iso,
        record.data.region.level,
    ) == ("26000", "KR-26", "sido")


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({"station_raw": None}, ["station:missing"]),
        ({"station_raw": "인천"}, ["station:unknown"]),
        ({"condition_raw": "-", "icon": "00"}, ["condition:not_observed"]),
        ({"condition_raw": None, "icon": None}, ["condition:missing"]),
        ({"condition_raw": None, "icon": "00"}, ["condition:missing"]),
        ({"condition_raw": "우박", "icon": "01"}, ["condition:unknown"]),
        ({"temperature_raw": None}, ["temperature:missing"]),
        ({"temperature_raw": "-"}, ["temperature:unreadable"]),
        ({"temperature_raw": "99.9"}, ["temperature:out_of_range"]),
        (
            {
                "station_raw": None,
                "condition_raw": "-",
                "icon": "00",
                "temperature_raw": None,
            },
            ["station:missing", "condition:not_observed", "temperature:missing"],
        ),
    ],
)
def test_what_is_missing_is_null_flagged_and_counted(
    step: Applied,
    changes: dict[str, str | None],
    flags: list[str],
) -> None:
    record = weather(**changes)
    step.apply(record)
    data = record.data
    assert record.quality.flags == flags
    assert dict(step.counts) == {f"weather/{flag}": 1 for flag in flags}
    station = (
        data.station_name,
        data.station_id,
        data.wmo_id,
        data.latitude,
        data.longitude,
        data.region,
    )
    assert (station == (None,) * 6) is ("station_raw" in changes)
    condition = (data.condition, data.cloud_amount_tenths, data.wmo_4677)
    assert (condition == (None,) * 3) is ("condition_raw" in changes)
    assert (data.temperature_c is None) is ("temperature_raw" in changes)
    assert {name: getattr(data, name) for name in changes} == changes


def test_a_condition_glued_to_its_station(step: Applied) -> None:
    record = weather(station_raw="맑음서울", condition_raw=None, icon=None)
    step.apply(record)
    data = record.data
    assert (data.station_raw, data.condition_raw) == ("맑음서울", None)
    assert (data.station_name, data.station_id, data.condition) == (
        "서울",
        108,
        "clear",
    )
    assert data.cloud_amount_tenths == CloudAmount(min=0, max=2)
    assert record.quality.flags == ["condition:split"]
    assert dict(step.counts) == {"weather/condition:split": 1}


@pytest.mark.parametrize(
    ("station", "condition", "flags"),
    [
        ("맑음서울", "비", ["station:unknown"]),
        ("맑음인천", None, ["station:unknown", "condition:missing"]),
        (None, None, ["station:missing", "condition:missing"]),
    ],
)
def test_what_is_not_glued_is_not_split(
    step: Applied,
    station: str | None,
    condition: str | None,
    flags: list[str],
) -> None:
    record = weather(station_raw=station, condition_raw=condition, icon=None)
    step.apply(record)
    assert record.quality.flags == flags
    assert record.data.station_name is None


def test_the_icon_speaks_where_the_word_is_missing(step: Applied) -> None:
    record = weather(condition_raw=None, icon="04")
    step.apply(record)
    assert (record.data.condition, record.data.cloud_amount_tenths) == (
        "overcast",
        CloudAmount(min=9, max=10),
    )
    assert record.data.condition_raw is None
    assert record.quality.flags == ["condition:from_icon"]


@pytest.mark.parametrize(
    ("page_date", "fetched_at", "code"),
    [
        ("2026-06-30", "2026-07-05T12:00:00+09:00", "29000"),
        ("2026-07-01", "2026-07-05T12:00:00+09:00", "12000"),
        (None, "2026-06-30T23:59:59+09:00", "29000"),
        (None, "2026-07-01T00:00:00+09:00", "12000"),
    ],
)
def test_the_unit_is_that_of_the_pages_day_else_of_the_day_of_receiving(
    step: Applied, page_date: str | None, fetched_at: str, code: str
) -> None:
    record = weather(station_raw="광주", page_date=page_date, fetched_at=fetched_at)
    step.apply(record)
    assert record.data.region is not None
    assert record.data.region.code == code
    assert record.data.station_id == 156


def test_zero_degrees_are_not_missing(step: Applied) -> None:
    record = weather(temperature_raw="0.0")
    step.apply(record)
    assert record.data.temperature_c == 0.0
    assert record.quality.flags == []


def test_other_records_pass(step: Applied) -> None:
    record = article()
    before = deepcopy(record)
    step.apply(record)
    assert record == before
