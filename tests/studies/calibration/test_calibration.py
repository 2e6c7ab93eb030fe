"""Calibrating simulated cells: known numbers come back, what cannot be told apart is named, and fits stay fits."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from cells_to_calibrate import FACE, FILM, SALT, SLOW_AND_FAST, TRUTH, case_with, known, recorded, written
from scipy.optimize import brentq

from natria.laws import FARADAY, GAS, butler_volmer_overpotential
from natria.literature import fact
from natria.quantity import FitError, Fitted, InputError, Measured, assumptions, evidence
from natria.studies import Studio, compare
from natria.studies.calibration.calibrate import calibrate
from natria.studies.calibration.misfit import again, in_a_row
from natria.studies.calibration.replay import Piece

NOISE = 0.5e-3  # V
BPI = "interphase.bpi.ionic_conductivity"
ETA = ("kumar2020:eta-3um", "kumar2020:eta-35um")


@pytest.fixture(scope="module")
def noisy(tmp_path_factory):
    """The file of a cell with known numbers, by the seed of its noise."""
    folder, clean = tmp_path_factory.mktemp("cells"), recorded()
    return cache(lambda seed: written(clean, folder / f"cell-{seed}.csv", NOISE, seed))


@pytest.fixture(scope="module")
def found(noisy):
    return calibrate(case_with(), [FILM, FACE, SALT], [noisy(1)], cycles=(1, 2))


def off(calibration):
    """How many standard deviations each number lies off the true one."""
    return [(f.value - TRUTH[path]) / f.std for path, f in calibration.findings.items()]


# --- known numbers come back


def test_true_numbers_come_back_from_a_noisy_recording(found):
    assert not found.why_not
    assert list(found.findings) == [FILM, FACE, SALT]
    assert np.abs(off(found)).max() < 2
    assert all(f.std < 0.1 * f.value for f in found.findings.values())


def test_the_noise_is_read_off_the_file_and_is_what_is_left(found):
    (misfit,) = found.misfits
    assert misfit.datum.noise == pytest.approx(NOISE, rel=0.15)
    assert misfit.misses == pytest.approx(NOISE, rel=0.15)
    assert misfit.excess < 1.3


@pytest.mark.slow
def test_spreads_are_as_large_as_the_numbers_scatter(noisy):
    """Over 20 recordings: the squares of deviations over spreads have the mean 1, and chi squared of 60 lies between
    0.6 and 1.5 of that in 99 % of cases. The three numbers of a recording are not independent."""
    case = case_with()
    each = np.array([off(calibrate(case, [FILM, FACE, SALT], [noisy(s)], cycles=(1, 2))) for s in range(100, 120)])
    assert 0.6 < np.mean(each**2) < 1.5
    assert np.mean(np.abs(each) < 2) > 0.88
    assert np.abs(each.mean(axis=0)).max() < 3 / 20**0.5


def test_spreads_cover_the_truth_in_a_few_recordings(noisy):
    case = case_with({SALT: known(TRUTH[SALT], "m^2/s")})
    each = np.array([off(calibrate(case, [FILM, FACE], [noisy(s)], cycles=(1, 2))) for s in (11, 12, 13)])
    assert np.abs(each).max() < 3
    assert np.mean(np.abs(each) < 2) > 0.8


def test_a_wrong_number_that_is_held_makes_spreads_larger(noisy):
    """With a wrong diffusivity held the cell misses the recording by more than noise, and for longer than a reading."""
    held = calibrate(case_with(), [FILM, FACE], [noisy(1)], cycles=(1, 2))
    freed = calibrate(case_with(), [FILM, FACE, SALT], [noisy(1)], cycles=(1, 2))
    (misfit,) = held.misfits
    assert misfit.misses > 1.3 * NOISE
    assert misfit.excess > 3
    assert held.findings[FACE].std > 1.5 * freed.findings[FACE].std


def test_more_cycles_of_the_same_misfit_do_not_make_it_surer(tmp_path):
    """Without noise the misfit is all there is, and it comes back in every cycle."""
    case = case_with({"protocol.steps": [*SLOW_AND_FAST[:2], *SLOW_AND_FAST[3:5], "repeat 4"]})
    file = written(recorded(case, cycles=4), tmp_path / "same.csv")
    few, many = (calibrate(case, [FILM, FACE], [file], noise=1e-4, cycles=(1, n)) for n in (2, 8))
    assert len(many.misfits[0].simulated) == 4 * len(few.misfits[0].simulated)
    assert many.misfits[0].misses > 10e-4
    for path in (FILM, FACE):
        assert many.findings[path].std > 0.9 * few.findings[path].std


def test_noise_is_not_taken_for_a_misfit():
    rng = np.random.default_rng(2)
    pieces = tuple(Piece((-1.0) ** k, 600.0, np.linspace(0, 600, 40), np.arange(40)) for k in range(8))
    noise = rng.standard_normal((200, 320))
    assert np.mean([in_a_row(x) for x in noise]) < 1.1
    assert np.mean([again(x, pieces) for x in noise]) < 1.1
    slow = np.tile(np.sin(np.linspace(0, 3, 40)), (8, 1)) * np.array([[(-1.0) ** k] for k in range(8)])
    assert again(slow.ravel() + 0.1 * noise[0], pieces) > 6  # of eight half-cycles
    assert in_a_row(slow.ravel() + 0.1 * noise[0]) > 8


# --- what cannot be told apart


def test_thickness_and_conductivity_of_a_film_are_one_number(noisy):
    both = calibrate(case_with(), [FILM, "interphase.film.thickness"], [noisy(1)], cycles=(1, 1))
    assert not both.findings
    (lost,) = both.identifiability.lost
    assert "only the ratio film ionic_conductivity / film thickness is known" in both.why_not[0]
    assert lost.moves is not None
    assert lost.moves < 1e-6  # by simulation: twice as thick and twice as conductive is the same cell
    with pytest.raises(FitError, match="only the ratio"):
        both.ensure()
    with pytest.raises(FitError, match="has no result"):
        _ = both.fit


def test_at_one_current_a_film_and_a_face_cannot_be_told_apart(tmp_path):
    """Ohm's law and Butler-Volmer differ over currents only."""
    slow = {"protocol": {"steps": ["plate 0.05 mA/cm^2 for 20 min", "strip 0.05 mA/cm^2 for 20 min", "repeat 2"]}}
    case = case_with(slow)
    file = written(recorded(case), tmp_path / "one.csv", 2e-5, 3)
    both = calibrate(case, [FILM, FACE], [file], cycles=(1, 2))
    assert both.identifiability.lost or both.identifiability.sloppy or both.identifiability.pairs
    alone = calibrate(case_with({**slow, FILM: {"value": TRUTH[FILM], "unit": "S/m", "why": "t"}}), [FACE], [file])
    assert alone.findings[FACE].value == pytest.approx(TRUTH[FACE], rel=0.02)


