"""A health check that is told of every run, in the manner of healthchecks.io:
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
_PATIENCE = 5.0
"""Seconds that the end of a run waits in all: a look-up of a name, or an answer of
drops, knows no time-out.
"""


class Healthcheck:
    """Asks for the check's addresses beside the run, in their order; the run goes on
    whatever they answer.
    """

    def __init__(self, url: str, agent: str) -> None:
        self.url = urlsplit(url)
        self.agent = agent
        self._words: SimpleQueue[str | None] = SimpleQueue()
        self._asking = Thread(
            target=self._ask_all, daemon=True
        )  # it never holds the process

    def started(self) -> None:
        """A run begins. Returns at once."""
        self._asking.start()
        self._words.put("start")

    def ended(self, code: int) -> None:
        """A run that was started ended. Returns when the check knows, or after five
        seconds.
        """
        self._words.put(str(code))
        self._words.put(None)
        self._asking.join(_PATIENCE)
        if self._asking.is_alive():
            logger.warning(
                "health check at %s: no answer within %g s",
                self.url.hostname,
                _PATIENCE,
            )

    def _ask_all(self) -> None:
        while word := self._words.get():
            self._ask(word)

    def _ask(self, word: str) -> None:
        """Ask for an address. The path of a check is its password: the log has the host
        only.
        """
        url = self.url._replace(path=f"{self.url.path.rstrip('/')}/{word}").geturl()
        try:
            request = Request(url, headers={"User-Agent": self.agent})  # noqa: S310 checked
            urlopen(request, timeout=_TIMEOUT).close()  # noqa: S310 checked
        except (OSError, HTTPException, ValueError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            logger.warning(
                "health check at %s not told %r: %s",
                self.url.hostname,
                word,
                one_line(reason, 200),
            )
