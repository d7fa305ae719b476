"""A visit to one page, by the project's rules: robots.txt, hosts, delay."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider
from scrapy.http import Request, Response
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

_FIRST = SETTINGS_PRIORITIES["cmdline"] + 1
"""Above `-s`, which would win where the priority is the same."""


class OnePage(Spider):
    """Asks for `url`; its answer, whatever its status, goes to `answers`."""

    name = "page"
    url: str
    answers: list[Response]

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """As in a crawl, but nothing is delivered, and nothing written."""
        super().update_settings(settings)
        changes: dict[str, Any] = {
            "ENVFOCUS_DELIVER": False,
            "ITEM_PIPELINES": {},
            "HTTPERROR_ALLOW_ALL": True,
        }
        for name, value in changes.items():
            settings.set(name, value, priority=_FIRST)

    async def start(self) -> AsyncIterator[Request]:
        """The page."""
        yield Request(self.url, self.parse)

    def parse(self, response: Response) -> None:
        """Keep the answer."""
        self.answers.append(response)
