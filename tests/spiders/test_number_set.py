"""Sets of numbers in a few bits each, held against Python's set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.spiders.number_set import NumberSet

BLOCK = 4096
numbers = (
    st.integers(0, 10**9)
    | st.integers(0, 3 * BLOCK)
    | st.integers(-2, 2).map(lambda step: 700 * BLOCK + step)
)


def filled(*values: int) -> NumberSet:
    made = NumberSet()
    made.update(values)
    return made


@given(st.lists(numbers, max_size=200), st.lists(numbers, max_size=50))
def test_it_holds_what_a_set_holds(added: list[int], others: list[int]) -> None:
    model, made = set[int](), NumberSet()
    for number in added:
        assert made.add(number) is (number not in model)
        model.add(number)
        assert len(made) == len(model)
    assert all(number in made for number in added)
    assert [number in made for number in others] == [
        number in model for number in others
    ]


@given(st.lists(numbers, max_size=100), st.lists(numbers, max_size=100))
def test_update_adds_each_once(first: list[int], second: list[int]) -> None:
    made = filled(*first)
    made.update(iter(second))
    assert len(made) == len({*first, *second})
    assert all(number in made for number in (*first, *second))


@pytest.mark.parametrize(
    "edge", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 10**9, 2**63]
)
def test_neighbours_are_others(edge: int) -> None:
    made = filled(edge)
    assert edge in made
    assert not any(
        number in made
        for number in (edge - 1, edge + 1, edge + BLOCK, edge ^ 1)
        if number >= 0
    )
    assert len(made) == 1


def test_two_sets_share_nothing() -> None:
    one, other = NumberSet(), NumberSet()
    one.add(7)
    assert (7 in one, 7 in other, len(other)) == (True, False, 0)


def test_a_whole_archive_takes_few_blocks() -> None:
    """72,000 numbers that lie together: 4,096 to a block, and a block of bits has at most 700 bytes."""
    made = filled(*range(1, 72_001))
    blocks = made._blocks.values()
    assert len(made) == 72_000
    assert len(blocks) == 18
    assert sum(bits.__sizeof__() for bits in blocks) <= 18 * 700


def test_numbers_far_apart_take_a_block_each() -> None:
    assert len(filled(*range(0, 10**9, 10**8))._blocks) == 10
