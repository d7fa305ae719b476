"""Article pages of every skin; pages that are none."""

from collections.abc import Iterator

import pytest

from envfocus.parsing.article import ArticlePage, OtherPage, parse
from envfocus.parsing.visible_text import Photo
from fixtures.site import Site
from fixtures.truth import Article
from tests.support.pages import URL, article, page
from tests.support.papers import PROFILE


def read(body: bytes, charset: str | None = None, url: str = URL) -> ArticlePage:
    found = parse(body, charset, url, PROFILE)
    assert isinstance(found, ArticlePage), found
    return found


def kind(body: bytes, url: str = URL) -> str:
    found = parse(body, None, url, PROFILE)
    assert isinstance(found, OtherPage), found
    return found.kind


def in_every_skin(site: Site) -> Iterator[tuple[Article, str]]:
    """Each article at its own address and at the mobile one."""
    for truth in site.truths():
        yield truth, f"news/article.html?no={truth.article_no}"
        yield truth, f"mobile/article.html?no={truth.article_no}"


def words(paragraphs: tuple[str, ...]) -> str:
    """Paragraphs without the contacts, which a later step masks."""
    return " ".join(paragraphs)


def test_the_texts_of_every_article_in_every_skin(site: Site) -> None:
    skins: set[str] = set()
    for truth, path in in_every_skin(site):
        found = read(site.reply(f"/{path}").body, url=site.base + path)
        skins.add(found.skin)
        assert found.title == truth.title, path
        assert found.subtitles == truth.subtitles, path
        assert found.dateline == truth.dateline_raw, path
        assert found.tags == (
            truth.tags
            if found.skin != "mobile" or truth.skin == "mobile"
            else found.tags
        )
        assert [photo.caption for photo in found.photos] == [
            image.caption for image in truth.images
        ], path
        assert len(found.paragraphs) == len(truth.paragraphs), path
        if "[이메일]" not in words(truth.paragraphs) and "[전화번호]" not in words(
            truth.paragraphs
        ):
            assert found.paragraphs == truth.paragraphs, path
    assert skins == {"current", "sticky", "old", "mobile"}


def test_the_seed_shaped_page_field_by_field(site: Site) -> None:
    """Written by hand from the structure of the real page, not from the generator."""
    path = f"news/article.html?no={site.SEED_NO}"
    found = read(site.reply(f"/{path}").body, url=site.base + path)
    assert (found.skin, found.section, found.dateline) == (
        "current",
        "전국",
        "[환경포커스=서울]",
    )
    assert found.section_no == next(
        number for number, name in site.sections.items() if name == "전국"
    )
    assert found.registered == "등록 2025.02.07 17:35:14"
    assert len(found.subtitles) == 3
    assert found.subtitles[0].startswith("7일(금),")
    assert len(found.paragraphs) == 9
    assert found.paragraphs[0].startswith("[환경포커스=서울] ")
    assert "7일(금) 오전 10시" in found.paragraphs[1]
    assert "오는 11일" in found.paragraphs[5]
    assert "다음 주 11일" in found.paragraphs[7]
    assert "10년 뒤, 30년 뒤" in found.paragraphs[8]
    assert found.masthead.page_date == "2025.12.08 (월)"
    assert [row.text for row in found.masthead.rows] == [
        "맑음동두천 3.7℃",
        "맑음강릉 8.8℃",
        "맑음서울 3.8℃",
        "맑음대전 7.9℃",
        "구름조금대구 8.1℃",
        "구름많음울산 8.1℃",
        "맑음광주 9.4℃",
        "흐림부산 9.7℃",
        "맑음고창 8.6℃",
        "구름조금제주 13.4℃",
        "맑음강화 3.8℃",
        "맑음보은 6.7℃",
        "맑음금산 7.2℃",
        "맑음강진군 9.5℃",
        "구름많음경주시 8.1℃",
        "구름많음거제 9.7℃",
    ]
    assert len(found.links) >= 3
    assert found.flags == ("skin:current",)


@pytest.mark.parametrize("skin", ["current", "sticky", "old", "mobile"])
def test_cp949_labelled_utf8(site: Site, skin: str) -> None:
    truth = next(
        truth
        for truth in site.truths()
        if truth.skin == skin
        and "".join((truth.title, *truth.paragraphs))
        .encode("cp949", "ignore")
        .decode("cp949")
        == "".join((truth.title, *truth.paragraphs))
        and "[" not in words(truth.paragraphs)[1:]
    )
    body = (
        site.reply(f"/news/article.html?no={truth.article_no}")
        .body.decode()
        .encode("cp949", "xmlcharrefreplace")
    )
    found = read(body, "utf-8", f"{site.base}news/article.html?no={truth.article_no}")
    assert (found.title, found.paragraphs) == (truth.title, truth.paragraphs)
    assert "encoding:cp949" in found.flags


