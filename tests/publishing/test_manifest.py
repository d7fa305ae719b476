"""What a manifest says of the file of lines."""

from pathlib import Path

import pytest

from tests.support.damage import sha256
from tests.support.feeds import A1, build


@pytest.mark.parametrize(
    ("compression", "ending", "media_type"),
    [
        (None, "jsonl", "application/x-ndjson"),
        ("zstd", "zst", "application/zstd"),
    ],
)
def test_the_resource(
    tmp_path: Path, compression: str | None, ending: str, media_type: str
) -> None:
    place = build(tmp_path, compression)
    (resource,) = place.content(A1)["resources"]
    data = place.manifest(A1).with_name(resource["path"]).read_bytes()
    assert resource == {
        "name": "articles",
        "path": resource["path"],
        "format": ending,
        "mediatype": media_type,
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": sha256(data),
    }
    assert resource["path"].endswith(ending)
