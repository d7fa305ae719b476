"""The RSS feed → its entries. Some papers answer HTML at its address; old feeds are
EUC-KR.
"""

import re
from dataclasses import dataclass

from lxml import etree

from envfocus.papers.profile import Profile
from envfocus.parsing import links
from envfocus.parsing.document import LARGEST, decode, fold

_MOST_MARKS = 20_000
"""`<` and `=` beyond which nothing is parsed: feeds of the site have 25 items of some
twelve tags.
"""
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `date`: as written, normally RFC 822."""

    article_no: int
    title: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Rss:
    """`is_rss`: False where the address answered something else; then there are no
    entries.
    """

    is_rss: bool
    entries: tuple[Entry, ...]
    flags: tuple[str, ...]


def parse(body: bytes, charset: str | None, url: str, profile: Profile) -> Rss:
    """Read a feed. No entity is expanded, nothing is fetched; damaged XML gives what is
    readable. Raises nothing.
    """
    if len(body) > LARGEST or body.count(b"<") + body.count(b"=") > _MOST_MARKS:
        return Rss(is_rss=False, entries=(), flags=("feed_absurd",))
    decoded = decode(body, charset)
    text = _DECLARATION.sub(
        "", decoded.text, count=1
    )  # it may name another encoding than we now hold
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or (
        root.tag not in {"rss", "feed"} and not str(root.tag).endswith("}RDF")
    ):
        return Rss(is_rss=False, entries=(), flags=decoded.flags)
    entries = tuple(
        entry for item in root.iter("{*}item") if (entry := _entry(item, url, profile))
    )
    return Rss(is_rss=True, entries=entries, flags=decoded.flags)


def _entry(item: etree._Element, url: str, profile: Profile) -> Entry | None:
    for name in ("link", "guid"):
        article_no = links.article_no_of(_text(item, name) or "", url, profile)
        if article_no is not None:
            return Entry(article_no, _text(item, "title"), _text(item, "pubDate"))
    return None


def _text(item: etree._Element, name: str) -> str | None:
    found = item.find(f"{{*}}{name}")
    return (
        fold("".join(str(part) for part in found.itertext())) or None
        if found is not None
        else None
    )
