"""What a page of a design shows has units as print has them, and what it shows can be typed back."""

import pytest

from natria.design.case import cases
from natria.design.editing import edited
from natria.explore.regimes import limits_of
from natria.quantity import parse_quantity, plain_letters, typeset
from natria.report.described import plain
from natria.report.described.design import describe_design, describe_limits
from natria.studies.opening.case import open_case


def texts_of(value):
    """Every text in a document of JSON."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in ("path", "id", "trace"):
                yield from texts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)
    elif isinstance(value, str):
        yield value


@pytest.fixture(scope="module")
def case():
    return open_case("kumar2020")


def test_a_described_design_has_one_spelling_of_units(case):
    shown = [plain(describe_design(case, case.base)), plain(describe_limits(case.base, limits_of(case.base), None))]
    texts = list(texts_of(shown))
    assert any("µm" in text for text in texts)
    assert [text for text in texts if typeset(text) != text] == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [("3 um", "m"), ("1 mA/cm^2", "A/m^2"), ("5 ohm cm^2", "ohm m^2"), ("25 degC", "K"), ("2.2 g/cm^3", "kg/m^3")],
)
def test_what_is_shown_can_be_typed_back(text, unit):
    printed = typeset(text)
    assert printed != text
    assert plain_letters(printed) == text
    assert parse_quantity(printed, unit)[0] == pytest.approx(parse_quantity(text, unit)[0])


def test_an_edit_with_a_printed_unit_is_written_in_plain_letters(case):
    text = cases()["kumar2020"].read_text(encoding="utf-8")
    made = edited(text, case.base, "interphase.bpi.thickness", "5 µm")
    assert '"5 um"' in made
    assert "µ" not in made
