"""The environment of a group of peers: `.bench/GROUP/`, made from the hash-locked `benchmarks/peers/GROUP.lock`.

The group `product` is ours, as it is installed for its timer: what tests and tools bring along costs memory.
"""

import hashlib
import platform
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LOCKS: Final = Path(__file__).parent
PRODUCT: Final = "product"


def interpreter(group: str) -> Path:
    """The interpreter of a group's environment. Raises FileNotFoundError where it is not there or out of date."""
    if not _is_ready(group):
        raise FileNotFoundError(
            f".bench/{group} is missing or out of date: run python -m benchmarks.peers {group}"
        )
    return _folder(group) / "bin" / "python"


def make(group: str) -> None:
    """Make the environment unless it is up to date. Raises CalledProcessError where venv or pip fails."""
    if _is_ready(group):
        return
    folder = _folder(group)
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    pip = [
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    # without resolving: the lock names all packages, and the pip that Python 3.11 brings fails at lxml[html_clean]
    subprocess.run(
        [*pip, "--no-deps", "--require-hashes", "--requirement", str(_lock(group))],
        check=True,
    )
    (folder / "ready").write_text(_recipe(group), encoding="ascii")


def groups() -> list[str]:
    """The groups that have a lock file."""
    return sorted([PRODUCT, *(path.stem for path in LOCKS.glob("*.lock"))])


def _folder(group: str) -> Path:
    return ROOT / ".bench" / group


def _lock(group: str) -> Path:
    return ROOT / "requirements.lock" if group == PRODUCT else LOCKS / f"{group}.lock"


def _recipe(group: str) -> str:
    """What the environment is made of: this Python, and the lock file's hash."""
    return f"{platform.python_version()} {hashlib.sha256(_lock(group).read_bytes()).hexdigest()}\n"


def _is_ready(group: str) -> bool:
    """Whether the environment was finished, by this Python, from the lock file as it is now."""
    ready = _folder(group) / "ready"
    return ready.exists() and ready.read_text(encoding="ascii") == _recipe(group)
