"""Fields of an article page: where each stands, and what it says there."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.papers.cms import Furniture, Skin, candidates
from envfocus.papers.profile import Profile
from envfocus.parsing import info, links, masthead
from envfocus.parsing.body import Body
from envfocus.parsing.document import Document, attribute, fold, text_of
from envfocus.parsing.info import Info
from envfocus.parsing.masthead import Masthead
from envfocus.parsing.visible_text import lines

Flags = tuple[str, ...]
"""What was unusual."""

_SEVERAL = frozenset({"body", "subtitles"})
"""Fields that can stand in several elements; of the others the first counts."""

_MAX_ELEMENTS = 50
"""Elements looked at for one field: a page has one or a few, a broken one thousands."""


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of a field. `flags`: where they are, if not in their usual place."""

    nodes: list[LexborNode]
    flags: Flags = ()

    @property
    def first(self) -> LexborNode | None:
        """The only one that counts, of most fields."""
        return next(iter(self.nodes), None)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a field. `flags`: whence it is, if not from its usual place."""

    text: str | None
    flags: Flags = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """The same of a field that has several."""

    texts: tuple[str, ...]
    flags: Flags = ()


@dataclass(frozen=True, slots=True)
class Stamps:
    """When an article was registered (등록) and modified (수정)."""

    registered: str | None
    modified: str | None
    flags: Flags = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page, read as an article of a skin; None: of an unknown one."""

    document: Document
    url: str
    skin: Skin | None
    profile: Profile

    @property
    def skin_name(self) -> str:
        """Its name, as flags and records have it."""
        if self.skin is None:
            return "unknown"
        return self.skin.name

    @property
    def furniture(self) -> Furniture:
        """What is no text of an article."""
        return self.profile.cms.furniture

    def candidates(self, field: str) -> tuple[tuple[str, str], ...]:
        """(skin, selector) where a field can stand, in the order to try them."""
        return candidates(self.profile.cms, self.skin, field)

    def elements(self, field: str) -> Elements:
        """The elements of a field: in the skin's usual place, then in its variations,
        then in other skins' (each flagged).
        """
        usual = True
        for owner, selector in self.candidates(field):
            nodes = self._matches(field, selector)
            if nodes and usual and owner == self.skin_name:
                return Elements(nodes)
            if nodes:
                return Elements(nodes, (f"{field}:{selector}",))
            usual = False
        return Elements([])

    def place(self, field: str) -> str | None:
        """The selector that finds a field, with its skin; None: none does."""
        for owner, selector in self.candidates(field):
            if self._matches(field, selector):
                return f"{selector} (skin {owner})"
        return None

    def masthead(self) -> Masthead:
        """What it has as every page has."""
        return masthead.read(self.document, self.profile)

    def article_links(self) -> tuple[int, ...]:
        """The articles that it links to."""
        return links.articles(self.document, self.url, self.profile)

    def menu(self) -> dict[int, str]:
        """Its menu of sections."""
        return links.menu(self.document, self.url, self.profile)

    def meta(self, name: str) -> str | None:
        """What a meta element of the page says."""
        selector = f'meta[property="{name}"]'
        node = self.document.first(selector)
        if node is None:
            return None
        return attribute(node, "content")

    def _matches(self, field: str, selector: str) -> list[LexborNode]:
        """What a selector finds for a field; only a body can be empty."""
        find = self.document.some
        if field in _SEVERAL:
            find = self.document.all
        nodes = find(selector)[:_MAX_ELEMENTS]
        if field == "body":  # its place says something even when it is empty
            return nodes
        return [node for node in nodes if text_of(node)]


def skin_of(document: Document, profile: Profile) -> Skin | None:
    """The first skin whose title and body both stand on the page."""
    for skin in profile.cms.skins:
        has_title = document.first_of(skin.title) is not None
        if has_title and document.first_of(skin.body) is not None:
            return skin
    return None


def body_element(page: Page) -> Elements:
    """Of several elements in the place of a body the one with the most text; flagged
    where others have text too.
    """
    found = page.elements("body")
    if len(found.nodes) < 2:
        return found
    sizes = []
    for node in found.nodes:
        texts = lines(node, page.furniture)
        sizes.append(sum(map(len, texts)))
    place = sizes.index(max(sizes))
    largest = found.nodes[place]
    with_text = [size for size in sizes if size]
    if len(with_text) > 1:
        return Elements([largest], (*found.flags, "body:several"))
    return Elements([largest], found.flags)


def read_title(page: Page, headline: LexborNode | None) -> Text:
    """The headline; without one, the title that the page has for sharing."""
    if headline is not None:
        texts = lines(headline, page.furniture)
        return Text(" ".join(texts))
    title = page.meta("og:title")
    if title is None:
        return Text(None)
    return Text(title, ("title:og:title",))


def read_subtitles(page: Page) -> Texts:
    """The lines of all elements below the headline."""
    elements = page.elements("subtitles")
    texts: list[str] = []
    for node in elements.nodes:
        texts += lines(node, page.furniture)
    return Texts(tuple(texts), elements.flags)


def read_tags(page: Page) -> Texts:
    """The tags, from the first place that has any."""
    for owner, selector in page.candidates("tags"):
        nodes = page.document.all(selector)
        texts = [text_of(node) for node in nodes]
        tags = tuple(text for text in texts if text)
        if tags and owner == page.skin_name:
            return Texts(tags)
        if tags:
            return Texts(tags, (f"tags:{selector}",))
    return Texts(())


def read_stamps(page: Page, line: Info) -> Stamps:
    """From the line below the headline, the old skin's own element, and for 등록 at last
    the meta.
    """
    if line.registered is not None:
        return Stamps(line.registered, line.modified)
    elements = page.elements("stamp")
    text = text_of(elements.first)
    old = _old_stamps(text, page.profile)
    modified = line.modified or old.modified
    if old.registered is not None:
        return Stamps(old.registered, modified, elements.flags)
    published = page.meta("article:published_time")
    if published is None:
        return Stamps(None, modified, elements.flags)
    flags = (*elements.flags, "published:meta")
    return Stamps(published, modified, flags)


def _old_stamps(text: str | None, profile: Profile) -> Stamps:
    """Those of the old skin's element; one without a word of its own is 등록."""
    if text is None:
        return Stamps(None, None)
    found = info.read((text,), profile)
    if found.registered is None and found.modified is None:
        return Stamps(text, None)
    return Stamps(found.registered, found.modified)


def read_byline(line: Info, body: Body) -> Text:
    """The name in the line below the headline; without one, the signature at the end of
    the body.
    """
    if line.byline is None and body.signature:
        return Text(body.signature, ("byline:signature",))
    return Text(line.byline)


def read_section_no(page: Page, section: LexborNode | None) -> int | None:
    """The section's number: from a link at its name, else from the menu of this page."""
    if section is None:
        return None
    for href in _hrefs(section):
        number = links.section_no_of(href, page.url, page.profile)
        if number is not None:
            return number
    name = text_of(section)
    for number, entry in page.menu().items():
        if entry == name:
            return number
    return None


def _hrefs(node: LexborNode) -> Iterator[str]:
    """Addresses of the links that an element is or holds."""
    for link in (node, *node.css("a")):
        href = attribute(link, "href")
        if href is not None:
            yield fold(href)
