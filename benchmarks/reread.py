"""`python -m benchmarks.reread`: stored bodies read again without a network, in one process and in two."""

import argparse
import os
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, NamedTuple

from benchmarks import stored
from benchmarks.chain import Chain
from benchmarks.report import Found, Table, tell
from benchmarks.stored import Stored
from fixtures.site import Site

BODIES, CHUNK, ROUNDS = 1_500, 25, 3
WARM_UP: Final = 4  # chunks
GOAL: Final = 800  # articles a second, with two processes
KINDS: Final = {"news": stored.varied, "dense": stored.dense}
ADDRESS: Final = "http://127.0.0.1:8000/news/article.html?no={}"


class Turn(NamedTuple):
    """What one reading of all bodies came to."""

    articles_a_second: float
    cpu_ms: float


class Reader:
    """What a process keeps: the steps, built once."""

    chain: Chain

    @classmethod
    def start(cls) -> None:
        cls.chain = Chain()

    @classmethod
    def lines(cls, bodies: Sequence[Path]) -> tuple[bytes, float]:
        """The lines of some bodies, whose files are named by their articles' numbers; and seconds of CPU time."""
        start = process_time()
        pages = (
            Stored(int(path.stem), ADDRESS.format(path.stem), path.read_bytes())
            for path in bodies
        )
        return b"".join(map(cls.chain.run, pages)), process_time() - start


def store(folder: Path, count: int, kind: str) -> list[Path]:
    """Bodies of a kind, a file each."""
    folder.mkdir(exist_ok=True)
    site = Site(max(count, 60))
    paths = []
    for page in KINDS[kind](site, site.numbers[:count]):
        paths.append(folder / f"{page.article_no}.html")
        paths[-1].write_bytes(page.body)
    return paths


def reread(bodies: Sequence[Path], output: Path, pool: ProcessPoolExecutor) -> Turn:
    """Write the lines of all bodies to a file, in their order."""
    start, cpu = perf_counter(), 0.0
    chunks = [bodies[at : at + CHUNK] for at in range(0, len(bodies), CHUNK)]
    with output.open("wb") as file:
        for lines, seconds in pool.map(Reader.lines, chunks):
            file.write(lines)
            cpu += seconds
    return Turn(len(bodies) / (perf_counter() - start), cpu / len(bodies) * 1000)


def measure(bodies: Sequence[Path], folder: Path, rounds: int) -> dict[int, Turn]:
    """Medians by number of processes, in turns; all have started and read something before.

    Raises ValueError where two processes write other lines than one.
    """
    turns: dict[int, list[Turn]] = {1: [], 2: []}
    pools = {
        count: ProcessPoolExecutor(count, get_context("spawn"), Reader.start)
        for count in turns
    }
    for pool in pools.values():
        list(pool.map(Reader.lines, [bodies[:CHUNK]] * WARM_UP))
    for _ in range(rounds):
        for count, pool in pools.items():
            turns[count].append(reread(bodies, folder / f"{count}.jsonl", pool))
    for pool in pools.values():
        pool.shutdown()
    if (folder / "1.jsonl").read_bytes() != (folder / "2.jsonl").read_bytes():
        raise ValueError("two processes write other lines than one")
    return {
        count: Turn(*map(statistics.median, zip(*those, strict=True)))
        for count, those in turns.items()
    }


def main() -> None:
    """Print the table, with the goal in its title."""
    parser = argparse.ArgumentParser(prog="benchmarks.reread", description=__doc__)
    parser.add_argument("--bodies", type=int, default=BODIES)
    count, load = parser.parse_args().bodies, os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="envfocus-") as name:
        bodies = {kind: store(Path(name) / kind, count, kind) for kind in KINDS}
        sizes = {
            kind: sum(path.stat().st_size for path in those) // count
            for kind, those in bodies.items()
        }
        turns = {
            kind: measure(those, Path(name), ROUNDS) for kind, those in bodies.items()
        }
    tell("reread", Found([table(count, sizes, turns, load)], figures(turns)))


def table(
    count: int,
    sizes: Mapping[str, int],
    turns: Mapping[str, Mapping[int, Turn]],
    load: float,
) -> Table:
    """One row a kind of articles and number of processes. `sizes`: bytes of a body; `load`: the machine's, before."""
    rows = [
        (
            kind,
            f"{number}",
            f"{turn.articles_a_second:,.0f}",
            f"{turn.articles_a_second * sizes[kind] / 1e6:.0f}",
            f"{turn.cpu_ms:.2f}",
        )
        for kind, those in turns.items()
        for number, turn in those.items()
    ]
    title = f"{count:,} stored bodies a kind, articles of {stored.CHARACTERS:,} characters in pages of about"
    title += f" {max(sizes.values()):,} bytes, to lines in a file; median of {ROUNDS} (goal: {GOAL} with two processes)"
    columns = (
        "articles",
        "processes",
        "articles/s",
        "MB/s of pages",
        "CPU ms an article",
    )
    return Table(f"{title}; load before {load:.1f}", columns, tuple(rows))


def figures(turns: Mapping[str, Mapping[int, Turn]]) -> dict[str, float]:
    """The bare figures."""
    named = {
        f"{kind}_processes_{number}": turn
        for kind, those in turns.items()
        for number, turn in those.items()
    }
    rates = {
        f"{name}_articles_per_second": turn.articles_a_second
        for name, turn in named.items()
    }
    return {
        **rates,
        **{f"{name}_cpu_ms_an_article": turn.cpu_ms for name, turn in named.items()},
    }


if __name__ == "__main__":
    main()
