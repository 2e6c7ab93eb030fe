"""Joint fits of series of known truth: energies, what is not smoothed, jumps, and a fit by another route."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import least_squares
from series_truth import BAND, GAS, over_temperature, over_time, spectrum_of

from natria.lab.impedance.fit import fit_spectra
from natria.lab.impedance.joined import joint_arrhenius, joint_fit
from natria.quantity import FitError

CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)"
NAMES = ("R0", "R1", "R2")


def joined(truth, over="temperature", circuit=CIRCUIT, held=None):
    return joint_fit(fit_spectra((BAND, truth.z), circuit, held=held), over, truth.x, held)


def energy_of(joint, name):
    (logs,), covariance = joint.unsmoothed([name])
    return joint_arrhenius(joint.x, logs, covariance[0, :, 0])


def test_energies_hold_the_truth_as_often_as_they_say():
    z = []
    for seed in range(12):
        truth = over_temperature(seed)
        joint = joined(truth)
        order = np.argsort([joint.logs[:, joint.column(f"CPE{k}.Q")].mean() for k in (1, 2)])
        names = ("R0", *(NAMES[1 + k] for k in order))
        fits = [energy_of(joint, name) for name in names]
        z += [(fit.energy - energy) / fit.energy_std for fit, energy in zip(fits, truth.energies, strict=True)]
    assert 0.6 < np.sqrt(np.mean(np.square(z))) < 1.5
    assert np.mean(np.abs(z) > 1.96) < 0.15


def test_the_fit_is_that_of_scipy_where_the_laws_are_straight_lines():
    """All spectra by strict Arrhenius laws at once: 14 parameters by scipy, from the truth on."""
    truth = over_temperature(3)
    joint = joined(truth)
    x, u = 1 / truth.x, (1 / truth.x - np.mean(1 / truth.x)) * 1e3
    exponents = np.array([False, False, False, True, False, False, True])

    def residual(p):
        courses = p[:7] + u[:, None] * p[7:]
        courses[:, ~exponents] += np.log(truth.x)[:, None]
        found = []
        for row, z in zip(courses, truth.z, strict=True):
            r, tau = np.exp(row[[0, 1, 4]]), np.exp(row[[2, 5]])
            found.append((spectrum_of(r, tau, row[[3, 6]]) - z) / np.abs(z))
        both = np.concatenate(found)
        return np.concatenate([both.real, both.imag])

    offset = np.where(exponents, 0.0, np.log(truth.x)[:, None])
    lines = [np.polyfit(u, (joint.logs - offset)[:, k], 1) for k in range(7)]
    start = np.array([line[1] for line in lines] + [line[0] for line in lines]) * 1.01
    best = least_squares(residual, start, x_scale="jac")
    found = {name: GAS * 1e3 * best.x[7 + k] for name, k in zip(NAMES, (0, 1, 4), strict=True)}
    for name in NAMES:
        fit = energy_of(joint, name)
        assert fit.energy == pytest.approx(found[name], abs=1.0 * fit.energy_std)
    assert len(x) == 6


def test_a_joint_fit_knows_more_than_single_fits():
    truth = over_temperature(5, noise=0.01)
    single = fit_spectra((BAND, truth.z), CIRCUIT)
    joint = joint_fit(single, "temperature", truth.x)
    alone = np.array([[fit.log_covariance[k, k] for k in (1, 4)] for fit in single])
    together = joint.covariance[:, [1, 4], [1, 4]]
    assert (together.mean(0) < 0.7 * alone.mean(0)).all()


def test_what_scatters_from_spectrum_to_spectrum_is_not_smoothed():
    truth = over_temperature(4, scatter=0.2, spectra=10)
    joint = joined(truth)
    k = [joint.column(name) for name in NAMES]
    away = joint.logs[:, k] - np.log(truth.resistance)
    assert np.sqrt(np.mean(away**2)) < 0.05
    assert np.abs(away / np.sqrt(joint.covariance[:, k, k])).max() < 4


@pytest.mark.parametrize("size", [0.0, 0.1])
def test_a_jump_is_reported_where_it_is(size):
    steps = np.where(np.arange(12) > 5, 1 + size, 1.0)
    truth = over_time(1, np.linspace(0.5, 0.6, 12), fast=steps)
    joint = joined(truth, "time")
    assert joint.steps == ((5,) if size else ())
    if size:
        sizes, stds = joint.step_sizes
        k = joint.column("R1")
        assert sizes[0, k] == pytest.approx(np.log(1 + size), abs=4 * stds[0, k])
        assert np.exp(joint.logs[:, k]) == pytest.approx(truth.resistance[:, 1], rel=0.02)


def test_resistances_over_time_hold_the_truth():
    inside, many = 0, 0
    share = np.clip((np.arange(14) - 2) / 8, 0, 1) ** 0.5
    for seed in range(6):
        truth = over_time(seed, share)
        joint = joined(truth, "time")
        k = [joint.column(name) for name in NAMES]
        z = (joint.logs[:, k] - np.log(truth.resistance)) / np.sqrt(joint.covariance[:, k, k])
        inside, many = inside + int((np.abs(z) < 1.96).sum()), many + z.size
    assert 0.85 < inside / many <= 1.0


def test_a_held_parameter_stays():
    truth = over_temperature(6)
    joint = joined(truth, held={"R2": 100.0})
    assert np.exp(joint.logs[:, joint.column("R2")]) == pytest.approx(100.0)
    assert (joint.covariance[:, joint.column("R2")] == 0).all()


def test_too_few_spectra_are_refused():
    truth = over_temperature(1, spectra=2)
    with pytest.raises(FitError):
        joined(truth)
