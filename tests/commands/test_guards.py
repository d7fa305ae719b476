"""Guards of real runs: hostile servers on loopback, and what became of the process that asked them."""

import gzip
import re
import ssl
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fixtures.reply import Reply
from fixtures.site import Site
from tests.support.crawls import (
    ROOT,
    article,
    crawl,
    options,
    peak_of,
    program,
    record_in,
)
from tests.support.watching import Answer, Change, Drops, Watching, same

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

OK, CONFIGURATION, TIME_LIMIT = 0, 4, 15
NUMBERS = Site(60).numbers


# --- hosts

ELSEWHERE = (
    *(
        "http://127.0.0.1:{other}/x",
        "http://localhost:{other}/",
        "http://LOCALHOST:{other}/",
        "//127.0.0.1:{other}/",
    ),
    *(
        "http://2130706433:{other}/",
        "http://0x7f000001:{other}/",
        "http://0177.0.0.1:{other}/",
        "http://127.1:{other}/",
    ),
    *(
        "http://[::ffff:127.0.0.1]:{other}/",
        "http://[::1]:{other}/",
        "http://127.0.0.1.:{other}/",
    ),
    *(
        "http://user:secret@127.0.0.1:{other}/",
        "http://127.0.0.1:{own}@127.0.0.1:{other}/",
        "http://0:{other}/",
    ),
    *(
        "http://①②⑦.⓪.⓪.①:{other}/",
        "http://127.0.0.2:{other}/",
        "http://localhost:{own}/news/",
        "https://127.0.0.1:{own}/",
    ),
    *(
        "file:///etc/passwd",
        "ftp://127.0.0.1:{other}/x",
        "s3://127.0.0.1:{other}/x",
        "data:text/html,x",
    ),
    *(
        "javascript:alert(1)",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1/",
        "http://evil.example/",
    ),
)
"""Where a redirect, a link or a feed may try to lead us. `other`: a port where somebody counts; `own`: the site's."""


def leading(ports: dict[str, int]) -> Change:
    """Articles redirect elsewhere, one way each; pages and feeds link there too."""
    places = [place.format(**ports) for place in ELSEWHERE]
    links = "".join(
        f'<li><a href="{place}news/article.html?no=9{n}">x</a></li>'
        for n, place in enumerate(places)
    )
    items = "".join(
        f"<item><link>{place}news/article.html?no=8{n}</link></item>"
        for n, place in enumerate(places)
    )
    redirects = {
        article(article_no): place
        for article_no, place in zip(
            sorted(NUMBERS)[-len(places) :], places, strict=True
        )
    }

    def change(target: str, own: Reply) -> Answer:
        if target in redirects:
            return Reply(
                302, (("Location", redirects[target].encode().decode("latin-1")),), b""
            )
        body = own.body.replace(
            b'<ul class="art_list_all">', b'<ul class="art_list_all">' + links.encode()
        )
        return Reply(
            own.status,
            own.headers,
            body.replace(b"</channel>", items.encode() + b"</channel>"),
        )

    return change


def test_nothing_leads_away_from_the_site(tmp_path: Path) -> None:
    with Watching() as other, Watching() as server:
        server.change = leading({"other": other.port, "own": server.port})
        done = crawl("articles", server.url, tmp_path)
        assert (other.connections, other.targets) == (0, [])
    elsewhere = record_in(tmp_path)["articles"]["not_delivered/OffsiteError"]
    assert elsewhere == len(ELSEWHERE)
    told = [
        line
        for line in done.log.splitlines()
        if re.search(r"offsite \(\w+\), dropped: redirect from http\S+", line)
    ]
    assert len(told) == elsewhere
    assert len(done.articles) == len(NUMBERS) - elsewhere
    assert "Traceback" not in done.log
    assert not [
        visit
        for visit in server.visits
        if visit.headers["Host"] != f"127.0.0.1:{server.port}"
    ]


# --- what a visitor gives away, and what it leaves open