@pytest.mark.parametrize("skin", ["current", "sticky", "old", "mobile"])
def test_a_body_that_was_cut_anywhere(site: Site, skin: str) -> None:
    truth = next(truth for truth in site.truths() if truth.skin == skin)
    body = site.reply(f"/news/article.html?no={truth.article_no}").body
    for end in range(0, len(body), 997):
        found = parse(
            body[:end],
            "utf-8",
            f"{site.base}news/article.html?no={truth.article_no}",
            PROFILE,
        )
        if isinstance(found, ArticlePage):
            assert "page_truncated" in found.flags
            assert truth.title.startswith(found.title)
            assert len(found.paragraphs) <= len(truth.paragraphs) + 1


def test_what_is_gone_is_no_article(site: Site) -> None:
    expected = {
        "404": "front",
        "410": "front",
        "alert": "alert",
        "captcha": "captcha",
        "front": "front",
    }
    assert set(site.gone.values()) == set(expected)
    for article_no, how in site.gone.items():
        target = f"news/article.html?no={article_no}"
        found = kind(site.reply(f"/{target}").body, site.base + target)
        assert found == expected[how] or how in {"404", "410"}, how


def test_a_front_page_is_no_article_although_it_says_so(site: Site) -> None:
    body = site.reply("/").body
    assert b'property="og:type" content="article"' in body
    assert kind(body) == "front"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<script>alert('삭제된 기사입니다.');history.back();</script>", "alert"),
        ("<script>alert('로그인이 필요합니다.'); location.href='/';</script>", "alert"),
        ('<form id="captcha_form"><p>잠시 확인합니다</p></form>', "captcha"),
        ("<p>자동등록방지를 위해 보안문자를 입력하세요</p>", "captcha"),
        ('<ul class="art_list_all"><li>기사가 없습니다</li></ul>', "listing"),
        ("", "empty"),
        ("<p>점검 중입니다</p>", "unknown"),
        ('<div class="art_top"><h2>제목만 있는 쪽</h2></div>', "no_body"),
        ('<div id="news_body_area"><p>본문만 있는 쪽</p></div>', "no_headline"),
    ],
)
def test_kinds_of_other_pages(content: str, expected: str) -> None:
    assert kind(page(content)) == expected


ALERT = "<script>alert('삭제된 기사입니다.');history.back();</script>"
META = '<meta property="og:title" content="환경포커스">'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f'{ALERT}<div id="news_body_area"></div>', "alert"),
        (
            f'{ALERT}<div class="art_top"><h2>제목</h2></div><div id="news_body_area"> </div>',
            "alert",
        ),
        (
            f'{ALERT}<a href="/news/article.html?no=5">다른 기사</a><div id="news_body_area"></div>',
            "alert",
        ),
        (
            '<form action="/captcha.php"></form><div id="news_body_area"></div>',
            "captcha",
        ),
        ('<div class="cf-turnstile"></div><div id="news_body_area"></div>', "captcha"),
        ('<p>자동등록방지</p><div id="news_body_area"></div>', "captcha"),
        ('<div id="news_body_area"></div>', "no_headline"),
        (
            '<div id="news_body_area"><script>var a;</script><p>&nbsp;</p></div>',
            "no_headline",
        ),
    ],
)
def test_an_empty_body_below_no_headline_is_no_article(
    content: str, expected: str
) -> None:
    assert kind(page(content, head=META)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<script>alert('없음'); history.go(-1);</script>", "alert"),
        ("<script>alert('없음');</script>", "unknown"),
        ("<script>history.back();</script>", "unknown"),
        ('<div class="cf-turnstile"></div>', "captcha"),
        ('<img src="/lib/CAPTCHA.php">', "captcha"),
        ("<p>자동등록방지</p>", "captcha"),
        ("<p>보안문자</p>", "captcha"),
        ('<ul class="art_list_all"></ul><div class="cf-turnstile"></div>', "listing"),
        ('<a href="/news/article.html?no=5">글</a>', "front"),
    ],
)
def test_each_sign_of_a_kind(content: str, expected: str) -> None:
    assert kind(page(content)) == expected


def test_an_empty_body_below_a_headline_is_an_article_and_flagged() -> None:
    found = read(article(""))
    assert (found.title, found.paragraphs, found.flags) == (
        "강물이 맑아졌다",
        (),
        ("skin:current", "body:empty"),
    )
    assert read(article(f"<p>글.</p>{ALERT}")).paragraphs == ("글.",)
    assert read(article(f"<img src='/a.jpg'>{ALERT}")).photos != ()


TOP = '<div class="art_top"><h2>물</h2>{}</div>'
BODY = '<div id="news_body_area">글.</div>'


