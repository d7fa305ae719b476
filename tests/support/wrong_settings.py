"""Settings that cannot be meant, and Scrapy's command line with each of them.

python -m tests.support.wrong_settings FOLDER    runs each in a forked child, prints JSON

A child takes a fiftieth of the time of a process of its own: Scrapy is imported once.
"""

import json
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy.cmdline import execute
from scrapy.utils.misc import walk_modules_iter

NOBODY = "http://127.0.0.1:9/"
"""No server is there: a run that began would end with another code."""


@dataclass(frozen=True)
class Wrong:
    """One wrong setting. `line`: how the message begins; `command`: what is run."""

    line: str
    options: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    env_file: str | None = None
    command: tuple[str, ...] = ("crawl", "weather")

    def __str__(self) -> str:
        return self.line


def option(name: str, value: str, problem: str) -> Wrong:
    """By `-s`."""
    return Wrong(f"{name}={value!r}: {problem}", {name: value})


def variable(name: str, value: str, problem: str) -> Wrong:
    """In the environment."""
    return Wrong(f"{name}={value!r}: {problem}", {}, {name: value})


def line_of_file(text: str, line: str) -> Wrong:
    """In the env file."""
    return Wrong(line, env_file=text)


WRONG = [
    # types and ranges
    option("ENVFOCUS_PART_RECORDS", "x", "expected a whole number from 1 to"),
    option("ENVFOCUS_PART_RECORDS", "0", "expected a whole number from 1 to"),
    option("ENVFOCUS_PART_RECORDS", "1.5", "expected a whole number"),
    option("ENVFOCUS_PART_RECORDS", "9" * 12, "expected a whole number"),
    option("ENVFOCUS_PART_RECORDS", "٣", "expected a whole number"),
    option("ENVFOCUS_PUBLISH_EVERY_RECORDS", "-1", "expected a whole number"),
    option("ENVFOCUS_PUBLISH_EVERY_SECONDS", "soon", "expected seconds"),
    option("ENVFOCUS_PUBLISH_EVERY_SECONDS", "nan", "expected seconds"),
    option("ENVFOCUS_REQUESTS_PER_DAY", "all", "expected a whole number from 0"),
    option("ENVFOCUS_BLOCKED_STREAK", "-5", "expected a whole number"),
    option("ENVFOCUS_BACKOFF_SECONDS", "inf", "expected seconds"),
    option("ENVFOCUS_RETRY_AFTER_MAX", "1e300", "expected seconds"),
    option("ENVFOCUS_CRAWL_DELAY_MAX", "", "expected seconds"),
    option("ENVFOCUS_KNOWN_IN_A_ROW", "0", "expected a whole number from 1"),
    option("ENVFOCUS_GAP_MAX", "1e3", "expected a whole number"),
    option("ENVFOCUS_PROBE_SHARE", "1.1", "expected a share from 0 to 1"),
    option("ENVFOCUS_REDACT_CONTACTS", "perhaps", "expected True or False"),
    option("ENVFOCUS_DELIVER", "", "expected True or False"),
    # words and forms
    option("ENVFOCUS_FEED_COMPRESSION", "gzip", "expected one of zstd"),
    option("ENVFOCUS_RECHECK_AGES", "6h 1h", "expected growing ages"),
    option("ENVFOCUS_HOURS", "1-2", "expected two different times"),
    option("ENVFOCUS_HOURS", "25:00-26:00", "expected two different times"),
    option("ENVFOCUS_PAPER", "nobody", "no such file"),
    option("ENVFOCUS_PAPER", "", "expected one line of text"),
    # tables
    option("ENVFOCUS_MIN_FILL_RATES", "{", "expected shares from 0 to 1"),
    Wrong("ENVFOCUS_MIN_FILL_RATES='[[", {"ENVFOCUS_MIN_FILL_RATES": "[" * 9999}),
    option("ENVFOCUS_MIN_FILL_RATES", "[0.5]", "expected shares from 0 to 1"),
    option("ENVFOCUS_MIN_FILL_RATES", '{"titel": 0.5}', "'titel': 0.5; expected"),
    option("ENVFOCUS_MIN_FILL_RATES", '{"title": "1"}', "'title': '1'; expected"),
    option("ENVFOCUS_MIN_FILL_RATES", '{"title": true}', "'title': True; expected"),
    option("ENVFOCUS_MIN_FILL_RATES", '{"title": NaN}', "'title': nan; expected"),
    option("ENVFOCUS_MAX_SHARES", '{"changed": 1.01}', "'changed': 1.01; expected"),
    option("ENVFOCUS_MAX_SHARES", '{"chnged": 0.2}', "'chnged': 0.2; expected"),
    # places and addresses
    option("ENVFOCUS_FEED_DIR", " ", "expected a folder"),
    option("ENVFOCUS_STATE_DIR", "/etc/hostname", "expected a folder; /etc/hostname"),
    option("ENVFOCUS_FEED_DIR", "/etc/hostname/feed", "expected a folder; /etc"),
    option("ENVFOCUS_BASE_URL", "http://www.ecofocus.co.kr/", "plain http"),
    option("ENVFOCUS_BASE_URL", "https://[::1/", "Invalid IPv6 URL"),
    option("ENVFOCUS_HEALTHCHECK_URL", "hc.example/x", "scheme ''"),
    option("ENVFOCUS_HEALTHCHECK_URL", "https://hc.example:x/", "Port could not"),
    option("ENVFOCUS_METRICS_FILE", "/x/envfocus.prom", "expected a file's name"),
    # Scrapy's own
    option("DOWNLOAD_DELAY", "-1", "expected seconds"),
    option("CLOSESPIDER_TIMEOUT", "6 h", "expected seconds"),
    option("LOG_LEVEL", "LOUD", "expected one of DEBUG, INFO"),
    option("USER_AGENT", "a\nb", "expected one line of text"),
    option("CONCURRENT_REQUESTS", "0", "expected a whole number from 1"),
    option("ROBOTSTXT_OBEY", "yes please", "expected True or False"),
    option("JOBDIR", "jobs/1", "expected it unset: it keeps pickles"),
    option("JOBDIR", "0", "expected it unset: it keeps pickles"),
    option("HTTPCACHE_ENABLED", "True", "expected it unset: it keeps pickles"),
    # names
    Wrong(
        "ENVFOCUS_FEEDDIR: no such setting; the nearest is ENVFOCUS_FEED_DIR (from -s)",
        {"ENVFOCUS_FEEDDIR": "x"},
    ),
    Wrong(
        "ENVFOCUS_FLOORS: is called ENVFOCUS_MIN_FILL_RATES now (from -s)",
        {"ENVFOCUS_FLOORS": "{}"},
    ),
    Wrong(
        "ENVFOCUS_CEILINGS: is called ENVFOCUS_MAX_SHARES now (from the environment)",
        environment={"ENVFOCUS_CEILINGS": "{}"},
    ),
    Wrong(
        "ENVFOCUS_DOWNLOAD_DELAY: is called DOWNLOAD_DELAY outside of the environment",
        {"ENVFOCUS_DOWNLOAD_DELAY": "2"},
    ),
    Wrong(
        "ENVFOCUS_ENV_FILE: expected it in the environment (from -s)",
        {"ENVFOCUS_ENV_FILE": "x"},
    ),
    Wrong(
        "ENVFOCUS_HOUR: no such setting; the nearest is ENVFOCUS_HOURS",
        environment={"ENVFOCUS_HOUR": "01:00-02:00"},
    ),
    # the environment
    variable("ENVFOCUS_HOURS", "night", "expected two different times"),
    variable("ENVFOCUS_LOG_LEVEL", "LOUD", "expected one of DEBUG"),
    variable("ENVFOCUS_DOWNLOAD_TIMEOUT", "x", "expected seconds"),
    variable("ENVFOCUS_ENV_FILE", "/no/such/file", "No such file or directory"),
    variable("ENVFOCUS_ENV_FILE", "/etc", "Is a directory"),
    # the env file
    line_of_file(
        "ENVFOCUS_GAP_MAX=many\n", "ENVFOCUS_GAP_MAX='many': expected a whole"
    ),
    line_of_file(
        "# a comment\nENVFOCUS_GAPMAX=1\n",
        "ENVFOCUS_GAPMAX: no such setting; the nearest is ENVFOCUS_GAP_MAX (from the env",
    ),
    line_of_file(
        "ENVFOCUS_FLOORS={}\n", "ENVFOCUS_FLOORS: is called ENVFOCUS_MIN_FILL"
    ),
    line_of_file("\nENVFOCUS_HOURS\n", "ENVFOCUS_ENV_FILE="),
    line_of_file("export ENVFOCUS_HOURS=\n", "ENVFOCUS_ENV_FILE="),
    line_of_file('ENVFOCUS_HOURS="01:00\n', "ENVFOCUS_ENV_FILE="),
]

