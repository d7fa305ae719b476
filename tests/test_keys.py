"""Identities in the feed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.keys import article_key, article_no_of, prefix_of, weather_key

PREFIXES = st.from_regex(r"[a-z][a-z0-9-]{0,31}", fullmatch=True)


def test_the_key_of_an_article() -> None:
    assert article_key("ecofocus", 71760) == "ecofocus:a71760"
    assert article_no_of("ecofocus:a71760") == 71760
    assert article_no_of("another-paper2:a71760") == 71760


def test_the_key_of_an_observation() -> None:
    key = weather_key("ecofocus", "0123456789abcdef" * 4, 7)
    assert key == "ecofocus:w0123456789abcdef-07"
    assert article_no_of(key) is None
    assert prefix_of(key) == "ecofocus"


@given(PREFIXES, st.integers(1, 10**30))
def test_there_and_back(prefix: str, article_no: int) -> None:
    key = article_key(prefix, article_no)
    assert (prefix_of(key), article_no_of(key)) == (prefix, article_no)


@pytest.mark.parametrize(
    "key",
    [
        *(
            "",
            "71760",
            "a71760",
            ":a7",
            "ecofocus:a",
            "ecofocus:71760",
            "ecofocus:w0123456789abcdef-01",
            "ecofocus:w12",
        ),
        *(
            "ecofocus:a0",
            "ecofocus:a07",
            "ecofocus:a-7",
            "ecofocus:a+7",
            "ecofocus:a7.0",
            "ecofocus:a 7",
        ),
        *(
            "ecofocus:a7 ",
            "ecofocus:a7\n",
            " ecofocus:a7",
            "2ecofocus:a7",
            "eco_focus:a7",
            "eco:focus:a7",
            f"{'x' * 33}:a7",
            "ecofocus:a7-01",
            "ecofocus:a７",
        ),
        *("Ecofocus:a7", "ecofocus:A7", "ecofocus:a٧", "ecofocus:a1_000"),
    ],
)
def test_what_is_no_article_has_no_number(key: str) -> None:
    assert article_no_of(key) is None


@given(st.text("ecofocus:aw0123456789- \n", max_size=20))
def test_a_number_comes_from_its_own_key_only(key: str) -> None:
    article_no = article_no_of(key)
    assert article_no is None or article_key(prefix_of(key), article_no) == key
