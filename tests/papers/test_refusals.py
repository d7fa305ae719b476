"""A wrong file is refused in one line: file, line, key, value, what is expected."""

from pathlib import Path

import pytest

from envfocus.exceptions import ConfigurationError
from envfocus.papers.profile import load_profile

CSS = "expected a CSS selector"
URL = "expected https://<host>/, or http://<loopback address>:<port>/ for fixtures"
ADDRESS = "expected a path below base_url, without a leading slash"
KEYS = "base_url, key_prefix, outlet_names, cms, feed_dir, state_dir, sections"
KEYS += ", min_fill_rates, politeness, extends"
OWN = 'extends = "ecofocus"'


def refusal(path: Path | str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load_profile(str(path))
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        # unknown keys
        (
            'base_ur = "x"',
            2,
            f"base_ur = 'x': unknown key, did you mean base_url?; expected one of {KEYS}",
        ),
        ("zzz = 1", 2, f"zzz = 1: unknown key; expected one of {KEYS}"),
        (
            "[politeness]\nDOWNLOAD_DELY = 2",
            3,
            "politeness.DOWNLOAD_DELY = 2: unknown key, did you mean DOWNLOAD_DELAY?",
        ),
        (
            "[min_fill_rates]\ntitel = 0.5",
            3,
            "min_fill_rates.titel = 0.5: unknown key, did you mean title?",
        ),
        (
            '[cms.skins.current]\n\ntitles = "h2"',
            4,
            "cms.skins.current.titles = 'h2': unknown key, did you mean title?",
        ),
        (
            '[cms]\npage.menus = "a"',
            3,
            "cms.page.menus = 'a': unknown key, did you mean menu?",
        ),
        (
            '[cms.page]\nmenu = { css = "a", evidenc = "C" }',
            3,
            "cms.page.menu.evidenc = 'C': unknown key, did you mean evidence?",
        ),
        # wrong types
        ("base_url = 5", 2, f"base_url = 5: {URL}"),
        ("outlet_names = [1]", 2, "outlet_names = 1: expected some text"),
        (
            'outlet_names = [\n  "가",\n  " ",\n]',
            4,
            "outlet_names = ' ': expected some",
        ),
        ("outlet_names = []", 2, "expected a list, each entry some text, one at least"),
        ("sections = 3", 2, "sections = 3: expected a table"),
        ("[sections]\n3 = 5", 3, "sections.3 = 5: expected some text"),
        (
            '[sections]\n0 = "전체"',
            3,
            "sections.0 = '전체': expected as key the number of a section",
        ),
        ("cms = 3", 2, "cms = 3: expected the name of a CMS, the path of its file, or"),
        ("[cms]\nskins = 1", 3, "cms.skins = 1: expected a table"),
        ("[cms.skins]\ncurrent = 1", 3, "cms.skins.current = 1: expected a table"),
        ('[politeness]\nDOWNLOAD_DELAY = "1"', 3, "expected a number, 0 or more"),
        ("[politeness]\nDOWNLOAD_DELAY = true", 3, "expected a number, 0 or more"),
        ("[politeness]\nDOWNLOAD_DELAY = inf", 3, "expected a number, 0 or more"),
        ("[politeness]\nENVFOCUS_HOURS = 1", 3, "expected some text"),
        ('feed_dir = ""', 2, "feed_dir = '': expected some text"),
        # CSS
        (
            '[cms.skins.current]\ntitle = "div..x"',
            3,
            f"cms.skins.current.title = 'div..x': {CSS}",
        ),
        (
            '[cms.page]\ncaptcha = [\n  ".a",\n  "p:foo",\n]',
            5,
            f"cms.page.captcha = 'p:foo': {CSS}",
        ),
        (
            '[cms.listing]\nrows = { first = ["li >"] }',
            3,
            f"cms.listing.rows.first = 'li >': {CSS}",
        ),
        ('[cms.page]\nmenu = ""', 3, f"cms.page.menu = '': {CSS}"),
        ("[cms.page]\nmenu = 7", 3, f"cms.page.menu = 7: {CSS}"),
        (
            '[cms.page]\nmenu = { evidence = "C" }',
            3,
            "cms.page.menu.css: missing; expected a CSS selector",
        ),
        (
            '[cms.page]\nmenu = { css = "a", seen_from = "2022" }',
            3,
            "cms.page.menu.seen_from = '2022': expected a day, such as 2022-01-31",
        ),
        (
            '[cms.page]\nmenu = { css = "a", seen_until = 2022-01-01T00:00:00 }',
            3,
            "expected a day, such as 2022-01-31",
        ),
        (
            '[cms.page]\nmenu = { css = "a", evidence = "X" }',
            3,
            "cms.page.menu.evidence = 'X': expected one of H, C, T, I",
        ),
        # addresses
        ('base_url = "http://paper.example/"', 2, URL),
        ('base_url = "https://paper.example/news/"', 2, URL),
        ('base_url = "https://127.0.0.1/"', 2, URL),
        ('base_url = "https://paper.example:99999/"', 2, URL),
        (
            '[cms.urls]\narticle = "a.html"',
            3,
            f"cms.urls.article = 'a.html': {ADDRESS}, with {{article_no}}",
        ),
        ('[cms.urls]\narticle = "/a?no={article_no}"', 3, ADDRESS),
        ('[cms.urls]\narticle = "//evil.example/{article_no}"', 3, ADDRESS),
        ('[cms.urls]\narticle = "https:a?no={article_no}"', 3, ADDRESS),
        ('[cms.urls]\narticle = "../a?no={article_no}"', 3, ADDRESS),
        ('[cms.urls]\narticle = "a?no={article_no.real}"', 3, ADDRESS),
        ('[cms.urls]\narticle = "a?no={article_no:x!}"', 3, ADDRESS),
        ('[cms.urls]\narticle = "a?no={article_no"', 3, ADDRESS),
        ('[cms.urls]\narticle = "a?no={}"', 3, ADDRESS),
        ('[cms.urls]\nlist_of_all = "a?no={page}&x={article_no}"', 3, ADDRESS),
        ('[cms.links]\narticle_files = ["a/b.html"]', 3, "expected the name of a file"),
        ('[cms.links]\narticle_parameter = "a=b"', 3, "expected the name of a param"),
        ('[cms.furniture]\nclasses = [".box"]', 3, "without a dot"),
        ('[cms.info]\nrow_tags = ["LI>"]', 3, "expected the name of an element"),
        # prefix
        *(
            (f'key_prefix = "{prefix}"', 2, "expected [a-z][a-z0-9-]{0,31}")
            for prefix in ("", "Paper", "1paper", "pa:per", "종이", "a" * 33)
        ),
        # rates
        (
            "[min_fill_rates]\ntitle = 1.5",
            3,
            "title = 1.5: expected a share from 0 to 1",
        ),
        ("[min_fill_rates]\ntitle = -0.1", 3, "expected a share from 0 to 1"),
        ("[min_fill_rates]\ntitle = nan", 3, "expected a share from 0 to 1"),
        ('[min_fill_rates]\ntitle = "half"', 3, "expected a share from 0 to 1"),
        # skins
        (
            'cms = { skin_order = ["current", "sticky", "old"] }',
            2,
            "cms.skins.mobile: expected its name in skin_order too",
        ),
        (
            'cms = { skin_order = { last = ["new"] } }',
            2,
            "expected each of [skins] once: current, sticky, old, mobile",
        ),
        (
            'cms = { skin_order = { last = ["old"] } }',
            2,
            "expected each of [skins] once",
        ),
        (
            '[cms]\nskin_order = { first = ["new"] }\n[cms.skins.new]\ntitle = "h1"',
            4,
            "cms.skins.new.body: missing; expected a list, each entry a CSS selector",
        ),
        # syntax
        ("a = ", 2, "Invalid value; expected TOML"),
        ("a = 1\na = 2\nb = 3", 3, "Cannot overwrite a value"),
        ("[politeness\nx = 1", 2, "Expected ']'"),
        ("a = 2022-13-01", 2, "; expected TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"{OWN}\n{text}\n", encoding="utf-8")
    message = refusal(path)
    assert message.startswith(f"{path}:{line}: ")
    assert problem in message


def test_what_a_paper_lacks_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('base_url = "https://paper.example/"', encoding="utf-8")
    expected = f"{path}:1: key_prefix: missing; expected [a-z][a-z0-9-]{{0,31}}"
    assert refusal(path) == expected


def test_what_a_cms_lacks_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    (tmp_path / "cms.toml").write_text('[page]\nmenu = "a"', encoding="utf-8")
    path.write_text(f'{OWN}\n\ncms = "cms.toml"', encoding="utf-8")
    assert refusal(path).startswith(f"{path}:3: cms.skin_order: missing; expected a ")


def test_a_file_below_is_named_where_it_is_wrong(tmp_path: Path) -> None:
    below = tmp_path / "below.toml"
    below.write_text(f"{OWN}\n\nfeed_dir = 1", encoding="utf-8")
    path = tmp_path / "own.toml"
    path.write_text('extends = "below.toml"', encoding="utf-8")
    assert refusal(path) == f"{below}:3: feed_dir = 1: expected some text"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('extends = "nowhere.toml"', "extends = 'nowhere.toml': No such file or dir"),
        ('extends = "."', "extends = '.': no such file; expected one of ecofocus,"),
        ('extends = "ecofocu"', "no such file, did you mean ecofocus?; expected one"),
        ('extends = "../ecofocus"', "extends = '../ecofocus': no such file"),
        ('cms = "medion"', "cms = 'medion': no such file, did you mean mediaon?"),
        ('[cms]\nextends = "x.toml"', "cms.extends = 'x.toml': No such file or dir"),
        ('extends = "folder.toml"', "Is a directory; expected a file that can be read"),
        ('extends = "latin.toml"', "not in UTF-8; expected a file that can be read"),
        ('extends = "own.toml"', "expected no circle, is own.toml → own.toml"),
        ('extends = "./sub/../own.toml"', "expected no circle, is own.toml → "),
        ('cms = "own.toml"', "expected no circle, is own.toml → own.toml"),
        (
            'extends = "other.toml"',
            "expected no circle, is own.toml → other.toml → own",
        ),
    ],
)
def test_a_file_that_cannot_be_extended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.toml").mkdir()
    Path("sub").mkdir()
    Path("latin.toml").write_bytes(b'feed_dir = "\xe9"')
    Path("other.toml").write_text('extends = "own.toml"', encoding="utf-8")
    Path("own.toml").write_text(text, encoding="utf-8")
    assert problem in refusal("own.toml")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "no such file; expected one of ecofocus, mediaon"),
        ("ecofocs", "no such file, did you mean ecofocus?; expected one of ecofocus"),
        ("nowhere.toml", "No such file or directory; expected a file that can be read"),
        ("a\0.toml", "no path; expected a file that can be read"),
        ("../papers/ecofocus", "no such file"),
    ],
)
def test_a_paper_that_is_not_there(name: str, problem: str) -> None:
    assert refusal(name).startswith(f"ENVFOCUS_PAPER={name!r}: {problem}")


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'{OWN}\nbase_url = "{"x" * 500}"', encoding="utf-8")
    message = refusal(path)
    assert "x" * 99 + "…: expected" in message


def test_a_cms_is_no_paper() -> None:
    expected = "mediaon.toml:21: skin_order = ['current', 'sticky', 'old', 'mobile']"
    assert refusal("mediaon").startswith(f"{expected}: unknown key")
