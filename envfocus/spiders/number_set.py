"""Sets of article numbers in a few bits each: a run of a whole archive remembers all
that it met.
"""

from collections.abc import Iterable

_BITS = 12


class NumberSet:
    """Integers from 0. Numbers that lie together share a block of 4,096 bits."""

    def __init__(self) -> None:
        self._blocks: dict[int, int] = {}
        self._size = 0

    def add(self, number: int) -> bool:
        """Whether it was new."""
        block, bit = number >> _BITS, 1 << (number & ((1 << _BITS) - 1))
        bits = self._blocks.get(block, 0)
        if bits & bit:
            return False
        self._blocks[block] = bits | bit
        self._size += 1
        return True

    def update(self, numbers: Iterable[int]) -> None:
        """Add each."""
        for number in numbers:
            self.add(number)

    def __contains__(self, number: int) -> bool:
        return bool(
            self._blocks.get(number >> _BITS, 0) >> (number & ((1 << _BITS) - 1)) & 1
        )

    def __len__(self) -> int:
        return self._size
