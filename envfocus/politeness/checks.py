"""Settings of courtesy and guards that cannot be meant."""

from scrapy.settings import BaseSettings

from envfocus.exceptions import ConfigurationError
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.politeness.hours import Hours

_SECONDS = (
    "ENVFOCUS_BACKOFF_SECONDS",
    "ENVFOCUS_CRAWL_DELAY_MAX",
    "ENVFOCUS_RETRY_AFTER_MAX",
)
_COUNTS = ("ENVFOCUS_BLOCKED_STREAK", "ENVFOCUS_GAP_MAX", "ENVFOCUS_REQUESTS_PER_DAY")


def check_courtesy(settings: BaseSettings) -> None:
    """Raise ConfigurationError: setting, value, what is expected."""
    Hours.parse(settings["ENVFOCUS_HOURS"])
    Schedule.parse(settings["ENVFOCUS_RECHECK_AGES"])
    rows, share = settings["ENVFOCUS_KNOWN_IN_A_ROW"], settings["ENVFOCUS_PROBE_SHARE"]
    if not str(rows).isdecimal() or int(rows) < 1:
        raise ConfigurationError(
            f"ENVFOCUS_KNOWN_IN_A_ROW={rows!r}: expected a whole number from 1"
        )
    if not _is_amount(share) or float(share) > 1:
        raise ConfigurationError(
            f"ENVFOCUS_PROBE_SHARE={share!r}: expected a share from 0 to 1"
        )
    for name in _SECONDS:
        if not _is_amount(settings[name]):
            raise ConfigurationError(
                f"{name}={settings[name]!r}: expected seconds, from 0"
            )
    for name in _COUNTS:
        if not str(settings[name]).isdecimal():
            raise ConfigurationError(
                f"{name}={settings[name]!r}: expected a whole number, 0 for no limit"
            )
    if settings["JOBDIR"] or _is_on(settings, "HTTPCACHE_ENABLED"):
        name = "JOBDIR" if settings["JOBDIR"] else "HTTPCACHE_ENABLED"
        why = "it keeps pickles, and every run resumes from the ledger"
        raise ConfigurationError(f"{name}={settings[name]!r}: expected it unset: {why}")


def _is_on(settings: BaseSettings, name: str) -> bool:
    return bool(settings[name]) and settings[name] not in ("0", "False", "false")


def _is_amount(value: object) -> bool:
    try:
        return 0 <= float(str(value)) < float("inf")
    except ValueError:
        return False
