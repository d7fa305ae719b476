"""Whether what a run read may be published."""

from collections.abc import Mapping

from envfocus.publishing.gate import Gate, above
from envfocus.runs.run_record import Judgement
from envfocus.runs.stats import Stats

_NO_ROWS = "no list showed a row: listing/*/stopped in the run record says why"


def sees_nothing(stats: Stats) -> bool:
    """Whether pages came, and none showed what the spider reads."""
    if not stats.get_value("pages/read"):
        return False
    return not stats.get_value("pages/found")


def reasons_to_refuse(gate: Gate, stats: Stats) -> list[str]:
    """Why nothing may be published, in words; none: it may."""
    reasons = [str(finding) for finding in gate.findings()]
    if sees_nothing(stats) and stats.get_value("articles/delivered"):
        reasons.append(_NO_ROWS)
    return reasons


def judgement_of(
    gate: Gate, max_shares: Mapping[str, float], stats: Stats
) -> Judgement:
    """What the record of the run says of it."""
    return Judgement(
        fill_rates=gate.rates(),
        findings=[str(finding) for finding in gate.findings()],
        warnings=above(max_shares, stats.get_stats()),
    )
