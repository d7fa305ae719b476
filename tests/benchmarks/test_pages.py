"""The comparison of page readers: its pages, its scoring by answers made by hand, its lock; no peer is needed."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from benchmarks import pages
from benchmarks.pages import ALL, FAULTS, FIELDS, Page, bare, judge, score
from benchmarks.peers import environment
from benchmarks.peers.pages import LXML, PARSEL, TOOLS, refuse
from benchmarks.peers.session import Answer, Session
from fixtures.site import Site
from fixtures.skins import SKINS

HERE = ("ours", LXML, "Lexbor parse only", PARSEL)
"""Readers whose packages the tree has itself."""


@cache
def sample() -> list[Page]:
    return pages.pages()


def of_role(role: str) -> Page:
    site = Site(base=pages.BASE)
    return next(
        page for page in sample() if site.plan.role(page.truth.article_no) == role
    )


def perfect(page: Page) -> dict[str, Any]:
    """What a perfect reader says, from the truth."""
    truth = page.truth
    return {
        "title": truth.title,
        "subtitles": list(truth.subtitles),
        "published": truth.published and f"{truth.published:%Y-%m-%dT%H:%M:%S}",
        "authors": [truth.byline] if truth.byline else [],
        "section": truth.section,
        "body": "\n".join(page.paragraphs),
    }


def rich() -> Page:
    """The page shaped like the seed: three subtitles, three boxes."""
    return of_role("seed")


def test_the_pages_are_of_all_skins_and_kinds_and_of_one_size() -> None:
    site = Site(base=pages.BASE)
    assert Counter(page.truth.skin for page in sample()) == dict.fromkeys(
        ("current", "sticky", "old", "mobile"), 15
    )
    assert set(pages.ODD) <= {
        site.plan.role(page.truth.article_no) for page in sample()
    }
    assert len({page.truth.article_no for page in sample()}) == 60
    with_meta = sum("article:published_time" in page.html for page in sample())
    assert 20 <= with_meta <= 40
    lengths = sorted(len("".join(page.paragraphs)) for page in sample())
    assert lengths[-1] > 4 * lengths[0]
    assert all(50_000 <= len(page.html.encode()) <= 52_000 for page in sample())


def test_filling_adds_blocks_above_the_end_and_nothing_else() -> None:
    site = Site(base=pages.BASE)
    for page in sample():
        html = site.reply("/" + page.url.removeprefix(pages.BASE)).body.decode()
        begin, end = html.split("</body>")
        added = page.html.removeprefix(begin).removesuffix(f"</body>{end}")
        assert page.html == f"{begin}{added}</body>{end}"
        assert added == "".join(
            map(pages.filler, range(1, added.count("more_menu") + 1))
        )


def test_the_filling_says_nothing_that_a_field_could_be() -> None:
    block = pages.filler(7)
    assert re.findall(r'class="([^"]*)"', block) == ["more_menu"]
    assert not re.search(
        r"<(?:h\d|p|ul class|meta|title)\b|\d{4}[.-]\d|기자|article\.html", block
    )


def test_paragraphs_are_the_truth_with_addresses_as_printed() -> None:
    masks = 0
    for page in sample():
        for own, published in zip(page.paragraphs, page.truth.paragraphs, strict=True):
            masked = "[전화번호]" in published or "[이메일]" in published
            assert masked or own == bare(published)
            masks += masked
    assert 0 < masks < 100


def test_captions_and_teasers_are_on_their_pages_and_in_no_paragraph() -> None:
    for page in sample():
        text = bare(unescape(re.sub("<[^>]*>", "", page.html)))
        body = "".join(page.paragraphs)
        assert not [
            strange for strange in (*page.captions, *page.teasers) if strange in body
        ]
        assert all(shown in text for shown in (*page.closings, *page.teasers[::2]))
        boxes = sum(teaser in text for teaser in page.teasers[1::2])
        assert boxes in (
            {0} if page.truth.skin == "mobile" else {2, 3}
        )  # a box can show the page's own article
    assert sum(len(page.captions) for page in sample()) > 20
    assert len(rich().teasers) == 6
    assert {len(teaser) for teaser in rich().teasers[1::2]} == {60}


def test_a_perfect_answer_is_right_in_all_and_has_no_fault() -> None:
    for page in sample():
        verdict = judge(page, perfect(page))
        assert verdict == {
            **dict.fromkeys((*FIELDS, ALL), True),
            **dict.fromkeys(FAULTS, False),
        }, page.url


@pytest.mark.parametrize(
    ("field", "said", "wrong", "faults"),
    [
        ("title", "다른 제목", "titles", set()),
        ("title", None, "titles", set()),
        ("subtitles", [], "subtitles", set()),
        ("published", None, "times", set()),
        ("published", "2025-02-07T17:35:00", "times", set()),
        ("published", "2025-02-08T17:35:14", "times", {"wrong days"}),
        ("authors", [], "authors", set()),
        ("authors", ["홍길동 기자"], "authors", set()),
        ("authors", ["윤슬기 기자", "홍길동 기자"], "authors", set()),
        ("section", "정책", "sections", set()),
        ("section", None, "sections", set()),
        ("body", None, "bodies", {"gaps in bodies"}),
    ],
)
def test_a_wrong_field_is_wrong_alone(
    field: str, said: Any, wrong: str, faults: set[str]
) -> None:
    verdict = judge(rich(), {**perfect(rich()), field: said})
    assert {name for name in FIELDS if not verdict[name]} == {wrong}
    assert {name for name in FAULTS if verdict[name]} == faults
    assert not verdict[ALL]


def test_all_lines_of_the_subtitles_count() -> None:
    lines = perfect(rich())["subtitles"]
    for said in (lines[:-1], [*lines, "한 줄 더"], lines[::-1], [" ".join(lines)]):
        assert not judge(rich(), {"subtitles": said})["subtitles"]
    assert judge(rich(), {"subtitles": [f" {line}\n" for line in lines]})["subtitles"]


def test_a_day_is_wrong_where_the_page_names_none() -> None:
    bare_page = of_role("bare")
    assert judge(bare_page, {"published": None}) == {"times": True, "wrong days": False}
    assert judge(bare_page, {"published": "2023-02-02T00:00:00"}) == {
        "times": False,
        "wrong days": True,
    }


def test_an_author_is_known_by_name_and_none_is_right_where_none_is_named() -> None:
    assert judge(rich(), {"authors": ["윤슬기 기자 yoon@envfocus.example"]})["authors"]
    nameless = replace(rich(), truth=replace(rich().truth, byline=None))
    assert judge(nameless, {"authors": []})["authors"]
    assert not judge(nameless, {"authors": ["윤슬기"]})["authors"]


def test_a_body_is_right_however_it_is_spaced() -> None:
    page = rich()
    for joint in ("", " ", "\n\n", "\u00a0\n\t"):
        assert judge(page, {"body": joint.join(page.paragraphs)})["bodies"]


def test_a_body_may_keep_what_closes_it_and_nothing_else() -> None:
    page = replace(rich(), closings=("/가나다기자a@envfocus.example", "무단전재금지"))
    body = "".join(page.paragraphs)
    for closing in ("", page.closings[0], page.closings[1], "".join(page.closings)):
        assert judge(page, {"body": body + closing})["bodies"]
    for closing in ("전국", "".join(page.closings[::-1]) + "전국"):
        assert not judge(page, {"body": body + closing})["bodies"]


def test_strange_texts_and_gaps_in_a_body_are_told_apart() -> None:
    page = replace(rich(), captions=("새강변길전경",))
    first, *others = page.paragraphs
    found = {
        "captions in bodies": [*page.paragraphs, page.captions[0]],
        "teasers in bodies": [*page.paragraphs, page.teasers[1] + "와 그 밖의 것"],
        "gaps in bodies": others,
    }
    for fault, said in found.items():
        verdict = judge(page, {"body": "\n".join(said)})
        assert [name for name in FAULTS if verdict.get(name)] == [fault]
        assert not verdict["bodies"]
    assert judge(page, {"body": "\n".join((first[:-1], *others))})["gaps in bodies"]


def test_a_score_counts_pages_and_knows_what_is_not_offered() -> None:
    these = [rich(), of_role("bare")]
    answers = [
        Answer({"title": page.truth.title, "published": "2025-02-07T17:35:14"}, [1])
        for page in these
    ]
    assert score(these, answers) == {"titles": 2, "times": 1, "wrong days": 1}
    assert score(these, [Answer({}, [1])] * 2) == {}


def test_misses_name_page_field_and_what_was_said() -> None:
    page = rich()
    assert list(pages.misses([page], [Answer(perfect(page), [1])])) == []
    told = list(
        pages.misses([page], [Answer({**perfect(page), "section": "정책"}, [1])])
    )
    assert told == [(page.url, "sections", "정책")]


def test_goals_are_met_or_not() -> None:
    medians = {"ours": 1.0, LXML: 1.2, "trafilatura": 49.9, "newspaper4k": 80.0}
    rows = {row[0]: row[-2:] for row in pages.goals(medians, right=59).rows}
    assert rows == {
        "ours ÷ lxml parse only": ("0.83", "yes"),
        "trafilatura ÷ ours": ("49.9", "no"),
        "newspaper4k ÷ ours": ("80.0", "yes"),
        "pages with all six right": ("59", "no"),
    }


def test_figures_have_their_unit_in_the_name() -> None:
    found = pages.figures({"ours": {ALL: 60}, LXML: {}}, {"ours": 0.3, LXML: 0.4})
    assert found["ours_over_lxml"] == pytest.approx(0.75)
    assert found["lxml_parse_only_ms"] == 0.4
    assert found["ours_all_six_pages"] == 60


def test_the_lock_has_every_package_with_hashes() -> None:
    listed, locked = (
        (environment.LOCKS / f"pages.{kind}").read_text("ascii")
        for kind in ("in", "lock")
    )
    wanted = re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", listed, re.MULTILINE)
    assert {name for name, _ in wanted} >= {
        "trafilatura",
        "newspaper4k",
        "news-please",
        "readability-lxml",
        "goose3",
    }
    entries = re.split(r"\n(?=\S)", locked)
    assert all("--hash=sha256:" in entry for entry in entries)
    versions = dict(re.findall(r"^([\w.-]+)==(\S+)", locked, re.MULTILINE))
    assert {name: versions.get(name) for name, _ in wanted} == dict(wanted)


@pytest.mark.parametrize("name", HERE)
def test_readers_of_the_tree_itself_answer(name: str) -> None:
    these = [
        next(page for page in sample() if page.truth.skin == skin) for skin in SKINS
    ]
    with Session(sys.executable, "pages", name) as session:
        answers = [
            Answer(value, [ns])
            for ns, value in session.ask([(page.html, page.url) for page in these])
        ]
    counted = score(these, answers)
    assert counted.get("titles") == {"ours": 4, PARSEL: 4}.get(name)
    assert counted.get(ALL) == (4 if name == "ours" else counted.get(ALL))


@pytest.mark.parametrize(
    "event", ["socket.connect", "socket.getaddrinfo", "socket.sendto"]
)
def test_a_reader_that_asks_the_network_is_refused(event: str) -> None:
    with pytest.raises(PermissionError, match="needs no network"):
        refuse(event, (None, ("127.0.0.1", 9)))
    refuse("open", ("page.html", "r", 0))


def test_every_tool_is_unplugged_before_it_is_made() -> None:
    code = (
        "import socket\n"
        "from benchmarks.peers import pages\n"
        f"pages.TOOLS[{LXML!r}]()\n"
        "socket.create_connection(('127.0.0.1', 9))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=environment.ROOT,
        capture_output=True,
        check=False,
    )
    assert b"PermissionError" in done.stderr
    assert b"needs no network" in done.stderr


def peers() -> Path:
    """The interpreter of the peers, where they were made."""
    try:
        return environment.interpreter("pages")
    except FileNotFoundError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", [name for name in TOOLS if name not in HERE])
def test_a_peer_reads_a_page(name: str) -> None:
    page = rich()
    with Session(peers(), "pages", name) as session:
        assert session.version
        [(_, said)] = session.ask([(page.html, page.url)])
    assert judge(page, said)["titles"]
    assert bare(said["body"])
