"""The line, byte for byte."""

import io
import json
import math
import re
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envfocus.exporters import LONGEST_LINE, RecordLinesExporter, line
from envfocus.items import Image, Source
from tests.support.records import article, weather

ARTICLE_LINE = (
    '{"schema":"article-1.1.0","seq":null,"op":null,"key":"ecofocus:a71760","rev":null,"content_sha256":null,'
    '"changed_fields":null,"observed_at":"2025-12-08T12:00:00+09:00","observed_at_utc":"2025-12-08T03:00:00Z",'
    '"run_id":"20251208T030000Z-abc123","parser_version":"1",'
    '"source":{"url":"https://www.ecofocus.co.kr/news/article.html?no=71760","status":200,"etag":null,'
    '"last_modified":null,"body_sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},'
    '"rights":{"robots":null,"noarchive":null,"tdm_reservation":null},"quality":{"flags":[],"raw":[]},'
    '"data":{"article_no":71760,"url":"https://www.ecofocus.co.kr/news/article.html?no=71760","section":"전국",'
    '"section_no":3,"title":"강변 숲길 열려","subtitles":[],"byline":"윤슬기 기자",'
    '"published_raw":"등록 2025.02.07 17:35:14","published_at":null,"published_at_utc":null,'
    '"published_precision":null,"modified_raw":null,"modified_at":null,"modified_at_utc":null,'
    '"modified_precision":null,"dateline":null,"body":"숲길이 열렸다.\\n\\n\\"끝\\"",'
    '"images":[{"url":null,"caption":"숲 \\u2028 길"}],"tags":["숲"],"dates":[],"regions":[],"primary_region":null,'
    '"page_date_raw":"2025.12.08 (월)","page_date":null}}\n'
)


def test_an_article_byte_for_byte() -> None:
    record = article(
        body='숲길이 열렸다.\n\n"끝"',
        tags=["숲"],
        images=[Image(url=None, caption="숲 \N{LINE SEPARATOR} 길")],
    )
    assert line(record) == ARTICLE_LINE.encode()
    assert line(record) == line(record)


def test_a_small_object_byte_for_byte() -> None:
    source = Source(
        url="https://a.example/",
        status=200,
        etag='"v1"',
        last_modified=None,
        body_sha256="ab",
    )
    expected = (
        rb'{"url":"https://a.example/","status":200,"etag":"\"v1\"","last_modified":null,"body_sha256":"ab"}'
        b"\n"
    )
    assert line(source) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\u2028", rb'"\u2028"'),
        ("\u2029", rb'"\u2029"'),
        ("\u0085", rb'"\u0085"'),
        ("\u0000", rb'"\u0000"'),
        ("\u001b[31m", rb'"\u001b[31m"'),
        ("\u001c\u001d\u001e", rb'"\u001c\u001d\u001e"'),
        ("\b\t\n\f\r", rb'"\b\t\n\f\r"'),
        ("\v", rb'"\u000b"'),
        ('"\\/', rb'"\"\\/"'),
        ("\\u2028", rb'"\\u2028"'),  # six characters, not one
        ("\u0084\u0086\u2027\u202a", '"\u0084\u0086\u2027\u202a"'.encode()),
        ("\u00c2\u00e2\u0400", '"\u00c2\u00e2\u0400"'.encode()),
        ("환경 ㎍/㎥ 🌱", '"환경 ㎍/㎥ 🌱"'.encode()),
        ("\ufeff", b'"\xef\xbb\xbf"'),
    ],
)
def test_escapes(text: str, written: bytes) -> None:
    assert line(text) == written + b"\n"
    assert json.loads(line(text)) == text


@pytest.mark.parametrize("code", range(0x20))
def test_every_control_character_is_escaped(code: int) -> None:
    written = line(f"a{chr(code)}b")
    assert not any(byte < 0x20 for byte in written[:-1])
    assert json.loads(written) == f"a{chr(code)}b"


@pytest.mark.parametrize(
    ("value", "written"),
    [(3.7, b"3.7"), (-0.1, b"-0.1"), (0.0, b"0.0"), (37.90188, b"37.90188")],
)
def test_numbers_are_written_short(value: float, written: bytes) -> None:
    assert line(value) == written + b"\n"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_null(value: float) -> None:
    assert line({"value": value}) == b'{"value":null}\n'


@pytest.mark.parametrize("value", [9_007_199_254_740_991, -9_007_199_254_740_991])
def test_the_largest_integer(value: int) -> None:
    assert line(value) == f"{value}\n".encode()


@pytest.mark.parametrize(
    "value", [9_007_199_254_740_992, -9_007_199_254_740_992, 2**63, 2**64, 10**30]
)
def test_larger_integers_are_refused(value: int) -> None:
    with pytest.raises(TypeError):
        line(value)


@pytest.mark.parametrize(
    "value", ["\ud800", "a\udfffb", {"\udc00": 1}, b"bytes", object(), {1: "one"}]
)
def test_what_utf_8_or_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        line(value)


def test_the_longest_line_is_one_mebibyte() -> None:
    assert LONGEST_LINE == 1_048_576


texts = st.text() | st.text(
    st.sampled_from(
        '\u2028\u2029\u0085\u0000\u001f\\"u2089\n\r한\u00c2\u00e2\U0001f331'
    ),
    max_size=20,
)


@settings(deadline=None)
@given(texts, texts, st.lists(texts, max_size=3))
def test_any_text_comes_back_from_one_line(
    title: str, body: str, tags: list[str]
) -> None:
    record = article(title=title, body=body, tags=tags)
    written = line(record)
    assert json.loads(written) == asdict(record)
    text = written.decode()
    assert text.endswith("}\n")
    assert len(text.splitlines()) == 1
    assert not re.search("[\u0000-\u001f\u0085\u2028\u2029]", text[:-1])


@settings(deadline=None)
@given(
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.integers(-(2**53) + 1, 2**53 - 1),
)
def test_any_number_comes_back(temperature: float | None, station: int | None) -> None:
    data = json.loads(line(weather(temperature_c=temperature, station_id=station)))[
        "data"
    ]
    assert (data["temperature_c"], data["station_id"]) == (temperature, station)


def export(*items: Any, **options: Any) -> bytes:
    file = io.BytesIO()
    exporter = RecordLinesExporter(file, **options)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


def test_the_exporter_writes_whole_records() -> None:
    first, second = article(), weather()
    assert export(first, second, encoding="utf-8", indent=None) == line(first) + line(
        second
    )
    assert export() == b""


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        (["key", "schema"], b'{"key":"ecofocus:a71760","schema":"article-1.1.0"}\n'),
        (["seq"], b'{"seq":null}\n'),
        ({"key": "id", "seq": "number"}, b'{"id":"ecofocus:a71760","number":null}\n'),
        (
            ["rights"],
            b'{"rights":{"robots":null,"noarchive":null,"tdm_reservation":null}}\n',
        ),
        (["no_such_field", "key"], b'{"no_such_field":null,"key":"ecofocus:a71760"}\n'),
    ],
)
def test_the_exporter_writes_the_fields_that_are_asked_for(
    fields: Any, written: bytes
) -> None:
    assert export(article(), fields_to_export=fields) == written


def test_fields_that_are_asked_for_are_escaped_too() -> None:
    assert (
        export({"title": "a\u2028b"}, fields_to_export=["title"])
        == b'{"title":"a\\u2028b"}\n'
    )
