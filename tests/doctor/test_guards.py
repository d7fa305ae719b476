"""Each guard, held by the project's settings and broken by one that is wrong."""

from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from envfocus.doctor.guards import GUARDS, look
from envfocus.middlewares.hosts import Hosts

CONTACT = "envfocus/1.0 (+https://archive.example.kr/crawler)"
MIDDLEWARES = "envfocus.middlewares"


def without(path: str | type) -> dict[str, Any]:
    """The project's middlewares with one switched off."""
    return {
        "DOWNLOADER_MIDDLEWARES": {
            **get_project_settings().getdict("DOWNLOADER_MIDDLEWARES"),
            path: None,
        }
    }


BREAKING: list[tuple[str, dict[str, Any]]] = [
    ("exact hosts", without(f"{MIDDLEWARES}.hosts.Hosts")),
    (
        "exact hosts",
        {
            "DOWNLOADER_MIDDLEWARES": {
                **without(f"{MIDDLEWARES}.hosts.Hosts")["DOWNLOADER_MIDDLEWARES"],
                Hosts: None,
            }
        },
    ),
    ("by RFC 9309", without(f"{MIDDLEWARES}.robots.Robots")),
    ("back-off", without(f"{MIDDLEWARES}.backoff.Backoff")),
    ("a circuit breaker", without(f"{MIDDLEWARES}.circuit_breaker.CircuitBreaker")),
    ("a budget", without(f"{MIDDLEWARES}.budget.Budget")),
    ("a streak ends it", {"ENVFOCUS_BLOCKED_STREAK": 0}),
    ("requests a day", {"ENVFOCUS_REQUESTS_PER_DAY": 0}),
    ("a run deadline", {"CLOSESPIDER_TIMEOUT": 0}),
    ("one request a second", {"DOWNLOAD_DELAY_JITTER": 0.5}),
    ("https", {"ENVFOCUS_BASE_URL": "http://www.ecofocus.co.kr/"}),
    ("certificates verified", {"DOWNLOAD_VERIFY_CERTIFICATES": "0"}),
    ("certificates verified", {"DOWNLOAD_VERIFY_CERTIFICATES": "perhaps"}),
    ("no file, ftp, s3, data", {"DOWNLOAD_HANDLERS": {}}),
    (
        "no file, ftp, s3, data",
        {"DOWNLOAD_HANDLERS": {"data": None, "ftp": None, "s3": None}},
    ),
    ("few redirects", {"REDIRECT_MAX_TIMES": 6}),
    ("no meta refresh", {"METAREFRESH_ENABLED": True}),
    ("8 MiB a body", {"DOWNLOAD_MAXSIZE": 8 * 1024 * 1024 + 1}),
    ("8 MiB a body", {"DOWNLOAD_MAXSIZE": 0}),  # no limit
    ("8 MiB a body", {"DOWNLOAD_MAXSIZE": "8 MiB"}),
    ("short time-outs", {"DOWNLOAD_TIMEOUT": 180}),
    ("short time-outs", {"DOWNLOAD_TIMEOUT": 0}),
    ("no telnet", {"TELNETCONSOLE_ENABLED": "1"}),
    ("no remote control", {"REMOTE_CONTROL_ENABLED": True}),
    ("no cookies", {"COOKIES_ENABLED": True}),
    (
        "no referrer",
        {"REFERRER_POLICY": "scrapy.spidermiddlewares.referer.DefaultReferrerPolicy"},
    ),
    ("no referrer", {"REFERRER_POLICY": "same-origin"}),
    ("no pickles of jobs", {"JOBDIR": "crawls/1"}),
    ("no pickles of pages", {"HTTPCACHE_ENABLED": "True"}),
    ("robots.txt obeyed", {"ROBOTSTXT_OBEY": False}),
    ("one request a second", {"DOWNLOAD_DELAY": 0.5}),
    ("one request a second", {"CONCURRENT_REQUESTS_PER_DOMAIN": 2}),
    ("a contact", {"USER_AGENT": "envfocus/1.0"}),
    ("a contact", {"USER_AGENT": "envfocus/1.0 (+https://envfocus.example/contact)"}),
    ("a contact", {"USER_AGENT": "envfocus/1.0 (+https://)"}),
]
HOLDING: list[tuple[str, dict[str, Any]]] = [
    ("few redirects", {"REDIRECT_MAX_TIMES": 1}),
    ("no referrer", {"REFERER_ENABLED": False, "REFERRER_POLICY": "unsafe-url"}),
    ("no referrer", {"REFERRER_POLICY": "no-referrer"}),
    ("no cookies", {"COOKIES_ENABLED": "False"}),
    ("no telnet", {"TELNETCONSOLE_ENABLED": "0"}),
    ("no pickles of jobs", {"JOBDIR": ""}),
    ("one request a second", {"DOWNLOAD_DELAY": 30}),
    ("a contact", {"USER_AGENT": "envfocus/1.0 (archive@example.kr)"}),
    ("a contact", {"USER_AGENT": "x", "ENVFOCUS_BASE_URL": "http://127.0.0.1:8000/"}),
    (
        "one request a second",
        {"DOWNLOAD_DELAY": 0, "ENVFOCUS_BASE_URL": "http://[::1]:8000/"},
    ),
    ("https", {"ENVFOCUS_BASE_URL": "http://127.0.0.1:8000/"}),
]


