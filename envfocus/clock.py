"""The one place where the clock enters. Tests freeze time by replacing `now`."""

from datetime import UTC, datetime, timedelta, timezone

KST = timezone(timedelta(hours=9), "KST")
"""Korean Standard Time. Korea has kept no summer time since 1988, long before the paper's first page."""


def now() -> datetime:
    """The present instant, aware, in KST, to the second."""
    return datetime.now(UTC).astimezone(KST).replace(microsecond=0)


def kst_text(instant: datetime) -> str:
    """RFC 3339 with `+09:00`, to the second."""
    return instant.astimezone(KST).isoformat(timespec="seconds")


def utc_text(instant: datetime) -> str:
    """RFC 3339 with `Z`, to the second."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
