"""Fits without a guess: the minimum, the truth, intervals, weights, held values and bad input."""

from __future__ import annotations

import numpy as np
import pytest
from independent.spectra import CIRCUIT, NAMES, impedance_by_hand, random_spectra
from scipy.optimize import least_squares

from natria.lab.impedance.circuit import impedance_of, parse_circuit
from natria.lab.impedance.fit import fit_spectra
from natria.lab.impedance.modulus import smooth_modulus
from natria.quantity import FitError, InputError
from natria.record import Spectrum

FREQUENCY = np.geomspace(1e6, 1e-2, 60)
FORMS = {
    "R1": [10.0],
    "p(R1,C1)": [10, 1e-5],
    "R0-CPE1": [5, 1e-4, 0.8],
    "R0-p(CPE1,R1-W1)": [10, 1e-5, 0.9, 100, 20],
    "R0-p(C1,R1-Ws1)": [10, 1e-5, 100, 200, 5],
    "R0-p(CPE1,R1-p(CPE2,R2))-CPE3": [10, 1e-7, 0.9, 100, 1e-4, 0.8, 300, 1e-2, 0.6],
    "L0-R0-p(R1,CPE1)-Wo1": [1e-6, 10, 100, 1e-5, 0.85, 50, 5],
    "R0-p(CPE1,R1)-G1": [10, 1e-7, 0.9, 100, 50, 0.3],
    "R0-TL1": [10, 100, 1e-3, 0.9],
    "R0-ZARC1-ZARC2": [10, 100, 1e-6, 0.9, 50, 1e-4, 0.8],
    "R0-p(R1,CPE1)-p(R2,L1)": [10, 100, 1e-5, 0.9, 30, 5.0],
    "R0-p(R1-W1,C1,R2-C2)": [10, 100, 30, 1e-7, 300, 1e-4],  # no series form: drawn starts
}


def noisy(z, seed=1, size=0.005):
    rng = np.random.default_rng(seed)
    return z + size * np.abs(z) * (rng.standard_normal(z.shape) + 1j * rng.standard_normal(z.shape))


@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_circuit_is_found_without_a_guess(text):
    """Exact data come back exactly; noisy ones at least as well as from the truth."""
    circuit = parse_circuit(text)
    clean = impedance_of(circuit, FORMS[text], FREQUENCY)
    (exact,) = fit_spectra((FREQUENCY, clean), circuit)
    np.testing.assert_allclose(exact.values, FORMS[text], rtol=1e-4)
    z = noisy(clean)
    (found,) = fit_spectra((FREQUENCY, z), circuit)
    (from_truth,) = fit_spectra((FREQUENCY, z), circuit, start=dict(zip(circuit.names, FORMS[text], strict=True)))
    assert found.chi2 <= from_truth.chi2 * 1.001
    assert from_truth.starts == 1


@pytest.mark.parametrize("span", ["7 MHz", "100 kHz"])
def test_the_minimum_is_found(span):
    made = random_spectra(8, 3, span)
    for z, truth, fit in zip(
        made.impedance, made.truth, fit_spectra((made.frequency, made.impedance), CIRCUIT), strict=True
    ):
        (best,) = fit_spectra((made.frequency, z), CIRCUIT, start=dict(zip(NAMES, truth, strict=True)))
        assert fit.chi2 <= 1.01 * best.chi2


@pytest.mark.slow
@pytest.mark.parametrize("span", ["7 MHz", "100 kHz"])
def test_the_minimum_is_found_in_many_and_intervals_hold_the_truth(span):
    """In 60 spectra: at the minimum in all but one, 95 % intervals in 90 to 99 %, 68 % ones in 58 to 78 %."""
    made = random_spectra(60, 7, span)
    fits = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    assert fits[0].names == NAMES
    reached = 0
    for z, truth, fit in zip(made.impedance, made.truth, fits, strict=True):
        start = dict(zip(NAMES, truth, strict=True))
        (best,) = fit_spectra((made.frequency, z), CIRCUIT, start=start)
        reached += fit.chi2 <= 1.01 * best.chi2
    assert reached >= 59
    for level, low, high in ((95, 0.90, 0.99), (68, 0.58, 0.78)):
        ends = np.array([getattr(fit, f"intervals_{level}") for fit in fits])
        held = (ends[:, :, 0] <= made.truth) & (made.truth <= ends[:, :, 1])
        assert low <= held.mean() <= high


