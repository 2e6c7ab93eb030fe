"""How finely a number is written, and what a fact of a paper keeps of it."""

from __future__ import annotations

import tomllib
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.literature import load_paper, read_paper
from natria.literature.digits import Written, last_digit, reading
from natria.quantity import LiteratureError

PAPER = """
[source]
key = "some2020"
title = "T"
year = 2020

[[fact]]
id = "x"
of = "some2020/cell"
name = "layer_thickness"
unit = "um"
kind = "measured"
where = "text"
"""


def as_toml(text):
    return tomllib.loads(f"v = {text}", parse_float=Written)["v"]


def resolution(tmp_path, more):
    file = tmp_path / "some2020.toml"
    file.write_text(PAPER + more, encoding="utf-8")
    return load_paper(file).facts["some2020:x"].origin.resolution


@pytest.mark.parametrize(
    ("written", "digit"),
    [
        ("180", 10),
        ("3.0", 0.1),
        ("3", 1),
        ("3.00", 0.01),
        ("500", 100),
        ("1_000", 1000),
        ("101", 1),
        ("0", 1),
        ("-2.71", 0.01),
        ("1e3", 1000),
        ("2.70e-4", 1e-6),
        ("8.2e-5", 1e-6),
    ],
)
def test_the_last_digit_is_that_of_the_text(written, digit):
    assert last_digit(as_toml(written)) == pytest.approx(digit)


@given(st.integers(1, 10**6), st.integers(0, 6))
def test_zeros_at_the_end_of_an_integer_are_not_significant(number, zeros):
    assert last_digit(number * 10**zeros) >= 10**zeros
    assert number % last_digit(number) == 0


def test_a_figure_is_read_to_a_hundredth_of_its_axis_or_a_twentieth_of_the_value():
    assert reading(1.75, figure=False, axis=None) == pytest.approx(0.01 / sqrt(12))
    assert reading(1.75, figure=True, axis=2.0) == pytest.approx(0.02)
    assert reading(1.75, figure=True, axis=None) == pytest.approx(0.0875)
    assert reading(2, figure=True, axis=1.0) == pytest.approx(1 / sqrt(12))  # the digits are the coarser


@pytest.mark.parametrize(
    ("more", "in_um"),
    [
        ("value = 3", 1 / sqrt(12)),
        ("value = 3.0", 0.1 / sqrt(12)),
        ("value = 3.00", 0.01 / sqrt(12)),
        ("range = [2.0, 4.0]", 2 / sqrt(12)),
        ("range = [3, 3]", 1 / sqrt(12)),
        ("value = 3.0\nfigure = true", 0.15),
        ("value = 3.0\nfigure = true\naxis = 10", 0.1),
    ],
)
def test_a_fact_keeps_how_finely_it_is_written(tmp_path, more, in_um):
    assert resolution(tmp_path, more) == pytest.approx(in_um * 1e-6)


def test_a_document_without_text_has_the_digits_of_its_floats():
    document = tomllib.loads(PAPER + "value = 2.5")
    assert read_paper(document, "x").facts["some2020:x"].origin.resolution == pytest.approx(0.1e-6 / sqrt(12))


def test_an_axis_without_a_figure_is_refused(tmp_path):
    with pytest.raises(LiteratureError) as caught:
        resolution(tmp_path, "value = 3\naxis = 10")
    assert [p.where for p in caught.value.problems] == ["some2020:x.axis"]
