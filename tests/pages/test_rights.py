"""What a page says about use."""

import pytest

from envfocus.pages.rights import Said, read
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
    assert read(body, robots, tdm) == said


def test_what_is_said_at_length_is_cut() -> None:
    said = read(b"", ["noarchive, " + "x" * 9_000], [])
    assert said.noarchive
    assert len(said.robots or "") == 500
