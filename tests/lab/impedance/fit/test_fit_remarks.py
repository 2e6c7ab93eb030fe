"""What a fit says about itself: misfit, drift, outliers, and what the spectrum does not determine."""

from __future__ import annotations

import numpy as np
import pytest
from independent.spectra import CIRCUIT, NAMES, random_spectra

from natria.lab.impedance.circuit import impedance_of, parse_circuit
from natria.lab.impedance.fit import fit_spectra
from natria.quantity import FitError

SYSTEMATIC = {"misfit", "drift"}
FEW, MANY = 12, 60


def flagged(disturbance, codes, count):
    made = random_spectra(count, 11, "7 MHz", disturbance)
    return np.mean([bool(fit.codes & codes) for fit in fit_spectra((made.frequency, made.impedance), CIRCUIT)])


@pytest.mark.parametrize(("count", "most"), [(FEW, 0.09), pytest.param(MANY, 0.05, marks=pytest.mark.slow)])
def test_clean_spectra_are_seldom_flagged(count, most):
    assert flagged("none", SYSTEMATIC | {"outliers", "outliers-excluded"}, count) <= most


@pytest.mark.parametrize("disturbance", ["wire", "diffusion"])
def test_a_gross_misfit_is_always_flagged(disturbance):
    assert flagged(disturbance, SYSTEMATIC | {"outliers"}, 6) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("disturbance", "least"), [("wire", 0.95), ("diffusion", 0.95), ("third arc", 0.45), ("drift", 0.25)]
)
def test_a_truth_that_is_not_the_circuit_is_flagged(disturbance, least):
    assert flagged(disturbance, SYSTEMATIC, MANY) >= least


def test_outliers_are_left_out_and_listed():
    made = random_spectra(20, 2, "7 MHz", "outliers")
    with_all = fit_spectra((made.frequency, made.impedance), CIRCUIT, exclude_outliers=False)
    without = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    assert np.mean([fit.excluded.sum() for fit in without]) == pytest.approx(3, abs=0.5)
    assert all("outliers" in fit.codes and not fit.excluded.any() for fit in with_all)
    r1 = NAMES.index("R1")
    worse, better = (
        np.median([abs(f.values[r1] / t[r1] - 1) for f, t in zip(fits, made.truth, strict=True)])
        for fits in (with_all, without)
    )
    assert better < worse
    for fit in without:
        assert fit.degrees_of_freedom == 2 * (60 - fit.excluded.sum()) - 9
        assert len(fit.residuals) == 60


def of(text, values, frequency, size=0.005):
    rng = np.random.default_rng(1)
    z = impedance_of(parse_circuit(text), values, frequency)
    return z + size * np.abs(z) * (rng.standard_normal(z.shape) + 1j * rng.standard_normal(z.shape))


def test_an_arc_beyond_the_frequencies_is_not_determined():
    frequency = np.geomspace(1e5, 10, 50)
    z = of("R0-p(R1,CPE1)", [10, 100, 1.0, 0.9], frequency)
    (fit,) = fit_spectra((frequency, z), "R0-p(R1,CPE1)")
    assert {"outside-window", "undetermined"} & fit.codes
    assert fit.methods[fit.names.index("R1")] == "profile"
    assert fit.interval("R1")[1] > 1e4


def test_parameters_that_are_not_independent_are_named_together():
    frequency = np.geomspace(1e5, 0.1, 60)
    z = of("R0-R1-C1", [5, 5, 1e-3], frequency)
    (fit,) = fit_spectra((frequency, z), "R0-R1-C1")
    assert fit.codes & {"correlated", "undetermined"}
    low, high = fit.interval("R0")
    assert low < 5 < high
    assert high / low > 10


def test_two_arcs_for_one_merge_or_are_not_determined():
    frequency = np.geomspace(1e6, 0.1, 60)
    z = of("R0-p(R1,CPE1)", [10, 100, 1e-6, 0.9], frequency)
    (fit,) = fit_spectra((frequency, z), "R0-p(R1,CPE1)-p(R2,CPE2)")
    assert fit.codes & {"arcs-merge", "correlated", "undetermined", "at-limit"}


def test_an_ideal_capacitor_has_an_exponent_of_one_and_a_one_sided_interval():
    frequency = np.geomspace(1e6, 0.1, 60)
    z = of("R0-p(R1,C1)", [10, 100, 1e-6], frequency)
    (fit,) = fit_spectra((frequency, z), "R0-p(R1,CPE1)")
    low, high = fit.interval("CPE1.n")
    assert low > 0.98
    assert high == 1.0 or fit.value("CPE1.n") < 1


