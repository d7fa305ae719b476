"""What a phrase is read against: the stamp, the dates said before, the verbs behind."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.tense import SENTENCE_END, tense_behind
from envfocus.korean.dates.words import cue_pattern

_EVENT_BEFORE = re.compile(rf"(?:{cue_pattern('event')}) ?$")
_NOUN_BEFORE = re.compile(
    r"(?:^|[^가-힣])[가-힣]+(?<![은는이가을를에서의도로와과만며고게지터다니까라면]) $"
)
_ADVERB_BEFORE = re.compile(rf"(?:^|[^가-힣])(?:{cue_pattern('adverb')}) $")
"""`수능 100일 전` counts from an event, `이미 100일 전` from now."""
_TOPIC = re.compile(r"에는|엔|에도?\s|[은는]\s")
_SINCE = re.compile(r"\s?이(?:후|래)")
_WITHIN_A_DAY = {"day", "hour", "minute", "second"}
_DAY = timedelta(days=1)
_NOUN_REACH = 12
"""Characters before a length in which a noun is looked for."""


class Topic(NamedTuple):
    """A year or week (`grain`) that a sentence is about. `end`: where it ends."""

    grain: str
    first_day: date
    end: int


@dataclass(slots=True)
class Context:
    """`reference`: the stamp in Korean time; None: unknown. The rest is what has been
    said so far.
    """

    text: str
    reference: datetime | None
    day: date | None = None
    """The last day said."""
    week: date | None = None
    """A day of the last week said."""
    month: tuple[int, int] | None = None
    year: int | None = None
    period: Period | None = None
    """The last month, quarter or half said."""
    end: int = 0
    """Where the last date ended."""
    topic: Topic | None = None
    """What a sentence is about: 작년에는, 지난주에."""

    def remember(self, period: Period, end: int) -> None:
        """Remember a date that was resolved, for what leans on it.

        One that others are counted from (이후) is not remembered.
        """
        if _SINCE.match(self.text, end):
            return
        begin, until, grain, _ = period
        self.year = begin.year
        self.end = end
        if grain in _WITHIN_A_DAY:
            self.month = (begin.year, begin.month)
            if until - begin <= _DAY:
                self.day = self.week = begin.date()
        elif grain == "week":
            self.week = begin.date()
        elif grain in {"month", "quarter", "half"}:
            self.period = period
            if grain == "month":
                self.month = (begin.year, begin.month)

    def set_topic(self, period: Period, end: int) -> None:
        """A year or week with a particle that makes it the topic of its sentence."""
        if period.grain in {"year", "week"} and _TOPIC.match(self.text, end):
            self.topic = Topic(period.grain, period.begin.date(), end)

    def topic_of(self, grain: str, start: int) -> date | None:
        """First day of the year or week that the sentence is about."""
        topic = self.topic
        if topic is None or topic.grain != grain:
            return None
        if SENTENCE_END.search(self.text, topic.end, start):
            return None
        return topic.first_day

    def counts_from_event(self, start: int) -> bool:
        """개막 이틀 전, 발생 3일 뒤, 수능 당일: a noun without a particle stands right
        before.
        """
        begin = max(0, start - _NOUN_REACH)
        before = self.text[begin:start]
        if _ADVERB_BEFORE.search(before):
            return False
        noun = _EVENT_BEFORE.search(before) or _NOUN_BEFORE.search(before)
        return noun is not None

    def in_sentence(self, start: int) -> bool:
        """Whether the last date stands in the same sentence."""
        if self.end == 0:
            return False
        return SENTENCE_END.search(self.text, self.end, start) is None

    def tense(self, end: int) -> str | None:
        """`past` or `future` where the first verb behind, within the sentence, says so."""
        return tense_behind(self.text, end)
