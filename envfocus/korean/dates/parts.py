"""Weeks, months, quarters, halves, seasons, years and longer."""

from collections.abc import Callable
from datetime import timedelta

from envfocus.korean.dates import periods
from envfocus.korean.dates.anchors import (
    Resolution,
    anchor_of,
    marker_of,
    month_of,
    number_of,
    pick,
    pick_any,
    reference_of,
    today_of,
    week_of,
    year_of,
)
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase


def of_weekend(phrase: Phrase, context: Context) -> Resolution:
    """이번 주말; without a marker any weekend."""
    token = phrase.slots["weekend"]
    if "week" in phrase.slots:
        return Resolution(periods.of_weekend(week_of(phrase, context).begin.date()))
    marker = marker_of(phrase)
    if token.kind == "generic" and marker is None:
        return Resolution(None, value="XXXX-WXX-WE")
    offset = {"past": -1, "next": 1}.get(marker or "", 0) + number_of(token)
    return Resolution(periods.of_weekend(today_of(context) + timedelta(weeks=offset)))


def of_portion(phrase: Phrase, context: Context) -> Resolution:
    """연말, 연초, 월말, 월초."""
    token = phrase.slots["portion"]
    part = str(token.value)
    if token.unit == "year":
        year = year_of(phrase, context)
        this = today_of(context).year if year is None else year
        options = [
            periods.part_of_year(option, part) for option in (this - 1, this, this + 1)
        ]
        picked = options[1] if year is not None else pick_any(phrase, context, options)
        return Resolution(picked, anchor_of(phrase, context.year), part)
    today = today_of(context)
    return Resolution(periods.third_of_month(today.year, today.month, part), mod=part)


def of_month(phrase: Phrase, context: Context) -> Resolution:
    """3월, 지난달, 다음 달 초."""
    year, month = month_of(phrase, context)
    if year is not None:
        picked: Period | None = periods.of_month(year, month)
    else:
        this = today_of(context).year
        picked = pick(
            phrase,
            context,
            [periods.of_month(option, month) for option in (this - 1, this, this + 1)],
        )
    if picked and phrase.portion:
        picked = periods.third_of_month(
            picked.begin.year, picked.begin.month, phrase.portion
        )
    return Resolution(picked, anchor_of(phrase, context.month), phrase.portion)


def of_season(phrase: Phrase, context: Context) -> Resolution:
    """올여름, 지난 겨울; without a year or marker any summer. Also days of no day in
    particular: 평일, 명절.
    """
    if phrase.slots["season"].kind == "generic":
        return Resolution(None, value=str(phrase.slots["season"].value))
    season = str(phrase.slots["season"].value)
    year, marker = year_of(phrase, context), marker_of(phrase)
    if year is None and marker is None:
        return Resolution(None, value=f"XXXX-{season}")
    if year is not None:
        return Resolution(
            periods.of_season(_winter(phrase, context, season, year), season),
            anchor_of(phrase, context.year),
        )
    this = today_of(context).year
    options = [
        periods.of_season(option, season) for option in range(this - 2, this + 2)
    ]
    if marker == "this":
        return Resolution(next(p for p in options if p.until > reference_of(context)))
    return Resolution(pick_any(phrase, context, options))


def _winter(phrase: Phrase, context: Context, season: str, year: int) -> int:
    """올겨울 in January began last December."""
    relative = (
        phrase.slots["year"].kind == "relative" if "year" in phrase.slots else False
    )
    if season == "WI" and relative and today_of(context).month <= 2:
        return year - 1
    return year


def of_quarter(phrase: Phrase, context: Context) -> Resolution:
    """3분기, 지난 분기."""
    return _part_of_year(phrase, context, "quarter", 4, periods.of_quarter)


def of_half(phrase: Phrase, context: Context) -> Resolution:
    """상반기."""
    return _part_of_year(phrase, context, "half", 2, periods.of_half)


def _part_of_year(
    phrase: Phrase,
    context: Context,
    name: str,
    count: int,
    build: Callable[[int, int], Period],
) -> Resolution:
    token = phrase.slots[name]
    if token.kind == "relative":
        begin = (
            context.period.begin
            if token.anchor == "discourse"
            and context.period
            and context.in_sentence(phrase.start)
            else reference_of(context)
        )
        years, at = divmod(
            begin.year * count + (begin.month - 1) * count // 12 + number_of(token),
            count,
        )
        return Resolution(
            build(years, at + 1),
            "discourse" if begin is not context.reference else "stamp",
        )
    year, number = year_of(phrase, context), number_of(token)
    if year is not None:
        return Resolution(build(year, number), anchor_of(phrase, context.year))
    this, marker = today_of(context).year, marker_of(phrase)
    if marker in {"past", "future", "next"}:
        return Resolution(
            pick_any(
                phrase,
                context,
                [build(option, number) for option in (this - 1, this, this + 1)],
            )
        )
    last_year = build(this - 1, number)
    reported = (
        build(this, number).begin > reference_of(context)
        and context.tense(phrase.end) == "past"
    )
    return Resolution(last_year if reported else build(this, number))


def of_year(phrase: Phrase, context: Context) -> Resolution:
    """2025년, 지난해, 내년 초, 작년 동기."""
    year = year_of(phrase, context)
    if year is None:
        return Resolution(None, flags=("unanchored",))
    anchor = anchor_of(phrase, context.year)
    if phrase.same_period and context.period:
        return Resolution(_moved(context.period, year), "discourse")
    if phrase.portion:
        return Resolution(
            periods.part_of_year(year, phrase.portion), anchor, phrase.portion
        )
    return Resolution(periods.of_year(year), anchor)


def _moved(period: Period, year: int) -> Period:
    """The same part of another year: 1~9월 and 작년 동기."""
    years = year - period.begin.year
    begin, until = (
        periods.midnight(periods.shift_day(at.date(), 12 * years))
        for at in (period.begin, period.until)
    )
    value = "/".join(
        f"{int(each[:4]) + years:04}{each[4:]}" for each in period.value.split("/")
    )
    return Period(begin, until, period.grain, value)


def of_decade(phrase: Phrase, _: Context) -> Resolution:
    """1990년대."""
    return Resolution(
        periods.of_decade(number_of(phrase.slots["decade"])), "explicit", phrase.portion
    )


def of_century(phrase: Phrase, _: Context) -> Resolution:
    """21세기."""
    return Resolution(
        periods.of_century(number_of(phrase.slots["century"])),
        "explicit",
        phrase.portion,
    )