def test_minimum_and_covariance_agree_with_scipy():
    truth = np.array([10, 100, 1e-7, 0.9, 300, 1e-5, 0.85, 2e-3, 0.6])
    z = noisy(impedance_by_hand(truth, FREQUENCY))
    (fit,) = fit_spectra((FREQUENCY, z), CIRCUIT)
    exponent = np.array(fit.circuit.is_exponent)

    def residuals(x):
        d = (impedance_by_hand(np.where(exponent, x, np.exp(x)), FREQUENCY) - z) / smooth_modulus(FREQUENCY, z)
        return np.concatenate([d.real, d.imag])

    best = least_squares(residuals, np.where(exponent, truth, np.log(truth)), x_scale="jac", xtol=1e-14, ftol=1e-14)
    assert fit.chi2 == pytest.approx(2 * best.cost, rel=1e-8)
    variance = 2 * best.cost / (2 * len(z) - len(truth))
    covariance = np.linalg.inv(best.jac.T @ best.jac) * variance
    np.testing.assert_allclose(np.sqrt(np.diag(fit.log_covariance)), np.sqrt(np.diag(covariance)), rtol=1e-3)
    assert fit.noise == pytest.approx(0.005, rel=0.2)
    np.testing.assert_allclose(fit.fitted, impedance_by_hand(fit.values, FREQUENCY), rtol=1e-9)
    np.testing.assert_allclose(fit.residuals.real, (fit.fitted - z).real / smooth_modulus(FREQUENCY, z), atol=1e-12)


def test_a_profile_end_is_where_the_sum_of_squares_has_risen():
    """Refit with the parameter held at each end: t^2 s^2 above the minimum, whichever method gave the interval."""
    from scipy.stats import t

    made = random_spectra(5, 3, "100 kHz")
    seen = set()
    for z, fit in zip(made.impedance, fit_spectra((made.frequency, made.impedance), CIRCUIT), strict=True):
        rise = t.ppf(0.975, fit.degrees_of_freedom) ** 2 * fit.noise**2
        for name, method, ends in zip(fit.names, fit.methods, fit.intervals_95, strict=True):
            for end in ends:
                if not 1e-9 < end < 1e9 or (name.endswith(".n") and end >= 1):
                    continue
                start = dict(zip(fit.names, fit.values, strict=True)) | {name: end}
                (held,) = fit_spectra((made.frequency, z), CIRCUIT, held={name: end}, start=start)
                assert (held.chi2 - fit.chi2) / rise == pytest.approx(1, abs=0.05 if method == "profile" else 0.25)
                seen.add(method)
    assert seen == {"profile", "quadratic"}


def test_a_profile_end_is_that_of_a_search_that_goes_on(monkeypatch):
    """The ends stop within 3 % of the half-width and are corrected by a chord; the other search stops within 0.01 %."""
    from natria.lab.impedance.fit import profile_kernels

    made = random_spectra(5, 3, "100 kHz")
    (*fits,) = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    monkeypatch.setattr(profile_kernels, "CLOSE", 1e-4)
    monkeypatch.setattr(profile_kernels, "TRIES", 60)
    monkeypatch.setattr(profile_kernels, "profile_ends", profile_kernels.profile_ends.py_func)  # reads them anew
    (*finer,) = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    seen = 0
    for one, other in zip(fits, finer, strict=True):
        assert one.methods == other.methods
        for k in np.flatnonzero(np.array(one.methods) == "profile"):
            ours, theirs = (np.log(np.array(fit.intervals_95)[k] / fit.values[k]) for fit in (one, other))
            inside = (np.abs(theirs) < 10) & (theirs != 0)
            np.testing.assert_allclose(ours[inside], theirs[inside], rtol=0.02)
            seen += inside.sum()
    assert seen >= 4


def test_the_order_of_the_points_does_not_matter_and_nan_is_left_out():
    made = random_spectra(1, 5)
    (first,) = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    shuffle = np.random.default_rng(1).permutation(len(made.frequency))
    frequency, z = made.frequency[shuffle], made.impedance[0][shuffle]
    (second,) = fit_spectra((frequency, z), CIRCUIT)
    np.testing.assert_allclose(second.values, first.values, rtol=1e-6)
    np.testing.assert_array_equal(second.frequency, frequency)
    np.testing.assert_array_equal(second.impedance, z)
    z = np.concatenate([z, [complex("nan")]])
    (third,) = fit_spectra(Spectrum(np.append(frequency, 1.5), z, "ohm"), CIRCUIT)
    np.testing.assert_allclose(third.values, first.values, rtol=1e-6)
    assert len(third.frequency) == len(frequency)


def test_a_spectrum_per_area_has_parameters_per_area():
    made = random_spectra(1, 5)
    area = 1e-4
    (of_cell,) = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    (per_area,) = fit_spectra(Spectrum(made.frequency, made.impedance[0] * area), CIRCUIT)
    assert per_area.unit == "ohm m^2"
    assert per_area.value("R1") == pytest.approx(of_cell.value("R1") * area, rel=1e-5)
    assert per_area.value("CPE1.Q") == pytest.approx(of_cell.value("CPE1.Q") / area, rel=1e-5)
    units = dict(zip(per_area.names, per_area.units, strict=True))
    assert (units["R1"], units["CPE1.Q"], units["CPE1.n"]) == ("ohm m^2", "s^n/(ohm m^2)", "1")


