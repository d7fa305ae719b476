"""What ships: the doors that Scrapy leaves open are shut, and the crawl is polite."""

import os
import subprocess
import sys
from pathlib import Path

from envfocus.config import Config
from tests.support.crawlers import project_settings
from tests.support.crawls import ROOT


def test_what_ships_can_be_meant() -> None:
    Config.from_settings(project_settings())


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


def test_the_environment_wins_over_settings_py(tmp_path: Path) -> None:
    """Scrapy's own command reads the settings, in a process of its own."""
    env_file = tmp_path / "envfocus.env"
    env_file.write_text("ENVFOCUS_USER_AGENT=file/1\nENVFOCUS_LOG_LEVEL=ERROR\n")
    environment = {
        **os.environ,
        "ENVFOCUS_ENV_FILE": str(env_file),
        "ENVFOCUS_USER_AGENT": "environment/1",
    }
    given = {"USER_AGENT": "environment/1", "LOG_LEVEL": "ERROR"}
    for name, value in given.items():
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "settings", "--get", name],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert done.stdout.strip() == value
