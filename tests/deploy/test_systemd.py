"""The units, held against systemd's own checks."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from envfocus.runs import exit_codes
from tests.support.crawls import ROOT

pytestmark = pytest.mark.skipif(
    not shutil.which("systemd-analyze"),
    reason="needs systemd-analyze (package systemd)",
)

UNITS = ROOT / "deploy" / "systemd"
WHOLE = (
    "envfocus@articles.service",
    "envfocus@weather.service",
    "envfocus-failed@articles.service",
    "envfocus-articles.timer",
    "envfocus-weather.timer",
)


def installed(folder: Path) -> Path:
    """The units as on a host where the program is there: verify looks for what they start."""
    scrapy = Path(sys.executable).with_name("scrapy")
    for unit in UNITS.iterdir():
        text = unit.read_text(encoding="utf-8").replace(
            "/opt/envfocus/.venv/bin/scrapy", str(scrapy)
        )
        (folder / unit.name).write_text(text, encoding="utf-8")
    return folder


def verify(folder: Path) -> tuple[int, str]:
    command = ["systemd-analyze", "verify", "--man=no", *WHOLE]
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_verify_passes_without_a_word(tmp_path: Path) -> None:
    assert verify(installed(tmp_path)) == (0, "")


@pytest.mark.parametrize(
    ("unit", "old", "new"),
    [
        (
            "envfocus@.service",
            "Type=exec",
            "Type=oneshot",
        ),  # RuntimeMaxSec= would have no effect
        ("envfocus@.service", "MemoryMax=512M", "MemoryMax=512 apples"),
        ("envfocus@.service", "ProtectHome=yes", "ProtectHome=perhaps"),
        (
            "envfocus@.service",
            "OnFailure=envfocus-failed@%i.service",
            "OnFailure=envfocus-failed",
        ),
        (
            "envfocus@.service",
            "SystemCallFilter=@system-service",
            "SystemCallFilter=@no-such-set",
        ),
        (
            "envfocus-articles.timer",
            "OnCalendar=*-*-* *:10:00",
            "OnCalendar=every hour or so",
        ),
        ("envfocus-articles.timer", "RandomizedDelaySec", "RandomDelaySec"),
        (
            "envfocus-articles.timer",
            "Unit=envfocus@articles.service",
            "Unit=envfocus@articles",
        ),
    ],
)
def test_verify_sees_what_is_wrong(
    tmp_path: Path, unit: str, old: str, new: str
) -> None:
    path = installed(tmp_path) / unit
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, said = verify(tmp_path)
    assert code != 0 or said


def test_little_is_exposed() -> None:
    """systemd's own measure, from 0 to 10 (given as 0 to 100): this service is below 2."""
    command = [
        "systemd-analyze",
        "security",
        "--offline=yes",
        "--threshold=20",
        str(UNITS / "envfocus@.service"),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_codes_that_are_no_failure() -> None:
    text = (UNITS / "envfocus@.service").read_text(encoding="utf-8")
    found = re.search(r"^SuccessExitStatus=(.*)$", text, re.MULTILINE)
    assert found
    expected = {exit_codes.DEGRADED, exit_codes.SIGNAL, exit_codes.LOCKED}
    assert {int(code) for code in found[1].split()} == expected


@pytest.mark.parametrize(("timer", "minute"), [("articles", "10"), ("weather", "40")])
def test_the_timers_come_every_hour(timer: str, minute: str) -> None:
    text = (UNITS / f"envfocus-{timer}.timer").read_text(encoding="utf-8")
    found = re.search(r"^OnCalendar=(.*)$", text, re.MULTILINE)
    assert found
    command = [
        "systemd-analyze",
        "calendar",
        "--iterations=3",
        "--base-time=2026-11-22 00:00:00 UTC",
        found[1],
    ]
    done = subprocess.run(
        command,
        env={**os.environ, "TZ": "UTC"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert re.findall(r"\d\d:\d\d:00(?= UTC)", done.stdout)[:3] == [
        f"0{hour}:{minute}:00" for hour in range(3)
    ]
