"""Weeks, months, quarters, halves, seasons, years and longer."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from envfocus.korean.dates import periods
from envfocus.korean.dates.anchors import (
    Resolution,
    anchor_of,
    marker_of,
    month_of,
    pick,
    pick_any,
    reference_of,
    today_of,
    week_of,
    year_of,
    years_to_try,
)
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase

_QUARTERS, _HALVES, _MONTHS = 4, 2, 12
_LAST_MONTH_OF_WINTER = 2
_WEEKS_AWAY = {"past": -1, "next": 1}


def of_week(phrase: Phrase, context: Context) -> Resolution:
    """이번 주, 지난주."""
    return Resolution(week_of(phrase, context))


def of_weekend(phrase: Phrase, context: Context) -> Resolution:
    """이번 주말; without a marker any weekend."""
    token = phrase.slots["weekend"]
    if "week" in phrase.slots:
        monday = week_of(phrase, context).begin.date()
        return Resolution(periods.of_weekend(monday))
    marker = marker_of(phrase)
    if token.kind == "generic" and marker is None:
        return Resolution(None, value="XXXX-WXX-WE")
    weeks = token.number
    if marker in _WEEKS_AWAY:
        weeks += _WEEKS_AWAY[marker]
    day = today_of(context) + timedelta(weeks=weeks)
    return Resolution(periods.of_weekend(day))


def of_portion(phrase: Phrase, context: Context) -> Resolution:
    """연말, 연초, 월말, 월초."""
    token = phrase.slots["portion"]
    part = str(token.value)
    if token.unit != "year":
        today = today_of(context)
        third = periods.third_of_month(today.year, today.month, part)
        return Resolution(third, mod=part)
    year = year_of(phrase, context)
    years = years_to_try(year, context)
    options = [periods.part_of_year(each, part) for each in years]
    picked: Period | None = options[0]
    if year is None:
        picked = pick_any(phrase, context, options)
    return Resolution(picked, anchor_of(phrase, context.year), part)


def of_month(phrase: Phrase, context: Context) -> Resolution:
    """3월, 지난달, 다음 달 초."""
    year, month = month_of(phrase, context)
    years = years_to_try(year, context)
    options = [periods.of_month(each, month) for each in years]
    picked: Period | None = options[0]
    if year is None:
        picked = pick(phrase, context, options)
    if picked and phrase.portion:
        begin = picked.begin
        picked = periods.third_of_month(begin.year, begin.month, phrase.portion)
    return Resolution(picked, anchor_of(phrase, context.month), phrase.portion)


def of_season(phrase: Phrase, context: Context) -> Resolution:
    """올여름, 지난 겨울; without a year or marker any summer. Also days of no day in
    particular: 평일, 명절.
    """
    token = phrase.slots["season"]
    season = str(token.value)
    if token.kind == "generic":
        return Resolution(None, value=season)
    year = year_of(phrase, context)
    if year is not None:
        if _began_last_year(phrase, context, season):
            year -= 1
        period = periods.of_season(year, season)
        return Resolution(period, anchor_of(phrase, context.year))
    marker = marker_of(phrase)
    if marker is None:
        return Resolution(None, value=f"XXXX-{season}")
    return Resolution(_season_by_marker(phrase, context, season, marker))


def _began_last_year(phrase: Phrase, context: Context, season: str) -> bool:
    """올겨울 in January began last December."""
    year = phrase.slots.get("year")
    if season != "WI" or year is None or year.kind != "relative":
        return False
    return today_of(context).month <= _LAST_MONTH_OF_WINTER


def _season_by_marker(
    phrase: Phrase,
    context: Context,
    season: str,
    marker: str,
) -> Period | None:
    """지난 겨울, 이번 여름."""
    this_year = today_of(context).year
    years = range(this_year - 2, this_year + 2)
    options = [periods.of_season(year, season) for year in years]
    if marker != "this":
        return pick_any(phrase, context, options)
    reference = reference_of(context)
    not_over = [option for option in options if option.until > reference]
    return not_over[0]


def of_quarter(phrase: Phrase, context: Context) -> Resolution:
    """3분기, 지난 분기."""
    if phrase.slots["quarter"].kind == "relative":
        return _relative_part(phrase, context, "quarter")
    return _part_of_year(phrase, context, "quarter")


def of_half(phrase: Phrase, context: Context) -> Resolution:
    """상반기."""
    if phrase.slots["half"].kind == "relative":
        return _relative_part(phrase, context, "half")
    return _part_of_year(phrase, context, "half")


_BUILDERS: dict[str, Callable[[int, int], Period]] = {
    "quarter": periods.of_quarter,
    "half": periods.of_half,
}
_PARTS_OF_YEAR = {"quarter": _QUARTERS, "half": _HALVES}


def _relative_part(phrase: Phrase, context: Context, slot: str) -> Resolution:
    """지난 분기, 전분기."""
    token = phrase.slots[slot]
    begin, anchor = _base_of_part(phrase, context, slot)
    parts_a_year = _PARTS_OF_YEAR[slot]
    index = (begin.month - 1) * parts_a_year // _MONTHS
    parts = begin.year * parts_a_year + index + token.number
    year, index = divmod(parts, parts_a_year)
    build = _BUILDERS[slot]
    return Resolution(build(year, index + 1), anchor)


def _base_of_part(phrase: Phrase, context: Context, slot: str) -> tuple[datetime, str]:
    """The time that a relative quarter counts from, and its anchor."""
    leans_on_text = phrase.slots[slot].anchor == "discourse"
    if leans_on_text and context.period and context.in_sentence(phrase.start):
        return context.period.begin, "discourse"
    return reference_of(context), "stamp"


def _part_of_year(phrase: Phrase, context: Context, slot: str) -> Resolution:
    """2025년 3분기; without a year that of the stamp's, unless the verb tells that it
    is over and that one has not begun.
    """
    number = phrase.slots[slot].number
    build = _BUILDERS[slot]
    year = year_of(phrase, context)
    if year is not None:
        return Resolution(build(year, number), anchor_of(phrase, context.year))
    this_year = today_of(context).year
    if marker_of(phrase) in {"past", "future", "next"}:
        years = periods.years_around(this_year)
        options = [build(each, number) for each in years]
        return Resolution(pick_any(phrase, context, options))
    last, part = build(this_year - 1, number), build(this_year, number)
    is_ahead = part.begin > reference_of(context)
    if is_ahead and context.tense(phrase.end) == "past":
        return Resolution(last)
    return Resolution(part)


def of_year(phrase: Phrase, context: Context) -> Resolution:
    """2025년, 지난해, 내년 초, 작년 동기."""
    year = year_of(phrase, context)
    if year is None:
        return Resolution(None, flags=("unanchored",))
    if phrase.same_period and context.period:
        return Resolution(_moved(context.period, year), "discourse")
    anchor = anchor_of(phrase, context.year)
    if phrase.portion:
        part = periods.part_of_year(year, phrase.portion)
        return Resolution(part, anchor, phrase.portion)
    return Resolution(periods.of_year(year), anchor)


def _moved(period: Period, year: int) -> Period:
    """The same part of another year: 1~9월 and 작년 동기."""
    years = year - period.begin.year
    values = [_moved_value(value, years) for value in period.value.split("/")]
    return Period(
        begin=_moved_day(period.begin.date(), years),
        until=_moved_day(period.until.date(), years),
        grain=period.grain,
        value="/".join(values),
    )


def _moved_day(day: date, years: int) -> datetime:
    """The beginning of the same day of another year."""
    return periods.midnight(periods.shift_day(day, _MONTHS * years))


def _moved_value(value: str, years: int) -> str:
    """2025-09, two years later: 2027-09."""
    year, rest = value[:4], value[4:]
    return f"{int(year) + years:04}{rest}"


def of_decade(phrase: Phrase, _: Context) -> Resolution:
    """1990년대."""
    decade = periods.of_decade(phrase.slots["decade"].number)
    return Resolution(decade, "explicit", phrase.portion)


def of_century(phrase: Phrase, _: Context) -> Resolution:
    """21세기."""
    century = periods.of_century(phrase.slots["century"].number)
    return Resolution(century, "explicit", phrase.portion)
