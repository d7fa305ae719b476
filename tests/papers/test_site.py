"""Which base addresses are taken, and what is built from them."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envfocus.exceptions import ConfigurationError
from envfocus.papers.site import Site
from tests.support.papers import PROFILE


def parsed(base: str) -> tuple[Site | None, str]:
    """The site, or the words of its refusal."""
    try:
        return Site.parse(base, PROFILE.cms.urls), ""
    except ConfigurationError as error:
        return None, str(error)


@pytest.mark.parametrize(
    ("given_base", "base", "host"),
    [
        (
            "https://www.ecofocus.co.kr/",
            "https://www.ecofocus.co.kr/",
            "www.ecofocus.co.kr",
        ),
        (
            "https://www.ecofocus.co.kr",
            "https://www.ecofocus.co.kr/",
            "www.ecofocus.co.kr",
        ),
        (
            "HTTPS://WWW.EcoFocus.co.KR/",
            "https://www.ecofocus.co.kr/",
            "www.ecofocus.co.kr",
        ),
        (
            "https://env-focus1.example/",
            "https://env-focus1.example/",
            "env-focus1.example",
        ),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://127.8.9.1:1/", "http://127.8.9.1:1/", "127.8.9.1"),
        ("http://localhost:65535/", "http://localhost:65535/", "localhost"),
        ("http://LOCALHOST:80/", "http://localhost:80/", "localhost"),
        ("http://[::1]:8000/", "http://[::1]:8000/", "::1"),
    ],
)
def test_good_bases(given_base: str, base: str, host: str) -> None:
    assert Site.parse(given_base, PROFILE.cms.urls) == Site(
        base, host, PROFILE.cms.urls
    )


@pytest.mark.parametrize(
    ("base", "problem"),
    [
        # no address of the web
        *[
            (base, "scheme")
            for base in (
                "",
                "/",
                "www.ecofocus.co.kr",
                "//www.ecofocus.co.kr/",
                "ftp://a.example/",
            )
        ],
        *[
            (base, "scheme")
            for base in (
                "file:///etc/passwd",
                "data:,x",
                "javascript:alert(1)",
                "s3://bucket.example/",
            )
        ],
        *[
            (base, "no host")
            for base in ("https://", "https:///", "https://:443/", "http://:80/")
        ],
        # a user
        *[
            (base, "user name or password")
            for base in (
                "https://user@www.ecofocus.co.kr/",
                "https://user:secret@www.ecofocus.co.kr/",
                "https://@www.ecofocus.co.kr/",
                "https://www.ecofocus.co.kr@evil.example/",
                "https://www.ecofocus.co.kr:80@evil.example/",
                "https://www.ecofocus.co.kr\\@evil.example/",
                "http://user@127.0.0.1:8000/",
            )
        ],
        # more than a host
        *[
            (base, "more than a host")
            for base in (
                "https://www.ecofocus.co.kr/news/",
                "https://www.ecofocus.co.kr//",
                "https://www.ecofocus.co.kr/..",
                "https://www.ecofocus.co.kr/?a=1",
                "https://www.ecofocus.co.kr?a",
                "https://www.ecofocus.co.kr/#top",
                "http://127.0.0.1:8000/index.html",
            )
        ],
        # plain http
        *[
            (base, "plain http")
            for base in (
                "http://www.ecofocus.co.kr/",
                "http://www.ecofocus.co.kr:8000/",
                "http://127.0.0.1/",
                "http://127.0.0.1:/",
                "http://127.0.0.1:0/",
                "http://localhost/",
                "http://0.0.0.0:8000/",
                "http://10.0.0.1:8000/",
                "http://192.168.0.1:8000/",
                "http://169.254.169.254:80/",
                "http://[::]:8000/",
                "http://[fe80::1]:8000/",
                "http://127.0.0.1.example:8000/",
                "http://localhost.example:8000/",
                # loopback in other spellings
                "http://2130706433:8000/",
                "http://0x7f000001:8000/",
                "http://0x7f.1:8000/",
                "http://127.1:8000/",
                "http://0177.0.0.1:8000/",
                "http://127.0.0.1.:8000/",
            )
        ],
        # https
        ("https://www.ecofocus.co.kr:443/", "https with a port"),
        ("https://www.ecofocus.co.kr:8443/", "https with a port"),
        ("https://127.0.0.1:8000/", "https with a port"),
        *[
            (base, "https without a public host name")
            for base in (
                "https://127.0.0.1/",
                "https://localhost/",
                "https://[::1]/",
                "https://10.0.0.1/",
                "https://8.8.8.8/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.0x1/",
                "https://ecofocus/",
                "https://.kr/",
                "https://www..kr/",
                "https://www.ecofocus.co.kr./",
                "https://www.ecofocus.k1/",
                "https://１２７.0.0.1/",
                "https://①②⑦.0.0.1/",
            )
        ],
        # ports and brackets that are none
        *[
            (base, "")
            for base in (
                "http://127.0.0.1:99999/",
                "http://127.0.0.1:x/",
                "http://127.0.0.1:-1/",
            )
        ],
        *[
            (base, "")
            for base in (
                "https://[::1",
                "https://]/",
                "https://[www.ecofocus.co.kr]/",
                "https://[]/",
            )
        ],
    ],
)
def test_bad_bases_are_named_with_what_is_expected(base: str, problem: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Site.parse(base, PROFILE.cms.urls)
    message = str(caught.value)
    assert message.startswith(f"ENVFOCUS_BASE_URL={base!r}: {problem}")
    assert message.endswith(
        "; expected https://<host>/, or http://<loopback address>:<port>/ for fixtures"
    )
    assert "\n" not in message


@pytest.mark.parametrize(
    "host",
    [
        *(
            "www .ecofocus.co.kr",
            "www\0.ecofocus.co.kr",
            "evil.example\\.ecofocus.co.kr",
            "evil.example,www.ecofocus.kr",
        ),
        *(
            "<b>.kr",
            "www%2e.ecofocus.co.kr",
            "evil.example;.ecofocus.kr",
            "\u202ewww.ecofocus.co.kr",
            "www'.kr",
            "*.kr",
        ),
    ],
)
def test_characters_that_no_host_has_are_refused(host: str) -> None:
    with pytest.raises(ConfigurationError):
        Site.parse(f"https://{host}/", PROFILE.cms.urls)


@pytest.mark.parametrize(
    "base",
    [
        "https://www.eco\tfocus.co.kr/",
        "https://www.ecofocus.co.kr\n/",
        "https://www.eco\rfocus.kr",
    ],
)
def test_white_space_inside_is_refused_not_removed(base: str) -> None:
    with pytest.raises(ConfigurationError):
        Site.parse(base, PROFILE.cms.urls)


def test_a_colon_without_a_port_is_refused_or_removed() -> None:
    site, _ = parsed("https://www.ecofocus.co.kr:/")
    assert site is None or site.base == "https://www.ecofocus.co.kr/"


PIECES = [
    "http",
    "https",
    "ftp",
    "://",
    ":",
    "/",
    "//",
    "@",
    "?",
    "#",
    "[",
    "]",
    ".",
    "8000",
    "80",
    "127.0.0.1",
    "::1",
]
PIECES += [
    "localhost",
    "www",
    "ecofocus",
    "kr",
    "co",
    "0x7f",
    "2130706433",
    "user",
    " ",
    "\\",
    "%2e",
    "\t",
    "1",
    "０",
]


@settings(deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
    | st.lists(st.sampled_from(PIECES), max_size=8).map(
        lambda parts: "https://" + "".join(parts)
    )
    | st.lists(st.sampled_from(PIECES), max_size=8).map(
        lambda parts: "http://" + "".join(parts)
    )
)
def test_any_text_is_refused_in_words_or_gives_a_base_of_one_of_the_two_kinds(
    text: str,
) -> None:
    site, refusal = parsed(text)
    if site is None:
        assert refusal.startswith(f"ENVFOCUS_BASE_URL={text!r}: ")
        return
    parts = urlsplit(site.base)
    assert (parts.path, parts.query, parts.fragment, parts.username) == (
        "/",
        "",
        "",
        None,
    )
    assert parts.hostname == site.host
    if parts.scheme == "https":
        assert parts.port is None
        assert "." in site.host
    else:
        assert parts.scheme == "http"
        assert parts.port
        assert site.host in {"localhost", "::1"} or site.host.startswith("127.")


@pytest.mark.parametrize(
    "site",
    [
        Site.parse("https://www.ecofocus.co.kr", PROFILE.cms.urls),
        Site.parse("http://127.0.0.1:8000/", PROFILE.cms.urls),
    ],
    ids=["public", "loopback"],
)
def test_addresses(site: Site) -> None:
    base = site.base
    assert site.front == base
    assert site.robots == f"{base}robots.txt"
    assert site.article(71760) == f"{base}news/article.html?no=71760"
    assert site.listing(3, 2) == f"{base}news/section_list_all.html?sec_no=3&page=2"
    assert site.listing(0, 1) == f"{base}news/article_list_all.html?page=1"
    assert site.rss(0) == f"{base}data/rss/news.xml"
    assert site.rss(5) == f"{base}data/rss/section_05.xml"
    assert site.rss(12) == f"{base}data/rss/section_12.xml"
    assert site.rss(123) == f"{base}data/rss/section_123.xml"
