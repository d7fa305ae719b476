"""Lines, pictures, captions, signatures: bodies as editors make them."""

import base64
import hashlib

import pytest

from envfocus.parsing.article import ArticlePage, parse
from envfocus.parsing.visible_text import Photo
from tests.support.pages import URL, article
from tests.support.papers import PROFILE

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def read(body: str) -> ArticlePage:
    found = parse(article(body), None, URL, PROFILE)
    assert isinstance(found, ArticlePage)
    return found


@pytest.mark.parametrize(
    "body",
    [
        "<p>하나다.</p><p>둘이다.</p>",
        "<p>하나다.</p>\n<p>&nbsp;</p>\n<p>둘이다.</p>",
        "<div>하나다.</div><div><br></div><div>둘이다.</div>",
        "하나다.<br><br>둘이다.",
        "하나다.<br>둘이다.",
        "하나다.<p>둘이다.</p>",
        "<p>하나다.<br/>&nbsp;<br/>둘이다.</p>",
        "<div><div><p><span>하나다.</span></p></div></div><p><b>둘</b>이다<i>.</i></p>",
        "<p>하나다.</p><script>var a = '셋';</script><style>p{}</style><!-- 넷 --><p>둘이다.</p>",
        "<p>하나다.</p><iframe src='x'>다섯</iframe><p>둘이다.</p>",
        "<ul><li>하나다.</li><li>둘이다.</li></ul>",
        "<table><tr><td>하나다.</td></tr><tr><td>둘이다.</td></tr></table>",
        "<p>하나다.</p><ul class='art_list_all'><li>셋</li></ul><p>둘이다.</p>",
        "<p>하나다.</p><div class='box arl_007'>셋</div><p>둘이다.</p>",
        "<p>하나다.</p><div class='wide art_box'>셋</div><p>둘이다.</p>",
        "<p>하나다.</p><ul class='tag_lists'><li>셋</li></ul><p>둘이다.</p>",
        "<p>하나다.</p><div class='reply_wrap'>셋</div><a class='btn_art_more'>넷</a><p>둘이다.</p>",
        "<p>하나다.</p><p class='ffd clamp c3'>셋</p><div class='tit_set'>넷</div><p>둘이다.</p>",
        "<p>하나다.</p><div class='btn_pagenum'>1</div><p>둘이다.</p>",
        "<p>하나다.<span class='blind'>셋</span></p><p>둘이다.<b class='x blind'>넷</b></p>",
        "<p>하나다.</p><p style='color:red; DISPLAY : none'>셋</p><div hidden>넷</div><p>둘이다.</p>",
        "<p>하나다.</p><select><option>셋</option></select><svg><text>넷</text></svg><p>둘이다.</p>",
        "<p>하나다.</p><video>셋</video><form><p>넷</p></form><math><mi>x</mi></math><p>둘이다.</p>",
        "<p>하나다.</p><button>셋</button><textarea>넷</textarea><noscript>다섯</noscript><p>둘이다.</p>",
        *(
            f"하나다.<{tag}>둘이다.</{tag}>"
            for tag in ("blockquote", "dl", "pre", "h3", "address", "article")
        ),
        *(
            f"<{tag}>하나다.</{tag}>둘이다."
            for tag in ("section", "center", "ul", "table", "h1", "fieldset")
        ),
        "<dl><dt>하나다.</dt><dd>둘이다.</dd></dl>",
        "<figure>하나다.<figcaption>둘이다.</figcaption></figure>",
        "<p class='arlette partbox art_boxes'>하나다.</p><p style='display:block'>둘이다.</p>",
    ],
)
def test_paragraphs(body: str) -> None:
    assert read(body).paragraphs == ("하나다.", "둘이다.")


def test_inline_elements_do_not_split_words() -> None:
    assert read(
        "<p>미<b>세먼</b>지<a href='#'>가</a> <span>줄</span>었다.</p>"
    ).paragraphs == ("미세먼지가 줄었다.",)


def test_a_table_of_data_keeps_its_cells_apart() -> None:
    table = "<table><tr><th>구분</th><th>농도</th></tr><tr><td>서울</td><td>35<br>㎍/㎥</td></tr></table>"
    assert read(table).paragraphs == ("구분 | 농도", "서울 | 35 ㎍/㎥")


