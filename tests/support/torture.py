"""Kills crawls at seeded random instants, each followed by a normal run; counts what readers saw.

python -m tests.support.torture [KILLS] [SEED]
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from envfocus.publishing.layout import Layout
from envfocus.publishing.verify import verify
from fixtures.server import Server
from fixtures.site import Site
from tests.support.crawls import crawl, published

KILLED = -9
ARTICLES = 120
_OFTEN = {
    "ENVFOCUS_PUBLISH_EVERY_RECORDS": "20",
    "ENVFOCUS_PUBLISH_EVERY_SECONDS": "1",
    "ENVFOCUS_PART_RECORDS": "25",
}
"""Publishing all the time, so that kills meet every step of it."""


def one_round(server: Server, folder: Path, chance: random.Random) -> int:
    """Kill a crawl, finish with a normal run, check the feed. 0 where the crawl was faster than the kill."""
    killed = (
        crawl("articles", server.url, folder, deed=_deed(chance), **_OFTEN).code
        == KILLED
    )
    last = crawl("articles", server.url, folder, **_OFTEN)
    if last.code != 0:
        raise AssertionError(
            f"the run after the kill ended with {last.code}:\n{last.log[-2000:]}"
        )
    check(folder, server.url)
    return int(killed)


def check(folder: Path, url: str) -> None:
    """Published lines = the site's truth; `verify` finds nothing. Raises AssertionError, FeedError."""
    verify(Layout(folder / "feed"))
    lines = published(folder)
    truths = {
        truth.article_no: (truth.title, "\n\n".join(truth.paragraphs))
        for truth in Site(ARTICLES, base=url).truths()
    }
    told = {
        line["data"]["article_no"]: (line["data"]["title"], line["data"]["body"])
        for line in lines
    }
    if told != truths:
        raise AssertionError("the published articles are not those of the site")
    if [line["seq"] for line in lines] != list(range(1, len(lines) + 1)):
        raise AssertionError("seq has a gap")
    if len({(line["key"], line["rev"]) for line in lines}) != len(lines):
        raise AssertionError("a record was delivered twice")
    if revised := sorted(line["key"] for line in lines if line["rev"] > 1):
        raise AssertionError(f"revisions of articles that never changed: {revised}")


def _deed(chance: random.Random) -> tuple[str, str]:
    """Half of the kills at any instant, half right before an operation on the disk."""
    if chance.random() < 0.5:
        return "kill-after", f"{chance.uniform(0.4, 2.0):.3f}"
    return "kill-disk", str(chance.randint(1, 90))


def main() -> None:
    """Torture, and print what came of it."""
    kills, seed = (
        (int(value) for value in (*sys.argv[1:], "200", "7")[:2])
        if len(sys.argv) != 2
        else (int(sys.argv[1]), 7)
    )
    chance, start = random.Random(seed), time.monotonic()
    done = rounds = 0
    with Server(lambda url: Site(ARTICLES, base=url)) as server:
        while done < kills:
            with tempfile.TemporaryDirectory() as name:
                done += one_round(server, Path(name), chance)
            rounds += 1
            print(
                f"{done} kills, {rounds} rounds, {time.monotonic() - start:.0f} s",
                file=sys.stderr,
            )
    Console().print(
        f"{done} kills in {rounds} rounds of {ARTICLES} articles (seed {seed}):"
        " no article lost, none twice, no gap, every manifest true"
    )


if __name__ == "__main__":
    main()