OTHER_COMMANDS = [
    Wrong("ENVFOCUS_GAP_MAX='x': expected", {"ENVFOCUS_GAP_MAX": "x"}, command=command)
    for command in (
        ("crawl", "articles"),
        ("coverage",),
        ("doctor", "--no-site"),
        ("rebuild",),
        ("replay", "--from-seq", "1"),
        ("takedown", "ecofocus:a1", "--reason", "test"),
        ("verify",),
        ("verify", "elsewhere"),
    )
]


def run(wrong: Wrong, folder: Path) -> dict[str, Any]:
    """Exit code and both streams of the command, in a forked child."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(error.fileno(), 2)
            _execute(wrong, folder)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        error.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "stdout": out.read().decode(),
            "stderr": error.read().decode(),
        }


def _execute(wrong: Wrong, folder: Path) -> None:
    """Never returns."""
    places = {
        "ENVFOCUS_BASE_URL": NOBODY,
        "ENVFOCUS_FEED_DIR": str(folder / "feed"),
        "ENVFOCUS_STATE_DIR": str(folder / "state"),
    }
    os.environ.update(wrong.environment)
    if wrong.env_file is not None:
        path = folder / "envfocus.env"
        path.write_text(wrong.env_file, encoding="utf-8")
        os.environ["ENVFOCUS_ENV_FILE"] = str(path)
    options = [
        part
        for name, value in {**places, **wrong.options}.items()
        for part in ("-s", f"{name}={value}")
    ]
    code: Any = 70
    try:
        execute(["scrapy", *wrong.command, *options])
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 what the interpreter would print
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)


if __name__ == "__main__":
    for package in ("scrapy.commands", "envfocus.commands", "envfocus.spiders"):
        list(walk_modules_iter(package))  # once, and not in each child
    place = Path(sys.argv[1])
    print(json.dumps([run(wrong, place) for wrong in [*WRONG, *OTHER_COMMANDS]]))
