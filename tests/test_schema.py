"""The JSON Schemas, held against the record classes and the written contract."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import jsonschema_rs
import orjson
import pytest

from envfocus.exporters import line
from envfocus.items import ArticleRecord, Record, WeatherRecord
from envfocus.schema import RECORDS, SUPERSEDED, generate, schema_bytes, schema_of
from tests.support.records import article, weather

NAMES = ["article-1.1.0", "weather-1.1.0"]
CLASSES: list[tuple[str, type[Record]]] = [
    ("article-1.1.0", ArticleRecord),
    ("weather-1.1.0", WeatherRecord),
]
RELEASED = {
    "article-1.0.0": "919b3257ac89d7a04f0641ee2197be33b87c446d6c0098c261377581a1d03ace",
    "weather-1.0.0": "69b8ed67130f81ab3240b5df9a7312cf80ac3f230a257b54791bc91664c16784",
}
"""SHA-256 of the files that stand in feeds."""
EVERY_LINE = {
    *(
        "schema",
        "seq",
        "op",
        "key",
        "rev",
        "content_sha256",
        "changed_fields",
        "observed_at",
        "observed_at_utc",
    ),
    *("run_id", "parser_version", "source", "rights", "data", "quality"),
}


def nodes(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema with its place."""
    yield place, node
    for name, below in node.get("properties", {}).items():
        yield from nodes(below, f"{place}.{name}")
    for below in [node["items"]] if "items" in node else node.get("anyOf", []):
        yield from nodes(below, place)


