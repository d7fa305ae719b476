"""A ledger in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from envfocus.ledger import Ledger
from envfocus.ledger.numbers import Numbers


@pytest.fixture
def numbers(tmp_path: Path) -> Iterator[Numbers]:
    """What an empty ledger knows of article numbers."""
    with Ledger.open(tmp_path, "test") as ledger:
        yield ledger.numbers
