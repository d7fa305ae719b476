"""The one paper that a ledger is of."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from envfocus.exceptions import ConfigurationError
from envfocus.keys import prefix_of
from envfocus.ledger.migrate import has_table


@dataclass(frozen=True, slots=True)
class PaperIdentity:
    """What tells one paper from another. `key_prefix` begins each key of its feed."""

    key_prefix: str
    base_url: str

    def is_same_paper(self, other: "PaperIdentity") -> bool:
        """Whether both have the same keys and the same site.

        `www.` before the host and the scheme make no other site; a port does.
        """
        if self.key_prefix != other.key_prefix:
            return False
        return _host_and_port(self.base_url) == _host_and_port(other.base_url)


def _host_and_port(base_url: str) -> tuple[str, int | None]:
    parts = urlsplit(base_url)
    host = parts.hostname or ""  # lower case
    return host.removeprefix("www."), parts.port


def check_same_paper(
    connection: sqlite3.Connection, paper: PaperIdentity, folder: Path
) -> None:
    """Refuse a ledger of another paper. Raises ConfigurationError, sqlite3.Error."""
    known = read_paper(connection)
    if known is None:
        _check_keys(connection, paper, folder)
        return
    if not known.is_same_paper(paper):
        raise ConfigurationError(
            f"{folder}: this ledger is of {known.key_prefix!r} at {known.base_url},"
            f" not of {paper.key_prefix!r} at {paper.base_url};"
            f" `scrapy move_site {paper.base_url}` where that paper has moved,"
            " another ENVFOCUS_STATE_DIR and ENVFOCUS_FEED_DIR where it is another"
        )


def _check_keys(
    connection: sqlite3.Connection, paper: PaperIdentity, folder: Path
) -> None:
    """A ledger of an earlier version names no paper; its keys do."""
    prefix = prefix_of_keys(connection)
    if prefix is not None and prefix != paper.key_prefix:
        raise ConfigurationError(
            f"{folder}: the keys of this ledger begin with {prefix!r},"
            f" not with {paper.key_prefix!r};"
            " another paper needs another ENVFOCUS_STATE_DIR and ENVFOCUS_FEED_DIR"
        )


def read_paper(connection: sqlite3.Connection) -> PaperIdentity | None:
    """The paper that the ledger names; None before a run has named one."""
    if not has_table(connection, "paper"):
        return None
    row = connection.execute("SELECT key_prefix, base_url FROM paper").fetchone()
    if row is None:
        return None
    key_prefix, base_url = row
    return PaperIdentity(key_prefix, base_url)


def name_paper(connection: sqlite3.Connection, paper: PaperIdentity) -> None:
    """Note whose ledger this is, where nobody has. Raises sqlite3.Error."""
    if read_paper(connection) is None:
        sql = "INSERT INTO paper (id, key_prefix, base_url) VALUES (1, ?, ?)"
        connection.execute(sql, (paper.key_prefix, paper.base_url))


def prefix_of_keys(connection: sqlite3.Connection) -> str | None:
    """How the keys of the ledger begin; None where it has none."""
    if not has_table(connection, "revisions"):
        return None
    row = connection.execute("SELECT key FROM revisions LIMIT 1").fetchone()
    return prefix_of(row[0]) if row else None
