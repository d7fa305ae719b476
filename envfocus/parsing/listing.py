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
    """Never a body: it is flattened and cut."""
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
    """The menu: number → name."""
    masthead: Masthead
    links: tuple[int, ...]
    flags: tuple[str, ...]


def parse(body: bytes, charset: str | None, url: str, profile: Profile) -> Listing:
    """Read a list page, or the menu and links of any page. Never raises."""
    document = load(body, charset, profile)
    rows = _rows(document, url, profile)
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


def _rows(document: Document, url: str, profile: Profile) -> tuple[Row, ...]:
    """The rows of the first place that has any."""
    nodes = document.all_of(profile.cms.listing.rows)
    rows = [_row(node, url, profile) for node in nodes]
    return tuple(row for row in rows if row is not None)


def _last_page(document: Document, profile: Profile) -> int | None:
    """The highest page that the paging links to."""
    pages: list[int] = []
    for node in document.all_of(profile.cms.listing.paging):
        href = attribute(node, "href") or ""
        page = links.page_no_of(href, profile)
        if page is not None:
            pages.append(page)
    return max(pages, default=None)


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
    """The article that a row leads to: the first, where there are several."""
    selector = union(profile.cms.listing.row_link)
    for link in node.css(selector):
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
