"""A query in a part of a page finds what it finds in the whole."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from envfocus.papers.cms import landmarks
from envfocus.papers.selectors import union
from envfocus.parsing.document import load
from envfocus.parsing.name_index import NameIndex, index_of
from tests.support.pages import page
from tests.support.papers import PROFILE

CMS = PROFILE.cms
INDEX = index_of(CMS)
INFO = union(CMS.info.line)
SELECTORS = [
    *(css for css in CMS.page_selectors),
    *(landmarks(CMS, skin) for skin in (None, *CMS.skins)),
    *(".hbox + .arvdate", ".hbox,.arvtitle", ".art_info ,\n.tag_lists a"),
]
EVERYWHERE = [
    'a[href*="article.html"]',
    'link[rel="canonical"]',
    "p.no_such_name",
    "p, .art_top",
    ".tag_lists, .no_such_name",
    ".art_top\\:x",
    "script",
]
TAGS = [
    "div",
    "ul",
    "li",
    "p",
    "a",
    "h2",
    "h3",
    "span",
    "table",
    "svg",
    "template",
    "body",
]
ATTRIBUTES = [
    "",
    *(f' class="{name}"' for name in sorted(INDEX.names)),
    *(f' id="{name}"' for name in ("gnb", "news_body_area", "weather_box", "art_top")),
    *(
        ' class="smartOutput"',
        ' class="wc"',
        ' class="ART_TOP"',
        ' ID="GNB"',
        ' class="x&#97;rt_info art&#95;info"',
    ),
    *(
        ' class="hbox\tfl"',
        ' class="hbox\N{NO-BREAK SPACE}fl"',
        " class",
        ' href="section.html?sec_no=3"',
    ),
]
PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.sampled_from([*(f"</{tag}>" for tag in TAGS), "글", "<!--", "-->"]),
)


def found(root: LexborHTMLParser | LexborNode | None, selector: str) -> list[int]:
    return [] if root is None else [node.mem_id for node in root.css(selector)]


@given(
    st.sampled_from(["", "<!doctype html>"]), st.lists(PIECES, max_size=30).map("".join)
)
@example("", '<div CLASS="Art_Top"><h2>글')
@example("<!doctype html>", '<div id="gnb"><a href="section.html?sec_no=3">글')
@example(
    "<!doctype html>",
    "<p><div><div>"
    + '<ul class="art_info"></ul>' * 2
    + '</div><ul class="art_info"></ul></div>',
)
@example("<!doctype html>", '<div class="hbox"></div><p class="arvdate">글')
@example(
    "<!doctype html>",
    '<div class="hbox"><p class="arvdate">글</div><div><div class="hbox"><p class="arvdate">글',
)
def test_a_part_gives_what_the_whole_gives(doctype: str, html: str) -> None:
    tree = LexborHTMLParser(doctype + html)
    names = INDEX.named(tree)
    for selector in (*SELECTORS, *EVERYWHERE):
        assert found(INDEX.narrowest(selector, tree, names), selector) == found(
            tree, selector
        ), selector


@pytest.mark.parametrize(
    ("selector", "narrow"),
    [*((css, True) for css in SELECTORS), *((css, False) for css in EVERYWHERE)],
)
def test_a_selector_that_begins_with_no_known_name_is_asked_of_the_whole_page(
    selector: str, narrow: bool
) -> None:
    tree = LexborHTMLParser("<p>글</p>")
    assert INDEX.narrowest(selector, tree, INDEX.named(tree)) is (
        None if narrow else tree
    )


@pytest.mark.parametrize(
    ("html", "selector", "part"),
    [
        ('<div id="x"><div class="art_top">', "div.art_top > h2", "art_top"),
        ('<div id="x"><div class="hbox"></div>', ".hbox ~ .arvdate", "x"),
        (
            '<div id="x"><div class="art_info"></div><div class="art_info"></div></div>',
            INFO,
            "x",
        ),
        (
            '<div class="news_body_area"><div id="news_body_area">',
            union(CMS.skins[0].body),
            "news_body_area",
        ),
    ],
)
def test_the_part_is_small(html: str, selector: str, part: str) -> None:
    tree = LexborHTMLParser(f"<!doctype html><body><p>글</p>{html}")
    root = INDEX.narrowest(selector, tree, INDEX.named(tree))
    assert isinstance(root, LexborNode)
    assert part in (root.id, root.attributes.get("class"))


def test_long_and_many_names_are_found_too() -> None:
    words = " ".join([*map(str, range(1_000)), "art_top"])
    assert (
        load(page(f"<div class='{words}'><h2>글</h2></div>"), None, PROFILE).first(
            "div.art_top > h2"
        )
        is not None
    )
    assert (
        len(
            load(
                page("<ul class='tag_lists'><li><a>글</a></li></ul>" * 50),
                None,
                PROFILE,
            ).all(".tag_lists > li > a")
        )
        == 50
    )


def test_the_names_are_those_with_which_the_selectors_begin() -> None:
    index = NameIndex(
        ["div.a > .b", "#C d", "a[href]", ".d, p", "p.e ~ .f, .g", ".h\\:i x", ".j-k"]
    )
    assert index.names == {"a", "c", "e", "g", "j-k"}


def test_every_class_of_the_cms_that_can_narrow_a_query_is_listed() -> None:
    assert {
        *("art_info art_list_all art_top art_top_nav arvtitle btn_pagenum".split()),
        *("c011_arv fix_art_top fl gnb hbox news_body_area news_detail".split()),
        *("news_top on_thumb path_wrap tag_lists today_txt weather_box".split()),
        "weather_slide",
    } == INDEX.names