def test_what_has_no_influence_is_named(noisy):
    idle = calibrate(case_with(), [FACE, "working.thickness"], [noisy(1)], cycles=(1, 1))
    assert any("working thickness (working.thickness) has hardly any influence" in why for why in idle.why_not)


def test_a_number_that_runs_to_its_bound_has_no_value(noisy):
    short = calibrate(case_with(), [f"{FACE}=1 to 5 mA/cm^2"], [noisy(1)], cycles=(1, 1))
    assert short.why_not == (f"{FACE} runs to its lower bound, 1 mA/cm^2",)
    assert not short.findings


def test_a_start_that_cannot_be_where_the_data_are_is_refused(noisy):
    case = case_with({"working.thickness": "0.1 um"})
    with pytest.raises(FitError, match=r"the simulated cell cannot reach the data.*empty"):
        calibrate(case, [FACE], [noisy(1)], cycles=(1, 1))


# --- what the result is


def test_a_result_knows_its_data_and_what_was_held(found):
    finding = found.findings[FACE]
    assert isinstance(finding.origin, Fitted)
    (datum,) = found.fit.data
    assert isinstance(datum.origin, Measured)
    assert f"file:{datum.origin.sha256}" in evidence(finding)
    assert "cycles 1 to 2" in datum.origin.method
    held = {h.question.of.partition("#")[2] for h in found.fit.held}
    assert {"working.thickness", "electrolyte.separator.thickness", "temperature"} <= held
    assert not {FILM, FACE, "protocol.current"} & held  # neither what was free nor a protocol that was not run
    assert any("macmullin_number" in str(a) for a in assumptions(finding))
    assert not any("trial" in str(a) for a in assumptions(finding))


