"""`scrapy crawl` as a process: exit codes, one-line errors, output."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from fixtures.server import Server
from fixtures.site import Reply, Site
from tests.support.crawls import ROOT, Crawl, crawl, scrapy

CONFIGURATION, UNREACHABLE = 4, 69


@pytest.mark.parametrize(
    ("spider", "argument", "said"),
    [
        (
            "articles",
            "since=2025",
            "since='2025': expected a day in KST, e.g. 2025-02-07",
        ),
        (
            "articles",
            "until=2025-02-30",
            "until='2025-02-30': expected a day in KST, e.g. 2025-02-07",
        ),
        (
            "articles",
            "max_articles=0",
            "max_articles='0': expected a whole number from 1, e.g. 100",
        ),
        (
            "articles",
            "sections=../x",
            "sections='../x': expected names or numbers of the menu, e.g. 정책,전국 or 3,5",
        ),
        (
            "articles",
            "sectons=3",
            "sectons='3': no such argument; expected one of sections, since, until, max_articles, reread",
        ),
        (
            "weather",
            "since=2025-01-01",
            "since='2025-01-01': no such argument; this spider takes no arguments",
        ),
    ],
)
def test_a_wrong_argument_ends_it_before_any_request(
    server: Server, tmp_path: Path, spider: str, argument: str, said: str
) -> None:
    before = len(server.requests)
    done = crawl(spider, server.url, tmp_path, "-a", argument)
    assert done.code == CONFIGURATION
    assert done.log.splitlines()[-1] == f"envfocus: {said}"
    assert "Traceback" not in done.log
    assert len(server.requests) == before
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_site(tmp_path: Path) -> None:
    done = crawl("articles", "http://www.ecofocus.co.kr/", tmp_path)
    assert done.code == CONFIGURATION
    assert (
        "ENVFOCUS_BASE_URL='http://www.ecofocus.co.kr/': plain http"
        in done.log.splitlines()[-1]
    )


def test_an_unknown_spider(server: Server, tmp_path: Path) -> None:
    done = crawl("artikles", server.url, tmp_path)
    assert done.code == CONFIGURATION
    assert "artikles" in done.log.splitlines()[-1]


def test_a_section_that_is_not_in_the_menu(server: Server, tmp_path: Path) -> None:
    done = crawl("articles", server.url, tmp_path, "-a", "sections=날씨")
    assert done.code == CONFIGURATION
    assert "sections='날씨': not in the menu; expected one of 전국 (3), " in done.log
    assert done.records == []


def test_a_site_that_does_not_answer(tmp_path: Path) -> None:
    with Server(lambda url: Site(base=url)) as gone:
        url = gone.url
    done = crawl("weather", url, tmp_path, RETRY_TIMES="0")
    assert (done.code, done.records) == (UNREACHABLE, [])


def test_the_feed_folder_holds_the_same_lines(whole: Crawl) -> None:
    parts = [
        path.read_bytes()
        for path in sorted((whole.folder / "feed" / "v1").rglob("*.jsonl"))
    ]
    assert len(parts) == 2
    for part in parts:
        assert [orjson.loads(line)["seq"] for line in part.splitlines()] == list(
            range(1, part.count(b"\n") + 1)
        )
    published = [
        {**orjson.loads(line), "seq": None}
        for part in parts
        for line in part.splitlines()
    ]
    assert sorted(published, key=lambda line: line["key"]) == sorted(
        whole.records, key=lambda line: line["key"]
    )


def test_lines_are_what_the_contract_says(whole: Crawl) -> None:
    raw = (whole.folder / "out.jsonl").read_bytes()
    assert raw.endswith(b"\n")
    assert not raw.startswith(b"\xef\xbb\xbf")
    for line in raw.splitlines():
        record = orjson.loads(line)
        assert [record[name] for name in ("seq", "op", "rev", "changed_fields")] == [
            None,
            "upsert",
            1,
            None,
        ]
        assert record["source"]["status"] == 200
        assert len(record["source"]["body_sha256"]) == 64


def test_a_redirect_to_another_host_is_not_followed(tmp_path: Path) -> None:
    class Elsewhere:
        base = ""

        def reply(self, target: str) -> Reply:
            return Reply(302, (("Location", "http://127.0.0.2:9/"),), b"")

    with Server(Elsewhere()) as server:
        done = crawl("weather", server.url, tmp_path)
    assert done.records == []
    assert "offsite" in done.log


def test_scrapy_list() -> None:
    command = [sys.executable, "-m", "scrapy", "list"]
    assert subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split() == [
        "articles",
        "weather",
    ]


def test_an_unknown_spider_is_told_the_known_ones() -> None:
    done = scrapy("crawl", "nobody", "-L", "ERROR")
    assert (done.returncode, done.stderr) == (
        4,
        "envfocus: 'nobody': no such spider; expected one of articles, weather\n",
    )
