"""Brings the schema of a ledger's file forward, one script of `migrations/` at a time."""

import sqlite3
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from envfocus.exceptions import LedgerError


@cache
def migration_scripts() -> tuple[str, ...]:
    """All scripts in their order; each makes the next version. Only ever added to."""
    folder = files("envfocus.ledger") / "migrations"
    scripts = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    scripts.sort(key=_name_of)
    return tuple(script.read_text(encoding="utf-8") for script in scripts)


def _name_of(script: Traversable) -> str:
    return script.name


def check_version(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of a later release. Raises LedgerError, sqlite3.Error."""
    version, newest = _version_of(connection), len(migration_scripts())
    if version > newest:
        raise LedgerError(
            f"{path}: version {version} is newer than this program's {newest};"
            " update envfocus"
        )


def migrate(connection: sqlite3.Connection) -> None:
    """Do what the file has not seen yet, each step in one transaction.

    Raises sqlite3.Error; the file is then as the last whole step left it.
    """
    done = _version_of(connection)
    for version, script in enumerate(migration_scripts(), start=1):
        if version > done:
            connection.executescript(
                f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {version}; COMMIT;"
            )


def _version_of(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the file has a table: one of an earlier version may not."""
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(sql, (name,)).fetchone() is not None
