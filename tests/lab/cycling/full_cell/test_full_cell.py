"""A full cell, all together: what is asked for is found, with its pairing, its basis and its conditions."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_cells import HIGH, LOW, STEPS, cell, cycling_of, known, one, values

from natria.lab.cycling.full_cell.cycles import full_cell
from natria.quantity import Computed, dump
from natria.record import Recording

FLOW = 1e-3
FADE = 0.004
REAL = Path(__file__).parents[5] / "shared" / "data" / "cycler"


def fading(n=20, efficiency=0.97, formation=2, first="charge", noise=0.0, **specimen):
    """Two cycles of formation at a fifth of the current, then a capacity that falls by 0.4 % of the first a cycle."""
    halves = []
    for k in range(n + formation):
        flow, whole = (0.2 * FLOW, 11.0) if k < formation else (FLOW, 10.0 * (1 - FADE * (k - formation)))
        pair = [(flow, whole), (-flow, efficiency * whole)]
        halves += pair if first == "charge" else [(-f, q) for f, q in pair]
    return cell(halves, noise=noise, **specimen)


@pytest.fixture(scope="module")
def plain():
    return full_cell(fading())


def test_capacities_of_the_first_cycle_after_formation_and_on_average(plain):
    assert one(plain, "charge_capacity", cycle=1.0).value == pytest.approx(11.0, rel=0.01)
    assert one(plain, "discharge_capacity", cycle=3.0).value == pytest.approx(9.7, rel=0.01)
    mean = one(plain, "discharge_capacity", cycle=(3.0, 22.0))
    capacities = 9.7 * (1 - FADE * np.arange(20))
    assert mean.value == pytest.approx(capacities.mean(), rel=0.01)
    assert mean.std == pytest.approx(capacities.std(ddof=1), rel=0.05)
    assert "20 cycles" in mean.origin.method


def test_efficiency_of_a_cell_that_charges_first(plain):
    initial = one(plain, "coulombic_efficiency", cycle=1.0)
    assert initial.value == pytest.approx(0.97, rel=2e-3)
    assert "charge, then discharge" in initial.origin.method
    assert one(plain, "coulombic_efficiency", cycle=(3.0, 22.0)).value == pytest.approx(0.97, rel=2e-3)
    assert values(plain, "coulombic_efficiency_as_assembled") == []


def test_efficiency_of_a_cell_that_is_assembled_charged():
    part = full_cell(fading(first="discharge"))
    found = one(part, "coulombic_efficiency_as_assembled", cycle=1.0)
    assert found.value == pytest.approx(0.97, rel=2e-3)
    assert "discharge, then charge" in found.origin.method
    assert values(part, "coulombic_efficiency") == []
    assert "discharge-first" in {r.code for r in part.remarks}


def test_what_is_lost_is_over_the_first_cycle_after_formation(plain):
    assert one(plain, "capacity_retention", cycle=22.0).value == pytest.approx(1 - 19 * FADE, rel=2e-3)
    assert one(plain, "capacity_decay").value == pytest.approx(FADE, rel=0.02)
    fitted = one(plain, "capacity_decay_fitted")
    assert fitted.value == pytest.approx(FADE, rel=0.02)
    assert fitted.question.at["cycle"] == (3.0, 22.0)


def test_a_milestone_has_its_retention():
    part = full_cell(fading(n=60, formation=0, dt=200.0))
    assert one(part, "capacity_retention", cycle=50.0).value == pytest.approx(1 - 49 * FADE, rel=5e-3)


def test_a_capacity_that_grows_has_no_decay_but_a_fitted_one():
    halves = [h for k in range(10) for h in [(FLOW, 10 + 0.1 * k), (-FLOW, 10 + 0.1 * k)]]
    part = full_cell(cell(halves))
    assert values(part, "capacity_decay") == []
    assert one(part, "capacity_decay_fitted").value == pytest.approx(-0.01, rel=0.02)


def test_the_robust_slope_does_not_follow_one_bad_cycle():
    halves = [h for k in range(20) for h in [(FLOW, 10.0), (-FLOW, 2.0 if k == 10 else 10 * (1 - FADE * k))]]
    assert one(full_cell(cell(halves)), "capacity_decay_fitted").value == pytest.approx(FADE, rel=0.1)


def test_voltages_and_energies_follow_from_the_resistance():
    ideal, real = (full_cell(fading(resistance=r)) for r in (0.0, 50.0))
    for name, sign in (("average_charge_voltage", 1), ("average_discharge_voltage", -1)):
        a, b = (one(p, name, cycle=(3.0, 22.0)).value for p in (ideal, real))
        assert b - a == pytest.approx(sign * 50.0 * FLOW, rel=0.02)
    charge = one(real, "charge_energy", cycle=3.0).value
    assert charge == pytest.approx(10.0 * one(real, "average_charge_voltage", cycle=3.0).value, rel=0.01)
    volts = one(real, "voltage_efficiency", cycle=3.0).value
    assert one(real, "energy_efficiency", cycle=3.0).value == pytest.approx(0.97 * volts, rel=2e-3)


def test_formation_and_the_limits_are_said(plain):
    (formation,) = (r for r in plain.remarks if r.code == "formation")
    assert "cycles 1 to 2" in formation.text
    at = dict(one(plain, "discharge_capacity", cycle=3.0).question.at)
    assert at["lower_voltage"] == pytest.approx(LOW, abs=0.01)
    assert at["upper_voltage"] == pytest.approx(HIGH, abs=0.01)
    assert at["cell_current"] == pytest.approx(FLOW)


def test_nothing_is_per_area_or_per_mass_without_them(plain):
    inputs = {i.question.name for f in plain.findings for i in f.origin.inputs}
    assert inputs == {"offset_current"}  # of the Coulombic efficiency
    assert not {"specific_capacity", "discharge_areal_capacity"} & {f.question.name for f in plain.findings}


def test_with_them_they_are_inputs():
    area, mass = known("face_area", 1e-4), known("active_mass", 2e-6)
    part = full_cell(fading(area=area, mass=mass, mass_basis="S"))
    specific = one(part, "specific_capacity", cycle=3.0)
    assert specific.value == pytest.approx(9.7 / 2e-6, rel=0.01)
    assert specific.origin.inputs == (area, mass)
    assert "of S" in specific.origin.method
    assert specific.question.at["current"] == pytest.approx(FLOW / 1e-4)
    assert one(part, "charge_areal_capacity", cycle=3.0).value == pytest.approx(1e5, rel=0.01)


def test_peaks_and_plateaus_are_those_of_the_cell():
    part = full_cell(fading(noise=2e-4, resistance=10.0))
    for n, (volts, *_) in enumerate(STEPS, 1):
        for cycle in (1.0, 22.0):
            current = 0.2 * FLOW if cycle == 1.0 else FLOW
            up = one(part, "oxidation_peak_voltage", peak=float(n), cycle=cycle)
            down = one(part, "reduction_peak_voltage", peak=float(n), cycle=cycle)
            assert up.value == pytest.approx(volts + 10 * current, abs=5e-3)
            assert down.value == pytest.approx(volts - 10 * current, abs=5e-3)
            assert one(part, "plateau_voltage", peak=float(n), cycle=cycle).value == pytest.approx(volts, abs=0.03)
    tables = {t.id: t for t in part.tables}
    assert set(tables["peaks"].columns["peak"].numbers) == {1.0, 2.0}
    assert len(tables["peaks"]) == 2 * 2 * 22


def test_dq_dv_is_drawn_with_the_sign_of_the_current(plain):
    curves = next(t for t in plain.tables if t.id == "dq_dv")
    signs = np.sign(curves.columns["dq_dv"].numbers)
    odd = curves.columns["half_cycle"].numbers % 2 == 1
    assert (signs[odd] >= 0).all()
    assert (signs[~odd] <= 0).all()
    assert "mV" in curves.title  # the smoothing width


@pytest.mark.parametrize("times", [(1, 1, 1, 1), (1, 2, 5, 1)])
def test_no_two_findings_answer_one_question(times):
    part = full_cell(cell([h for k in times for h in [(k * FLOW, 10.0), (-k * FLOW, 9.0)] * 3]))
    questions = [(f.question.name, tuple(sorted(f.question.at.items()))) for f in part.findings]
    assert len(questions) == len(set(questions))


def test_all_findings_can_be_written_down(plain):
    assert dump(plain.findings)


def test_a_simulated_recording_stays_computed():
    made = fading(n=4)
    columns = dict(made.recording.columns)
    recording = Recording("made", "0" * 64, columns, "made", origin=Computed("natria", 1))
    part = full_cell(cycling_of(recording))
    assert all(isinstance(f.origin, Computed) for f in part.findings)


@given(
    st.lists(
        st.tuples(st.sampled_from([-FLOW, FLOW, 0.3 * FLOW, -2 * FLOW]), st.floats(0.01, 20.0)), min_size=1, max_size=12
    ),
    st.sampled_from([0.0, 600.0]),
    st.sampled_from([0.0, 5e-3]),
)
@settings(max_examples=40)
def test_whatever_was_recorded_gives_an_answer(halves, rest, noise):
    part = full_cell(cell(halves, rest=rest, noise=noise, dt=100.0))
    assert part.tables
    assert part.remarks


def test_without_current_it_says_so():
    still = {"test_time_second": np.arange(9.0), "voltage_volt": np.ones(9), "current_ampere": np.zeros(9)}
    part = full_cell(cycling_of(Recording("x", "0" * 64, still, "made")))
    assert part.findings == ()
    assert [r.code for r in part.remarks] == ["no-cycles"]


@pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real instrument files does not lie beside the checkout")
def test_graphite_against_lithium_shows_its_stages():
    import polars as pl

    (file,) = REAL.glob("SINTEF*.bdf.csv")
    frame = pl.read_csv(file, infer_schema_length=None)
    columns = {c: frame[c].to_numpy() for c in ("test_time_second", "voltage_volt", "current_ampere")}
    part = full_cell(cycling_of(Recording(file.name, "0" * 64, columns, "Landt")))
    # charging: the three stages of graphite, near 0.10, 0.14 and 0.22 V against lithium
    peaks = sorted(values(part, "oxidation_peak_voltage", cycle=1.0))
    assert peaks == pytest.approx([0.10, 0.14, 0.22], abs=0.01)
    assert "last-half-cycle-cut" in {r.code for r in part.remarks}
