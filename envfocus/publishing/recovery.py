"""What an earlier process left in the ledger: runs without an end, unpublished lines."""

from collections.abc import Iterator
from typing import Any

from envfocus.atomic import write
from envfocus.ledger import Ledger
from envfocus.publishing.layout import STREAMS
from envfocus.publishing.lines import parsed
from envfocus.publishing.manifest import dumps
from envfocus.publishing.publisher import Publisher


def end_killed_runs(publisher: Publisher) -> None:
    """Write the records of runs that never came to their end."""
    ledger, layout = publisher.ledger, publisher.layout
    for killed in ledger.unfinished_runs():
        run_id = killed["run_id"]
        # nobody settled whether what it missed was an outage
        ledger.frontier.forget_absences(run_id)
        path = layout.run(run_id)
        if not path.exists():
            write(publisher.disk, path, [dumps(killed)])
        ledger.end_run(run_id, None, killed["finish_reason"])


def pending_records(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Records that are accepted and in no part yet."""
    for stream in STREAMS:
        for line in ledger.pending(stream):
            yield parsed(line, "the ledger")
