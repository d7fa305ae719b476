"""What still shows a place where a phrase speaks for another meaning."""

from datetime import date

import pytest

from envfocus.korean.regions import find

DAY = date(2025, 12, 8)


def names(text: str) -> list[str]:
    return [each.text for each in find(text, DAY)]


@pytest.mark.parametrize(
    "text",
    [
        "자전거 경주",
        "자전거 경주는",
        "자전거 경주에 나선다",
        "전주 이씨",
        "전주 이씨에",
    ],
)
def test_a_phrase_with_another_meaning(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("following", ["에서 만난다", " 지역은", " 주민"])
def test_words_that_show_the_place_even_there(following: str) -> None:
    assert names(f"자전거 경주{following}") == ["경주"]


def test_another_mention_shows_the_place_even_there() -> None:
    assert names("경주시는 자전거 경주에 나선다") == ["경주시", "경주"]
