"""Surface energies over the voltage against sodium."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from surface_potentials import cut_energy, family_of_pairs, ions, rock_salt, zinc_blende

from natria.atoms.calculators import Recipe
from natria.atoms.gates import GateCondition, GatedResult, surface_line_conditions
from natria.atoms.surface import SurfaceSettings, face_of, relaxed_bulk, surface_energy
from natria.atoms.surface.energies import Face
from natria.atoms.surface.voltage import VoltageLimits, crossings, sodium_excess, surface_line, voltage_obstacle
from natria.report.atoms.surface import ComputedFace, ComputedSurface, SurfaceReport
from natria.report.atoms.surface_voltage import GatedLine, VoltageReport

A = 1e-10
EV = 1.602176634e-19
RIGID = SurfaceSettings(thicknesses=(9 * A, 13 * A), vacuum=10 * A, relax_cell=False, relax_ions=False)
LIMITS = VoltageLimits(0.0, 3.0, "Na", "F2", -1.3 * EV)


@pytest.fixture(scope="module")
def polar():
    family = family_of_pairs(ions)
    bulk = relaxed_bulk(rock_salt(4.5), family, replace(RIGID, force=1.0))
    face = face_of(bulk, (1, 1, 1), RIGID)
    lines = {one.name: surface_line(face.crystal, one, family, LIMITS, RIGID) for one in face.terminations}
    return bulk, lines


def test_both_faces_of_a_cut_cost_the_pairs_that_it_breaks(polar):
    """One cut makes a face of sodium and one of fluorine; what one holds in excess the other lacks."""
    _, lines = polar
    by_hand = 2 * cut_energy(rock_salt(4.5), (1, 1, 1), ions)
    for voltage in (0.0, 1.7, 3.0):
        both = lines["Na"].energy(voltage) + lines["F"].energy(voltage)
        assert both == pytest.approx(by_hand, rel=1e-9)


def test_the_slope_is_the_charge_of_the_excess(polar):
    _, lines = polar
    area = np.sqrt(3) / 4 * (4.5e-10 / np.sqrt(2)) ** 2 * 2  # a rhombus of two triangles
    assert lines["Na"].excess == -lines["F"].excess == 1
    assert lines["Na"].slope == pytest.approx(EV / (2 * area))
    rise = lines["F"].energy(1.0) - lines["F"].energy(0.0)
    assert rise == pytest.approx(lines["F"].slope)
    assert rise < 0  # less sodium in the reservoir makes a face without it cheaper


def test_a_face_without_excess_has_its_surface_energy_at_every_voltage():
    family = family_of_pairs(ions)
    bulk = relaxed_bulk(rock_salt(4.5), family, RIGID)
    face = face_of(bulk, (1, 0, 0), RIGID)
    line = surface_line(face.crystal, face.terminations[0], family, LIMITS, RIGID)
    wanted = surface_energy(face.crystal, face.terminations[0], family, RIGID).energy
    assert line.slope == 0
    assert [line.energy(0.0), line.energy(2.9)] == pytest.approx([wanted] * 2)


def test_the_lines_cross_where_both_cost_the_same(polar):
    _, lines = polar
    sodium, other = lines["Na"], lines["F"]
    middle = (other.energy(0.0) - sodium.energy(0.0)) / (sodium.slope - other.slope)
    limits = VoltageLimits(max(middle - 1, 0), middle + 1, "Na", "F2", LIMITS.sodium)
    both = tuple(replace(one, limits=limits) for one in (sodium, other))
    assert middle > 0
    (low, first, below), (second, high, above) = crossings(both)
    assert first == second == pytest.approx(middle)
    assert (low, high) == (limits.low, limits.high)
    assert (below.excess, above.excess) == (1, -1)


def test_the_excess_is_counted_by_the_other_elements():
    bulk = ("Na",) * 6 + ("P",) * 2
    assert sodium_excess({"Na": 11, "P": 4}, bulk) == (4, Fraction(-1))
    assert sodium_excess({"Na": 3, "P": 1, "S": 4}, ("Na",) * 3 + ("P",) + ("S",) * 4) == (1, 0)
    assert sodium_excess({"Na": 3, "P": 1, "S": 3}, ("Na",) * 3 + ("P",) + ("S",) * 4) is None
    assert sodium_excess({"Cu": 3}, ("Cu",)) is None


def test_two_different_faces_stay_undefined():
    family = family_of_pairs(ions)
    bulk = relaxed_bulk(zinc_blende(5.0), family, replace(RIGID, force=1.0))
    face = face_of(bulk, (1, 1, 1), RIGID)
    assert all(voltage_obstacle(face.crystal, one) for one in face.terminations)


def test_each_fault_refuses_the_line_by_its_name(polar):
    bulk, lines = polar
    line = lines["F"]

    def failed(found):
        conditions = surface_line_conditions(found, bulk, Recipe("pairs", {})).conditions
        return [one.name for one in conditions if one.met is False]

    sound = replace(line, limits=replace(LIMITS, sodium=100 * EV))  # far above zero: one fault alone
    assert failed(sound) == []
    assert failed(replace(sound, equal_faces=False)) == ["symmetry"]
    assert failed(replace(sound, bulk=100 * EV))[0] == "positive energy"
    thin, thick = sound.slabs
    unrelaxed = replace(thick, relaxed=replace(thick.relaxed, converged=False))
    moving = replace(sound, settings=replace(RIGID, relax_ions=True), slabs=(thin, unrelaxed))
    assert failed(moving) == ["relaxed slabs"]
    assert failed(replace(sound, wider=0.02 * sound.least)) == ["vacuum"]
    higher = replace(thick.relaxed.evaluation, energy=thick.relaxed.evaluation.energy + 0.2 * sound.least * sound.area)
    bent = replace(sound, slabs=(thin, replace(thick, relaxed=replace(thick.relaxed, evaluation=higher))))
    assert failed(bent) == ["thickness", "bulk references"]  # by hand 10 % of the energy between the two slabs


def test_the_slope_over_the_thickness_is_another_bulk_energy(polar):
    """A wrong bulk energy b + d shifts the energy by -n d/(2 S) and the intercept not at all."""
    _, lines = polar
    line = lines["F"]
    wrong = 0.01 * EV
    off = replace(line, bulk=line.bulk + wrong)
    by_hand = float(line.units[-1]) * wrong / (2 * line.area)
    assert line.reference_change == pytest.approx(0, abs=1e-9)
    assert off.reference_change == pytest.approx(by_hand, rel=1e-6)


def test_a_line_without_excess_has_the_gate_of_the_surface_energy(polar):
    bulk, lines = polar
    own = GatedResult((GateCondition("vacuum", False, "2 %", "1 %"),))
    recipe = Recipe("pairs", {})
    without = replace(lines["F"], excess=Fraction(0))
    assert surface_line_conditions(without, bulk, recipe, own) is own
    assert surface_line_conditions(lines["F"], bulk, recipe, own) is not own


MET = GatedResult((GateCondition("any", True, "", ""),))
FAILED = GatedResult((GateCondition("any", False, "", ""),))


def report(polar, *, surfaces=(), lines=(), unasked=()):
    """A report of one face with surface energies and lines of given gates."""
    bulk, known = polar
    one = known["Na"]
    face = Face(one.crystal, tuple(each.termination for each in known.values()))
    energies = tuple(
        ComputedSurface(SimpleNamespace(termination=one.termination, energy=1.0), gated) for gated in surfaces
    )
    gated = tuple(GatedLine(f"(111) termination {name}", known[name], each) for name, each in lines)
    voltage = VoltageReport(LIMITS, gated, unasked=tuple(unasked))
    return SurfaceReport("NaF", bulk, (ComputedFace(face, energies),), RIGID, voltage=voltage)


def test_a_line_stands_in_for_a_surface_energy_that_is_not_defined(polar):
    found = report(polar, lines=[("Na", MET), ("F", MET)])
    assert found.has_line(found.faces[0])
    assert not found.is_refused
    assert report(polar).is_refused
    assert report(polar, lines=[("Na", FAILED), ("F", FAILED)]).is_refused


def test_no_line_lets_a_refused_surface_energy_through(polar):
    found = report(polar, surfaces=[FAILED], lines=[("Na", MET), ("F", MET)])
    assert not found.has_line(found.faces[0])
    assert found.is_refused
    assert not report(polar, surfaces=[MET], lines=[("Na", MET), ("F", MET)]).is_refused


def test_refused_and_unasked_terminations_leave_the_stable_one_open(polar):
    _, lines = polar
    miller = lines["Na"].crystal.miller
    least, most = sorted(lines, key=lambda name: lines[name].energy(LIMITS.low))
    assert report(polar, lines=[(least, MET), (most, MET)]).voltage.doubts(miller) == ()
    assert len(report(polar, lines=[(least, FAILED), (most, MET)]).voltage.doubts(miller)) == 1
    label = "(111) termination F"
    assert len(report(polar, lines=[("Na", MET)], unasked=[(miller, label)]).voltage.doubts(miller)) == 1
    assert report(polar, lines=[("Na", MET)], unasked=[((0, 0, 1), label)]).voltage.doubts(miller) == ()


@pytest.mark.parametrize("ends", [(1.0, 1.0), (-0.1, 2.0), (3.0, 1.0)])
def test_limits_that_are_no_range_raise(ends):
    with pytest.raises(ValueError, match="no range"):
        VoltageLimits(*ends, "Na", "F2", 0.0)
