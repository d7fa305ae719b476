"""What a paper's file says, and what an operator's own file makes of it."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from envfocus.items import Article
from envfocus.papers.cms import candidates, landmarks
from envfocus.papers.profile import FILLED_FIELDS, Profile, load_profile, site_of
from envfocus.papers.selectors import Evidence, Selector, Selectors, union
from envfocus.parsing import article, listing
from envfocus.parsing.article import ArticlePage
from tests.support.pages import URL, page
from tests.support.papers import PROFILE

CMS = PROFILE.cms


def own(folder: Path, text: str, name: str = "own.toml") -> Profile:
    path = folder / name
    path.write_text(f'extends = "ecofocus"\n{text}', encoding="utf-8")
    return load_profile(str(path))


def css(selectors: Selectors) -> list[str]:
    return [selector.css for selector in selectors]


def test_the_paper() -> None:
    assert PROFILE.name == "ecofocus"
    assert PROFILE.base_url == "https://www.ecofocus.co.kr/"
    assert PROFILE.host == "www.ecofocus.co.kr"
    assert PROFILE.key_prefix == "ecofocus"
    assert PROFILE.outlet_names == ("환경포커스",)
    assert PROFILE.sections == {}
    assert PROFILE.min_fill_rates["title"] == 0.98
    assert PROFILE.politeness == {"DOWNLOAD_DELAY": 1.0}
    assert (PROFILE.feed_dir, PROFILE.state_dir) == ("feed/", "state/")


def test_fields_that_can_be_filled_are_fields_of_articles() -> None:
    assert set(FILLED_FIELDS) <= {field.name for field in fields(Article)}
    assert set(PROFILE.min_fill_rates) == set(FILLED_FIELDS)


def test_the_cms() -> None:
    assert [skin.name for skin in CMS.skins] == ["current", "sticky", "old", "mobile"]
    current = CMS.skins[0]
    assert current.title == (Selector("div.art_top > h2", evidence=Evidence.CRAWLERS),)
    assert css(current.subtitles) == ["div.art_top > h3", "div.art_top .sub_tit"]
    assert current.stamp == ()
    assert CMS.links.article_files == {"article.html"}
    assert CMS.never_shown == {
        "current": set(),
        "sticky": set(),
        "old": {"tags"},
        "mobile": {"section", "tags"},
    }


def test_candidates_are_those_of_the_pages_own_skin_first() -> None:
    old = CMS.skins[2]
    places = candidates(CMS, old, "section")
    assert places == (
        ("old", ".fl > .p_tit"),
        ("current", "div.path_wrap > h3"),
        ("sticky", "ul.art_top_nav > li:last-child a"),
    )
    assert candidates(CMS, None, "section") == (places[1], places[2], places[0])


def test_landmarks_are_lines_headlines_and_bodies() -> None:
    old = CMS.skins[2]
    expected = "ul.art_info, .hbox > h2, div.arvtitle, div.c011_arv .smartOutput"
    assert landmarks(CMS, old) == expected
    assert landmarks(CMS, None).count("#news_body_area") == 1


def test_a_value_and_a_list_replace_and_tables_are_merged(tmp_path: Path) -> None:
    text = """
        base_url = "HTTPS://Water.example"
        outlet_names = ["물신문", "물"]
        sections = { 3 = "강", 12 = "물" }
        [min_fill_rates]
        tags = 0.5
        [cms.listing]
        row_title = ["h4"]
    """
    profile = own(tmp_path, text)
    assert profile.name == "own"
    assert profile.base_url == "https://water.example/"
    assert profile.outlet_names == ("물신문", "물")
    assert profile.sections == {3: "강", 12: "물"}
    assert profile.min_fill_rates == {**PROFILE.min_fill_rates, "tags": 0.5}
    assert profile.key_prefix == "ecofocus"
    assert css(profile.cms.listing.row_title) == ["h4"]
    assert profile.cms.listing.rows == CMS.listing.rows


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"h4"', ["h4"]),
        ('["h4", "h5"]', ["h4", "h5"]),
        ('{ css = "h4" }', ["h4"]),
        ('{ first = ["h4"] }', ["h4", "h2, h3, strong"]),
        ('{ last = ["h4"] }', ["h2, h3, strong", "h4"]),
        ('{ first = ["h5"], last = ["h4"] }', ["h5", "h2, h3, strong", "h4"]),
        ('{ first = [{ css = "h4" }] }', ["h4", "h2, h3, strong"]),
        ("[]", []),
    ],
)
def test_entries_replace_or_are_added(
    tmp_path: Path, value: str, expected: list[str]
) -> None:
    profile = own(tmp_path, f"[cms.listing]\nrow_title = {value}")
    assert css(profile.cms.listing.row_title) == expected


def test_what_is_known_of_a_place_is_not_kept_for_another(tmp_path: Path) -> None:
    text = '[cms.page]\nserved_on = { css = "p.day", seen_from = 2024-02-03 }'
    profile = own(tmp_path, text)
    assert profile.cms.page.served_on == (Selector("p.day", date(2024, 2, 3)),)


def test_files_extend_each_other_from_their_own_folders(tmp_path: Path) -> None:
    folder = tmp_path / "sub"
    folder.mkdir()
    own(folder, 'feed_dir = "a/"\nstate_dir = "b/"', "below.toml")
    path = tmp_path / "own.toml"
    path.write_text('extends = "sub/below.toml"\nstate_dir = "c/"', encoding="utf-8")
    profile = load_profile(str(path))
    assert (profile.feed_dir, profile.state_dir) == ("a/", "c/")
    assert css(profile.cms.page.menu) == css(CMS.page.menu)


def test_an_own_cms_replaces_the_papers(tmp_path: Path) -> None:
    own(tmp_path, '[cms.page]\nmenu = "#below a"', "below.toml")
    cms = tmp_path / "cms.toml"
    cms.write_text('extends = "mediaon"\n[listing]\npaging = "nav a"', encoding="utf-8")
    path = tmp_path / "own.toml"
    for text in ('cms = "cms.toml"', '[cms]\nextends = "cms.toml"'):
        path.write_text(f'extends = "below.toml"\n{text}', encoding="utf-8")
        profile = load_profile(str(path))
        assert css(profile.cms.listing.paging) == ["nav a"]
        assert profile.cms.page.menu == CMS.page.menu
    path.write_text('extends = "below.toml"', encoding="utf-8")
    assert css(load_profile(str(path)).cms.page.menu) == ["#below a"]


def test_the_readers_follow_an_own_file(tmp_path: Path) -> None:
    text = """
        outlet_names = { last = ["물신문"] }
        [cms]
        skin_order = { first = ["new"] }
        [cms.links]
        article_files = ["view.php"]
        article_parameter = "id"
        [cms.page]
        article_links = 'a[href*="view.php"]'
        [cms.info]
        line = { first = ["p.who"] }
        [cms.skins.new]
        title = "div.new_top > h2"
        body = "div.new_body"
        [cms.furniture]
        classes = { last = ["advert"] }
    """
    profile = own(tmp_path, text)
    body = page(
        '<div class="new_top"><h2>강</h2></div><p class="who"><b>윤슬기 기자</b></p>'
        '<div class="new_body"><p>[물신문] 글이다.</p><p class="advert">광고</p>'
        "<p>ⓒ 물신문 무단전재 금지</p></div><a href='view.php?id=7'>다음</a>"
    )
    found = article.parse(body, None, URL, profile)
    assert isinstance(found, ArticlePage)
    assert (found.skin, found.title, found.byline) == ("new", "강", "윤슬기 기자")
    assert found.paragraphs == ("[물신문] 글이다.",)
    assert found.dateline == "[물신문]"
    assert found.links == (7,)
    assert listing.parse(body, None, URL, PROFILE).links == ()


def test_the_site_of_some_settings() -> None:
    settings = {"ENVFOCUS_PAPER": "ecofocus", "ENVFOCUS_BASE_URL": "https://a.example"}
    site = site_of(settings)
    assert (site.base, site.urls) == ("https://a.example/", CMS.urls)


def test_a_union_finds_each_place_once() -> None:
    assert union([Selector("a"), Selector("b"), Selector("a")]) == "a, b"


def test_places_that_a_paper_does_not_have_find_nothing(tmp_path: Path) -> None:
    text = """
        [cms.page]
        article_links = []
        captcha = []
        menu = []
        [cms.info]
        line = []
        [cms.listing]
        row_link = []
    """
    profile = own(tmp_path, text)
    rows = '<ul class="art_list_all"><li><a href="/news/article.html?no=7">강</a></li></ul>'
    found = listing.parse(page(rows), None, URL, profile)
    assert (found.rows, found.links, found.kind) == ((), (), "listing")
    body = '<div class="art_top"><h2>강</h2></div><div id="news_body_area">글.</div>'
    assert isinstance(article.parse(page(body), None, URL, profile), ArticlePage)
