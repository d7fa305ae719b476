"""`make bench-pages`: our reader of article pages beside others', on the same pages, in one run."""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from benchmarks import comparison
from benchmarks.comparison import OURS
from benchmarks.peers.pages import LXML, TOOLS
from benchmarks.peers.session import Answer, Session, alternate
from benchmarks.report import Found, Table
from fixtures.prose import plain
from fixtures.site import Site
from fixtures.skins import SKINS
from fixtures.story import Story, photos
from fixtures.story import Table as Rows
from fixtures.story import Text as Paragraph
from fixtures.truth import Article

BASE: Final = "https://www.envfocus.example/"
SIZE: Final = 50_000
"""Bytes; pages that are smaller are filled up."""
PER_SKIN: Final = 15
ROUNDS: Final = 9
ODD: Final = ("seed", "cp949", "meta", "bare", "vague", "worded", "day", "untagged")
"""Roles in the fixtures' plan of which a page each is taken: for its stamp, its letters, or what it lacks."""
TEASER: Final = 60
"""Characters of a teaser, without white space, by which it is known in a body."""
WORDS: Final = ("강가 산책", "숲길 지도", "재활용 달력", "미세먼지 쪽지", "에너지 일기")
LINKED: Final = re.compile(r"article\.html\?(?:sec_no=\d+&amp;)?no=(\d+)")
GOALS: Final = {"trafilatura": 50, "newspaper4k": 80, "news-please": 150}
"""How many times as fast as these ours is to be."""
SHARE: Final = 0.9
"""How long ours may take, in lxml's times to parse."""
ABSENT: Final = {
    "fundus": "absent: each of its parsers is for one publisher, their base reads no field; wants lxml < 6",
}


@dataclass(frozen=True)
class Page:
    """A page and what is known of it; all texts but `html` are `bare`.

    `closings`: signature and copyright line, which a body may keep. `teasers`: of other articles, and their titles.
    """

    html: str
    url: str
    truth: Article
    paragraphs: tuple[str, ...]
    closings: tuple[str, ...]
    captions: tuple[str, ...]
    teasers: tuple[str, ...]


def bare(text: str | None) -> str:
    """Text without white space, so that joined paragraphs are right, and without bars between the cells of a table."""
    return re.sub(r"[\s|\u200b\ufeff]+", "", text or "")


def folded(text: str | None) -> str:
    return " ".join((text or "").split())


def pages() -> list[Page]:
    """The pages that are compared, of all skins, the same for ever."""
    site = Site(base=BASE)
    return [page(site, truth) for skin in SKINS for truth in chosen(site, skin)]


