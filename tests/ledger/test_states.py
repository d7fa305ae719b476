"""What the results of article numbers mean."""

import pytest

from envfocus.ledger.frontier import state_of


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ("article", "delivered"),
        ("unseen", "unseen"),
        *[
            (result, "gone")
            for result in ("http_404", "http_410", "alert", "tombstone", "taken_down")
        ],
        *[
            (result, "elsewhere")
            for result in ("front", "other_article", "listing", "OffsiteError")
        ],
        *[
            (result, "failed")
            for result in (
                "http_500",
                "http_403",
                "captcha",
                "empty",
                "unknown",
                "RobotsError",
                "",
            )
        ],
        *[
            (result, "failed")
            for result in (
                "DownloadTimeoutError",
                "no_body",
                "no_headline",
                "http_404 ",
                "Article",
            )
        ],
    ],
)
def test_what_a_result_means(result: str, state: str) -> None:
    assert state_of(result) == state
