"""A feed with a needle in it, which a takedown must find everywhere."""

import unicodedata
from pathlib import Path
from typing import Any

import orjson
from backports import zstd

from envfocus.items import Dateline, Image
from envfocus.publishing.takedown import take_down
from tests.support.damage import lines_of
from tests.support.feeds import (
    FIRST,
    RUN_1,
    RUN_2,
    SECOND,
    THIRD,
    Place,
    article,
    contents,
    take,
    weather,
)

KEY = "ecofocus:a201"
NEEDLE = b"needle"
P1, P5 = (
    "articles/dt=2025-12-08/part-000000000001-000000000002",
    "articles/dt=2025-12-09/part-000000000004-000000000005",
)
END = "articles/dt=2025-12-10/part-000000000007-000000000007"


def secret(version: int) -> Any:
    """An article with a needle in every text."""
    return article(
        201,
        title=f"needle title {version}",
        subtitles=[f"needle subtitle {version}"],
        byline="needle 기자",
        dateline=Dateline(raw="[needle=서울]"),
        body=f"needle body {version} " * 500,
        images=[
            Image(
                url="https://www.ecofocus.co.kr/data/needle.jpg",
                caption=unicodedata.normalize("NFD", "needle 숲"),
            )
        ],
        tags=["needle"],
    )


def build(folder: Path, compression: str | None = None) -> Place:
    """The needle is in the first part of four and, edited, in the third; nothing of it is in the weather."""
    place = Place(folder)
    with place.ledger() as ledger:
        publisher = place.publisher(ledger, compression)
        for record in (article(20), secret(1), article(2011), weather(1)):
            take(ledger, record)
        publisher.publish(RUN_1, FIRST)
        for record in (secret(2), article(202), article(203)):
            take(ledger, record)
        publisher.publish(RUN_2, SECOND)
    return place


def down(place: Place, key: str = KEY, reason: str = "court order") -> list[str]:
    """Take a key down; returns the parts that were written."""
    with place.ledger() as ledger:
        publisher = place.publisher(ledger)
        parts = take_down(ledger, publisher, key, reason, THIRD)
        return [
            place.layout.relative(place.layout.manifest(part)).removesuffix(
                ".manifest.json"
            )
            for part in parts
        ]


def with_needle(folder: Path) -> set[str]:
    """Files, by their bytes and, where these are compressed, by what is in them."""
    found = set()
    for name, data in contents(folder).items():
        text = zstd.decompress(data) if name.endswith(".zst") else b""
        if NEEDLE in data + text:
            found.add(name)
    return found


def records(place: Place, part: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in lines_of(place.data(part))]


def quarantine(place: Place, name: str, *entries: Any) -> Path:
    """A file of the quarantine."""
    path = place.layout.quarantine / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(orjson.dumps(entry) + b"\n" for entry in entries))
    return path


def entry(item: Any, reason: str = "data.url: too long") -> dict[str, Any]:
    """A line as the quarantine extension writes it."""
    url = "https://www.ecofocus.co.kr/news/article.html?no=201"
    return {"reason": reason, "url": url, "body_sha256": "0" * 64, "item": item}
