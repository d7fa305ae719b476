"""`scrapy page`: one page as fields, and how each was found."""

import argparse
import sys
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.http import Response
from scrapy.settings import SETTINGS_PRIORITIES

from envfocus import clock
from envfocus.commands.common import read_config, told, wide_console
from envfocus.config import Config
from envfocus.doctor.one_page import OnePage
from envfocus.exceptions import ConfigurationError, ContractError
from envfocus.items import Article, ArticleRecord, Dateline, Region
from envfocus.logsafe import one_line
from envfocus.normalize.page import (
    PageReading,
    claimed_article_no,
    read_page,
    saved_page,
)
from envfocus.papers.site import Site
from envfocus.parsing.listing import Listing
from envfocus.publishing.contract import Contract
from envfocus.runs.exit_codes import ExitCode
from envfocus.spiders.base import charset_of

_MAX_CELL = 120
"""Characters of a value that the table shows; `--json` has all of it."""
_MAX_ROWS = 10
"""Rows of a list that are shown."""


class Command(ScrapyCommand):
    """Reads one page, from the site or from a file, as a crawl would. Opens no ledger.

    Code 0: an article or a list was read; 1: neither, or the record breaks its
    contract; 4: a wrong address, file or setting; 69: the page did not come.
    """

    requires_project = True

    def syntax(self) -> str:
        """Arguments."""
        return "URL | FILE [--url URL] [--json]"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Show one page as fields, the selector that found each, and normal forms"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options and ours."""
        super().add_options(parser)
        words = "address of the page in FILE (default: the one that the page names)"
        parser.add_argument("--url", help=words)
        words = "print the record as it would be delivered, and nothing else"
        parser.add_argument("--json", action="store_true", help=words)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Warnings and errors only, unless another level is asked for."""
        super().process_options(args, opts)
        settings = self.settings
        assert settings is not None  # noqa: S101 set by Scrapy before it calls
        if settings.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]:
            settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read and print."""
        self.exitcode = ExitCode.OK
        failed = told(lambda: self._run(args, opts))
        self.exitcode = failed or self.exitcode

    def _run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise ConfigurationError("page: expected one address or file")
        config = read_config(self.settings)
        response = self._response(args[0], opts.url, config)
        if response is None:
            self.exitcode = ExitCode.UNREACHABLE
            return
        reading = read_page(
            response,
            charset_of(response),
            config.profile,
            clock.now(),
            redact=config.redact_contacts,
        )
        self._show(reading, as_json=opts.json)

    def _response(
        self, target: str, url: str | None, config: Config
    ) -> Response | None:
        """The page, from a file or from the site; None: it did not come."""
        if Path(target).is_file():
            return _from_file(Path(target), url, config)
        refusal = config.site.refusal(target)
        if refusal is not None:
            raise ConfigurationError(
                f"page: {target!r}: no file, and no address of {config.site.base}"
                f" ({refusal})"
            )
        config.check_contact()
        return self._from_site(target)

    def _from_site(self, url: str) -> Response | None:
        assert self.crawler_process is not None  # noqa: S101 set by Scrapy before it calls
        crawler = self.crawler_process.create_crawler(OnePage)
        answers: list[Response] = []
        self.crawler_process.crawl(crawler, url=url, answers=answers)
        self.crawler_process.start()
        return next(iter(answers), None)

    def _show(self, reading: PageReading, *, as_json: bool) -> None:
        fault = _fault(reading.record)
        if reading.record is None and not reading.listing.rows:
            self.exitcode = ExitCode.DEGRADED
        if fault is not None:
            self.exitcode = ExitCode.DEGRADED
        if as_json and reading.record is not None and fault is None:
            line = Contract().serialize(reading.record).line
            sys.stdout.buffer.write(line)
            return
        console = wide_console()
        console.print(f"{reading.kind}: {one_line(reading.url)}")
        if reading.record is not None:
            console.print(_fields_table(reading.record.data, reading.places))
            console.print(_mentions_table(reading.record.data))
        elif reading.places:
            console.print(_places_table(reading.places))
        if reading.listing.rows:
            console.print(_rows_table(reading.listing))
        console.print(f"flags: {one_line(', '.join(reading.flags) or 'none')}")
        if reading.record is not None:
            console.print(f"contract: {one_line(fault or 'kept')}")


