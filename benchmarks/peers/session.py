"""This side of the workers: start them, and ask them in turn."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from benchmarks.peers.environment import ROOT

WARM_UP: Final = 1  # rounds whose times do not count


class Answer(NamedTuple):
    """What a tool said of one item, and the nanoseconds of each timed call."""

    value: Any
    times: list[int]


class Session:
    """One tool in its own interpreter; `absent` says why it is not there."""

    def __init__(self, interpreter: Path | str, group: str, name: str) -> None:
        command = [interpreter, "-m", "benchmarks.peers.worker", group, name]
        self.name = name
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        hello = self._hear()
        self.version: str | None = hello.get("version")
        self.absent: str | None = hello.get("absent")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def ask(self, items: Sequence[Any]) -> list[tuple[int, Any]]:
        """Nanoseconds and answer of each item. Raises RuntimeError where the worker broke down."""
        if self._process.stdin:
            self._process.stdin.write(json.dumps(items, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        return [(ns, answer) for ns, answer in self._hear()]

    def _hear(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            self._process.communicate()
            raise RuntimeError(
                f"worker {self.name} ended with code {self._process.returncode} (see above)"
            )
        return json.loads(line)


def alternate(
    sessions: Sequence[Session], items: Sequence[Any], rounds: int
) -> dict[str, list[Answer]]:
    """Put all items to each session, round after round, the order turned by one each time, so that a busy spell of the
    machine meets all alike. The answers are those of the first round.
    """
    answers: dict[str, list[Answer]] = {}
    for turn in range(WARM_UP + rounds):
        first = turn % len(sessions)
        for session in (*sessions[first:], *sessions[:first]):
            batch = session.ask(items)
            kept = answers.setdefault(
                session.name, [Answer(value, []) for _, value in batch]
            )
            if turn >= WARM_UP:
                for answer, (ns, _) in zip(kept, batch, strict=True):
                    answer.times.append(ns)
    return answers
