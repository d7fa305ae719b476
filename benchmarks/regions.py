"""`make bench-regions`: our finder of Korean units beside another's look-up, on the same cases, in one run."""

import argparse
import json
import statistics
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import comparison, texts
from benchmarks.comparison import OURS
from benchmarks.peers.environment import ROOT
from benchmarks.peers.regions import TOOLS
from benchmarks.peers.session import Answer, Session, alternate
from benchmarks.report import Found, Table

CASES: Final = ROOT / "tests/korean/cases/regions_sentences.toml"
PEER, UNCUT = (
    "kre-mcp",
    "kre-mcp as it is",
)  # answers come from the first, times from the second
EXACT: Final = "kre-mcp exact"  # what it has by the official name alone
TIMED, TIMED_ROUNDS = 12, 2  # a call of the peer takes seconds
ARTICLE_ROUNDS, FRESH = 21, 5
MEASURE_IMPORT: Final = r"""
import json, re, time
from datetime import date
from pathlib import Path
def peak_mb():  # of this program: getrusage counts from the process that started it
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024
before, start = peak_mb(), time.perf_counter()
from envfocus.korean.regions import find
imported = time.perf_counter()
import_mb = peak_mb() - before
find("서울", date(2025, 12, 8))
first = time.perf_counter() - imported
print(json.dumps([(imported - start) * 1e3, import_mb, first * 1e3, peak_mb() - before]))
"""


@dataclass(frozen=True)
class Named:
    """A unit's name as it stands in a text, and its 법정동코드 (10 digits); several where it is undecided."""

    text: str
    codes: tuple[str, ...]

    @property
    def decided(self) -> bool:
        return len(self.codes) == 1


@dataclass(frozen=True)
class Case:
    """A text of a day, and the units that it names; none in a negative."""

    text: str
    on: str
    dateline: str | None
    units: tuple[Named, ...]


@dataclass(frozen=True)
class Verdict:
    """How one case was answered: the units found, each with its mention, those missed, and mentions of no unit."""

    found: tuple[tuple[Named, dict[str, Any]], ...]
    missed: tuple[Named, ...]
    false: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Score:
    """One finder on one file. `codes`: of the decided units; `kept`, `candidates`: of the undecided ones, those given
    no code, and those of them with all candidates and no other. `false_on_negatives`: mentions in texts without a unit.
    """

    found: int
    recall: float
    precision: float
    codes: int
    kept: int
    candidates: int
    false_on_negatives: int


def read_cases(path: Path) -> list[Case]:
    """The cases of a file. Raises ValueError naming the file, the case and what is wrong with it."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    except (OSError, ValueError, LookupError) as error:
        raise ValueError(f"{path}: no file of cases ({error!r})") from error
    return [_read_case(path, entry) for entry in entries]


def _read_case(path: Path, entry: dict[str, Any]) -> Case:
    try:
        text = (
            unicodedata.normalize("NFD", entry["text"])
            if entry.get("nfd")
            else entry["text"]
        )
        units = (
            Named(one["text"], tuple(one.get("candidates") or [one["code"]]))
            for one in entry["found"]
        )
        return Case(text, str(entry["on"]), entry.get("dateline"), tuple(units))
    except (KeyError, TypeError) as error:
        raise ValueError(
            f"{path}: case {entry.get('text', entry)!r} cannot be read: {error!r}"
        ) from error


def told(mention: dict[str, Any]) -> list[str]:
    """The codes of a mention: one, or its candidates."""
    return [mention["code"]] if mention["code"] else mention["candidates"]


def agrees(unit: Named, mention: dict[str, Any]) -> bool:
    """Whether the codes are right, as far as the finder tells them: five digits of a peer's, or all ten."""
    codes = told(mention)
    reached = [
        code for code in codes if any(wanted.startswith(code) for wanted in unit.codes)
    ]
    covered = [wanted for wanted in unit.codes if wanted.startswith(tuple(codes))]
    return (
        len(reached) == len(codes)
        and len(covered) == len(unit.codes)
        and unit.decided == bool(mention["code"])
    )


def judge(case: Case, mentions: Sequence[dict[str, Any]]) -> Verdict:
    """One finder's mentions in a case, each standing for one unit of its name, those with right codes first."""
    open_units, left = list(case.units), list(mentions)
    found: list[tuple[Named, dict[str, Any]]] = []
    for strict in (True, False):
        for unit in tuple(open_units):
            alike = (
                one
                for one in left
                if _name(one) == unit.text and (not strict or agrees(unit, one))
            )
            if mention := next(alike, None):
                found.append((unit, mention))
                open_units.remove(unit)
                left.remove(mention)
    return Verdict(tuple(found), tuple(open_units), tuple(left))


