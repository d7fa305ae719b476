"""`scrapy demo`: the real job on the fixture site, and a look at what came out."""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.settings import SETTINGS_PRIORITIES, Settings

from envfocus.exitcodes import OK, exit_code

_PRIORITY = SETTINGS_PRIORITIES["cmdline"] - 1  # stronger than the project, weaker than `-s`
_SETTINGS = {
    "LOG_LEVEL": "WARNING",
    "DOWNLOAD_DELAY": 0,  # the site is our own
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "ENVFOCUS_FEED_DIR": "demo/feed/",
    "ENVFOCUS_STATE_DIR": "demo/state/",
}

Lines = list[dict[str, Any]]


class Command(ScrapyCommand):
    """Serves the fixture site on a free loopback port, runs both spiders against it, prints what they wrote."""

    requires_project = True

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Run both spiders on the fixture site and show what they wrote"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """The demo's settings, below those of `-s`."""
        assert self.settings is not None  # noqa: S101 set by Scrapy before it calls
        super().process_options(args, opts)
        for name, value in _SETTINGS.items():
            self.settings.set(name, value, priority=_PRIORITY)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve, crawl, show."""
        from fixtures.server import Server  # noqa: PLC0415 stands in the repository, not in the package
        from fixtures.site import Site  # noqa: PLC0415

        assert self.crawler_process is not None  # noqa: S101
        assert self.settings is not None  # noqa: S101
        with Server(lambda url: Site(base=url)) as server:
            self.settings.set("ENVFOCUS_BASE_URL", server.url, priority=_PRIORITY)
            articles = self.crawler_process.create_crawler("articles")
            weather = self.crawler_process.create_crawler("weather")
            self.crawler_process.crawl(articles)
            self.crawler_process.crawl(weather)
            self.crawler_process.start()
        started = not self.crawler_process.bootstrap_failed
        self.exitcode = max(exit_code(crawler.stats.get_stats(), started=started) for crawler in (articles, weather))
        if self.exitcode == OK:  # otherwise the log says why
            _show(Console(), articles, weather, self.settings)


def _show(console: Console, articles: Crawler, weather: Crawler, settings: Settings) -> None:
    written, observed = _lines(articles, "articles", settings), _lines(weather, "weather", settings)
    seconds = articles.stats.get_value("elapsed_time_seconds", 0.0)
    pages = articles.stats.get_value("response_received_count", 0)
    console.print(f"[bold]{len(written):,} articles[/] from {pages:,} pages in {seconds:.1f} s\n")
    console.print(_sections(written), _article(max(written, key=lambda line: line["data"]["article_no"])))
    console.print(_weather(observed))
    files = ((articles, "articles"), (articles, "weather"), (weather, "weather"))
    console.print("\nWritten to", *(f"  {_path(crawler, stream, settings)}" for crawler, stream in files), sep="\n")


def _path(crawler: Crawler, stream: str, settings: Settings) -> Path:
    run_id = getattr(crawler.spider, "run_id", "")
    return Path(settings["ENVFOCUS_FEED_DIR"]) / stream / f"{run_id}.jsonl"


def _lines(crawler: Crawler, stream: str, settings: Settings) -> Lines:
    return [orjson.loads(line) for line in _path(crawler, stream, settings).read_bytes().splitlines()]


def _sections(lines: Lines) -> Table:
    table = Table("section", "articles", "newest", title="Articles by section", title_justify="left")
    newest: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for line in lines:
        name = line["data"]["section"] or "(none on the page)"
        counts[name] += 1
        newest[name] = max(newest.get(name, ""), line["data"]["published_at"] or "")
    for name, count in counts.most_common():
        table.add_row(name, f"{count:,}", newest[name][:16].replace("T", " "))
    table.columns[1].justify = "right"
    return table


def _article(line: dict[str, Any]) -> Panel:
    data = line["data"]
    facts = f"{data['byline'] or 'no byline'} · {data['published_at']} · {len(data['images'])} pictures"
    paragraphs = data["body"].split("\n\n")
    return Panel(
        Group(
            Text(data["title"], style="bold"),
            *(Text(subtitle) for subtitle in data["subtitles"]),
            Text(f"{facts} · {', '.join(line['quality']['flags'])}", style="dim"),
            Text(f"\n{paragraphs[0]}"),
            Text(f"… {len(paragraphs) - 1} more paragraphs" if len(paragraphs) > 1 else "", style="dim"),
        ),
        title=line["key"],
        title_align="left",
    )


def _weather(lines: Lines) -> Table:
    first = lines[0]["data"]
    title = f"Weather of the front page, page date {first['page_date']}, observed no later than "
    table = Table("station", "KMA", "WMO", "shown", "condition", "°C", title=title + first["observed_no_later_than"])
    table.title_justify = "left"
    for data in (line["data"] for line in lines):
        cells = (data["station_raw"], data["station_id"], data["wmo_id"], data["condition_raw"], data["condition"])
        temperature = data["temperature_c"]
        table.add_row(*(str(cell or "") for cell in cells), "" if temperature is None else f"{temperature:.1f}")
    table.columns[5].justify = "right"
    return table
