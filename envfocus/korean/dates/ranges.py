"""Dates and times in a text: single ones, ranges, and lists whose later parts leave out
what the first named.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from envfocus.korean.dates import durations
from envfocus.korean.dates import phrase as phrases
from envfocus.korean.dates.anchors import Resolution
from envfocus.korean.dates.clock import CLOCK
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.ellipsis import (
    end_leads,
    inherited,
    resolve,
    resolve_from_end,
)
from envfocus.korean.dates.mention import Mention, Reading
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.sets import value_of
from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.words import cue_pattern

_RANGE = re.compile(r"\s?(?:[~∼∽〜～–—-]\s?|(부터)\s?,?\s?|(에서)\s)")
_LIST = re.compile(r"\s?(?:,\s?|[·ㆍ‧・]\s?|[와과]\s|이나\s|및\s|또는\s)")
_LINKS = set(" ~∼∽〜～–—-,·ㆍ‧・부에와과이")
"""Characters that a link begins with: most dates have none behind them."""
_LONGEST_LINK = 6
"""Characters of a link with all of its spaces: ` 부터 , `."""
_CLOSING = re.compile(r"\s?(?:까지|사이)|\s*$")
_BETWEEN = re.compile(r"\s?사이")
_EVERY = "마다"
_MOD = re.compile(
    r"(?P<ON_OR_AFTER>부터|\s?이후|\s?이래)"
    r"|(?P<ON_OR_BEFORE>까지|\s?이전)"
    rf"|(?P<BEFORE>\s?전(?:(?=에|까지|$|[^가-힣\s])|(?=\s(?!{cue_pattern('all')}))))"
    r"|(?P<APPROX>경(?![가-힣])|경(?=에|부터|까지)|쯤|께(?![서])|\s?무렵)"
)
_DAY = timedelta(days=1)


class _Resolved(NamedTuple):
    """A date as written and what it means."""

    phrase: Phrase
    meaning: Resolution


class _Link(NamedTuple):
    """What a range or a list goes on with. `after`: the next token."""

    phrase: Phrase
    ranged: bool
    after: int


def read(
    text: str,
    tokens: list[Token],
    at: int,
    context: Context,
) -> Reading:
    """The dates that begin with token `at` and hang together, and the next token."""
    phrase, after = phrases.read(text, tokens, at)
    if phrase is None:
        return [], at + 1
    day_before = context.day
    found: list[Mention] = []
    first = _Resolved(phrase, resolve(phrase, context))
    while link := _linked(text, tokens, after, first.phrase):
        first, last = _resolve_both(first, link, context)
        if link.ranged or _is_consecutive(text, first, last):
            mention = _range(first, last)
            if mention is None:
                break
            _remember_range(context, mention, day_before)
            return [*found, mention], link.after
        found.append(_single(text, first))
        first = last
        after = link.after
    mention, after = _with_length(text, tokens, after, first)
    return [*found, mention], after


def _resolve_both(
    first: _Resolved, link: _Link, context: Context
) -> tuple[_Resolved, _Resolved]:
    """Two linked dates, where one names what the other leaves out."""
    if link.ranged and end_leads(link.phrase, first.phrase):
        begin, end = resolve_from_end(first.phrase, link.phrase, context)
        return _Resolved(first.phrase, begin), _Resolved(link.phrase, end)
    end = inherited(
        link.phrase,
        first.phrase,
        first.meaning,
        context,
        ranged=link.ranged,
    )
    return first, _Resolved(link.phrase, end)


def _remember_range(
    context: Context, mention: Mention, day_before: date | None
) -> None:
    """이날 behind 11일부터 20일 is the day named before; behind 오전 10시부터 11시 it is
    that day.
    """
    period = mention.period
    if period is None:
        return
    context.period = period
    if period.until - period.begin > _DAY:
        context.day = day_before


def _linked(
    text: str,
    tokens: list[Token],
    at: int,
    phrase: Phrase,
) -> _Link | None:
    """The date that a range or a list goes on with."""
    end = phrase.end
    if tokens[at].start - end > _LONGEST_LINK:
        return None
    if text[end : end + 1] not in _LINKS:
        return None
    ranged = _RANGE.match(text, end)
    if ranged and ranged.end() == tokens[at].start:
        other, after = phrases.read(text, tokens, at)
        needs_closing = ranged.lastindex is not None  # 부터, 에서
        if other and (not needs_closing or _CLOSING.match(text, other.end)):
            return _Link(other, ranged=True, after=after)
    listed = _LIST.match(text, end)
    if listed and listed.end() == tokens[at].start:
        other, after = phrases.read(text, tokens, at)
        if other:
            between = _BETWEEN.match(text, other.end)
            return _Link(other, ranged=between is not None, after=after)
    return None


def _is_consecutive(text: str, first: _Resolved, last: _Resolved) -> bool:
    """14·15일: the unit stands once, and one follows the other."""
    begin, end = first.meaning.period, last.meaning.period
    if begin is None or end is None or begin.until != end.begin:
        return False
    return text[first.phrase.end - 1].isdigit()


def _range(first: _Resolved, last: _Resolved) -> Mention | None:
    """The mention of a range; None where it does not run forward."""
    period = _period_between(first, last)
    if period is None:
        return None
    kind = "DATE"
    if CLOCK & {first.phrase.finest, last.phrase.finest}:
        kind = "TIME"
    flags = dict.fromkeys((*first.meaning.flags, *last.meaning.flags))
    return Mention(
        start=first.phrase.start,
        end=last.phrase.end,
        type=kind,
        value=period.value,
        period=period,
        anchor=first.meaning.anchor,
        flags=tuple(flags),
        grain=period.grain,
    )


def _period_between(first: _Resolved, last: _Resolved) -> Period | None:
    """Until the end of a day, but until the beginning of an hour."""
    begin, end = first.meaning.period, last.meaning.period
    if begin is None or end is None or end.begin < begin.begin:
        return None
    until = end.until
    if last.phrase.slots.keys() & (CLOCK - {"daypart"}):
        until = end.begin
    if until <= begin.begin:
        return None
    first_value = begin.value.split("/")[0]
    last_value = end.value.split("/")[-1]
    return Period(
        begin=begin.begin,
        until=until,
        grain=end.grain,
        value=f"{first_value}/{last_value}",
    )


def _with_length(
    text: str,
    tokens: list[Token],
    at: int,
    date_read: _Resolved,
) -> tuple[Mention, int]:
    """A date, with the days behind it in `12월 5일부터 3일간`; and the next token."""
    phrase, meaning = date_read
    if meaning.period is None:
        return _single(text, date_read), at
    days = durations.behind(text, tokens, at, phrase.end, meaning.period)
    if days is None:
        return _single(text, date_read), at
    period, end, after = days
    mention = Mention(
        start=phrase.start,
        end=end,
        type="DATE",
        value=period.value,
        period=period,
        anchor=meaning.anchor,
        grain="day",
    )
    return mention, after


def _single(text: str, date_read: _Resolved) -> Mention:
    """A date on its own; with 마다 behind it a set."""
    phrase, meaning = date_read
    end = phrase.end
    if text.startswith(_EVERY, end):
        value = meaning.value or value_of(phrase, "week", text)
        if value:
            return Mention(phrase.start, end + len(_EVERY), "SET", value)
    mod = meaning.mod
    if mod is None and (match := _MOD.match(text, end)):
        mod = match.lastgroup
    kind = "DATE"
    if phrase.finest in CLOCK:
        kind = "TIME"
    period = meaning.period
    value, grain = meaning.value, None
    if period:
        value, grain = period.value, period.grain
    elif value:
        grain = phrase.finest
    return Mention(
        phrase.start,
        end,
        kind,
        value,
        mod,
        period,
        meaning.anchor,
        meaning.flags,
        grain,
    )
