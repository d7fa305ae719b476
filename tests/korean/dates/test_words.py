"""The tables of words."""

import re
from collections import Counter

from envfocus.korean.dates.lexer import tokens
from envfocus.korean.dates.tokens import RANK
from envfocus.korean.dates.words import words
from envfocus.korean.tables import rows

OTHERS = {"skip", "length", "days", "set", "relative", "generic"}


def test_no_word_stands_twice() -> None:
    names = [row["word"].replace(" ", "") for row in rows("time_words")] + [
        row["name"].replace(" ", "") for row in rows("holidays")
    ]
    assert [word for word, count in Counter(names).items() if count > 1] == []


def test_every_word_is_of_a_kind_the_grammar_knows() -> None:
    assert {word.kind for word in words().values()} <= RANK.keys() | OTHERS
    assert {
        word.unit for word in words().values() if word.kind == "relative"
    } <= RANK.keys()
    assert {word.anchor for word in words().values() if word.kind == "relative"} <= {
        "stamp",
        "discourse",
    }


def test_every_condition_is_a_pattern() -> None:
    for row in [*rows("time_words"), *rows("holidays")]:
        re.compile(row["unless"])
        re.compile(row["only"])


def test_every_word_that_needs_nothing_behind_it_is_found() -> None:
    for table, column in (("time_words", "word"), ("holidays", "name")):
        for row in rows(table):
            found, _ = tokens(f"{row[column]}, ")
            assert found or row["only"], row


def test_holidays_are_days() -> None:
    for row in rows("holidays"):
        assert row["calendar"] in {"solar", "lunar"}
        assert (1 <= int(row["month"]) <= 12, 1 <= int(row["day"]) <= 31) == (
            True,
            True,
        )
