"""A wrong setting ends every command with code 4 and one line, before anything is done."""

import json
import subprocess
import sys
from pathlib import Path

from tests.support.crawls import ROOT
from tests.support.wrong_settings import OTHER_COMMANDS, WRONG


def test_each_ends_with_4_and_one_line(tmp_path: Path) -> None:
    """All in one process, whose children share what it has imported."""
    command = [sys.executable, "-m", "tests.support.wrong_settings", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )
    ends = json.loads(done.stdout)
    assert len(WRONG) >= 40
    assert len(ends) == len(WRONG) + len(OTHER_COMMANDS)
    for wrong, end in zip([*WRONG, *OTHER_COMMANDS], ends, strict=True):
        assert (end["code"], end["stdout"]) == (4, ""), (wrong, end)
        assert end["stderr"].startswith(f"envfocus: {wrong.line}"), (wrong, end)
        assert end["stderr"].count("\n") == 1, (wrong, end)
        assert end["stderr"].endswith("\n"), (wrong, end)
    assert [path.name for path in tmp_path.iterdir()] == ["envfocus.env"]
