"""Record classes → JSON Schema 2020-12.

The schemas are files, `schemas/<name>.json`, because a schema that was published never
changes and because reading the classes' documentation takes a second. `python -m
envfocus.schema` writes the current ones from the classes.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from itemadapter import ItemAdapter

from envfocus.items import (
    ARTICLE_SCHEMA,
    WEATHER_SCHEMA,
    ArticleRecord,
    Record,
    WeatherRecord,
)

RECORDS: dict[str, type[Record]] = {
    ARTICLE_SCHEMA: ArticleRecord,
    WEATHER_SCHEMA: WeatherRecord,
}
"""The record class of each schema by which lines are written."""

SUPERSEDED = frozenset({"article-1.0.0", "weather-1.0.0"})
"""Schemas of older lines, which feeds and ledgers still hold."""


@cache
def schema_bytes(name: str) -> bytes:
    """The file of the JSON Schema called `name`. Raises KeyError for a name that is no
    schema.
    """
    if name not in RECORDS and name not in SUPERSEDED:
        raise KeyError(name)
    return (files("envfocus") / "schemas" / f"{name}.json").read_bytes()


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema called `name`. Raises KeyError for a name that is no schema."""
    schema: dict[str, Any] = orjson.loads(schema_bytes(name))
    return schema


def generate(name: str) -> bytes:
    """The file of a current JSON Schema, from the record classes: slow."""
    return orjson.dumps(
        _generated(name), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    )


def _generated(name: str) -> dict[str, Any]:
    record = RECORDS[name]
    schema = _closed(ItemAdapter.get_json_schema(record))
    schema["properties"]["data"]["type"] = ["object", "null"]
    schema["properties"]["schema"] = {**schema["properties"]["schema"], "const": name}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:envfocus:schema:{name}",
        "title": name,
        "description": _folded(record.__doc__ or ""),
        **schema,
        # a tombstone has no data, every other line has
        "if": {"properties": {"op": {"const": "tombstone"}}},
        "then": {"properties": {"data": {"type": "null"}}},
        "else": {"properties": {"data": {"type": "object"}}},
    }


def _closed(node: Any) -> Any:
    """Every field required, none with a default: a reader must find each of them on
    every line.
    """
    if isinstance(node, list):
        return [_closed(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    closed = {key: _closed(value) for key, value in node.items() if key != "default"}
    if isinstance(node.get("description"), str):
        closed["description"] = _folded(node["description"])
    if isinstance(node.get("properties"), dict):
        closed["properties"] = {
            name: _closed(entry) for name, entry in node["properties"].items()
        }
        closed["required"] = list(node["properties"])
    return _flat(closed)


def _folded(text: str) -> str:
    """A docstring on one line: where it wraps says nothing."""
    return " ".join(text.split())


def _flat(node: dict[str, Any]) -> dict[str, Any]:
    """`anyOf` null and one other type as that type or null: faults inside then name
    their place.
    """
    match node.get("anyOf"):
        case [{"type": "null"}, {"type": str() as kind} as other]:
            outer = {key: value for key, value in node.items() if key != "anyOf"}
            return {**outer, **other, "type": [kind, "null"], **outer}
    return node


if __name__ == "__main__":
    for schema_name in RECORDS:
        (Path(__file__).parent / "schemas" / f"{schema_name}.json").write_bytes(
            generate(schema_name)
        )
