"""Tests import from benchmarks and fixtures; never the other way round."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IMPORTS_TESTS = re.compile(r"^\s*(?:from|import) tests\b", re.MULTILINE)


@pytest.mark.parametrize("folder", ["benchmarks", "envfocus", "fixtures", "scripts"])
def test_no_module_imports_a_test(folder: str) -> None:
    modules = sorted((ROOT / folder).rglob("*.py"))
    assert modules
    named = [path.name for path in modules if IMPORTS_TESTS.search(path.read_text())]
    assert named == []