def test_a_table_around_a_picture_is_no_data() -> None:
    found = read(
        "<table><tr><td><img src='/a.jpg'></td></tr><tr><td>▲ 강변</td></tr></table><p>본문이다.</p>"
    )
    assert found.paragraphs == ("본문이다.",)
    assert found.photos[0].caption == "강변"


@pytest.mark.parametrize(
    ("body", "captions", "paragraphs"),
    [
        ("<img src='/a.jpg' alt='새 떼'><p>글.</p>", ["새 떼"], ["글."]),
        (
            "<img src='/a.jpg' title='새 떼' alt='다른 말'><p>글.</p>",
            ["새 떼"],
            ["글."],
        ),
        ("<img src='/a.jpg' alt='photo_01.JPG'><p>글.</p>", [None], ["글."]),
        ("<p><img src='/a.jpg'></p><p>▲ 새 떼</p><p>글.</p>", ["새 떼"], ["글."]),
        ("<p><img src='/a.jpg'><br>▲새 떼<br>글.</p>", ["새 떼"], ["글."]),
        ("<p><img src='/a.jpg'>▲ 새 떼</p><p>글.</p>", ["새 떼"], ["글."]),
        (
            "<p><img src='/a.jpg' alt='옛말'></p><p>▲ 새 떼</p><p>글.</p>",
            ["새 떼"],
            ["글."],
        ),
        (
            "<div class='imgframe'><img src='/a.jpg'><p>새 떼</p></div><p>글.</p>",
            ["새 떼"],
            ["글."],
        ),
        (
            "<figure><img src='/a.jpg'><figcaption>▲ 새 떼</figcaption></figure><p>글.</p>",
            ["새 떼"],
            ["글."],
        ),
        (
            "<div class='imgframe'><img src='/a.jpg' title='옛말'><p>새 떼</p></div>",
            ["새 떼"],
            [],
        ),
        ("<div class='imgframe'><img src='/a.jpg' title='새 떼'></div>", ["새 떼"], []),
        (
            "<div class='w imgframe'><img src='/a.jpg'><p>새 떼</p><p>강변</p></div>",
            ["새 떼 강변"],
            [],
        ),
        (
            "<div class='imgframes'><img src='/a.jpg'><p>새 떼</p></div>",
            [None],
            ["새 떼"],
        ),
        (
            "<figure><img src='/a.jpg'><img src='/b.jpg'>새 떼</figure><p>글.</p>",
            [None, "새 떼"],
            ["글."],
        ),
        (
            "<figure><img src='/a.jpg'>새<span class='blind'>그림</span></figure>",
            ["새"],
            [],
        ),
        ("<img src='/a.jpg' title='art_1.png' alt='새 떼'>", ["새 떼"], []),
        ("<figure>그림 없이</figure><p>글.</p>", [], ["그림 없이", "글."]),
        ("<div class='imgframe'>그림 없이</div><p>글.</p>", [], ["그림 없이", "글."]),
        (
            "<p><img src='/a.jpg'><img src='/b.jpg'></p><p>▲ 하나</p><p>▲ 둘</p>",
            ["하나", "둘"],
            [],
        ),
        (
            "<p><img src='/a.jpg'><img src='/b.jpg'></p><p>▲ 둘</p><p>글.</p>",
            [None, "둘"],
            ["글."],
        ),
        ("<p>글 <img src='/a.jpg' alt='새'> 속</p><p>▲ 둘</p>", ["둘"], ["글 속"]),
        ("<p>▲ 하나 ▲ 둘</p><p>글.</p>", [], ["▲ 하나 ▲ 둘", "글."]),
        (
            "<img src='/a.jpg' alt='새'><p>글.</p><p>▲ 하나</p>",
            ["새"],
            ["글.", "▲ 하나"],
        ),
    ],
)
def test_captions(body: str, captions: list[str | None], paragraphs: list[str]) -> None:
    found = read(body)
    assert [photo.caption for photo in found.photos] == captions
    assert list(found.paragraphs) == paragraphs