def broken(**changed: Any) -> list[str]:
    settings: Settings = get_project_settings()
    settings.setdict({"USER_AGENT": CONTACT, **changed}, priority="cmdline")
    return [finding.what for finding in look(settings) if finding.held is not True]


def test_the_project_holds_them_all() -> None:
    assert broken() == []


@pytest.mark.parametrize(("name", "changed"), BREAKING)
def test_a_wrong_setting_breaks_its_guard_alone(
    name: str, changed: dict[str, Any]
) -> None:
    found = broken(**changed)
    # an unreadable address is not loopback, so nothing else that rests on it can be judged well
    assert found == [name] if "ENVFOCUS_BASE_URL" not in changed else name in found


@pytest.mark.parametrize(("name", "changed"), HOLDING)
def test_what_holds_a_guard(name: str, changed: dict[str, Any]) -> None:
    assert name in [guard.name for guard in GUARDS]
    assert name not in broken(**changed)


def test_every_guard_can_break() -> None:
    assert {name for name, _ in BREAKING} == {guard.name for guard in GUARDS}


def test_scrapys_own_settings_hold_few() -> None:
    """What the table is for: a bare Scrapy project with our add-on has most of these doors open."""
    held = [
        finding.what
        for finding in look(
            Settings(
                {
                    "ENVFOCUS_PAPER": "ecofocus",
                    "ENVFOCUS_BASE_URL": "https://www.ecofocus.co.kr/",
                }
            )
        )
        if finding.held
    ]
    assert held == [
        "https",
        "short time-outs",
        "no pickles of jobs",
        "no pickles of pages",
        "a streak ends it",
        "requests a day",
        "a run deadline",
    ]


def test_a_row_says_which_setting_decides_and_who_set_it() -> None:
    settings: Settings = get_project_settings()
    settings.set("TELNETCONSOLE_ENABLED", "1", priority="cmdline")
    rows = {finding.what: finding.said for finding in look(settings)}
    assert rows["no telnet"] == "TELNETCONSOLE_ENABLED = '1' (cmdline)"
    assert rows["no remote control"] == "REMOTE_CONTROL_ENABLED = False (project)"
    assert rows["no pickles of jobs"] == "JOBDIR = None (default)"
    assert rows["no file, ftp, s3, data"] == "DOWNLOAD_HANDLERS = http, https (project)"
    assert rows["exact hosts"] == "DOWNLOADER_MIDDLEWARES: Hosts = 650"