@pytest.mark.parametrize("disturbance", ["dip", "small outliers"])
def test_intervals_hold_the_truth_beside_bad_points(disturbance):
    made = random_spectra(25, 17, "7 MHz", disturbance)
    fits = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    ends = np.array([fit.intervals_95 for fit in fits])
    held = ((ends[..., 0] <= made.truth) & (made.truth <= ends[..., 1])).mean()
    assert 0.9 <= held <= 0.99
    assert np.mean(["outliers-excluded" in fit.codes for fit in fits]) >= 0.9
    assert np.median([fit.noise for fit in fits]) == pytest.approx(0.005, rel=0.1)


def test_a_point_with_a_small_impedance_does_not_pull_a_wrong_circuit():
    """Too few arcs: its residuals are no noise, and a single reading near zero is named all the same."""
    made = random_spectra(8, 19, "7 MHz", "dip")
    circuit = "R0-p(R1,CPE1)-CPE2"
    bad = np.argmax(np.abs(made.impedance / made.exact - 1), axis=1)
    mended = np.where(np.arange(60) == bad[:, None], made.exact, made.impedance)
    with_it, without = (fit_spectra((made.frequency, z), circuit) for z in (made.impedance, mended))
    for found, whole, place in zip(with_it, without, bad, strict=True):
        assert found.excluded[place]
        np.testing.assert_allclose(found.fitted, whole.fitted, rtol=0.1)


def test_a_drift_is_not_taken_for_outliers():
    made = random_spectra(20, 23, "7 MHz", "drift")
    fits = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    assert sum("outliers-excluded" in fit.codes for fit in fits) <= 2
    assert all(0 <= fit.p_drift <= 1 for fit in fits)


def test_points_are_the_same_for_every_circuit_where_no_circuit_names_them():
    made = random_spectra(1, 29, "7 MHz", "dip")
    fits = [
        fit_spectra((made.frequency, made.impedance), circuit, exclude_outliers="of no circuit")[0]
        for circuit in (CIRCUIT, "R0-p(R1,CPE1)-CPE2", "R0-CPE1")
    ]
    assert fits[0].excluded.sum() == 1
    assert all((fit.excluded == fits[0].excluded).all() for fit in fits)


def test_a_floor_of_the_noise_is_not_taken_for_outliers_where_it_is_estimated():
    """Readings of small |Z| scatter more than others: with estimated weights they all count."""
    truth = {"R0": 5, "R1": 500, "CPE1.Q": 1e-6, "CPE1.n": 0.9}
    frequency = np.geomspace(1e6, 1, 50)
    rng = np.random.default_rng(3)
    z = impedance_of(parse_circuit("R0-p(R1,CPE1)"), truth, frequency)
    size = np.hypot(0.003 * np.abs(z), 0.3)
    rows = z + size * (rng.standard_normal((12, 50)) + 1j * rng.standard_normal((12, 50)))
    fits = fit_spectra((frequency, rows), "R0-p(R1,CPE1)", weights="estimated")
    assert sum(int(fit.excluded.sum()) for fit in fits) <= 1
    rows[:, 30] *= 0.05
    fits = fit_spectra((frequency, rows), "R0-p(R1,CPE1)", weights="estimated")
    assert np.mean([fit.excluded[30] for fit in fits]) >= 0.8


@pytest.mark.parametrize(("points", "codes"), [(5, True), (7, False)])
def test_few_readings_are_said(points, codes):
    """R0-p(R1,CPE1)-p(R2,CPE2) has seven parameters: fewer than two numbers for each are too few to tell."""
    frequency = np.geomspace(1e5, 0.1, points)
    s = 2j * np.pi * frequency
    z = 10 + 50 / (1 + (s * 1e-4) ** 0.9) + 100 / (1 + (s * 0.1) ** 0.9)
    (fit,) = fit_spectra((frequency, z * (1 + 0.001 * np.cos(np.arange(points)))), "R0-p(R1,CPE1)-p(R2,CPE2)")
    assert ("few-readings" in fit.codes) == codes
    (known,) = fit_spectra((frequency, z), "R0-p(R1,CPE1)-p(R2,CPE2)", noise=0.1)
    assert "few-readings" not in known.codes


def test_a_circuit_with_fewer_numbers_than_parameters_is_refused():
    frequency = np.array([1e4, 1e2, 1.0])
    with pytest.raises(FitError):
        fit_spectra((frequency, np.array([1 - 1j, 3 - 2j, 5 - 1j])), "R0-p(R1,CPE1)-p(R2,CPE2)")
