"""What a crawl's stats mean to the shell."""

from typing import Any

import pytest

from envfocus.runs.exit_codes import exit_code

FINISHED = {
    "finish_reason": "finished",
    "response_received_count": 12,
    "pages/read": 11,
    "pages/found": 9,
}


def came(delivered: int, not_modified: int) -> dict[str, int]:
    return {"articles/delivered": delivered, "articles/not_modified": not_modified}


@pytest.mark.parametrize(
    ("stats", "code"),
    [
        (FINISHED, 0),
        ({**FINISHED, "item_scraped_count": 0}, 0),
        ({**FINISHED, "log_count/WARNING": 3}, 0),
        ({**FINISHED, "quarantine/items": 0}, 0),
        ({**FINISHED, "quarantine/items": 1}, 1),
        ({**FINISHED, "spider_exceptions/ValueError": 1}, 1),
        ({**FINISHED, "spider_exceptions/count": 2}, 1),
        ({**FINISHED, "quarantine/items": 1, "spider_exceptions/KeyError": 1}, 1),
        ({**FINISHED, "finish_reason": "bad_argument"}, 4),
        ({**FINISHED, "finish_reason": "shutdown"}, 11),
        ({**FINISHED, "finish_reason": "closespider_timeout"}, 15),
        # stopped early: the reason counts, whatever came in
        ({"finish_reason": "bad_argument"}, 4),
        ({"finish_reason": "shutdown"}, 11),
        ({"finish_reason": "closespider_timeout", "quarantine/items": 1}, 15),
        # a limit ended it, wherever it was
        *[
            ({**FINISHED, "finish_reason": reason}, 15)
            for reason in ("budget", "window")
        ],
        *[({"finish_reason": reason}, 15) for reason in ("budget", "window")],
        *[
            ({**FINISHED, "finish_reason": reason}, 18)
            for reason in ("blocked", "throttled")
        ],
        *[
            ({"finish_reason": reason}, 18)
            for reason in ("blocked", "robots_throttled", "robots_delay")
        ],
        (
            {
                "finish_reason": "robots_unreachable",
                "downloader/response_status_count/503": 1,
            },
            69,
        ),
        # robots.txt forbids all, or some
        ({"finish_reason": "finished", "robotstxt/forbidden": 1}, 18),
        (
            {
                **FINISHED,
                "articles/delivered": 300,
                "articles/not_delivered/RobotsError": 9,
            },
            0,
        ),
        (
            {
                **FINISHED,
                "articles/delivered": 300,
                "articles/not_delivered/OffsiteError": 1,
            },
            1,
        ),
        # nothing came in
        ({"finish_reason": "finished"}, 69),
        ({"finish_reason": "finished", "response_received_count": 0}, 69),
        # what became of the feed counts more than how the crawl ended
        ({**FINISHED, "feed/outcome": "refused"}, 2),
        ({**FINISHED, "feed/outcome": "disk"}, 3),
        ({"feed/outcome": "locked"}, 75),
        ({"finish_reason": "configuration", "feed/outcome": "configuration"}, 4),
        ({**FINISHED, "finish_reason": "shutdown", "feed/outcome": "disk"}, 3),
        ({**FINISHED, "feed/outcome": "refused", "quarantine/items": 1}, 2),
        # nothing that the spider reads stood on any page
        ({"finish_reason": "finished", "pages/read": 1}, 2),
        # pages that failed, listings that were cut short
        (
            {
                **FINISHED,
                "articles/delivered": 300,
                "articles/not_delivered/http_404": 9,
            },
            0,
        ),
        ({**FINISHED, "articles/delivered": 300, "articles/not_delivered/alert": 2}, 0),
        (
            {
                **FINISHED,
                "articles/delivered": 300,
                "articles/not_delivered/captcha": 3,
            },
            0,
        ),
        (
            {
                **FINISHED,
                "articles/delivered": 300,
                "articles/not_delivered/captcha": 4,
            },
            18,
        ),
        (
            {
                **FINISHED,
                "articles/delivered": 300,
                "articles/not_delivered/DownloadTimeoutError": 1,
            },
            1,
        ),
        (
            {
                **FINISHED,
                "articles/delivered": 300,
                "articles/not_delivered/http_500": 1,
            },
            1,
        ),
        (
            {
                **FINISHED,
                "listing/전국/stopped": "repeats",
                "listing/정책/stopped": "since",
            },
            0,
        ),
        ({**FINISHED, "listing/전국/stopped": "failed:http_500"}, 1),
        ({**FINISHED, "listing/전국/stopped": "not_a_listing:captcha"}, 1),
        # most articles failed, in one way or another
        (
            {
                **FINISHED,
                "articles/delivered": 0,
                "articles/not_delivered/http_404": 60,
            },
            2,
        ),
        ({**FINISHED, "articles/delivered": 29, "articles/not_delivered/front": 31}, 2),
        (
            {**FINISHED, "articles/delivered": 1, "articles/not_delivered/http_404": 3},
            0,
        ),
        ({**FINISHED, "articles/not_delivered/http_403": 60}, 18),
        ({**FINISHED, "articles/delivered": 20, "articles/outside_window": 300}, 0),
        ({**FINISHED, "articles/delivered": 300, "feed/outage": 1}, 1),
        # an article that the site says is as we have it was delivered
        ({**FINISHED, "articles/not_modified": 60}, 0),
        (
            {
                **FINISHED,
                "articles/not_modified": 60,
                "articles/not_delivered/http_404": 60,
            },
            0,
        ),
        (
            {
                **FINISHED,
                "articles/not_modified": 60,
                "articles/not_delivered/http_404": 61,
            },
            2,
        ),
        ({**FINISHED, **came(20, 20), "articles/not_delivered/alert": 40}, 0),
        ({**FINISHED, **came(20, 20), "articles/not_delivered/alert": 41}, 2),
        (
            {
                **FINISHED,
                "articles/not_modified": 4,
                "articles/not_delivered/http_404": 5,
            },
            0,
        ),
        (
            {
                **FINISHED,
                "articles/not_modified": 4,
                "articles/not_delivered/http_404": 6,
            },
            2,
        ),
        (
            {
                **FINISHED,
                "articles/not_modified": 297,
                "articles/not_delivered/captcha": 3,
            },
            0,
        ),
        (
            {
                **FINISHED,
                "articles/not_modified": 296,
                "articles/not_delivered/captcha": 3,
            },
            18,
        ),
        ({**FINISHED, **came(8, 8), "articles/not_delivered/captcha": 2}, 0),
        ({**FINISHED, **came(8, 8), "articles/not_delivered/captcha": 3}, 18),
        ({**FINISHED, **came(20, 20), "articles/not_delivered/http_403": 10}, 1),
        ({**FINISHED, **came(20, 20), "articles/not_delivered/http_403": 11}, 18),
        (
            {
                **FINISHED,
                **came(20, 20),
                **{
                    f"articles/not_delivered/http_{code}": 4 for code in (403, 429, 503)
                },
            },
            18,
        ),
        (
            {
                **FINISHED,
                **came(20, 20),
                **{f"articles/not_delivered/http_{code}": 5 for code in (403, 500)},
            },
            1,
        ),
        # what was expected to fail is counted apart
        ({**FINISHED, **came(1, 9), "retries/not_delivered/http_404": 500}, 0),
        ({**FINISHED, **came(1, 9), "retries/not_delivered/http_500": 1}, 1),
        (
            {
                **FINISHED,
                **came(1, 9),
                "gaps/not_delivered/http_404": 500,
                "gaps/not_delivered/http_500": 9,
            },
            0,
        ),
        # how the walks ended
        (
            {
                **FINISHED,
                "listing/전국/stopped": "known",
                "listing/정책/stopped": "enough",
            },
            0,
        ),
        ({**FINISHED, "listing/전국/stopped": "page_limit"}, 1),
        ({**FINISHED, "listing/전국/stopped": "stuck"}, 1),
        ({**FINISHED, "finish_reason": "memusage_exceeded"}, 1),
        ({**FINISHED, "feed/outcome": "internal"}, 70),
        # the site blocks us
        ({"finish_reason": "finished", "downloader/response_status_count/403": 1}, 18),
        ({"finish_reason": "finished", "downloader/response_status_count/429": 3}, 18),
        ({"finish_reason": "finished", "downloader/response_status_count/500": 3}, 69),
        # never closed
        ({}, 70),
        ({"response_received_count": 12}, 70),
        ({"finish_reason": None, "response_received_count": 12}, 70),
    ],
)
def test_a_crawl_that_started(stats: dict[str, Any], code: int) -> None:
    assert exit_code(stats, started=True) == code


