"""What a phrase is read against: the stamp, the dates said before, the verbs behind."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.words import cue_pattern

_PAST_SYLLABLES = (
    "".join(chr(0xAC00 + 28 * at + 20) for at in range(399))
    .replace("있", "")
    .replace("겠", "")
)
_PRESENT_SYLLABLES = "".join(chr(0xAC00 + 28 * at + 4) for at in range(399))
_FUTURE_SYLLABLES = "".join(chr(0xAC00 + 28 * at + 8) for at in range(399))
_NOT_VERBS = "[대위관의통또북남제권기]한"
"""대한, 위한, 통한, 북한 …: they end like a verb and are none."""
_VERB = re.compile(
    r"(?P<neutral>(?:해|돼|며|하고|되고|지고|열고)[,\s])"
    rf"|(?P<past>(?!{_NOT_VERBS})[가-힣](?:한|된|난|온|진|낸|린|킨|던)\s|(?:{cue_pattern('past')})\s"
    rf"|[{_PAST_SYLLABLES}](?:다|고|으며|으나|지만|던|는데|습니다|음))"
    r"|(?P<future>(?:하|되|지|여|열리|치르|맞|나서|떠나)는\s(?!등|것|한편|만큼)|[될릴질]\s"
    rf"|(?:부터|까지)(?:다|이다|입니다)|(?<=일)(?:이다|입니다)|{cue_pattern('future')}|[{_FUTURE_SYLLABLES}]\s?(?:것|예정|계획|방침|전망)|[{_PRESENT_SYLLABLES}]다(?=고|[.\s,”’\"']|$))"
)
"""The first that matches tells, also a verb before its noun; a connective leaves it
open.
"""
_SENTENCE_END = re.compile(r"[다요죠까음함]\.|[!?\n]|[다요][.]?[”’\"']")
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
_WINDOW = 120


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
    topic: tuple[str, date, int] | None = None
    """Year or week that a sentence is about (작년에는, 지난주에): which of the two, its
    first day, where it ended.
    """

    def say(self, period: Period, end: int) -> None:
        """Remember a date that was resolved. One that others are counted from (이후) is
        no topic.
        """
        begin, until, grain, _ = period
        if _SINCE.match(self.text, end):
            return
        self.year, self.end = begin.year, end
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
            self.topic = (period.grain, period.begin.date(), end)

    def topic_of(self, grain: str, start: int) -> date | None:
        """First day of the year or week that the sentence is about."""
        if (
            self.topic is None
            or self.topic[0] != grain
            or _SENTENCE_END.search(self.text, self.topic[2], start)
        ):
            return None
        return self.topic[1]

    def counts_from_event(self, start: int) -> bool:
        """개막 이틀 전, 발생 3일 뒤, 수능 당일: a noun without a particle stands right
        before.
        """
        before = self.text[max(0, start - 12) : start]
        noun = _EVENT_BEFORE.search(before) or _NOUN_BEFORE.search(before)
        return noun is not None and not _ADVERB_BEFORE.search(before)

    def in_sentence(self, start: int) -> bool:
        """Whether the last date stands in the same sentence."""
        return self.end > 0 and _SENTENCE_END.search(self.text, self.end, start) is None

    def tense(self, end: int) -> str | None:
        """`past` or `future` where the first verb behind, within the sentence, says so."""
        window = min(len(self.text), end + _WINDOW)
        stop = _SENTENCE_END.search(self.text, end, window)
        match = _VERB.search(self.text, end, stop.end() if stop else window)
        return match.lastgroup if match and match.lastgroup != "neutral" else None
