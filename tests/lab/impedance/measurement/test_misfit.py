"""Spreads of a circuit that misfits count the size of the misfit, and that neighbours are missed alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from two_arcs import FREQUENCY, SERIES, SLOW, impedance, thermal, write

from natria.lab import Specimen
from natria.lab.files.impedance import read_spectra
from natria.lab.impedance.fit import fit_spectra
from natria.lab.impedance.measurement import measure_spectra
from natria.lab.impedance.measurement.joint_series import energies_of
from natria.lab.impedance.measurement.misfit import misfit_scale

NOISE = 0.003  # of |Z|, as the spectra have it
ONE, TWO = "R0-p(R1,CPE1)", "R0-p(R1,CPE1)-p(R2,CPE2)"
KELVIN = np.linspace(283.15, 333.15, 5)


def codes(m):
    return {remark.code for remark in m.remarks}


def series(folder, fast):
    """Two arcs over temperature, of which the fast one has a size of its own."""
    files = []
    for seed, kelvin in enumerate(KELVIN):
        factor = thermal(40e3, kelvin)
        z = impedance(SERIES * factor, fast * factor, SLOW[0] * factor, seed)
        files.append(read_spectra(write(folder / f"cell_{kelvin:.2f}K.csv", z)))
    return files


def test_the_scale_is_the_misfit_over_the_noise_of_the_readings(tmp_path):
    z = impedance(seed=3, fast=6.0)
    m = measure_spectra([read_spectra(write(tmp_path / "cell.csv", z))], Specimen("cell"), circuit=ONE)
    (alone,) = fit_spectra((FREQUENCY, z), ONE)
    (one,) = m.spectra
    missed = np.abs(alone.fitted - z) / np.abs(z)
    off = (alone.fitted - z) / np.abs(z)
    together = np.sum((off[1:] * off[:-1].conj()).real) / np.sum(np.abs(off) ** 2)
    root = np.sqrt(np.sum(missed**2) / (2 * len(z) - len(alone.names))) / NOISE
    by_hand = root * np.sqrt((1 + together) / (1 - together))
    scale = misfit_scale(one)
    assert scale == pytest.approx(by_hand, rel=0.3)
    assert scale > 1.3
    assert "widened-for-misfit" in codes(m)
    assert one.fit.std == pytest.approx(alone.std * scale, rel=1e-3)
    for k, name in enumerate(one.fit.names):
        ends, before = one.fit.intervals_95[k], alone.intervals_95[k]
        if name.endswith(".n"):
            assert ends == pytest.approx(np.clip(alone.values[k] + scale * (before - alone.values[k]), 0, 1), rel=1e-3)
        else:
            assert np.log(ends / alone.values[k]) == pytest.approx(scale * np.log(before / alone.values[k]), rel=1e-2)


def test_a_circuit_that_fits_is_as_it_was(tmp_path):
    z = impedance(seed=3)
    m = measure_spectra([read_spectra(write(tmp_path / "cell.csv", z))], Specimen("cell"), circuit=TWO)
    (alone,) = fit_spectra((FREQUENCY, z), TWO)
    assert misfit_scale(m.spectra[0]) == 1.0
    assert "widened-for-misfit" not in codes(m)
    assert m.spectra[0].fit.std == pytest.approx(alone.std, rel=1e-3)


def test_energies_count_the_misfit(tmp_path):
    m = measure_spectra(series(tmp_path, 6.0), Specimen("cell"), circuit=ONE)
    scales = [misfit_scale(one) for one in m.spectra]
    assert min(scales) > 1
    (energy,) = [f for f in m.findings if f.question.name.endswith("arrhenius_energy") and "peak" in f.question.at]
    plain, _ = energies_of(replace(m.series.joint, widening=None), "R1")
    if not plain.spread.exceeds_errors:
        std = (plain.energy_95[1] - plain.energy_95[0]) / (2 * 1.959964)
        assert min(scales) <= 1.001 * energy.std / std <= 1.01 * max(scales)
    assert abs(energy.value - 40e3) < 4 * energy.std
