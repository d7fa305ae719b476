"""No request leaves the site, however its address is spelled."""

import pytest
from scrapy.http import Request, Response

from envfocus.exceptions import OffsiteError
from envfocus.middlewares.hosts import Hosts
from envfocus.papers.site import Site
from tests.support.crawlers import PUBLIC, crawler_of
from tests.support.papers import PROFILE

LOOPBACK = "http://127.0.0.1:8000/"

OUTSIDE = [
    ("http://www.ecofocus.co.kr/", "downgrade"),
    ("http://ecofocus.co.kr/", "downgrade"),
    *[
        (f"{scheme}:{rest}", "scheme")
        for scheme, rest in (
            ("ftp", "//www.ecofocus.co.kr/"),
            ("file", "///etc/passwd"),
        )
    ],
    *[
        (f"{scheme}:{rest}", "scheme")
        for scheme, rest in (("s3", "//bucket/key"), ("data", "text/html,x"))
    ],
    *[
        (f"{scheme}:{rest}", "scheme")
        for scheme, rest in (
            ("javascript", "alert(1)"),
            ("ws", "//www.ecofocus.co.kr/"),
        )
    ],
    *[
        (f"https://{host}/", "other_host")
        for host in (
            *(
                "evil.example",
                "www.ecofocus.co.kr.evil.example",
                "evil-ecofocus.co.kr",
                "m.ecofocus.co.kr",
            ),
            *(
                "www.www.ecofocus.co.kr",
                "www.ecofocus.co.kr.",
                "www.ecofocus.co",
                "co.kr",
                "www.ec\u043efocus.co.kr",
            ),
            *(
                "localhost",
                "localhost.",
                "LOCALHOST",
                "127.0.0.1",
                "127.0.0.1.",
                "127.1",
                "0177.0.0.1",
                "0x7f.0.0.1",
            ),
            *(
                "2130706433",
                "0x7f000001",
                "017700000001",
                "127.0.1",
                "0",
                "0.0.0",
                "127.255.255.254",
                "①②⑦.⓪.⓪.①",
            ),
            *(
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[0:0:0:0:0:ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
            ),
            *(
                "10.0.0.1",
                "172.16.0.1",
                "192.168.0.1",
                "169.254.169.254",
                "2852039166",
                "0xa9fea9fe",
                "[fe80::1]",
            ),
            *(
                "[fd00::1]",
                "[fe80::1%25eth0]",
                "100.64.0.1",
                "metadata.google.internal",
                "ecofocus.co.kr%2eevil.example",
            ),
            *(
                "www%2eecofocus%2eco%2ekr",
                "xn--www-ecofocus-co-kr",
                "www.ecofocus.co.kr%00.evil.example",
                "",
            ),
        )
    ],
    ("https://www.ecofocus.co.kr@evil.example/", "user_info"),
    ("https://user:secret@www.ecofocus.co.kr/", "user_info"),
    ("https://evil.example\\@www.ecofocus.co.kr/", "user_info"),
    ("https://www.ecofocus.co.kr:8443/", "other_port"),
    ("https://www.ecofocus.co.kr:80/", "other_port"),
    ("https://www.ecofocus.co.kr:x/", "unreadable"),
    ("https://[www.ecofocus.co.kr/", "unreadable"),
]


@pytest.mark.parametrize(("url", "why"), OUTSIDE)
def test_outside(url: str, why: str) -> None:
    assert Site.parse(PUBLIC, PROFILE.cms.urls).refusal(url) == why


@pytest.mark.parametrize(
    "url",
    [
        "https://www.ecofocus.co.kr/news/article.html?no=1",
        "https://ecofocus.co.kr/",
        "HTTPS://WWW.ECOFOCUS.CO.KR/",
        "https://www.ecofocus.co.kr:443/",
        "https://www.ecofocus.co.kr",
    ],
)
def test_inside(url: str) -> None:
    assert Site.parse(PUBLIC, PROFILE.cms.urls).refusal(url) is None


def test_a_bare_base_has_its_twin() -> None:
    assert (
        Site.parse("https://ecofocus.co.kr/", PROFILE.cms.urls).refusal(
            "https://www.ecofocus.co.kr/"
        )
        is None
    )


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:8000/x", None),
        ("http://127.0.0.1:8001/x", "other_port"),
        ("http://127.0.0.1/x", "other_port"),
        ("https://127.0.0.1:8000/x", "scheme"),
        ("http://127.0.0.2:8000/", "other_host"),
        ("http://localhost:8000/", "other_host"),
        ("http://2130706433:8000/", "other_host"),
        ("http://[::1]:8000/", "other_host"),
        ("http://www.127.0.0.1:8000/", "other_host"),
        ("https://www.ecofocus.co.kr/", "scheme"),
    ],
)
def test_loopback_is_one_address_and_port(url: str, why: str | None) -> None:
    assert Site.parse(LOOPBACK, PROFILE.cms.urls).refusal(url) == why


def test_a_request_is_dropped_counted_and_told_in_one_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    crawler = crawler_of()
    hosts = Hosts.from_crawler(crawler)
    hosts.process_request(Request(PUBLIC, dont_filter=True))
    with pytest.raises(OffsiteError):
        hosts.process_request(
            Request(
                "https://evil.example/", dont_filter=True, meta={"allow_offsite": True}
            )
        )
    assert crawler.stats.get_stats() == {"offsite/other_host": 1}
    assert [record.getMessage() for record in caplog.records] == [
        "offsite (other_host), dropped: request to https://evil.example/"
    ]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location",
    [
        *(
            "//evil.example/",
            "http://127.0.0.1/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
        ),
        *(
            "http://www.ecofocus.co.kr/news/",
            " https://evil.example/",
            "/\\evil.example@x/../..",
            "https://[::1/",
        ),
    ],
)
def test_a_redirect_elsewhere_is_dropped(status: int, location: str) -> None:
    hosts = Hosts.from_crawler(crawler_of())
    response = Response(PUBLIC, status=status, headers={"Location": location})
    if location.startswith("/\\"):  # a path, for Scrapy as for us
        assert hosts.process_response(Request(PUBLIC), response) is response
        return
    with pytest.raises(OffsiteError):
        hosts.process_response(Request(PUBLIC), response)


@pytest.mark.parametrize(
    "location", ["/news/", "?no=2", "https://ecofocus.co.kr/", "//www.ecofocus.co.kr/"]
)
def test_a_redirect_on_the_site_passes(location: str) -> None:
    response = Response(PUBLIC, status=301, headers={"Location": location})
    assert (
        Hosts.from_crawler(crawler_of()).process_response(Request(PUBLIC), response)
        is response
    )


def test_what_it_says_cannot_move_the_cursor(caplog: pytest.LogCaptureFixture) -> None:
    hosts = Hosts.from_crawler(crawler_of())
    response = Response(
        PUBLIC,
        status=302,
        headers={"Location": b"https://evil.example/\x1b[2J\xc2\x85x"},
    )
    with pytest.raises(OffsiteError):
        hosts.process_response(Request(PUBLIC), response)
    assert "\\u001b[2J" in caplog.text
    assert not {"\x1b", "\x85"} & set(caplog.text)
