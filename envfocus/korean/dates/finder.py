"""Text → its temporal expressions, resolved as a Korean reader would."""

from datetime import datetime

from envfocus.clock import KST
from envfocus.korean.dates import durations, ranges, sets
from envfocus.korean.dates.amounts import LENGTHS
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.lexer import tokens
from envfocus.korean.dates.mention import Mention
from envfocus.korean.dates.timex import Timex
from envfocus.korean.dates.tokens import Token
from envfocus.korean.text_view import SPACES, Normalizer, TextView

_FULL_WIDTH = dict(
    zip("０１２３４５６７８９．／：～（）－，", "0123456789./:~()-,", strict=True)
)
_NORMALIZER = Normalizer(_FULL_WIDTH | SPACES, drop_invisible=False)
_PERHAPS_NO_DATE = {"set", "tense", *LENGTHS}
"""Kinds of tokens that may begin something else than a date."""


def find(text: str, reference: datetime | None) -> list[Timex]:
    """The temporal expressions of a text, in order, never overlapping.

    `reference`: the article's stamp, aware, or naive in Korean time; None: unknown,
    then only dates that name their year are resolved, the others carry the flag
    `unanchored`. Offsets count in `text` as given, whatever its Unicode form. Never
    raises; of a text with more than `LIMIT` temporal words the rest is not read, and
    the last mention carries the flag `limit`.
    """
    view = _NORMALIZER.view(text)
    read = view.text
    words, whole = tokens(read)
    if not words:
        return []
    context = Context(read, _local(reference))
    found: list[Mention] = []
    at = 0
    while at < len(words):
        more, at = _next(read, words, at, context)
        found += more
    if found and not whole:
        found[-1] = found[-1]._replace(flags=(*found[-1].flags, "limit"))
    return [_timex(text, mention, view) for mention in found]


def _local(reference: datetime | None) -> datetime | None:
    if reference is None:
        return None
    return (
        reference.replace(tzinfo=KST)
        if reference.tzinfo is None
        else reference.astimezone(KST)
    )


def _next(
    text: str, words: list[Token], at: int, context: Context
) -> tuple[list[Mention], int]:
    word = words[at]
    if word.kind not in _PERHAPS_NO_DATE:
        return ranges.read(text, words, at, context)
    if word.kind == "set":
        return sets.read(text, words, at)
    if word.kind in LENGTHS and (joined := durations.as_word(text, words, at, context)):
        words[at : joined[1]] = [joined[0]]
        return [], at
    if word.kind in LENGTHS or (
        word.kind == "tense" and _before_length(text, words, at)
    ):
        return durations.read(text, words, at, context)
    if word.kind == "tense" and word.unit in {"recent", "coming"}:
        return [], at + 1
    return ranges.read(text, words, at, context)


def _before_length(text: str, words: list[Token], at: int) -> bool:
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        after is not None
        and after.kind in LENGTHS
        and text[words[at].end : after.start] in {"", " "}
    )


def _timex(text: str, found: Mention, view: TextView) -> Timex:
    start, end, kind, value, mod, period, anchor, flags, grain = found
    begin, until = (period.begin, period.until) if period else (None, None)
    start, end = view.span(start, end)
    return Timex(
        text[start:end],
        start,
        end,
        kind,
        value,
        mod,
        begin,
        until,
        grain,
        anchor,
        flags,
    )
