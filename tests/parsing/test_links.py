"""Links as numbers; other sites' links are none."""

import pytest

from envfocus.parsing.document import load
from envfocus.parsing.links import (
    article_no_of,
    canonical_article_no,
    page_no_of,
    resolve,
    section_no_of,
)
from tests.support.pages import page
from tests.support.papers import PROFILE

PAGE = "https://www.ecofocus.co.kr/news/section.html?sec_no=3"


@pytest.mark.parametrize(
    ("href", "number"),
    [
        ("/news/article.html?no=71760", 71760),
        ("article.html?no=71760", 71760),
        ("../news/article.html?no=71760", 71760),
        ("https://www.ecofocus.co.kr/news/article.html?no=71760", 71760),
        ("http://ecofocus.co.kr/news/article.html?no=71760", 71760),
        ("//WWW.ecofocus.co.kr/mobile/article.html?page=2&no=71760#reply", 71760),
        ("/news/article.html?no=71760&sec_no=3", 71760),
        ("/news/article.html?no=00071760", 71760),
        ("/news/article.html?no=0", None),
        ("/news/article.html?no=", None),
        ("/news/article.html?no=71760x", None),
        ("/news/article.html?no=-5", None),
        ("/news/article.html?no=7176012345", None),
        ("/news/article.html?bbs_no=71760", None),
        ("/news/article.html#?no=71760", None),
        ("/news/banner_click.php?no=88", None),
        ("/bbs/bbs.html?bbs_no=5", None),
        ("/news/article_list_writer.html?user_no=5", None),
        ("https://evil.example/news/article.html?no=5", None),
        ("https://www.ecofocus.co.kr@evil.example/news/article.html?no=5", None),
        ("https://www.ecofocus.co.kr.evil.example/news/article.html?no=5", None),
        ("https://www.ecofocus.co.kr:8443/news/article.html?no=5", None),
        ("\\\\evil.example/news/article.html?no=5", None),
        ("https:/\\evil.example/news/article.html?no=5", None),
        ("https:/evil.example/news/article.html?no=5", None),
        ("https://www.ecofocus.co.kr\\@evil.example/news/article.html?no=5", None),
        ("///evil.example/news/article.html?no=5", None),
        ("ftp://evil.example/news/article.html?no=5", None),
        ("ftp://www.ecofocus.co.kr/news/article.html?no=5", None),
        ("/redirect?u=/news/article.html?no=5", None),
        ("/news/xarticle.html?no=5", None),
        ("/news/article.html?no=5&no=6", None),
        ("/news/article.html?no=5&no=5", 5),
        ("/news/article.html?no=5&page=" + "1" * 2_000, None),
        ("/news/article.html?" * 40_000, None),
        ("javascript:void(0)", None),
        ("", None),
    ],
)
def test_article_no(href: str, number: int | None) -> None:
    assert article_no_of(href, PAGE, PROFILE) == number


@pytest.mark.parametrize(
    ("href", "number"),
    [
        ("/news/section_list_all.html?sec_no=12", 12),
        ("/news/section.html?sec_no=12&page=3", 12),
        ("/mobile/section_list_all.html?sec_no=12", 12),
        ("/news/section_list_all.html?page=3&sec_no=12", 12),
        ("/news/section_list_all.html?sec_no=0", None),
        ("https://other.example/news/section.html?sec_no=12", None),
        ("/news/article.html?sec_no=12", None),
    ],
)
def test_section_no(href: str, number: int | None) -> None:
    assert section_no_of(href, PAGE, PROFILE) == number


def test_page_no() -> None:
    assert page_no_of("/news/section_list_all.html?sec_no=12&page=3", PROFILE) == 3
    assert page_no_of("/news/section_list_all.html?sec_no=12", PROFILE) is None
    assert page_no_of("?mypage=3", PROFILE) is None


@pytest.mark.parametrize(
    "source",
    [
        "javascript:x()",
        "file:///etc/passwd",
        "ftp://a/b",
        "http://[::1/a.jpg",
        "data:,x",
    ],
)
def test_a_picture_has_a_web_address_or_none(source: str) -> None:
    assert resolve(source, PAGE) is None


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ('<link rel="canonical" href="/news/article.html?no=5">', 5),
        ('<meta property="og:url" content="/news/article.html?no=6">', 6),
        (
            '<meta property="og:url" content="/news/article.html?no=6"><link rel="canonical" href="/x?no=5">',
            6,
        ),
        (
            '<meta property="og:url" content="?no=6"><link rel="canonical" href="/news/article.html?no=5">',
            5,
        ),
        ('<link rel="amphtml" href="/news/article.html?no=5">', None),
    ],
)
def test_the_number_a_page_claims(head: str, number: int | None) -> None:
    assert (
        canonical_article_no(load(page("", head=head), None, PROFILE), PAGE, PROFILE)
        == number
    )


def test_the_same_link_on_another_site_is_another_link() -> None:
    href = "https://www.ecofocus.co.kr/news/article.html?no=5"
    pages = [
        PAGE,
        "https://other.example/news/",
        PAGE,
        "/news/",
        "http://ecofocus.co.kr/",
    ]
    assert [article_no_of(href, url, PROFILE) for url in pages] == [5, None, 5, None, 5]
    assert [
        section_no_of("/news/section.html?sec_no=5", PAGE, PROFILE),
        article_no_of("/news/section.html?no=5", PAGE, PROFILE),
    ] == [5, None]
