"""Unicode: NFC in the record, the raw form beside it."""

import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import astuple
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envfocus.items import Dateline, Image, RawValue
from envfocus.normalize.text import normalize_text
from tests.support.records import article, weather
from tests.support.steps import Applied

# 환경, first as syllables, then as the letters that compose them
COMPOSED, APART = "\ud658\uacbd", "\u1112\u116a\u11ab\u1100\u1167\u11bc"


def test_decomposed_text_is_composed_and_kept_raw_with_its_path() -> None:
    record = article(
        title=f"{APART} 소식",
        subtitles=["첫째", f"둘째 {APART}"],
        byline=APART,
        body=f"{APART}.\n\n{APART}.",
        images=[
            Image(url="https://www.ecofocus.co.kr/a.jpg", caption=None),
            Image(url=None, caption=APART),
        ],
        tags=[APART],
        dateline=Dateline(raw=f"[{APART}]"),
    )
    assert Applied(normalize_text).apply(record) is record
    data = record.data
    assert (data.title, data.subtitles, data.byline) == (
        f"{COMPOSED} 소식",
        ["첫째", f"둘째 {COMPOSED}"],
        COMPOSED,
    )
    assert data.body == f"{COMPOSED}.\n\n{COMPOSED}."
    assert [image.caption for image in data.images] == [None, COMPOSED]
    assert data.tags == [COMPOSED]
    assert data.dateline == Dateline(raw=f"[{COMPOSED}]")
    assert record.quality.flags == ["text:nfc"]
    kept = sorted(astuple(raw) for raw in record.quality.raw)
    assert kept == sorted(
        [
            ("title", f"{APART} 소식"),
            ("subtitles[1]", f"둘째 {APART}"),
            ("byline", APART),
            ("body", f"{APART}.\n\n{APART}."),
            ("images[1].caption", APART),
            ("tags[0]", APART),
            ("dateline.raw", f"[{APART}]"),
        ]
    )


def test_rows_of_the_widget_are_composed_too() -> None:
    record = weather(
        station_raw="\u1109\u1165\u110b\u116e\u11af",
        row_raw="맑음 \u1109\u1165\u110b\u116e\u11af 1.0℃",
    )
    Applied(normalize_text).apply(record)
    assert record.data.station_raw == "서울"
    assert record.data.row_raw == "맑음 서울 1.0℃"
    assert [raw.field for raw in record.quality.raw] == ["row_raw", "station_raw"]
    assert record.quality.flags == ["text:nfc"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\u2126", "\u03a9"),  # the ohm sign is a Greek letter
        ("\u212b", "\u00c5"),
        ("\uf9da", "\u6817"),  # a Chinese character with two codes
        ("e\u0301", "\u00e9"),
    ],
)
def test_other_letters_with_two_codes(raw: str, expected: str) -> None:
    record = article(title=raw)
    Applied(normalize_text).apply(record)
    assert record.data.title == expected
    assert record.quality.raw == [RawValue(field="title", value=raw)]


@pytest.mark.parametrize(
    "kept", ["㎍/㎥ ℃ ½ ﬁ Ａ ㈜ ①", "한글 “따옴표” …", "\u1112", "\u200b", ""]
)
def test_what_composition_leaves_alone_leaves_no_trace(kept: str) -> None:
    record = article(body=kept)
    before = deepcopy(record)
    Applied(normalize_text).apply(record)
    assert record == before


def test_addresses_keep_their_bytes() -> None:
    address = f"https://www.ecofocus.co.kr/{APART}.jpg"
    record = article(url=address, images=[Image(url=address, caption=None)])
    Applied(normalize_text).apply(record)
    assert record.data.url == address
    assert record.data.images[0].url == address
    assert record.quality.flags == []
    assert record.quality.raw == []


def test_lone_surrogates_are_replaced_and_flagged_once() -> None:
    record = article(title="앞\ud800뒤", body="\udfff\udc80", tags=["\udbff"])
    Applied(normalize_text).apply(record)
    assert (record.data.title, record.data.body, record.data.tags) == (
        "앞\ufffd뒤",
        "\ufffd\ufffd",
        ["\ufffd"],
    )
    assert record.quality.flags == ["text:surrogate"]


def test_a_surrogate_in_decomposed_text_leaves_a_raw_form_that_can_be_written() -> None:
    record = article(title=f"\ud800{APART}")
    Applied(normalize_text).apply(record)
    assert record.data.title == f"\ufffd{COMPOSED}"
    assert record.quality.raw == [RawValue(field="title", value=f"\ufffd{APART}")]
    assert record.quality.flags == ["text:surrogate", "text:nfc"]


def test_flags_of_the_page_stay_in_front() -> None:
    record = article(title=APART)
    record.quality.flags.append("skin:old")
    Applied(normalize_text).apply(record)
    assert record.quality.flags == ["skin:old", "text:nfc"]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from texts(entry)


anything = st.text(
    st.characters(exclude_categories=())
    | st.sampled_from([*APART, "\ud800", "\u0301", "e"])
)


@settings(deadline=None)
@given(anything, st.lists(anything, max_size=3), st.none() | anything)
def test_afterwards_every_text_is_composed_and_can_be_written(
    title: str, tags: list[str], byline: str | None
) -> None:
    record = article(title=title, tags=tags, byline=byline)
    Applied(normalize_text).apply(record)
    for text in texts(astuple(record.data)):
        assert unicodedata.is_normalized("NFC", text)
        text.encode()
    for raw in record.quality.raw:
        raw.value.encode()
        assert not unicodedata.is_normalized("NFC", raw.value)
    before = deepcopy(record)
    assert Applied(normalize_text).apply(record) == before
