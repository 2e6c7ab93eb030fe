"""A study shows what atoms compute to beside what a paper reports."""

from __future__ import annotations

import pytest

from natria import load_case, run_study
from natria.atoms.calculators import stored_runs
from natria.atoms.elastic import averages, extremes
from natria.quantity import Computed, Refused, ancestry
from natria.report.atoms.results import stiffness_of

PAPER = """
[source]
key = "own2026"
title = "Moduli of phases"
year = 2026
[system."own2026/cell"]
says = "sodium against sodium"
[[fact]]
id = "E-NaF"
of = "NaF"
name = "young_modulus"
value = 70
unit = "GPa"
kind = "computed"
where = "text"
[[fact]]
id = "E-NaNH2"
of = "NaNH2"
name = "young_modulus"
value = 29
unit = "GPa"
kind = "computed"
where = "text"
[[fact]]
id = "E-Na"
of = "Na"
name = "young_modulus"
value = 10
unit = "GPa"
kind = "computed"
where = "text"
[[fact]]
id = "E-NaOH"
of = "NaOH"
name = "young_modulus"
value = 30
unit = "GPa"
kind = "computed"
where = "text"
[[fact]]
id = "gap-NaF"
of = "NaF"
name = "band_gap"
value = 6
unit = "eV"
kind = "computed"
where = "text"
[[fact]]
id = "gap-NaOH"
of = "NaOH"
name = "band_gap"
value = 4.3
unit = "eV"
kind = "computed"
method = "HSE06"
where = "text"
"""
FACTS = ("E-NaF", "E-NaNH2", "E-Na", "E-NaOH", "gap-NaF", "gap-NaOH")
CASE = """
name = "own2026/cell"
papers = ["own.toml"]
cell = "symmetric"
temperature = "298.15 K"
[working]
material = "Na"
thickness = "100 um"
[protocol]
current = "1 mA/cm^2"
areal_capacity = "1 mAh/cm^2"
[study]
targets = ["own2026"]
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    (folder / "own.toml").write_text(PAPER)
    (folder / "case.toml").write_text(CASE)
    result = run_study(load_case(str(folder / "case.toml")))
    return {name: [c for c in result.base.comparisons if c.target.id == f"own2026:{name}"] for name in FACTS}


def by_atoms(found):
    """The comparisons by model, without that from the elastic constants of the material card."""
    return {c.answer.origin.model: c for c in found["E-NaF"] if c.answer.origin.model != "isotropic_moduli"}


def test_the_average_and_the_range_of_a_stored_tensor_stand_beside_a_reported_modulus(found):
    (run,) = [one for one in stored_runs() if one.name == "NaF-elastic-gpaw-1000eV"]  # the finest
    by = by_atoms(found)
    assert by.keys() == {"polycrystal_modulus", "modulus_of_directions"}
    mean, ends = averages(stiffness_of(run)), extremes(stiffness_of(run))
    assert by["polycrystal_modulus"].answer.value == pytest.approx(mean.young)
    assert by["modulus_of_directions"].answer.bound == pytest.approx((ends.least, ends.most))
    assert by["polycrystal_modulus"].agreement == pytest.approx(mean.young / 70e9)


def test_what_is_computed_rests_on_its_recipe_and_its_functional(found):
    for one in by_atoms(found).values():
        settings = [s for a in ancestry(one.answer) if isinstance(a.origin, Computed) for s in a.origin.settings]
        words = {s.path: s.word for s in settings}
        assert words["stored.calculator"] == "gpaw"
        assert words["functional.law"] == "PBE"
        assert "kpoints" in words["stored.settings"]
        assert one.verdict == "conditional"  # no other functional was tried


def test_a_phase_without_a_stored_tensor_is_refused(found):
    assert found["E-NaNH2"]
    assert all(isinstance(one.answer, Refused) for one in found["E-NaNH2"])


def test_the_moduli_of_sodium_stand_beside_a_reported_one(found):
    by = {c.answer.origin.model: c for c in found["E-Na"] if not isinstance(c.answer, Refused)}
    assert by["polycrystal_modulus"].answer.value == pytest.approx(7.32e9, rel=2e-3)
    assert by["polycrystal_modulus"].agreement == pytest.approx(0.732, rel=2e-3)
    wide = by["modulus_of_directions"]
    assert wide.answer.bound == pytest.approx((2.09e9, 14.4e9), rel=5e-3)
    assert (wide.agreement, wide.weak, wide.counts) == (None, True, False)


def test_a_refused_tensor_is_no_answer(found):
    (run,) = [one for one in stored_runs() if one.name == "NaOH-elastic-gpaw"]
    assert run.is_refused
    assert found["E-NaOH"]
    assert all(isinstance(one.answer, Refused) for one in found["E-NaOH"])


def test_a_stored_gap_stands_beside_a_reported_one(found):
    (one,) = [c for c in found["gap-NaF"] if not isinstance(c.answer, Refused)]
    assert one.answer.origin.model == "stored_gap"
    assert one.answer.value == pytest.approx(6.097 * 1.602176634e-19, rel=1e-3)
    assert one.verdict == "conditional"


def test_a_gap_of_another_functional_is_not_comparable(found):
    (one,) = [c for c in found["gap-NaOH"] if not isinstance(c.answer, Refused)]
    assert one.answer.origin.model == "stored_gap"
    assert one.verdict == "not comparable"
    assert "HSE06" in one.why
    assert "PBE" in one.why
    assert one.agreement is None
