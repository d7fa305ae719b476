"""Days: 7일, 12월 5일, 어제, 이날, 추석, 다음 주 월요일, 3월 마지막 월요일."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta

from envfocus.korean.dates import periods
from envfocus.korean.dates.anchors import (
    Resolution,
    anchor_of,
    in_month,
    marker_of,
    month_of,
    number_of,
    pick,
    pick_any,
    today_of,
    week_of,
    year_of,
)
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.lunar import solar
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.tokens import Token

_SATURDAY = 5
_NAMED = re.compile(r"인\s?(\d{1,2})일")


def of_day(phrase: Phrase, context: Context) -> Resolution:
    """7일, 12월 5일, 다음 주 11일, 음력 8월 15일, 어제, 이날."""
    token = phrase.slots["day"]
    if token.kind == "relative":
        return _relative_day(token, phrase, context)
    if (
        "calendar" in phrase.slots
        and phrase.slots["calendar"].value == "lunar"
        and "month" in phrase.slots
    ):
        return _lunar_day(
            phrase, context, number_of(phrase.slots["month"]), number_of(token)
        )
    if "month" in phrase.slots:
        return _day_of_month(phrase, context, number_of(token))
    if "week" in phrase.slots:
        return _day_of_week(phrase, context, number_of(token))
    if "year" in phrase.slots or "new_year" in phrase.slots:
        return Resolution(None, flags=("impossible",))
    return Resolution(
        pick(phrase, context, _near(context, number_of(token)), near=True)
    )


def _relative_day(token: Token, phrase: Phrase, context: Context) -> Resolution:
    if "holiday" in phrase.slots:
        return _shifted(of_holiday(phrase, context), number_of(token))
    if (
        token.value == 0
        and context.text.startswith("당일", token.start)
        and context.counts_from_event(token.start)
    ):
        return Resolution(None, flags=("ambiguous",))  # 수능 당일
    said = context.day if token.anchor == "discourse" else None
    day = (said or today_of(context)) + timedelta(days=number_of(token))
    return Resolution(periods.of_day(day), "discourse" if said else "stamp")


def _day_of_month(phrase: Phrase, context: Context, day: int) -> Resolution:
    year, month = month_of(phrase, context)
    if year is not None:
        return Resolution(
            periods.of_day(date(year, month, day)), anchor_of(phrase, context.month)
        )
    options = periods.days_of_years(today_of(context).year, month, day)
    return (
        Resolution(pick(phrase, context, options))
        if options
        else Resolution(None, flags=("impossible",))
    )


def _day_of_week(phrase: Phrase, context: Context, day: int) -> Resolution:
    """다음 주 11일: the 11th nearest to that week; flagged where it lies outside of it."""
    week = week_of(phrase, context)
    options = periods.days_near(week.begin.year, week.begin.month, day)
    best = min(
        options, key=lambda period: abs(period.begin - week.begin - timedelta(days=3))
    )
    return Resolution(
        best, flags=() if week.begin <= best.begin < week.until else ("week_mismatch",)
    )


def _lunar_day(phrase: Phrase, context: Context, month: int, day: int) -> Resolution:
    year = year_of(phrase, context)
    this = today_of(context).year if year is None else year
    years = (this,) if year is not None else (this - 1, this, this + 1)
    days = [found for option in years if (found := solar(option, month, day))]
    if not days:
        return Resolution(None, flags=("impossible",))
    options = [periods.of_day(found) for found in days]
    return Resolution(
        options[0] if year is not None else pick(phrase, context, options),
        anchor_of(phrase, context.year),
    )


def of_holiday(phrase: Phrase, context: Context) -> Resolution:
    """설, 추석, 광복절; with 연휴 the day before to the day after."""
    kind, month, day = str(phrase.slots["holiday"].value).split()
    if kind == "lunar":
        answer = _lunar_day(phrase, context, int(month), int(day))
    else:
        year = year_of(phrase, context)
        this = today_of(context).year if year is None else year
        options = [
            periods.of_day(date(option, int(month), int(day)))
            for option in ((this,) if year is not None else (this - 1, this, this + 1))
        ]
        answer = Resolution(
            options[0] if year is not None else pick(phrase, context, options),
            anchor_of(phrase, context.year),
        )
    if phrase.holidays and answer.period:
        answer.period = _with_neighbours(answer.period, lunar=kind == "lunar")
    return answer


def _shifted(answer: Resolution, days: int) -> Resolution:
    """추석 전날, 설 당일, 크리스마스 다음 날."""
    if answer.period:
        answer.period = periods.of_day(
            answer.period.begin.date() + timedelta(days=days)
        )
    return answer


def _with_neighbours(day: Period, *, lunar: bool) -> Period:
    """연휴: of 설 and 추석 the day before to the day after, of others the days off that
    hang together with it.
    """
    begin, until = day.begin - timedelta(days=lunar), day.until + timedelta(days=lunar)
    while not lunar and (begin - timedelta(days=1)).weekday() >= _SATURDAY:
        begin -= timedelta(days=1)
    while not lunar and until.weekday() >= _SATURDAY:
        until += timedelta(days=1)
    return Period(
        begin, until, "day", f"{begin.date()}/{(until - timedelta(days=1)).date()}"
    )


def of_weekday(phrase: Phrase, context: Context) -> Resolution:
    """월요일, 다음 주 월요일, 3월 마지막 월요일."""
    weekday = number_of(phrase.slots["weekday"])
    if "ordinal" in phrase.slots:
        return _nth_weekday(phrase, context, weekday)
    if "nthweek" in phrase.slots:
        return _in_week(of_nth_week(phrase, context), weekday)
    if "week" in phrase.slots:
        return Resolution(
            periods.of_day(
                week_of(phrase, context).begin.date() + timedelta(days=weekday)
            )
        )
    today, marker = today_of(context), marker_of(phrase)
    if (topic := context.topic_of("week", phrase.start)) and marker is None:
        return Resolution(periods.of_day(topic + timedelta(days=weekday)))
    if named := _named_behind(phrase, context, weekday):
        return Resolution(named)
    ahead = (weekday - today.weekday()) % 7
    if marker == "past":
        ahead -= 7
    elif marker is None and context.tense(phrase.end) == "past":
        ahead -= 7 if ahead else 0
    elif marker != "this":
        ahead = ahead or 7
    return Resolution(periods.of_day(today + timedelta(days=ahead)))


def _named_behind(phrase: Phrase, context: Context, weekday: int) -> Period | None:
    """금요일인 5일: the weekday of that day."""
    match = _NAMED.match(context.text, phrase.end)
    if match is None:
        return None
    options = [
        day for day in _near(context, int(match[1])) if day.begin.weekday() == weekday
    ]
    return pick_any(phrase, context, options, near=True) if options else None


def _near(context: Context, day: int) -> Sequence[Period]:
    today = today_of(context)
    return periods.days_near(today.year, today.month, day)


def _in_week(answer: Resolution, weekday: int) -> Resolution:
    """11월 넷째 주 목요일."""
    if answer.period:
        answer.period = periods.of_day(
            answer.period.begin.date() + timedelta(days=weekday)
        )
    return answer


def _nth_weekday(phrase: Phrase, context: Context, weekday: int) -> Resolution:
    nth = number_of(phrase.slots["ordinal"])

    def found(year: int, month: int) -> Period | None:
        day = periods.nth_weekday(year, month, weekday, nth)
        return periods.of_day(day) if day else None

    return in_month(phrase, context, found)


def of_nth_week(phrase: Phrase, context: Context) -> Resolution:
    """10월 첫째 주, 3월 2주차."""
    nth = number_of(phrase.slots["nthweek"])
    return in_month(
        phrase, context, lambda year, month: periods.nth_week(year, month, nth)
    )


def of_edge(phrase: Phrase, context: Context) -> Resolution:
    """첫날, 마지막 날, 말일 of a month or year."""
    last = number_of(phrase.slots["edge"]) < 0
    if "holiday" in phrase.slots:
        return _edge_of(of_holiday(phrase, context), last=last)
    if "month" in phrase.slots:
        return in_month(
            phrase,
            context,
            lambda year, month: periods.of_day(
                date(year, month, calendar.monthrange(year, month)[1] if last else 1)
            ),
        )
    year = year_of(phrase, context)
    if year is None:
        return Resolution(None, flags=("impossible",))
    return Resolution(
        periods.of_day(date(year, 12, 31) if last else date(year, 1, 1)),
        anchor_of(phrase, context.year),
    )


def _edge_of(answer: Resolution, *, last: bool) -> Resolution:
    """설 연휴 첫날, 추석 연휴 마지막 날."""
    if answer.period:
        day = answer.period.until - timedelta(days=1) if last else answer.period.begin
        answer.period = periods.of_day(day.date())
    return answer


def of_clock_day(phrase: Phrase, context: Context) -> Resolution:
    """A time without a date: that of the date in the same sentence, else the
    reference's.
    """
    said = context.day if context.day and context.in_sentence(phrase.start) else None
    return Resolution(
        periods.of_day(said or today_of(context)), "discourse" if said else "stamp"
    )
