"""The spider `weather`."""

from collections.abc import AsyncIterator, Iterator, Mapping

from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from envfocus.config import Config
from envfocus.items import WeatherRecord
from envfocus.parsing import masthead
from envfocus.spiders.arguments import refuse_unknown
from envfocus.spiders.base import SiteSpider, charset_of, check_settings


class WeatherSpider(SiteSpider):
    """The weather widget of the front page: one request, a record for each of its rows.

    Arguments
      none
    """

    name = "weather"

    @classmethod
    def check(cls, settings: BaseSettings, given: Mapping[str, str]) -> Config:
        """Check settings and arguments without a crawl."""
        refuse_unknown(given, ())
        return check_settings(settings)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the front page."""
        yield Request(self.site.front, self.parse)

    def parse(self, response: Response) -> Iterator[WeatherRecord]:
        """Read the widget."""
        page = masthead.parse(response.body, charset_of(response), self.profile)
        if not page.rows:
            self.count("weather/missing")
            self.logger.error(
                "no weather widget on %s: expected rows in ul.weather_slide",
                response.url,
            )
        self.count_found(page.rows)
        yield from self.observations(page, self.fetch(response, page))
