"""The settings of envfocus, in one place: the table, and the typed `Config` of it.

A value can stand in six places; `setting_sources` has their order. To add a setting,
add a row here, and its line in README.md and pyproject.toml: tests hold the three
together.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar, cast
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from envfocus import scrapy_settings
from envfocus.items import Article
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.papers.profile import Profile
from envfocus.papers.site import Site, checked_base_url
from envfocus.politeness.contact import check_contact
from envfocus.politeness.hours import Hours
from envfocus.setting_sources import Setting, Sources
from envfocus.setting_values import (
    boolean,
    folder,
    http_url,
    metrics_file,
    one_of,
    optional,
    seconds,
    share,
    shares,
    whole,
)

_T = TypeVar("_T")

_MAX_SHARES = {
    "changed": 0.20,  # papers edit few articles; a parser that changed edits all
    "quarantined": 0.01,
    "not_delivered": 0.05,
}


def _row(setting: Setting) -> Any:
    """The field of `Config` that holds a setting's value."""
    return field(metadata={"setting": setting})


def _own(
    name: str,
    parse: Callable[[Any], _T],
    doc: str,
    default: Any = None,
    *,
    profile_field: str = "",
    merges: bool = False,
) -> _T:
    """A row of the table: one of our own settings."""
    setting = Setting(
        name=name,
        parse=parse,
        doc=doc,
        default=default,
        profile_field=profile_field,
        merges=merges,
    )
    return cast("_T", _row(setting))


