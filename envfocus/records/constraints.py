"""What narrows the JSON Schema of a field, as the metadata of a dataclass field."""

from typing import Any


def limits(**keywords: Any) -> dict[str, Any]:
    """Field metadata that narrows the JSON Schema of a field."""
    return {"json_schema_extra": keywords}


INSTANT = limits(format="date-time", pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$")
UTC = limits(format="date-time", pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
DAY = limits(format="date", pattern=r"^\d{4}-\d\d-\d\d$")
SHA256 = limits(pattern=r"^[0-9a-f]{64}$")
PRECISION = limits(enum=["second", "minute", "hour", "day", None])
POSITIVE = limits(minimum=1)