def test_its_numbers_share_one_covariance(found):
    of = np.array(found.fit.covariance)
    assert np.sqrt(np.diag(of)) == pytest.approx([f.std for f in found.findings.values()])
    assert np.linalg.eigvalsh(of / np.sqrt(np.outer(np.diag(of), np.diag(of)))).min() > 0


# --- facts


@pytest.fixture(scope="module")
def on_both(kumar):
    return calibrate(kumar, [BPI, FACE], ETA)


def test_two_facts_fix_two_numbers_without_a_spread(on_both):
    assert not on_both.why_not
    assert on_both.fit.covariance is None
    assert [m.simulated[0] for m in on_both.misfits] == pytest.approx([0.05, 0.18], rel=1e-4)


def test_it_agrees_with_the_closed_form_but_for_the_gradient_of_the_salt(on_both):
    """Both facts differ by the layer alone: 2 i 32 um / sigma = 130 mV. The faces get what the electrolyte, the layer
    and the gradient of the salt leave of 50 mV; the closed form knows no gradient. In steady state it is
    (2RT/F)(1 - t+) X ln(c1/c2), with c1, c2 = c0 +/- i (1 - t+) L N_M/(2 F D)."""
    sigma, i0 = (on_both.findings[path].value for path in (BPI, FACE))
    assert sigma == pytest.approx(2 * 10 * 32e-6 / 0.13, rel=2e-3)
    half = 10 * 0.5 * 25e-6 * 7.5 / (2 * FARADAY * 3e-10 * 1000)
    ideal = 2 * GAS * 298.15 / FARADAY * 0.5 * np.log((1 + half) / (1 - half))
    gradient = 1.5 * ideal  # the thermodynamic factor of the card
    ohmic = 10 * (25e-6 * 7.5 / 0.5 + 2 * 3e-6 / sigma)
    closed = brentq(lambda x: 2 * butler_volmer_overpotential(10.0, x, 298.15) + ohmic - 0.05, 1, 100)
    assert gradient == pytest.approx(1.25e-3, rel=0.01)
    left = 2 * (butler_volmer_overpotential(10.0, closed, 298.15) - butler_volmer_overpotential(10.0, i0, 298.15))
    assert left == pytest.approx(gradient, rel=0.03)


def test_an_assumed_spread_of_facts_gives_a_spread_and_is_said(kumar):
    found = calibrate(kumar, [BPI, FACE], ETA, spread=0.05)
    assert all(f.std for f in found.findings.values())
    assert "a spread of 5 % assumed" in found.fit.method
    sigma = found.findings[BPI]
    by_hand = np.hypot(0.05 * 0.05, 0.05 * 0.18) / 0.13  # d ln(sigma) of a slope between two points
    assert sigma.std / sigma.value == pytest.approx(by_hand, rel=0.02)


def test_what_a_variant_replaces_is_not_changed_in_it(kumar):
    """The cell of the second fact has another thickness by its condition: only the first one knows of the number."""
    with pytest.raises(FitError, match="has hardly any influence") as no:
        calibrate(kumar, ["interphase.bpi.thickness"], [ETA[1]]).ensure()
    assert "interphase.bpi.thickness" in str(no.value)


# --- never a prediction


def verdicts(case, name):
    target = fact(name)
    return {a.origin.model: compare(target, a).verdict for a in Studio(case).answers(target.question)}


def test_a_calibrated_cell_fits_its_data_and_predicts_nothing_that_it_was_fitted_on(kumar):
    from dataclasses import replace

    found = calibrate(kumar, [BPI], ETA[:1])
    case = replace(kumar, base=kumar.base.with_(found.findings))
    assert verdicts(case, ETA[0]) == {"cell": "fit", "layered_cell": "fit"}
    assert verdicts(case, ETA[1]) == {"cell": "conditional", "layered_cell": "conditional"}


