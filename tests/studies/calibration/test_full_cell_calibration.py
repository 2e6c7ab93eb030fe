"""Calibrating full cells: known numbers come back from a charge and a discharge, and go into a variant."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from full_cells_to_calibrate import (
    CHARGE,
    FASTNESS,
    FILM,
    FIRST,
    NOISE,
    SHARE,
    SYSTEM,
    TRUE,
    TRUTH,
    case,
    recorded,
    written,
)

from natria.design import load_case
from natria.quantity import Fitted, InputError
from natria.studies.calibration.branches import SHARES, Branches
from natria.studies.calibration.calibrate import calibrate
from natria.studies.calibration.file import FILE, calibration_document, with_calibrated
from natria.studies.opening.case import open_case

DONE = {"cycles": (1, 1), "system": SYSTEM, "charge_error": CHARGE, "noise": NOISE, "given": FIRST}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder, clean = tmp_path_factory.mktemp("full"), recorded()
    return cache(lambda seed: written(clean, folder / f"cell-{seed}.csv", seed))


@pytest.fixture(scope="module")
def found(file):
    return calibrate(case(), [SHARE, FASTNESS, FILM], [str(file(1))], **DONE)


def off(calibration):
    return [(f.value - TRUTH[path]) / f.std for path, f in calibration.findings.items()]


def test_true_numbers_come_back_from_a_charge_and_a_discharge(found):
    assert not found.why_not
    assert np.abs(off(found)).max() < 3
    assert found.findings[SHARE].std / found.findings[SHARE].value == pytest.approx(CHARGE / 2**0.5, rel=0.3)


def test_the_numbers_are_voltages_at_shares_then_charges(found):
    (misfit,) = found.misfits
    datum = misfit.datum
    assert isinstance(datum, Branches)
    assert (datum.volts, len(datum.target)) == (2 * len(SHARES), 2 * len(SHARES) + 2)
    assert misfit.misses < 2 * NOISE
    assert misfit.charge_misses < 3 * CHARGE


def test_near_the_minimum_the_misfit_is_a_parabola(found):
    assert len(found.rises) == 3
    assert all(rise.is_parabola for rise in found.rises)
    assert all(rise.above == pytest.approx(1, abs=0.3) for rise in found.rises)


def test_fitted_numbers_go_into_the_variant_alone(found, tmp_path):
    import json

    written_ = tmp_path / FILE
    written_.write_text(json.dumps(calibration_document(found, "0")))
    one = with_calibrated(load_case("chi2022"), [written_])
    design = one.design(SYSTEM)
    assert isinstance(design.finding(SHARE).origin, Fitted)
    assert design.finding(FASTNESS).value == found.findings[FASTNESS].value
    assert not one.base.has(SHARE)
    assert not one.design("chi2022/na-s/10mm").has(SHARE)
    with pytest.raises(InputError, match="an earlier one"):
        open_case("chi2022", calibrated=[written_, written_])


def test_correlations_are_those_of_the_covariance(found):
    document = calibration_document(found, "0")
    rho, cov = np.array(document["correlation"]), np.array(document["covariance"])
    assert np.diag(rho) == pytest.approx(1)
    assert rho[0, 1] == pytest.approx(cov[0, 1] / (cov[0, 0] * cov[1, 1]) ** 0.5)
    assert document["system"] == SYSTEM


def test_loading_and_share_are_refused_together(file):
    """The charge of sulfur is their product: a curve of the cell hardly knows their ratio."""
    others = {**FIRST, **{path: TRUE[path] for path in (FASTNESS, FILM)}}
    both = calibrate(case(), [SHARE, "counter.mass"], [str(file(1))], **{**DONE, "given": others})
    assert both.why_not
    assert not both.findings
    product, ratio = both.identifiability.directions
    assert product.parts[0] * product.parts[1] > 0
    assert ratio.parts[0] * ratio.parts[1] < 0
    assert ratio.spread > 100 * product.spread


def test_a_recording_of_a_full_cell_needs_the_error_of_its_charges(file):
    with pytest.raises(InputError, match="charge-error") as none:
        calibrate(case(), [FASTNESS], [str(file(1))], cycles=(1, 1), system=SYSTEM)
    assert none.value.problems[0].fix or "charge-error" in str(none.value)


def test_a_held_voltage_is_refused(tmp_path, file):
    rows = np.genfromtxt(file(1), delimiter=",", skip_header=1)
    last = rows[-1]
    hold = np.array([[last[0] + 60 * k, last[1], last[2] * 0.9**k] for k in range(1, 30)])
    held = tmp_path / "held.csv"
    head = "test_time_second,voltage_volt,current_ampere"
    np.savetxt(held, np.vstack([rows, hold]), "%.10g", ",", header=head, comments="")
    with pytest.raises(InputError, match="half-cycle 2 is not at one constant current"):
        calibrate(case(), [FASTNESS], [str(held)], **DONE)


def test_a_reported_number_of_a_full_cell_is_a_datum():
    """The share that reacts, by the reported capacity per sulfur: near their ratio, as all that can react does."""
    one = calibrate(case(), [SHARE], ["chi2022:nas-capacity"], system=SYSTEM, given=FIRST, spread=0.05)
    assert not one.why_not
    share = one.findings[SHARE]
    assert isinstance(share.origin, Fitted)
    assert share.origin.fit.model == "full_cell"
    reported = one.data[0].target[0]
    assert one.misfits[0].simulated[0] == pytest.approx(reported, rel=1e-3)
    assert share.std / share.value == pytest.approx(0.05, rel=0.2)


def test_a_fact_of_another_kind_of_cell_is_refused():
    with pytest.raises(InputError, match="not read off a simulated cell"):
        calibrate(case(), [FILM], ["chi2022:nas-utilisation"], system=SYSTEM)


@pytest.mark.slow
def test_spreads_cover_the_truth(file):
    """Over 16 recordings the squares of deviations over spreads have the mean 1; 48 of them, not all independent."""
    each = np.array([off(calibrate(case(), [SHARE, FASTNESS, FILM], [str(file(s))], **DONE)) for s in range(50, 66)])
    assert 0.5 < np.mean(each**2) < 1.7
    assert np.mean(np.abs(each) < 2) > 0.88
