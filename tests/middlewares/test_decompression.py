"""Bodies that are too large once they are unpacked, or cannot be."""

import gzip
import zlib

import pytest
from scrapy.http import HtmlResponse, Request, Response

from envfocus.exceptions import BodyError
from envfocus.middlewares.decompression import Decompression
from tests.support.crawlers import PUBLIC, crawler_of

LIMIT = 8 * 1024 * 1024


def unpacked(body: bytes, coding: str) -> Request | Response:
    headers = {"Content-Type": "text/html", "Content-Encoding": coding}
    middleware = Decompression.from_crawler(crawler_of())
    return middleware.process_response(
        Request(PUBLIC), HtmlResponse(PUBLIC, headers=headers, body=body)
    )


def test_a_body_that_fits_is_unpacked() -> None:
    page = unpacked(gzip.compress(b" " * LIMIT), "gzip")
    assert isinstance(page, Response)
    assert page.body == b" " * LIMIT


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(b" " * (LIMIT + 1), mtime=0), "gzip"),
        (zlib.compress(b" " * (LIMIT + 1)), "deflate"),
        (
            gzip.compress(gzip.compress(b" " * (LIMIT + 1), mtime=0), mtime=0),
            "gzip, gzip",
        ),
        (b"no gzip", "gzip"),
        (b"\xff\xff", "deflate"),
        (b"\xff" * 9, "br"),
        (b"\xff" * 9, "zstd"),
    ],
)
def test_others_are_refused_with_an_error_that_holds_nothing(
    body: bytes, coding: str
) -> None:
    with pytest.raises(BodyError) as caught:
        unpacked(body, coding)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert "\n" not in str(caught.value)
