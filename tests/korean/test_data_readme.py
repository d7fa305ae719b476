"""The document of the tables: it names every table and every column, and no other."""

import csv
import re
from pathlib import Path

DATA = Path("envfocus/korean/data")
README = (DATA / "README.md").read_text(encoding="utf-8")
DOCUMENTED = {
    name: re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    for name, text in re.findall(
        r"^## `(\w+\.csv)`\n(.+?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL
    )
}


def test_every_table_is_documented_and_no_other() -> None:
    assert sorted(DOCUMENTED) == sorted(path.name for path in DATA.glob("*.csv"))


def test_every_column_is_documented_in_order_and_no_other() -> None:
    columns = {}
    for name in DOCUMENTED:
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            columns[name] = next(csv.reader(file))
    assert columns == DOCUMENTED


def test_every_table_says_where_it_comes_from_and_how_to_add_a_row() -> None:
    for section in README.split("\n## ")[1:]:
        assert re.search(r"Hand-made\.|Made by `|Copied by hand", section), section
        assert re.search(r"To add a row: |Not to be edited: ", section), section


def test_every_file_that_the_document_names_exists() -> None:
    named = re.findall(r"`((?:scripts|tests)/[\w/.]+)`", README)
    assert named
    assert [path for path in named if not Path(path).exists()] == []
