"""Settings of courtesy and guards: what ships, and what is refused."""

from typing import Any

import pytest

from envfocus.exceptions import ConfigurationError
from envfocus.politeness.checks import check_courtesy
from tests.support.crawlers import project_settings


def test_what_ships_can_be_meant() -> None:
    check_courtesy(project_settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVFOCUS_HOURS", "night"),
        *[
            ("ENVFOCUS_BACKOFF_SECONDS", value)
            for value in ("", "x", "-1", "nan", "inf", None)
        ],
        ("ENVFOCUS_CRAWL_DELAY_MAX", "1 s"),
        ("ENVFOCUS_RETRY_AFTER_MAX", "-0.5"),
        *[
            ("ENVFOCUS_REQUESTS_PER_DAY", value)
            for value in ("-1", "1.5", "", "all", None)
        ],
        ("ENVFOCUS_BLOCKED_STREAK", "five"),
        *[("ENVFOCUS_GAP_MAX", value) for value in ("-1", "1000.0", "", "1e3", None)],
        *[
            ("ENVFOCUS_RECHECK_AGES", value)
            for value in ("6h 1h", "1h,6h", "1", "0h", "never", 60)
        ],
        *[
            ("ENVFOCUS_KNOWN_IN_A_ROW", value)
            for value in ("0", 0, "-1", "5.0", "", "five", True, None)
        ],
        *[
            ("ENVFOCUS_PROBE_SHARE", value)
            for value in ("1.1", 2, "-0.1", "50%", "", "nan", "inf", None)
        ],
        ("JOBDIR", "jobs/1"),
        ("HTTPCACHE_ENABLED", "True"),
        ("HTTPCACHE_ENABLED", True),
    ],
)
def test_what_cannot_be_meant(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check_courtesy(project_settings(**{name: value}))
    assert str(caught.value).startswith(f"{name}={value!r}: expected ")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ENVFOCUS_RECHECK_AGES", "1h 1h", "growing ages, e.g. 1h 6h 24h 7d"),
        ("ENVFOCUS_KNOWN_IN_A_ROW", "0", "a whole number from 1"),
        ("ENVFOCUS_PROBE_SHARE", "1.01", "a share from 0 to 1"),
        ("ENVFOCUS_GAP_MAX", "all", "a whole number, 0 for no limit"),
        ("ENVFOCUS_BACKOFF_SECONDS", "soon", "seconds, from 0"),
    ],
)
def test_what_is_expected_is_said(name: str, value: str, expected: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check_courtesy(project_settings(**{name: value}))
    assert str(caught.value) == f"{name}={value!r}: expected {expected}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[
            ("ENVFOCUS_RECHECK_AGES", value)
            for value in ("", None, "30m", "1h 6h 24h 7d 30d")
        ],
        *[("ENVFOCUS_KNOWN_IN_A_ROW", value) for value in ("1", 1, "100")],
        *[("ENVFOCUS_PROBE_SHARE", value) for value in ("0", 0.0, "1", 1, "0.25")],
        *[("ENVFOCUS_GAP_MAX", value) for value in ("0", 0, "72000")],
    ],
)
def test_what_can_be_meant(name: str, value: Any) -> None:
    check_courtesy(project_settings(**{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTPCACHE_ENABLED", "False"), ("JOBDIR", ""), ("ENVFOCUS_HOURS", "")],
)
def test_what_is_off_is_off(name: str, value: str) -> None:
    check_courtesy(project_settings(**{name: value}))


def test_what_would_be_on_in_scrapy_is_off() -> None:
    settings = project_settings()
    for name in (
        "TELNETCONSOLE_ENABLED",
        "REMOTE_CONTROL_ENABLED",
        "COOKIES_ENABLED",
        "METAREFRESH_ENABLED",
    ):
        assert settings.getbool(name) is False
    handlers = settings.get_component_priority_dict_with_base("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {
        "http",
        "https",
    }
    exporters = settings.get_component_priority_dict_with_base("FEED_EXPORTERS")
    assert not {name for name, exporter in exporters.items() if exporter} & {
        "pickle",
        "marshal",
    }
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_what_ships_is_polite() -> None:
    settings = project_settings()
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert (
        settings.getint("CONCURRENT_REQUESTS")
        == settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        == 1
    )
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert 0 < settings.getint("ENVFOCUS_REQUESTS_PER_DAY") <= 20_000
    assert 0 < settings.getfloat("CLOSESPIDER_TIMEOUT") <= 6 * 3600
    assert settings.getfloat("DOWNLOAD_TIMEOUT") <= 20
    assert settings.getint("DOWNLOAD_MAXSIZE") == 8 * 1024 * 1024
