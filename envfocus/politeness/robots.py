"""What an answer to robots.txt means (RFC 9309), and the last good copy of it."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from envfocus.atomic import RealDisk, write
from envfocus.clock import kst_text
from envfocus.exceptions import FeedError

logger = logging.getLogger(__name__)

LONGEST = 500 * 1024
"""Bytes that are read: the least that RFC 9309 (2.5) asks for."""
GOOD_FOR = timedelta(hours=24)
"""How long a copy may stand in for a file that cannot be had (RFC 9309, 2.4)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: rules (then `text` has them), none (no such file: everything is allowed),
    page (a page was answered in its place: no rules either), throttled, or unreachable
    (nothing is allowed)."""

    kind: str
    text: str = ""


def judge(status: int, body: bytes) -> Verdict:
    """What an answer means. A redirect that is left over was too long or left the site:
    unreachable.
    """
    if status == 429:
        return Verdict("throttled")
    if 400 <= status < 500:
        return Verdict("none")
    if not 200 <= status < 300:
        return Verdict("unreachable")
    text = _harmless(_whole_lines(body).decode("utf-8-sig", errors="replace"))
    return Verdict("page") if text.lstrip().startswith("<") else Verdict("rules", text)


def _harmless(text: str) -> str:
    """Without what moves a terminal's cursor: its parser prints lines that it cannot
    read.
    """
    return "".join(
        sign if sign.isprintable() or sign in "\t\r\n" else " " for sign in text
    )


def _whole_lines(body: bytes) -> bytes:
    """The part that is read; a rule that was cut would forbid more than it says."""
    return body if len(body) <= LONGEST else body[: body.rfind(b"\n", 0, LONGEST) + 1]


@dataclass(frozen=True, slots=True)
class Copies:
    """The last good copies in `folder`, one JSON file a host."""

    folder: Path

    def keep(self, netloc: str, text: str, at: datetime) -> None:
        """Write a copy, all of it or nothing. A disk that fails costs the copy, not the
        run.
        """
        content = json.dumps(
            {"fetched_at": kst_text(at), "text": text}, ensure_ascii=False
        )
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
        return text if timedelta(0) <= age <= GOOD_FOR else None

    def _path(self, netloc: str) -> Path:
        return self.folder / f"robots-{quote(netloc, safe='')}.json"
