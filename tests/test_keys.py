"""Identities in the feed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.keys import key_of, number_of


def test_the_key_of_an_article() -> None:
    assert key_of(71760) == "ecofocus:a71760"
    assert number_of("ecofocus:a71760") == 71760


@given(st.integers(1, 10**30))
def test_there_and_back(article_no: int) -> None:
    assert number_of(key_of(article_no)) == article_no


@pytest.mark.parametrize(
    "key",
    [
        *(
            "",
            "71760",
            "a71760",
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
            "xecofocus:a7",
            "ecofocus:a7-01",
            "ecofocus:a７",
        ),
        *("Ecofocus:a7", "ecofocus:A7", "ecofocus:a٧", "ecofocus:a1_000"),
    ],
)
def test_what_is_no_article_has_no_number(key: str) -> None:
    assert number_of(key) is None


@given(st.text("ecofocus:aw0123456789- \n", max_size=20))
def test_a_number_comes_from_its_own_key_only(key: str) -> None:
    article_no = number_of(key)
    assert article_no is None or key_of(article_no) == key