def objects(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return (
        (place, node) for place, node in nodes(schema_of(name)) if "properties" in node
    )


def classes(hint: Any) -> Iterator[type]:
    """The dataclasses that a type names, at any depth of `list` and `| None`."""
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for argument in get_args(hint):
        yield from classes(argument)


def expected_objects(record: type, place: str = "") -> Iterator[tuple[str, list[str]]]:
    """Place and field names of every object in a record."""
    yield place, [field.name for field in fields(record)]
    for name, hint in get_type_hints(record).items():
        for below in classes(hint):
            yield from expected_objects(below, f"{place}.{name}")


def test_the_names() -> None:
    assert list(RECORDS) == NAMES
    assert {*RELEASED} == SUPERSEDED


@pytest.mark.parametrize(("name", "sha256"), RELEASED.items())
def test_a_released_schema_never_changes(name: str, sha256: str) -> None:
    assert hashlib.sha256(schema_bytes(name)).hexdigest() == sha256


@pytest.mark.parametrize("key", ["ecofocus:a71760", "p:a1", "a-9:w0123456789abcdef-01"])
def test_keys_of_any_paper(key: str) -> None:
    for record in (article(), weather()):
        record.key = key
        line_of = orjson.loads(line(record))
        assert jsonschema_rs.is_valid(schema_of(record.schema), line_of)


@pytest.mark.parametrize(
    "key",
    [
        *("a71760", ":a71760", "Ecofocus:a1", "9:a1", "-p:a1", "p_q:a1", "p:a01"),
        *("p:q:a1", "p:b1", "p:w0123456789abcdef", f"{'p' * 33}:a1", "p:a1\n"),
    ],
)
def test_what_is_no_key(key: str) -> None:
    record = article()
    record.key = key
    line_of = orjson.loads(line(record))
    assert not jsonschema_rs.is_valid(schema_of(record.schema), line_of)


def test_no_current_schema_names_a_paper() -> None:
    for name in RECORDS:
        assert b"ecofocus" not in schema_bytes(name)


def test_descriptions_stand_on_one_line() -> None:
    for name in RECORDS:
        assert b"\\n" not in schema_bytes(name)


@pytest.mark.parametrize("name", ["", "article", "article-1.1.1", "Article-1.1.0"])
def test_another_name_is_no_schema(name: str) -> None:
    with pytest.raises(KeyError):
        schema_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_and_says_what_it_is(name: str) -> None:
    schema = schema_of(name)
    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:envfocus:schema:{name}"
    assert schema["title"] == name
    assert schema["properties"]["schema"]["const"] == name
    assert schema["description"]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_can_be_written_and_is_the_same_every_time(name: str) -> None:
    assert orjson.loads(orjson.dumps(schema_of(name))) == schema_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_envelope_is_that_of_the_contract(name: str) -> None:
    schema = schema_of(name)
    assert set(schema["properties"]) == EVERY_LINE
    assert set(schema["required"]) == EVERY_LINE
    below = schema["properties"]
    assert below["source"]["required"] == [
        "url",
        "status",
        "etag",
        "last_modified",
        "body_sha256",
    ]
    assert below["rights"]["required"] == ["robots", "noarchive", "tdm_reservation"]
    assert below["quality"]["required"] == ["flags", "raw"]
    assert below["op"]["enum"] == ["upsert", "tombstone", None]


@pytest.mark.parametrize(("name", "record"), CLASSES)
def test_every_field_of_every_class_is_required(
    name: str, record: type[Record]
) -> None:
    found = [
        (place, sorted(node["properties"]), sorted(node["required"]))
        for place, node in objects(name)
    ]
    expected = [
        (place, sorted(names), sorted(names))
        for place, names in expected_objects(record)
    ]
    assert sorted(found) == sorted(expected)
    assert len(found) >= 7


@pytest.mark.parametrize("name", NAMES)
def test_no_object_is_open(name: str) -> None:
    assert [
        place
        for place, node in objects(name)
        if node.get("additionalProperties") is not False
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_has_a_default(name: str) -> None:
    assert [place for place, node in nodes(schema_of(name)) if "default" in node] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_description(name: str) -> None:
    bare = [
        f"{place}.{field}"
        for place, node in objects(name)
        for field, below in node["properties"].items()
        if not below.get("description", "").strip()
    ]
    assert bare == []


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_type(name: str) -> None:
    bare = [
        f"{place}.{field}"
        for place, node in objects(name)
        for field, below in node["properties"].items()
        if not ({"type", "anyOf", "enum"} & set(below))
    ]
    assert bare == []


def test_the_words_for_the_weather_are_those_of_the_legend() -> None:
    condition = dict(objects("weather-1.1.0"))[".data"]["properties"]["condition"]
    assert set(condition["enum"]) == {
        *(
            "clear",
            "scattered",
            "broken",
            "overcast",
            "shower",
            "rain",
            "snow",
            "sleet",
        ),
        *("thunderstorm", "fog", "dust", "mist", "haze", None),
    }


@pytest.mark.parametrize("record", [article(), weather()])
@pytest.mark.parametrize("place", ["", "data", "source", "rights", "quality"])
def test_a_line_without_one_of_its_fields_or_with_another_is_refused(
    record: Record, place: str
) -> None:
    validator = jsonschema_rs.validator_for(schema_of(record.schema))
    whole = orjson.loads(line(record))
    assert validator.is_valid(whole)
    for name in whole[place] if place else whole:
        cut = orjson.loads(line(record))
        del (cut[place] if place else cut)[name]
        assert not validator.is_valid(cut), name
    more = orjson.loads(line(record))
    (more[place] if place else more)["extra"] = None
    assert not validator.is_valid(more)


@pytest.mark.parametrize("record", [article(), weather()])
@pytest.mark.parametrize(
    ("op", "with_data", "valid"),
    [
        ("tombstone", False, True),
        ("tombstone", True, False),
        ("upsert", True, True),
        ("upsert", False, False),
        (None, True, True),
        (None, False, False),
    ],
)
def test_only_a_tombstone_has_no_data_and_it_has_none(
    record: Record, op: str | None, with_data: bool, valid: bool
) -> None:
    validator = jsonschema_rs.validator_for(schema_of(record.schema))
    data = orjson.loads(line(record))["data"] if with_data else None
    assert (
        validator.is_valid({**orjson.loads(line(record)), "op": op, "data": data})
        is valid
    )


@pytest.mark.parametrize("record", [article(), weather()])
def test_records_take_no_other_field(record: Record) -> None:
    validator = jsonschema_rs.validator_for(schema_of(record.schema))
    for node in (record, getattr(record, "data"), record.source, record.quality):  # noqa: B009 the data differs by record
        assert validator.is_valid(orjson.loads(line(record)))
        vars(node)["extra"] = 1
        assert not validator.is_valid(orjson.loads(line(record)))
        del vars(node)["extra"]


def test_two_records_share_no_list() -> None:
    first, second = article(), article()
    first.quality.flags.append("skin:old")
    first.data.dates.append(None)  # type: ignore[arg-type]
    assert second.quality.flags == []
    assert second.data.dates == []


@pytest.mark.parametrize("name", RECORDS)
def test_the_files_are_what_the_classes_say(name: str) -> None:
    """`make schemas` writes them again; a released schema never changes, its version rises."""
    assert schema_bytes(name) == generate(name)
