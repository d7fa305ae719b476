"""Kinds of values, beyond what the papers' files show."""

import pytest

from envfocus.papers.files import merged
from envfocus.papers.kinds import did_you_mean, is_addition


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ({"first": []}, True),
        ({"first": ["a"], "last": ["b"]}, True),
        ({}, False),
        ({"first": "a"}, False),
        ({"first": ["a"], "css": ["b"]}, False),
        ({"first": {"title": "a"}}, False),  # a table of a skin that is called so
        (["first"], False),
    ],
)
def test_what_adds_to_a_list(value: object, *, is_one: bool) -> None:
    assert is_addition(value) is is_one


def test_merging_changes_neither_table() -> None:
    below = {"a": {"b": ["x"], "c": 1}, "d": "y"}
    above = {"a": {"b": {"last": ["z"]}}, "d": {"first": ["w"]}, "e": {"f": 2}}
    expected = {"a": {"b": ["x", "z"], "c": 1}, "d": ["w", "y"], "e": {"f": 2}}
    assert merged(below, above) == expected
    assert below == {"a": {"b": ["x"], "c": 1}, "d": "y"}
    assert merged({}, {"a": {"last": ["x"]}}) == {"a": ["x"]}


def test_the_nearest_word() -> None:
    assert did_you_mean("titel", ["body", "title"]) == ", did you mean title?"
    assert did_you_mean("zzz", ["body", "title"]) == ""
