"""Datelines: who stands in them, and where that is on the day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.korean.regions import parse_dateline, units_on
from envfocus.korean.regions.gazetteer import above
from envfocus.korean.tables import rows

ON, AFTER = date(2025, 12, 8), date(2026, 8, 3)


@pytest.mark.parametrize(
    ("raw", "kind", "codes"),
    [
        ("[환경포커스=서울]", "region", ["11000"]),
        ("[환경포커스=부산]", "region", ["26000"]),
        ("[환경포커스=부산시]", "region", ["26000"]),
        ("[환경포커스=세종]", "region", ["36110"]),
        ("[환경포커스=제주]", "region", ["50000"]),
        ("[환경포커스=강원도]", "region", ["51000"]),
        ("[환경포커스=이천]", "region", ["41500"]),
        ("[환경포커스=광주]", "region", ["29000"]),
        ("[환경포커스=경기 광주]", "region", ["41610"]),
        ("[환경포커스=인천 서구]", "region", ["28260"]),
        ("[환경포커스=서울·경기]", "region", ["11000", "41000"]),
        ("[환경포커스=전북 완주·진안]", "region", ["52710", "52720"]),
        ("[환경포커스=국회]", "institution", ["11560"]),
        ("[환경포커스=정부세종청사]", "institution", ["36110"]),
        ("[환경포커스=기후에너지환경부]", "institution", ["36110"]),
        ("[환경포커스=기상청]", "institution", ["30170"]),
        ("[환경포커스=서울시청]", "institution", ["11000"]),
        ("[환경포커스=수도권]", "area", ["11000", "28000", "41000"]),
        ("[환경포커스=호남]", "area", ["29000", "46000", "52000"]),
        ("[환경포커스=전국]", "none", []),
        ("[환경포커스=해외]", "none", []),
        ("[환경포커스=본사]", "none", []),
        (
            "[환경포커스=강원 영동]",
            "area",
            ["51150", "51170", "51190", "51210", "51230", "51820", "51830"],
        ),
        ("[환경포커스=동해안]", "area", ["31000", "47000", "51000"]),
        ("[환경포커스=" + "부산, " * 20_000 + "]", None, []),
        ("[환경포커스=가나다라]", None, []),
        ("[환경포커스]", None, []),
        ("[환경포커스=]", None, []),
        ("", None, []),
    ],
)
def test_place(raw: str, kind: str | None, codes: list[str]) -> None:
    line = parse_dateline(raw, ON)
    assert (line.raw, line.kind, [each.code for each in line.regions]) == (
        raw,
        kind,
        codes,
    )
    assert line.candidates == ()


@pytest.mark.parametrize(
    ("raw", "outlet", "reporter", "place"),
    [
        ("[환경포커스=부산 가온별 기자]", "환경포커스", "가온별", "부산"),
        ("[환경포커스=서울=가온별 기자]", "환경포커스", "가온별", "서울"),
        ("[환경포커스 가온별 기자]", "환경포커스", "가온별", None),
        ("[환경포커스=가온별 기자]", "환경포커스", "가온별", None),
        ("(전북 완주=환경포커스 가온별 선임기자)", "환경포커스", "가온별", "전북 완주"),
        ("[서울=환경포커스]", "환경포커스", None, "서울"),
        ("(서울=환경포커스) 가온별 기자", "환경포커스", "가온별", "서울"),
        ("[환경포커스/서울]", "환경포커스", None, "서울"),
        ("【환경포커스＝서울】", "환경포커스", None, "서울"),
        ("[ 환경포커스 = 서울 ]", "환경포커스", None, "서울"),
        ("[환경포커스]", "환경포커스", None, None),
    ],
)
def test_outlet_reporter_and_place(
    raw: str, outlet: str, reporter: str | None, place: str | None
) -> None:
    line = parse_dateline(raw, ON)
    assert (line.outlet, line.reporter, line.place) == (outlet, reporter, place)


@pytest.mark.parametrize(
    ("name", "reporter"),
    [
        ("가", None),
        ("가온", "가온"),
        ("가온별이", "가온별이"),
        ("가온별이나", None),
        ("가온별·나", None),
        ("가온별·나무", "가온별·나무"),
        ("가온별, 나무별이", "가온별, 나무별이"),
        ("가온별·나무별이나", None),
    ],
)
def test_a_name_has_two_to_four_syllables(name: str, reporter: str | None) -> None:
    assert parse_dateline(f"[환경포커스=서울 {name} 기자]", ON).reporter == reporter


def test_a_dateline_has_at_most_eighty_characters() -> None:
    longest = f"[환경포커스=서울{' ' * 70}]"
    assert len(longest) == 80
    assert parse_dateline(longest, ON).place == "서울"
    assert parse_dateline(f"{longest} ", ON).place is None


@pytest.mark.parametrize(
    ("raw", "on", "codes"),
    [
        ("[환경포커스=전북]", date(2024, 1, 17), ["45000"]),
        ("[환경포커스=전북]", date(2024, 1, 18), ["52000"]),
        ("[환경포커스=광주]", date(2026, 6, 30), ["29000"]),
        ("[환경포커스=광주]", AFTER, ["12000"]),
        ("[환경포커스=전남]", AFTER, ["12000"]),
        ("[환경포커스=호남]", AFTER, ["12000", "52000"]),
        ("[환경포커스=국립공원공단]", date(2023, 6, 10), ["42130"]),
        ("[환경포커스=국립공원공단]", date(2023, 6, 11), ["51130"]),
        ("[환경포커스=환경부]", date(2025, 9, 30), ["36110"]),
        ("[환경포커스=환경부]", date(2025, 10, 1), []),
        ("[환경포커스=기후에너지환경부]", date(2025, 9, 30), []),
        ("[환경포커스=기상청]", date(2022, 1, 1), []),
    ],
)
def test_the_day_decides(raw: str, on: date, codes: list[str]) -> None:
    assert sorted(each.code for each in parse_dateline(raw, on).regions) == codes


@pytest.mark.parametrize(
    ("raw", "on", "codes"),
    [
        ("[환경포커스=고성]", ON, {"48820", "51820"}),
        ("[환경포커스=강서구]", ON, {"11500", "26440"}),
        (
            "[환경포커스=영동]",
            ON,
            {"43740", "51150", "51170", "51190", "51210", "51230", "51820", "51830"},
        ),
        ("[환경포커스=인천 서구]", AFTER, {"28275", "28290"}),
        ("[환경포커스=국립환경과학원]", AFTER, {"28275", "28290"}),
    ],
)
def test_what_is_not_decided_is_no_region(raw: str, on: date, codes: set[str]) -> None:
    line = parse_dateline(raw, on)
    assert line.regions == ()
    assert {each.code for each in line.candidates} == codes


def test_the_two_halves_of_gyeonggi_are_all_of_it() -> None:
    halves = [
        parse_dateline(f"[환경포커스=경기 {half}]", ON).regions
        for half in ("북부", "남부")
    ]
    found = sorted(unit.code for half in halves for unit in half)
    assert found == sorted(
        unit.code for unit in units_on(ON) if above(unit.code) == ("41000",)
    )


def test_tables_name_known_units() -> None:
    known = {row["code"] for row in rows("regions")}
    assert {row["seat"] for row in rows("institutions")} <= known
    assert {code for row in rows("areas") for code in row["units"].split()} <= known


@given(
    st.text(st.characters() | st.sampled_from("\ud800=기자"), max_size=80), st.dates()
)
def test_never_raises(raw: str, on: date) -> None:
    line = parse_dateline(raw, on)
    assert line.raw == raw
    assert not (line.regions and line.candidates)


@given(
    st.lists(
        st.sampled_from(
            [
                "환경포커스",
                "=",
                "부산",
                "중구",
                " ",
                "·",
                "기자",
                "국회",
                "[",
                "]",
                "홍",
                "전국",
            ]
        )
    )
)
def test_never_raises_on_its_own_words(parts: list[str]) -> None:
    line = parse_dateline("".join(parts), ON)
    assert line.kind in {"region", "institution", "area", "none", None}
