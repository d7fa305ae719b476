"""A spider that does nothing: it asks for every address of a file, and looks at no answer."""

from collections.abc import AsyncIterator
from pathlib import Path

from scrapy import Spider
from scrapy.http import Request, Response


class BareSpider(Spider):
    """What Scrapy itself costs. Argument: `urls`, a file with one address a line."""

    name = "bare"
    urls: str

    async def start(self) -> AsyncIterator[Request]:
        """Every address, in the order of the file."""
        with Path(self.urls).open(encoding="ascii") as lines:
            for line in lines:
                yield Request(line.strip())

    def parse(self, response: Response) -> None:
        """Nothing."""