@pytest.mark.parametrize(
    ("content", "subtitles", "flag"),
    [
        (TOP.format("<h3>하나</h3>") + BODY, ("하나",), None),
        (
            TOP.format("<h3>하나</h3><h3>둘<br>셋</h3>") + BODY,
            ("하나", "둘", "셋"),
            None,
        ),
        (
            TOP.format("<div><p class='sub_tit'>하나</p></div>") + BODY,
            ("하나",),
            "subtitles:div.art_top .sub_tit",
        ),
        (TOP.format("<div><h3>다른 것</h3></div>") + BODY, (), None),
        (TOP.format("") + BODY + "<div class='sub_tit'>다른 글</div>", (), None),
        (
            "<div class='fix_art_top'><div><h2>물</h2><h3>하나</h3></div></div>" + BODY,
            ("하나",),
            "subtitles:div.fix_art_top h3",
        ),
        (
            "<div class='fix_art_top'><h2>물</h2><p class='sub_tit'>하나</p></div>"
            + BODY,
            ("하나",),
            "subtitles:div.fix_art_top .sub_tit",
        ),
        (
            "<div class='fix_art_top'><h2>물</h2></div><p class='sub_tit'>하나</p>"
            + BODY,
            ("하나",),
            None,
        ),
        (
            "<aside><p class='sub_tit'>다른 글</p></aside><div class='fix_art_top'><h2>물</h2></div>"
            + BODY,
            (),
            None,
        ),
    ],
)
def test_subtitles(content: str, subtitles: tuple[str, ...], flag: str | None) -> None:
    found = read(page(content))
    assert found.subtitles == subtitles
    assert [name for name in found.flags if name.startswith("subtitles")] == (
        [flag] if flag else []
    )


@pytest.mark.parametrize(
    "content",
    [
        '<div class="art_top"><div><h2>물</h2></div></div><div id="news_body_area">글.</div>',
        '<div class="news_top"><div><h3>물</h3></div></div><div class="news_detail"><div>글.</div></div>',
        '<div class="hbox"><div><h2>물</h2></div></div><div class="c011_arv"><div class="smartOutput">글.</div></div>',
    ],
)
def test_a_heading_deeper_down_is_no_headline(content: str) -> None:
    assert kind(page(content)) in {"no_headline", "unknown"}


def test_a_body_known_by_its_class_only() -> None:
    found = read(page(TOP.format("") + '<div class="news_body_area">글.</div>'))
    assert (found.paragraphs, found.flags) == (
        ("글.",),
        ("skin:current", "body:div.news_body_area"),
    )


def test_a_headline_on_two_lines_is_one_text_without_hidden_words() -> None:
    top = '<div class="art_top"><h2>강물이<br>맑아졌다<span class="blind">제목</span></h2></div>'
    assert read(page(top + BODY)).title == "강물이 맑아졌다"


MOBILE = '<div class="news_top"><h3>물</h3></div><div class="news_detail">{}</div>'


@pytest.mark.parametrize(
    ("detail", "paragraphs", "flags"),
    [
        ("<div>글이다.</div>", ("글이다.",), ()),
        (
            "<div>광고</div><div><p>글이다.</p><p>둘이다.</p></div>",
            ("글이다.", "둘이다."),
            ("body:several",),
        ),
        (
            "<div><script>var a = '아주 긴 프로그램'</script></div><div>글이다.</div>",
            ("글이다.",),
            (),
        ),
        (
            "<section><div>아주 긴 다른 글이다.</div></section><div>글이다.</div>",
            ("글이다.",),
            (),
        ),
    ],
)
def test_the_mobile_body_is_the_part_with_the_most_text(
    detail: str, paragraphs: tuple[str, ...], flags: tuple[str, ...]
) -> None:
    found = read(page(MOBILE.format(detail)))
    assert (found.skin, found.paragraphs, found.flags) == (
        "mobile",
        paragraphs,
        ("skin:mobile", *flags),
    )


def test_the_sections_number_stands_in_a_link_at_its_name() -> None:
    menu = '<div id="gnb"><a href="/news/section.html?sec_no=3">정책</a></div>'
    top = (
        '<div class="path_wrap"><h3>{}</h3></div><div class="art_top"><h2>물</h2></div>'
    )
    linked = top.format(
        '<a href="/">홈</a><a href="/news/section.html?sec_no=9">정책</a>'
    )
    assert read(page(menu + linked.replace("홈", "") + BODY)).section_no == 9
    assert read(page(menu + top.format("정책") + BODY)).section_no == 3
    assert read(page(menu + top.format("환경") + BODY)).section_no is None


def test_a_page_that_names_another_article_is_not_this_one() -> None:
    head = '<link rel="canonical" href="https://www.ecofocus.co.kr/news/article.html?no=71761">'
    assert kind(article("<p>본문</p>", head=head)) == "other_article"
    shared = '<meta property="og:url" content="https://www.ecofocus.co.kr/news/article.html?no=71761">'
    assert kind(article("<p>본문</p>", head=shared)) == "other_article"
    same = '<link rel="canonical" href="http://ecofocus.co.kr/news/article.html?page=2&amp;no=71760">'
    assert read(article("<p>본문</p>", head=same)).title == "강물이 맑아졌다"


