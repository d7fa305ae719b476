"""`scrapy doctor` as a process: what it prints, what it asks for, its exit codes."""

import os
import subprocess
import time
import unicodedata
from pathlib import Path

import pytest
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from envfocus.doctor.visit import AtMost
from fixtures.edited import Change, Edited
from fixtures.server import Server, free_port
from fixtures.site import Reply, Site
from tests.support.crawls import ROOT, crawl, program
from tests.support.feeds import contents

LIST = "/news/article_list_all.html?page=1"


def doctor(
    url: str, folder: Path, *arguments: str, columns: int = 200, **settings: str
) -> tuple[int, str, str]:
    """Code, what stood on the output, what stood on the error stream."""
    places = {
        "ENVFOCUS_FEED_DIR": str(folder / "feed"),
        "ENVFOCUS_STATE_DIR": str(folder / "state"),
    }
    given = {"ENVFOCUS_BASE_URL": url, "DOWNLOAD_DELAY": "0", **places, **settings}
    options = [
        part for name, value in given.items() for part in ("-s", f"{name}={value}")
    ]
    command = [*program(), "doctor", *options, *arguments]
    environment = {**os.environ, "COLUMNS": str(columns)}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def row(output: str, what: str) -> list[str]:
    """State and words of a row, wide enough not to be broken up."""
    lines = [
        [cell.strip() for cell in line.split("│")]
        for line in output.splitlines()
        if line.startswith("│")
    ]
    (found,) = [line for line in lines if line[1] == what]
    return found[2:4]


def kept(folder: Path) -> dict[str, bytes]:
    """Feed and ledger."""
    return {
        name: data
        for name, data in contents(folder).items()
        if name.startswith(("feed/", "state/ledger"))
    }


def robots(status: int, rules: bytes) -> Change:
    """The answer for robots.txt."""
    return lambda target, reply: (
        Reply(status, (), rules) if target == "/robots.txt" else reply
    )


def test_all_held_by_three_requests(tmp_path: Path) -> None:
    site = Site(60)
    with Server(site) as server:
        code, output, error = doctor(server.url, tmp_path)
        asked = [target for _, target, _ in server.requests]
    newest = site.article(max(site.numbers))
    assert (code, error) == (0, "")
    assert asked == ["/robots.txt", LIST, f"/news/article.html?no={max(site.numbers)}"]
    assert output.splitlines()[-1] == "all held"
    assert (
        row(output, "robots.txt")[0]
        == row(output, "list page")[0]
        == row(output, "article")[0]
        == "held"
    )
    assert "allows lists and articles, no crawl-delay" in row(output, "robots.txt")[1]
    assert "20 rows" in row(output, "list page")[1]
    assert "전국" in row(output, "list page")[1]
    assert newest.title[:20] in row(output, "article")[1]
    assert list(tmp_path.iterdir()) == []  # it only looked


@pytest.mark.parametrize("columns", [60, 133])
def test_the_frames_stand_straight_beside_korean(tmp_path: Path, columns: int) -> None:
    with Server(Site(60)) as server:
        _, output, _ = doctor(server.url, tmp_path, columns=columns)
    framed = [line for line in output.splitlines() if line[:1] in "┌│└"]
    assert any(
        "\uac00" <= character <= "\ud7a3" for line in framed for character in line
    )
    tables: dict[int, set[int]] = {}
    for line in framed:
        if line.startswith("┌"):
            tables[len(tables)] = set()
        tables[len(tables) - 1].add(cells(line))
    assert [len(widths) for widths in tables.values()] == [1, 1, 1]
    assert max(width for widths in tables.values() for width in widths) <= columns


def cells(line: str) -> int:
    """Columns of a terminal: East Asian Wide and Fullwidth take two (UAX 11)."""
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in line
    )


def test_after_a_run_it_knows_its_code_and_the_last_seq(tmp_path: Path) -> None:
    with Server(Site(60)) as server:
        assert crawl("articles", server.url, tmp_path).code == 0
        before = kept(tmp_path)
        code, output, _ = doctor(server.url, tmp_path)
    assert code == 0
    assert "articles, began 20" in row(output, "last run")[1]
    assert row(output, "last run")[1].endswith(
        "finished, code 0 (published, or nothing new)"
    )
    assert '"articles": 60' in row(output, "last seq")[1]
    assert row(output, "lock") == ["held", "free"]
    assert kept(tmp_path) == before


def test_a_broken_guard_is_said_with_its_setting(tmp_path: Path) -> None:
    code, output, _ = doctor(
        "http://127.0.0.1:9/",
        tmp_path,
        "--no-site",
        TELNETCONSOLE_ENABLED="1",
        DOWNLOAD_MAXSIZE="0",
    )
    assert code == 1
    assert row(output, "no telnet") == [
        "broken",
        "TELNETCONSOLE_ENABLED = '1' (cmdline)",
    ]
    assert row(output, "8 MiB a body") == ["broken", "DOWNLOAD_MAXSIZE = '0' (cmdline)"]
    assert "expected False or nothing: a port that runs code" in output
    assert output.splitlines()[-1] == "2 broken"
    assert "The site" not in output


