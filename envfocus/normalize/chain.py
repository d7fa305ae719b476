"""The chain that gives a record its normal forms, beside the raw ones."""

from collections import Counter
from collections.abc import Callable, Iterable

from envfocus.items import Record
from envfocus.normalize.contacts import redact_contacts
from envfocus.normalize.dates import find_dates
from envfocus.normalize.regions import find_regions
from envfocus.normalize.stamps import resolve_stamps
from envfocus.normalize.text import normalize_text
from envfocus.normalize.weather import resolve_weather

Step = Callable[[Record], Iterable[str]]
"""Changes a record in place; returns the names of the counters to raise by one."""

_STEPS: tuple[Step, ...] = (
    normalize_text,
    redact_contacts,
    resolve_stamps,
    resolve_weather,
    find_dates,
    find_regions,
)
"""In this order: offsets of dates and regions count in the text as published."""


def steps(*, redact: bool) -> tuple[Step, ...]:
    """The steps of the chain. `redact`: whether contacts are taken out of the texts."""
    if redact:
        return _STEPS
    return tuple(step for step in _STEPS if step is not redact_contacts)


def normalize(record: Record, *, redact: bool) -> Counter[str]:
    """Give a record its normal forms, in place. Returns counters for the stats."""
    counts: Counter[str] = Counter()
    for step in steps(redact=redact):
        counts.update(step(record))
    return counts
