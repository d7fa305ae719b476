"""What every page says: the day it was served, the weather, the time it was made, its
meta elements.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from envfocus.papers.profile import Profile
from envfocus.parsing import rights
from envfocus.parsing.document import Document, fold, load, text_of

_GLUED = re.compile(r"(?P<station>\D*[가-힣])(?P<value>[^가-힣]*\d[^가-힣]*)")
_MAX_CHARACTERS = 200
_MAX_MARKUP = 1_000
_MAX_ROWS = 50
"""Characters of a row and of its markup, and rows of a widget: near 15, 60 and 16; a
broken page has thousands.
"""


@dataclass(frozen=True, slots=True)
class WeatherRow:
    """One row of the widget, as shown. None: the row does not show it. `text`: the
    whole row.
    """

    text: str
    condition: str | None
    icon: str | None
    """Two digits, as in KMA's icon table."""
    station: str | None
    temperature: str | None
    """What stands right before ℃, whether or not it is a number."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands on every page. The rows carry no time; `page_date` is the day of
    serving, not of observing.
    """

    page_date: str | None
    made_at: str | None
    """From the comment after `</html>`: when the page was generated."""
    rows: tuple[WeatherRow, ...]
    provider: str | None
    """Who provides the weather."""
    metas: rights.Metas = ()
    """Its meta elements that say something of use."""


def parse(body: bytes, charset: str | None, profile: Profile) -> Masthead:
    """Read the masthead of any page. Never raises."""
    return read(load(body, charset, profile), profile)


def read(document: Document, profile: Profile) -> Masthead:
    """The same for a page that is parsed already."""
    page = profile.cms.page
    served_on = document.first_of(page.served_on)
    return Masthead(
        page_date=text_of(served_on),
        made_at=_made_at(document, page.made_at_comment),
        rows=_rows(document, profile),
        provider=_provider(document, profile),
        metas=rights.metas(document),
    )


def _rows(document: Document, profile: Profile) -> tuple[WeatherRow, ...]:
    """What the widget shows."""
    weather = profile.cms.weather
    nodes = document.all_of(weather.rows)
    rows = [_row(node, weather.icon_class_prefix) for node in nodes[:_MAX_ROWS]]
    return tuple(row for row in rows if row is not None)


def _provider(document: Document, profile: Profile) -> str | None:
    """Who provides the weather, as shown."""
    node = document.first_of(profile.cms.weather.provider)
    text = text_of(node)
    if text is None:
        return None
    name = text.removesuffix("제공")
    return name.strip() or None


def _row(node: LexborNode, icon_prefix: str) -> WeatherRow | None:
    """What a row says; None where it holds no text, or more than a row can."""
    markup = node.html or ""
    if len(markup) <= _MAX_MARKUP:
        return _known_row(markup, icon_prefix)
    return _read_row(node, icon_prefix)


@lru_cache(maxsize=500)
def _known_row(markup: str, icon_prefix: str) -> WeatherRow | None:
    """The same: page after page shows the same rows until the next hour."""
    node = LexborHTMLParser(markup, is_fragment=True).root
    if node is None:
        return None
    return _read_row(node, icon_prefix)


def _read_row(node: LexborNode, icon_prefix: str) -> WeatherRow | None:
    """The condition stands before or after the reading, by skin; what its element does
    not hold is the reading.
    """
    text = text_of(node)
    if text is None or len(text) > _MAX_CHARACTERS:
        return None
    span, icon = _condition(node, icon_prefix)
    condition = text_of(span)
    outside = _outside(node, span)
    before, sign, after = outside.partition("℃")
    if not sign:
        return WeatherRow(text, condition, icon, before or None, None)
    station, temperature = _reading(before.strip())
    if span is None:
        condition = after.strip() or None
    if span is None and condition is None:
        condition, station = _dash(station)
    return WeatherRow(text, condition, icon, station or None, temperature)


def _condition(
    node: LexborNode, icon_prefix: str
) -> tuple[LexborNode | None, str | None]:
    """The element with an icon's class and the icon, else the first element that holds
    no reading.
    """
    spans = node.css("span")
    for span in spans:
        icon = _icon(span, icon_prefix)
        if icon is not None:
            return span, icon
    for span in spans:
        if "℃" not in span.text():
            return span, None
    return None, None


def _outside(node: LexborNode, span: LexborNode | None) -> str:
    """The text of a row without that of one element in it."""
    texts: list[str] = []
    stack = [node]
    while stack:
        part = stack.pop()
        if part.tag == "-text":
            texts.append(part.text())
            continue
        if span is None or part.mem_id != span.mem_id:
            children = list(part.iter(include_text=True))
            stack += reversed(children)
    return fold(" ".join(texts))


def _reading(text: str) -> tuple[str, str | None]:
    """(station, value): the value is all that stands right before ℃, so that half a
    number is never one.
    """
    station, _, value = text.rpartition(" ")
    glued = _GLUED.fullmatch(value)
    if not station and glued is not None:
        station = glued["station"]
        value = glued["value"]
    if _is_word(value):
        return text, None
    return station, value or None


def _is_word(value: str) -> bool:
    """Whether this is no reading, but part of a name."""
    if any(char.isdigit() for char in value):
        return False
    return any(char.isalpha() for char in value)


def _dash(station: str) -> tuple[str | None, str]:
    """A hyphen before a station is the condition "not observed"; after it, it is a
    minus sign.
    """
    if station.startswith("-"):
        return "-", station[1:].strip()
    return None, station


def _icon(span: LexborNode, prefix: str) -> str | None:
    """The two digits behind the prefix of the icon's class, as in KMA's icon table."""
    pattern = _icon_pattern(prefix)
    value = span.attributes.get("class") or ""
    for name in value.split():
        match = pattern.fullmatch(name)
        if match is not None:
            return match[1]
    return None


@cache
def _icon_pattern(prefix: str) -> re.Pattern[str]:
    """The class of an icon."""
    return re.compile(rf"{re.escape(prefix)}(\d\d)")


@cache
def _made_at_pattern(words: str) -> re.Pattern[str]:
    """The comment that says when a page was made."""
    begin = rf"<!--\s*{re.escape(words)}"
    return re.compile(begin + r" \(([^()]{1,40})\)\s*-->")


def _made_at(document: Document, words: str) -> str | None:
    """The comment after `</html>`. Comments elsewhere hold other dates, some of them
    wrong.
    """
    pattern = _made_at_pattern(words)
    node = document.tree.root
    while node is not None:
        if node.tag == "-comment":
            match = pattern.fullmatch(node.html or "")
            if match is not None:
                return fold(match[1])
        node = node.next
    return None
