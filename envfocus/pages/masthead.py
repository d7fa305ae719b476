"""The head of every page: the day it was served, the weather widget, the time it was made."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.pages.document import Document, attribute, fold, load, text_of

_ROWS = (".weather_slide > li", ".weather_box li", "#weather_box li")
_PROVIDER = ".weather_box a.wc, #weather_box a.wc"
_READING = re.compile(r"(?P<station>[^℃]*?)\s*(?P<temperature>[-−]?\d+(?:\.\d+)?)?\s*℃\s*(?P<after>.*)")
_MADE = re.compile(r"<!--\s*MAKE FILE \(([^()]{1,40})\)\s*-->")


@dataclass(frozen=True, slots=True)
class WeatherRow:
    """One row of the widget, as shown. None: the row does not show it. `text`: the whole row."""

    text: str
    condition: str | None
    icon: str | None
    station: str | None
    temperature: str | None


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands on every page. The rows carry no time; `page_date` is the day of serving, not of observing."""

    page_date: str | None
    made_at: str | None
    rows: tuple[WeatherRow, ...]
    provider: str | None


def parse(body: bytes, charset: str | None = None) -> Masthead:
    """Read the masthead of any page. Raises nothing."""
    return read(load(body, charset))


def read(document: Document) -> Masthead:
    """The same for a page that is parsed already."""
    nodes = next((found for selector in _ROWS if (found := document.all(selector))), [])
    provider = text_of(document.first(_PROVIDER))
    return Masthead(
        page_date=text_of(document.first("p.today_txt")),
        made_at=_made_at(document),
        rows=tuple(_row(node) for node in nodes if text_of(node)),
        provider=provider.removesuffix("제공").strip() or None if provider else None,
    )


def _row(node: LexborNode) -> WeatherRow:
    span = node.css_first("span")
    text = fold(node.text())
    # the condition stands before or after the reading, by skin; outside of it is what the span does not hold
    rest = fold(" ".join(part.text() for part in node.iter(include_text=True) if part.tag != "span"))
    match = _READING.fullmatch(rest)
    condition = text_of(span)
    if match is None:
        return WeatherRow(text, condition, _icon(span), rest or None, None)
    station, after = match["station"], match["after"]
    if condition is None and span is None:
        condition, station = (after or None, station) if after else _dash(station)
    return WeatherRow(text, condition, _icon(span), station or None, match["temperature"])


def _dash(station: str) -> tuple[str | None, str]:
    """A hyphen before a station is the condition "not observed"; after it, it is a minus sign."""
    return ("-", station[1:].strip()) if station.startswith("-") else (None, station)


def _icon(span: LexborNode | None) -> str | None:
    """Two digits of the icon's class `iwNN`, as in KMA's icon table."""
    classes = (attribute(span, "class") or "").split() if span is not None else []
    return next((name[2:] for name in classes if re.fullmatch(r"iw\d\d", name)), None)


def _made_at(document: Document) -> str | None:
    """The comment after `</html>`. Comments elsewhere hold other dates, some of them wrong."""
    node = document.tree.root
    while node is not None:
        if node.tag == "-comment" and (match := _MADE.fullmatch(node.html or "")):
            return fold(match[1])
        node = node.next
    return None
