"""Effective capacitances, conductivity and the assignment of arcs."""

from __future__ import annotations

import numpy as np
import pytest
from independent.spectra import CIRCUIT, random_spectra

from natria.lab.impedance.capacitance import (
    PROCESSES,
    brug_capacitance,
    conductivity_from_geometry,
    film_capacitance,
    fitted_arcs,
    processes_of,
)
from natria.lab.impedance.fit import fit_spectra
from natria.quantity import InputError


def test_an_ideal_capacitor_is_itself():
    assert film_capacitance(50.0, 1e-6, 1.0) == pytest.approx(1e-6)
    assert brug_capacitance(1e-6, 1.0, 10.0, 50.0) == pytest.approx(1e-6)


def test_the_film_capacitance_has_the_summit_of_the_arc():
    r, q, n = 200.0, 3e-6, 0.8
    omega = np.geomspace(1e-1, 1e7, 200001)
    z = r / (1 + r * q * (1j * omega) ** n)
    summit = omega[np.argmax(-z.imag)]
    assert 1 / (r * film_capacitance(r, q, n)) == pytest.approx(summit, rel=1e-3)


def test_the_capacitance_of_brug_is_that_of_his_table():
    """Q = C^n (1/Re + 1/R)^(1 - n): Brug et al., eq. 20."""
    c, n, series, r = 2e-5, 0.85, 4.0, 300.0
    q = c**n * (1 / series + 1 / r) ** (1 - n)
    assert brug_capacitance(q, n, series, r) == pytest.approx(c)


def test_conductivity_and_its_error():
    sigma, std = conductivity_from_geometry(100.0, 1e-3, 1e-4, (0.03, 0.04, 0.0))
    assert sigma == pytest.approx(0.1)
    assert std / sigma == pytest.approx(0.05)
    with pytest.raises(InputError):
        conductivity_from_geometry(100.0, 0.0, 1e-4)


@pytest.mark.parametrize(
    ("capacitance", "thickness", "name"),
    [
        (1e-12, 1e-2, "bulk"),
        (1e-9, 1e-2, "grain boundary"),
        (1e-8, None, "surface layer"),
        (1e-6, None, "interphase"),
        (2e-6, None, "electrode interface, charge transfer"),
        (1e-4, None, "electrochemical reaction"),
    ],
)
def test_a_capacitance_is_assigned(capacitance, thickness, name):
    assert name in [p.name for p in processes_of(capacitance, 1e-4, thickness)]


def test_bulk_needs_the_thickness_and_scales_with_it():
    names = [p.name for p in processes_of(1e-11, 1e-4)]
    assert not {"bulk", "grain boundary"} & set(names)
    assert "bulk" in [p.name for p in processes_of(1e-11, 1e-4, 1e-3)]  # of 1 mm: ten times that of 1 cm
    assert all(p.source and p.low < p.high for p in PROCESSES)


def test_arcs_of_a_fit_have_their_spread():
    """The spread of tau and C agrees with the scatter over noise."""
    made = random_spectra(1, 5)
    clean = fit_spectra((made.frequency, made.impedance), CIRCUIT)[0].fitted
    rng = np.random.default_rng(2)
    noise = rng.standard_normal((40, 60)) + 1j * rng.standard_normal((40, 60))
    fits = fit_spectra((made.frequency, clean + 0.005 * np.abs(clean) * noise), CIRCUIT)
    arcs = [fitted_arcs(fit)[0] for fit in fits]
    found = np.log([(a.resistance, a.tau, a.capacitance) for a in arcs])
    stated = np.mean([a.relative_std for a in arcs], 0)
    np.testing.assert_allclose(found.std(0), stated, rtol=0.35)
    assert arcs[0].tau < fitted_arcs(fits[0])[1].tau
    assert arcs[0].brug is not None
    assert arcs[0].brug > 0
