"""What the commands on the feed share: places from the settings, one-line errors."""

import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from scrapy.settings import Settings

from envfocus.config import Config
from envfocus.exceptions import ConfigurationError, EnvfocusError, LockedError
from envfocus.ledger import Ledger
from envfocus.ledger.file import FILE_NAME
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.logsafe import one_line
from envfocus.publishing.layout import Layout
from envfocus.runs.exit_codes import CONFIGURATION, DISK, LOCKED, OK


def read_config(settings: Settings | None) -> Config:
    """A command's settings. Raises ConfigurationError."""
    assert settings is not None  # noqa: S101 set by Scrapy before it calls
    return Config.from_settings(settings)


def end_on_wrong_settings(settings: Settings | None) -> None:
    """End the process with code 4 and one line where a setting is wrong: for commands
    that let Scrapy make its crawler process, which has no such words.
    """
    code = told(lambda: _check(settings))
    if code != OK:
        sys.exit(code)


def layout_of(settings: Settings | None) -> Layout:
    """The feed of the settings. Raises ConfigurationError."""
    return Layout(read_config(settings).feed_dir)


def state_of(settings: Settings | None) -> Path:
    """The folder of the ledger. Raises ConfigurationError."""
    return read_config(settings).state_dir


def schedule_of(settings: Settings | None) -> Schedule:
    """When articles are due. Raises ConfigurationError."""
    return read_config(settings).recheck_ages


def has_ledger(settings: Settings | None) -> bool:
    """Whether there is a ledger. Raises ConfigurationError."""
    return (state_of(settings) / FILE_NAME).exists()


def open_ledger(
    settings: Settings | None, holder: str, *, full_check: bool = False
) -> Ledger:
    """The ledger that must be there; `full_check`: see `Ledger.open`. Raises ConfigurationError, LockedError,
    LedgerError.
    """
    if not has_ledger(settings):
        raise ConfigurationError(
            f"{state_of(settings) / FILE_NAME}: no ledger here; see ENVFOCUS_STATE_DIR"
        )
    return Ledger.open(state_of(settings), holder, full_check=full_check)


def wide_console() -> Console:
    """For tables: as wide as the terminal, and wide enough for a row where there is
    none.
    """
    if sys.stdout.isatty():
        return Console(highlight=False, markup=False)
    return Console(highlight=False, markup=False, width=160)


def text_of(args: list[str], usage: str) -> str:
    """The text given to a command, `-` for standard input. Raises ConfigurationError
    where there is none.
    """
    if not args:
        raise ConfigurationError(usage)
    if args == ["-"]:
        return sys.stdin.read()
    return " ".join(args)


def told(action: Callable[[], None]) -> int:
    """Run a command's work; what goes wrong is said in one line. Returns the exit code."""
    try:
        action()
    except EnvfocusError as error:
        print(f"envfocus: {one_line(error, 2000)}", file=sys.stderr)
        return _code_of(error)
    return OK


def _code_of(error: EnvfocusError) -> int:
    if isinstance(error, ConfigurationError):
        return CONFIGURATION
    if isinstance(error, LockedError):
        return LOCKED
    return DISK


def _check(settings: Settings | None) -> None:
    read_config(settings)