# --- bad input


def test_everything_that_is_wrong_with_what_is_free_is_said_at_once(noisy):
    free = ["interphase.film.conductivity", f"{FACE}=3", f"{FACE}=3 mA/cm^2 to 5 mA/cm^2", SALT, SALT]
    free += ["working.properties.transfer_coefficient", "electrolyte.separator.cation_transference_number=0.1 to 2"]
    with pytest.raises(InputError) as no:
        calibrate(case_with(), free, [noisy(1)])
    said = str(no.value)
    for what in (
        *("is not the path of a number", "'3' has no unit", "not inside 3 to 5 mA/cm^2", "is given twice as free"),
        *("gives no value for working.properties.transfer_coefficient", "cannot be above one"),
    ):
        assert what in said


def test_everything_that_is_wrong_with_the_data_is_said_at_once(noisy, tmp_path):
    text = tmp_path / "text.csv"
    text.write_text("this is no recording\n")
    data = [noisy(1), str(tmp_path / "none.csv"), str(text), "kumar2020:eta-3um", "kumar2020:eta-4um", "x=y.csv"]
    with pytest.raises(InputError) as no:
        calibrate(case_with(), [FACE], data)
    assert len(no.value.problems) == 5
    for what in ("is not there", "no design of cell stands for", "there is no fact", "'x' is not a system"):
        assert what in str(no.value) or "there is no such fact" in str(no.value)


@pytest.mark.parametrize(
    ("cycles", "what"),
    [((3, 4), "has 2 complete cycles"), ((0, 1), "is not a valid range"), ((2, 1), "is not a valid range")],
)
def test_cycles_that_a_recording_does_not_have_are_refused(noisy, cycles, what):
    with pytest.raises(InputError, match=what):
        calibrate(case_with(), [FACE], [noisy(1)], cycles=cycles)


def test_without_an_area_a_recording_is_no_current_density(noisy):
    with pytest.raises(InputError, match="electrode area is not given"):
        calibrate(case_with({"area": None}), [FACE], [noisy(1)])
    given = calibrate(case_with({"area": None}), [FACE], [noisy(1)], area="1.13 cm^2", cycles=(1, 1))
    assert given.findings


def test_a_fact_without_a_spread_cannot_be_weighed_against_a_recording(kumar, noisy):
    with pytest.raises(InputError, match="--spread"):
        calibrate(kumar, [BPI], [ETA[0], noisy(1)], area="1.13 cm^2")


def test_more_parameters_than_data_are_refused(kumar):
    with pytest.raises(FitError, match="2 parameters and 1 data"):
        calibrate(kumar, [BPI, FACE], ETA[:1])


def test_a_fact_that_no_simulation_shows_is_refused(kumar):
    with pytest.raises(InputError, match="layer_thickness is not read off a simulated cell"):
        calibrate(kumar, [BPI], ["kumar2020:thickness-30s"])


# --- data that cannot be met


@pytest.mark.parametrize("spread", [None, 0.05])
def test_where_the_inputs_held_miss_the_datum_the_reason_says_so(kumar, spread):
    """The faces alone cost more than 50 mV: the film ends without influence, and is not at fault."""
    slow = kumar.base.with_({FACE: known(0.3, "mA/cm^2"), BPI: known(1e-4, "S/cm")})
    case = replace(kumar, base=slow)
    found = calibrate(case, [BPI], ETA[:1], spread=spread)
    assert any(ETA[0] in why and "held" in why for why in found.why_not), found.why_not


def test_a_recording_of_no_voltage_is_refused(tmp_path):
    flat = recorded()
    columns = {**flat.columns, "voltage_volt": np.zeros(len(flat))}
    file = written(replace(flat, columns=columns), tmp_path / "flat.csv")
    for noise in (None, 1e-4):
        with pytest.raises(InputError) as no:
            calibrate(case_with(), [FACE], [file], cycles=(1, 2), noise=noise)
        assert [p.where for p in no.value.problems] == [file]
