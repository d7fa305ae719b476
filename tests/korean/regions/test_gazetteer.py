"""The gazetteer against counts and days known from law and from the yearbook of local government."""

import hashlib
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from envfocus.korean.regions import GAZETTEER_DAY, Unit, unit, units_on
from envfocus.korean.regions.gazetteer import above
from envfocus.korean.tables import rows

SEED_DAY, UNION = date(2025, 12, 8), date(2026, 7, 1)
DATA = files("envfocus.korean") / "data"


def level(units: list[Unit], name: str) -> list[Unit]:
    return [each for each in units if each.level == name]


def governed(units: list[Unit]) -> list[Unit]:
    """자치 시군구: below a province, and not one of the two cities of 제주, whose mayors are appointed."""
    return [
        each
        for each in level(units, "sigungu")
        if len(above(each.code)) == 1 and not each.code.startswith("50")
    ]


def endings(units: list[Unit]) -> dict[str, int]:
    return {
        ending: sum(each.name.endswith(ending) for each in units) for ending in "시군구"
    }


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2012, 6, 30), 16),
        (date(2012, 7, 1), 17),
        (SEED_DAY, 17),
        (date(2026, 6, 30), 17),
        (UNION, 16),
    ],
)
def test_provinces(on: date, count: int) -> None:
    assert len(level(units_on(on), "sido")) == count


@pytest.mark.parametrize(
    ("on", "cities", "counties", "districts"),
    [
        (SEED_DAY, 75, 82, 69),
        (date(2026, 2, 1), 75, 82, 69),
        (UNION, 75, 82, 70),
        (GAZETTEER_DAY, 75, 82, 70),
    ],
)
def test_governed_units(on: date, cities: int, counties: int, districts: int) -> None:
    found = governed(units_on(on))
    assert endings(found) == {"시": cities, "군": counties, "구": districts}
    assert len(found) == (226 if on < UNION else 227)


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2023, 12, 31), 32),
        (SEED_DAY, 35),
        (date(2026, 1, 31), 35),
        (date(2026, 2, 1), 39),
    ],
)
def test_the_rest_are_two_cities_of_jeju_and_districts_of_cities(
    on: date, count: int
) -> None:
    every = level(units_on(on), "sigungu")
    inner = [each for each in every if len(above(each.code)) == 2]
    jeju = [each.name for each in every if each.code.startswith("50")]
    assert len(inner) == count
    assert jeju == ["제주특별자치도 제주시", "제주특별자치도 서귀포시"]
    assert len(every) == len(governed(units_on(on))) + count + 2


def test_the_last_day_of_all() -> None:
    assert units_on(date.max) == units_on(GAZETTEER_DAY)


PARENT_CITIES = "수원시 성남시 안양시 부천시 안산시 고양시 용인시 청주시 천안시 전주시 포항시 창원시"


def test_cities_that_hold_districts() -> None:
    held = {
        unit(above(each.code)[0]).name.split()[-1]
        for each in units_on(SEED_DAY)
        if len(above(each.code)) == 2
    }
    assert held == set(PARENT_CITIES.split())
    later = {
        unit(above(each.code)[0]).name.split()[-1]
        for each in units_on(UNION)
        if len(above(each.code)) == 2
    }
    assert later == held | {"화성시"}


# day of the change, codes that end, codes that begin
CHANGES: list[tuple[date, set[str], set[str]]] = [
    (date(2012, 7, 1), {"44730"}, {"36110"}),
    (date(2018, 7, 1), {"28170"}, {"28177"}),
    (date(2023, 7, 1), {"47720"}, {"27720"}),
    (date(2024, 1, 1), set(), {"41192", "41194", "41196"}),
    (date(2026, 2, 1), set(), {"41591", "41593", "41595", "41597"}),
]


@pytest.mark.parametrize(
    ("day", "ended", "begun"), CHANGES, ids=[str(change[0]) for change in CHANGES]
)
def test_a_change_falls_on_its_day(day: date, ended: set[str], begun: set[str]) -> None:
    before = {each.code for each in units_on(date.fromordinal(day.toordinal() - 1))}
    after = {each.code for each in units_on(day)}
    assert before - after == ended
    assert after - before == begun