def test_without_a_contact_the_paper_is_not_asked(tmp_path: Path) -> None:
    """The default settings, as on a new host: the placeholder is no contact, and no name is looked up."""
    code, output, _ = doctor(
        "https://www.ecofocus.co.kr/", tmp_path, DOWNLOAD_DELAY="1"
    )
    assert code != 0
    assert row(output, "a contact")[0] == "broken"
    assert "The site, https" not in output


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("ENVFOCUS_BASE_URL", "http://www.ecofocus.co.kr/"),
        ("ENVFOCUS_FEED_DIR", ""),
        ("ENVFOCUS_PART_RECORDS", "x"),
        ("ENVFOCUS_HEALTHCHECK_URL", "hc.example/x"),
        ("ENVFOCUS_METRICS_FILE", "/x/envfocus.prom"),
    ],
)
def test_a_wrong_setting_is_one_line(tmp_path: Path, setting: str, value: str) -> None:
    with Server(Site(60)) as server:
        code, _, error = doctor(server.url, tmp_path, "-s", f"{setting}={value}")
        assert server.requests == []
    assert code == 4
    assert error.startswith(f"envfocus: {setting}")
    assert error.count("\n") == 1


def test_a_site_that_does_not_answer(tmp_path: Path) -> None:
    code, output, error = doctor(f"http://127.0.0.1:{free_port()}/", tmp_path)
    assert code == 1
    assert (
        row(output, "list page")[0]
        == row(output, "article")[0]
        == row(output, "robots.txt")[0]
        == "broken"
    )
    assert "127.0.0.1" in output + error


def test_a_site_that_forbids(tmp_path: Path) -> None:
    def forbid(target: str, reply: Reply) -> Reply:
        return (
            Reply(200, (), b"User-agent: *\nDisallow: /news/\n")
            if target == "/robots.txt"
            else reply
        )

    with Server(Edited(60, forbid)) as server:
        code, output, _ = doctor(server.url, tmp_path, ROBOTSTXT_OBEY="False")
        assert [target for _, target, _ in server.requests] == ["/robots.txt"]
    assert code == 1
    assert row(output, "robots.txt")[0] == "broken"
    assert "forbids lists and articles" in row(output, "robots.txt")[1]
    assert row(output, "robots.txt obeyed")[0] == "broken"
    assert "orbidden by robots.txt" in row(output, "list page")[1]


@pytest.mark.parametrize(
    ("status", "held"), [(404, "held"), (503, "broken"), (429, "broken")]
)
def test_what_an_answer_for_robots_means(
    tmp_path: Path, status: int, held: str
) -> None:
    with Server(Edited(60, robots(status, b""))) as server:
        _, output, _ = doctor(server.url, tmp_path)
        assert len(server.requests) <= 3
    assert row(output, "robots.txt")[0] == held
    assert row(output, "robots.txt")[1].startswith(f"{status}, 0 bytes")


def test_a_crawl_delay_is_shown(tmp_path: Path) -> None:
    rules = b"User-agent: *\nCrawl-delay: 1.5\n"
    with Server(Edited(60, robots(200, rules))) as server:
        _, output, _ = doctor(server.url, tmp_path)
    assert (
        "allows lists and articles, crawl-delay 1.5 s" in row(output, "robots.txt")[1]
    )


@pytest.mark.parametrize(
    ("prefix", "status"), [("/news/article_list", 503), ("/news/article.html", 302)]
)
def test_a_page_that_fails_is_asked_for_once(
    tmp_path: Path, prefix: str, status: int
) -> None:
    def fail(target: str, reply: Reply) -> Reply:
        return (
            Reply(status, (("Location", "/"),), b"")
            if target.startswith(prefix)
            else reply
        )

    with Server(Edited(60, fail)) as server:
        code, output, _ = doctor(server.url, tmp_path)
        assert len(server.requests) <= 3
        assert sum(target.startswith(prefix) for _, target, _ in server.requests) == 1
    assert code == 1
    assert str(status) in row(output, "article" if "html" in prefix else "list page")[1]


def test_whoever_asks_there_are_three_requests_at_most() -> None:
    """Retries and redirects are off; this holds whatever else a middleware would like to ask for."""
    guard, request = AtMost(), Request("http://127.0.0.1:8000/")
    for _ in range(3):
        guard.process_request(request)
    with pytest.raises(IgnoreRequest, match="more than 3 requests"):
        guard.process_request(request)


def test_a_layout_that_changed(tmp_path: Path) -> None:
    def other(target: str, reply: Reply) -> Reply:
        body = "<html><body><main>새 누리집</main></body></html>".encode()
        return (
            reply
            if "list" in target or "robots" in target
            else Reply(200, (("Content-Type", "text/html"),), body)
        )

    with Server(Edited(60, other)) as server:
        code, output, _ = doctor(server.url, tmp_path)
    assert code == 1
    assert row(output, "list page")[0] == "held"
    assert row(output, "article")[0] == "broken"
    assert "no article: unknown" in row(output, "article")[1]


def test_the_delay_is_kept(tmp_path: Path) -> None:
    """Half a second between the list and the article."""
    times: list[float] = []

    def note(_target: str, reply: Reply) -> Reply:
        times.append(time.monotonic())
        return reply

    with Server(Edited(60, note)) as server:
        doctor(server.url, tmp_path, DOWNLOAD_DELAY="0.5", DOWNLOAD_DELAY_JITTER="0")
    assert len(times) == 3
    assert times[2] - times[1] > 0.4  # noted once a page is made, which takes a while