def test_held_values_stay_and_have_no_spread():
    made = random_spectra(1, 5)
    (free,) = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    (fit,) = fit_spectra((made.frequency, made.impedance), CIRCUIT, held={"CPE2.n": 0.8, "R1": 50.0})
    assert (fit.value("CPE2.n"), fit.value("R1")) == (0.8, pytest.approx(50.0))
    held = [fit.names.index(n) for n in ("CPE2.n", "R1")]
    assert (fit.std[held] == 0).all()
    assert [fit.methods[p] for p in held] == ["held", "held"]
    assert fit.degrees_of_freedom == free.degrees_of_freedom + 2


def test_noise_that_is_known_sets_the_intervals():
    truth = np.array([10, 100, 1e-7, 0.9, 300, 1e-5, 0.85, 2e-3, 0.6])
    clean = impedance_by_hand(truth, FREQUENCY)
    sigma = 0.3
    rng = np.random.default_rng(4)
    z = clean + sigma * (rng.standard_normal(60) + 1j * rng.standard_normal(60))
    (known,) = fit_spectra((FREQUENCY, z), CIRCUIT, noise=sigma)
    (unit,) = fit_spectra((FREQUENCY, z), CIRCUIT, weights="unit")
    np.testing.assert_allclose(known.values, unit.values, rtol=1e-4)
    assert known.chi2 == pytest.approx(known.degrees_of_freedom, rel=0.4)
    assert unit.noise == pytest.approx(sigma, rel=0.2)
    assert known.std[0] / unit.std[0] == pytest.approx(sigma / unit.noise, rel=1e-3)


@pytest.mark.parametrize("weights", ["modulus", "proportional", "unit", "estimated"])
def test_exact_data_come_back_with_any_weights(weights):
    truth = np.array([10, 100, 1e-7, 0.9, 300, 1e-5, 0.85, 2e-3, 0.6])
    (fit,) = fit_spectra((FREQUENCY, impedance_by_hand(truth, FREQUENCY)), CIRCUIT, weights=weights)
    np.testing.assert_allclose(fit.values, truth, rtol=1e-3)


def test_the_noise_is_estimated_where_it_is_a_share_and_a_floor():
    """A floor of 2 ohm under a share of 0.5 %: weights by the modulus alone count the small impedances too much."""
    truth = np.array([10, 100, 1e-7, 0.9, 300, 1e-5, 0.85, 2e-3, 0.6])
    clean = impedance_by_hand(truth, FREQUENCY)
    rng = np.random.default_rng(4)
    sigma = np.hypot(0.005 * np.abs(clean), 2.0)
    z = clean + sigma * (rng.standard_normal((15, 60)) + 1j * rng.standard_normal((15, 60)))
    spread = {}
    for weights in ("modulus", "estimated"):
        fits = fit_spectra((FREQUENCY, z), CIRCUIT, weights=weights)
        spread[weights] = np.std([np.log(f.value("R2")) for f in fits])
        noise = np.median([f.noise for f in fits])
    assert spread["estimated"] < spread["modulus"]
    assert noise == pytest.approx(1.0, abs=0.15)


Z = np.full(60, 10.0 - 5j)


@pytest.mark.parametrize(
    ("spectra", "options", "error"),
    [
        ((np.array([1.0]), np.array([1 - 1j])), {}, FitError),
        ((np.repeat(1.0, 60), Z), {}, FitError),
        ((FREQUENCY, 0 * Z), {}, FitError),
        ((FREQUENCY, Z.conj()), {}, FitError),
        ((FREQUENCY, Z * np.nan), {}, FitError),
        ([FREQUENCY, Z, Z], {}, InputError),
        ((FREQUENCY, Z), {"weights": "none"}, InputError),
        ((FREQUENCY, Z), {"noise": -1.0}, InputError),
        ((FREQUENCY, Z), {"noise": np.ones(7)}, InputError),
        ((FREQUENCY, Z), {"held": {"R9": 1.0}}, InputError),
        ((FREQUENCY, Z), {"held": {"R1": 0.0}}, InputError),
        ((FREQUENCY, Z), {"held": {"R1": np.inf}}, InputError),
        ((FREQUENCY, Z), {"held": {"CPE1.n": 1.4}}, InputError),
        ((FREQUENCY, Z), {"start": {"R1": 1.0}}, InputError),
    ],
)
def test_input_that_cannot_be_fitted_is_refused(spectra, options, error):
    with pytest.raises(error) as refused:
        fit_spectra(spectra, CIRCUIT, **options)
    assert "\n" not in str(refused.value.args[0]).strip() or isinstance(refused.value, InputError)