def test_a_list_after_a_picture_is_text_and_flagged() -> None:
    found = read("<img src='/a.jpg'><p>▲ 하나</p><p>▲ 둘</p><p>▲ 셋</p>")
    assert found.paragraphs == ("▲ 하나", "▲ 둘", "▲ 셋")
    assert found.photos == (Photo("https://www.ecofocus.co.kr/a.jpg", None),)
    assert "caption:ambiguous" in found.flags


@pytest.mark.parametrize("tag", ["figure", "div class='imgframe'"])
@pytest.mark.parametrize(
    ("inside", "paragraphs"),
    [
        (
            "<p>하나다.</p><p>둘이다.</p><p>셋이다.</p>",
            ("하나다.", "둘이다.", "셋이다."),
        ),
        (f"<p>{'가' * 301}</p>", ("가" * 301,)),
    ],
)
def test_a_frame_around_text_is_no_caption(
    tag: str, inside: str, paragraphs: tuple[str, ...]
) -> None:
    found = read(
        f"<{tag}><img src='/a.jpg' alt='새'>{inside}</{tag.split(maxsplit=1)[0]}>"
    )
    assert (found.paragraphs, found.photos[0].caption) == (paragraphs, "새")
    assert "caption:frame_text" in found.flags


def test_a_frame_inside_a_frame_around_text_is_a_frame() -> None:
    found = read(
        "<figure><figure><img src='/a.jpg'>새 떼</figure><p>하나.</p><p>둘.</p><p>셋.</p></figure>"
    )
    assert (found.paragraphs, found.photos[0].caption) == (
        ("하나.", "둘.", "셋."),
        "새 떼",
    )


def test_a_short_text_in_a_frame_is_a_caption() -> None:
    found = read(
        f"<figure><img src='/a.jpg'><p>{'가' * 299}</p><p>나</p></figure><p>글.</p>"
    )
    assert (found.paragraphs, found.photos[0].caption) == (("글.",), "가" * 299 + " 나")
    assert "caption:frame_text" not in found.flags


@pytest.mark.parametrize(
    ("body", "unmatched"),
    [
        ("<p>▲ 새 떼</p><img src='/a.jpg'><p>글.</p>", True),
        ("<p>▲ 하나</p><p>▲ 둘</p><img src='/a.jpg'><p>글.</p>", True),
        ("<p>▲ 새 떼</p><img src='/a.jpg' alt='강'><p>글.</p>", False),
        ("<p>▲ 새 떼</p><img src='/a.jpg'><p>▲ 강</p>", False),
        ("<p>▲ 새 떼</p><p>글.</p><img src='/a.jpg'>", False),
        ("<img src='/a.jpg'><p>▲ 새 떼</p><img src='/b.jpg'>", False),
        ("<p>글.</p><img src='/a.jpg'>", False),
    ],
)
def test_a_marked_line_before_a_bare_picture_stays_text_and_is_flagged(
    body: str, *, unmatched: bool
) -> None:
    assert ("caption:unmatched" in read(body).flags) is unmatched


def test_a_marked_line_before_a_picture_stays_text() -> None:
    found = read("<p>▲ 새 떼</p><img src='/a.jpg'><p>글.</p>")
    assert (found.paragraphs, found.photos[0].caption) == (("▲ 새 떼", "글."), None)


@pytest.mark.parametrize(
    ("row", "paragraphs"),
    [
        ("<td>하나</td><td>둘</td>", ("하나 | 둘",)),
        ("<th>하나</th><td>둘</td>", ("하나 | 둘",)),
        ("<td>하나</td>", ("하나",)),
        ("<td>하나</td><td>둘<img src='/a.jpg'></td>", ("하나", "둘")),
        ("<td>하나</td><td><table><tr><td>둘</td></tr></table></td>", ("하나", "둘")),
        ("<td>하나</td><td></td>", ("하나 |",)),
    ],
)
def test_rows_of_tables(row: str, paragraphs: tuple[str, ...]) -> None:
    assert read(f"<table><tr>{row}</tr></table>").paragraphs == paragraphs


