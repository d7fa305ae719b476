"""Readers of an article page, ours and others', behind one face: bytes and address in; title, body and others out.

An answer has only the fields that its reader offers: `title`, `subtitles`, `published` (ISO, wall time in KST),
`authors`, `section`, `body`. The limits, which only parse, answer nothing.
"""

import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from importlib import import_module
from importlib.metadata import version
from typing import Any, Final

from benchmarks.peers.worker import Tool

KST: Final = timezone(timedelta(hours=9))
FETCHED: Final = datetime(2026, 1, 1, tzinfo=KST)
"""Later than every stamp of the fixtures; ours flags stamps of the future by it."""

LXML, LEXBOR, PARSEL = "lxml parse only", "Lexbor parse only", "parsel CSS"

NOTHING: Final[dict[str, Any]] = {
    "title": None,
    "subtitles": [],
    "published": None,
    "authors": [],
    "section": None,
    "body": None,
}
"""What is said of a page that is taken for no article."""
NETWORK: Final = frozenset(
    {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}
)

SELECTORS: Final = {
    "title": ".art_top h2::text, .fix_art_top h2::text, .hbox h2::text, .arvtitle::text, .news_top h3::text",
    "subtitles": ".art_top h3::text, .sub_tit::text, .hbox h3::text, .news_top h4::text",
    "section": ".path_wrap h3::text, .art_top_nav li:last-child a::text, .p_tit::text",
    "info": ".art_info li::text, .arvdate::text",
    "meta": 'meta[property="article:published_time"]::attr(content)',
    "body": "#news_body_area ::text, .c011_arv .smartOutput ::text, .news_detail > div ::text",
}
"""What a usual Scrapy spider for this paper would hold."""
STAMP: Final = re.compile(
    r"(\d{4})[.-](\d\d)[.-](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?"
)


def prepare(item: list[str]) -> tuple[bytes, str]:
    """The page as served, and its address, from an item of a batch."""
    html, url = item
    return html.encode(), url


def wall(moment: datetime | None) -> str | None:
    """A moment as wall time in KST."""
    if moment is None:
        return None
    return (
        moment.astimezone(KST).replace(tzinfo=None) if moment.tzinfo else moment
    ).isoformat()


def ours() -> Tool:
    """The reader of this tree, and its reader of stamps: parts that others have inside."""
    from envfocus.korean.dates import parse_stamp  # noqa: PLC0415 - each worker imports its own tool alone
    from envfocus.papers.profile import load_profile  # noqa: PLC0415
    from envfocus.parsing.article import ArticlePage, parse  # noqa: PLC0415

    profile = load_profile("ecofocus")

    def call(body: bytes, url: str) -> tuple[ArticlePage, datetime | None] | None:
        page = parse(body, None, url, profile)
        if not isinstance(page, ArticlePage):
            return None
        return page, parse_stamp(
            page.registered, FETCHED
        ).value if page.registered else None

    def read(found: tuple[ArticlePage, datetime | None] | None) -> dict[str, Any]:
        if found is None:
            return NOTHING
        page, published = found
        return {
            "title": page.title,
            "subtitles": list(page.subtitles),
            "published": wall(published),
            "authors": [page.byline] if page.byline else [],
            "section": page.section,
            "body": "\n".join(page.paragraphs),
        }

    return Tool("this tree", call, read)


def lxml_only() -> Tool:
    """A limit: what lxml takes to make its tree."""
    from lxml import html  # noqa: PLC0415

    parser = html.HTMLParser(encoding="utf-8")
    return Tool(
        f"lxml {version('lxml')}",
        lambda body, _: html.document_fromstring(body, parser=parser),
        lambda _: {},
    )


def lexbor_only() -> Tool:
    """A limit: what Lexbor takes to make its tree."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    return Tool(
        f"selectolax {version('selectolax')}",
        lambda body, _: LexborHTMLParser(body),
        lambda _: {},
    )


def parsel_css() -> Tool:
    """Scrapy's selectors, driven as a spider for this paper alone would: the fields, and nothing unusual looked for."""
    from parsel import Selector  # noqa: PLC0415

    def call(body: bytes, _: str) -> dict[str, list[str]]:
        page = Selector(body=body, encoding="utf-8")
        return {
            name: page.css(selector).getall() for name, selector in SELECTORS.items()
        }

    def read(found: dict[str, list[str]]) -> dict[str, Any]:
        stamps = [
            match
            for text in (*found["info"], *found["meta"])
            if (match := STAMP.search(text))
        ]
        names = [
            text for text in found["info"] if not re.search(r"\d{4}|^등록|^수정", text)
        ]
        return {
            "title": "".join(found["title"]),
            "subtitles": found["subtitles"],
            "published": _iso(stamps[0]) if stamps else None,
            "authors": names[:1],
            "section": "".join(found["section"]) or None,
            "body": "".join(found["body"]),
        }

    return Tool(f"parsel {version('parsel')}", call, read)


