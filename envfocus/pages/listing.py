"""A list page → its rows, its paging, the menu."""

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.pages import links, masthead
from envfocus.pages.document import attribute, load, text_of
from envfocus.pages.kinds import Kind, kind
from envfocus.pages.masthead import Masthead

_ROWS = ("ul.art_list_all > li", "li.on_thumb")
_LINK = 'a[href*="article.html"]'


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list. `date`: as shown, `YYYY-MM-DD HH:MM` or `YYYY.MM.DD`."""

    no: int
    title: str | None
    teaser: str | None
    name: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """`rows`: in the order of the page. `last_page`: the highest page its paging links to."""

    kind: Kind
    rows: tuple[Row, ...]
    last_page: int | None
    sections: dict[int, str]
    masthead: Masthead
    links: tuple[int, ...]
    flags: tuple[str, ...]


def parse(body: bytes, charset: str | None, url: str) -> Listing:
    """Read a list page, or the menu and links of any page. Raises nothing."""
    document = load(body, charset)
    nodes = next((found for selector in _ROWS if (found := document.all(selector))), [])
    rows = tuple(row for node in nodes if (row := _row(node, url)))
    pages = [page for node in document.all(".btn_pagenum a") if (page := links.page_no(attribute(node, "href") or ""))]
    return Listing(
        kind="listing" if rows else kind(document, url),
        rows=rows,
        last_page=max(pages, default=None),
        sections=links.menu(document, url),
        masthead=masthead.read(document),
        links=links.articles(document, url),
        flags=document.flags,
    )


def _row(node: LexborNode, url: str) -> Row | None:
    """A row with an article's link; advertisements between the rows have none."""
    hrefs = (attribute(link, "href") or "" for link in node.css(_LINK))
    no = next((no for href in hrefs if (no := links.article_no(href, url))), None)
    if no is None:
        return None
    return Row(
        no=no,
        title=text_of(node.css_first("h2, h3, strong")),
        teaser=text_of(node.css_first("p.ffd")),
        name=text_of(node.css_first("ul.art_info > li.name")),
        date=text_of(node.css_first("ul.art_info > li.date")),
    )
