"""What a name needs to be a place, by its kind."""

import pytest

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.lexicon import Accepts, Form, meanings, patterns

ACCEPTS = {(name.text, name.form): name.accepts for name in patterns()}


@pytest.mark.parametrize(
    ("name", "form", "accepts"),
    [
        ("부산광역시", Form.FULL, Accepts.ANY),
        ("부산", Form.SHORT, Accepts.ANY),
        ("노원", Form.SHORT, Accepts.WORD | Accepts.ECHO | Accepts.LOCATIVE),
        ("교동", Form.TOWN, Accepts.ENDING),
        ("청운동", Form.TOWN, Accepts.ANY),
        ("세종로", Form.TOWN, Accepts.NOTHING),
        ("을지로3가", Form.TOWN, Accepts.ANY),
        ("오포읍", Form.TOWN, Accepts.ANY),
        ("남면", Form.TOWN, Accepts.NOTHING),
        ("군서면", Form.TOWN, Accepts.SUPPORT),
    ],
)
def test_names_that_no_table_lists(name: str, form: Form, accepts: Accepts) -> None:
    assert ACCEPTS[name, form] is accepts


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("제주", ["50000"]),
        (
            "원미",
            ["41192", "41190"],
        ),  # the 구 of today, and what followed the older one
    ],
)
def test_a_short_form_does_not_mean_a_unit_right_below_another_of_its_name(
    name: str, codes: list[str]
) -> None:
    number = [(each.text, each.form) for each in patterns()].index((name, Form.SHORT))
    found = meanings(number, gazetteer.epoch(gazetteer.GAZETTEER_DAY))
    assert [sense.unit.code for sense in found] == codes
