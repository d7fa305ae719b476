"""A list page → its rows, its paging, the menu."""

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.papers.profile import Profile
from envfocus.papers.selectors import Selectors, union
from envfocus.parsing import links, masthead
from envfocus.parsing.document import Document, attribute, load, text_of
from envfocus.parsing.masthead import Masthead
from envfocus.parsing.page_kind import PageKind, kind_of


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list. `date`: as shown, `YYYY-MM-DD HH:MM` or `YYYY.MM.DD`."""

    article_no: int
    title: str | None
    teaser: str | None
    name: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """`rows`: in the order of the page. `last_page`: the highest page its paging links
    to.
    """

    kind: PageKind
    rows: tuple[Row, ...]
    last_page: int | None
    sections: dict[int, str]
    masthead: Masthead
    links: tuple[int, ...]
    flags: tuple[str, ...]


def parse(body: bytes, charset: str | None, url: str, profile: Profile) -> Listing:
    """Read a list page, or the menu and links of any page. Never raises."""
    document = load(body, charset, profile)
    nodes = document.all_of(profile.cms.listing.rows)
    found = [_row(node, url, profile) for node in nodes]
    rows = tuple(row for row in found if row is not None)
    kind = PageKind.LISTING
    if not rows:
        kind = kind_of(document, url, profile)
    return Listing(
        kind=kind,
        rows=rows,
        last_page=_last_page(document, profile),
        sections=links.menu(document, url, profile),
        masthead=masthead.read(document, profile),
        links=links.articles(document, url, profile),
        flags=document.flags,
    )


def _last_page(document: Document, profile: Profile) -> int | None:
    """The highest page that the paging links to."""
    last: int | None = None
    for node in document.all_of(profile.cms.listing.paging):
        page = links.page_no_of(attribute(node, "href") or "", profile)
        if page is not None:
            last = max(page, last or page)
    return last


def _row(node: LexborNode, url: str, profile: Profile) -> Row | None:
    """A row with an article's link; advertisements between the rows have none."""
    places = profile.cms.listing
    article_no = _article_no(node, url, profile)
    if article_no is None:
        return None
    return Row(
        article_no=article_no,
        title=_text(node, places.row_title),
        teaser=_text(node, places.row_teaser),
        name=_text(node, places.row_name),
        date=_text(node, places.row_date),
    )


def _article_no(node: LexborNode, url: str, profile: Profile) -> int | None:
    for link in node.css(union(profile.cms.listing.row_link)):
        href = attribute(link, "href") or ""
        article_no = links.article_no_of(href, url, profile)
        if article_no is not None:
            return article_no
    return None


def _text(node: LexborNode, selectors: Selectors) -> str | None:
    """The text of the first of these places that the row has."""
    for selector in selectors:
        found = node.css_first(selector.css)
        if found is not None:
            return text_of(found)
    return None
