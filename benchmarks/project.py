"""The project's own crawl as benchmarks run it: its settings, and how a command line says them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

FAST: Final = {
    "DOWNLOAD_DELAY": "0",
    "CONCURRENT_REQUESTS": "8",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "ENVFOCUS_REQUESTS_PER_DAY": "0",
    "CLOSESPIDER_TIMEOUT": "0",
}
"""No courtesy, which would only be waiting."""


def settings(base: str, folder: Path) -> dict[str, str]:
    """Settings of a run against the site at `base`, with feed and state in a folder."""
    places = {
        "ENVFOCUS_FEED_DIR": str(folder / "feed"),
        "ENVFOCUS_STATE_DIR": str(folder / "state"),
    }
    return {**FAST, "ENVFOCUS_BASE_URL": base, **places}


def options(given: Mapping[str, str]) -> list[str]:
    """The settings as `-s` options of Scrapy's command line."""
    return [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
