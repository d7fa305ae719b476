"""Pages of 3,000 characters, the chain of steps, and its times."""

import statistics
from datetime import datetime
from pathlib import Path

import orjson
import pytest

from benchmarks import line, reread, stored
from benchmarks.chain import Chain, answer
from benchmarks.line import ALL, PEER
from benchmarks.stored import Stored
from envfocus.parsing import article
from envfocus.parsing.article import ArticlePage
from fixtures.site import Site
from tests.support.papers import PROFILE

SITE = Site(60)


def body_of(page: Stored) -> str:
    read = article.parse(page.body, "utf-8", page.url, PROFILE)
    assert isinstance(read, ArticlePage)
    return "\n\n".join(read.paragraphs)


def test_news_are_four_articles_of_3000_characters() -> None:
    assert [len(body_of(page)) for page in stored.news()] == pytest.approx(
        [3_000] * 4, abs=5
    )


def test_dense_articles_are_filled_up_to_3000_characters() -> None:
    pages = list(stored.dense(SITE, SITE.numbers[:30]))
    assert [page.article_no for page in pages] == list(SITE.numbers[:30])
    assert {page.article_no: len(body_of(page)) for page in pages} == pytest.approx(
        dict.fromkeys(SITE.numbers[:30], 3_000), abs=10
    )


def test_the_chain_has_every_step_that_needs_no_ledger() -> None:
    assert list(Chain().steps) == [
        "extraction",
        "record",
        "text",
        "contacts",
        "stamps",
        "weather",
        "dates",
        "regions",
        "contract",
    ]


def test_the_chain_ends_in_the_line_of_the_article() -> None:
    page = stored.news()[0]
    data = orjson.loads(Chain().run(page))["data"]
    stamp = Site().plan.stamp(page.article_no)
    assert [data["article_no"], datetime.fromisoformat(data["published_at"])] == [
        page.article_no,
        stamp,
    ]
    assert data["dates"]
    assert data["regions"]


def test_a_page_that_is_no_article_ends_the_benchmark() -> None:
    with pytest.raises(TypeError, match="in place of an article"):
        Chain().run(
            Stored(
                5, "http://127.0.0.1:8000/news/article.html?no=5", SITE.reply("/").body
            )
        )


def test_an_answer_has_the_headers_that_records_keep() -> None:
    response = answer(stored.news()[0])
    assert response.headers["ETag"]
    assert response.status == 200


def test_every_step_is_timed_and_their_sum_is_all() -> None:
    times = line.walk(Chain(), stored.news()[0])
    assert list(times) == [*Chain().steps, ALL]
    assert sum(ns for step, ns in times.items() if step != ALL) == times[ALL]


def test_medians_are_milliseconds() -> None:
    assert line.medians({"line": [3_000_000, 1_000_000, 2_000_000]}) == {"line": 2.0}


def test_the_table_ends_with_all_steps_and_the_peer() -> None:
    found = {"news": {"line": 0.5, ALL: 1.25}, PEER: {ALL: 15.5}}
    assert line.table(found, "", 0.1).rows[-2:] == (
        (ALL, "1.250"),
        (f"{PEER} alone, on the text of news", "15.500"),
    )
    del found[PEER]
    assert line.table(found, "absent: why", 0.1).rows[-1][1] == "absent: why"


def test_measuring_keeps_the_rounds_after_the_first() -> None:
    times = line.measure({"news": stored.news()[:2]}, None, rounds=3)["news"]
    assert {len(those) for those in times.values()} == {6}
    assert statistics.median(times[ALL]) > 0


@pytest.mark.parametrize("kind", reread.KINDS)
def test_stored_bodies_become_lines_in_their_order(tmp_path: Path, kind: str) -> None:
    bodies = reread.store(tmp_path / kind, 3, kind)
    reread.Reader.start()
    lines, seconds = reread.Reader.lines(bodies)
    assert [
        orjson.loads(each)["data"]["article_no"] for each in lines.splitlines()
    ] == [int(path.stem) for path in bodies]
    assert seconds > 0
    texts = [orjson.loads(each)["data"]["body"] for each in lines.splitlines()]
    assert len(set(texts)) == 3
    assert all(2_700 < len(text) <= 3_010 for text in texts)