@pytest.mark.parametrize(
    ("day", "old", "new", "count"),
    [(date(2023, 6, 11), "42", "51", 19), (date(2024, 1, 18), "45", "52", 17)],
)
def test_a_province_that_got_a_new_code(
    day: date, old: str, new: str, count: int
) -> None:
    """강원: 18 시군 and itself; 전북: 14 시군, two 구 and itself."""
    before = [
        each
        for each in units_on(date.fromordinal(day.toordinal() - 1))
        if each.code.startswith(old)
    ]
    after = [each for each in units_on(day) if each.code.startswith(new)]
    assert len(before) == len(after) == count
    assert not [each for each in units_on(day) if each.code.startswith(old)]
    assert {each.current_code for each in before} == {each.code for each in after}


def test_the_union_of_gwangju_and_jeonnam() -> None:
    before = [
        each for each in units_on(date(2026, 6, 30)) if each.code[:2] in {"29", "46"}
    ]
    after = [each for each in units_on(UNION) if each.code.startswith("12")]
    assert (len(before), len(after)) == (5 + 22 + 2, 5 + 22 + 1)
    assert {each.current_code for each in before} == {each.code for each in after}
    assert unit("29200").current_code == "12330"
    assert unit("12330").name == "전남광주통합특별시 광산구"


def test_incheon() -> None:
    """중구 and 서구 were split, so no single unit stands for them; 동구 went into one."""
    assert [unit(code).current_code for code in ("28110", "28260", "28140")] == [
        None,
        None,
        "28125",
    ]


@pytest.mark.parametrize(
    ("code", "iso", "name", "english"),
    [
        ("11000", "KR-11", "서울특별시", "Seoul"),
        ("36110", "KR-50", "세종특별자치시", "Sejong"),
        ("50000", "KR-49", "제주특별자치도", "Jeju-do"),
        ("12000", None, "전남광주통합특별시", None),
        ("26440", None, "부산광역시 강서구", "Gangseo-gu"),
        ("41117", None, "경기도 수원시 영통구", "Yeongtong-gu"),
        ("52710", None, "전북특별자치도 완주군", "Wanju-gun"),
        ("51150", None, "강원특별자치도 강릉시", "Gangneung-si"),
        ("28177", None, "인천광역시 미추홀구", "Michuhol-gu"),
        ("47940", None, "경상북도 울릉군", "Ulleung-gun"),
        ("41271", None, "경기도 안산시 상록구", "Sangnok-gu"),
    ],
)
def test_names(code: str, iso: str | None, name: str, english: str | None) -> None:
    found = unit(code)
    assert (found.scheme, found.iso, found.name, found.name_en) == (
        "mois",
        iso,
        name,
        english,
    )


def test_the_weather_stations_stand_in_units_that_exist_on_those_days() -> None:
    for row in rows("stations"):
        day = (
            date.fromisoformat(row["valid_from"])
            if row["valid_from"]
            else date(2012, 7, 1)
        )
        assert unit(row["code"]) in units_on(day)


def test_every_unit_that_ended_has_a_day_and_a_successor_and_no_other_has() -> None:
    known = {row["code"] for row in rows("regions")}
    for row in rows("regions"):
        assert bool(row["valid_to"]) == bool(row["successor"]), row
        assert set(row["successor"].split()) <= known, row
        assert not row["parent"] or row["parent"] in known, row
        assert (
            not row["valid_from"]
            or not row["valid_to"]
            or row["valid_from"] < row["valid_to"]
        ), row


def test_townships_are_of_known_units_and_their_numbers_do_not_repeat() -> None:
    known = {row["code"] for row in rows("regions")}
    for row in rows("eupmyeondong"):
        assert set(row["sigungu"].split()) <= known
        entries = row["units"].split(" ")
        numbers = [entry[:3] for entry in entries if entry[0].isdigit()]
        assert len(set(entries)) == len(entries)
        assert len(set(numbers)) == len(numbers), row["sigungu"]


def test_the_tables_are_those_the_script_wrote() -> None:
    sources = tomllib.loads((DATA / "regions.sources.toml").read_text(encoding="utf-8"))
    for table in sources["table"]:
        content = (DATA / table["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == table["sha256"], (
            f"{table['file']}: run scripts/build_regions.py"
        )
