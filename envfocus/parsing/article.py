"""An article page → its fields as raw values, or the kind of page it is instead."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.papers.cms import Skin, candidates
from envfocus.papers.profile import Profile
from envfocus.parsing import info, links, masthead
from envfocus.parsing.body import Body, read_body
from envfocus.parsing.document import Document, attribute, fold, load, text_of
from envfocus.parsing.info import Info
from envfocus.parsing.masthead import Masthead
from envfocus.parsing.page_kind import PageKind, barrier_of, kind_of
from envfocus.parsing.visible_text import Photo, lines

Flags = tuple[str, ...]
"""What was unusual."""

_SEVERAL = frozenset({"body", "subtitles"})
"""Fields that can stand in several elements; of the others the first counts."""

_MAX_ELEMENTS = 50
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
    flags: Flags


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page that answered for an article and is none."""

    kind: PageKind
    masthead: Masthead
    links: tuple[int, ...]
    flags: Flags


@dataclass(frozen=True, slots=True)
class _Page:
    """A parsed page, read as an article of a skin; None: of an unknown one."""

    document: Document
    url: str
    skin: Skin | None
    profile: Profile

    @property
    def skin_name(self) -> str:
        if self.skin is None:
            return "unknown"
        return self.skin.name

    def elements(self, field: str) -> tuple[list[LexborNode], Flags]:
        """The elements of a field: in the skin's usual place, then in its variations,
        then in other skins' (each flagged).
        """
        usual = True
        for owner, selector in candidates(self.profile.cms, self.skin, field):
            nodes = self._matches(field, selector)
            if nodes and usual and owner == self.skin_name:
                return nodes, ()
            if nodes:
                return nodes, (f"{field}:{selector}",)
            usual = False
        return [], ()

    def element(self, field: str) -> tuple[LexborNode | None, Flags]:
        """The first element of a field."""
        nodes, flags = self.elements(field)
        return next(iter(nodes), None), flags

    def meta(self, name: str) -> str | None:
        """What a meta element says."""
        node = self.document.first(f'meta[property="{name}"]')
        if node is None:
            return None
        return attribute(node, "content")

    def _matches(self, field: str, selector: str) -> list[LexborNode]:
        find = self.document.some
        if field in _SEVERAL:
            find = self.document.all
        nodes = find(selector)[:_MAX_ELEMENTS]
        if field == "body":  # its place says something even when it is empty
            return nodes
        return [node for node in nodes if text_of(node)]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What makes a page an article."""

    title: str
    line: Info
    body: Body
    flags: Flags


def parse(
    body: bytes, charset: str | None, url: str, profile: Profile
) -> ArticlePage | OtherPage:
    """Read the page served at `url`, the address of an article. Never raises.

    An article has a headline and the element that holds its body. `og:type` decides
    nothing: front pages carry `article` there too. A page that names another article as
    its canonical address is that one's, not this one's. A body without text and
    pictures is an article's only below a headline, and where no alert and no captcha
    stands in its place.
    """
    document = load(body, charset, profile)
    page = _Page(document, url, _skin_of(document, profile), profile)
    if _is_another_article(page):
        return _other(page, PageKind.OTHER_ARTICLE)
    root, root_flags = _largest(page)
    if root is None:
        return _other(page, _kind_without_body(page))
    headline, headline_flags = page.element("title")
    title, title_flags = _title(page, headline)
    line = info.read_line(document, page.skin, headline, root, profile)
    text = read_body(root, url, line.byline, profile)
    is_empty = not text.paragraphs and not text.photos
    if is_empty:
        barrier = barrier_of(document, profile)
        if barrier is not None:
            return _other(page, barrier)
    if not title or (is_empty and headline is None):
        return _other(page, PageKind.NO_HEADLINE)
    flags = (*document.flags, *root_flags, *headline_flags, *title_flags)
    return _article(page, _Parts(title, line, text, flags))


def _article(page: _Page, parts: _Parts) -> ArticlePage:
    line, body = parts.line, parts.body
    section, section_flags = page.element("section")
    subtitles, subtitle_flags = _subtitles(page)
    byline, byline_flags = _byline(line, body)
    registered, modified, stamp_flags = _stamps(page, line)
    tags, tag_flags = _tags(page)
    empty_flags = () if body.paragraphs else ("body:empty",)
    return ArticlePage(
        skin=page.skin_name,
        title=parts.title,
        subtitles=subtitles,
        section=text_of(section),
        section_no=_section_no(page, section),
        byline=byline,
        registered=registered,
        modified=modified,
        dateline=body.dateline,
        paragraphs=body.paragraphs,
        photos=body.photos,
        tags=tags,
        masthead=masthead.read(page.document, page.profile),
        links=links.articles(page.document, page.url, page.profile),
        flags=(
            f"skin:{page.skin_name}",
            *parts.flags,
            *section_flags,
            *subtitle_flags,
            *line.flags,
            *byline_flags,
            *stamp_flags,
            *tag_flags,
            *body.flags,
            *empty_flags,
        ),
    )


def _other(page: _Page, kind: PageKind) -> OtherPage:
    return OtherPage(
        kind=kind,
        masthead=masthead.read(page.document, page.profile),
        links=links.articles(page.document, page.url, page.profile),
        flags=page.document.flags,
    )


def _is_another_article(page: _Page) -> bool:
    """Whether the page names another article than its address does."""
    asked = links.article_no_of(page.url, page.url, page.profile)
    if asked is None:
        return False
    claimed = links.canonical_article_no(page.document, page.url, page.profile)
    return claimed is not None and claimed != asked


def _skin_of(document: Document, profile: Profile) -> Skin | None:
    """The first skin whose title and body both stand on the page."""
    for skin in profile.cms.skins:
        has_title = document.first_of(skin.title) is not None
        if has_title and document.first_of(skin.body) is not None:
            return skin
    return None


def _kind_without_body(page: _Page) -> PageKind:
    for skin in page.profile.cms.skins:
        if page.document.first_of(skin.title) is not None:
            return PageKind.NO_BODY
    return kind_of(page.document, page.url, page.profile)


def _largest(page: _Page) -> tuple[LexborNode | None, Flags]:
    """Of several elements in the place of a body the one with the most text; flagged
    where others have text too.
    """
    nodes, flags = page.elements("body")
    if len(nodes) < 2:
        return next(iter(nodes), None), flags
    furniture = page.profile.cms.furniture
    sizes = [sum(map(len, lines(node, furniture))) for node in nodes]
    largest = nodes[sizes.index(max(sizes))]
    if sum(map(bool, sizes)) > 1:
        return largest, (*flags, "body:several")
    return largest, flags


def _title(page: _Page, headline: LexborNode | None) -> tuple[str | None, Flags]:
    """The headline; without one, the title that the page has for sharing."""
    if headline is not None:
        return " ".join(lines(headline, page.profile.cms.furniture)), ()
    title = page.meta("og:title")
    if title is None:
        return None, ()
    return title, ("title:og:title",)


def _subtitles(page: _Page) -> tuple[tuple[str, ...], Flags]:
    nodes, flags = page.elements("subtitles")
    texts: list[str] = []
    for node in nodes:
        texts += lines(node, page.profile.cms.furniture)
    return tuple(texts), flags


def _tags(page: _Page) -> tuple[tuple[str, ...], Flags]:
    for owner, selector in candidates(page.profile.cms, page.skin, "tags"):
        texts = [text_of(node) for node in page.document.all(selector)]
        tags = tuple(text for text in texts if text)
        if tags and owner == page.skin_name:
            return tags, ()
        if tags:
            return tags, (f"tags:{selector}",)
    return (), ()


def _stamps(page: _Page, line: Info) -> tuple[str | None, str | None, Flags]:
    """(등록, 수정): from the line below the headline, the old skin's own element, and
    for 등록 at last the meta.
    """
    if line.registered is not None:
        return line.registered, line.modified, ()
    element, flags = page.element("stamp")
    registered, modified = _old_stamps(text_of(element), page.profile)
    modified = line.modified or modified
    if registered is None:
        registered = page.meta("article:published_time")
        if registered is not None:
            flags = (*flags, "published:meta")
    return registered, modified, flags


def _old_stamps(text: str | None, profile: Profile) -> tuple[str | None, str | None]:
    """(등록, 수정) of the old skin's element; one without a word of its own is 등록."""
    if text is None:
        return None, None
    stamps = info.read((text,), profile)
    if stamps.registered is None and stamps.modified is None:
        return text, None
    return stamps.registered, stamps.modified


def _byline(line: Info, body: Body) -> tuple[str | None, Flags]:
    """The name in the line below the headline; without one, the signature at the end of
    the body.
    """
    if line.byline is None and body.signature:
        return body.signature, ("byline:signature",)
    return line.byline, ()


def _section_no(page: _Page, section: LexborNode | None) -> int | None:
    """The section's number: from a link at its name, else from the menu of this page."""
    if section is None:
        return None
    for href in _hrefs(section):
        number = links.section_no_of(href, page.url, page.profile)
        if number is not None:
            return number
    name = text_of(section)
    menu = links.menu(page.document, page.url, page.profile)
    return next((number for number, entry in menu.items() if entry == name), None)


def _hrefs(node: LexborNode) -> Iterator[str]:
    for link in (node, *node.css("a")):
        href = attribute(link, "href")
        if href is not None:
            yield fold(href)
