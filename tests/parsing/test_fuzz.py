"""Pages that were mutated at random: no reader raises, and none says what the page does not."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from envfocus.parsing import article, listing, masthead
from envfocus.parsing.article import ArticlePage
from envfocus.parsing.masthead import Masthead
from fixtures.site import Site
from tests.support.papers import PROFILE

SITE = Site()
TARGETS = [
    *(
        f"news/article.html?no={next(t.article_no for t in SITE.truths() if t.skin == skin)}"
        for skin in ("current", "sticky", "old")
    ),
    f"mobile/article.html?no={SITE.SEED_NO}",
    f"news/article.html?no={SITE.SEED_NO}",
    "",
    "news/section_list_all.html?sec_no=3&page=2",
]
JUNK = [
    "<",
    ">",
    "</div>",
    "</p>",
    "<div>",
    "<p>",
    "<br>",
    "</ul>",
    "<li>",
    "<!--",
    "-->",
    "&#xD800;",
    "&nbsp;",
    "\x00",
    '"',
    "<script>",
    "</script>",
    "<table><tr>",
    "<ul class=art_info>",
    "<img src=data:image/png;base64,A>",
    "\u2028",
    "가",
    "▲",
    "<div id=news_body_area>",
    "<h2>",
    "℃",
    "<select>",
    "<svg>",
    "<math>",
    "<template>",
    "<plaintext>",
]


@cache
def original(target: str) -> str:
    return SITE.reply(f"/{target}").body.decode()


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """A page of the site with some pieces taken out, doubled, or replaced by junk; in one of two encodings, or cut."""
    target = draw(st.sampled_from(TARGETS))
    text = original(target)
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 400)))
        middle = draw(st.sampled_from(["", text[start:end] * 2, *JUNK]))
        text = text[:start] + middle + text[end:]
    body = text.encode(draw(st.sampled_from(["utf-8", "cp949"])), "xmlcharrefreplace")
    return target, body[: draw(st.one_of(st.none(), st.integers(0, len(body))))]


def squeezed(text: str) -> str:
    """Text without white space and what a parser may replace."""
    return re.sub(r"[\s\u200b\ufeff\x00\ufffd]+", "", text)


def page_text(body: bytes) -> str:
    """All that a page holds, tags cut out by the simplest means, entities undone."""
    for encoding in ("utf-8", "cp949"):
        try:
            text = body.decode(encoding)
            break
        except UnicodeDecodeError as error:
            if error.end < len(body) - 2:
                continue
            text = body[: error.start].decode(encoding)
            break
    else:
        text = body.decode("utf-8", "replace")
    return squeezed(unescape(text)) + squeezed(unescape(re.sub(r"<[^>]*>", "", text)))


def texts_of(page: object) -> Iterator[str]:
    if isinstance(page, Masthead):
        yield from (
            text
            for row in page.rows
            for text in (row.condition, row.station, row.temperature)
            if text
        )
        yield from (
            text for text in (page.page_date, page.made_at, page.provider) if text
        )
    if isinstance(page, ArticlePage):
        yield page.title
        yield from (
            text
            for text in (
                page.section,
                page.byline,
                page.registered,
                page.modified,
                page.dateline,
            )
            if text
        )
        yield from (*page.subtitles, *page.tags)
        yield from (photo.caption for photo in page.photos if photo.caption)
        yield from (word for paragraph in page.paragraphs for word in paragraph.split())
        yield from texts_of(page.masthead)


def letters(text: str) -> list[str]:
    """Runs of Hangul and digits: what could be believed."""
    return re.findall(r"[가-힣]{2,}|\d{2,}", text)


@given(mutated())
def test_articles(case: tuple[str, bytes]) -> None:
    target, body = case
    page = article.parse(body, "utf-8", SITE.base + target, PROFILE)
    whole = page_text(body)
    invented = [
        run for text in texts_of(page) for run in letters(text) if run not in whole
    ]
    assert invented == []


@given(mutated())
def test_mastheads(case: tuple[str, bytes]) -> None:
    _, body = case
    whole = page_text(body)
    read = masthead.parse(body, "utf-8", PROFILE)
    assert [
        run for text in texts_of(read) for run in letters(text) if run not in whole
    ] == []


@given(mutated())
def test_listings(case: tuple[str, bytes]) -> None:
    target, body = case
    read = listing.parse(body, "utf-8", SITE.base + target, PROFILE)
    whole = page_text(body)
    assert all(f"no={row.article_no}" in whole for row in read.rows)
    assert all(f"no={article_no}" in whole for article_no in read.links)
    assert all(
        run in whole
        for row in read.rows
        for run in letters(f"{row.title} {row.date} {row.name}")
    )
    assert all(run in whole for name in read.sections.values() for run in letters(name))


@given(st.binary(max_size=300), st.text(max_size=8))
def test_any_bytes(body: bytes, charset: str) -> None:
    article.parse(body, charset, SITE.base, PROFILE)
    listing.parse(body, charset, SITE.base, PROFILE)
    masthead.parse(body, charset, PROFILE)
