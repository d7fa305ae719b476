"""The fixture site as plain files behind one nginx: a server that is never what a crawl waits for."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from fixtures import plan
from fixtures.server import free_port
from fixtures.site import Site

CHUNK, PROCESSES = 200, 2
PAGE_BYTES: Final = 60_000  # more than a page takes on disk
EMPTY_410: Final = "410"
SECONDS_TO_START, SECONDS_TO_LOG = 10.0, 0.5
CONFIG: Final = """
user root;  # ignored, with a warning, for other users
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{
  sendfile on;
  tcp_nopush on;
  keepalive_requests 10000000;
  types {{ "text/html; charset=utf-8" html; text/xml xml; text/plain txt; }}
  client_body_temp_path {folder}/temp;
  proxy_temp_path {folder}/temp;
  fastcgi_temp_path {folder}/temp;
  uwsgi_temp_path {folder}/temp;
  scgi_temp_path {folder}/temp;
  map $arg_page $page {{ "" 1; default $arg_page; }}
  log_format asked "$status $request_uri";
  access_log {folder}/asked.log asked buffer=256k flush=100ms;
  server {{
    listen 127.0.0.1:{port} backlog=512;
    root {folder}/files;
    error_page 404 410 /missing.html;
    location = /news/article.html {{
      if (-f $document_root/410/$arg_no) {{ return 410; }}
      try_files /article/$arg_no.html =404;
    }}
    location = /news/section_list_all.html {{
      try_files /section/$arg_sec_no-$page.html /section/$arg_sec_no-last.html =404;
    }}
    location = /news/article_list_all.html {{ try_files /all/$page.html /all/last.html =404; }}
  }}
}}
"""


class Mirror:
    """A site's address, its articles, and what it was asked for."""

    def __init__(self, folder: Path, port: int, site: Site) -> None:
        self.folder, self.port, self.site = folder, port, site
        self.base = site.base
        self._read = 0

    def asked(self) -> list[str]:
        """Targets of the requests since the last call, in order."""
        time.sleep(SECONDS_TO_LOG)
        log = (self.folder / "asked.log").read_text(encoding="ascii")
        new, self._read = log[self._read :], len(log)
        return [line.split(" ", 1)[1] for line in new.splitlines()]


def targets(site: Site) -> Iterator[tuple[str, str]]:
    """Every page that answers 200: its request target, and the file that it is kept in."""
    yield from (
        ("/", "index.html"),
        ("/robots.txt", "robots.txt"),
        ("/data/rss/news.xml", "data/rss/news.xml"),
    )
    for section in plan.SECTIONS:
        feed = f"data/rss/section_{section:02d}.xml"
        yield f"/{feed}", feed
        for page in range(1, pages_of(site, section) + 1):
            yield (
                f"/news/section_list_all.html?sec_no={section}&page={page}",
                f"section/{section}-{page}.html",
            )
    for page in range(1, pages_of(site, 0) + 1):
        yield f"/news/article_list_all.html?page={page}", f"all/{page}.html"
    shown = (
        article_no for article_no, kind in site.gone.items() if not kind.isdecimal()
    )
    yield from (
        (f"/news/article.html?no={article_no}", f"article/{article_no}.html")
        for article_no in chain(site.numbers, shown)
    )