def listening(pid: int) -> list[str]:
    """Local addresses on which a process listens, from the kernel's tables."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes.update(re.findall(r"socket:\[(\d+)\]", str(descriptor.readlink())))
        except FileNotFoundError:
            continue  # closed while we looked
    rows = [
        row.split()
        for name in ("tcp", "tcp6")
        for row in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()
    ]
    return [row[1] for row in rows if row[3] == "0A" and row[9] in inodes]


def test_no_cookie_no_referrer_no_open_port(tmp_path: Path) -> None:
    def cookies(_target: str, own: Reply) -> Answer:
        return Reply(
            own.status, (*own.headers, ("Set-Cookie", "visitor=1; Path=/")), own.body
        )

    settings = {"DOWNLOAD_DELAY": "0.03", "CONCURRENT_REQUESTS_PER_DOMAIN": "1"}
    with Watching(cookies) as server:
        command = [
            *program(),
            "crawl",
            "articles",
            *options(server.url, tmp_path, **settings),
        ]
        running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        while len(server.visits) < 10 and running.poll() is None:
            time.sleep(0.01)
        ports = listening(running.pid)
        assert running.wait(timeout=60) == OK
    assert ports == []
    assert not [
        visit for visit in server.visits if {"Cookie", "Referer"} & set(visit.headers)
    ]
    assert {visit.headers["User-Agent"] for visit in server.visits} == {
        "envfocus/0.1.0 (+https://envfocus.example/contact)"
    }


# --- size and time of a body

MIB = 1024 * 1024


def bombs() -> dict[str, tuple[tuple[str, ...], bytes]]:
    """Small bodies of 300 MiB and more: their codings, and their bytes."""
    plain = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"".join(plain.compress(b"\0" * MIB) for _ in range(300)) + plain.flush()
    big = zstd.ZstdCompressor()
    frames = b"".join(big.compress(b"\0" * MIB) for _ in range(300)) + big.flush()
    br = brotli.Compressor(quality=4)
    small = b"".join(br.process(b"\0" * MIB) for _ in range(300)) + br.finish()
    header, trailer = b"\x1f\x8b\x08\0\0\0\0\0\0\xff", b"\0" * 8
    return {
        "gzip": (("gzip",), header + raw + trailer),
        "deflate": (("deflate",), raw),
        "br": (("br",), small),
        "zstd": (("zstd",), frames),
        "gzip twice": (("gzip, gzip",), gzip.compress(header + raw + trailer)),
        "br in gzip": (("br", "gzip"), gzip.compress(small)),
    }


def large() -> Iterator[bytes]:
    """Bodies beyond the limit, and just below it, that would take much memory where they were parsed."""
    yield b" " * (9 * MIB)
    yield "가".encode() * (2 * MIB) + b"\xff"
    yield b"<p>x</p>" * (MIB - 1000)
    yield b"<p a=1 b=2 c=3>" * (MIB // 8)


def test_bodies_that_grow_beyond_8_mib_are_dropped(tmp_path: Path) -> None:
    made = dict(
        zip(
            (article(article_no) for article_no in sorted(NUMBERS)),
            bombs().values(),
            strict=False,
        )
    )
    plain = dict(
        zip(
            (article(article_no) for article_no in sorted(NUMBERS)[20:]),
            large(),
            strict=False,
        )
    )

    def explode(target: str, own: Reply) -> Answer:
        codings, body = made.get(target, ((), plain.get(target, b"")))
        if target.startswith("/data/rss/section"):
            body = b"<rss>" + b"<item a='' b=''/>" * 250_000
        headers = (
            ("Content-Type", "text/html"),
            *(("Content-Encoding", coding) for coding in codings),
        )
        return Reply(200, headers, body) if body else own

    with Watching(explode) as server:
        command = [
            *program(),
            "crawl",
            "articles",
            *options(server.url, tmp_path, CONCURRENT_REQUESTS="1"),
        ]
        code, peak = peak_of(command, tmp_path / "log")
        assert set(made) <= set(server.targets)
    log = (tmp_path / "log").read_text()
    assert code == 1, log[-3000:]
    assert log.count(
        "exceeded DOWNLOAD_MAXSIZE (8388608 B) during decompression"
    ) == len(made)
    assert peak < 150
    assert record_in(tmp_path)["articles"]["delivered"] == len(NUMBERS) - len(
        made
    ) - len(plain)


def test_a_body_of_one_byte_a_second_is_given_up(tmp_path: Path) -> None:
    slow = article(max(NUMBERS))

    def drip(target: str, own: Reply) -> Answer:
        return Drops(1000, 0.1) if target == slow else own

    with Watching(drip) as server:
        began = time.monotonic()
        done = crawl(
            "articles", server.url, tmp_path, DOWNLOAD_TIMEOUT="1", RETRY_TIMES="1"
        )
        took = time.monotonic() - began
        assert server.targets.count(slow) == 2
    assert took < 20
    assert record_in(tmp_path)["articles"]["not_delivered/DownloadTimeoutError"] == 1
    assert len(done.articles) == len(NUMBERS) - 1


def test_a_run_has_a_deadline_whatever_the_site_does(tmp_path: Path) -> None:
    def drip(target: str, own: Reply) -> Answer:
        return own if target in {"/robots.txt", "/"} else Drops(100_000, 0.5)

    with Watching(drip) as server:
        began = time.monotonic()
        done = crawl(
            "articles",
            server.url,
            tmp_path,
            CLOSESPIDER_TIMEOUT="1",
            DOWNLOAD_TIMEOUT="2",
        )
        took = time.monotonic() - began
    assert done.code == TIME_LIMIT
    assert took < 10
    record = record_in(tmp_path)
    assert (record["finish_reason"], record["complete"]) == (
        "closespider_timeout",
        False,
    )


# --- TLS


@contextmanager
def tls_server(folder: Path) -> Iterator[tuple[int, list[str]]]:
    """A server with a certificate that nobody signed but itself: its port, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(folder))
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(
            target=server.serve_forever, args=(0.05,), daemon=True
        )
        thread.start()
        yield int(server.server_address[1]), asked
        server.shutdown()
        thread.join()


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and localhost, and its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
    )
    made = (
        made.serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    certificate = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            encryption_algorithm=plain,
        )
    )
    return paths


