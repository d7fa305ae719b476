"""Time and memory of a command are the command's own."""

import sys

import pytest

from benchmarks import measure

ALLOCATE = "block = bytearray({} << 20)"


def test_the_peak_is_the_commands_and_not_that_of_who_started_it() -> None:
    ours = bytearray(200 << 20)
    assert measure.peak_mb() > 200
    _, _, small = measure.run([sys.executable, "-c", ALLOCATE.format(60)])
    assert 60 < small < 120
    assert len(ours) == 200 << 20


def test_cpu_time_is_part_of_wall_time_in_one_thread() -> None:
    wall, cpu, _ = measure.run([sys.executable, "-c", "import time; time.sleep(0.3)"])
    assert 0 < cpu < wall
    assert wall > 0.3


@pytest.mark.parametrize(
    ("code", "told"),
    [("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 9)", 137)],
)
def test_a_command_that_fails_ends_the_program(code: str, told: int) -> None:
    with pytest.raises(SystemExit, match=f"ended with code {told}"):
        measure.run([sys.executable, "-c", code])
