"""The hand-made tables: each entry names something that exists, once."""

from collections import Counter
from datetime import date

import pytest

from envfocus.korean.regions import Unit, unit, units_on
from envfocus.korean.regions.lexicon import accepted, patterns
from envfocus.korean.tables import rows

FORMS = {(name.text, name.form) for name in patterns()}
STOPS = [*rows("region_stops"), *rows("region_clubs")]
KINDS = {"locative", "particle", "district", "public", "governor", "office", "area"}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("region_words", ("name", "form")),
        ("region_traps", ("name",)),
        ("region_stops", ("text",)),
        ("region_clubs", ("text",)),
        ("region_context", ("code",)),
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
    assert [
        row for row in rows("region_words") if (row["name"], row["form"]) not in FORMS
    ] == []
    names = {name for name, _ in FORMS}
    assert [row for row in rows("region_traps") if row["name"] not in names] == []


def test_a_trap_is_a_phrase_with_the_name_in_it() -> None:
    for row in rows("region_traps"):
        phrases = row["phrases"].split("|")
        assert [
            phrase
            for phrase in phrases
            if row["name"] not in phrase or phrase == row["name"]
        ] == []
        assert len(set(phrases)) == len(phrases), row


def test_a_landmark_tells_units_of_one_name_apart() -> None:
    """A word never stands for two units that bear one name on one day."""
    stands: dict[str, list[Unit]] = {}
    for row in rows("region_context"):
        for word in row["words"].split("|"):
            stands.setdefault(word, []).append(unit(row["code"]))
    for day in (date(2025, 12, 8), date(2026, 7, 1)):
        for word, units in stands.items():
            names = [each.name.split()[-1] for each in units if each in units_on(day)]
            assert len(set(names)) == len(names), (word, day)


def test_the_vocabularies_are_closed() -> None:
    for row in rows("region_words"):
        accepted(row["accepts"])
    with pytest.raises(KeyError):
        accepted("maybe")
    assert {row["kind"] for row in rows("region_tails")} == KINDS


def test_a_stop_is_longer_than_the_name_it_begins_with() -> None:
    names = {text for text, form in FORMS if form not in {"stop", "club"}}
    idle = [
        row["text"]
        for row in STOPS
        if not any(row["text"].startswith(name) for name in names)
    ]
    assert idle == []
    assert names.isdisjoint(row["text"] for row in STOPS)


def test_aliases_name_known_units() -> None:
    known = {row["code"] for row in rows("regions")}
    assert {
        code for row in rows("region_aliases") for code in row["codes"].split()
    } <= known