def pages_of(site: Site, section: int) -> int:
    """The pages of a section's list; 0 is the list of everything."""
    return -(-len(site.section_numbers(section)) // plan.PER_PAGE)


def write(site: Site, files: Path, articles: int) -> None:
    """Write the site into a folder. Raises OSError where the disk has no room."""
    room, needed = shutil.disk_usage(files.parent).free, articles * PAGE_BYTES
    if room < needed:
        raise OSError(
            f"{files}: {needed >> 20:,} MB are needed for {articles:,} articles, {room >> 20:,} MB are free"
        )
    for name in ("article", "section", "all", "data/rss", EMPTY_410):
        (files / name).mkdir(parents=True)
    _write_pages(articles, site.base, files)
    (files / "missing.html").write_bytes(site.reply("/missing").body)
    for article_no, kind in site.gone.items():
        if kind == EMPTY_410:
            (files / EMPTY_410 / str(article_no)).touch()
    for section in plan.SECTIONS:
        (files / f"section/{section}-last.html").symlink_to(
            f"{section}-{pages_of(site, section)}.html"
        )
    (files / "all/last.html").symlink_to(f"{pages_of(site, 0)}.html")


def _write_pages(articles: int, base: str, files: Path) -> None:
    """In two processes, spawned: what this one holds is not theirs."""
    with ProcessPoolExecutor(
        PROCESSES, get_context("spawn"), _Writer.make, (articles, base, files)
    ) as pool:
        count = sum(1 for _ in targets(Site(articles, base=base)))
        for done in [pool.submit(_Writer.chunk, at) for at in range(0, count, CHUNK)]:
            done.result()


class _Writer:
    """A process's own site; all of them have the same pages, by the same numbers."""

    site: Site
    files: Path
    listed: Sequence[tuple[str, str]]

    @classmethod
    def make(cls, articles: int, base: str, files: Path) -> None:
        cls.site, cls.files = Site(articles, base=base), files
        cls.listed = list(targets(cls.site))

    @classmethod
    def chunk(cls, at: int) -> None:
        for target, name in cls.listed[at : at + CHUNK]:
            reply = cls.site.reply(target)
            if reply.status != 200:
                raise ValueError(f"{target}: {reply.status} in place of a page")
            (cls.files / name).write_bytes(reply.body)


@contextmanager
def serve(articles: int, folder: Path) -> Iterator[Mirror]:
    """A site of so many articles, written into a new folder and served from there on a free port.

    Raises FileNotFoundError without nginx, OSError where the disk has no room, RuntimeError where nginx does not start.
    """
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        raise FileNotFoundError(
            "nginx is missing; on Debian and Ubuntu: apt-get install nginx-light"
        )
    port = free_port()
    site = Site(articles, base=f"http://127.0.0.1:{port}/")
    folder.mkdir(parents=True)
    write(site, folder / "files", articles)
    config, log = folder / "nginx.conf", folder / "error.log"
    config.write_text(CONFIG.format(folder=folder, port=port), encoding="ascii")
    server = subprocess.Popen(
        [nginx, "-p", folder, "-e", log, "-c", config], stderr=subprocess.DEVNULL
    )
    try:
        _await(server, port, log)
        yield Mirror(folder, port, site)
    finally:
        server.terminate()
        server.wait()


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    said = (
        log.read_text(encoding="utf-8").strip()
        if log.exists()
        else "nothing in its log"
    )
    raise RuntimeError(f"nginx does not answer on 127.0.0.1:{port}: {said}")


def pages_a_second(mirror: Mirror, asked: Sequence[str]) -> float:
    """How fast the server answers one plain connection that does nothing else: a floor of what it can do."""
    start = time.perf_counter()
    with socket.create_connection(("127.0.0.1", mirror.port)) as connection:
        buffer = memoryview(bytearray(1 << 20))
        for target in asked:
            connection.sendall(
                f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{mirror.port}\r\n\r\n".encode()
            )
            _receive(connection, buffer, target)
    return len(asked) / (time.perf_counter() - start)


def _receive(connection: socket.socket, buffer: memoryview, target: str) -> None:
    """One answer with a Content-Length, all of it."""
    have, head = 0, -1
    while head < 0:
        have += _more(connection, buffer[have:], target)
        head = bytes(buffer[:have]).find(b"\r\n\r\n")
    length = int(bytes(buffer[:head]).lower().split(b"content-length:")[1].split()[0])
    left = head + 4 + length - have
    while left > 0:
        left -= _more(connection, buffer[:left], target)


def _more(connection: socket.socket, buffer: memoryview, target: str) -> int:
    got = connection.recv_into(buffer)
    if not got:
        raise RuntimeError(f"{target}: the server hung up")
    return got
