"""Settings: read in one place, merged over their defaults, refused in one line."""

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings
from scrapy.utils.test import get_crawler

from envfocus.config import SETTINGS, Config, config_of
from envfocus.exceptions import ConfigurationError
from envfocus.papers.profile import Profile, load_profile
from envfocus.politeness.hours import Hours
from envfocus.scrapy_settings import ProfileAddon, fill_in, from_environment
from tests.support.wrong_settings import WRONG, Wrong

RATES = load_profile("ecofocus").min_fill_rates
PAPER = """
base_url = "https://paper.example.kr/"
key_prefix = "other"
outlet_names = ["다른신문"]
feed_dir = "other/feed/"
state_dir = "other/state/"
sections = {}
cms = "mediaon"
[min_fill_rates]
title = 0.9
[politeness]
DOWNLOAD_DELAY = 3.0
ENVFOCUS_GAP_MAX = 77
"""


def read(
    environ: Mapping[str, str] | None = None,
    priority: str = "cmdline",
    **settings: Any,
) -> Config:
    """The config of these settings alone."""
    return Config.from_settings(Settings(settings, priority=priority), environ or {})


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """Path to the profile of another paper."""
    path = tmp_path / "other.toml"
    path.write_text(PAPER, encoding="utf-8")
    return str(path)


