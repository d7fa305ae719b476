"""Links read as numbers: what is requested later is built from the number, never from a
page's own address.
"""

import re
from functools import cache, lru_cache
from urllib.parse import urljoin

from envfocus.papers.profile import Profile
from envfocus.papers.selectors import union
from envfocus.parsing.document import Document, attribute, text_of

_ADDRESS = re.compile(
    r"(?:(?:https?:)?//(?P<host>[^/?#\\]*)(?=[/?#]|$))?(?P<path>[^?#\\:]*)(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)
"""No other scheme and no backslash, which browsers take for a slash: such an address
leads elsewhere.
"""
_NUMBER = re.compile(r"0*([1-9]\d{0,8})", re.ASCII)
_CLAIMS = (
    ('link[rel="canonical"]', "href"),
    ('meta[property="og:url"]', "content"),
)
_LONGEST = 2_000
"""No link of the site is longer."""


def article_no_of(href: str, page_url: str, profile: Profile) -> int | None:
    """Number of the article a link leads to; None for other pages, other sites, banners
    and boards.
    """
    links = profile.cms.links
    site = _host(page_url)
    return _number(links.article_files, links.article_parameter, href, site)


def section_no_of(href: str, page_url: str, profile: Profile) -> int | None:
    """Number of the section a link leads to; None for other pages and for section 0,
    which is every section.
    """
    links = profile.cms.links
    site = _host(page_url)
    return _number(links.section_files, links.section_parameter, href, site)


def page_no_of(href: str, profile: Profile) -> int | None:
    """Number of the list page a paging link leads to."""
    pattern = _page_pattern(profile.cms.links.page_parameter)
    match = pattern.search(href[:_LONGEST])
    if match is None:
        return None
    return int(match[1])


def articles(document: Document, page_url: str, profile: Profile) -> tuple[int, ...]:
    """Every article the page links to, each once, in the order of the page."""
    found: dict[int, None] = {}
    selector = union(profile.cms.page.article_links)
    for node in document.all(selector):
        href = attribute(node, "href") or ""
        article_no = article_no_of(href, page_url, profile)
        if article_no is not None:
            found[article_no] = None
    return tuple(found)


def menu(document: Document, page_url: str, profile: Profile) -> dict[int, str]:
    """Sections of the menu, number → name, in its order. The first name of a number
    stands.
    """
    sections: dict[int, str] = {}
    for node in document.all_of(profile.cms.page.menu):
        href = attribute(node, "href") or ""
        number = section_no_of(href, page_url, profile)
        name = text_of(node)
        if number is not None and name is not None:
            sections.setdefault(number, name)
    return sections


def resolve(source: str, page_url: str) -> str | None:
    """Absolute http(s) address of a picture; None where the source is no such address."""
    try:
        url = urljoin(page_url, source)
    except ValueError:  # e.g. an unclosed bracket in a host
        return None
    if url.startswith(("http://", "https://")):
        return url
    return None


def canonical_article_no(
    document: Document, page_url: str, profile: Profile
) -> int | None:
    """Article number the page itself claims, by `link rel=canonical`, else by `og:url`."""
    for selector, name in _CLAIMS:
        node = document.first(selector)
        if node is not None:
            href = attribute(node, name) or ""
            article_no = article_no_of(href, page_url, profile)
            if article_no is not None:
                return article_no
    return None


def _number(
    files: frozenset[str], parameter: str, href: str, site: str | None
) -> int | None:
    """The number in a link to one of `files` on this site.

    None also where it stands twice and differs.
    """
    if len(href) > _LONGEST:
        return None
    return _parsed(files, parameter, href, site)


@lru_cache(maxsize=1_000)  # menus and boxes hold the same links on page after page
def _parsed(
    files: frozenset[str], parameter: str, href: str, site: str | None
) -> int | None:
    """The same for a link of usual length."""
    address = _ADDRESS.fullmatch(href)
    if address is None:
        return None
    host, path, query = address.group("host", "path", "query")
    if host is not None and _bare(host) != site:
        return None
    file_name = path.rpartition("/")[2]
    if file_name not in files:
        return None
    found = _value_pattern(parameter).findall(query or "")
    values = set(found)
    if len(values) != 1:
        return None
    match = _NUMBER.fullmatch(values.pop())
    if match is None:
        return None
    return int(match[1])


@cache
def _value_pattern(parameter: str) -> re.Pattern[str]:
    """Finds the values of a parameter in a query."""
    name = re.escape(parameter)
    return re.compile(rf"(?:^|&){name}=([^&]*)")


@cache
def _page_pattern(parameter: str) -> re.Pattern[str]:
    """Finds the number of a list page in an address."""
    name = re.escape(parameter)
    number = r"0*([1-9]\d{0,5})(?:[&#]|$)"
    return re.compile(rf"[?&]{name}={number}", re.ASCII)


@lru_cache(maxsize=1)
def _host(url: str) -> str | None:
    """Host and port of a page, without `www.`; None: it has none."""
    address = _ADDRESS.match(url)
    if address is None or address["host"] is None:
        return None
    return _bare(address["host"])


def _bare(host: str) -> str:
    """Host and port without `www.`: the same pages are served with and without it."""
    return host.lower().removeprefix("www.")
