"""The guards as a table: what is guarded, the settings that decide, what they must be
and why.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from envfocus.config import SETTINGS
from envfocus.doctor import Finding
from envfocus.exceptions import EnvfocusError
from envfocus.papers.profile import site_of
from envfocus.politeness.contact import check_contact
from envfocus.scrapy_settings import fill_in
from envfocus.setting_sources import ORIGINS

_MIB = 1024 * 1024
_ORIGINS = {
    **ORIGINS,
    **{priority: name for name, priority in SETTINGS_PRIORITIES.items()},
}
_NO_REFERRER = ("no-referrer", "NoReferrerPolicy")

Test = Callable[[BaseSettings], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """One row. `settings`: names; `Table:path.to.Component` is a component's place in a
    table of them.
    """

    name: str
    settings: tuple[str, ...]
    held: Test
    advice: str

    def look(self, settings: BaseSettings) -> Finding:
        """Whether these settings hold the guard; a value that cannot be read does not."""
        try:
            held = self.held(settings)
        except (TypeError, ValueError, EnvfocusError):
            held = False
        shown = "\n".join(_shown(settings, name) for name in self.settings)
        return Finding(self.name, held, shown, self.advice)


def on(name: str, setting: str, why: str) -> Guard:
    """A setting that must be true."""
    return Guard(
        name,
        (setting,),
        lambda settings: settings.getbool(setting),
        f"expected True: {why}",
    )


def off(name: str, setting: str, why: str) -> Guard:
    """A setting that must be false or empty."""
    return Guard(
        name,
        (setting,),
        lambda settings: not _true(settings[setting]),
        f"expected False or nothing: {why}",
    )


def at_most(name: str, setting: str, maximum: float, why: str) -> Guard:
    """A number above 0 that must not be greater: 0 is no limit to Scrapy."""
    return Guard(
        name,
        (setting,),
        lambda settings: 0 < settings.getfloat(setting) <= maximum,
        f"expected 1 to {maximum:,}: {why}",
    )


def component(name: str, place: str, why: str) -> Guard:
    """A component that must be enabled. `place`:
    `DOWNLOADER_MIDDLEWARES:path.to.Class`.
    """
    return Guard(
        name,
        (place,),
        lambda settings: _component(settings, place) is not None,
        f"expected it on: {why}",
    )


def _slow(settings: BaseSettings) -> bool:
    """One at a time, a second apart; the limit of one does not hold without a delay."""
    if _is_loopback(settings):
        return True
    if settings.getfloat("DOWNLOAD_DELAY") < 1:
        return False
    if settings.getfloat("DOWNLOAD_DELAY_JITTER") > 0:
        return False
    return settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1


def _no_referrer(settings: BaseSettings) -> bool:
    if not settings.getbool("REFERER_ENABLED"):
        return True
    return str(settings["REFERRER_POLICY"]).endswith(_NO_REFERRER)


def _named(settings: BaseSettings) -> bool:
    """Whether whoever asks says who he is. Raises ConfigurationError."""
    if not _is_loopback(settings):
        check_contact(settings["USER_AGENT"])
    return True


GUARDS = (
    component("exact hosts", "DOWNLOADER_MIDDLEWARES:envfocus.middlewares.hosts.Hosts",
              "requests and redirects to other hosts are dropped"),
    Guard("https", ("ENVFOCUS_BASE_URL",), lambda s: bool(site_of(s)),
          "expected https://<host>/: plain http on loopback only"),
    on("certificates verified", "DOWNLOAD_VERIFY_CERTIFICATES", "whoever sits between could write the archive"),
    Guard("no file, ftp, s3, data", ("DOWNLOAD_HANDLERS",), lambda s: set(_handlers(s)) == {"http", "https"},
          "expected http and https alone: other schemes read this host's files"),
    at_most("few redirects", "REDIRECT_MAX_TIMES", 5, "RFC 9309 wants five for robots.txt, nothing wants more"),
    off("no meta refresh", "METAREFRESH_ENABLED", "a page that refreshes elsewhere is no article"),
    at_most("8 MiB a body", "DOWNLOAD_MAXSIZE", 8 * _MIB, "a small answer can unpack to gigabytes"),
    at_most("short time-outs", "DOWNLOAD_TIMEOUT", 30, "a run that is told to stop must end within 30 s"),
    off("no telnet", "TELNETCONSOLE_ENABLED", "a port that runs code"),
    off("no remote control", "REMOTE_CONTROL_ENABLED", "a port that runs code"),
    off("no cookies", "COOKIES_ENABLED", "nothing here needs a session"),
    Guard("no referrer", ("REFERRER_POLICY", "REFERER_ENABLED"),
          _no_referrer,
          "expected NoReferrerPolicy: the way here is nobody's business"),
    off("no pickles of jobs", "JOBDIR", "a pickle runs code, and JOBDIR loses requests; every run resumes anyway"),
    off("no pickles of pages", "HTTPCACHE_ENABLED", "a pickle runs code"),
    on("robots.txt obeyed", "ROBOTSTXT_OBEY", "the paper decides what is crawled"),
    component("by RFC 9309", "DOWNLOADER_MIDDLEWARES:envfocus.middlewares.robots.Robots", "it fails closed"),
    Guard("one request a second", ("DOWNLOAD_DELAY", "DOWNLOAD_DELAY_JITTER", "CONCURRENT_REQUESTS_PER_DOMAIN"), _slow,
          "expected a delay of 1 s or more, no jitter below it, and one request at a time"),
    component("back-off", "DOWNLOADER_MIDDLEWARES:envfocus.middlewares.backoff.Backoff", "429 and 503 mean: later"),
    component("a circuit breaker",
              "DOWNLOADER_MIDDLEWARES:envfocus.middlewares.circuit_breaker.CircuitBreaker", "turned away means: stop"),
    at_most("a streak ends it", "ENVFOCUS_BLOCKED_STREAK", 20, "turned away means: stop"),
    component("a budget", "DOWNLOADER_MIDDLEWARES:envfocus.middlewares.budget.Budget", "no loop asks for ever"),
    at_most("requests a day", "ENVFOCUS_REQUESTS_PER_DAY", 86_400, "no loop asks for ever"),
    at_most("a run deadline", "CLOSESPIDER_TIMEOUT", 24 * 3600, "a run that hangs holds the ledger"),
    Guard("a contact", ("USER_AGENT",), _named, "expected a page or mail address of your own"),
)  # fmt: skip


def look(settings: BaseSettings) -> Iterator[Finding]:
    """Each guard, in the order of the table, by the settings that a crawl would have.
    Raises ConfigurationError where the paper or the env file cannot be read.
    """
    completed = settings.copy()
    fill_in(completed, SETTINGS)
    return (guard.look(completed) for guard in GUARDS)


def _shown(settings: BaseSettings, name: str) -> str:
    """A setting with its value and who set it."""
    table, _, path = name.partition(":")
    if path:
        order = _component(settings, name)
        if order is None:
            order = "off"
        return f"{table}: {path.rpartition('.')[2]} = {order}"
    value = repr(settings[name])
    if name == "DOWNLOAD_HANDLERS":
        value = ", ".join(_handlers(settings))
    origin = _ORIGINS.get(settings.getpriority(name) or 0, "?")
    return f"{name} = {value} ({origin})"


def _component(settings: BaseSettings, place: str) -> Any:
    """The order of a component; None: it is off."""
    table, _, path = place.partition(":")
    components: Mapping[Any, Any] = settings.getwithbase(table)
    found = None
    for key, order in components.items():
        if path == _path(key):
            found = order
    return found


def _handlers(settings: BaseSettings) -> list[str]:
    found: Mapping[str, Any] = settings.getwithbase("DOWNLOAD_HANDLERS")
    return sorted(scheme for scheme, handler in found.items() if handler is not None)


def _path(component: Any) -> str:
    """Where a component is defined; a component can be given as a path too."""
    if isinstance(component, type):
        return f"{component.__module__}.{component.__qualname__}"
    return str(component)


def _true(value: Any) -> bool:
    return bool(value) and str(value).lower() not in {"0", "false", "none"}


def _is_loopback(settings: BaseSettings) -> bool:
    return site_of(settings).is_loopback
