"""Text → its temporal expressions, resolved as a Korean reader would."""

from datetime import datetime

from envfocus.clock import KST
from envfocus.korean.dates import durations, ranges, sets
from envfocus.korean.dates.amounts import LENGTHS
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.lexer import tokens
from envfocus.korean.dates.mention import Mention, Reading
from envfocus.korean.dates.timex import Timex
from envfocus.korean.dates.tokens import END, Token
from envfocus.korean.text_view import SPACES, Normalizer, TextView

_FULL_WIDTH = dict(
    zip("０１２３４５６７８９．／：～（）－，", "0123456789./:~()-,", strict=True)
)
_NORMALIZER = Normalizer(_FULL_WIDTH | SPACES, drop_invisible=False)


def find(text: str, reference: datetime | None) -> list[Timex]:
    """The temporal expressions of a text, in order, never overlapping.

    `reference`: the article's stamp, aware, or naive in Korean time; None: unknown,
    then only dates that name their year are resolved, the others carry the flag
    `unanchored`. Offsets count in `text` as given, whatever its Unicode form. Never
    raises; of a text with more than `LIMIT` temporal words the rest is not read, and
    the last mention carries the flag `limit`.
    """
    view = _NORMALIZER.view(text)
    words, is_all = tokens(view.text)
    if not words:
        return []
    words.append(Token(END, len(view.text), len(view.text)))
    context = Context(view.text, _in_korean_time(reference))
    found: list[Mention] = []
    at = 0
    while words[at].kind != END:
        mentions, at = _next(view.text, words, at, context)
        found += mentions
    if found and not is_all:
        last = found[-1]
        found[-1] = last._replace(flags=(*last.flags, "limit"))
    return [_timex(text, mention, view) for mention in found]


def _in_korean_time(reference: datetime | None) -> datetime | None:
    """The reference in Korean time, in which a naive one is."""
    if reference is None:
        return None
    if reference.tzinfo is None:
        return reference.replace(tzinfo=KST)
    return reference.astimezone(KST)


def _next(
    text: str,
    words: list[Token],
    at: int,
    context: Context,
) -> Reading:
    """What begins with token `at`, and the next token. A length that belongs to the
    date behind it is put back as one word.
    """
    word = words[at]
    if word.kind == "set":
        return sets.read(text, words, at)
    if word.kind in LENGTHS:
        joined = durations.as_word(text, words, at, context)
        if joined is None:
            return durations.read(text, words, at, context)
        relative_word, after = joined
        words[at:after] = [relative_word]
        return [], at
    if word.kind == "tense":
        if _is_before_length(text, words, at):
            return durations.read(text, words, at, context)
        if word.unit in {"recent", "coming"}:
            return [], at + 1
    return ranges.read(text, words, at, context)


def _is_before_length(text: str, words: list[Token], at: int) -> bool:
    """지난 3년, 향후 2개월."""
    after = words[at + 1]
    if after.kind not in LENGTHS:
        return False
    return text[words[at].end : after.start] in {"", " "}


def _timex(text: str, mention: Mention, view: TextView) -> Timex:
    """The mention with its text, offsets and interval."""
    start, end = view.span(mention.start, mention.end)
    begin = until = None
    if mention.period:
        begin, until = mention.period.begin, mention.period.until
    return Timex(
        text[start:end],
        start,
        end,
        mention.type,
        mention.value,
        mention.mod,
        begin,
        until,
        mention.grain,
        mention.anchor,
        mention.flags,
    )