def _from_file(path: Path, url: str | None, config: Config) -> Response:
    body = path.read_bytes()
    return saved_page(body, url or _address(body, config.site, config))


def _address(body: bytes, site: Site, config: Config) -> str:
    """The address that a saved page names; the front page's, where it names none."""
    article_no = claimed_article_no(body, config.profile)
    if article_no is None:
        return site.front
    return site.article(article_no)


def _fault(record: ArticleRecord | None) -> str | None:
    """How a record breaks its contract."""
    if record is None:
        return None
    try:
        Contract().serialize(record)
    except ContractError as error:
        return str(error)
    return None


def _table(*columns: str) -> Table:
    return Table(*columns, box=SIMPLE_HEAD, pad_edge=False)


def _fields_table(data: Article, places: dict[str, str | None]) -> Table:
    """Raw values, their normal forms, and where they were found."""
    table = _table("field", "value", "found by")
    stamp = places["stamp"] or "the line below the headline, or a meta element"
    rows: list[tuple[str, Any, str | None]] = [
        ("title", data.title, places["title"]),
        ("subtitles", " / ".join(data.subtitles), places["subtitles"]),
        ("section", _section(data), places["section"]),
        ("byline", data.byline, "the line below the headline, or the signature"),
        ("published_raw", data.published_raw, stamp),
        ("published_at", data.published_at, "published_raw"),
        ("modified_raw", data.modified_raw, stamp),
        ("modified_at", data.modified_at, "modified_raw"),
        ("dateline", _dateline(data.dateline), "the first words of the body"),
        ("body", _body(data.body), places["body"]),
        ("images", _images(data), places["body"]),
        ("tags", ", ".join(data.tags), places["tags"]),
        ("primary_region", _region(data.primary_region), "dateline or mentions"),
        ("page_date", data.page_date, "the head of the page"),
    ]
    for name, value, place in rows:
        shown = Text("–", "dim")
        if value:
            shown = Text(_cut(str(value)))
        table.add_row(name, shown, place or "nothing matched")
    return table


def _places_table(places: dict[str, str | None]) -> Table:
    """What of an article was found on a page that is none."""
    table = _table("field", "found by")
    for name, place in places.items():
        table.add_row(name, place or "nothing matched")
    return table


def _mentions_table(data: Article) -> Table:
    table = _table("dates and places", "offsets", "meaning", "how")
    for date in data.dates:
        offsets = f"{date.field} {date.start}–{date.end}"
        how = ", ".join(filter(None, (date.anchor, date.mod, *date.flags)))
        table.add_row(one_line(date.text), offsets, date.value or "–", how)
    for place in data.regions:
        offsets = f"{place.field} {place.start}–{place.end}"
        units = place.candidates
        if place.region is not None:
            units = [place.region]
        meaning = " or ".join(_region(unit) for unit in units)
        table.add_row(one_line(place.text), offsets, meaning, place.basis)
    return table


def _rows_table(page: Listing) -> Table:
    sections = ", ".join(f"{name} ({number})" for number, name in page.sections.items())
    table = _table("article", "date", "title")
    table.title = f"{len(page.rows)} rows, last page {page.last_page}; menu: {sections}"
    table.title_justify = "left"
    for row in page.rows[:_MAX_ROWS]:
        table.add_row(str(row.article_no), row.date or "–", _cut(row.title or "–"))
    return table


def _section(data: Article) -> str | None:
    if data.section is None:
        return None
    return f"{data.section} ({data.section_no or 'not in the menu'})"


def _dateline(dateline: Dateline | None) -> str | None:
    if dateline is None:
        return None
    units = ", ".join(_region(unit) for unit in dateline.regions)
    return f"{dateline.raw} → {units or dateline.kind or 'not understood'}"


def _body(body: str) -> str:
    paragraphs = [text for text in body.split("\n\n") if text]
    if not paragraphs:
        return ""
    return f"{len(paragraphs)} paragraphs, {len(body):,} characters: {paragraphs[0]}"


def _images(data: Article) -> str:
    captions = [image.caption or "no caption" for image in data.images]
    return " / ".join(captions)


def _region(unit: Region | None) -> str:
    if unit is None:
        return ""
    return f"{unit.name} {unit.code}"


def _cut(text: str) -> str:
    return one_line(text, _MAX_CELL)
