"""The site as files: every page is there, and the server answers as the site does."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from benchmarks import mirror
from benchmarks.mirror import Mirror, targets
from fixtures.site import Site

SITE = Site(60)


def test_every_target_answers_and_has_a_file_of_its_own() -> None:
    listed = list(targets(SITE))
    assert (
        len({name for _, name in listed})
        == len({target for target, _ in listed})
        == len(listed)
    )
    assert {SITE.reply(target).status for target, _ in listed} == {200}


def test_every_live_article_and_every_list_page_is_a_target() -> None:
    asked = {target for target, _ in targets(SITE)}
    assert asked >= {
        f"/news/article.html?no={article_no}" for article_no in SITE.numbers
    }
    last = -(-len(SITE.plan.everything) // 20)
    assert f"/news/article_list_all.html?page={last}" in asked
    assert f"/news/article_list_all.html?page={last + 1}" not in asked


def test_numbers_that_answer_404_and_410_are_no_targets() -> None:
    asked = {target for target, _ in targets(SITE)}
    kinds = {
        kind
        for article_no, kind in SITE.gone.items()
        if f"/news/article.html?no={article_no}" in asked
    }
    assert not kinds & {"404", "410"}


def test_a_disk_without_room_is_said_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"MB are needed for 1,000,000,000,000 articles"):
        mirror.write(SITE, tmp_path / "files", 10**12)
    assert not list(tmp_path.iterdir())


def test_a_missing_nginx_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with (
        pytest.raises(FileNotFoundError, match="nginx is missing"),
        mirror.serve(60, tmp_path / "site"),
    ):
        pass


def test_an_answer_is_received_to_its_last_byte_and_no_further() -> None:
    ours, theirs = socket.socketpair()
    pieces = (b"HTTP/1.1 200 OK\r\nContent-", b"Length: 9\r\n\r\n1234", b"567", b"89")

    def send() -> None:
        for piece in pieces:
            theirs.sendall(piece)
            time.sleep(0.03)

    with ours, theirs:
        sender = threading.Thread(target=send)
        sender.start()
        mirror._receive(ours, memoryview(bytearray(1_000)), "/")
        sender.join()
        theirs.sendall(b"next")
        assert ours.recv(1_000) == b"next"


def test_a_server_that_hangs_up_is_told() -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234")
    theirs.close()
    with ours, pytest.raises(RuntimeError, match="/a: the server hung up"):
        mirror._receive(ours, memoryview(bytearray(1_000)), "/a")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    if not (shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")):
        pytest.skip("nginx is not installed")
    with mirror.serve(60, tmp_path_factory.mktemp("mirror") / "site") as one:
        yield one


def answer(url: str) -> tuple[int, bytes]:
    try:
        with urlopen(url) as response:  # noqa: S310 loopback
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def test_the_server_answers_as_the_site_does(served: Mirror) -> None:
    site = served.site
    beyond = [
        "section_list_all.html?sec_no=3&page=99",
        "section_list_all.html?sec_no=21&page=2",
    ]
    beyond += [
        "article_list_all.html?page=99",
        "article_list_all.html",
        "article.html?no=1",
        "article.html",
    ]
    gone = [f"/news/article.html?no={article_no}" for article_no in site.gone]
    for target in [
        *(target for target, _ in targets(site)),
        *gone,
        *(f"/news/{name}" for name in beyond),
    ]:
        reply = site.reply(target)
        assert (target, *answer(served.base + target[1:])) == (
            target,
            reply.status,
            reply.body,
        )


def test_what_was_asked_is_told_once_and_in_order(served: Mirror) -> None:
    served.asked()
    for name in ("robots.txt", "news/article_list_all.html?page=2"):
        answer(served.base + name)
    assert served.asked() == ["/robots.txt", "/news/article_list_all.html?page=2"]
    assert served.asked() == []


def test_the_server_alone_is_timed_over_whole_answers(served: Mirror) -> None:
    assert (
        mirror.pages_a_second(served, ["/", "/news/article.html?no=1", "/robots.txt"])
        > 0
    )
    assert len(served.asked()) == 3
