"""`python -m benchmarks.adversarial`: texts of 100 KB made to be slow, through our finders of dates and places."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from unicodedata import normalize

from benchmarks.report import Found, Table, tell
from envfocus.korean import dates, regions

SIZE, ROUNDS = 100_000, 5
STAMP = datetime(2025, 12, 8, tzinfo=UTC)
UNITS = {
    "dates": "1|1,|1.|3~|3·|12:00~|7일 |7일(|7일부터 |12월 |올해 |지난 |매년 |10:30 |열|일|'".split(
        "|"
    ),
    "places": "중구|중구 |전북 |완주·|강서구 대저동 |서울강남구|고성군(|시|동|[=|가나다라".split(
        "|"
    ),
}
FINDERS: dict[str, Callable[[str], object]] = {
    "dates": lambda text: dates.find(text, STAMP),
    "places": lambda text: regions.find(text, STAMP.date()),
}


def texts(unit: str) -> dict[str, str]:
    """The unit repeated to 100 KB, composed and decomposed."""
    return {form: repeated(normalize(form, unit)) for form in ("NFC", "NFD")}


def repeated(unit: str) -> str:
    return unit * (SIZE // len(unit.encode()))


def slowest(find: Callable[[str], object], text: str) -> float:
    """Milliseconds of the slowest of a few calls."""
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        find(text)
        times.append(perf_counter() - begin)
    return 1000 * max(times)


def main() -> None:
    """Print the worst texts of each finder."""
    rows, figures = [], {}
    for finder, find in FINDERS.items():
        find("7일 부산")
        found = [
            (slowest(find, text), unit, form)
            for unit in UNITS[finder]
            for form, text in texts(unit).items()
        ]
        worst = sorted(found, reverse=True)[:3]
        rows += [(finder, repr(unit), form, f"{ms:.1f}") for ms, unit, form in worst]
        figures[f"{finder}_worst_ms"] = worst[0][0]
    title = f"{SIZE // 1000} KB, the worst three of each, slowest of {ROUNDS} calls"
    tell(
        "adversarial",
        Found([Table(title, ("finder", "unit", "form", "ms"), tuple(rows))], figures),
    )


if __name__ == "__main__":
    main()