def info(*entries: str) -> bytes:
    entries_html = "".join(f"<li>{entry}</li>" for entry in entries)
    return article("<p>본문이다.</p>", top=f'<ul class="art_info">{entries_html}</ul>')


@pytest.mark.parametrize(
    ("entries", "byline", "registered", "modified"),
    [
        (
            (
                "윤슬기 기자 yoon@envfocus.example",
                "등록 2025.02.07 17:35:14",
                "수정 2025.02.08 09:00:00",
            ),
            "윤슬기 기자 yoon@envfocus.example",
            "등록 2025.02.07 17:35:14",
            "수정 2025.02.08 09:00:00",
        ),
        (("등록 2025.02.07 17:35:14",), None, "등록 2025.02.07 17:35:14", None),
        (
            ("수정 2025.02.08 09:00", "등록 2025.02.07 17:35", "윤슬기 기자"),
            "윤슬기 기자",
            "등록 2025.02.07 17:35",
            "수정 2025.02.08 09:00",
        ),
        (
            ("2025.02.07 17:35:14", "조회 1,204", "댓글 0"),
            None,
            "2025.02.07 17:35:14",
            None,
        ),
        (("수정 2025.02.08 09:00",), None, None, "수정 2025.02.08 09:00"),
        (
            ("환경포커스 편집부", "등록 어제 오후"),
            "환경포커스 편집부",
            "등록 어제 오후",
            None,
        ),
        ((), None, None, None),
    ],
)
def test_the_line_below_the_headline(
    entries: tuple[str, ...],
    byline: str | None,
    registered: str | None,
    modified: str | None,
) -> None:
    found = read(info(*entries))
    assert (found.byline, found.registered, found.modified) == (
        byline,
        registered,
        modified,
    )


def test_a_list_row_lends_no_stamp_and_no_name() -> None:
    line = (
        '<ul class="art_info"><li class="name">나무현</li><li>등록 2020.01.01</li></ul>'
    )
    found = read(
        article("<p>본문</p>", after=f'<ul><li><a href="?no=1">{line}</a></li></ul>')
    )
    assert (found.byline, found.registered) == (None, None)


def test_the_meta_stamp_is_the_last_resort_and_flagged() -> None:
    head = (
        '<meta property="article:published_time" content="2025-02-07T17:35:14+09:00">'
    )
    found = read(article("<p>본문</p>", head=head))
    assert found.registered == "2025-02-07T17:35:14+09:00"
    assert "published:meta" in found.flags


def test_which_variation_matched_is_flagged() -> None:
    old = page(
        '<div class="arvtitle">제목</div><div class="c011_arv"><div class="smartOutput">본문</div></div>'
    )
    assert read(old).flags == ("skin:old", "title:div.arvtitle")
    strange = page(
        '<div class="hbox"><h2>제목</h2></div><div id="news_body_area">본문</div>'
    )
    assert read(strange).flags == (
        "skin:unknown",
        "body:#news_body_area",
        "title:.hbox > h2",
    )
    bare = page(
        '<div id="news_body_area">본문</div>',
        head='<meta property="og:title" content="제목">',
    )
    assert read(bare).flags == (
        "skin:unknown",
        "body:#news_body_area",
        "title:og:title",
    )


def test_an_article_of_pictures_only_is_an_article_and_flagged() -> None:
    found = read(article('<img src="/a.jpg" alt="새 떼">'))
    assert (found.paragraphs, found.photos[0].caption) == ((), "새 떼")
    assert "body:empty" in found.flags


def test_boxes_do_not_enter_a_body_that_was_never_closed() -> None:
    body = (
        '<div class="art_top"><h2>제목</h2></div><div id="news_body_area"><p>본문이다.</p>'
        '<div class="arl_007"><ul><li><div class="art_box"><a href="/news/article.html?no=5"><h2>다른 기사</h2>'
        '<p class="ffd">다른 기사의 글</p></a></div></li></ul></div><div class="reply_wrap">댓글</div>'
    )
    assert read(page(body)).paragraphs == ("본문이다.",)


def test_pictures_are_addressed_from_the_article() -> None:
    found = read(
        article(
            '<img src="../data/photos/1.jpg"><img src="//cdn.example/2.jpg"><img src="javascript:x()">'
        )
    )
    assert [photo.url for photo in found.photos] == [
        "https://www.ecofocus.co.kr/data/photos/1.jpg",
        "https://cdn.example/2.jpg",
        None,
    ]
    assert found.photos[2] == Photo(None, None)
