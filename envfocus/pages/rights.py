"""What a page and its headers say about use: robots directives and the TDM Reservation Protocol."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from envfocus.pages.document import attribute

_LOOKED_AT = 64 * 1024
"""Bytes of a page: its head, with much to spare."""
_END = b"\x01"
"""The name of an attribute that no page has; character references do not count in names."""
_LONGEST = 500
_NAMES = frozenset({"robots", "envfocus"})
"""Whom a directive is for: every robot, or us."""
_PARAMETERS = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
"""Directives that have a value behind a colon; any other word there is the name of a robot."""


@dataclass(frozen=True, slots=True)
class Said:
    """`robots`: all directives for us as sent, joined by ", ". None: nothing is said."""

    robots: str | None = None
    noarchive: bool | None = None
    tdm_reservation: bool | None = None


def read(body: bytes, robots_headers: Sequence[str], tdm_headers: Sequence[str]) -> Said:
    """Read `X-Robots-Tag` and `tdm-reservation` headers, and the meta elements of the same names."""
    metas = _metas(body)
    directives = [*(text for header in robots_headers for text in _for_us(header))]
    directives += [content for name, content in metas if name in _NAMES]
    robots = ", ".join(directives)[:_LONGEST] or None
    words = {word.strip() for text in directives for word in text.lower().split(",")}
    reserved = [*tdm_headers, *(content for name, content in metas if name == "tdm-reservation")]
    return Said(robots, "noarchive" in words if robots else None, _reservation({value.strip() for value in reserved}))


def _metas(body: bytes) -> list[tuple[str, str]]:
    """(name, content) of each meta element."""
    page = body[:_LOOKED_AT]
    last = page.lower().rfind(b"<meta")
    if last < 0:
        return []
    after = page.find(b"<", last + 1)
    tree = _head(page[:after]) if after > 0 else None
    tree = tree or LexborHTMLParser(page.decode("utf-8", errors="replace"))
    nodes = ((attribute(node, "name"), attribute(node, "content")) for node in tree.tags("meta"))
    return [(name.lower(), content) for name, content in nodes if name and content]


def _head(start: bytes) -> LexborHTMLParser | None:
    """The start of a page, if it ends inside the head and between two elements: what follows cannot change it then."""
    if _END in start:
        return None
    tree = LexborHTMLParser((start + b"<link " + _END + b">").decode("utf-8", errors="replace"))
    last = tree.head.last_child if tree.head else None
    # inside an unfinished tag, the mark would be one attribute of several
    return tree if last is not None and [last.tag, *last.attributes] == ["link", _END.decode()] else None


def _for_us(header: str) -> Iterable[str]:
    """A header without its robot's name, unless that is another robot's: `googlebot: noindex`."""
    name, colon, rest = header.strip().partition(":")
    if not colon or "," in name or name.strip().lower() in _PARAMETERS:
        return [header.strip()] if header.strip() else []
    return [rest.strip()] if name.strip().lower() in _NAMES else []


def _reservation(values: set[str]) -> bool | None:
    """Reserved where any place says so; anything but 1 and 0 says nothing."""
    return True if "1" in values else False if "0" in values else None
