"""What could not become a line is kept, with the reason."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from envfocus.exceptions import ContractError
from envfocus.extensions.delivery import Delivery, delivery_of
from envfocus.extensions.quarantine import Quarantine
from tests.support.records import HASH, article

URL = "https://www.ecofocus.co.kr/news/article.html?no=71760"
RESPONSE = HtmlResponse(URL, body=b"")


class StubSpider(Spider):
    name = "stub"
    run_id = "20251208T030000Z-abc123"


@pytest.fixture
def crawler(tmp_path: Path) -> Iterator[Crawler]:
    settings = {
        "ENVFOCUS_DELIVER": True,
        "ENVFOCUS_FEED_DIR": str(tmp_path / "feed"),
        "EXTENSIONS": {Delivery: 1},
    }
    crawler = get_crawler(StubSpider, settings)
    crawler.spider = StubSpider()
    extension = build_from_crawler(Quarantine, crawler)  # signals hold it weakly
    yield crawler
    delivery_of(crawler).spider_closed("finished")
    crawler.signals.disconnect(extension.item_dropped, signals.item_dropped)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "feed" / "quarantine" / "20251208T030000Z-abc123.jsonl"


def drop(
    crawler: Crawler, item: Any, reason: Exception, response: Any = RESPONSE
) -> None:
    """What Scrapy sends when a pipeline drops an item."""
    results = crawler.signals.send_catch_log(
        signals.item_dropped,
        item=item,
        response=response,
        exception=reason,
        spider=crawler.spider,
    )
    assert not [result for _, result in results if isinstance(result, Failure)]


def _failure(reason: Exception) -> Failure:
    return Failure(reason)  # type: ignore[no-untyped-call]


def fail(
    crawler: Crawler, item: Any, reason: Exception, response: Any = RESPONSE
) -> None:
    """What Scrapy sends when a pipeline raises."""
    results = crawler.signals.send_catch_log(
        signals.item_error,
        item=item,
        response=response,
        spider=crawler.spider,
        failure=_failure(reason),
    )
    assert not [result for _, result in results if isinstance(result, Failure)]


def lines(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    assert data.endswith(b"\n")
    return [orjson.loads(line) for line in data.split(b"\n")[:-1]]


def test_an_item_that_breaks_the_contract_is_kept_whole(
    crawler: Crawler, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        drop(
            crawler,
            article(title="", body="숲길"),
            ContractError("ecofocus:a71760: data.title: too short"),
        )
    (entry,) = lines(kept)
    assert list(entry) == ["reason", "url", "body_sha256", "item"]
    assert (entry["reason"], entry["url"]) == (
        "ecofocus:a71760: data.title: too short",
        URL,
    )
    assert entry["body_sha256"] == HASH
    assert entry["item"]["key"] == "ecofocus:a71760"
    assert (entry["item"]["data"]["title"], entry["item"]["data"]["body"]) == (
        "",
        "숲길",
    )
    assert crawler.stats.get_value("quarantine/items") == 1
    (message,) = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("envfocus")
    ]
    assert str(kept) in message
    assert "data.title: too short" in message


def test_an_item_on_which_a_pipeline_fails_is_kept_with_the_kind_of_error(
    crawler: Crawler, kept: Path
) -> None:
    fail(crawler, article(), KeyError("station"))
    (entry,) = lines(kept)
    assert entry["reason"] == "KeyError: 'station'"
    assert entry["item"]["data"]["article_no"] == 71760
    assert crawler.stats.get_value("quarantine/items") == 1


def test_items_dropped_on_purpose_are_not_kept(crawler: Crawler, kept: Path) -> None:
    drop(crawler, article(), DropItem("known already"))
    assert not kept.parent.exists()
    assert crawler.stats.get_value("quarantine/items") is None


def test_a_line_for_each_item_of_a_run(crawler: Crawler, kept: Path) -> None:
    for article_no in (1, 2, 3):
        drop(
            crawler,
            article(article_no=article_no),
            ContractError(f"reason {article_no}"),
        )
    assert [
        (entry["reason"], entry["item"]["data"]["article_no"]) for entry in lines(kept)
    ] == [
        ("reason 1", 1),
        ("reason 2", 2),
        ("reason 3", 3),
    ]
    assert crawler.stats.get_value("quarantine/items") == 3


def test_an_item_without_response_and_source_is_kept(
    crawler: Crawler, kept: Path
) -> None:
    fail(crawler, {"title": "숲길"}, ValueError("no record"), response=None)
    assert lines(kept) == [
        {
            "reason": "ValueError: no record",
            "url": None,
            "body_sha256": None,
            "item": {"title": "숲길"},
        }
    ]


@pytest.mark.parametrize(
    "item",
    [
        article(title="앞\ud800뒤"),
        article(article_no=2**80),
        {"title": b"\xff"},
        object(),
    ],
)
def test_an_item_that_is_no_json_is_kept_in_its_python_form(
    crawler: Crawler, kept: Path, item: Any
) -> None:
    drop(crawler, item, ContractError("cannot be written"))
    (entry,) = lines(kept)
    assert entry["reason"] == "cannot be written"
    assert isinstance(entry["item"], str)
    assert entry["item"].startswith(("ArticleRecord(", "{'title'", "<object object"))
    assert crawler.stats.get_value("quarantine/items") == 1


def test_an_item_is_kept_even_if_its_reason_cannot_be_written(
    crawler: Crawler, kept: Path
) -> None:
    fail(crawler, article(), ValueError("strange text: \ud800"))
    (entry,) = lines(kept)
    assert entry["reason"].startswith("ValueError: strange text: ")


def test_line_ends_inside_an_item_do_not_split_its_line(
    crawler: Crawler, kept: Path
) -> None:
    drop(crawler, article(body="a\nb\r\nc\x0bd\x0ce\x1cf"), ContractError("a\nb"))
    (entry,) = lines(kept)
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 1
    assert entry["item"]["data"]["body"] == "a\nb\r\nc\x0bd\x0ce\x1cf"


def test_the_log_takes_no_control_characters_from_a_reason(
    crawler: Crawler, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        fail(
            crawler,
            article(),
            ValueError("앞\n2025-12-08 [scrapy] ERROR: \x1b[31m\u202e뒤"),
        )
    (message,) = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("envfocus")
    ]
    assert not re.search(
        "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", message
    )
    assert len(lines(kept)) == 1


def test_a_spider_without_run_id_gives_its_name(
    crawler: Crawler, tmp_path: Path
) -> None:
    crawler.spider = Spider(name="other")
    drop(crawler, article(), ContractError("reason"))
    assert [path.name for path in (tmp_path / "feed" / "quarantine").iterdir()] == [
        "other.jsonl"
    ]
