"""A server that watches its visitor: when each request came, how many at once, with which headers.

It can also misbehave in ways that a fixture site cannot: hang up, or send a body in drops.
"""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from fixtures.reply import Reply
from fixtures.site import Site
from tests.support.crawls import ROOT, options, program


@dataclass(frozen=True, slots=True)
class Visit:
    """`at`: monotonic seconds; `at_once`: requests being answered, this one included; `sent`: bytes of the body."""

    at: float
    target: str
    headers: dict[str, str]
    at_once: int
    sent: int


@dataclass(frozen=True, slots=True)
class Drops:
    """A body of `size` bytes, one at a time, `pause` seconds apart."""

    size: int
    pause: float


HANG_UP = Reply(0, (), b"")
Answer = Reply | Drops
Change = Callable[[str, Reply], Answer]


def same(_target: str, reply: Reply) -> Answer:
    """The site as it is."""
    return reply


def robots(reply: Answer) -> Change:
    """The site with this answer to robots.txt."""
    return lambda target, own: reply if target == "/robots.txt" else own


def text(body: str | bytes, status: int = 200, **headers: str) -> Reply:
    """An answer; `_` in a header's name stands for `-`."""
    content = body.encode() if isinstance(body, str) else body
    named = {
        "Content-Type": "text/plain",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return Reply(status, tuple(named.items()), content)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: "_Http"

    def do_GET(self) -> None:
        self.server.enter()
        try:
            self._answer()
        finally:
            self.server.leave()

    def _answer(self) -> None:
        answer = self.server.answer(self.path)
        sent = answer.size if isinstance(answer, Drops) else len(answer.body)
        self.server.note(self.path, dict(self.headers.items()), sent)
        if answer is HANG_UP:
            self.close_connection = True
        elif isinstance(answer, Drops):
            self._drip(answer)
        else:
            self._send(answer)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()

    def _drip(self, drops: Drops) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(drops.size))
        self.end_headers()
        for _ in range(drops.size):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(drops.pause)

    def log_message(self, *_: object) -> None:
        """Visits are kept in a list."""


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.Lock()
        self.under_way = 0
        self.visits: list[Visit] = []
        self.connections = 0
        self.answer: Callable[[str], Answer]

    def enter(self) -> None:
        with self.lock:
            self.under_way += 1

    def leave(self) -> None:
        with self.lock:
            self.under_way -= 1

    def note(self, target: str, headers: dict[str, str], sent: int) -> None:
        with self.lock:
            self.visits.append(
                Visit(time.monotonic(), target, headers, self.under_way, sent)
            )

    def verify_request(self, request: Any, client_address: Any) -> bool:
        self.connections += 1
        return True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor that hangs up is no news."""


@dataclass
class Watching:
    """A context manager. `change(target, reply)` makes the answer from the fixture site's; it may be set anew."""

    change: Change = same
    articles: int = 60

    def __post_init__(self) -> None:
        self._http = _Http()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/"
        self._site = Site(self.articles, base=self.url)
        self._http.answer = lambda target: self.change(target, self._site.reply(target))
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.05,), daemon=True
        )

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._http.server_address[1])

    @property
    def visits(self) -> list[Visit]:
        """Every request so far."""
        return list(self._http.visits)

    @property
    def targets(self) -> list[str]:
        """What was asked for, in order."""
        return [visit.target for visit in self.visits]

    @property
    def connections(self) -> int:
        """Connections that were made, whether or not anything was asked."""
        return self._http.connections

    def gaps(self) -> Iterator[float]:
        """Seconds between one request and the next."""
        times = sorted(visit.at for visit in self.visits)
        return (later - earlier for earlier, later in pairwise(times))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def started(server: Watching, folder: Path, **settings: str) -> subprocess.Popen[str]:
    """A crawl under way."""
    command = [
        *program(),
        "crawl",
        "articles",
        *options(server.url, folder, **settings),
    ]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def wait_for(server: Watching, requests: int) -> None:
    """Wait until a crawl has asked so often."""
    for _ in range(600):
        if len(server.visits) >= requests:
            return
        time.sleep(0.02)
    pytest.fail("the crawl never came so far")
