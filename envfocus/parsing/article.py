"""An article page → its fields as raw values, or the kind of page it is instead."""

from dataclasses import dataclass

from envfocus.papers.profile import Profile
from envfocus.parsing import fields, info, links
from envfocus.parsing.body import Body, read_body
from envfocus.parsing.document import load, text_of
from envfocus.parsing.fields import Flags, Page
from envfocus.parsing.info import Info
from envfocus.parsing.masthead import Masthead
from envfocus.parsing.page_kind import PageKind, barrier_of, kind_of
from envfocus.parsing.visible_text import Photo


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
    """From a link at the section's name, or from the menu."""
    byline: str | None
    """Name, title and address, as they stand in one string."""
    registered: str | None
    """등록 with its date, as shown; where there is none, the meta's moment."""
    modified: str | None
    """수정 with its date, as shown."""
    dateline: str | None
    """The bracket with which the text begins; it stands in the text too."""
    paragraphs: tuple[str, ...]
    photos: tuple[Photo, ...]
    tags: tuple[str, ...]
    masthead: Masthead
    links: tuple[int, ...]
    """Every article that the page links to."""
    flags: Flags


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page that answered for an article and is none."""

    kind: PageKind
    masthead: Masthead
    links: tuple[int, ...]
    flags: Flags


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
    page = Page(document, url, fields.skin_of(document, profile), profile)
    if _is_another_article(page):
        return _other(page, PageKind.OTHER_ARTICLE)
    bodies = fields.body_element(page)
    root = bodies.first
    if root is None:
        return _other(page, _kind_without_body(page))
    headlines = page.elements("title")
    headline = headlines.first
    title = fields.read_title(page, headline)
    line = info.read_line(document, page.skin, headline, root, profile)
    text = read_body(root, url, line.byline, profile)
    is_empty = not text.paragraphs and not text.photos
    if is_empty:
        barrier = barrier_of(document, profile)
        if barrier is not None:
            return _other(page, barrier)
    if not title.text or (is_empty and headline is None):
        return _other(page, PageKind.NO_HEADLINE)
    flags = (*document.flags, *bodies.flags, *headlines.flags, *title.flags)
    return _article(page, _Parts(title.text, line, text, flags))


def _article(page: Page, parts: _Parts) -> ArticlePage:
    """The fields of a page that is an article."""
    line = parts.line
    body = parts.body
    sections = page.elements("section")
    section = sections.first
    subtitles = fields.read_subtitles(page)
    byline = fields.read_byline(line, body)
    stamps = fields.read_stamps(page, line)
    tags = fields.read_tags(page)
    return ArticlePage(
        skin=page.skin_name,
        title=parts.title,
        subtitles=subtitles.texts,
        section=text_of(section),
        section_no=fields.read_section_no(page, section),
        byline=byline.text,
        registered=stamps.registered,
        modified=stamps.modified,
        dateline=body.dateline,
        paragraphs=body.paragraphs,
        photos=body.photos,
        tags=tags.texts,
        masthead=page.masthead(),
        links=page.article_links(),
        flags=(
            f"skin:{page.skin_name}",
            *parts.flags,
            *sections.flags,
            *subtitles.flags,
            *line.flags,
            *byline.flags,
            *stamps.flags,
            *tags.flags,
            *body.flags,
        ),
    )


def _other(page: Page, kind: PageKind) -> OtherPage:
    """A page that is no article, but has what every page has."""
    return OtherPage(
        kind=kind,
        masthead=page.masthead(),
        links=page.article_links(),
        flags=page.document.flags,
    )


def _is_another_article(page: Page) -> bool:
    """Whether the page names another article than its address does."""
    asked = links.article_no_of(page.url, page.url, page.profile)
    if asked is None:
        return False
    claimed = links.canonical_article_no(page.document, page.url, page.profile)
    return claimed is not None and claimed != asked


def _kind_without_body(page: Page) -> PageKind:
    """What a page without the element of a body is: half an article, or none."""
    for skin in page.profile.cms.skins:
        if page.document.first_of(skin.title) is not None:
            return PageKind.NO_BODY
    return kind_of(page.document, page.url, page.profile)
