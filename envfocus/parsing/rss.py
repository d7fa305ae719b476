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
    if len(body) > MAX_BYTES or body.count(b"<") + body.count(b"=") > _MAX_MARKS:
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
    entries = [_entry(item, url, profile) for item in root.iter("{*}item")]
    found = tuple(entry for entry in entries if entry is not None)
    return Rss(is_rss=True, entries=found, flags=decoded.flags)


def _is_rss(root: etree._Element) -> bool:
    return root.tag in {"rss", "feed"} or str(root.tag).endswith("}RDF")


def _entry(item: etree._Element, url: str, profile: Profile) -> Entry | None:
    for name in ("link", "guid"):
        article_no = links.article_no_of(_text(item, name) or "", url, profile)
        if article_no is not None:
            return Entry(article_no, _text(item, "title"), _text(item, "pubDate"))
    return None


def _text(item: etree._Element, name: str) -> str | None:
    found = item.find(f"{{*}}{name}")
    if found is None:
        return None
    return fold("".join(str(part) for part in found.itertext())) or None
