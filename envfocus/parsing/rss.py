"""RSS → its entries. Some papers answer HTML at its address; old ones are EUC-KR."""

import re
from dataclasses import dataclass

from lxml import etree

from envfocus.papers.profile import Profile
from envfocus.parsing import links
from envfocus.parsing.document import MAX_BYTES, decode, fold

_MAX_MARKS = 20_000
"""`<` and `=` beyond which nothing is parsed: RSS of the site has 25 items of some
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
    """Read RSS. No entity is expanded, nothing is fetched; damaged XML gives what is
    readable. Never raises.
    """
    marks = body.count(b"<") + body.count(b"=")
    if len(body) > MAX_BYTES or marks > _MAX_MARKS:
        return Rss(is_rss=False, entries=(), flags=("feed_absurd",))
    decoded = decode(body, charset)
    # the declaration may name another encoding than we now hold
    text = _DECLARATION.sub("", decoded.text, count=1)
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
    if root is None or not _is_rss(root):
        return Rss(is_rss=False, entries=(), flags=decoded.flags)
    entries: list[Entry] = []
    for item in root.iter("{*}item"):
        entry = _entry(item, url, profile)
        if entry is not None:
            entries.append(entry)
    return Rss(is_rss=True, entries=tuple(entries), flags=decoded.flags)


def _is_rss(root: etree._Element) -> bool:
    """Whether this is RSS 2.0, Atom or RSS 1.0."""
    if root.tag in {"rss", "feed"}:
        return True
    return str(root.tag).endswith("}RDF")


def _entry(item: etree._Element, url: str, profile: Profile) -> Entry | None:
    """One entry; None: its link leads to no article of the site."""
    for name in ("link", "guid"):
        href = _text(item, name) or ""
        article_no = links.article_no_of(href, url, profile)
        if article_no is not None:
            title = _text(item, "title")
            date = _text(item, "pubDate")
            return Entry(article_no, title, date)
    return None


def _text(item: etree._Element, name: str) -> str | None:
    """The text of an element of an entry, whatever its namespace."""
    found = item.find(f"{{*}}{name}")
    if found is None:
        return None
    parts = [str(part) for part in found.itertext()]
    return fold("".join(parts)) or None
