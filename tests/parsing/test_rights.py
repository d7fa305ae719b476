"""What a page says about use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.parsing.document import load
from envfocus.parsing.rights import Terms, metas, read
from tests.support.pages import page
from tests.support.papers import PROFILE


def meta(**values: str) -> bytes:
    head = "".join(
        f'<meta name="{name.replace("_", "-")}" content="{value}">'
        for name, value in values.items()
    )
    return page("<p>글</p>", head=head)


@pytest.mark.parametrize(
    ("body", "robots", "tdm", "said"),
    [
        (page("글"), [], [], Terms()),
        (b"", [], [], Terms()),
        (page("글"), ["noarchive"], [], Terms("noarchive", True, None)),
        (page("글"), ["index, follow"], [], Terms("index, follow", False, None)),
        (
            page("글"),
            ["noindex", " NOARCHIVE , nosnippet"],
            [],
            Terms("noindex, NOARCHIVE , nosnippet", True, None),
        ),
        (page("글"), ["googlebot: noarchive"], [], Terms()),
        (page("글"), ["envfocus: noarchive"], [], Terms("noarchive", True, None)),
        (
            page("글"),
            ["EnvFocus: noarchive", "otherbot: none"],
            [],
            Terms("noarchive", True, None),
        ),
        (
            page("글"),
            ["unavailable_after: 25 Jun 2026 15:00:00 KST"],
            [],
            Terms("unavailable_after: 25 Jun 2026 15:00:00 KST", False),
        ),
        (
            page("글"),
            ["noarchive, max-snippet: 20"],
            [],
            Terms("noarchive, max-snippet: 20", True),
        ),
        (page("글"), [""], [], Terms()),
        (meta(robots="noarchive"), [], [], Terms("noarchive", True, None)),
        (
            meta(ROBOTS="NoIndex,NoArchive"),
            [],
            [],
            Terms("NoIndex,NoArchive", True, None),
        ),
        (meta(googlebot="noarchive"), [], [], Terms()),
        (meta(envfocus="noarchive"), [], [], Terms("noarchive", True, None)),
        (
            meta(robots="index"),
            ["noarchive"],
            [],
            Terms("noarchive, index", True, None),
        ),
        (page("<!-- <meta name=robots content=noarchive> -->"), [], [], Terms()),
        (page("글"), [], ["1"], Terms(None, None, True)),
        (page("글"), [], [" 0 "], Terms(None, None, False)),
        (page("글"), [], ["yes"], Terms()),
        (meta(tdm_reservation="1"), [], [], Terms(None, None, True)),
        (meta(tdm_reservation="0"), [], ["1"], Terms(None, None, True)),
        (meta(tdm_reservation="1"), [], ["0"], Terms(None, None, True)),
        (
            meta(robots="noarchive", tdm_reservation="1"),
            [],
            [],
            Terms("noarchive", True, True),
        ),
    ],
)
def test_what_is_said(
    body: bytes, robots: list[str], tdm: list[str], said: Terms
) -> None:
    assert read(metas(load(body, None, PROFILE)), robots, tdm) == said


def test_what_is_said_at_length_is_cut() -> None:
    said = read((), ["noarchive, " + "x" * 9_000], [])
    assert said.noarchive
    assert len(said.robots or "") == 500


@pytest.mark.parametrize(
    ("body", "robots"),
    [
        (
            page("<p>글</p>" * 10_000, head="<title>글</title>")
            + b"<meta name=robots content=none>",
            "none",
        ),
        (page("<meta name=robots content=noarchive><p>글</p>"), "noarchive"),
        (
            b"<head><meta name=robots content='index'><body><meta name=robots content=none>",
            "index, none",
        ),
        (b"<head><script>'<meta name=robots content=none>'</script><p>", None),
        (
            b"<head><meta name=robots content='noarchive <meta x='><p>",
            "noarchive <meta x=",
        ),
        (b"<META content='a<b' NAME=' EnvFocus '>", "a<b"),
        (b"<meta name=r&#111;bots content=none>", "none"),
        (
            page("글", head="<meta name=robots content='색인 금지'>")
            .decode()
            .encode("cp949"),
            "색인 금지",
        ),
        (
            b"<meta name=robots content=none>" + b"<div>" * 7_000,
            None,
        ),  # refused as absurd
    ],
    ids=[
        "far down",
        "in the body",
        "twice",
        "script",
        "unclosed",
        "spelling",
        "reference",
        "cp949",
        "absurd",
    ],
)
def test_directives_stand_anywhere_on_the_page(body: bytes, robots: str | None) -> None:
    assert read(metas(load(body, None, PROFILE)), [], []).robots == robots


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_give_directives_or_none(body: bytes) -> None:
    assert all(
        name and content
        for name, content in metas(
            load(b"<meta name=robots content=" + body, None, PROFILE)
        )
    )
