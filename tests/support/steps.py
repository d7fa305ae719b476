"""A step of the chain that normalises records, called directly."""

from collections import Counter
from typing import Any

from envfocus.normalize.chain import Step


class Applied:
    """A step, and what it counted in all."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.counts: Counter[str] = Counter()

    def apply(self, record: Any) -> Any:
        """The record, after the step."""
        self.counts.update(self.step(record))
        return record