def test_the_address_of_a_picture_that_is_loaded_late() -> None:
    found = read("<img data-src='/a.jpg'><img src='/b.jpg' data-src='/c.jpg'><img>")
    assert [photo.url for photo in found.photos] == [
        "https://www.ecofocus.co.kr/a.jpg",
        "https://www.ecofocus.co.kr/b.jpg",
        None,
    ]


def test_white_space_inside_a_picture_of_the_page() -> None:
    source = base64.b64encode(PNG).decode()
    spaced = f"{source[:10]}\n {source[10:]}"
    plain, broken = read(
        f"<img src='data:image/png;base64,{source}'><img src='DATA:image/png;base64,{spaced}'>"
    ).photos
    assert plain.url == broken.url is not None


def test_a_picture_inside_the_page_is_named_by_its_hash() -> None:
    source = base64.b64encode(PNG).decode()
    digest = base64.urlsafe_b64encode(hashlib.sha256(PNG).digest()).decode().rstrip("=")
    found = read(
        f"<img src='data:image/png;base64,{source}'><img src='data:image/png;base64,@@@'>"
    )
    assert [photo.url for photo in found.photos] == [
        f"ni:///sha-256;{digest}?ct=image/png",
        None,
    ]


@pytest.mark.parametrize(
    ("ending", "paragraphs", "byline"),
    [
        ("<p>/윤슬기기자 yoon@</p>", ("글.",), "윤슬기 기자"),
        ("<p>/윤슬기 기자 yoon@envfocus.example</p>", ("글.",), "윤슬기 기자"),
        ("<p>윤슬기 선임기자</p>", ("글.",), "윤슬기 선임기자"),
        ("<p>글이다. /윤슬기기자 yoon@</p>", ("글.", "글이다."), "윤슬기 기자"),
        (
            "<p>/윤슬기기자 yoon@</p><p>무단 전재 및 재배포 금지</p>",
            ("글.",),
            "윤슬기 기자",
        ),
        (
            "<p>&lt;저작권자 ⓒ 환경포커스, 무단전재 및 재배포 금지&gt;</p>",
            ("글.",),
            None,
        ),
        ("<p>[ⓒ 환경포커스. 무단 전재-재배포 금지]</p>", ("글.",), None),
        (
            "<p>누리집 글의 무단 전재를 금지한다고 밝혔다.</p>",
            ("글.", "누리집 글의 무단 전재를 금지한다고 밝혔다."),
            None,
        ),
        (
            "<p>이 자리에는 윤슬기 기자도 있었다.</p>",
            ("글.", "이 자리에는 윤슬기 기자도 있었다."),
            None,
        ),
        (
            "<p>/윤슬기기자 yoon@</p><p>이어지는 글.</p>",
            ("글.", "/윤슬기기자 yoon@", "이어지는 글."),
            None,
        ),
    ],
)
def test_the_end_of_a_body(
    ending: str, paragraphs: tuple[str, ...], byline: str | None
) -> None:
    found = read(f"<p>글.</p>{ending}")
    assert (found.paragraphs, found.byline) == (paragraphs, byline)
    assert ("byline:signature" in found.flags) == (byline is not None)


@pytest.mark.parametrize(
    ("start", "dateline"),
    [
        ("[환경포커스=서울]  서울시는", "[환경포커스=서울]"),
        ("[환경포커스=국회] 국회", "[환경포커스=국회]"),
        ("[환경포커스 윤슬기 기자] 서울시는", "[환경포커스 윤슬기 기자]"),
        ("[환경포커스] 서울시는", "[환경포커스]"),
        ("(서울=환경포커스) 서울시는", "(서울=환경포커스)"),
        ("[사진] 서울시는", None),
        ("(사)한가람은", None),
        ("서울시는 [환경포커스=서울]", None),
    ],
)
def test_dateline(start: str, dateline: str | None) -> None:
    found = read(f"<p>{start} 강을 살린다.</p>")
    assert found.dateline == dateline
    assert found.paragraphs[0].startswith(start.split(maxsplit=1)[0])


def test_elements_nested_deeper_than_python_recurses() -> None:
    depth = 5_000
    assert read("<div>" * depth + "글." + "</div>" * depth).paragraphs == ("글.",)
