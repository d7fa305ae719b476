"""Where the letters of a name are one: names glued together, and other words."""

from datetime import date

import pytest

from envfocus.korean.regions import find

DAY = date(2025, 12, 8)


def names(text: str) -> list[str]:
    return [each.text for each in find(text, DAY)]


def test_four_names_in_one_word_are_read_and_five_are_noise() -> None:
    four = ["서울", "강남구", "역삼동", "대치동"]
    assert names("".join(four) + "에서") == four
    assert names("".join(four) + "도곡동에서") == []


def test_a_noun_behind_a_name_of_two_syllables_makes_another_word() -> None:
    assert names("중구마을버스 노선") == []
    assert names("성동구마을버스 노선") == ["성동구"]


def test_a_word_behind_a_name_has_at_most_twenty_letters() -> None:
    """What follows the twentieth is not looked at: 병원 there makes no building."""
    assert names(f"성동구{'가' * 18}병원") == []
    assert names(f"성동구{'가' * 19}병원") == ["성동구"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("서울로 간다", ["서울"]),
        ("전북으로 간다", ["전북"]),
        ("대구로 간다", ["대구"]),
        ("강릉으로 간다", ["강릉"]),
        ("강릉로 간다", []),
    ],
)
def test_a_particle_of_direction(text: str, expected: list[str]) -> None:
    assert names(text) == expected
