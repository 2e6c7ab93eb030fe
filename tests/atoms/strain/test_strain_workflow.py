"""Stress-strain curves against closed forms, elastic tensors, and energies that are minimised by other means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from model_crystals import EDGE, ModelCrystal, Soft, Switching

from natria.atoms.calculators import Evaluator, calculator, to_ase
from natria.atoms.calculators.structures import moved
from natria.atoms.elastic import elastic_tensor, young_modulus
from natria.atoms.gates import strain_conditions
from natria.atoms.strain import StrainSettings, crystal_direction, curve_findings, strain_curves
from natria.atoms.strain.path import PathFollower
from natria.atoms.strain.points import coordination
from natria.atoms.structures import crystal, primitive
from natria.quantity import InputError
from natria.record import from_angstrom
from natria.store import Store

LJ = {"sigma": 2.5, "epsilon": 0.2, "rc": 8.0}
FCC = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]


def evaluator(name, structure, settings=None):
    made = calculator(name, structure, settings)
    return Evaluator(made.recipe, made.make, Store(None, None))


def curves_of(structure, evaluate, words, **settings):
    return strain_curves(structure, [crystal_direction(one) for one in words], evaluate, StrainSettings(**settings))


def findings(curve):
    return {one.name: one for one in curve_findings(curve)}


def refused(found, evaluate, tensor=None):
    (curve,) = found.curves
    gated = strain_conditions(curve, found, evaluate.recipe, tensor)
    return [one.name for one in gated.conditions if one.met is False]


def met_of(name, found, evaluate, tensor=None):
    gated = strain_conditions(found.curves[0], found, evaluate.recipe, tensor)
    return next(one.met for one in gated.conditions if one.name == name)


@pytest.fixture(scope="module")
def model():
    evaluate = ModelCrystal()
    return evaluate, curves_of(evaluate.structure(), evaluate, ("a",))


def test_both_maxima_and_the_slope_are_those_of_the_closed_form(model):
    evaluate, found = model
    named = findings(found.curves[0])
    grid = np.linspace(0.05, 0.2, 200_001)
    exact = {
        "critical_strain": grid[np.argmax(evaluate.cauchy(grid))],
        "ideal_strength": evaluate.cauchy(grid).max(),
        "strain_at_maximum_load": evaluate.at_load,
        "maximum_nominal_stress": evaluate.nominal(evaluate.at_load),
        "strain_at_energy_inflection": evaluate.at_load,
        "young_modulus_along": evaluate.young,
    }
    for name, value in exact.items():
        assert named[name].value == pytest.approx(value, abs=2 * named[name].std), name
        assert named[name].std < 0.02 * value, name
    assert exact["critical_strain"] > 1.02 * exact["strain_at_maximum_load"]  # so the test tells them apart
    assert named["critical_strain"].term == "critical_strain"


def test_other_stresses_vanish_and_the_sides_shrink_as_they_should(model):
    evaluate, found = model
    curve = found.curves[0]
    assert curve.residuals.max() <= found.settings.stress
    for point in curve.points[1:]:
        sides = np.linalg.norm(point.stretched.structure.cell, axis=1) / EDGE
        assert sides[0] == pytest.approx(1 + point.strain, rel=1e-4)
        assert sides[1:] == pytest.approx([(1 + point.strain) ** -evaluate.nu] * 2, rel=1e-3)


def test_work_agrees_with_the_energy_and_a_wrong_stress_is_refused(model):
    evaluate, found = model
    assert found.curves[0].work.difference < 1e-3
    assert refused(found, evaluate) == []
    skewed = ModelCrystal(factor=1.1)
    assert "work against energy" in refused(curves_of(skewed.structure(), skewed, ("a",), probe=0.0), skewed)


@pytest.mark.parametrize(("factor", "wrong"), [(1.008, []), (1.03, ["work against energy"])])
def test_a_stress_that_is_too_large_makes_no_jump(factor, wrong):
    evaluate = ModelCrystal(factor=factor)
    found = curves_of(evaluate.structure(), evaluate, ("a",), probe=0.0)
    (curve,) = found.curves
    grid = np.linspace(0.05, 0.2, 200_001)
    assert curve.path.end == "maximum passed"
    assert curve.maximum.strain == pytest.approx(grid[np.argmax(evaluate.cauchy(grid))], abs=2e-3)
    assert refused(found, evaluate) == wrong


def test_a_probe_that_does_not_converge_is_unknown(monkeypatch):
    old = PathFollower.shaken

    def stopped(self, *words):
        whole = self.stretch.tolerance
        self.stretch.tolerance = replace(whole, steps=1)
        try:
            return old(self, *words)
        finally:
            self.stretch.tolerance = whole

    monkeypatch.setattr(PathFollower, "shaken", stopped)
    evaluate = Soft()
    found = curves_of(evaluate.structure(), evaluate, ("a",))
    probe = found.curves[0].probe
    assert (probe.stable, probe.lost) == (None, None)
    assert met_of("stable path", found, evaluate) is None


def test_the_maximum_is_passed_by_two_steps_and_narrowed(model):
    _, found = model
    curve = found.curves[0]
    step = found.settings.step
    whole = [one.strain for one in curve.points if abs(one.strain / step - round(one.strain / step)) < 1e-6]
    assert len([one for one in whole if one > curve.maximum.strain]) == 2
    assert np.diff(curve.strains).min() < step / 2
    assert curve.path.end == "maximum passed"
    assert curve.probe.lost is None


def test_a_path_that_ends_before_its_maximum_gives_a_lower_bound():
    evaluate = ModelCrystal()
    found = curves_of(evaluate.structure(), evaluate, ("a",), largest=0.08)
    (curve,) = found.curves
    assert curve.maximum is None
    assert findings(curve)["ideal_strength"].bound == "at least"
    gated = strain_conditions(curve, found, evaluate.recipe)
    assert gated.outcome == "not validated"
    assert [one.met for one in gated.conditions if one.name == "maximum of the stress"] == [None]


def test_a_path_that_the_crystal_leaves_is_refused_and_followed_with_a_nudge():
    evaluate = Soft()
    found = curves_of(evaluate.structure(), evaluate, ("a",))
    probe = found.curves[0].probe
    assert (probe.stable, probe.lost) == pytest.approx((0.06, 0.08))
    assert refused(found, evaluate) == ["stable path"]
    lower = curves_of(evaluate.structure(), evaluate, ("a",), nudge=0.01)
    assert refused(lower, evaluate) == []
    assert 0.06 <= lower.curves[0].symmetry_lost <= 0.08
    assert lower.curves[0].maximum.value < 0.999 * found.curves[0].maximum.value


def test_a_jump_is_found_where_the_well_of_the_ions_ends():
    evaluate = Switching()
    found = curves_of(evaluate.structure(), evaluate, ("a",))
    (curve,) = found.curves
    jump = curve.path.jump
    assert curve.path.end == "jump"
    ends = (1 + evaluate.ends) * EDGE / np.linalg.norm(found.reference.structure.cell[0]) - 1
    assert jump.before.strain < ends < jump.after.strain
    assert jump.after.strain - jump.before.strain <= found.settings.least * 1.000001
    assert jump.after.stress < 0.9 * jump.before.stress
    assert jump.released > 0
    named = findings(curve)
    assert named["critical_strain"].value == pytest.approx(ends, abs=found.settings.least)
    assert named["strain_of_jump"].interval == (jump.before.strain, jump.after.strain)
    width = jump.after.strain - jump.before.strain
    assert named["strain_of_jump"].std == named["critical_strain"].std == pytest.approx(width / np.sqrt(12))
    name = "jump to another structure"
    assert met_of(name, found, evaluate) is True
    assert met_of(name, with_jump(found, differs=()), evaluate) is False
    assert met_of(name, with_jump(found, back=jump.before), evaluate) is False
    loose = replace(jump.back, stretched=replace(jump.back.stretched, converged=False))
    assert met_of(name, with_jump(found, back=loose), evaluate) is None
    rising = replace(jump.after, stretched=replace(jump.after.stretched, stress=1.1 * jump.before.stress))
    risen = with_jump(found, after=rising)
    assert risen.curves[0].maximum is None
    assert met_of("maximum of the stress", risen, evaluate) is None


def with_jump(found, **changes):
    (curve,) = found.curves
    path = replace(curve.path, jump=replace(curve.path.jump, **changes))
    return replace(found, curves=(replace(curve, path=path),))


def with_points(found, change):
    """The result with changed points; `change` takes a point and its place."""
    (curve,) = found.curves
    points = tuple(change(point, place) for place, point in enumerate(curve.points))
    return replace(found, curves=(replace(curve, path=replace(curve.path, points=points)),))


def unrelaxed(found):
    def change(point, place):
        return replace(point, stretched=replace(point.stretched, converged=place != 3))

    return with_points(found, change)


def bent(found):
    """Energies of a Morse curve whose largest slope lies at three quarters of the strain."""
    scale, rate = found.curves[0].energies[-1], ModelCrystal.rate * 4 / 3
    return with_points(found, lambda point, _: replace(point, energy=scale * (1 - np.exp(-rate * point.strain)) ** 2))


@pytest.mark.parametrize(
    ("spoil", "names"),
    [
        (unrelaxed, ["relaxed points"]),
        (bent, ["work against energy", "inflection of the energy"]),
        (lambda found: replace(found, reference=replace(found.reference, converged=False)), ["relaxed structure"]),
        (lambda found: replace(found, group=replace(found.group, number=1)), ["symmetry of the structure"]),
        (lambda found: replace(found, settings=replace(found.settings, strain_error=1e-9)), ["errors of the maximum"]),
    ],
)
def test_each_condition_refuses(model, spoil, names):
    evaluate, found = model
    assert refused(spoil(found), evaluate) == names


@pytest.fixture(scope="module")
def copper():
    evaluate = evaluator("emt", crystal("Cu"))
    found = curves_of(crystal("Cu"), evaluate, ("[110]", "[111]", "a", "[123]"), largest=0.04, probe=0.0)
    return evaluate, found, elastic_tensor(primitive(crystal("Cu")), evaluate)


def test_initial_slopes_are_the_moduli_of_the_elastic_tensor(copper):
    _, found, tensor = copper
    moduli = young_modulus(tensor.stiffness, np.array([[1, 1, 0], [1, 1, 1], [1, 0, 0], [1, 2, 3]]))
    assert [one.slope.value for one in found.curves] == pytest.approx(moduli, rel=5e-3)
    assert moduli.max() > 2 * moduli.min()


def test_a_slope_that_contradicts_the_tensor_is_refused(copper):
    evaluate, found, tensor = copper
    one = replace(found, curves=found.curves[:1])
    assert refused(one, evaluate, tensor) == []
    wrong = replace(tensor, stiffness=1.2 * tensor.stiffness, coarse=1.2 * tensor.coarse)
    assert refused(one, evaluate, wrong) == ["initial slope against the elastic tensor"]
    invalid = replace(wrong, unrelaxed=("xx",))
    assert met_of("initial slope against the elastic tensor", one, evaluate, invalid) is None


def test_a_pair_potential_agrees_with_its_energy_minimised_over_the_sides():
    """Along [100] a cubic crystal stays tetragonal: minimise over one side, and differentiate the energy."""
    from scipy.optimize import minimize_scalar

    solid = from_angstrom(np.eye(3) * 3.9, ["Ar"] * 4, FCC, "Ar")
    evaluate = evaluator("lj", solid, LJ)
    found = curves_of(solid, evaluate, ("a",), largest=0.04, stress=1e6, probe=0.0)
    rest, point = found.reference.structure, found.curves[0].points[-1]

    def least(strain):
        atoms = to_ase(rest)
        atoms.calc = evaluate.make()

        def energy(side):
            atoms.set_cell(rest.cell * 1e10 * [1 + strain, side, side], scale_atoms=True)
            return atoms.get_potential_energy() * 1.602176634e-19

        return minimize_scalar(energy, bounds=(0.9, 1.1), options={"xatol": 1e-7})

    step = 1e-3
    nominal = (least(0.04 + step).fun - least(0.04 - step).fun) / (2 * step * rest.volume)
    assert point.nominal == pytest.approx(nominal, rel=2e-3)
    assert point.stress == pytest.approx(nominal / least(0.04).x ** 2, rel=2e-3)


def test_effective_coordination_of_known_crystals():
    assert coordination(crystal("Cu")) == pytest.approx(12, abs=0.05)
    assert coordination(crystal("NaCl")) == pytest.approx(6, abs=0.1)
    whole = crystal("NaCl")
    assert coordination(moved(whole, 1.1 * whole.positions, 1.1 * whole.cell)) == pytest.approx(coordination(whole))


@pytest.mark.parametrize(
    "settings", [{"step": 0.0}, {"step": 0.2}, {"largest": 0.01}, {"largest": 5.0}, {"nudge": -0.1}, {"nudge": 0.5}]
)
def test_settings_that_make_no_path_are_refused(settings):
    with pytest.raises(InputError):
        curves_of(ModelCrystal().structure(), ModelCrystal(), ("a",), **settings)


class Late(Switching):
    """A crystal whose ions jump after the stress has passed its maximum."""

    coupling = 2.85


def test_a_maximum_before_a_jump_is_narrowed():
    evaluate = Late()
    found = curves_of(evaluate.structure(), evaluate, ("a",), probe=0.0)
    (curve,) = found.curves
    assert curve.path.end == "jump"
    assert curve.top < len(curve.points) - 1
    assert curve.added
    assert met_of("errors of the maximum", found, evaluate) is True


@pytest.mark.parametrize("refuses", [True, False])
def test_the_maximum_of_a_refused_curve_is_not_marked(model, monkeypatch, refuses):
    pytest.importorskip("matplotlib")
    from natria.report.atoms import GatedCurve, StrainReport, strain_figure
    from natria.report.atoms.strain import picture_of

    marked = []
    monkeypatch.setattr(strain_figure, "_peak", lambda *_: marked.append(1))
    evaluate, found = model
    found = unrelaxed(found) if refuses else found
    gated = strain_conditions(found.curves[0], found, evaluate.recipe)
    picture_of(StrainReport(found, (GatedCurve(found.curves[0], gated),)))
    assert bool(marked) is not refuses
