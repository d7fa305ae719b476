"""An article page → its fields as raw values, or the kind of page it is instead."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.papers.cms import Furniture, Skin, candidates
from envfocus.papers.profile import Profile
from envfocus.papers.selectors import Selectors
from envfocus.parsing import info, links, masthead
from envfocus.parsing.body import Body, read_body
from envfocus.parsing.document import Document, attribute, fold, load, text_of
from envfocus.parsing.info import Info
from envfocus.parsing.masthead import Masthead
from envfocus.parsing.page_kind import PageKind, barrier_of, kind_of
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

    kind: PageKind
    masthead: Masthead
    links: tuple[int, ...]
    flags: tuple[str, ...]


def parse(
    body: bytes, charset: str | None, url: str, profile: Profile
) -> ArticlePage | OtherPage:
    """Read the page served at `url`, the address of an article. Raises nothing.

    An article has a headline and the element that holds its body. `og:type` decides
    nothing: front pages carry `article` there too. A page that names another article as
    its canonical address is that one's, not this one's. A body without text and
    pictures is an article's only below a headline, and where no alert and no captcha
    stands in its place.
    """
    document = load(body, charset, profile)
    skins, furniture = profile.cms.skins, profile.cms.furniture
    asked = links.article_no_of(url, url, profile)
    claimed = links.canonical_article_no(document, url, profile)
    if asked and claimed and asked != claimed:
        return _other(document, url, PageKind.OTHER_ARTICLE, profile)
    flags: list[str] = list(document.flags)
    skin = next(
        (
            skin
            for skin in skins
            if _has(document, skin.title) and _has(document, skin.body)
        ),
        None,
    )
    reader = _Reader(document, skin, flags, profile)
    root = _largest(reader.elements("body"), flags, furniture)
    if root is None:
        headless = not any(_has(document, skin.title) for skin in skins)
        what = PageKind.NO_BODY
        if headless:
            what = kind_of(document, url, profile)
        return _other(document, url, what, profile)
    headline = reader.element("title")
    title = (
        " ".join(lines(headline, furniture))
        if headline is not None
        else _shared_title(document, flags)
    )
    line = info.read(info.find(document, skin, headline, root, profile), profile)
    text = read_body(root, url, line.byline, profile)
    empty = not text.paragraphs and not text.photos
    if empty and (barrier := barrier_of(document, profile)):
        return _other(document, url, barrier, profile)
    if not title or (empty and headline is None):
        return _other(document, url, PageKind.NO_HEADLINE, profile)
    return _article(reader, url, _Parts(skin, title, line, text))


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    skin: Skin | None
    flags: list[str]
    profile: Profile

    def elements(self, name: str) -> list[LexborNode]:
        """The elements of a field: the skin's usual place, then its variations, then
        other skins' (each flagged).
        """
        document, skin = self.document, self.skin
        places = candidates(self.profile.cms, skin, name)
        for number, (owner, selector) in enumerate(places):
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
                    self.flags.append(f"{name}:{selector}")
                return nodes
        return []

    def element(self, name: str) -> LexborNode | None:
        return next(iter(self.elements(name)), None)


def _article(reader: _Reader, url: str, parts: _Parts) -> ArticlePage:
    document, flags, profile = reader.document, reader.flags, reader.profile
    skin, body = parts.skin, parts.body
    section = reader.element("section")
    subtitles = reader.elements("subtitles")
    flags += parts.line.flags
    byline = _byline(parts.line, body, flags)
    registered, modified = _stamps(reader, parts.line)
    flags[:0] = [f"skin:{skin.name if skin else 'unknown'}"]
    return ArticlePage(
        skin=skin.name if skin else "unknown",
        title=parts.title,
        subtitles=tuple(
            text for node in subtitles for text in lines(node, profile.cms.furniture)
        ),
        section=text_of(section),
        section_no=_section_no(document, section, url, profile),
        byline=byline,
        registered=registered,
        modified=modified,
        dateline=body.dateline,
        paragraphs=body.paragraphs,
        photos=body.photos,
        tags=_tags(reader),
        masthead=masthead.read(document, profile),
        links=links.articles(document, url, profile),
        flags=(*flags, *body.flags, *([] if body.paragraphs else ["body:empty"])),
    )


def _other(document: Document, url: str, what: PageKind, profile: Profile) -> OtherPage:
    return OtherPage(
        what,
        masthead.read(document, profile),
        links.articles(document, url, profile),
        document.flags,
    )


def _has(document: Document, selectors: Selectors) -> bool:
    return document.first_of(selectors) is not None


def _largest(
    nodes: list[LexborNode], flags: list[str], furniture: Furniture
) -> LexborNode | None:
    """Of several elements in the place of a body the one with the most text; flagged
    where others have text too.
    """
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    sizes = [sum(map(len, lines(node, furniture))) for node in nodes]
    flags += ["body:several"] if sum(map(bool, sizes)) > 1 else []
    return nodes[sizes.index(max(sizes))]


def _shared_title(document: Document, flags: list[str]) -> str | None:
    meta = document.first('meta[property="og:title"]')
    title = attribute(meta, "content") if meta is not None else None
    flags += ["title:og:title"] if title else []
    return title


def _tags(reader: _Reader) -> tuple[str, ...]:
    skin = reader.skin
    for owner, selector in candidates(reader.profile.cms, skin, "tags"):
        if tags := tuple(
            tag for node in reader.document.all(selector) if (tag := text_of(node))
        ):
            if skin is None or owner != skin.name:
                reader.flags.append(f"tags:{selector}")
            return tags
    return ()


def _stamps(reader: _Reader, line: Info) -> tuple[str | None, str | None]:
    """(등록, 수정): from the line below the headline, the old skin's own element, and
    for 등록 at last the meta.
    """
    registered, modified = line.registered, line.modified
    if registered is None and (text := text_of(reader.element("stamp"))):
        old = info.read((text,), reader.profile)
        registered, modified = (
            old.registered or (None if old.modified else text),
            modified or old.modified,
        )
    if registered is None:
        meta = reader.document.first('meta[property="article:published_time"]')
        registered = attribute(meta, "content") if meta is not None else None
        if registered:
            reader.flags.append("published:meta")
    return registered, modified


def _byline(line: Info, body: Body, flags: list[str]) -> str | None:
    """The name in the line below the headline; without one, the signature at the end of
    the body.
    """
    if line.byline is None and body.signature:
        flags.append("byline:signature")
    return line.byline or body.signature


def _section_no(
    document: Document, section: LexborNode | None, url: str, profile: Profile
) -> int | None:
    """The section's number: from a link at its name, else from the menu of this page."""
    if section is None:
        return None
    for href in _hrefs(section):
        if number := links.section_no_of(href, url, profile):
            return number
    name = text_of(section)
    return next(
        (
            number
            for number, entry in links.menu(document, url, profile).items()
            if entry == name
        ),
        None,
    )


def _hrefs(node: LexborNode) -> Iterator[str]:
    for link in (node, *node.css("a")):
        if href := attribute(link, "href"):
            yield fold(href)
