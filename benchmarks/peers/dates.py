"""Finders of Korean dates, ours and others', behind one face: a text and its reference in, mentions out."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Final

from benchmarks.peers.worker import Tool

KST: Final = timezone(timedelta(hours=9))


def prepare(item: list[str]) -> tuple[str, datetime]:
    """Text and naive wall time in KST, from an item of a batch."""
    text, reference = item
    return text, datetime.fromisoformat(reference)


def mention(
    begin: datetime | None,
    until: datetime | None,
    grain: str | None,
    kind: str = "DATE",
) -> dict[str, Any]:
    """A mention in JSON, its times as wall time in KST; `kind` is TIMEX3's type, of which peers know DATE alone."""
    return {"type": kind, "begin": _wall(begin), "until": _wall(until), "grain": grain}


def _wall(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return (
        moment.astimezone(KST).replace(tzinfo=None) if moment.tzinfo else moment
    ).isoformat()


def ours() -> Tool:
    """The finder of this tree."""
    from envfocus.korean.dates import find  # noqa: PLC0415 - each worker imports its own tool alone

    return Tool(
        "this tree",
        lambda text, reference: find(text, reference.replace(tzinfo=KST)),
        lambda found: [
            mention(timex.begin, timex.until, timex.grain, timex.type)
            for timex in found
        ],
    )


def korean_datetime() -> Tool:
    """korean-datetime in the mode its author names for news."""
    from korean_datetime import Cycle, ParseOptions, TemporalParser  # type: ignore[import-not-found] # noqa: PLC0415

    parser = TemporalParser(ParseOptions(cycle=Cycle.NEAREST))
    words = {"half_year": "half"}
    return Tool(
        f"korean-datetime {version('korean-datetime')}",
        parser.parse_all,
        lambda found: [
            mention(one.start, one.end, words.get(one.grain.value, one.grain.value))
            for one in found
        ],
    )


def dateparser_parse() -> Tool:
    """dateparser on the whole text. Preferring past or future dates gains on some cases and loses more on others."""
    from dateparser import parse  # noqa: PLC0415

    return Tool(
        f"dateparser {version('dateparser')}",
        lambda text, reference: parse(
            text, languages=["ko"], settings={"RELATIVE_BASE": reference}
        ),
        lambda found: [mention(found, None, None)] if found else [],
    )


def dateparser_search() -> Tool:
    """dateparser's search for dates inside a text."""
    from dateparser.search import search_dates  # noqa: PLC0415

    return Tool(
        f"dateparser {version('dateparser')}",
        lambda text, reference: search_dates(
            text, languages=["ko"], settings={"RELATIVE_BASE": reference}
        ),
        lambda found: [mention(moment, None, None) for _, moment in found or ()],
    )


def duckling() -> Tool:
    """Duckling's Korean times, compiled into a Python package."""
    import duckling as package  # type: ignore[import-not-found] # noqa: PLC0415

    zones = package.load_time_zones(str(files("tzdata") / "zoneinfo"))
    locale = package.parse_locale(
        "KO_KR", package.default_locale_lang(package.parse_lang("KO"))
    )
    dimensions = package.parse_dimensions(["time"])

    def call(text: str, reference: datetime) -> Any:
        moment = package.parse_ref_time(
            zones, "Asia/Seoul", int(reference.replace(tzinfo=KST).timestamp())
        )
        return package.parse(text, package.Context(moment, locale), dimensions)

    return Tool(
        f"pyduckling-native-phihos {version('pyduckling-native-phihos')}",
        call,
        _duckling_mentions,
    )


def _duckling_mentions(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Duckling's answer is a value with its grain, or an interval one side of which may be open."""
    mentions = []
    for entity in sorted(found, key=lambda entity: int(entity["start"])):
        value = entity["value"]
        begin = value if value["type"] == "value" else value.get("from", {})
        end = value.get("to", {})
        mentions.append(mention(_moment(begin), _moment(end), begin.get("grain")))
    return mentions


def _moment(point: dict[str, str]) -> datetime | None:
    return datetime.fromisoformat(point["value"]) if "value" in point else None


TOOLS: Final[dict[str, Callable[[], Tool]]] = {
    "ours": ours,
    "korean-datetime": korean_datetime,
    "Duckling": duckling,
    "dateparser parse": dateparser_parse,
    "dateparser search": dateparser_search,
}
