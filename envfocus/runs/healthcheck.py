"""A health check that is notified of every run, in the manner of healthchecks.io:
`URL/start`, then `URL/<exit code>`.
"""

import logging
from http.client import HTTPException
from queue import SimpleQueue
from threading import Thread
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from envfocus.logsafe import one_line

logger = logging.getLogger(__name__)

_TIMEOUT = 4.0
"""Seconds for each step of a request."""
_END_TIMEOUT = 5.0
"""Seconds that the end of a run waits in all: a look-up of a name, or an answer of
drops, knows no time-out.
"""


class Healthcheck:
    """Requests the check's addresses beside the run, in their order; the run goes on
    whatever they answer.
    """

    def __init__(self, url: str, agent: str) -> None:
        self.url = urlsplit(url)
        self.agent = agent
        self._signals: SimpleQueue[str | None] = SimpleQueue()
        # a daemon: it never holds the process
        self._thread = Thread(target=self._send_all, daemon=True)

    def started(self) -> None:
        """A run begins. Returns at once."""
        self._thread.start()
        self._signals.put("start")

    def ended(self, code: int) -> None:
        """A run that was started ended. Returns when the check knows, or after five
        seconds.
        """
        self._signals.put(str(code))
        self._signals.put(None)
        self._thread.join(_END_TIMEOUT)
        if self._thread.is_alive():
            logger.warning(
                "health check at %s: no answer within %g s",
                self.url.hostname,
                _END_TIMEOUT,
            )

    def _send_all(self) -> None:
        for signal in iter(self._signals.get, None):
            self._send(signal)

    def _send(self, signal: str) -> None:
        """Request one address. The path of a check is its password: the log has the
        host only.
        """
        path = f"{self.url.path.rstrip('/')}/{signal}"
        url = self.url._replace(path=path).geturl()
        try:
            request = Request(url, headers={"User-Agent": self.agent})  # noqa: S310 checked
            urlopen(request, timeout=_TIMEOUT).close()  # noqa: S310 checked
        except (OSError, HTTPException, ValueError) as error:
            logger.warning(
                "health check at %s not notified of %r: %s",
                self.url.hostname,
                signal,
                one_line(_reason(error), 200),
            )


def _reason(error: Exception) -> object:
    """What went wrong; a URLError wraps it."""
    if isinstance(error, URLError):
        return error.reason
    return error


def _problem(url: str) -> str | None:
    """The first thing wrong with an address, in words."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return str(error)
    checks = (
        (
            not url.isascii() or not url.isprintable() or " " in url,
            "white space, control or non-ASCII characters",
        ),
        (parts.scheme not in {"http", "https"}, f"scheme {parts.scheme!r}"),
        (not host, "no host"),
        ("@" in parts.netloc, "user name or password"),
        (bool(parts.fragment), "a fragment"),
    )
    return next((words for wrong, words in checks if wrong), None)
