"""The hand-made tables: each entry names something that exists, once."""

from collections import Counter

import pytest

from envfocus.korean.regions.lexicon import NAMES
from envfocus.korean.tables import rows

FORMS = {(name.text, name.form) for name in NAMES}
EVIDENCE = {"any", "word", "ending", "echo", "support"}
KINDS = {"locative", "particle", "district", "public", "governor", "office", "area"}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("region_words", ("name", "form")),
        ("region_traps", ("form",)),
        ("region_stops", ("text",)),
        ("region_tails", ("tail",)),
        ("region_wordings", ("ending",)),
        ("region_aliases", ("name",)),
        ("institutions", ("name", "valid_from")),
        ("areas", ("name",)),
    ],
)
def test_entries_stand_once(table: str, key: tuple[str, ...]) -> None:
    seen = Counter(tuple(row[column] for column in key) for row in rows(table))
    assert [entry for entry, count in seen.items() if count > 1] == []


def test_words_and_traps_are_of_names_that_are_looked_for() -> None:
    assert [row for row in rows("region_words") if (row["name"], row["form"]) not in FORMS] == []
    assert [row for row in rows("region_traps") if (row["form"], "short") not in FORMS] == []


def test_the_vocabularies_are_closed() -> None:
    assert {part for row in rows("region_words") for part in row["accepts"].split()} <= EVIDENCE
    assert {row["kind"] for row in rows("region_tails")} == KINDS


def test_a_stop_is_longer_than_the_name_it_begins_with() -> None:
    names = {text for text, form in FORMS if form != "stop"}
    idle = [row["text"] for row in rows("region_stops") if not any(row["text"].startswith(name) for name in names)]
    assert idle == []
    assert names.isdisjoint(row["text"] for row in rows("region_stops"))


def test_aliases_name_known_units() -> None:
    known = {row["code"] for row in rows("regions")}
    assert {code for row in rows("region_aliases") for code in row["codes"].split()} <= known
