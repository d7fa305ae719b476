"""Hands that damage a feed, and what is said of it then."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from envfocus.exceptions import FeedError
from envfocus.publishing.verify import verify
from tests.support.feeds import Place


def lines_of(path: Path) -> list[bytes]:
    """The lines of a plain part, with their ends."""
    return path.read_bytes().splitlines(keepends=True)


def edit(path: Path, change: Callable[[Any], Any]) -> None:
    """Change the JSON object in a file, in place."""
    value = orjson.loads(path.read_bytes())
    change(value)
    path.write_bytes(
        orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    )


def edit_line(path: Path, number: int, change: Callable[[Any], Any]) -> None:
    """Change the JSON object on a line, counted from 1."""
    lines = lines_of(path)
    value = orjson.loads(lines[number - 1])
    change(value)
    lines[number - 1] = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    path.write_bytes(b"".join(lines))


def flip(path: Path, place: int) -> None:
    """Turn over the lowest bit of one byte."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def reseal(place: Place) -> None:
    """Make sizes, hashes, chain and LATEST.json true again: what is still wrong then is in the lines."""
    streams = {}
    for stream in ("articles", "weather"):
        previous = None
        for path in sorted(
            place.root.glob(f"{stream}/dt=*/*.manifest.json"),
            key=lambda path: path.name,
        ):
            manifest = orjson.loads(path.read_bytes())
            resource, schema = manifest["resources"][0], manifest["schema"]
            data = path.with_name(resource["path"]).read_bytes()
            resource.update(bytes=len(data), hash=sha256(data))
            schema.update(hash=sha256((place.root / schema["path"]).read_bytes()))
            manifest["previous"] = previous
            path.write_bytes(
                orjson.dumps(
                    manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
                )
            )
            previous = {
                "path": path.relative_to(place.root).as_posix(),
                "hash": sha256(path.read_bytes()),
            }
            streams[stream] = {
                "seq": manifest["last_seq"],
                "manifest": previous["path"],
                "hash": previous["hash"],
            }
    latest = {"version": 1, "streams": streams}
    (place.root / "LATEST.json").write_bytes(
        orjson.dumps(latest, option=orjson.OPT_INDENT_2)
    )


def sha256(data: bytes) -> str:
    """A hash as manifests write it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def fault(place: Place) -> str:
    """What `verify` says of a damaged feed, on one line."""
    with pytest.raises(FeedError) as caught:
        verify(place.layout)
    said = str(caught.value)
    assert "\n" not in said
    return said