# --- what is refused


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_cannot_be_meant(wrong: Wrong, tmp_path: Path) -> None:
    environ = dict(wrong.environment)
    if wrong.env_file is not None:
        path = tmp_path / "envfocus.env"
        path.write_text(wrong.env_file, encoding="utf-8")
        environ["ENVFOCUS_ENV_FILE"] = str(path)
    with pytest.raises(ConfigurationError) as caught:
        read(environ, **wrong.options)
    message = str(caught.value)
    assert message.startswith(wrong.line)
    assert "\n" not in message
    assert len(message) < 1000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVFOCUS_BACKOFF_SECONDS", None),
        ("ENVFOCUS_FEED_DIR", "feed\0"),
        ("ENVFOCUS_FEED_DIR", None),
        ("ENVFOCUS_FEED_DIR", 7),
        ("ENVFOCUS_GAP_MAX", True),
        ("ENVFOCUS_KNOWN_IN_A_ROW", 5.0),
        ("ENVFOCUS_MAX_SHARES", None),
        ("ENVFOCUS_MAX_SHARES", [("changed", 0.1)]),
        ("ENVFOCUS_METRICS_FILE", "\0{spider}.prom"),
        ("ENVFOCUS_PAPER", 1),
        ("ENVFOCUS_PROBE_SHARE", "50%"),
        ("ENVFOCUS_RECHECK_AGES", 60),
        ("ENVFOCUS_REDACT_CONTACTS", None),
        ("HTTPCACHE_ENABLED", True),
        ("USER_AGENT", ""),
    ],
)
def test_what_python_can_say_and_cannot_be_meant(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(priority="project", **{name: value})
    assert str(caught.value).startswith(f"{name}={value!r}: ")
    assert str(caught.value).endswith(" (from settings.py)")


@pytest.mark.parametrize(
    ("name", "value", "field", "meant"),
    [
        ("ENVFOCUS_BLOCKED_STREAK", "0", "blocked_streak", 0),
        ("ENVFOCUS_FEED_COMPRESSION", "", "feed_compression", None),
        ("ENVFOCUS_FEED_COMPRESSION", "zstd", "feed_compression", "zstd"),
        ("ENVFOCUS_FEED_DIR", "a b/", "feed_dir", Path("a b")),
        ("ENVFOCUS_HEALTHCHECK_URL", "", "healthcheck_url", None),
        ("ENVFOCUS_HEALTHCHECK_URL", "http://x/{spider}", "healthcheck_url", None),
        ("ENVFOCUS_HOURS", "", "hours", None),
        ("ENVFOCUS_HOURS", "01:00-06:30", "hours", Hours.parse("01:00-06:30")),
        ("ENVFOCUS_PROBE_SHARE", "1", "probe_share", 1.0),
        ("ENVFOCUS_PROBE_SHARE", 0.25, "probe_share", 0.25),
        ("ENVFOCUS_REDACT_CONTACTS", "false", "redact_contacts", False),
        ("ENVFOCUS_REDACT_CONTACTS", "1", "redact_contacts", True),
        ("ENVFOCUS_REQUESTS_PER_DAY", "72000", "requests_per_day", 72_000),
        ("ENVFOCUS_RETRY_AFTER_MAX", "0.5", "retry_after_max", 0.5),
        ("ROBOTSTXT_USER_AGENT", "", "robots_user_agent", None),
    ],
)
def test_what_can_be_meant(name: str, value: Any, field: str, meant: Any) -> None:
    if value == "http://x/{spider}":
        meant = value
    assert getattr(read(**{name: value}), field) == meant


@pytest.mark.parametrize("off", ["", "0", "False", None, False])
def test_what_is_off_is_off(off: Any) -> None:
    read(HTTPCACHE_ENABLED=off)


def test_a_long_value_is_cut_and_what_is_expected_is_not() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(ENVFOCUS_GAP_MAX="9" * 100_000)
    assert len(str(caught.value)) < 500
    assert "expected a whole number" in str(caught.value)


def test_who_has_no_contact_may_read_a_feed_and_not_ask() -> None:
    with pytest.raises(ConfigurationError, match="expected your own contact"):
        read().check_contact()
    read(ENVFOCUS_BASE_URL="http://127.0.0.1:8000/").check_contact()
    read(USER_AGENT="envfocus/1.0 (archive@library.kr)").check_contact()


# --- which place wins


def test_the_order_of_the_places(tmp_path: Path, paper: str) -> None:
    """Each place alone beats all below it; the value says which it was."""
    env_file = tmp_path / "envfocus.env"
    env_file.write_text("ENVFOCUS_GAP_MAX=4\n", encoding="utf-8")
    settings = Settings({"ENVFOCUS_PAPER": paper}, priority="project")
    environ: dict[str, str] = {}

    def wins() -> int:
        return Config.from_settings(settings, environ).gap_max

    assert read().gap_max == 1000
    assert wins() == 77
    settings.set("ENVFOCUS_GAP_MAX", 3, priority="project")
    assert wins() == 3
    environ["ENVFOCUS_ENV_FILE"] = str(env_file)
    assert wins() == 4
    environ["ENVFOCUS_GAP_MAX"] = "5"
    assert wins() == 5
    settings.set("ENVFOCUS_GAP_MAX", "6", priority="spider")
    assert wins() == 6
    settings.set("ENVFOCUS_GAP_MAX", "7", priority="cmdline")
    assert wins() == 7


def test_a_command_stands_below_the_project() -> None:
    """As `scrapy crawl` says that a run may write; whoever says else is heard."""
    assert read().deliver is False
    assert read(priority="command", ENVFOCUS_DELIVER=True).deliver is True
    said = Settings({"ENVFOCUS_DELIVER": True}, priority="command")
    assert not Config.from_settings(said, {"ENVFOCUS_DELIVER": "false"}).deliver


def test_the_place_of_a_wrong_value_is_named(tmp_path: Path) -> None:
    env_file = tmp_path / "envfocus.env"
    env_file.write_text("ENVFOCUS_GAP_MAX=x\n", encoding="utf-8")
    wrong = {"ENVFOCUS_GAP_MAX": "x"}
    broken = tmp_path / "broken.toml"
    broken.write_text(PAPER.replace("77", "'x'"), encoding="utf-8")
    places: list[tuple[str, dict[str, Any]]] = [
        ("-s", wrong),
        ("the environment", {"environ": wrong}),
        ("the env file", {"environ": {"ENVFOCUS_ENV_FILE": str(env_file)}}),
        ("settings.py", {"priority": "project", **wrong}),
        ("the spider's settings", {"priority": "spider", **wrong}),
        ("-s", {"ENVFOCUS_PAPER": str(broken)}),  # and the line in the file
    ]
    for place, given in places:
        with pytest.raises(ConfigurationError) as caught:
            read(**given)
        assert str(caught.value).endswith(f" (from {place})")


def test_a_paper_brings_its_own(paper: str) -> None:
    config = read(ENVFOCUS_PAPER=paper)
    assert (config.profile.name, config.profile.key_prefix) == ("other", "other")
    assert config.site.base == "https://paper.example.kr/"
    assert (config.feed_dir, config.state_dir) == (
        Path("other/feed"),
        Path("other/state"),
    )
    assert config.min_fill_rates == {"title": 0.9}
    assert config.gap_max == 77


def test_what_no_paper_can_set(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    for name in ("USER_AGENT", "ENVFOCUS_DELIVER", "DOWNLOAD_DLAY"):
        path.write_text(PAPER.replace("ENVFOCUS_GAP_MAX", name), encoding="utf-8")
        with pytest.raises(
            ConfigurationError, match=rf"politeness\.{name} = 77: unknown"
        ):
            read(ENVFOCUS_PAPER=str(path))


# --- tables


def test_one_rate_is_changed_and_the_others_stay() -> None:
    config = read(ENVFOCUS_MIN_FILL_RATES='{"tags": 0}')
    assert config.min_fill_rates == {**RATES, "tags": 0.0}
    assert len(config.min_fill_rates) > 5
    config = read(ENVFOCUS_MAX_SHARES={"changed": 0.5})
    assert config.max_shares == {
        "changed": 0.5,
        "quarantined": 0.01,
        "not_delivered": 0.05,
    }


def test_an_empty_table_changes_nothing() -> None:
    config = read({"ENVFOCUS_MAX_SHARES": json.dumps({})}, ENVFOCUS_MIN_FILL_RATES="{}")
    assert config.min_fill_rates == read().min_fill_rates
    assert config.max_shares == read().max_shares


# --- Scrapy's settings


def test_the_environment_gives_scrapy_its_settings(tmp_path: Path) -> None:
    env_file = tmp_path / "envfocus.env"
    env_file.write_text(
        "ENVFOCUS_DOWNLOAD_DELAY=7\nENVFOCUS_RETRY_TIMES=1\n", encoding="utf-8"
    )
    environ = {"ENVFOCUS_ENV_FILE": str(env_file), "ENVFOCUS_DOWNLOAD_DELAY": "8"}
    assert from_environment(environ) == {"DOWNLOAD_DELAY": "8", "RETRY_TIMES": "1"}
    assert from_environment({"ENVFOCUS_ENV_FILE": "/no/such/file"}) == {}
    assert from_environment({"ENVFOCUS_GAP_MAX": "8", "DOWNLOAD_DELAY": "9"}) == {}


def test_the_profile_gives_scrapy_its_politeness(paper: str) -> None:
    settings = Settings({"ENVFOCUS_PAPER": paper}, priority="cmdline")
    ProfileAddon().update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 3.0
    assert settings.getfloat("CLOSESPIDER_TIMEOUT") == 6 * 3600
    settings.set("DOWNLOAD_DELAY", "2", priority="project")
    ProfileAddon().update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 2.0
    fill_in(settings, SETTINGS, {"ENVFOCUS_DOWNLOAD_DELAY": "5"})
    assert settings.getfloat("DOWNLOAD_DELAY") == 5.0


def test_a_crawler_has_the_delay_of_its_paper(paper: str) -> None:
    addons = get_project_settings()["ADDONS"]
    crawler = get_crawler(Spider, {"ADDONS": addons, "ENVFOCUS_PAPER": paper})
    assert crawler.settings.getfloat("DOWNLOAD_DELAY") == 3.0


# --- the accessor, the table


def test_a_crawlers_config_is_read_once() -> None:
    one, other = (Crawler(Spider, Settings({"ENVFOCUS_GAP_MAX": n})) for n in (1, 2))
    assert config_of(one) is config_of(one)
    assert (config_of(one).gap_max, config_of(other).gap_max) == (1, 2)


def test_a_config_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        setattr(read(), "gap_max", 3)  # noqa: B010 mypy would refuse the assignment


def test_no_name_stands_twice_and_each_has_a_use() -> None:
    variables = [setting.variable for setting in SETTINGS]
    assert len(variables) == len(set(variables))
    assert all(setting.doc for setting in SETTINGS)
    assert {each.name for each in fields(Config)} >= {"profile", "base_url", "feed_dir"}
    assert isinstance(read().profile, Profile)