@pytest.mark.parametrize("stats", [{}, FINISHED, {"finish_reason": "shutdown"}])
def test_a_crawl_that_did_not_start_is_an_internal_error(stats: dict[str, Any]) -> None:
    assert exit_code(stats, started=False) == 70


ROBOTS = {
    "robotstxt/request_count": 1,
    "robotstxt/response_count": 1,
    "robotstxt/response_status_count/200": 1,
}


@pytest.mark.parametrize(
    "stats",
    [
        # robots.txt came in, the front page did not
        {
            "finish_reason": "finished",
            "response_received_count": 1,
            "downloader/exception_count": 1,
            "downloader/exception_type_count/scrapy.exceptions.DownloadFailedError": 1,
            **ROBOTS,
        },
        # the front page, and with it every page that was asked for, was refused
        *[
            {
                "finish_reason": "finished",
                "response_received_count": 2,
                f"downloader/response_status_count/{status}": 1,
                "httperror/response_ignored_count": 1,
                f"httperror/response_ignored_status_count/{status}": 1,
                **ROBOTS,
            }
            for status in (403, 429, 500, 503)
        ],
        # robots.txt forbids everything
        {
            "finish_reason": "finished",
            "response_received_count": 1,
            "robotstxt/forbidden": 1,
            "downloader/exception_count": 1,
            "downloader/exception_type_count/scrapy.exceptions.IgnoreRequest": 1,
            **ROBOTS,
        },
    ],
)
def test_a_crawl_that_read_no_page_is_no_success(stats: dict[str, Any]) -> None:
    assert exit_code(stats, started=True) != 0
