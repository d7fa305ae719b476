"""Arguments: each wrong one is refused by name, with its value and what is expected."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envfocus.exceptions import ConfigurationError
from envfocus.spiders.arguments import ArticleArguments, read_articles, refuse_unknown
from envfocus.spiders.request_planner import window_of


@pytest.mark.parametrize(
    ("given_arguments", "expected"),
    [
        ({}, ArticleArguments((), None, None, None)),
        ({"sections": "정책"}, ArticleArguments(sections=("정책",))),
        ({"sections": "정책,전국"}, ArticleArguments(sections=("정책", "전국"))),
        (
            {"sections": " 환경뉴스 , 5,정책 "},
            ArticleArguments(sections=("환경뉴스", "5", "정책")),
        ),
        ({"sections": "3,3,정책,3"}, ArticleArguments(sections=("3", "정책"))),
        ({"sections": "가" * 40}, ArticleArguments(sections=("가" * 40,))),
        ({"since": "2025-02-07"}, ArticleArguments(since=date(2025, 2, 7))),
        ({"until": "2024-02-29"}, ArticleArguments(until=date(2024, 2, 29))),
        (
            {"since": "2025-02-07", "until": "2025-02-07"},
            ArticleArguments(since=date(2025, 2, 7), until=date(2025, 2, 7)),
        ),
        ({"max_articles": "1"}, ArticleArguments(max_articles=1)),
        ({"max_articles": "999999999"}, ArticleArguments(max_articles=999_999_999)),
        ({"reread": "yes"}, ArticleArguments(reread=True)),
        ({"reread": "no"}, ArticleArguments()),
        ({"_job": "0123", "_version": "1"}, ArticleArguments()),
        (
            {
                "sections": "3",
                "since": "2025-01-01",
                "until": "2025-12-31",
                "max_articles": "100",
            },
            ArticleArguments(("3",), date(2025, 1, 1), date(2025, 12, 31), 100),
        ),
    ],
)
def test_good_arguments(
    given_arguments: dict[str, str], expected: ArticleArguments
) -> None:
    assert read_articles(given_arguments) == expected


SECTIONS = "expected names or numbers of the menu, e.g. 정책,전국 or 3,5"
DAY = "expected a day in KST, e.g. 2025-02-07"
COUNT = "expected a whole number from 1, e.g. 100"
ANSWER = "expected yes or no"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        *[
            ("sections", value, SECTIONS)
            for value in (
                "",
                " ",
                ",",
                "정책,",
                ",정책",
                "정책,,전국",
                "0",
                "3,0",
                " 0 ",
            )
        ],
        *[
            ("sections", value, SECTIONS)
            for value in (
                "../정책",
                "/etc/passwd",
                "a\\b",
                "정책\0",
                "정\n책",
                "\x1b[31m",
            )
        ],
        *[("sections", value, SECTIONS) for value in ("정\t책", "\x7f", "가" * 41)],
        *[
            (name, value, DAY)
            for name in ("since", "until")
            for value in (
                *(
                    "",
                    " ",
                    "2025",
                    "2025-02",
                    "2025-2-7",
                    "20250207",
                    "2025.02.07",
                    "07-02-2025",
                    "2025-02-07T00:00",
                ),
                *(
                    "2025-02-30",
                    "2025-13-01",
                    "2025-00-00",
                    "0000-01-01",
                    "2023-02-29",
                    " 2025-02-07",
                    "2025-02-07\n",
                ),
                *(
                    "어제",
                    "yesterday",
                    "２０２５-02-07",
                    "2025-W06-5",
                    "-2025-02-07",
                    "2025-02-07\0",
                    "../../etc",
                ),
            )
        ],
        *[
            ("max_articles", value, COUNT)
            for value in (
                "",
                " ",
                "0",
                "-1",
                "+1",
                "00",
                "01",
                "1.0",
                "1e3",
                "1_000",
                "1,000",
                "열",
                "１",
                "all",
            )
        ],
        *[
            ("max_articles", value, COUNT)
            for value in (" 1", "1\n", "0x10", "1000000000", "9" * 5000, "nan", "1\0")
        ],
        *[
            ("reread", value, ANSWER)
            for value in (
                "",
                " ",
                "Yes",
                "y",
                "true",
                "1",
                "yes ",
                "yes\n",
                "no,yes",
                "네",
            )
        ],
    ],
)
def test_a_bad_value_is_named_with_what_is_expected(
    name: str, value: str, expected: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_articles({name: value})
    assert str(caught.value) == f"{name}={value!r}: {expected}"


@pytest.mark.parametrize("value", ["00", "000", "０", "3,00"])
def test_zero_is_refused_in_every_spelling(value: str) -> None:
    with pytest.raises(ConfigurationError, match="sections="):
        read_articles({"sections": value})


@pytest.mark.parametrize(
    ("since", "until"), [("2025-02-08", "2025-02-07"), ("2026-01-01", "2025-12-31")]
)
def test_a_window_that_ends_before_it_begins_is_refused(since: str, until: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_articles({"since": since, "until": until})
    assert (
        str(caught.value)
        == f"until={until!r}: expected a day not before since={since!r}"
    )


@pytest.mark.parametrize(
    "name", ["section", "Since", "max-articles", "page", "", "url", "jobdir"]
)
def test_an_unknown_argument_is_refused_with_those_that_exist(name: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_articles({name: "정책"})
    expected = "expected one of sections, since, until, max_articles, reread"
    assert str(caught.value) == f"{name}='정책': no such argument; {expected}"


def test_a_spider_without_arguments_refuses_all_but_those_of_scrapyd() -> None:
    refuse_unknown({}, ())
    refuse_unknown({"_job": "0123"}, ())
    with pytest.raises(ConfigurationError) as caught:
        refuse_unknown({"since": "2025-02-07"}, ())
    assert (
        str(caught.value)
        == "since='2025-02-07': no such argument; this spider takes no arguments"
    )


@settings(deadline=None)
@given(st.dates(date(1000, 1, 1)), st.dates(date(1000, 1, 1)))
def test_any_two_days_in_order_are_a_window(one: date, other: date) -> None:
    since, until = sorted([one, other])
    expected = ArticleArguments(since=since, until=until)
    assert read_articles({"since": str(since), "until": str(until)}) == expected


MENU = {3: "전국", 5: "정책", 7: "포토"}


@pytest.mark.parametrize(
    ("sections", "chosen"),
    [
        ((), MENU),
        (("정책",), {5: "정책"}),
        (("5", "전국"), {5: "정책", 3: "전국"}),
        (("3", "전국"), {3: "전국"}),
        (("42",), {42: "42"}),  # in no menu, yet the site may have it
    ],
)
def test_sections_of_the_menu(
    sections: tuple[str, ...], chosen: dict[int, str]
) -> None:
    assert list(ArticleArguments(sections).choose(MENU).items()) == list(chosen.items())


@pytest.mark.parametrize(
    ("menu", "names"),
    [(MENU, "전국 (3), 정책 (5), 포토 (7)"), ({}, "none")],
    ids=["a menu", "an empty menu"],
)
def test_a_section_that_the_menu_does_not_have(
    menu: dict[int, str], names: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ArticleArguments(("7", "날씨")).choose(menu)
    assert (
        str(caught.value)
        == f"sections='날씨': not in the menu; expected one of {names}"
    )


@pytest.mark.parametrize(
    ("since", "until", "window"),
    [
        (None, None, ("", "~")),
        ("2025-02-07", None, ("2025-02-06T15:00:00Z", "~")),
        (None, "2025-02-07", ("", "2025-02-07T15:00:00Z")),
        ("2025-02-07", "2025-02-07", ("2025-02-06T15:00:00Z", "2025-02-07T15:00:00Z")),
        ("2024-02-29", "2024-12-31", ("2024-02-28T15:00:00Z", "2024-12-31T15:00:00Z")),
        (None, "9999-12-31", ("", "~")),
        ("0001-01-01", None, ("", "~")),
    ],
)
def test_days_in_kst_are_a_window_in_utc(
    since: str | None, until: str | None, window: tuple[str, str]
) -> None:
    given_arguments = {
        name: day for name, day in (("since", since), ("until", until)) if day
    }
    assert window_of(read_articles(given_arguments)) == window


names = st.sampled_from(["sections", "since", "until", "max_articles", "reread"])


@settings(deadline=None)
@given(
    st.dictionaries(
        names | st.text(max_size=12),
        st.text(max_size=50) | st.text("0123456789-,. 정책/\0", max_size=12),
    )
)
def test_any_arguments_are_read_or_refused_in_one_line(given_arguments: Any) -> None:
    try:
        arguments = read_articles(given_arguments)
    except ConfigurationError as error:
        message = str(error)
        assert any(
            message.startswith(f"{name}={value!r}: ")
            for name, value in given_arguments.items()
        )
        assert "expected" in message or "no arguments" in message
        return
    assert all(
        1 <= len(name) <= 40 and "/" not in name and "\0" not in name
        for name in arguments.sections
    )
    assert arguments.max_articles is None or arguments.max_articles >= 1
    assert arguments.reread is (given_arguments.get("reread") == "yes")


def test_sections_with_one_label_or_that_of_another_place_are_told_apart() -> None:
    menu = {3: "전국", 4: "전국", 5: "box", 6: "정책"}
    assert ArticleArguments().choose(menu) == {
        3: "전국 (3)",
        4: "전국 (4)",
        5: "box (5)",
        6: "정책",
    }
