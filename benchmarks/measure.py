"""Time and memory of this process and of others."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]


def peak_mb() -> float:
    """Peak resident memory of this process so far, MB.

    Not `ru_maxrss`: Linux lets a program begin with the peak of the process that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def run(command: Sequence[str]) -> tuple[float, float, float]:
    """Run a command: wall seconds, CPU seconds, peak memory in MB. Ends the program where the command fails.

    A small process between us and the command sees to it that the peak is the command's own.
    """
    between = [sys.executable, "-S", "-m", "benchmarks.measure", *command]
    done = subprocess.run(between, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with code {done.returncode}")
    wall, cpu, peak = json.loads(done.stdout)
    return wall, cpu, peak


def main(command: list[str]) -> int:
    """Run the command without its output, and print seconds, CPU seconds and MB; its code, as a shell gives it."""
    start = time.perf_counter()
    process = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, 1, 0)],
    )
    _, status, usage = os.wait4(process, 0)
    print(
        json.dumps(
            [
                time.perf_counter() - start,
                usage.ru_utime + usage.ru_stime,
                usage.ru_maxrss / 1024,
            ]
        )
    )
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
