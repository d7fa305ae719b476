"""Scrapy's command line with a deed of violence built in, or with another clock.

python -m tests.support.victim kill-disk N crawl …     SIGKILL before the Nth operation on the disk
python -m tests.support.victim kill-after SECONDS …    SIGKILL after so many seconds
python -m tests.support.victim fail-disk N ERRNO …     the Nth operation on the disk fails, and all later ones
python -m tests.support.victim at ISO …                the clock stands at this instant; the peak of memory is told
python -m tests.support.victim break-publishing …      publishing raises an error that nobody foresaw
"""

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.cmdline import execute

from envfocus import clock
from envfocus.atomic import RealDisk
from envfocus.publishing.publisher import Publisher

_OPERATIONS = ("create", "sync", "rename", "sync_folder", "make_folder")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before_each(number: int, deed: Callable[[int], None]) -> None:
    """Call `deed` with the count before each disk operation from the given one on."""
    seen = 0

    def wrapped(original: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen >= number:
                deed(seen)
            return original(*arguments)

        return operation

    for name in _OPERATIONS:
        setattr(RealDisk, name, wrapped(getattr(RealDisk, name)))


def _fail(code: int) -> Callable[[int], None]:
    def deed(_: int) -> None:
        raise OSError(code, os.strerror(code))

    return deed


def _break(*_: Any) -> None:
    raise RuntimeError("nobody foresaw this")


def _tell_peak() -> None:
    """Peak of memory, of this program alone: `ru_maxrss` begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(
        next(line for line in status.splitlines() if line.startswith("VmHWM")),
        file=sys.stderr,
    )


def main() -> None:
    """Prepare the deed, then run Scrapy with the rest of the arguments."""
    what, *rest = sys.argv[1:]
    if what == "kill-disk":
        number, *rest = rest
        _before_each(int(number), lambda _: _die())
    elif what == "kill-after":
        seconds, *rest = rest
        timer = threading.Timer(float(seconds), _die)
        timer.daemon = True
        timer.start()
    elif what == "fail-disk":
        number, code, *rest = rest
        _before_each(int(number), _fail(int(code)))
    elif what == "break-publishing":
        setattr(Publisher, "publish", _break)  # noqa: B010 mypy would refuse the assignment
    elif what == "at":
        instant, *rest = rest
        frozen = datetime.fromisoformat(instant).astimezone(clock.KST)
        clock.now = lambda: frozen
        atexit.register(_tell_peak)
    else:
        sys.exit(f"unknown deed {what!r}")
    execute(["scrapy", *rest])


if __name__ == "__main__":
    main()
