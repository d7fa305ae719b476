"""An article page → its fields as raw values, or the kind of page it is instead."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.papers.skins import SKINS, Skin, candidates
from envfocus.parsing import info, links, masthead
from envfocus.parsing.body import Body, read_body
from envfocus.parsing.document import Document, attribute, fold, load, text_of
from envfocus.parsing.info import Info
from envfocus.parsing.masthead import Masthead
from envfocus.parsing.page_kind import Kind, gate, kind
from envfocus.parsing.visible_text import Photo, lines

_SEVERAL = frozenset({"body", "subtitles"})
"""Fields that can stand in several elements; of the others the first counts."""

_MANY = 50
"""Elements looked at for one field: a page has one or a few, a broken one thousands."""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What an article page says. Texts are folded; None and empty: the page does not
    say. `flags`: what was unusual.
    """

    skin: str
    title: str
    subtitles: tuple[str, ...]
    section: str | None
    section_no: int | None
    byline: str | None
    registered: str | None
    modified: str | None
    dateline: str | None
    paragraphs: tuple[str, ...]
    photos: tuple[Photo, ...]
    tags: tuple[str, ...]
    masthead: Masthead
    links: tuple[int, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What makes a page an article."""

    skin: Skin | None
    title: str
    line: Info
    body: Body


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page that answered for an article and is none."""

    kind: Kind
    masthead: Masthead
    links: tuple[int, ...]
    flags: tuple[str, ...]


def parse(body: bytes, charset: str | None, url: str) -> ArticlePage | OtherPage:
    """Read the page served at `url`, the address of an article. Raises nothing.

    An article has a headline and the element that holds its body. `og:type` decides
    nothing: front pages carry `article` there too. A page that names another article as
    its canonical address is that one's, not this one's. A body without text and
    pictures is an article's only below a headline, and where no alert and no captcha
    stands in its place.
    """
    document = load(body, charset)
    asked, claimed = (
        links.article_no_of(url, url),
        links.canonical_article_no(document, url),
    )
    if asked and claimed and asked != claimed:
        return _other(document, url, "other_article")
    flags: list[str] = list(document.flags)
    skin = next(
        (
            skin
            for skin in SKINS
            if _has(document, skin.title) and _has(document, skin.body)
        ),
        None,
    )
    root = _largest(_elements(document, skin, "body", flags), flags)
    if root is None:
        headless = not any(_has(document, skin.title) for skin in SKINS)
        return _other(document, url, kind(document, url) if headless else "no_body")
    headline = _element(document, skin, "title", flags)
    title = (
        " ".join(lines(headline))
        if headline is not None
        else _shared_title(document, flags)
    )
    line = info.read(info.find(document, skin, headline, root))
    text = read_body(root, url, line.byline)
    empty = not text.paragraphs and not text.photos
    if empty and (barrier := gate(document)):
        return _other(document, url, barrier)
    if not title or (empty and headline is None):
        return _other(document, url, "no_headline")
    return _article(document, url, _Parts(skin, title, line, text), flags)


def _article(
    document: Document, url: str, parts: _Parts, flags: list[str]
) -> ArticlePage:
    skin, body = parts.skin, parts.body
    section = _element(document, skin, "section", flags)
    subtitles = _elements(document, skin, "subtitles", flags)
    flags += parts.line.flags
    byline = _byline(parts.line, body, flags)
    registered, modified = _stamps(document, skin, parts.line, flags)
    flags[:0] = [f"skin:{skin.name if skin else 'unknown'}"]
    return ArticlePage(
        skin=skin.name if skin else "unknown",
        title=parts.title,
        subtitles=tuple(text for node in subtitles for text in lines(node)),
        section=text_of(section),
        section_no=_section_no(document, section, url),
        byline=byline,
        registered=registered,
        modified=modified,
        dateline=body.dateline,
        paragraphs=body.paragraphs,
        photos=body.photos,
        tags=_tags(document, skin, flags),
        masthead=masthead.read(document),
        links=links.articles(document, url),
        flags=(*flags, *body.flags, *([] if body.paragraphs else ["body:empty"])),
    )


def _other(document: Document, url: str, what: Kind) -> OtherPage:
    return OtherPage(
        what, masthead.read(document), links.articles(document, url), document.flags
    )


def _has(document: Document, selectors: tuple[str, ...]) -> bool:
    return any(document.first(selector) is not None for selector in selectors)


def _elements(
    document: Document, skin: Skin | None, name: str, flags: list[str]
) -> list[LexborNode]:
    """The elements of a field: the skin's usual place, then its variations, then other
    skins' (each flagged).
    """
    for number, (owner, selector) in enumerate(candidates(skin, name)):
        nodes = (
            document.all(selector)[:_MANY]
            if name in _SEVERAL
            else document.some(selector)
        )
        if (
            name != "body"
        ):  # the only field whose place says something even when it is empty
            nodes = [node for node in nodes if text_of(node)]
        if nodes:
            if number or skin is None or owner != skin.name:
                flags.append(f"{name}:{selector}")
            return nodes
    return []


def _element(
    document: Document, skin: Skin | None, name: str, flags: list[str]
) -> LexborNode | None:
    return next(iter(_elements(document, skin, name, flags)), None)


def _largest(nodes: list[LexborNode], flags: list[str]) -> LexborNode | None:
    """Of several elements in the place of a body the one with the most text; flagged
    where others have text too.
    """
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    sizes = [sum(map(len, lines(node))) for node in nodes]
    flags += ["body:several"] if sum(map(bool, sizes)) > 1 else []
    return nodes[sizes.index(max(sizes))]


def _shared_title(document: Document, flags: list[str]) -> str | None:
    meta = document.first('meta[property="og:title"]')
    title = attribute(meta, "content") if meta is not None else None
    flags += ["title:og:title"] if title else []
    return title


def _tags(document: Document, skin: Skin | None, flags: list[str]) -> tuple[str, ...]:
    for owner, selector in candidates(skin, "tags"):
        if tags := tuple(
            tag for node in document.all(selector) if (tag := text_of(node))
        ):
            flags += [] if skin and owner == skin.name else [f"tags:{selector}"]
            return tags
    return ()


def _stamps(
    document: Document, skin: Skin | None, line: Info, flags: list[str]
) -> tuple[str | None, str | None]:
    """(등록, 수정): from the line below the headline, the old skin's own element, and
    for 등록 at last the meta.
    """
    registered, modified = line.registered, line.modified
    if registered is None and (
        text := text_of(_element(document, skin, "stamp", flags))
    ):
        old = info.read((text,))
        registered, modified = (
            old.registered or (None if old.modified else text),
            modified or old.modified,
        )
    if registered is None:
        meta = document.first('meta[property="article:published_time"]')
        registered = attribute(meta, "content") if meta is not None else None
        flags += ["published:meta"] if registered else []
    return registered, modified


def _byline(line: Info, body: Body, flags: list[str]) -> str | None:
    """The name in the line below the headline; without one, the signature at the end of
    the body.
    """
    if line.byline is None and body.signature:
        flags.append("byline:signature")
    return line.byline or body.signature


def _section_no(document: Document, section: LexborNode | None, url: str) -> int | None:
    """The section's number: from a link at its name, else from the menu of this page."""
    if section is None:
        return None
    for href in _hrefs(section):
        if number := links.section_no_of(href, url):
            return number
    name = text_of(section)
    return next(
        (
            number
            for number, entry in links.menu(document, url).items()
            if entry == name
        ),
        None,
    )


def _hrefs(node: LexborNode) -> Iterator[str]:
    for link in (node, *node.css("a")):
        if href := attribute(link, "href"):
            yield fold(href)
