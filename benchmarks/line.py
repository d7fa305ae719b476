"""`python -m benchmarks.line`: from the bytes of an article's page to its line, step by step."""

import argparse
import os
import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from time import perf_counter_ns
from typing import Any, Final

from benchmarks import stored, texts
from benchmarks.chain import Chain, answer
from benchmarks.peers.environment import interpreter
from benchmarks.peers.session import WARM_UP, Session
from benchmarks.report import Found, Table, tell
from benchmarks.stored import Stored
from fixtures.site import Site

ROUNDS: Final = 100
GOAL_MS: Final = 2.0
PEER: Final = "korean-datetime"
ALL: Final = "all steps"
DENSE, SITE = 8, 400  # pages, and the articles of the site that they are taken from

Times = dict[str, list[int]]
"""Nanoseconds by step."""


def walk(chain: Chain, page: Stored) -> dict[str, int]:
    """One page through all steps: nanoseconds of each, and of all."""
    times: dict[str, int] = {}
    value: Any = answer(page)
    begin = last = perf_counter_ns()
    for name, step in chain.steps.items():
        value = step(value)
        now = perf_counter_ns()
        times[name], last = now - last, now
    return {**times, ALL: last - begin}


def measure(
    kinds: Mapping[str, Sequence[Stored]], peer: Session | None, rounds: int
) -> dict[str, Times]:
    """Times of each kind of article, and of the peer on the texts of news, which has its turn in every round."""
    chain = Chain()
    found: dict[str, Times] = {
        kind: {ALL: [], **{name: [] for name in chain.steps}} for kind in kinds
    }
    alone: Times = {ALL: []}
    items = [
        (one.text, one.published.replace(tzinfo=None).isoformat())
        for one in texts.seed_shaped()
    ]
    for turn in range(WARM_UP + rounds):
        for kind, those in kinds.items():
            for page in those:
                _keep(found[kind], walk(chain, page), turn)
        for ns, _ in peer.ask(items) if peer else ():
            _keep(alone, {ALL: ns}, turn)
    return {**found, PEER: alone} if peer else found


def _keep(times: Times, walked: Mapping[str, int], turn: int) -> None:
    for name, ns in walked.items() if turn >= WARM_UP else ():
        times[name].append(ns)


def medians(times: Times) -> dict[str, float]:
    """Median milliseconds by step."""
    return {name: statistics.median(those) / 1e6 for name, those in times.items()}


def table(found: Mapping[str, Mapping[str, float]], absent: str, load: float) -> Table:
    """One row a step; the steps' medians need not add up to that of all. `load`: the machine's, before."""
    ours = [kind for kind in found if kind != PEER]
    rows = [
        (step, *(f"{found[kind][step]:.3f}" for kind in ours))
        for step in found[ours[0]]
        if step != ALL
    ]
    rows.append((ALL, *(f"{found[kind][ALL]:.3f}" for kind in ours)))
    theirs = f"{found[PEER][ALL]:.3f}" if PEER in found else absent
    rows.append((f"{PEER} alone, on the text of news", theirs, *("" for _ in ours[1:])))
    title = f"From page to line, articles of {stored.CHARACTERS:,} characters: median ms (goal: {GOAL_MS} for news)"
    title += f"; load before {load:.1f}"
    return Table(title, ("step", *ours), tuple(rows))


def main() -> None:
    """Print the table, with the goal in its title."""
    parser = argparse.ArgumentParser(prog="benchmarks.line", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds, site, load = parser.parse_args().rounds, Site(SITE), os.getloadavg()[0]
    kinds = {
        "news": stored.news(),
        "dense": [*stored.dense(site, site.numbers[:: SITE // DENSE])],
    }
    with ExitStack() as stack:
        peer, absent = _peer(stack)
        found = {
            kind: medians(times) for kind, times in measure(kinds, peer, rounds).items()
        }
    figures = {
        f"{kind}_{step}_ms".replace(" ", "_"): ms
        for kind, those in found.items()
        for step, ms in those.items()
    }
    tell("line", Found([table(found, absent, load)], figures))


def _peer(stack: ExitStack) -> tuple[Session | None, str]:
    """The peer, or why it is not there."""
    try:
        session = stack.enter_context(Session(interpreter("dates"), "dates", PEER))
    except FileNotFoundError as error:
        return None, f"absent: {error}"
    return (None, f"absent: {session.absent}") if session.absent else (session, "")


if __name__ == "__main__":
    main()
