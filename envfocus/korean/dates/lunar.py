"""The Korean lunar calendar (음력), from the table of its years."""

from datetime import date, timedelta
from functools import cache, lru_cache

from envfocus.korean.tables import rows


@cache
def _years() -> dict[int, tuple[date, int, list[int]]]:
    return {
        int(row["year"]): (
            date.fromisoformat(row["first_day"]),
            int(row["leap_month"] or 12),
            [int(length) for length in row["lengths"].split()],
        )
        for row in rows("lunar_years")
    }


@lru_cache(maxsize=1024)
def solar(year: int, month: int, day: int) -> date | None:
    """The day of the common calendar (양력); None: no such day, or a year outside of
    the table (1950–2049).
    """
    first, leap_after, lengths = _years().get(year, (date.min, 0, []))
    at = month - 1 + (month > leap_after)
    if not 1 <= month <= 12 or at >= len(lengths) or not 1 <= day <= lengths[at]:
        return None
    return first + timedelta(days=sum(lengths[:at]) + day - 1)
