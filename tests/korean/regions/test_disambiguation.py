"""How far evidence for one of several units of a name reaches."""

from datetime import date

import pytest

from envfocus.korean.regions import find

DAY = date(2025, 12, 8)
GWANGJU, GWANGJU_OR_CITY = {"29000"}, {"29000", "41610"}
BUKGU = {"26320", "27230", "29170", "31200", "47113"}
CITIES_OF_GANGWON = [
    "춘천",
    "원주",
    "강릉",
    "동해",
    "태백",
    "속초",
    "삼척",
    "홍천",
    "횡성",
]
"""None of the names below is that of a unit in their province."""


def others(count: int) -> str:
    """As many names that decide nothing."""
    names = (CITIES_OF_GANGWON * 2)[:count]
    suffixes = {"홍천": "군", "횡성": "군"}
    return "".join(f"{name}{suffixes.get(name, '시')}는 " for name in names)


def units(text: str, name: str) -> set[str]:
    """Codes of what the last mention of a name can be."""
    mention = [each for each in find(text, DAY) if each.text == name][-1]
    if mention.region:
        return {mention.region.code}
    return {unit.code for unit in mention.candidates}


@pytest.mark.parametrize(
    ("between", "expected"),
    [(7, {"26320"}), (8, BUKGU), (12, BUKGU)],
)
def test_the_eighth_name_before_is_the_farthest(
    between: int, expected: set[str]
) -> None:
    text = f"부산은 {others(between)}북구와 다르다. 대구는 크다."
    assert units(text, "북구") == expected


@pytest.mark.parametrize(
    ("between", "expected"),
    [(5, GWANGJU), (6, GWANGJU_OR_CITY), (10, GWANGJU_OR_CITY)],
)
def test_the_seventh_name_behind_is_the_farthest(
    between: int, expected: set[str]
) -> None:
    text = f"광주는 대구보다 {others(between)}부산보다 작다."
    assert units(text, "광주") == expected


@pytest.mark.parametrize(
    ("between", "expected"), [(96, GWANGJU), (97, GWANGJU_OR_CITY)]
)
def test_a_landmark_is_looked_for_a_hundred_characters_back(
    between: int, expected: set[str]
) -> None:
    text = f"무등산{'-' * between} 광주에 왔다."
    assert units(text, "광주") == expected


@pytest.mark.parametrize(
    ("between", "expected"), [(96, GWANGJU), (97, GWANGJU_OR_CITY)]
)
def test_a_landmark_is_looked_for_a_hundred_characters_ahead(
    between: int, expected: set[str]
) -> None:
    text = f"광주에{'-' * between}무등산이 있다."
    assert units(text, "광주") == expected


@pytest.mark.parametrize("end", [". ", "! ", "? ", "\n"])
def test_a_landmark_of_another_sentence_tells_nothing(end: str) -> None:
    assert units(f"무등산에 갔다{end}광주에서 잤다.", "광주") == GWANGJU_OR_CITY
    assert units(f"광주에서 잤다{end}무등산에 갔다.", "광주") == GWANGJU_OR_CITY


@pytest.mark.parametrize("end", [". ", "! ", "? ", "\n"])
def test_provinces_of_another_sentence_tell_nothing(end: str) -> None:
    assert units(f"대구와 부산에 갔다{end}광주에서 잤다.", "광주") == GWANGJU_OR_CITY
    assert units(f"광주에서 잤다{end}대구와 부산에 갔다.", "광주") == GWANGJU_OR_CITY


@pytest.mark.parametrize("sign", [".", "!", "?"])
def test_a_sign_inside_of_a_word_ends_no_sentence(sign: str) -> None:
    assert units(f"무등산{sign}공원 옆 광주에서 잤다.", "광주") == GWANGJU


@pytest.mark.parametrize("topic", ["에서는", "에선"])
def test_the_city_is_meant_where_the_sentence_is_about_its_province(topic: str) -> None:
    assert units(f"경기도{topic} 산이 높고 광주에서 끝난다.", "광주") == {"41610"}


def test_a_district_of_a_province_is_known_by_another_one_of_it() -> None:
    assert units("해운대구는 넓다. 북구는 좁다.", "북구") == {"26320"}


def test_one_other_province_does_not_make_it_a_province() -> None:
    assert units("대구는 덥고 광주에서 잤다.", "광주") == GWANGJU_OR_CITY
    assert units("대구는 덥고 부산은 춥고 광주에서 잤다.", "광주") == GWANGJU
