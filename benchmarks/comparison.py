"""What the comparisons of our finders with others' have in common: command line, tools, times, ways out."""

import argparse
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from benchmarks.peers.environment import interpreter
from benchmarks.peers.session import Answer, Session
from benchmarks.report import Found, tell

OURS: Final = "ours"

Report = Callable[[argparse.Namespace, Sequence[Session]], Found]


def options(group: str, description: str | None, cases: Path) -> argparse.Namespace:
    """The command line: `cases`, `misses`, `speed`."""
    parser = argparse.ArgumentParser(
        prog=f"benchmarks.{group}", description=description
    )
    parser.add_argument(
        "--cases", type=Path, nargs="+", default=[cases], metavar="FILE"
    )
    parser.add_argument(
        "--misses",
        action="store_true",
        help="list every case that ours did not get right",
    )
    parser.add_argument("--speed", action="store_true", help="time whole articles too")
    return parser.parse_args()


def versions(sessions: Sequence[Session]) -> dict[str, str]:
    """Each finder's version, or why it is not there."""
    return {
        session.name: session.version or f"absent: {session.absent}"
        for session in sessions
    }


def median_ns(answers: Iterable[Answer]) -> float:
    """The median of all timed calls, in nanoseconds."""
    return statistics.median(ns for answer in answers for ns in answer.times)


def named(what: str, figures: Mapping[str, float | None]) -> dict[str, float]:
    """The figures that there are, each with what it is of in its name."""
    return {
        f"{what}_{name}".replace(" ", "_"): figure
        for name, figure in figures.items()
        if figure is not None
    }


def opened(stack: ExitStack, group: str, tools: Iterable[str]) -> list[Session]:
    """All finders, ours in this interpreter. Raises FileNotFoundError without peers, ImportError without ours."""
    peers = interpreter(group)
    places = {name: sys.executable if name == OURS else peers for name in tools}
    sessions = [
        stack.enter_context(Session(place, group, name))
        for name, place in places.items()
    ]
    for session in sessions:
        if session.name == OURS and session.absent:
            raise ImportError(f"ours, {group}: {session.absent}")
    return sessions


def run(
    group: str, chosen: argparse.Namespace, tools: Iterable[str], report: Report
) -> int:
    """Print and keep what a report finds; 1 with a line on what is missing."""
    try:
        with ExitStack() as stack:
            tell(group, report(chosen, opened(stack, group, tools)))
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0
