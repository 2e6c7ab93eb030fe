"""Numbers of two density functionals are not compared."""

from __future__ import annotations

import pytest

from natria.quantity import Computed, Finding, Question, Reported, Setting
from natria.studies.verdicts import compare
from natria.studies.verdicts.functionals import named_in, other_functional

GAP = Question("band_gap", "NaOH", {})


def answer(*words):
    settings = tuple(Setting("functional.law", one, "why") for one in words)
    return Finding(GAP, 1e-19, Computed("toy", 1, settings=settings))


def target(method, kind="computed"):
    return Finding(GAP, 2e-19, Reported("paper:gap", kind, method=method))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HSE06", {"HSE06"}),
        ("CI-NEB PBE, 128 atoms", {"PBE"}),
        ("DFT-PBE, stress-strain", {"PBE"}),
        ("HSE06 in the cell of PBE", {"HSE06", "PBE"}),
        ("PBE0", {"PBE0"}),
        ("nanoindentation", set()),
    ],
)
def test_functionals_are_whole_words(text, names):
    assert named_in(text) == names


@pytest.mark.parametrize(
    ("method", "used", "comparable"),
    [
        ("HSE06", ("PBE",), False),
        ("PBE", ("PBE",), True),
        ("HSE06", ("hse06",), True),
        ("HSE06 in the cell of PBE", ("PBE",), True),
        ("spectroscopy", ("PBE",), True),
        ("HSE06", (), True),
    ],
)
def test_another_functional_is_not_comparable(method, used, comparable):
    assert (not other_functional(target(method), answer(*used))) == comparable
    found = compare(target(method), answer(*used))
    assert (found.verdict == "not comparable") != comparable
