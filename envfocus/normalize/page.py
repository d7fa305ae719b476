"""One page, read as the crawl reads it, with the place where each field was found."""

from dataclasses import dataclass
from datetime import datetime

from scrapy.http import HtmlResponse, Response

from envfocus.items import ArticleRecord
from envfocus.normalize.chain import normalize
from envfocus.normalize.records import Fetch, load_article
from envfocus.papers.profile import Profile
from envfocus.parsing import article, links, listing
from envfocus.parsing.article import OtherPage
from envfocus.parsing.document import load
from envfocus.parsing.fields import Page, skin_of
from envfocus.parsing.listing import Listing

FIELDS = ("title", "subtitles", "section", "stamp", "body", "tags")
"""Fields that have a place of their own in a skin."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """`kind`: what the page is. `places`: field → the selector that finds it; None:
    none does. `record`: of an article, normalised. `listing`: of any page.
    """

    url: str
    kind: str
    flags: tuple[str, ...]
    places: dict[str, str | None]
    record: ArticleRecord | None
    listing: Listing


def read_page(
    response: Response,
    charset: str | None,
    profile: Profile,
    fetched_at: datetime,
    *,
    redact: bool,
) -> PageReading:
    """Read a page as an article, where its address is one's, and as a list. Never
    raises.
    """
    body, url = response.body, response.url
    as_list = listing.parse(body, charset, url, profile)
    article_no = links.article_no_of(url, url, profile)
    if article_no is None:
        kind = as_list.kind.value
        return PageReading(url, kind, as_list.flags, {}, None, as_list)
    places = _places(body, charset, url, profile)
    page = article.parse(body, charset, url, profile)
    if isinstance(page, OtherPage):
        kind = page.kind.value
        return PageReading(url, kind, page.flags, places, None, as_list)
    fetch = Fetch.of(
        response, page.masthead, fetched_at, "scrapy-page", profile.key_prefix
    )
    record = load_article(page, article_no, url, fetch)
    normalize(record, redact=redact)
    flags = tuple(record.quality.flags)
    return PageReading(url, "article", flags, places, record, as_list)


def claimed_article_no(body: bytes, profile: Profile) -> int | None:
    """The number of the article that a saved page says it is."""
    document = load(body, None, profile)
    return links.canonical_article_no(document, profile.base_url, profile)


def saved_page(body: bytes, url: str) -> Response:
    """A file as the answer of the site that it once was."""
    return HtmlResponse(url, body=body)


def _places(
    body: bytes, charset: str | None, url: str, profile: Profile
) -> dict[str, str | None]:
    document = load(body, charset, profile)
    page = Page(document, url, skin_of(document, profile), profile)
    return {field: page.place(field) for field in FIELDS}
