"""The feed beside the crawl."""

from envfocus.extensions.delivery import _NEVER_SHOWN


def test_fields_that_skins_never_show() -> None:
    assert {
        "current": set(),
        "sticky": set(),
        "old": {"tags"},
        "mobile": {"tags", "section"},
    } == _NEVER_SHOWN
