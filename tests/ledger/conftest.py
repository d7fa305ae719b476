"""A ledger in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from envfocus.ledger import Ledger
from envfocus.ledger.frontier import Frontier


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """What an empty ledger knows of article numbers."""
    with Ledger.open(tmp_path, "test") as ledger:
        yield ledger.frontier


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """An empty ledger for many examples, each of which must roll back."""
    with Ledger.open(tmp_path_factory.mktemp("scratch"), "test") as ledger:
        yield ledger
