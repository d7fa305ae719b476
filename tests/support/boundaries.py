"""Kills a publisher once at every boundary of the commit order, in a process of its own each time.

    python -m tests.support.boundaries FOLDER

Prints how many boundaries there were. Each kill is followed by a normal `recover`, whose feed must be, byte for
byte, the feed of a publisher that was never killed; before it, no reader may have seen anything that is not in there.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from envfocus.atomic import RealDisk
from envfocus.ledger import Ledger
from envfocus.publishing.layout import Layout
from envfocus.publishing.publisher import Publisher
from envfocus.publishing.verify import verify
from tests.support.records import FETCHED, accept, article, weather

DISK = ("create", "sync", "rename", "sync_folder", "make_folder")


def prepare(folder: Path) -> None:
    """A ledger with records for three parts of articles and one of weather."""
    with Ledger.open(folder / "state", "test") as ledger:
        for article_no in range(1, 8):
            record = article(article_no=article_no)
            record.key = f"ecofocus:a{article_no}"
            accept(ledger, record)
        accept(ledger, weather())


def publish(folder: Path) -> None:
    """What a run does: finish what was left, then publish what is pending."""
    with Ledger.open(folder / "state", "test") as ledger:
        publisher = Publisher(
            ledger, Layout(folder / "feed"), RealDisk(), max_records=3
        )
        publisher.prepare()
        publisher.recover()
        publisher.publish("run-1", FETCHED)


def killed_at(folder: Path, number: int) -> bool:
    """Publish in a child that is killed at its `number`th boundary. False: it ended before."""
    child = os.fork()
    if child == 0:
        _arm(number)
        publish(folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _arm(number: int) -> None:
    """Boundaries: before each operation on the disk, before and after each commit of the ledger."""
    seen = 0

    def boundary() -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(original: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any) -> Any:
            boundary()
            return original(*arguments)

        return operation

    for name in DISK:
        setattr(RealDisk, name, before(getattr(RealDisk, name)))
    commit = Ledger.commit

    def around(ledger: Ledger) -> None:
        boundary()
        commit(ledger)
        boundary()

    setattr(Ledger, "commit", around)  # noqa: B010 mypy would refuse the assignment


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the feed."""
    paths = (path for path in (folder / "feed").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def main(folder: Path) -> int:
    """Kill at every boundary; the number of them."""
    prepare(folder / "ledger")
    shutil.copytree(folder / "ledger", folder / "whole")
    publish(folder / "whole")
    expected, number = files(folder / "whole"), 0
    while True:
        number += 1
        place = folder / f"killed-{number}"
        shutil.copytree(folder / "ledger", place)
        if not killed_at(place, number):
            return number - 1
        visible = {
            name: data
            for name, data in files(place).items()
            if not name.endswith(".tmp")
        }
        assert visible.items() <= expected.items() or only_latest_differs(
            visible, expected
        ), number
        publish(place)
        assert files(place) == expected, number
        verify(Layout(place / "feed"))
        shutil.rmtree(place)


def only_latest_differs(visible: dict[str, bytes], expected: dict[str, bytes]) -> bool:
    """LATEST.json may still be that of an earlier part."""
    differing = {name for name, data in visible.items() if expected.get(name) != data}
    return differing == {"feed/v1/LATEST.json"}


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
