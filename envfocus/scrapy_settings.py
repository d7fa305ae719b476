"""Settings of Scrapy's that envfocus checks before a run, and those that can stand in
the environment; and the paper, whose profile has some of them.
"""

import os
from collections.abc import Iterable, Mapping

from scrapy.settings import BaseSettings

from envfocus.env_file import read_env_file
from envfocus.exceptions import ConfigurationError
from envfocus.papers.profile import load_profile
from envfocus.setting_sources import Setting, Sources
from envfocus.setting_values import (
    boolean,
    off,
    one_of,
    optional,
    seconds,
    text,
    unset,
    whole,
)

_LONGEST_BODY = 1 << 40
"""A terabyte; DOWNLOAD_MAXSIZE is no count of ours."""

PAPER = Setting(
    name="ENVFOCUS_PAPER",
    parse=lambda value: load_profile(text(value)),
    default="ecofocus",
    doc="a name in `envfocus/papers`, or a path to a `.toml` file",
)
USER_AGENT = Setting(
    name="USER_AGENT",
    parse=text,
    doc="who asks: your own contact, or no run begins",
)
ROBOTSTXT_USER_AGENT = Setting(
    name="ROBOTSTXT_USER_AGENT",
    parse=optional(text),
    doc="the name that robots.txt is read for; none: that of `USER_AGENT`",
)

IN_ENVIRONMENT = (
    USER_AGENT,
    ROBOTSTXT_USER_AGENT,
    Setting(
        name="DOWNLOAD_DELAY",
        parse=seconds,
        # Scrapy's is 0, and without one CONCURRENT_REQUESTS_PER_DOMAIN does not hold
        default=1.0,
        doc="seconds between requests; the site's crawl-delay, where longer, holds",
    ),
    Setting(
        name="DOWNLOAD_TIMEOUT",
        parse=seconds,
        # Scrapy's is 180; a run told to stop must end within 30 s
        default=20.0,
        doc="seconds from connecting to the last byte",
    ),
    Setting(
        name="RETRY_TIMES",
        parse=whole(0),
        default=2,
        doc="further tries of a page that failed",
    ),
    Setting(
        name="CLOSESPIDER_TIMEOUT",
        parse=seconds,
        # Scrapy's is 0, no deadline; a day's budget at one request a second takes less
        default=6 * 3600,
        doc="seconds until a run ends itself; 0: no deadline",
    ),
    Setting(
        name="LOG_LEVEL",
        parse=one_of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
        doc="what the log shows",
    ),
)
"""In the environment and the env file with the prefix `ENVFOCUS_`; those with a default
in the paper's profile too.
"""

CHECKED = (
    *IN_ENVIRONMENT,
    Setting(name="CONCURRENT_REQUESTS", parse=whole(1), doc=""),
    Setting(name="CONCURRENT_REQUESTS_PER_DOMAIN", parse=whole(1), doc=""),
    Setting(name="COOKIES_ENABLED", parse=boolean, doc=""),
    Setting(name="DOWNLOAD_DELAY_JITTER", parse=seconds, doc=""),
    Setting(name="DOWNLOAD_MAXSIZE", parse=whole(0, maximum=_LONGEST_BODY), doc=""),
    Setting(name="DOWNLOAD_VERIFY_CERTIFICATES", parse=boolean, doc=""),
    Setting(name="METAREFRESH_ENABLED", parse=boolean, doc=""),
    Setting(name="REDIRECT_MAX_TIMES", parse=whole(0), doc=""),
    Setting(name="ROBOTSTXT_OBEY", parse=boolean, doc=""),
    Setting(name="HTTPCACHE_ENABLED", parse=off, doc=""),
    Setting(name="JOBDIR", parse=unset, doc=""),
)
"""With a wrong value Scrapy would fail in the middle, with a traceback."""


def from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Scrapy's settings that stand in the environment or the env file, as text, which
    Scrapy reads. Never raises: `Config.from_settings` tells what is wrong.
    """
    try:
        variables = {**read_env_file(environ), **environ}
    except ConfigurationError:
        return {}
    return {
        setting.name: variables[setting.variable]
        for setting in IN_ENVIRONMENT
        if setting.variable in variables
    }


class ProfileAddon:
    """Scrapy add-on: what Scrapy must know of the politeness of the paper's profile."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Called before a crawler's components are built. Raises ConfigurationError."""
        fill_in(settings, IN_ENVIRONMENT)


def fill_in(
    settings: BaseSettings,
    table: Iterable[Setting],
    environ: Mapping[str, str] = os.environ,
) -> None:
    """Give these settings the values that win, as they were given, wherever they stood.
    Raises ConfigurationError.
    """
    sources = Sources.read(settings, environ)
    profile = sources.value_of(PAPER, None)
    for setting in table:
        given = sources.find(setting, profile)
        settings.set(setting.name, given.value, given.priority)
