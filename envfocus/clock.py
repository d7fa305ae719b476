"""The one place where the clock enters. Tests freeze time by replacing `now`."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

KST = timezone(timedelta(hours=9), "KST")
"""Korean Standard Time. Korea has kept no summer time since 1988, long before the
paper's first page.
"""


_FIRST_YEAR = 1990
"""No feed is older."""


def now() -> datetime:
    """The present instant, aware, in KST, to the second."""
    return datetime.now(UTC).astimezone(KST).replace(microsecond=0)


def kst_text(instant: datetime) -> str:
    """RFC 3339 with `+09:00`, to the second."""
    return instant.astimezone(KST).isoformat(timespec="seconds")


def rfc822_utc(text: str | None) -> str | None:
    """A feed's date, e.g. `Fri, 07 Feb 2025 17:35:14 +0900`, as RFC 3339 with `Z`; None
    where it is none.
    """
    try:
        instant = parsedate_to_datetime(text or "")
        return (
            utc_text(instant)
            if instant.tzinfo and instant.year >= _FIRST_YEAR
            else None
        )
    except (ValueError, OverflowError):  # no date, or beyond the calendar
        return None


def utc_text(instant: datetime) -> str:
    """RFC 3339 with `Z`, to the second."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