@pytest.mark.parametrize("verified", [True, False])
def test_a_certificate_that_nobody_signed_is_refused(
    tmp_path: Path, verified: bool
) -> None:
    """With the project's setting it is; without it, the same request goes through."""
    off = [] if verified else ["-s", "DOWNLOAD_VERIFY_CERTIFICATES=False"]
    with tls_server(tmp_path) as (port, asked):
        done = fetched(tmp_path, f"https://localhost:{port}/", *off)
    assert (asked, done.stdout) == (([], "") if verified else (["/"], "ok\n"))


def fetched(
    folder: Path, url: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """`scrapy fetch` without our middlewares: what the settings alone hold back."""
    state = (
        "-s",
        f"ENVFOCUS_STATE_DIR={folder}",
        "-s",
        f"ENVFOCUS_FEED_DIR={folder}/feed",
    )
    bare = (
        "-s",
        "DOWNLOADER_MIDDLEWARES={}",
        "-s",
        "RETRY_TIMES=0",
        "-s",
        "ITEM_PIPELINES={}",
        "-s",
        "ROBOTSTXT_OBEY=0",
    )
    command = [*program(), "fetch", *state, *bare, *arguments, url]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


# --- handlers, pickles


def test_there_is_no_handler_for_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    url = (tmp_path / "secret").as_uri()
    assert "secret" in fetched(tmp_path, url, "-s", "DOWNLOAD_HANDLERS={}").stdout
    done = fetched(tmp_path, url)
    assert done.stdout == ""
    assert "Unsupported URL scheme 'file'" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("JOBDIR", "jobs"), ("HTTPCACHE_ENABLED", "True"), ("ENVFOCUS_HOURS", "1-2")],
)
def test_settings_that_cannot_be_meant(tmp_path: Path, name: str, value: str) -> None:
    with Watching(same) as server:
        done = crawl("weather", server.url, tmp_path, **{name: value})
        assert server.connections == 0
    assert done.code == CONFIGURATION
    assert done.log.splitlines()[-1].startswith(f"envfocus: {name}={value!r}: expected")
