"""A list page → its rows, its paging, the menu."""

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.parsing import links, masthead
from envfocus.parsing.document import attribute, load, text_of
from envfocus.parsing.masthead import Masthead
from envfocus.parsing.page_kind import Kind, kind

_ROWS = ("ul.art_list_all > li", "li.on_thumb")
_LINK = 'a[href*="article.html"]'


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
    pages = [
        page
        for node in document.all(".btn_pagenum a")
        if (page := links.page_no_of(attribute(node, "href") or ""))
    ]
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
    article_no = next(
        (
            article_no
            for href in hrefs
            if (article_no := links.article_no_of(href, url))
        ),
        None,
    )
    if article_no is None:
        return None
    return Row(
        article_no=article_no,
        title=text_of(node.css_first("h2, h3, strong")),
        teaser=text_of(node.css_first("p.ffd")),
        name=text_of(node.css_first("ul.art_info > li.name")),
        date=text_of(node.css_first("ul.art_info > li.date")),
    )
