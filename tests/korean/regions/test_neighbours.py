"""What may stand between two names that belong together."""

from datetime import date

import pytest

from envfocus.korean.regions import find

DAY = date(2025, 12, 8)


def last_basis(text: str) -> str:
    return find(text, DAY)[-1].basis


@pytest.mark.parametrize("gap", ["", " ", "  ", "\n"])
def test_a_unit_right_behind_one_that_holds_it(gap: str) -> None:
    assert last_basis(f"부산{gap}동구") == "province_before"


@pytest.mark.parametrize("gap", ["   ", "\n\n", "\t", ": "])
def test_a_unit_farther_behind(gap: str) -> None:
    assert last_basis(f"부산{gap}동구") != "province_before"


@pytest.mark.parametrize("gap", ["(", " ("])
def test_a_unit_that_holds_it_in_brackets_behind(gap: str) -> None:
    assert find(f"고성군{gap}경남)의", DAY)[0].basis == "brackets"
    assert find(f"고성군{gap}경남 쪽)의", DAY)[0].basis != "brackets"


@pytest.mark.parametrize(
    "gap", ["·", " · ", "·  ", " 및 ", " 또는 ", " 그리고 ", "와 ", "이나 "]
)
def test_a_list(gap: str) -> None:
    assert last_basis(f"부산 동구{gap}서구") == "enumeration"


@pytest.mark.parametrize("gap", ["·   ", " 그리고  ", "와", "  · ", " 그래서 "])
def test_no_list(gap: str) -> None:
    assert last_basis(f"부산 동구{gap}서구") != "enumeration"


@pytest.mark.parametrize(
    ("name", "particle"), [("구리", "로"), ("이천", "으로"), ("여주", "까지")]
)
def test_two_ends_of_a_way(name: str, particle: str) -> None:
    found = find(f"하남시에서 {name}{particle} 간다", DAY)
    assert [each.text for each in found] == ["하남시", name]


def test_a_township_that_is_a_word_must_be_the_only_one_of_the_province() -> None:
    assert [each.text for each in find("서울 목동 소식", DAY)] == ["서울", "목동"]
    assert [each.text for each in find("강원 교동 소식", DAY)] == ["강원"]


def test_a_doubtful_name_needs_another_one_of_its_province() -> None:
    assert [each.text for each in find("이천·여주 소식", DAY)] == ["이천", "여주"]
    assert find("이천·음성 소식", DAY) == []


def test_doubtful_names_of_two_provinces_tell_nothing() -> None:
    assert find("이천·여주·노원·도봉 소식", DAY) == []
