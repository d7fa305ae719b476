"""Where a setting can stand, and which of them wins.

Highest first: `-s` and a spider's own settings; the environment; the env file; the
project's settings.py; the paper's profile; the default.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple, Self

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from envfocus.env_file import VARIABLE, read_env_file
from envfocus.exceptions import ConfigurationError
from envfocus.logsafe import one_line
from envfocus.papers.profile import Profile

PREFIX = "ENVFOCUS_"

_PAPER = SETTINGS_PRIORITIES["addon"]
_PROJECT = SETTINGS_PRIORITIES["project"]
_ENV_FILE = _PROJECT + 1
_ENVIRONMENT = _PROJECT + 2

ORIGINS = {
    SETTINGS_PRIORITIES["default"]: "default",
    SETTINGS_PRIORITIES["command"]: "the command",
    _PAPER: "the paper's profile",
    _PROJECT: "settings.py",
    _ENV_FILE: "the env file",
    _ENVIRONMENT: "the environment",
    SETTINGS_PRIORITIES["spider"]: "the spider's settings",
    SETTINGS_PRIORITIES["cmdline"]: "-s",
}
"""Priority of Scrapy's, with two of our own → the place, in words."""

_RENAMED = {
    "ENVFOCUS_CEILINGS": "ENVFOCUS_MAX_SHARES",
    "ENVFOCUS_FLOORS": "ENVFOCUS_MIN_FILL_RATES",
}
_SHOWN = 200
"""Characters of a wrong value that a message shows."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Setting:
    """One row of the table of settings.

    `parse` raises ValueError (what is expected) or ConfigurationError (the whole
    line). `profile_field`: the field of the paper's profile that has the default.
    `merges`: a table whose given rows replace those of the default, the others stay.
    """

    name: str
    parse: Callable[[Any], Any]
    doc: str
    default: Any = None
    profile_field: str = ""
    merges: bool = False

    @property
    def variable(self) -> str:
        """Its name in the environment and the env file."""
        if self.name.startswith(PREFIX):
            return self.name
        return PREFIX + self.name


class Given(NamedTuple):
    """A value, the name it was given by, and the priority of the place it stood."""

    name: str
    value: Any
    priority: int


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that can give a setting, but for the paper's profile."""

    settings: BaseSettings
    environment: Mapping[str, str]
    env_file: Mapping[str, str]

    @classmethod
    def read(cls, settings: BaseSettings, environ: Mapping[str, str]) -> Self:
        """Read the env file, if there is one. Raises ConfigurationError."""
        return cls(settings, environ, read_env_file(environ))

    def check_names(self, known: Mapping[str, Setting]) -> None:
        """Raise ConfigurationError for a name with our prefix that is not known.
        `known`: by name of the variable.
        """
        for name in self.settings:
            if str(name).startswith(PREFIX):
                priority = self.settings.getpriority(name) or 0
                _check_name(name, priority, known)
                _check_place(known[name], name, priority)
        for name in self.environment:
            if name.startswith(PREFIX) and name != VARIABLE:
                _check_name(name, _ENVIRONMENT, known)
        for name in self.env_file:
            if name.startswith(PREFIX):
                _check_name(name, _ENV_FILE, known)

    def value_of(self, setting: Setting, profile: Profile | None) -> Any:
        """The typed value. Raises ConfigurationError: setting, value, what is expected,
        where it stood.
        """
        given = self.find(setting, profile)
        try:
            parsed = setting.parse(given.value)
            if setting.merges:
                default = _of_profile(setting, profile) or setting.default
                return {**setting.parse(default), **parsed}
        except ConfigurationError as error:
            raise _error(str(error), given.priority) from None
        except ValueError as error:
            shown = _shortened(repr(given.value))
            raise _error(f"{given.name}={shown}: {error}", given.priority) from None
        return parsed

    def find(self, setting: Setting, profile: Profile | None) -> Given:
        """The value that wins, as it was given."""
        name, variable = setting.name, setting.variable
        priority = self.settings.getpriority(name) or 0
        if priority > _PROJECT:
            return Given(name, self.settings[name], priority)
        if variable in self.environment:
            return Given(variable, self.environment[variable], _ENVIRONMENT)
        if variable in self.env_file:
            return Given(variable, self.env_file[variable], _ENV_FILE)
        of_paper = _of_profile(setting, profile)
        if priority <= _PAPER and of_paper is not None:
            return Given(name, of_paper, _PAPER)
        if priority > 0 or setting.default is None:  # None: Scrapy has the default
            return Given(name, self.settings[name], priority)
        return Given(name, setting.default, 0)


def _check_name(name: str, priority: int, known: Mapping[str, Setting]) -> None:
    if name == VARIABLE:
        problem = "expected it in the environment"
    elif name in _RENAMED:
        problem = f"is called {_RENAMED[name]} now"
    elif name not in known:
        nearest = get_close_matches(name, known, n=1, cutoff=0)
        problem = f"no such setting; the nearest is {nearest[0]}"
    else:
        return
    raise _error(f"{name}: {problem}", priority)


def _check_place(setting: Setting, name: str, priority: int) -> None:
    """A setting of Scrapy's has our prefix in the environment and nowhere else."""
    if setting.name != name:
        message = f"{name}: is called {setting.name} outside of the environment"
        raise _error(message, priority)


def _of_profile(setting: Setting, profile: Profile | None) -> Any:
    """What the paper's profile has for a setting; None where it has nothing."""
    if profile is None:
        return None
    if setting.profile_field:
        return getattr(profile, setting.profile_field)
    return profile.politeness.get(setting.name)


def _error(message: str, priority: int) -> ConfigurationError:
    """One line, with the place where the value stood."""
    if priority:
        message = f"{message} (from {ORIGINS.get(priority, 'the settings')})"
    return ConfigurationError(one_line(message, 2000))


def _shortened(shown: str) -> str:
    if len(shown) <= _SHOWN:
        return shown
    return f"{shown[:_SHOWN]}…"
