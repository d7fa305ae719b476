"""Pages made to cost time: every reader comes to an end, and what is refused says so."""

import pytest

from envfocus.parsing import article, listing, masthead
from envfocus.parsing.article import ArticlePage, OtherPage
from envfocus.parsing.document import load
from tests.support.pages import URL
from tests.support.pages import article as article_page
from tests.support.papers import PROFILE

LONG = 20_000
NAMES = [f"a{number}" for number in range(9_000)]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000,
        "<div>" * LONG + "</div>" * LONG,
        "<div></b>" * LONG,
        "<li><ul class=art_info>" * LONG,
        "<figure>" * LONG,
        "<ul class=art_info><li>" * 2_900,
        "<figure>" * 2_900 + "글" * 400,
        "<figure>" * 2_900 + "글" * 400 + "<img src=/a.jpg>",
        "<div class=imgframe>" * 2_900 + "<p>글</p>" * 9 + "<img src=/a.jpg>",
        "<h3 class=sub_tit>" * 2_900,
        "<select>" + "<option>" * LONG,
        "<div " + " ".join(f"a{number}" for number in range(LONG)) + ">",
        "<a href='" + "/news/article.html?" * 40_000 + "'>",
        "<ul class=weather_slide><li>" + "1" * 30_000 + "℃",
        "<div class=weather_box>" + "<ul><li>" * 2_900 + "℃",
        "<p>" + "." * 300_000 + "무단 전재",
        "<p>" + "재배포" * 60 + "<p>무단 전재" + "재배포" * 60,
        "<p>" + "가" * 300_000 + " 기자",
        "<p>[" + "=" * 100_000,
        "<ul class=art_info><li>" + "2025.02.07 " * 10_000,
        "<ul class=art_info><li>" + "1" * 100_000,
        "<table><tr><td><td>" * 1_900,
        "<math><tr><td></td><td>" * 1_400,
        "<img src='data:image/png;base64," + "A" * 200_000 + "'>",
    ],
)
def test_every_reader_ends(body: str) -> None:
    for content in (body.encode(), article_page(body)):
        article.parse(content, None, URL, PROFILE)
        listing.parse(content, None, URL, PROFILE)
        masthead.parse(content, None, PROFILE)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 6_001,
        "<DIV>" * 6_001,
        "<div></b>" * 6_001,
        "<span><b>" * 3_001,
        "<p " + "a " * 40_000 + ">",
        "<p></p>" * 30_000,
        "<p a=1 b=2>" * 20_000,
        "글" * (2 * 1024 * 1024 + 1),
        ("<p " + " ".join(NAMES) + ">") * 33,
        ("<p/" + "/".join(NAMES) + ">") * 33,
        ("<p\n" + "\n".join(NAMES) + " <>") * 33,
        ("<p title='>' " + " ".join(NAMES) + " <b>") * 33,
        ("<p =data:/" + "/".join(NAMES) + ">") * 33,
        ("<p " + "".join(f"{name}=''" for name in NAMES) + ">") * 6,
        ("<p " + " ".join(NAMES[:30]) + ">") * 4_000,
        ("<p " + "a " * 4_000 + ">") * 13,
        "<p " + " ".join(map(chr, range(0x4E00, 0x4E00 + LONG))) + ">",
    ],
)
def test_an_absurd_page_is_empty_and_flagged(body: str) -> None:
    found = article.parse(article_page(body), None, URL, PROFILE)
    assert isinstance(found, OtherPage)
    assert (found.kind, found.links) == ("empty", ())
    assert "page_absurd" in found.flags


@pytest.mark.parametrize(
    "body",
    [
        "<p>글<br><img src=/a.jpg>" * 4_000,
        "<ul>" + "<li>글" * 10_000 + "</ul>",
        "<table>" + "<tr><td>글" * 5_000 + "</table>",
        "<div>글</div>" * 10_000,
        "<div>" * 5_900 + "글" + "</div>" * 5_900 + "<br>" * 200,
        "<img src='data:image/png;base64," + "A" * 100_000 + "'>",
        "글" * 100_000,
        "<p>낱말 여럿</p>" * 20_000,
        "낱말 " * 120_000,
        "<p title='" + "낱말 " * 5_000 + "'>글</p>",
        "<img src='data:image/png;base64," + ("A" * 60 + "/") * 12_000 + "'>",
        "<script>if (a < b) {" + " c = d;" * 4_000 + "}</script>" + "<p>글</p>" * 5_000,
    ],
)
def test_a_long_page_is_not_absurd(body: str) -> None:
    found = article.parse(article_page(body), None, URL, PROFILE)
    assert isinstance(found, ArticlePage)
    assert "page_absurd" not in load(article_page(body), None, PROFILE).flags
