"""An article page → its fields as raw values, or the kind of page it is instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.pages import links, masthead
from envfocus.pages.body import Body, read_body
from envfocus.pages.document import Document, attribute, fold, load, text_of
from envfocus.pages.kinds import Kind, kind
from envfocus.pages.masthead import Masthead
from envfocus.pages.skins import INFO, SKINS, Skin, candidates
from envfocus.pages.text import Photo, lines

_REGISTERED = re.compile(r"등록|입력|\d{4}[.\-/]\s?\d{1,2}[.\-/]\s?\d{1,2}")
_MODIFIED = re.compile(r"수정")
_COUNTER = re.compile(r"(?:조회수?|댓글|추천|공유)?[\d\W]*")
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What an article page says. Texts are folded; None and empty: the page does not say. `flags`: what was unusual."""

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
class OtherPage:
    """A page that answered for an article and is none."""

    kind: Kind
    masthead: Masthead
    links: tuple[int, ...]
    flags: tuple[str, ...]


def parse(body: bytes, charset: str | None, url: str) -> ArticlePage | OtherPage:
    """Read the page served at `url`, the address of an article. Raises nothing.

    An article has a headline and the element that holds its body. `og:type` decides nothing:
    front pages carry `article` there too. A page that names another article as its canonical
    address is that one's, not this one's.
    """
    document = load(body, charset)
    asked, claimed = links.article_no(url, url), links.canonical_no(document, url)
    if asked and claimed and asked != claimed:
        return _other(document, url, "other_article")
    flags: list[str] = list(document.flags)
    skin = next((skin for skin in SKINS if _has(document, skin.title) and _has(document, skin.body)), None)
    root = _element(document, skin, "body", flags)
    if root is None:
        headline = any(_has(document, skin.title) for skin in SKINS)
        return _other(document, url, "no_body" if headline else kind(document, url))
    title = _title(document, skin, flags)
    if title is None:
        return _other(document, url, "no_headline")
    return _article(document, url, skin, title, read_body(root, url), flags)


def _article(document: Document, url: str, skin: Skin | None, title: str, body: Body, flags: list[str]) -> ArticlePage:
    info = _info(document)
    section = _element(document, skin, "section", flags)
    subtitles = _element(document, skin, "subtitles", flags)
    byline = _byline(info, body, flags)
    flags[:0] = [f"skin:{skin.name if skin else 'unknown'}"]
    return ArticlePage(
        skin=skin.name if skin else "unknown",
        title=title,
        subtitles=lines(subtitles) if subtitles is not None else (),
        section=text_of(section),
        section_no=_section_no(document, section, url),
        byline=byline,
        registered=_registered(document, skin, info, flags),
        modified=next((line for line in info if _MODIFIED.search(line)), None),
        dateline=body.dateline,
        paragraphs=body.paragraphs,
        photos=body.photos,
        tags=_tags(document, skin, flags),
        masthead=masthead.read(document),
        links=links.articles(document, url),
        flags=(*flags, *body.flags, *([] if body.paragraphs else ["body:empty"])),
    )


def _other(document: Document, url: str, what: Kind) -> OtherPage:
    return OtherPage(what, masthead.read(document), links.articles(document, url), document.flags)


def _has(document: Document, selectors: tuple[str, ...]) -> bool:
    return any(document.first(selector) is not None for selector in selectors)


def _element(document: Document, skin: Skin | None, name: str, flags: list[str]) -> LexborNode | None:
    """The element of a field: the skin's usual place, then its variations, then other skins' (each flagged)."""
    for number, (owner, selector) in enumerate(candidates(skin, name)):
        node = document.first(selector)
        if node is not None and (name == "body" or text_of(node)):
            if number or skin is None or owner != skin.name:
                flags.append(f"{name}:{selector}")
            return node
    return None


def _title(document: Document, skin: Skin | None, flags: list[str]) -> str | None:
    node = _element(document, skin, "title", flags)
    if node is not None:
        return " ".join(lines(node))
    meta = document.first('meta[property="og:title"]')
    title = attribute(meta, "content") if meta is not None else None
    flags += ["title:og:title"] if title else []
    return title


def _info(document: Document) -> tuple[str, ...]:
    """Entries of the line below the headline. Rows of lists have such a line too: those are passed over."""
    element = next((node for node in document.all(INFO) if not _in_a_row(node)), None)
    return tuple(text for node in element.iter() if (text := text_of(node))) if element is not None else ()


def _tags(document: Document, skin: Skin | None, flags: list[str]) -> tuple[str, ...]:
    for owner, selector in candidates(skin, "tags"):
        if tags := tuple(tag for node in document.all(selector) if (tag := text_of(node))):
            flags += [] if skin and owner == skin.name else [f"tags:{selector}"]
            return tags
    return ()


def _in_a_row(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in {"li", "a"}:
            return True
        parent = parent.parent
    return False


def _registered(document: Document, skin: Skin | None, info: tuple[str, ...], flags: list[str]) -> str | None:
    """The stamp of 등록, found by its word or form and never by its place, which shifts."""
    stamp = next((line for line in info if _REGISTERED.search(line) and not _MODIFIED.search(line)), None)
    if stamp is None:
        stamp = text_of(_element(document, skin, "stamp", flags))
    if stamp is None:
        meta = document.first('meta[property="article:published_time"]')
        stamp = attribute(meta, "content") if meta is not None else None
        flags += ["published:meta"] if stamp else []
    return stamp


def _byline(info: tuple[str, ...], body: Body, flags: list[str]) -> str | None:
    """The entry that is neither a stamp nor a counter; without one, the signature at the end of the body."""
    named = next((line for line in info if _is_name(line)), None)
    if named is None and body.signature:
        flags.append("byline:signature")
    return named or body.signature


def _is_name(line: str) -> bool:
    stamp = _REGISTERED.search(line) or _MODIFIED.search(line)
    return not stamp and not _COUNTER.fullmatch(line) and len(line) <= 80


def _section_no(document: Document, section: LexborNode | None, url: str) -> int | None:
    """The section's number: from a link at its name, else from the menu of this page."""
    if section is None:
        return None
    for href in _hrefs(section):
        if number := links.section_no(href, url):
            return number
    name = text_of(section)
    return next((number for number, entry in links.menu(document, url).items() if entry == name), None)


def _hrefs(node: LexborNode) -> Iterator[str]:
    for link in (node, *node.css("a")):
        if href := attribute(link, "href"):
            yield fold(href)