@dataclass(frozen=True, kw_only=True)
class Config:
    """Every setting that envfocus reads, checked. Fields are in the order of README."""

    # --- this paper and this host

    profile: Profile = _row(scrapy_settings.PAPER)
    base_url: str = _own(
        "ENVFOCUS_BASE_URL",
        checked_base_url,
        "http only together with a loopback address and a port",
        profile_field="base_url",
    )
    feed_dir: Path = _own(
        "ENVFOCUS_FEED_DIR",
        folder,
        "the feed: `v1/`, and `quarantine/` for what broke the contract",
        profile_field="feed_dir",
    )
    state_dir: Path = _own(
        "ENVFOCUS_STATE_DIR",
        folder,
        "the ledger: what is known, accepted, published",
        profile_field="state_dir",
    )
    healthcheck_url: str | None = _own(
        "ENVFOCUS_HEALTHCHECK_URL",
        optional(http_url),
        "asked for with `/start` and `/<exit code>`; `{spider}` in it is the spider's name",
    )
    metrics_file: str | None = _own(
        "ENVFOCUS_METRICS_FILE",
        optional(metrics_file),
        "figures of the last run for Prometheus, e.g. `/var/lib/x/envfocus-{spider}.prom`",
    )

    # --- politeness

    user_agent: str = _row(scrapy_settings.USER_AGENT)
    robots_user_agent: str | None = _row(scrapy_settings.ROBOTSTXT_USER_AGENT)
    hours: Hours | None = _own(
        "ENVFOCUS_HOURS",
        Hours.parse,
        "e.g. `01:00-06:30` (KST): a run asks in these hours only",
        default="",
    )
    requests_per_day: int = _own(
        "ENVFOCUS_REQUESTS_PER_DAY",
        whole(0, "no limit"),
        "of all runs with this state folder, a KST day; 0: no limit",
        default=20_000,
    )
    crawl_delay_max: float = _own(
        "ENVFOCUS_CRAWL_DELAY_MAX",
        seconds,
        "seconds; a site whose crawl-delay is longer is left alone",
        default=30.0,  # a stop waits for one delay
    )
    retry_after_max: float = _own(
        "ENVFOCUS_RETRY_AFTER_MAX",
        seconds,
        "seconds; a site that wants us away for longer ends the run",
        default=600.0,
    )
    backoff_seconds: float = _own(
        "ENVFOCUS_BACKOFF_SECONDS",
        seconds,
        "the first pause after 429 and 503; each try doubles it",
        default=5.0,
    )
    blocked_streak: int = _own(
        "ENVFOCUS_BLOCKED_STREAK",
        whole(0, "no limit"),
        "403, 429, 503 in a row from one host that end the run; 0: never",
        default=5,
    )

    # --- what a run asks for

    recheck_ages: Schedule = _own(
        "ENVFOCUS_RECHECK_AGES",
        Schedule.parse,
        "when an article is looked at again; what failed is tried again after these",
        default="1h 6h 24h 7d",
    )
    known_in_a_row: int = _own(
        "ENVFOCUS_KNOWN_IN_A_ROW",
        whole(1),
        "known rows of a list after which only one page more is read",
        default=5,
    )
    gap_max: int = _own(
        "ENVFOCUS_GAP_MAX",
        whole(0, "no limit"),
        "numbers; a longer gap is a jump and is not asked for",
        default=1000,
    )
    probe_share: float = _own(
        "ENVFOCUS_PROBE_SHARE",
        share,
        "of the day's requests, for numbers that nothing showed; the rest is for news",
        default=0.5,
    )

    # --- what is published

    redact_contacts: bool = _own(
        "ENVFOCUS_REDACT_CONTACTS",
        boolean,
        "e-mail addresses and phone numbers in all texts; addresses of pictures stay",
        default=True,  # they are personal data
    )
    min_fill_rates: Mapping[str, float] = _own(
        "ENVFOCUS_MIN_FILL_RATES",
        shares(each.name for each in fields(Article)),
        "share of articles that must fill a field, or nothing is published;"
        ' `{"tags": 0}` takes one away',
        profile_field="min_fill_rates",
        merges=True,
    )
    max_shares: Mapping[str, float] = _own(
        "ENVFOCUS_MAX_SHARES",
        shares(_MAX_SHARES),
        "above these shares a run is published with a warning",
        default=_MAX_SHARES,
        merges=True,
    )
    feed_compression: str | None = _own(
        "ENVFOCUS_FEED_COMPRESSION",
        optional(one_of("zstd")),
        "`zstd`, or none",
    )
    part_records: int = _own(
        "ENVFOCUS_PART_RECORDS",
        whole(1),
        "records of a file at most",
        default=10_000,  # about 50 MB
    )
    publish_every_records: int = _own(
        "ENVFOCUS_PUBLISH_EVERY_RECORDS",
        whole(1),
        "a long run publishes after so many records",
        default=5000,
    )
    publish_every_seconds: float = _own(
        "ENVFOCUS_PUBLISH_EVERY_SECONDS",
        seconds,
        "and after so many seconds",
        default=900.0,
    )
    deliver: bool = _own(
        "ENVFOCUS_DELIVER",
        boolean,
        "whether a run may open the ledger and write; `scrapy crawl` sets it",
        default=False,
    )

    @classmethod
    def from_settings(
        cls, settings: BaseSettings, environ: Mapping[str, str] = os.environ
    ) -> Self:
        """Read and check everything. Raises ConfigurationError: one line with setting,
        value, what is expected, and where it stood.
        """
        sources = Sources.read(settings, environ)
        sources.check_names({setting.variable: setting for setting in SETTINGS})
        profile = sources.value_of(scrapy_settings.PAPER, None)
        for setting in scrapy_settings.CHECKED:
            sources.value_of(setting, profile)
        values = {
            name: sources.value_of(setting, profile)
            for name, setting in _rows().items()
            if setting is not scrapy_settings.PAPER
        }
        return cls(profile=profile, **values)

    @cached_property
    def site(self) -> Site:
        """The site at the base URL, with the addresses of the paper's CMS."""
        return Site.parse(self.base_url, self.profile.cms.urls)

    def check_contact(self) -> None:
        """Raise ConfigurationError where the paper would be asked by somebody without
        a contact. A site on this machine may be.
        """
        if not self.site.is_loopback:
            check_contact(self.user_agent)


def _rows() -> dict[str, Setting]:
    """Field of `Config` → its setting."""
    return {each.name: each.metadata["setting"] for each in fields(Config)}


SETTINGS = tuple(
    dict.fromkeys((*_rows().values(), *scrapy_settings.IN_ENVIRONMENT)),
)
"""Every setting that can stand in the environment, ours and Scrapy's."""

_configs: WeakKeyDictionary[Crawler, Config] = WeakKeyDictionary()


def config_of(crawler: Crawler) -> Config:
    """The settings of a crawler, read once. Raises ConfigurationError."""
    config = _configs.get(crawler)
    if config is None:
        config = _configs[crawler] = Config.from_settings(crawler.settings)
    return config