def _name(mention: dict[str, Any]) -> str:
    return unicodedata.normalize("NFC", mention["text"])


def score(cases: Sequence[Case], answers: Sequence[Sequence[dict[str, Any]]]) -> Score:
    """Counts over all cases; recall and precision of the names, whatever codes they got."""
    verdicts = [
        judge(case, mentions) for case, mentions in zip(cases, answers, strict=True)
    ]
    found = [pair for verdict in verdicts for pair in verdict.found]
    false = sum(len(verdict.false) for verdict in verdicts)
    undecided = [(unit, mention) for unit, mention in found if not unit.decided]
    return Score(
        found=len(found),
        recall=_share(len(found), sum(len(case.units) for case in cases)),
        precision=_share(len(found), len(found) + false),
        codes=sum(unit.decided and agrees(unit, mention) for unit, mention in found),
        kept=sum(not mention["code"] for _, mention in undecided),
        candidates=sum(agrees(unit, mention) for unit, mention in undecided),
        false_on_negatives=sum(
            len(v.false)
            for case, v in zip(cases, verdicts, strict=True)
            if not case.units
        ),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def misses(
    cases: Sequence[Case], answers: Sequence[Sequence[dict[str, Any]]]
) -> Iterator[tuple[Case, str, str]]:
    """What was not fully right, one at a time: the case, what was expected, what was said."""
    for case, mentions in zip(cases, answers, strict=True):
        verdict = judge(case, mentions)
        yield from (
            (case, shown(unit.text, unit.codes), "-") for unit in verdict.missed
        )
        yield from ((case, "-", shown(_name(one), told(one))) for one in verdict.false)
        for unit, one in verdict.found:
            if not agrees(unit, one):
                yield case, shown(unit.text, unit.codes), shown(_name(one), told(one))


def shown(text: str, codes: Sequence[str]) -> str:
    """A name and its codes in one short line."""
    return f"{text} {'|'.join(codes)}"


def timed(cases: Sequence[Case]) -> list[Case]:
    """The cases to take times by: spread evenly over those that name a unit."""
    naming = [case for case in cases if case.units]
    step = max(1, len(naming) // TIMED)
    return naming[::step][:TIMED]


def ask(
    sessions: Sequence[Session], cases: Sequence[Case], rounds: int
) -> dict[str, list[Answer]]:
    """Each session's answers to the cases, timed in alternation."""
    return alternate(
        sessions, [(case.text, case.on, case.dateline) for case in cases], rounds
    )


def by_finder(
    answers: dict[str, list[Answer]],
) -> dict[str, list[list[dict[str, Any]]]]:
    """The mentions of each case by finder; of the peer also those alone that it has by the official name."""
    mentions = {
        name: [answer.value for answer in given] for name, given in answers.items()
    }
    if PEER in mentions:
        mentions[EXACT] = [
            [one for one in those if one["exact"]] for those in mentions[PEER]
        ]
    return mentions


def times(sessions: dict[str, Session], cases: Sequence[Case]) -> dict[str, float]:
    """Median milliseconds of a call. Raises RuntimeError where the peer answers otherwise than its shortened self."""
    sample = timed(cases)
    if not sample:
        return {}
    whole = ask(
        [sessions[name] for name in (OURS, UNCUT) if name in sessions],
        sample,
        TIMED_ROUNDS,
    )
    if UNCUT in whole and PEER in sessions:
        short = ask([sessions[PEER]], sample, 0)[PEER]
        for case, one, other in zip(sample, whole[UNCUT], short, strict=True):
            if one.value != other.value:
                raise RuntimeError(
                    f"{UNCUT}: {case.text}: {one.value}, but without its guesses {other.value}"
                )
    medians = {
        name: comparison.median_ns(answers) / 1e6 for name, answers in whole.items()
    }
    return {PEER if name == UNCUT else name: median for name, median in medians.items()}


def scored(
    path: Path,
    cases: Sequence[Case],
    scores: dict[str, Score],
    medians: dict[str, float],
) -> Table:
    """One column a finder."""
    units = [unit for case in cases for unit in case.units]
    undecided, negatives = (
        sum(not unit.decided for unit in units),
        sum(not case.units for case in cases),
    )
    title = f"{path.name}: {len(cases)} texts, {negatives} of them without a unit"
    all_scores = scores.values()
    rows = (
        (f"units found, of {len(units)}", *(str(one.found) for one in all_scores)),
        ("recall", *(f"{one.recall:.3f}" for one in all_scores)),
        ("precision", *(f"{one.precision:.3f}" for one in all_scores)),
        (
            f"codes right, of {len(units) - undecided}",
            *(str(one.codes) for one in all_scores),
        ),
        (f"undecided kept so, of {undecided}", *(str(one.kept) for one in all_scores)),
        ("and with all candidates", *(str(one.candidates) for one in all_scores)),
        (
            f"false units in {negatives} negatives",
            *(str(one.false_on_negatives) for one in all_scores),
        ),
        (
            f"median ms a call ({len(timed(cases))} texts)",
            *(f"{medians[name]:,.3f}" if name in medians else "-" for name in scores),
        ),
    )
    return Table(title, ("", *scores), rows)


def missed(
    cases: Sequence[Case], mentions: Sequence[Sequence[dict[str, Any]]]
) -> Table:
    """One row a unit that ours did not get fully right."""
    rows = (
        (
            unicodedata.normalize("NFC", case.text),
            case.on,
            case.dateline or "-",
            expected,
            said,
        )
        for case, expected, said in misses(cases, mentions)
    )
    return Table(
        "Misses of ours", ("text", "day", "dateline", "expected", "ours"), tuple(rows)
    )


def articles() -> dict[str, list[Case]]:
    """Articles of equal length: `news`, naming places as densely as the seed-shaped page, and `dense`."""
    return {
        kind: [
            Case(one.text, one.published.date().isoformat(), None, ()) for one in those
        ]
        for kind, those in (("news", texts.seed_shaped()), ("dense", texts.dense()))
    }


def speed(ours: Session) -> tuple[Table, dict[str, float]]:
    """Median milliseconds for an article of each kind, and how many mentions came out."""
    title = f"ours: articles of {texts.CHARACTERS:,} characters, each timed {ARTICLE_ROUNDS} times"
    rows, figures = [], {}
    for kind, cases in articles().items():
        answers = ask([ours], cases, ARTICLE_ROUNDS)[OURS]
        figures[f"{kind}_{OURS}_ms"] = ms = comparison.median_ns(answers) / 1e6
        mentions = statistics.mean(len(answer.value) for answer in answers)
        rows.append((f"{len(cases)} {kind}", f"{ms:,.2f}", f"{mentions:.1f}"))
    return Table(
        title, ("articles", "median ms", "mentions an article"), tuple(rows)
    ), figures


def start() -> tuple[Table, dict[str, float]]:
    """What a fresh process pays for ours: medians for the import, and for the first call after it."""
    command = [sys.executable, "-c", MEASURE_IMPORT]
    runs = [
        json.loads(subprocess.check_output(command, cwd=ROOT, encoding="utf-8"))
        for _ in range(FRESH)
    ]
    import_ms, import_mb, first_ms, both_mb = (
        statistics.median(column) for column in zip(*runs, strict=True)
    )
    rows = (
        ("import", f"{import_ms:,.1f}", f"{import_mb:,.1f}"),
        ("first call", f"{first_ms:,.1f}", f"{both_mb:,.1f}"),
    )
    table = Table(
        f"ours in {FRESH} fresh processes", ("step", "ms", "MB more, so far"), rows
    )
    return table, {
        "import_ms": import_ms,
        "import_mb": import_mb,
        "first_call_ms": first_ms,
        "both_mb": both_mb,
    }


def report(chosen: argparse.Namespace, sessions: Sequence[Session]) -> Found:
    """Ask all finders; of each file of cases a table, of whole articles and a fresh process one each."""
    here = {session.name: session for session in sessions if not session.absent}
    tables: list[Table] = []
    aside: list[Table] = []
    figures: dict[str, float] = {}
    for path in chosen.cases:
        cases = read_cases(path)
        mentions = by_finder(
            ask([here[name] for name in (OURS, PEER) if name in here], cases, 0)
        )
        scores = {name: score(cases, those) for name, those in mentions.items()}
        medians = times(here, cases)
        tables.append(scored(path, cases, scores, medians))
        aside += [missed(cases, mentions[OURS])] if chosen.misses else []
        for name, one in scores.items():
            figures |= comparison.named(
                f"{path.stem}_{name}", {**asdict(one), "median_ms": medians.get(name)}
            )
    if chosen.speed:
        for table, more in (speed(here[OURS]), start()):
            tables.append(table)
            figures |= more
    return Found(tables, figures, comparison.versions(sessions), aside)


def main() -> int:
    """Print the tables; 1 with a line on what is missing."""
    return comparison.run(
        "regions", comparison.options("regions", __doc__, CASES), TOOLS, report
    )


if __name__ == "__main__":
    raise SystemExit(main())
