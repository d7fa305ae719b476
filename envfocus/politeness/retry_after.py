"""`Retry-After` (RFC 9110, 10.2.3): seconds, or an HTTP date."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DIGITS = 9
"""So many digits are read: beyond 30 years nothing changes."""


def retry_after(value: str | None, date: str | None, now: datetime) -> float | None:
    """Seconds to wait, 0 for a time that is past; None where the value cannot be read.

    `date`: the `Date` header of the same answer. Both come from one clock, so that ours
    does not matter.
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:_DIGITS])
    until = _instant(value)
    if until is None:
        return None
    sent_at = _instant(date or "") or now
    return max(0.0, (until - sent_at).total_seconds())


def _instant(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
        if instant.tzinfo is None:  # `-0000`, and old servers
            return instant.replace(tzinfo=UTC)
        return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
