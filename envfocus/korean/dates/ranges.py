"""Dates and times in a text: single ones, ranges, and lists whose later parts leave out
what the first said.
"""

import re
from datetime import date, timedelta

from envfocus.korean.dates import durations
from envfocus.korean.dates import phrase as phrases
from envfocus.korean.dates.anchors import Resolution
from envfocus.korean.dates.clock import CLOCK
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.ellipsis import answer_of, from_its_end, inherited, leads
from envfocus.korean.dates.mention import Mention
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.sets import value_of
from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.words import cue_pattern

_RANGE = re.compile(r"\s?(?:[~∼∽〜～–—-]\s?|(부터)\s?,?\s?|(에서)\s)")
_LIST = re.compile(r"\s?(?:,\s?|[·ㆍ‧・]\s?|[와과]\s|이나\s|및\s|또는\s)")
_LINKS = set(" ~∼∽〜～–—-,·ㆍ‧・부에와과이")
_LONGEST_LINK = 6
"""Characters of a link with all of its spaces: ` 부터 , `."""
_CLOSING = re.compile(r"\s?(?:까지|사이)|\s*$")
_BETWEEN = re.compile(r"\s?사이")
_MODS = (
    ("ON_OR_AFTER", r"부터|\s?이후|\s?이래"),
    ("ON_OR_BEFORE", r"까지|\s?이전"),
    ("BEFORE", rf"\s?전(?:(?=에|까지|$|[^가-힣\s])|(?=\s(?!{cue_pattern('all')})))"),
    ("APPROX", r"경(?![가-힣])|경(?=에|부터|까지)|쯤|께(?![서])|\s?무렵"),
)
_MOD = re.compile("|".join(f"({form})" for _, form in _MODS))


def read(
    text: str, tokens: list[Token], at: int, context: Context
) -> tuple[list[Mention], int]:
    """The dates that begin with token `at` and hang together, and the next token."""
    phrase, after = phrases.read(text, tokens, at)
    if phrase is None:
        return [], at + 1
    day = context.day
    found: list[Mention] = []
    answer = answer_of(phrase, context)
    while second := _linked(text, tokens, after, phrase):
        other, ranged, then = second
        if ranged and leads(other, phrase):
            answer, ending = from_its_end(phrase, other, context)
        else:
            ending = inherited(other, phrase, answer, context, ranged=ranged)
        if ranged or _consecutive(text, phrase, answer, ending):
            if both := _range(phrase, answer, other, ending):
                _say_range(context, both, day)
                return [*found, both], then
            break
        found.append(_single(text, phrase, answer))
        phrase, answer, after = other, ending, then
    last, after = _stretched(text, tokens, after, phrase, answer)
    return [*found, last], after


def _say_range(context: Context, found: Mention, day: date | None) -> None:
    """이날 behind 11일부터 20일 is the day said before; behind 오전 10시부터 11시 it is
    that day.
    """
    if found.period:
        context.period = found.period
        if found.period.until - found.period.begin > timedelta(days=1):
            context.day = day


def _stretched(
    text: str, tokens: list[Token], at: int, phrase: Phrase, answer: Resolution
) -> tuple[Mention, int]:
    """A date, with the days behind it in `12월 5일부터 3일간`; and the next token."""
    stretch = (
        durations.behind(text, tokens, at, phrase.end, answer.period)
        if answer.period
        else None
    )
    if stretch is None:
        return _single(text, phrase, answer), at
    period, end, after = stretch
    return Mention(
        phrase.start,
        end,
        "DATE",
        period.value,
        None,
        period,
        answer.anchor,
        grain="day",
    ), after


def _linked(
    text: str, tokens: list[Token], at: int, phrase: Phrase
) -> tuple[Phrase, bool, int] | None:
    """The date that a range or a list goes on with, whether it is a range, and the next
    token.
    """
    if (
        at >= len(tokens)
        or tokens[at].start - phrase.end > _LONGEST_LINK
        or text[phrase.end] not in _LINKS
    ):
        return None
    for link in (_RANGE, _LIST):
        match = link.match(text, phrase.end)
        if match is None or match.end() != tokens[at].start:
            continue
        other, then = phrases.read(text, tokens, at)
        if other and link is _LIST:
            return other, _BETWEEN.match(text, other.end) is not None, then
        if other and (match.lastindex is None or _CLOSING.match(text, other.end)):
            return other, True, then
    return None


def _consecutive(
    text: str, phrase: Phrase, answer: Resolution, ending: Resolution
) -> bool:
    """14·15일: the unit stands once, and one follows the other."""
    follows = (
        answer.period and ending.period and answer.period.until == ending.period.begin
    )
    return bool(follows) and text[phrase.end - 1].isdigit()


def _range(
    first: Phrase, answer: Resolution, last: Phrase, ending: Resolution
) -> Mention | None:
    if (
        not answer.period
        or not ending.period
        or ending.period.begin < answer.period.begin
    ):
        return None
    timed = bool(last.slots.keys() & (CLOCK - {"daypart"}))
    until = ending.period.begin if timed else ending.period.until
    if until <= answer.period.begin:
        return None
    value = f"{answer.period.value.split('/')[0]}/{ending.period.value.split('/')[-1]}"
    period = Period(answer.period.begin, until, ending.period.grain, value)
    flags = tuple(dict.fromkeys((*answer.flags, *ending.flags)))
    kind = "TIME" if CLOCK & {first.finest, last.finest} else "DATE"
    return Mention(
        first.start,
        last.end,
        kind,
        value,
        None,
        period,
        answer.anchor,
        flags,
        period.grain,
    )


def _single(text: str, phrase: Phrase, answer: Resolution) -> Mention:
    if text.startswith("마다", phrase.end) and (
        value := answer.value or value_of(phrase, "week", text)
    ):
        return Mention(phrase.start, phrase.end + 2, "SET", value)
    mod = answer.mod
    if mod is None and (match := _MOD.match(text, phrase.end)):
        mod = _MODS[(match.lastindex or 1) - 1][0]
    kind = "TIME" if phrase.finest in CLOCK else "DATE"
    value = answer.period.value if answer.period else answer.value
    grain = (
        answer.period.grain
        if answer.period
        else phrase.finest
        if answer.value
        else None
    )
    return Mention(
        phrase.start,
        phrase.end,
        kind,
        value,
        mod,
        answer.period,
        answer.anchor,
        answer.flags,
        grain,
    )
