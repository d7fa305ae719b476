"""Counters of a run, as the layers below Scrapy see them."""

from typing import Any, Protocol


class Stats(Protocol):
    """Scrapy's stats collector is one."""

    def get_value(self, key: str, default: Any = None) -> Any:
        """The value of a counter."""

    def set_value(self, key: str, value: Any) -> None:
        """Set a counter."""

    def inc_value(self, key: str, count: int = 1) -> None:
        """Add to a counter."""

    def get_stats(self) -> dict[str, Any]:
        """All of them."""
