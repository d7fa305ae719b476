"""The widget's words against tables copied by hand from KMA's icon legend and station metadata."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envfocus.korean.regions import Unit
from envfocus.korean.weather import (
    CONDITIONS,
    Condition,
    Station,
    condition,
    split,
    station,
    temperature,
)

# word, icon, name, cloud tenths, WMO 4677
LEGEND: list[tuple[str, str, str, tuple[int, int] | None, int | None]] = [
    ("맑음", "01", "clear", (0, 2), None),
    ("구름조금", "02", "scattered", (3, 5), None),
    ("구름많음", "03", "broken", (6, 8), None),
    ("흐림", "04", "overcast", (9, 10), None),
    ("소나기", "07", "shower", None, 80),
    ("비", "08", "rain", None, 61),
    ("눈", "11", "snow", None, 71),
    ("비 또는 눈", "12", "sleet", None, 68),
    ("비/눈", "12", "sleet", None, 68),
    ("눈 또는 비", "13", "sleet", None, 68),
    ("눈/비", "13", "sleet", None, 68),
    ("천둥번개", "14", "thunderstorm", None, 95),
    ("안개", "15", "fog", None, 45),
    ("황사", "16", "dust", None, 6),
    ("박무", "17", "mist", None, 10),
    ("엷은 안개", "17", "mist", None, 10),
    ("연무", "18", "haze", None, 5),
    ("가끔 비", "20", "rain", None, 60),
    ("한때 비", "20", "rain", None, 60),
    ("가끔 비, 한때 비", "20", "rain", None, 60),
    ("가끔 눈", "21", "snow", None, 70),
    ("한때 눈", "21", "snow", None, 70),
    ("가끔 눈, 한때 눈", "21", "snow", None, 70),
    ("가끔 비 또는 눈", "22", "sleet", None, 68),
    ("가끔 눈 또는 비", "23", "sleet", None, 68),
]
WORDS, ICONS = {word for word, *_ in LEGEND}, {icon for _, icon, *_ in LEGEND}
VOCABULARY = {
    *("clear", "scattered", "broken", "overcast", "shower", "rain", "snow", "sleet"),
    *("thunderstorm", "fog", "dust", "mist", "haze"),
}


def test_the_vocabulary_is_closed() -> None:
    assert set(CONDITIONS) == VOCABULARY
    assert len(CONDITIONS) == len(VOCABULARY)


@pytest.mark.parametrize(("word", "icon", "name", "cloud", "wmo"), LEGEND)
def test_every_word_of_the_legend(
    word: str, icon: str, name: str, cloud: tuple[int, int] | None, wmo: int | None
) -> None:
    assert condition(word, icon) == Condition(name, cloud, wmo)
    assert condition(word, None) == Condition(name, cloud, wmo)
    assert condition(word, "00") == Condition(name, cloud, wmo)


@pytest.mark.parametrize(
    ("icon", "name", "cloud", "wmo"), sorted({row[1:] for row in LEGEND}, key=str)
)
def test_a_missing_word_is_read_from_its_icon(
    icon: str, name: str, cloud: tuple[int, int] | None, wmo: int | None
) -> None:
    assert condition(None, icon) == Condition(
        name, cloud, wmo, ("condition:from_icon",)
    )


@pytest.mark.parametrize("icon", [None, "", "00", "01", "08"])
def test_a_hyphen_means_not_observed_whatever_the_icon(icon: str | None) -> None:
    assert condition("-", icon) == Condition(flags=("condition:not_observed",))


@pytest.mark.parametrize(
    "icon",
    [None, "", "00", "05", "06", "09", "10", "19", "24", "99", "1", "001", "０１"],
)
def test_without_word_and_known_icon_nothing_is_known(icon: str | None) -> None:
    assert condition(None, icon) == Condition(flags=("condition:missing",))


@pytest.mark.parametrize(
    "word",
    [
        "",
        " ",
        "우박",
        "부이",
        "맑음맑음",
        "맑",
        "–",
        "−",
        "--",
        "clear",
        "맑음 ",
        "구름 많음",
    ],
)
@pytest.mark.parametrize("icon", [None, "00", "01"])
def test_an_unknown_word_has_no_meaning_even_with_a_known_icon(
    word: str, icon: str | None
) -> None:
    assert condition(word, icon) == Condition(flags=("condition:unknown",))


@pytest.mark.parametrize(
    ("word", "icon", "expected"),
    [
        ("맑음", "04", Condition("clear", (0, 2), None, ("condition:icon_differs",))),
        ("비", "11", Condition("rain", None, 61, ("condition:icon_differs",))),
        ("가끔 비", "08", Condition("rain", None, 60)),  # both are rain
    ],
)
def test_the_word_wins_over_an_icon_that_differs(
    word: str, icon: str, expected: Condition
) -> None:
    assert condition(word, icon) == expected


@settings(deadline=None)
@given(
    st.none() | st.text() | st.sampled_from(sorted(WORDS)),
    st.none() | st.text(max_size=3) | st.sampled_from(sorted(ICONS)),
)
def test_any_pair_gives_a_word_of_the_vocabulary_or_a_flag(
    word: str | None, icon: str | None
) -> None:
    found = condition(word, icon)
    assert found.name in VOCABULARY or (found.name is None and len(found.flags) == 1)
    assert found.name is None or word in WORDS or (word is None and icon in ICONS)
    assert (found.cloud is None) or (found.wmo_4677 is None)


# name, KMA number, WMO number, latitude, longitude: the sixteen of the widget
STATIONS: list[tuple[str, int, str | None, float, float]] = [
    ("동두천", 98, "47098", 37.90188, 127.0607),
    ("강릉", 105, "47105", 37.75147, 128.89099),
    ("서울", 108, "47108", 37.57142, 126.9658),
    ("대전", 133, "47133", 36.37198, 127.37211),
    ("대구", 143, "47143", 35.87797, 128.65296),
    ("울산", 152, "47152", 35.58237, 129.33469),
    ("광주", 156, "47156", 35.17294, 126.89156),
    ("부산", 159, "47159", 35.10468, 129.03203),
    ("고창", 172, "47172", 35.34824, 126.599),
    ("제주", 184, "47184", 33.51411, 126.52969),
    ("강화", 201, None, 37.70739, 126.44634),
    ("보은", 226, None, 36.48761, 127.73415),
    ("금산", 238, None, 36.10563, 127.48175),
    ("강진군", 259, None, 34.6289, 126.76715),
    ("경주시", 283, None, 35.8174, 129.2009),
    ("거제", 294, None, 34.88818, 128.60459),
]
DAYS = [
    date(2005, 1, 1),
    date(2018, 3, 24),
    date(2025, 12, 8),
    date(2026, 10, 1),
    date(2099, 12, 31),
]


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize(("name", "number", "wmo", "latitude", "longitude"), STATIONS)
def test_every_station_on_any_day(
    name: str, number: int, wmo: str | None, latitude: float, longitude: float, on: date
) -> None:
    found = station(name, on)
    assert found is not None
    assert found == Station(number, wmo, latitude, longitude, found.place)


def test_six_stations_have_no_wmo_number() -> None:
    found = {name: station(name, DAYS[2]) for name, *_ in STATIONS}
    without = {
        name
        for name, entry in found.items()
        if entry is not None and entry.wmo_id is None
    }
    assert without == {"강화", "보은", "금산", "강진군", "경주시", "거제"}


# name, code on 2026-10-01, name of the unit
UNITS = [
    ("동두천", "41250", "경기도 동두천시", "sigungu"),
    ("강릉", "51150", "강원특별자치도 강릉시", "sigungu"),
    ("서울", "11110", "서울특별시 종로구", "sigungu"),
    ("대전", "30000", "대전광역시", "sido"),
    ("대구", "27000", "대구광역시", "sido"),
    ("울산", "31000", "울산광역시", "sido"),
    ("광주", "12000", "전남광주통합특별시", "sido"),
    ("부산", "26000", "부산광역시", "sido"),
    ("고창", "52790", "전북특별자치도 고창군", "sigungu"),
    ("제주", "50110", "제주특별자치도 제주시", "sigungu"),
    ("강화", "28710", "인천광역시 강화군", "sigungu"),
    ("보은", "43720", "충청북도 보은군", "sigungu"),
    ("금산", "44710", "충청남도 금산군", "sigungu"),
    ("강진군", "12780", "전남광주통합특별시 강진군", "sigungu"),
    ("경주시", "47130", "경상북도 경주시", "sigungu"),
    ("거제", "48310", "경상남도 거제시", "sigungu"),
]


def place(name: str, on: date) -> Unit:
    found = station(name, on)
    assert found is not None
    return found.place


@pytest.mark.parametrize(("name", "code", "unit", "level"), UNITS)
def test_the_unit_a_station_stands_in_today(
    name: str, code: str, unit: str, level: str
) -> None:
    found = place(name, date(2026, 10, 1))
    assert (found.code, found.name, found.level) == (code, unit, level)


@pytest.mark.parametrize(
    ("name", "last_day", "before", "after"),
    [
        (
            "광주",
            date(2026, 6, 30),
            ("29000", "광주광역시"),
            ("12000", "전남광주통합특별시"),
        ),
        (
            "강진군",
            date(2026, 6, 30),
            ("46810", "전라남도 강진군"),
            ("12780", "전남광주통합특별시 강진군"),
        ),
        (
            "강릉",
            date(2023, 6, 10),
            ("42150", "강원도 강릉시"),
            ("51150", "강원특별자치도 강릉시"),
        ),
        (
            "고창",
            date(2024, 1, 17),
            ("45790", "전라북도 고창군"),
            ("52790", "전북특별자치도 고창군"),
        ),
    ],
)
def test_codes_change_on_the_day_of_the_law(
    name: str, last_day: date, before: tuple[str, str], after: tuple[str, str]
) -> None:
    first_day = date.fromordinal(last_day.toordinal() + 1)
    old, new = place(name, last_day), place(name, first_day)
    assert (old.code, old.name) == before
    assert (new.code, new.name) == after


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("대전", "KR-30"),
        ("대구", "KR-27"),
        ("울산", "KR-31"),
        ("광주", "KR-29"),
        ("부산", "KR-26"),
    ],
)
def test_only_provinces_have_an_iso_code(name: str, iso: str) -> None:
    assert place(name, DAYS[2]).iso == iso
    others = {other for other, *_ in STATIONS} - {
        "대전",
        "대구",
        "울산",
        "광주",
        "부산",
    }
    assert {other: place(other, DAYS[2]).iso for other in others} == dict.fromkeys(
        others
    )


@settings(deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from([name for name, *_ in STATIONS]),
)
def test_a_known_station_has_a_unit_on_every_day(on: date, name: str) -> None:
    found = place(name, on)
    assert len(found.code) == 5
    assert found.code.isdecimal()


@pytest.mark.parametrize(
    "name",
    ["", " ", "강진", "경주", "고창군", "인천", "서울 ", "Seoul", "-", "동두천시"],
)
def test_an_unknown_station_is_none(name: str) -> None:
    assert station(name, DAYS[2]) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        *[
            ("3.7", 3.7),
            ("-9.6", -9.6),
            ("−9.6", -9.6),
            ("+3.7", 3.7),
            ("24", 24.0),
            ("0.0", 0.0),
            ("-0.1", -0.1),
        ],
        *[
            ("45.0", 45.0),
            ("45", 45.0),
            ("-45.0", -45.0),
            ("−45", -45.0),
            ("05.5", 5.5),
        ],
        *[("–9.6", -9.6), ("—9.6", -9.6)],
    ],
)
def test_temperatures(raw: str, value: float) -> None:
    assert temperature(raw) == (value, ())


@pytest.mark.parametrize(
    "raw",
    [
        "45.1",
        "-45.1",
        "−45.1",
        "46",
        "-46",
        "99.9",
        "-99.9",
        "999",
        "-999.0",
        "45.0000001",
    ],
)
def test_a_temperature_that_cannot_be_is_null(raw: str) -> None:
    assert temperature(raw) == (None, ("temperature:out_of_range",))


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "",
            " ",
            "-",
            "−",
            "+",
            ".",
            "3.",
            ".5",
            "3,7",
            "3.7℃",
            " 3.7",
            "3.7\n",
            "3.7.1",
            "--3",
            "−-3",
            "1e1",
            "1_0",
        ),
        *(
            "NaN",
            "nan",
            "inf",
            "-inf",
            "Infinity",
            "0x1",
            "삼",
            "1000",
            "3 .7",
            "- 3",
            "–",
            "—3,8",
            "３.７",
            "3도8",
        ),
    ],
)
def test_what_is_no_temperature_is_unreadable(raw: str) -> None:
    assert temperature(raw) == (None, ("temperature:unreadable",))


def test_no_temperature_is_missing() -> None:
    assert temperature(None) == (None, ("temperature:missing",))


@settings(deadline=None)
@given(st.integers(-999, 999))
def test_a_number_as_the_widget_prints_it_comes_back(tenths: int) -> None:
    for raw in (f"{tenths / 10:.1f}", f"{tenths / 10:.1f}".replace("-", "−")):
        value, flags = temperature(raw)
        if -450 <= tenths <= 450:
            assert (value, flags) == (tenths / 10, ())
        else:
            assert (value, flags) == (None, ("temperature:out_of_range",))


@settings(deadline=None)
@given(st.text() | st.text("0123456789.-−+eE nafi℃", max_size=8))
def test_any_text_gives_a_possible_temperature_or_a_flag(raw: str) -> None:
    value, flags = temperature(raw)
    assert (value is None and len(flags) == 1) or (
        value is not None and -45 <= value <= 45 and flags == ()
    )


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("맑음서울", ("맑음", "서울")),
        ("서울맑음", ("맑음", "서울")),
        ("맑음 서울", ("맑음", "서울")),
        ("구름조금강진군", ("구름조금", "강진군")),
        ("눈 또는 비제주", ("눈 또는 비", "제주")),
        ("비/눈거제", ("비/눈", "거제")),
        ("맑음", None),
        ("서울", None),
        ("", None),
        ("맑음인천", None),
        ("우박서울", None),
        ("맑음서울시", None),
        ("맑음맑음서울", None),
    ],
)
def test_a_condition_glued_to_a_station(
    text: str, pair: tuple[str, str] | None
) -> None:
    assert split(text, DAYS[2]) == pair


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_before_every_station(word: str) -> None:
    for name, *_ in STATIONS:
        assert split(word + name, DAYS[2]) == (word, name)
