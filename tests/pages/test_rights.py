"""What a page says about use."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from envfocus.pages.document import fold, load
from envfocus.pages.rights import Said, metas, read
from tests.support.pages import page


def meta(**values: str) -> bytes:
    head = "".join(f'<meta name="{name.replace("_", "-")}" content="{value}">' for name, value in values.items())
    return page("<p>글</p>", head=head)


@pytest.mark.parametrize(
    ("body", "robots", "tdm", "said"),
    [
        (page("글"), [], [], Said()),
        (b"", [], [], Said()),
        (page("글"), ["noarchive"], [], Said("noarchive", True, None)),
        (page("글"), ["index, follow"], [], Said("index, follow", False, None)),
        (page("글"), ["noindex", " NOARCHIVE , nosnippet"], [], Said("noindex, NOARCHIVE , nosnippet", True, None)),
        (page("글"), ["googlebot: noarchive"], [], Said()),
        (page("글"), ["envfocus: noarchive"], [], Said("noarchive", True, None)),
        (page("글"), ["EnvFocus: noarchive", "otherbot: none"], [], Said("noarchive", True, None)),
        (
            page("글"),
            ["unavailable_after: 25 Jun 2026 15:00:00 KST"],
            [],
            Said("unavailable_after: 25 Jun 2026 15:00:00 KST", False),
        ),
        (page("글"), ["noarchive, max-snippet: 20"], [], Said("noarchive, max-snippet: 20", True)),
        (page("글"), [""], [], Said()),
        (meta(robots="noarchive"), [], [], Said("noarchive", True, None)),
        (meta(ROBOTS="NoIndex,NoArchive"), [], [], Said("NoIndex,NoArchive", True, None)),
        (meta(googlebot="noarchive"), [], [], Said()),
        (meta(envfocus="noarchive"), [], [], Said("noarchive", True, None)),
        (meta(robots="index"), ["noarchive"], [], Said("noarchive, index", True, None)),
        (page("<!-- <meta name=robots content=noarchive> -->"), [], [], Said()),
        (page("글"), [], ["1"], Said(None, None, True)),
        (page("글"), [], [" 0 "], Said(None, None, False)),
        (page("글"), [], ["yes"], Said()),
        (meta(tdm_reservation="1"), [], [], Said(None, None, True)),
        (meta(tdm_reservation="0"), [], ["1"], Said(None, None, True)),
        (meta(tdm_reservation="1"), [], ["0"], Said(None, None, True)),
        (meta(robots="noarchive", tdm_reservation="1"), [], [], Said("noarchive", True, True)),
    ],
)
def test_what_is_said(body: bytes, robots: list[str], tdm: list[str], said: Said) -> None:
    assert read(metas(load(body)), robots, tdm) == said


def test_what_is_said_at_length_is_cut() -> None:
    said = read((), ["noarchive, " + "x" * 9_000], [])
    assert said.noarchive
    assert len(said.robots or "") == 500


PIECES = [
    *("<html>", "<head>", "</head>", "<body>", "<frameset>", "<svg>", "<p>", "<!--", "-->", "글", " ", ">", "'>", '">'),
    *("<title>", "</title>", "<script>", "</script>", "<noscript>", "</noscript>", "<template>", "</template>"),
    *(
        "<style>",
        "<link rel=x>",
        "<link \x01>",
        "<meta ",
        '<meta name=robots content="',
        "<meta name=robots content='a ",
    ),
    *("<meta name=robots content=noarchive>", "<META NAME='Robots' CONTENT='none, x'>"),
    *("<meta name='tdm-reservation' content='1'>", "<meta content='a<b' name=envfocus>"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("<head><meta name=robots content='index'><body><meta name=robots content=none>")
@example("<head><meta name=robots content='noarchive <meta x='><p>")
@example("<head><script>'<meta <b'</script><meta name=robots content=none><p>")
@example("<head><link \x01><meta name=robots content='noarchive <meta <b> '><p>")
@example("<head><meta name=robots content='<meta name=robots content='<!--")
@example("<head><link title='<meta '<b><meta name=robots content='")
@example("<META name=robots content=none><meta x><p>")
def test_directives_are_those_of_the_whole_page(html: str) -> None:
    names = ("robots", "envfocus")
    elements = [node.attributes for node in LexborHTMLParser(html).css("meta[name][content]")]
    said = [fold(meta["content"] or "") for meta in elements if (meta["name"] or "").lower() in names]
    assert read(metas(load(html.encode())), [], []).robots == (", ".join(text for text in said if text) or None)
