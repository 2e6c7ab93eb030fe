"""What is put into a spectrum is in it: causality, limits, noise, drift, and everything that an instrument does."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from natria.lab.synthetic.impedance import (
    SPECTRUM_CELLS,
    Analyser,
    AnalyserSweep,
    TrueTail,
    cell_impedance,
    parts,
    spectrum_cell,
    synthetic_spectrum,
)
from natria.quantity import Computed, InputError

SOLID = spectrum_cell("solid")
PERFECT = Analyser(noise=0.0)
WIDE = AnalyserSweep(1e13, 1e-4, 3401)


def exact(made):
    return np.array(made.truth.exact_real) + 1j * np.array(made.truth.exact_imaginary)


def kramers_kronig(frequency, impedance):
    """Z' from Z'' by Z'(w) = Z'(inf) - (2/pi) int (x Z''(x) - w Z''(w)) / (x^2 - w^2) dx, over ln x by trapezoids.

    The integrand at x = w is its limit, half of d(x Z'')/dx.
    """
    order = np.argsort(frequency)
    x, z = 2 * np.pi * frequency[order], impedance[order]
    moment = x * z.imag
    slope = np.gradient(moment, x)
    found = np.empty(len(x))
    for k, w in enumerate(x):
        gap = x**2 - w**2
        gap[k] = 1.0
        inside = (moment - moment[k]) / gap
        inside[k] = slope[k] / (2 * w)
        found[k] = z.real[-1] - 2 / np.pi * np.trapezoid(inside * x, np.log(x))
    back = np.empty(len(x))
    back[order] = found
    return back


def misfit(made):
    s = made.spectrum
    inner = s.frequency < 1e8
    found = kramers_kronig(s.frequency, s.impedance)
    return np.abs((found - s.real) / np.abs(s.impedance))[inner].max()


@pytest.mark.parametrize("tail", ["transmissive", "gerischer"])
def test_a_spectrum_that_does_not_drift_obeys_kramers_and_kronig_and_a_drifting_one_does_not(tail):
    cell = replace(SOLID, tail=TrueTail(tail, 1e-3, 5.0))
    still, drifting = (synthetic_spectrum(1, cell=cell, sweep=WIDE, analyser=PERFECT, drift=d) for d in (0.0, 0.2))
    assert misfit(still) < 1e-3
    assert misfit(drifting) > 1e-2


def test_without_noise_a_spectrum_is_the_sum_of_its_truth():
    """The parameters of the truth give the spectrum by formulas of their own."""
    made = synthetic_spectrum(1, cell=SOLID, analyser=replace(PERFECT, inductance=2e-7))
    p, w = made.truth.parameters, 2j * np.pi * np.array(made.truth.frequency)
    z = w * p["L0"] + sum(1 / (1 / p[f"R{k}"] + p[f"CPE{k}.Q"] * w ** p[f"CPE{k}.n"]) for k in (1, 2, 3, 4))
    root = np.sqrt(w * p["Ws5.tau"])
    z = z + p["Ws5.R"] / root * (1 - np.exp(-2 * root)) / (1 + np.exp(-2 * root))
    assert made.spectrum.impedance == pytest.approx(z, rel=1e-12)
    assert made.truth.circuit == "L0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-p(R4,CPE4)-Ws5"
    assert made.spectrum.impedance == pytest.approx(exact(made), rel=1e-15)


def test_limits_of_a_cell():
    made = synthetic_spectrum(1, cell=SOLID, sweep=WIDE, analyser=PERFECT)
    total = sum(p.resistance for p in made.truth.processes)
    assert made.spectrum.impedance[-1] == pytest.approx(total, rel=1e-3)
    assert abs(made.spectrum.impedance[0]) < 1e-3 * total
    assert total == pytest.approx(1e-3 / 0.03 / 1e-4 + 1e-2 / 1e-4 + 2 * (3e-3 + 2e-3) / 1e-4 + 1e-3 / 1e-4)


def test_truth_per_area_and_per_cell():
    made = synthetic_spectrum(1, cell=replace(SOLID, area=2e-4), analyser=PERFECT)
    film = made.truth.process("interphase")
    assert film.area_resistance == pytest.approx(2 * 3e-3)  # both faces
    assert film.resistance == pytest.approx(film.area_resistance / 2e-4)
    assert film.area_capacitance == pytest.approx(1e-2 / 2)  # both faces in series
    assert film.time_constant == pytest.approx(film.resistance * film.capacitance)
    assert film.charge == pytest.approx(film.time_constant**film.exponent / film.resistance)
    assert made.truth.conductivity == pytest.approx(0.03)
    assert made.truth.total_conductivity == pytest.approx(1e-3 / (1e-3 / 0.03 + 1e-2))
    bulk = made.truth.process("electrolyte")
    assert bulk.capacitance == pytest.approx(8.8541878128e-12 * 20 * 2e-4 / 1e-3)


@pytest.mark.parametrize("name", SPECTRUM_CELLS)
def test_every_cell_is_passive_and_seeds_repeat(name):
    made, again = (synthetic_spectrum(3, cell=spectrum_cell(name)) for _ in range(2))
    assert (made.spectrum.impedance == again.spectrum.impedance).all()
    assert (synthetic_spectrum(4, cell=spectrum_cell(name)).spectrum.impedance != made.spectrum.impedance).all()
    assert (exact(made).real > 0).all()
    assert (exact(made).imag < 0).all()
    assert isinstance(made.spectrum.origin, Computed)


def test_noise_has_the_size_of_the_truth():
    sweep = AnalyserSweep(points=5000)
    made = synthetic_spectrum(1, cell=SOLID, sweep=sweep, analyser=Analyser(noise=0.01, floor=3.0))
    scaled = (made.spectrum.impedance - exact(made)) / np.array(made.truth.std)
    for part in (scaled.real, scaled.imag):
        assert np.std(part) == pytest.approx(1, abs=0.05)
        assert np.mean(part) == pytest.approx(0, abs=0.06)
    assert made.truth.std == pytest.approx(np.hypot(0.01 * np.abs(exact(made)), 3.0))


def test_drift_grows_the_interphase_while_it_is_measured():
    still, drifting = (synthetic_spectrum(1, cell=SOLID, analyser=PERFECT, drift=d) for d in (0.0, 0.3))
    assert drifting.truth.drift == pytest.approx(0.3)
    assert drifting.truth.parameters == still.truth.parameters
    start = np.array(drifting.truth.at_start_real) + 1j * np.array(drifting.truth.at_start_imaginary)
    assert start == pytest.approx(still.spectrum.impedance)
    more = (drifting.spectrum.impedance - still.spectrum.impedance)[-1]
    assert more.real == pytest.approx(0.3 * still.truth.process("interphase").resistance, rel=1e-3)
    w, t = 2 * np.pi * drifting.spectrum.frequency, drifting.time / drifting.time[-1]
    film = parts.arc(w, 60.0 * 0.3 * t, 3e-5, 0.85)
    assert drifting.spectrum.impedance - still.spectrum.impedance == pytest.approx(film, rel=1e-6, abs=1e-9)


def test_points_that_are_lost_repeated_outlying_or_never_measured():
    analyser = Analyser(noise=0.0, missing=4, repeated=3, outliers=5, aborted_after=40)
    made = synthetic_spectrum(2, cell=SOLID, analyser=analyser)
    sweep = AnalyserSweep()
    assert len(made.spectrum) == 40 - 4 + 3
    assert made.truth.aborted
    assert set(made.spectrum.frequency) == set(np.delete(sweep.frequency[:40], made.truth.missing))
    for k in made.truth.repeated:
        assert (made.spectrum.frequency == sweep.frequency[k]).sum() == 2
    off = np.abs(made.spectrum.impedance / exact(made) - 1)
    assert np.flatnonzero(off > 1e-9).tolist() == list(made.truth.outliers)
    assert off[list(made.truth.outliers)] == pytest.approx(0.3)


def test_the_mains_disturb_the_points_at_50_hz_and_its_harmonics_only():
    sweep = AnalyserSweep(1e5, 1, 400)
    made = synthetic_spectrum(1, cell=SOLID, sweep=sweep, analyser=Analyser(noise=0.0, mains=0.05))
    off = np.abs(made.spectrum.impedance / exact(made) - 1)
    near = made.spectrum.frequency[list(made.truth.disturbed)]
    assert off.max() == pytest.approx(0.05, rel=0.3)
    assert (np.abs(near[:, None] - np.array([50, 100, 150])).min(axis=1) < 20).all()
    assert {50, 150} <= {min((50, 100, 150), key=lambda f: abs(f - x)) for x in near}
    assert off[made.spectrum.frequency > 1000].max() < 1e-3


def test_times_are_those_of_an_instrument():
    sweep = AnalyserSweep(1e5, 0.01, 71)
    assert sweep.time[0] == pytest.approx(0.3)
    assert np.diff(sweep.time)[-1] == pytest.approx(3 / 0.01 + 0.1)
    assert sweep.duration == sweep.time[-1]


def test_a_truth_can_be_written():
    from dataclasses import asdict

    made = synthetic_spectrum(1, cell=SOLID)
    assert json.loads(json.dumps(asdict(made.truth)))["parameters"] == made.truth.parameters


@pytest.mark.parametrize(
    ("make", "which"),
    [
        (lambda: Analyser(noise=-1), "noise"),
        (lambda: AnalyserSweep(1, 1), "last"),
        (lambda: AnalyserSweep(points=1), "points"),
        (lambda: replace(SOLID, area=0), "area"),
        (lambda: replace(SOLID, faces=3), "faces"),
        (lambda: TrueTail("open", 1.0), "kind"),
        (lambda: spectrum_cell("soild"), "solid"),
        (lambda: synthetic_spectrum(1, cell=SOLID, drift=-1.5), "drift"),
        (lambda: synthetic_spectrum(1, cell=spectrum_cell("blocking"), drift=0.1), "drift"),
        (lambda: synthetic_spectrum(1, cell=SOLID, temperature=0.0), "temperature"),
        (lambda: synthetic_spectrum(1, cell=SOLID, analyser=Analyser(missing=59)), "missing"),
        (lambda: synthetic_spectrum(1, cell=SOLID, analyser=Analyser(outliers=61)), "outliers"),
    ],
)
def test_what_cannot_be_measured_is_refused(make, which):
    with pytest.raises(InputError, match=which):
        make()


def test_a_cell_at_another_temperature_follows_its_laws():
    z = cell_impedance(SOLID, np.array([1e-6]), temperature=310.0)
    gas = 8.31446261815324
    total = 0.0
    for size, energy in ((1e-3 / 0.03, 30e3), (1e-2, 36e3), (6e-3, 40e3), (4e-3, 45e3)):
        total += size * 310 / 298.15 * np.exp(energy / gas * (1 / 310 - 1 / 298.15))
    assert z[0].real == pytest.approx((total + 1e-3) / 1e-4, rel=1e-4)
