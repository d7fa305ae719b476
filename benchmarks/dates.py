"""`make bench-dates`: our finder of Korean dates beside others', on the same cases, in one run."""

import argparse
import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks import comparison, texts
from benchmarks.comparison import OURS
from benchmarks.peers.dates import TOOLS
from benchmarks.peers.environment import ROOT
from benchmarks.peers.session import Answer, Session, alternate
from benchmarks.report import Found, Table

CASES: Final = ROOT / "tests/korean/cases/dates_news.json"
FINDS_IN_TEXT: Final = tuple(
    name for name in TOOLS if name != "dateparser parse"
)  # it reads a whole text as one date
ROUNDS: Final = 7
ARTICLE_ROUNDS: Final = 5
MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}
LENGTHS: Final = {
    "week": timedelta(days=7),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
PRECISE: Final = {
    "year": 4,
    "month": 7,
    "hour": 13,
    "minute": 16,
    "second": 19,
}  # characters of an ISO time
DAY: Final = 10  # quarters, halves and weeks are told by their first day


@dataclass(frozen=True)
class Span:
    """A stretch of time, as accepted or as found: wall time in KST, half-open; None where nothing is said."""

    begin: datetime
    until: datetime | None
    grain: str | None


@dataclass(frozen=True)
class Case:
    """A text, its reference, and what is accepted; nothing accepted means that there is no date in it."""

    text: str
    reference: datetime
    accepted: tuple[Span, ...]


@dataclass(frozen=True)
class Verdict:
    """How one case was answered; a case without a date can only be answered falsely or not."""

    found: Span | None
    start: bool = False
    grain: bool = False
    interval: bool = False
    false: bool = False


@dataclass(frozen=True)
class Score:
    """One finder on one file: counts, and the median microseconds of a call; `grains` None where it names none."""

    starts: int
    grains: int | None
    intervals: int
    false_positives: int
    median_us: float


def read_cases(path: Path) -> list[Case]:
    """The cases of a file in either form. Raises ValueError naming the file, the case and what is wrong with it."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["cases"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ValueError(f"{path}: no file of cases ({error!r})") from error
    return [
        _read_case(path, entry) for entry in entries if entry.get("news_subset", True)
    ]


def _read_case(path: Path, entry: dict[str, Any]) -> Case:
    try:
        if "ok" in entry:
            spans = tuple(_span(*accepted) for accepted in entry["ok"])
            return Case(entry["t"], datetime.fromisoformat(entry["ref"]), spans)
        expected = entry["expected"]
        start = expected["value"] if expected["type"] == "instant" else expected["from"]
        span = _span(start, expected["grain"], expected.get("to_exclusive"))
        return Case(
            entry["text"],
            datetime.fromisoformat(entry["reference"]).replace(tzinfo=None),
            (span,),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ValueError(
            f"{path}: case {json.dumps(entry, ensure_ascii=False)} cannot be read: {error!r}"
        ) from error


def _span(begin: str, grain: str, until: str | None = None) -> Span:
    if grain not in MONTHS and grain not in LENGTHS:
        raise ValueError(f"grain {grain!r} is none of {', '.join((*MONTHS, *LENGTHS))}")
    return Span(
        datetime.fromisoformat(begin),
        datetime.fromisoformat(until) if until else None,
        grain,
    )


def truncated(moment: datetime, grain: str | None) -> str:
    """The moment in ISO form, as precisely as the grain tells it."""
    return moment.isoformat()[: PRECISE.get(grain or "second", DAY)]


def end(span: Span) -> datetime:
    """The end that is accepted: the one given, or that of the grain in which the span begins."""
    if span.until:
        return span.until
    if span.grain in LENGTHS:
        return (
            datetime.fromisoformat(truncated(span.begin, span.grain))
            + LENGTHS[span.grain]
        )
    years, month = divmod(span.begin.month - 1 + MONTHS[span.grain or ""], 12)
    return span.begin.replace(year=span.begin.year + years, month=month + 1)


def judge(case: Case, mentions: Sequence[dict[str, Any]]) -> Verdict:
    """One finder's mentions in a case, the first date or time among them counting."""
    begun = [mention for mention in mentions if mention["begin"]]
    if not case.accepted:
        return Verdict(_found(begun[0]), false=True) if begun else Verdict(None)
    found = next(
        (_found(mention) for mention in begun if mention["type"] in {"DATE", "TIME"}),
        None,
    )
    right = [span for span in case.accepted if found and _begins_alike(found, span)]
    return Verdict(
        found,
        start=bool(right),
        grain=any(found and span.grain == found.grain for span in right),
        interval=any(found and _ends_alike(found, span) for span in right),
    )


def _found(mention: dict[str, Any]) -> Span:
    until = datetime.fromisoformat(mention["until"]) if mention["until"] else None
    return Span(datetime.fromisoformat(mention["begin"]), until, mention["grain"])


def _begins_alike(found: Span, accepted: Span) -> bool:
    return truncated(found.begin, accepted.grain) == truncated(
        accepted.begin, accepted.grain
    )


def _ends_alike(found: Span, accepted: Span) -> bool:
    """No end is as good as the grain's own, but no answer to an interval that was asked for."""
    return found.until == end(accepted) or not (found.until or accepted.until)


def score(cases: Sequence[Case], answers: Sequence[Answer]) -> Score:
    """Counts over all cases, and the median of all timed calls."""
    verdicts = [
        judge(case, answer.value) for case, answer in zip(cases, answers, strict=True)
    ]
    names_grains = any(verdict.found and verdict.found.grain for verdict in verdicts)
    return Score(
        starts=sum(verdict.start for verdict in verdicts),
        grains=sum(verdict.grain for verdict in verdicts) if names_grains else None,
        intervals=sum(verdict.interval for verdict in verdicts),
        false_positives=sum(verdict.false for verdict in verdicts),
        median_us=comparison.median_ns(answers) / 1000,
    )


def misses(
    cases: Sequence[Case], answers: Sequence[Answer]
) -> Iterator[tuple[Case, Span | None, str]]:
    """Cases that were not fully right: what was found, and what is wrong with it."""
    for case, answer in zip(cases, answers, strict=True):
        verdict = judge(case, answer.value)
        if verdict.false:
            yield case, verdict.found, "false positive"
        elif case.accepted and not verdict.interval:
            wrong = (
                "end" if verdict.start else "start" if verdict.found else "not found"
            )
            yield case, verdict.found, wrong


def shown(span: Span | None) -> str:
    """A span in one short line."""
    if span is None:
        return "-"
    sides = [
        side.isoformat(" ").removesuffix(" 00:00:00")
        for side in (span.begin, span.until)
        if side
    ]
    return " ".join(filter(None, [" / ".join(sides), span.grain]))


def articles() -> dict[str, list[Case]]:
    """Articles of equal length: `news`, dated as densely as the seed-shaped page, and `dense`, about twice as much."""
    return {
        kind: [Case(one.text, one.published.replace(tzinfo=None), ()) for one in those]
        for kind, those in (("news", texts.seed_shaped()), ("dense", texts.dense()))
    }


def ask(
    sessions: Sequence[Session], cases: Sequence[Case], rounds: int
) -> dict[str, list[Answer]]:
    """Each session's answers to the cases, timed in alternation."""
    return alternate(
        sessions, [(case.text, case.reference.isoformat()) for case in cases], rounds
    )


def scored(path: Path, cases: Sequence[Case], scores: dict[str, Score]) -> Table:
    """One row a finder."""
    dated = sum(bool(case.accepted) for case in cases)
    title = f"{path.name}: {dated} texts with a date, {len(cases) - dated} without; calls timed {ROUNDS} times"
    columns = (
        "finder",
        "starts right",
        "and grain",
        "intervals right",
        "false positives",
        "median µs",
    )
    rows = []
    for name, one in scores.items():
        counts = (
            one.starts,
            "-" if one.grains is None else one.grains,
            one.intervals,
            one.false_positives,
        )
        rows.append((name, *map(str, counts), f"{one.median_us:,.0f}"))
    return Table(title, columns, tuple(rows))


def missed(cases: Sequence[Case], answers: Sequence[Answer]) -> Table:
    """One row a case that ours did not get fully right."""
    rows = []
    for case, found, wrong in misses(cases, answers):
        expected = "; ".join(map(shown, case.accepted)) or "-"
        rows.append(
            (
                case.text,
                f"{case.reference:%Y-%m-%d %H:%M}",
                expected,
                shown(found),
                wrong,
            )
        )
    return Table(
        "Misses of ours",
        ("text", "reference", "expected", "ours", "wrong"),
        tuple(rows),
    )


def speed(sessions: Sequence[Session]) -> tuple[Table, dict[str, float]]:
    """Median milliseconds for an article of each kind, and how many mentions came out."""
    title = f"articles of {texts.CHARACTERS:,} characters, each timed {ARTICLE_ROUNDS} times"
    rows, figures = [], {}
    for kind, cases in articles().items():
        for name, answers in ask(sessions, cases, ARTICLE_ROUNDS).items():
            figures[f"{kind}_{name}_ms"] = ms = comparison.median_ns(answers) / 1e6
            mentions = statistics.mean(len(answer.value) for answer in answers)
            rows.append((f"{len(cases)} {kind}", name, f"{ms:,.1f}", f"{mentions:.1f}"))
    return Table(
        title, ("articles", "finder", "median ms", "mentions an article"), tuple(rows)
    ), figures


def report(chosen: argparse.Namespace, sessions: Sequence[Session]) -> Found:
    """Ask all finders; of each file of cases a table, of whole articles one."""
    here = [session for session in sessions if not session.absent]
    tables: list[Table] = []
    aside: list[Table] = []
    figures: dict[str, float] = {}
    for path in chosen.cases:
        cases = read_cases(path)
        answers = ask(here, cases, ROUNDS)
        scores = {name: score(cases, given) for name, given in answers.items()}
        tables.append(scored(path, cases, scores))
        aside += [missed(cases, answers[OURS])] if chosen.misses else []
        for name, one in scores.items():
            figures |= comparison.named(f"{path.stem}_{name}", asdict(one))
    if chosen.speed:
        table, more = speed(
            [session for session in here if session.name in FINDS_IN_TEXT]
        )
        tables.append(table)
        figures |= more
    return Found(tables, figures, comparison.versions(sessions), aside)


def main() -> int:
    """Print the tables; 1 with a line on what is missing."""
    return comparison.run(
        "dates", comparison.options("dates", __doc__, CASES), TOOLS, report
    )


if __name__ == "__main__":
    raise SystemExit(main())
