"""The request planner of a crawl, from its settings and its day's budget."""

from scrapy.crawler import Crawler

from envfocus.config import config_of
from envfocus.extensions.delivery import delivery_of
from envfocus.middlewares.budget import Budget
from envfocus.spiders.arguments import ArticleArguments
from envfocus.spiders.request_planner import PlannerSettings, RequestPlanner
from envfocus.spiders.requests import Callbacks, Requests


def planner_of(
    crawler: Crawler, arguments: ArticleArguments, callbacks: Callbacks
) -> RequestPlanner:
    """Made once the ledger is open."""
    config = config_of(crawler)
    settings = PlannerSettings(
        config.known_in_a_row,
        config.gap_max,
        config.profile.key_prefix,
    )

    def has_room() -> bool:
        """Whether the share of the day's budget that gaps may use is not spent."""
        budget = crawler.get_downloader_middleware(Budget)
        if budget is None:
            return True
        return budget.has_room(config.probe_share)

    return RequestPlanner(
        Requests(config.site, callbacks, arguments.reread),
        delivery_of(crawler).frontier,
        arguments,
        settings,
        crawler.stats.inc_value,
        has_room,
    )