def _iso(stamp: re.Match[str]) -> str:
    year, month, day, *clock = (part or "00" for part in stamp.groups())
    return f"{year}-{month}-{day}T{':'.join(clock)}"


def trafilatura() -> Tool:
    """trafilatura with metadata, times asked for, and otherwise balanced, which does better here than its precision."""
    from trafilatura import bare_extraction  # type: ignore[import-not-found] # noqa: PLC0415

    dates = {
        "original_date": True,
        "extensive_search": True,
        "outputformat": "%Y-%m-%dT%H:%M:%S",
    }
    options = {
        "with_metadata": True,
        "include_comments": False,
        "target_language": "ko",
    }

    def read(found: Any) -> dict[str, Any]:
        if found is None:
            return {
                name: value for name, value in NOTHING.items() if name != "subtitles"
            }
        return {
            "title": found.title,
            "published": found.date,
            "authors": found.author.split("; ") if found.author else [],
            "section": found.categories[0] if found.categories else None,
            "body": found.text,
        }

    return Tool(
        f"trafilatura {version('trafilatura')}",
        lambda body, url: bare_extraction(
            body, url=url, date_extraction_params=dates, **options
        ),
        read,
    )


def _korean_words() -> None:
    """Give newspaper4k NLTK's words without NLTK's sentences, whose model is no package: else it fails on Korean."""
    from nltk.tokenize import NLTKWordTokenizer  # type: ignore[import-not-found] # noqa: PLC0415

    import_module("newspaper.languages.ko").tokenizer = NLTKWordTokenizer().tokenize  # type: ignore[attr-defined]


def newspaper4k() -> Tool:
    """newspaper4k in Korean, its pictures not fetched."""
    from newspaper import Article  # type: ignore[import-not-found] # noqa: PLC0415

    def call(body: bytes, url: str) -> Any:
        return (
            Article(url, language="ko", fetch_images=False)
            .download(input_html=body.decode())
            .parse()
        )

    def read(found: Any) -> dict[str, Any]:
        published = wall(found.publish_date or None)
        return {
            "title": found.title,
            "published": published,
            "authors": found.authors,
            "body": found.text,
        }

    _korean_words()
    return Tool(f"newspaper4k {version('newspaper4k')}", call, read)


def news_please() -> Tool:
    """news-please, which asks newspaper4k and readability, and compares; its pictures not fetched."""
    from newsplease import NewsPlease  # type: ignore[import-not-found] # noqa: PLC0415

    def read(found: Any) -> dict[str, Any]:
        published = wall(found.date_publish)
        return {
            "title": found.title,
            "published": published,
            "authors": found.authors,
            "body": found.maintext,
        }

    _korean_words()
    return Tool(
        f"news-please {version('news-please')}",
        lambda body, url: NewsPlease.from_html(
            body.decode(), url=url, fetch_images=False
        ),
        read,
    )


def readability() -> Tool:
    """readability-lxml: its title without the paper's name, and the text of its summary."""
    from lxml import html  # noqa: PLC0415
    from readability import Document  # type: ignore[import-not-found] # noqa: PLC0415

    def call(body: bytes, url: str) -> tuple[str, str]:
        document = Document(body.decode(), url=url)
        summary = document.summary(html_partial=True)
        return document.short_title(), str(html.fromstring(summary).xpath("string()"))

    return Tool(
        f"readability-lxml {version('readability-lxml')}",
        call,
        lambda found: {"title": found[0], "body": found[1]},
    )


def goose() -> Tool:
    """goose3 with its Korean words, its pictures not fetched."""
    from goose3 import Goose  # type: ignore[import-not-found] # noqa: PLC0415
    from goose3.text import StopWordsKorean  # type: ignore[import-not-found] # noqa: PLC0415

    def read(found: Any) -> dict[str, Any]:
        published = wall(found.publish_datetime_utc)
        return {
            "title": found.title,
            "published": published,
            "authors": found.authors,
            "body": found.cleaned_text,
        }

    reader = Goose(
        {
            "stopwords_class": StopWordsKorean,
            "target_language": "ko",
            "use_meta_language": False,
        }
    )
    return Tool(
        f"goose3 {version('goose3')}",
        lambda body, _: reader.extract(raw_html=body.decode()),
        read,
    )


def unplugged(make: Callable[[], Tool]) -> Callable[[], Tool]:
    """The same tool in a process without a network, whatever its package would like to fetch."""

    def made() -> Tool:
        sys.addaudithook(refuse)
        return make()

    return made


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: no names are looked up and nothing is connected to. Raises PermissionError."""
    if event in NETWORK:
        raise PermissionError(
            f"{event} {arguments[1:]}: a reader of given pages needs no network"
        )


TOOLS: Final[dict[str, Callable[[], Tool]]] = {
    name: unplugged(make)
    for name, make in {
        "ours": ours,
        LXML: lxml_only,
        LEXBOR: lexbor_only,
        PARSEL: parsel_css,
        "trafilatura": trafilatura,
        "newspaper4k": newspaper4k,
        "news-please": news_please,
        "readability-lxml": readability,
        "goose3": goose,
    }.items()
}
