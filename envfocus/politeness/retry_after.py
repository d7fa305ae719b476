"""`Retry-After` (RFC 9110, 10.2.3): seconds, or an HTTP date."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after(value: str | None, date: str | None, now: datetime) -> float | None:
    """Seconds to wait, 0 for a time that is past; None where the value cannot be read.

    `date`: the `Date` header of the same answer. Both come from one clock, so that ours
    does not matter.
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])  # beyond 30 years nothing changes
    until = _instant(value)
    return (
        None
        if until is None
        else max(0.0, (until - (_instant(date or "") or now)).total_seconds())
    )


def _instant(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
        return (
            instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
        )  # `-0000`, and old servers
    except (ValueError, OverflowError):
        return None
