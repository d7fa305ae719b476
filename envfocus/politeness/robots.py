"""What an answer to robots.txt means (RFC 9309), and the last good copy of it."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from protego import Protego

from envfocus.atomic import RealDisk, write
from envfocus.clock import kst_text
from envfocus.exceptions import FeedError

logger = logging.getLogger(__name__)

MAX_BYTES = 500 * 1024
"""Bytes that are read: the least that RFC 9309 (2.5) asks for."""
GOOD_FOR = timedelta(hours=24)
"""How long a copy may stand in for a file that cannot be had (RFC 9309, 2.4)."""


class Kind(StrEnum):
    """What was answered to a request for robots.txt."""

    RULES = "rules"
    NONE = "none"
    """There is no such file: everything is allowed."""
    PAGE = "page"
    """A page in its place: no rules either."""
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    """Nothing is allowed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means. `text`: the rules, where there are any."""

    kind: Kind
    text: str = ""


def judge(status: int, body: bytes) -> Verdict:
    """What an answer means. A redirect that is left over was too long or left the site:
    unreachable.
    """
    if status == 429:
        return Verdict(Kind.THROTTLED)
    if 400 <= status < 500:
        return Verdict(Kind.NONE)
    if not 200 <= status < 300:
        return Verdict(Kind.UNREACHABLE)
    text = _harmless(_whole_lines(body).decode("utf-8-sig", errors="replace"))
    if text.lstrip().startswith("<"):
        return Verdict(Kind.PAGE)
    return Verdict(Kind.RULES, text)


class Rules:
    """What a robots.txt allows us: the one answer for crawler and doctor.

    We are the group of `robots_user_agent` where one is set, else that of the product
    token of `user_agent`: `envfocus` in `envfocus/1.0 (+https://…)`. `crawl_delay`:
    seconds, 0 where none is asked for.
    """

    def __init__(
        self, text: str, user_agent: str, robots_user_agent: str | None
    ) -> None:
        self._token = robots_user_agent or user_agent.partition("/")[0]
        self._rules = Protego.parse(text)
        self.crawl_delay: float = self._rules.crawl_delay(self._token) or 0.0

    def allows(self, url: str) -> bool:
        """Whether this address may be fetched."""
        return bool(self._rules.can_fetch(url, self._token))


def _harmless(text: str) -> str:
    """Without what moves a terminal's cursor: its parser prints lines that it cannot
    read.
    """
    return "".join(
        sign if sign.isprintable() or sign in "\t\r\n" else " " for sign in text
    )


def _whole_lines(body: bytes) -> bytes:
    """The part that is read; a rule that was cut would forbid more than it says."""
    if len(body) <= MAX_BYTES:
        return body
    return body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]


@dataclass(frozen=True, slots=True)
class Copies:
    """The last good copies in `folder`, one JSON file a host."""

    folder: Path

    def keep(self, netloc: str, text: str, at: datetime) -> None:
        """Write a copy, all of it or nothing. A disk that fails costs the copy, not the
        run.
        """
        copy = {"fetched_at": kst_text(at), "text": text}
        content = json.dumps(copy, ensure_ascii=False)
        try:
            write(RealDisk(), self._path(netloc), [content.encode()])
        except FeedError as error:
            logger.warning("no copy of robots.txt was kept: %s", error)

    def recall(self, netloc: str, now: datetime) -> str | None:
        """The copy, if there is one of the last 24 hours."""
        path = self._path(netloc)
        try:
            kept = json.loads(path.read_bytes())
            age = now - datetime.fromisoformat(kept["fetched_at"])
            text = str(kept["text"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            logger.warning("%s: not a copy of robots.txt: %s", path, error)
            return None
        if timedelta(0) <= age <= GOOD_FOR:
            return text
        return None

    def _path(self, netloc: str) -> Path:
        return self.folder / f"robots-{quote(netloc, safe='')}.json"