def chosen(site: Site, skin: str) -> list[Article]:
    """Articles of a skin: one of each odd role, the others from the shortest to the longest at equal steps."""
    those = sorted(
        (truth for truth in site.truths() if truth.skin == skin),
        key=lambda truth: sum(map(len, truth.paragraphs)),
    )
    odd = {
        role: truth
        for truth in those
        if (role := site.plan.role(truth.article_no)) in ODD
    }
    rest = [truth for truth in those if truth not in odd.values()]
    steps = PER_SKIN - len(odd)
    return [
        *odd.values(),
        *(rest[at * (len(rest) - 1) // (steps - 1)] for at in range(steps)),
    ]


def page(site: Site, truth: Article) -> Page:
    """An article's page, filled up, with the generator's truth about it."""
    path, story = (
        f"news/article.html?no={truth.article_no}",
        site.story(truth.article_no),
    )
    html = site.reply(f"/{path}").body.decode()
    return Page(
        html=filled(html),
        url=BASE + path,
        truth=truth,
        paragraphs=tuple(map(bare, printed(story))),
        closings=tuple(map(bare, closings(story))),
        captions=tuple(bare(photo.caption) for photo in photos(story) if photo.caption),
        teasers=tuple(
            teasers(
                site,
                {int(article_no) for article_no in LINKED.findall(html)}
                - {truth.article_no},
            )
        ),
    )


def printed(story: Story) -> Iterator[str]:
    """The paragraphs as the page prints them: in the truth addresses are masked, which no reader of pages does."""
    for block in story.blocks:
        if isinstance(block, Paragraph):
            yield plain(block.marked)
        elif isinstance(block, Rows):
            yield from (" | ".join(row) for row in block.rows)


def closings(story: Story) -> Iterator[str]:
    """What may stand below the last paragraph, in this order."""
    if story.signature:
        yield f"/{story.signature.name}기자 {story.signature.mail}@envfocus.example"
    if story.copyright:
        yield story.copyright


def teasers(site: Site, numbers: set[int]) -> Iterator[str]:
    """Titles, and beginnings of teasers, of the other articles that a page points at."""
    for article_no in sorted(numbers):
        yield bare(site.title(article_no))
        yield bare(site.teaser(article_no))[:TEASER]


def filled(html: str) -> str:
    """The page with more menus, banners and scripts at its end, until it has `SIZE` bytes."""
    head, end, tail = html.rpartition("</body>")
    missing, parts = SIZE - len(html.encode()), list[str]()
    for number in count(1):
        if missing <= 0:
            break
        parts.append(filler(number))
        missing -= len(parts[-1].encode())
    return "".join((head, *parts, end, tail))


def filler(number: int) -> str:
    """A block of what stands around articles: links, a banner, a script; no text of any article."""
    links = "".join(
        f'<li><a href="/home/page.html?code=more_{number}_{at}">{word} {number}</a></li>'
        for at, word in enumerate(WORDS)
    )
    return f"""<div class="more_menu"><ul>{links}</ul>
<a href="/news/banner_click.php?no={number}"><img src="/data/banner/more_{number}.gif" alt="" width="300"></a></div>
<script>cfg["more_{number:03d}"] = {{ no: {number}, width: {240 + number % 5 * 60}, rolling: {number % 2} }};</script>
"""


def stamp(truth: Article) -> str | None:
    """When the page says that it was published, as wall time in KST; None where it does not say."""
    return truth.published.replace(tzinfo=None).isoformat() if truth.published else None


def is_author(page: Page, said: Sequence[str]) -> bool:
    """One author, in whose words the name stands; none where the page names none."""
    if page.truth.byline is None:
        return not said
    return len(said) == 1 and page.truth.byline.split()[0] in said[0]


def is_body(page: Page, said: str | None) -> bool:
    """Exactly the paragraphs; a body that keeps signature and copyright line is as good."""
    body, kept = "".join(page.paragraphs), bare(said)
    for closing in reversed(page.closings):
        kept = kept.removesuffix(closing)
    return body in {bare(said), kept}


Right = Callable[[Page, Any], bool]
FIELDS: Final[dict[str, tuple[str, Right]]] = {
    "titles": ("title", lambda page, said: folded(said) == page.truth.title),
    "subtitles": (
        "subtitles",
        lambda page, said: tuple(map(folded, said)) == page.truth.subtitles,
    ),
    "times": ("published", lambda page, said: said == stamp(page.truth)),
    "authors": ("authors", is_author),
    "sections": ("section", lambda page, said: said == page.truth.section),
    "bodies": ("body", is_body),
}
"""What is counted: the field of an answer, and whether it is right."""
FAULTS: Final[dict[str, tuple[str, Right]]] = {
    "wrong days": (
        "published",
        lambda page, said: bool(said) and said[:10] != (stamp(page.truth) or "")[:10],
    ),
    "captions in bodies": (
        "body",
        lambda page, said: any(caption in bare(said) for caption in page.captions),
    ),
    "teasers in bodies": (
        "body",
        lambda page, said: any(teaser in bare(said) for teaser in page.teasers),
    ),
    "gaps in bodies": (
        "body",
        lambda page, said: any(part not in bare(said) for part in page.paragraphs),
    ),
}
"""What must not be: a day that is not the page's; others' text; a paragraph that is missing."""
ALL: Final = "all six"


def judge(page: Page, said: Mapping[str, Any]) -> dict[str, bool]:
    """One answer on one page: which fields are right, whether all are, which faults there are; of what is offered."""
    right = {
        name: test(page, said[field])
        for name, (field, test) in FIELDS.items()
        if field in said
    }
    whole = {ALL: all(right.values())} if len(right) == len(FIELDS) else {}
    return (
        right
        | whole
        | {
            name: test(page, said[field])
            for name, (field, test) in FAULTS.items()
            if field in said
        }
    )


def score(these: Sequence[Page], answers: Sequence[Answer]) -> dict[str, int]:
    """On how many pages each field was right, and each fault there; what is not offered is missing here."""
    verdicts = [
        judge(page, answer.value) for page, answer in zip(these, answers, strict=True)
    ]
    counts = Counter(
        name for verdict in verdicts for name, true in verdict.items() if true
    )
    return {name: counts[name] for name in verdicts[0]}


def misses(
    these: Sequence[Page], answers: Sequence[Answer]
) -> Iterator[tuple[str, str, str]]:
    """Address, field and what was said, for each field that was not right."""
    for page, (said, _) in zip(these, answers, strict=True):
        for name, (field, test) in FIELDS.items():
            if not test(page, said[field]):
                yield page.url, name, str(said[field])


def times(versions: Mapping[str, str], medians: Mapping[str, float]) -> Table:
    """One row a reader."""
    title = f"{PER_SKIN * len(SKINS)} pages of about {SIZE // 1000} KB, each timed {ROUNDS} times"
    rows = (
        (name, versions[name], f"{ms:,.2f}", f"{ms / medians[OURS]:,.1f}")
        for name, ms in medians.items()
    )
    absent = (
        (name, why, "-", "-")
        for name, why in {**versions, **ABSENT}.items()
        if name not in medians
    )
    return Table(title, ("reader", "version", "median ms", "÷ ours"), (*rows, *absent))


def quality(scores: Mapping[str, Mapping[str, int]]) -> Table:
    """One column a reader that offers fields."""
    offering = {reader: one for reader, one in scores.items() if one}
    names = (*FIELDS, ALL, *FAULTS)
    rows = (
        (name, *(str(one.get(name, "-")) for one in offering.values()))
        for name in names
    )
    title = f"of {PER_SKIN * len(SKINS)} pages: fields that are right, then faults; -: not offered"
    return Table(title, ("", *offering), tuple(rows))


def goals(medians: Mapping[str, float], right: int) -> Table:
    """What is asked of ours, and whether it is so."""
    share, asked = medians[OURS] / medians[LXML], PER_SKIN * len(SKINS)
    rows = [
        ("ours ÷ lxml parse only", f"≤ {SHARE}", f"{share:.2f}", _said(share <= SHARE))
    ]
    for name, goal in GOALS.items():
        if name in medians:
            faster = medians[name] / medians[OURS]
            rows.append(
                (f"{name} ÷ ours", f"≥ {goal}", f"{faster:.1f}", _said(faster >= goal))
            )
    rows.append(
        (f"pages with {ALL} right", f"{asked}", f"{right}", _said(right == asked))
    )
    return Table("goals", ("goal", "asked", "measured", "met"), tuple(rows))


def _said(met: bool) -> str:
    return "yes" if met else "no"


def figures(
    scores: Mapping[str, Mapping[str, int]], medians: Mapping[str, float]
) -> dict[str, float]:
    """The bare numbers, named by reader and unit."""
    flat = {
        "pages": float(PER_SKIN * len(SKINS)),
        "ours_over_lxml": medians[OURS] / medians[LXML],
    }
    for name, ms in medians.items():
        reader = re.sub(r"\W", "_", name.lower())
        flat |= {f"{reader}_ms": ms, f"{reader}_over_ours": ms / medians[OURS]}
        flat |= {
            f"{reader}_{what.replace(' ', '_')}_pages": pages
            for what, pages in scores[name].items()
        }
    return flat


def compare(chosen: argparse.Namespace, sessions: Sequence[Session]) -> Found:
    """Ask all readers in turn; with `misses`, every field that ours did not get right."""
    these, here = pages(), [session for session in sessions if not session.absent]
    answers = alternate(here, [(page.html, page.url) for page in these], ROUNDS)
    medians = {
        name: comparison.median_ns(given) / 1e6 for name, given in answers.items()
    }
    scores = {name: score(these, given) for name, given in answers.items()}
    tables = [
        times(comparison.versions(sessions), medians),
        quality(scores),
        goals(medians, scores[OURS][ALL]),
    ]
    missed = Table(
        "misses of ours", ("page", "field", "said"), tuple(misses(these, answers[OURS]))
    )
    return Found(
        tables, figures(scores, medians), aside=[missed] if chosen.misses else ()
    )


def main() -> int:
    """Print the tables; 1 with a line on what is missing."""
    parser = argparse.ArgumentParser(prog="benchmarks.pages", description=__doc__)
    parser.add_argument(
        "--misses",
        action="store_true",
        help="list every field that ours did not get right",
    )
    return comparison.run("pages", parser.parse_args(), TOOLS, compare)


if __name__ == "__main__":
    raise SystemExit(main())
