"""`scrapy demo`: the real job on the fixture site, and a look at what came out.

Offered where the repository's `fixtures/` can be imported; the installed package alone
has no site to crawl.
"""

import argparse
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand

from envfocus.commands.common import told
from envfocus.exceptions import ConfigurationError
from envfocus.publishing.layout import Layout
from envfocus.publishing.lines import parsed, unpacked
from envfocus.publishing.manifest import loads
from envfocus.runs.exit_codes import OK

_SETTINGS = {
    "LOG_LEVEL": "WARNING",
    "DOWNLOAD_DELAY": "0",  # the site is our own
    "CONCURRENT_REQUESTS": "8",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
}
_WEATHER_ROWS = 16  # one state of the widget, of the several that a run meets
_WEATHER_FIELDS = {
    "station": "station_raw",
    "KMA": "station_id",
    "WMO": "wmo_id",
    "shown": "condition_raw",
    "condition": "condition",
}
"""Heading → field."""

Lines = list[dict[str, Any]]


class Command(ScrapyCommand):
    """Serves the fixture site on a free loopback port, runs both spiders against it,
    prints what they wrote.
    """

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Arguments."""
        return "[FOLDER]"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Run both spiders on the fixture site and show what they wrote to FOLDER (default demo/, emptied first)"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve, crawl, show. The log says why a crawl failed."""
        folder = Path(args[0] if args else "demo")
        self.exitcode = told(lambda: _empty(folder))
        if self.exitcode == OK:
            self.exitcode = _crawl_fixture_site(folder)
        if self.exitcode == OK:
            _show(Console(), Layout(folder / "feed"))


def _fixtures_found() -> bool:
    """Whether the fixture site can be imported, not another package of that name."""
    try:
        return find_spec("fixtures.site") is not None
    except ModuleNotFoundError:  # no `fixtures` at all
        return False


if not _fixtures_found():
    del Command  # Scrapy lists the command classes that it finds in a module


def _empty(folder: Path) -> None:
    """Remove an earlier demo.

    Raises ConfigurationError for a folder that holds anything else.
    """
    if not folder.exists():
        return
    names = {path.name for path in folder.iterdir()}
    foreign = sorted(names - {"feed", "state"})
    if foreign:
        raise ConfigurationError(
            f"demo: {folder}/ holds {foreign[0]!r}, which is not of a demo; expected another folder"
        )
    shutil.rmtree(folder)


def _crawl_fixture_site(folder: Path) -> int:
    """The exit code of the first spider that fails, else OK."""
    from fixtures.server import Server  # noqa: PLC0415 not in the package
    from fixtures.site import Site  # noqa: PLC0415

    with Server(lambda url: Site(base=url)) as server:
        for spider in ("articles", "weather"):
            exit_code = _crawl(spider, server.url, folder)
            if exit_code != OK:
                return exit_code
    return OK


def _crawl(spider: str, url: str, folder: Path) -> int:
    """Run a spider in a process of its own, without delay. Returns its exit code."""
    settings = {
        **_SETTINGS,
        "ENVFOCUS_BASE_URL": url,
        "ENVFOCUS_FEED_DIR": str(folder / "feed"),
        "ENVFOCUS_STATE_DIR": str(folder / "state"),
    }
    command = [sys.executable, "-m", "scrapy", "crawl", spider]
    for name, value in settings.items():
        command += ["-s", f"{name}={value}"]
    done = subprocess.run(command, check=False)  # noqa: S603 a fixed command
    return done.returncode


def _show(console: Console, layout: Layout) -> None:
    """Print what the runs wrote: counts, tables, and the files."""
    runs = [loads(path) for path in sorted(layout.root.glob("runs/*.json"))]
    articles = _lines(layout, "articles")
    weather = _lines(layout, "weather")
    newest = max(articles, key=lambda line: line["data"]["article_no"])
    requests = sum(run["requests"] for run in runs)
    counts = f"[bold]{len(articles):,} articles[/] and {len(weather):,} observations"
    console.print(f"{counts} by {requests:,} requests\n")
    console.print(_section_table(articles))
    console.print(_article_panel(newest))
    console.print(_weather_table(weather[:_WEATHER_ROWS]))
    console.print("\nWritten")
    for path in sorted(layout.folder.rglob("*")):
        if path.is_file():
            console.print(f"  {path}", soft_wrap=True, highlight=False)


def _lines(layout: Layout, stream: str) -> Lines:
    """Every line of a stream, in the order of its parts."""
    lines: Lines = []
    for path in layout.manifests(stream):
        manifest = loads(path)
        file = path.with_name(manifest["resources"][0]["path"])
        for line in unpacked(file):
            lines.append(parsed(line, str(file)))
    return lines


def _section_table(articles: Lines) -> Table:
    """Sections with their articles and the newest stamp, the fullest section first."""
    stamps: dict[str, list[str]] = {}
    for line in articles:
        data = line["data"]
        section = data["section"] or "(none on the page)"
        stamp = data["published_at"] or ""
        stamps.setdefault(section, []).append(stamp)
    table = Table(title="Articles by section", title_justify="left")
    table.add_column("section")
    table.add_column("articles", justify="right")
    table.add_column("newest")
    for section in sorted(stamps, key=lambda name: -len(stamps[name])):
        count = len(stamps[section])
        newest = max(stamps[section])
        minute = newest[:16].replace("T", " ")
        table.add_row(section, f"{count:,}", minute)
    return table


def _article_panel(line: dict[str, Any]) -> Panel:
    """Headline, facts and first paragraph of one article."""
    data = line["data"]
    facts = [
        data["byline"] or "no byline",
        data["published_at"],
        f"{len(data['images'])} pictures",
        ", ".join(line["quality"]["flags"]),
    ]
    first, *others = data["body"].split("\n\n")
    parts = [
        Text(data["title"], style="bold"),
        *map(Text, data["subtitles"]),
        Text(" · ".join(facts), style="dim"),
        Text(f"\n{first}"),
    ]
    if others:
        parts.append(Text(f"… {len(others)} more paragraphs", style="dim"))
    return Panel(Group(*parts), title=line["key"], title_align="left")


def _weather_table(weather: Lines) -> Table:
    """The widget's rows as shown, beside what they mean."""
    first = weather[0]["data"]
    title = f"Weather of the first page, page date {first['page_date']}"
    bound = f"observed no later than {first['observed_no_later_than']}"
    table = Table(title=f"{title}, {bound}", title_justify="left")
    for heading in _WEATHER_FIELDS:
        table.add_column(heading)
    table.add_column("°C", justify="right")
    for line in weather:
        data = line["data"]
        cells = [str(data[field] or "") for field in _WEATHER_FIELDS.values()]
        table.add_row(*cells, _degrees(data["temperature_c"]))
    return table


def _degrees(celsius: float | None) -> str:
    """One decimal, as the widget has it; empty where the row has no number."""
    if celsius is None:
        return ""
    return f"{celsius:.1f}"
