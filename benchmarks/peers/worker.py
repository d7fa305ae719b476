"""`python -m benchmarks.peers.worker dates duckling`: one tool in its own interpreter, asked in JSON lines.

The first line out is {"version": ...}, or {"absent": reason} where the tool cannot be imported. After that each line
in is a batch, a list of items; the line out is a list of [nanoseconds, answer], one for each item. Standard library
alone: a peer's interpreter runs it.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple


class Tool(NamedTuple):
    """What is measured: the package's name and version, the timed `call`, and `read`, its answer into JSON, untimed."""

    version: str
    call: Callable[..., Any]
    read: Callable[[Any], Any]


def measured(tool: Tool, arguments: tuple[Any, ...]) -> tuple[int, Any]:
    """One call: nanoseconds, and its answer."""
    start = time.perf_counter_ns()
    raw = tool.call(*arguments)
    return time.perf_counter_ns() - start, tool.read(raw)


def say(message: object) -> None:
    """One line out, at once."""
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main(group: str, name: str) -> None:
    """Answer batches until standard input ends."""
    module = import_module(f"benchmarks.peers.{group}")
    try:
        tool: Tool = module.TOOLS[name]()
    except ImportError as error:
        say({"absent": str(error)})
        return
    say({"version": tool.version})
    for line in sys.stdin:
        batch = [module.prepare(item) for item in json.loads(line)]
        say([measured(tool, arguments) for arguments in batch])


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(*sys.argv[1:])
