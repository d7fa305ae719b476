"""What the comparisons of our finders with others' have in common: command line, finders, times, ways out."""

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from benchmarks.peers.environment import interpreter
from benchmarks.peers.session import Answer, Session

OURS: Final = "ours"

Report = Callable[[Console, argparse.Namespace, Sequence[Session]], dict[str, Any]]
"""Prints the tables, and gives the same figures for a file."""


def options(group: str, description: str | None, cases: Path) -> argparse.Namespace:
    """The command line: `cases`, `misses`, `speed`, `json`."""
    parser = argparse.ArgumentParser(prog=f"benchmarks.{group}", description=description)
    parser.add_argument("--cases", type=Path, nargs="+", default=[cases], metavar="FILE")
    parser.add_argument("--misses", action="store_true", help="list every case that ours did not get right")
    parser.add_argument("--speed", action="store_true", help="time whole articles too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    return parser.parse_args()


def machine() -> str:
    """Where the figures come from."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def versions(sessions: Sequence[Session]) -> dict[str, str]:
    """Each finder's version, or why it is not there."""
    return {session.name: session.version or f"absent: {session.absent}" for session in sessions}


def head(console: Console, sessions: Sequence[Session]) -> dict[str, Any]:
    """Print machine and versions; the same for a file."""
    known = versions(sessions)
    console.print(machine(), *(f"{name}: {version}" for name, version in known.items()), "", sep="\n", highlight=False)
    return {"machine": machine(), "versions": known}


def median_ns(answers: Iterable[Answer]) -> float:
    """The median of all timed calls, in nanoseconds."""
    return statistics.median(ns for answer in answers for ns in answer.times)


def opened(stack: ExitStack, group: str, tools: Iterable[str]) -> list[Session]:
    """All finders, ours in this interpreter. Raises FileNotFoundError without peers, ImportError without ours."""
    peers = interpreter(group)
    places = {name: sys.executable if name == OURS else peers for name in tools}
    sessions = [stack.enter_context(Session(place, group, name)) for name, place in places.items()]
    for session in sessions:
        if session.name == OURS and session.absent:
            raise ImportError(f"ours, {group}: {session.absent}")
    return sessions


def run(group: str, chosen: argparse.Namespace, tools: Iterable[str], report: Report) -> int:
    """Print the tables, and write the figures where asked to; 1 with a line on what is missing."""
    try:
        with ExitStack() as stack:
            results = report(Console(), chosen, opened(stack, group, tools))
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if chosen.json:
        chosen.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0
