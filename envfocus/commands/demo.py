"""`scrapy demo`: the real job on the fixture site, and a look at what came out."""

import argparse
import shutil
import subprocess
import sys
from collections import Counter
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
        """Serve, crawl, show."""
        from fixtures.server import Server  # noqa: PLC0415 stands in the repository, not in the package
        from fixtures.site import Site  # noqa: PLC0415

        folder = Path(args[0] if args else "demo")
        self.exitcode = told(lambda: _empty(folder))
        if self.exitcode == OK:
            with Server(lambda url: Site(base=url)) as server:
                for spider in ("articles", "weather"):
                    self.exitcode = self.exitcode or _crawl(spider, server.url, folder)
        if self.exitcode == OK:  # otherwise the log said why
            _show(Console(), Layout(folder / "feed"))


def _empty(folder: Path) -> None:
    """Remove an earlier demo. Raises ConfigurationError for a folder that holds
    anything else.
    """
    if not folder.exists():
        return
    strange = sorted(
        path.name for path in folder.iterdir() if path.name not in {"feed", "state"}
    )
    if strange:
        raise ConfigurationError(
            f"demo: {folder}/ holds {strange[0]!r}, which is not of a demo; expected another folder"
        )
    shutil.rmtree(folder)


def _crawl(spider: str, url: str, folder: Path) -> int:
    places = {
        "ENVFOCUS_FEED_DIR": str(folder / "feed"),
        "ENVFOCUS_STATE_DIR": str(folder / "state"),
    }
    settings = {**_SETTINGS, **places, "ENVFOCUS_BASE_URL": url}
    options = [
        part for name, value in settings.items() for part in ("-s", f"{name}={value}")
    ]
    command = [sys.executable, "-m", "scrapy", "crawl", spider, *options]
    return subprocess.run(command, check=False).returncode  # noqa: S603 a fixed command


def _show(console: Console, layout: Layout) -> None:
    runs = [loads(path) for path in sorted(layout.root.glob("runs/*.json"))]
    articles, weather = (_lines(layout, stream) for stream in ("articles", "weather"))
    requests = sum(run["requests"] for run in runs)
    console.print(
        f"[bold]{len(articles):,} articles[/] and {len(weather):,} observations by {requests:,} requests\n"
    )
    console.print(
        _sections(articles),
        _article(max(articles, key=lambda line: line["data"]["article_no"])),
    )
    console.print(
        _weather([line for line in weather if line["run_id"] == runs[0]["run_id"]][:16])
    )
    console.print("\nWritten")
    for path in sorted(path for path in layout.folder.rglob("*") if path.is_file()):
        console.print(f"  {path}", soft_wrap=True, highlight=False)


def _lines(layout: Layout, stream: str) -> Lines:
    manifests = ((path, loads(path)) for path in layout.manifests(stream))
    files = (
        path.with_name(manifest["resources"][0]["path"]) for path, manifest in manifests
    )
    return [parsed(line, str(file)) for file in files for line in unpacked(file)]


def _sections(lines: Lines) -> Table:
    table = Table(
        "section",
        "articles",
        "newest",
        title="Articles by section",
        title_justify="left",
    )
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
            Text(
                f"… {len(paragraphs) - 1} more paragraphs"
                if len(paragraphs) > 1
                else "",
                style="dim",
            ),
        ),
        title=line["key"],
        title_align="left",
    )


def _weather(lines: Lines) -> Table:
    first = lines[0]["data"]
    title = f"Weather of the front page, page date {first['page_date']}, observed no later than "
    table = Table(
        "station",
        "KMA",
        "WMO",
        "shown",
        "condition",
        "°C",
        title=title + first["observed_no_later_than"],
    )
    table.title_justify = "left"
    for data in (line["data"] for line in lines):
        cells = (
            data["station_raw"],
            data["station_id"],
            data["wmo_id"],
            data["condition_raw"],
            data["condition"],
        )
        temperature = data["temperature_c"]
        table.add_row(
            *(str(cell or "") for cell in cells),
            "" if temperature is None else f"{temperature:.1f}",
        )
    table.columns[5].justify = "right"
    return table
