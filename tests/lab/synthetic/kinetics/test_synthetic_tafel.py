"""A Tafel sweep solves its equations, has its limits, and hides its exchange current behind a film."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from natria.lab.synthetic.kinetics import CurrentNoise, FilmedElectrode, TafelSweep, tafel_sweep
from natria.quantity import InputError

F_OVER_RT = 96485.33212331001 / (8.31446261815324 * 298.15)
QUIET = CurrentNoise(0.0)
BARE = FilmedElectrode(film=0.0, solution=0.0, capacitance=0.0)


def made(electrode, **sweep):
    return tafel_sweep(1, electrode=electrode, sweep=TafelSweep(**sweep), noise=QUIET)


def test_a_bare_electrode_has_the_closed_form():
    found = made(BARE)
    r = found.recording
    assert r.current == pytest.approx(2 * 10 * 1e-4 * np.sinh(0.5 * F_OVER_RT * r.voltage), rel=1e-9, abs=1e-15)
    slope = np.polyfit(r.voltage[-50:], np.log10(r.current[-50:]), 1)[0]
    assert 1 / slope == pytest.approx(found.truth.slope_positive, rel=1e-3)


coefficient, resistance = st.floats(0.2, 0.8), st.floats(0, 0.05)


@settings(max_examples=15, deadline=None)
@given(
    st.builds(
        FilmedElectrode,
        exchange=st.floats(1e-3, 100),
        positive=coefficient,
        negative=coefficient,
        film=resistance,
        solution=resistance,
        limiting=st.floats(10, 1e4),
        capacitance=st.just(0.0),
        faces=st.sampled_from([1, 2]),
    )
)
def test_any_sweep_by_a_root_finder_on_the_current(electrode):
    r = made(electrode, points=11).recording
    i0, limit, faces = electrode.exchange, electrode.limiting, electrode.faces
    positive, negative = electrode.positive, electrode.negative

    def eta_of(i, a, b):  # by the law itself, of which i is the solution
        def excess(x):
            return i0 * ((1 - i / limit) * np.exp(a * x) - (1 + i / limit) * np.exp(-b * x)) - i

        return brentq(excess, -200, 200, xtol=1e-13) / F_OVER_RT

    for v, current in zip(r.voltage, r.current, strict=True):
        i = current / 1e-4
        if abs(i) > 0.999 * limit:
            continue
        back = eta_of(i, positive, negative) + i * (faces * electrode.film + electrode.solution)
        back += eta_of(i, negative, positive) if faces == 2 else 0.0
        assert back == pytest.approx(v, abs=1e-7)


@pytest.mark.parametrize("faces", [1, 2])
@pytest.mark.parametrize("limiting", [np.inf, 20.0])
def test_the_small_signal_resistance_is_the_slope_at_zero(faces, limiting):
    electrode = FilmedElectrode(capacitance=0.0, faces=faces, limiting=limiting)
    found = made(electrode, first=-1e-4, last=1e-4, points=11)
    slope = np.polyfit(found.recording.current / 1e-4, found.recording.voltage, 1)[0]
    assert slope == pytest.approx(found.truth.small_signal, rel=1e-5)


def test_equal_branches_of_two_faces_halve_the_voltage():
    one, two = made(BARE, first=-0.1, last=0.1), made(replace(BARE, faces=2), first=-0.2, last=0.2)
    assert two.recording.current == pytest.approx(one.recording.current, rel=1e-9, abs=1e-16)


def test_a_film_hides_the_exchange_current():
    """A line through ln i of 50 to 120 mV gives far less than i0 where the film carries the voltage."""
    r = made(FilmedElectrode(exchange=10.0, film=2e-2, capacitance=0.0)).recording
    chosen = (r.voltage > 0.05) & (r.voltage < 0.12)
    apparent = np.exp(np.polyfit(r.voltage[chosen], np.log(r.current[chosen] / 1e-4), 1)[1])
    assert apparent < 0.3 * 10


def test_a_limiting_current_is_the_limit():
    r = made(FilmedElectrode(limiting=50.0, film=0.0, solution=0.0, capacitance=0.0), first=-1, last=1).recording
    assert r.current[-1] == pytest.approx(50e-4, rel=1e-3)
    assert r.current[0] == pytest.approx(-50e-4, rel=1e-3)


def test_the_capacitance_shifts_the_two_directions_apart():
    electrode = FilmedElectrode(exchange=1e-3)
    up = made(electrode, first=-0.1, last=0.1, rate=0.01)
    down = made(electrode, first=0.1, last=-0.1, rate=0.01)
    gap = (up.recording.current - down.recording.current[::-1])[250]
    assert gap == pytest.approx(2 * 0.2 * 1e-4 * 0.01, rel=1e-3)
    assert up.truth.rate == -down.truth.rate == 0.01
    faradaic = np.array(up.truth.faradaic_current)
    assert faradaic[250] == pytest.approx(0, abs=1e-15)


def test_seeds_repeat_and_noise_has_its_size():
    sweep = TafelSweep(points=4001)
    one, again = (tafel_sweep(3, sweep=sweep, noise=CurrentNoise(0.01, 1e-5)) for _ in range(2))
    assert (one.recording.current == again.recording.current).all()
    exact = np.array(one.truth.exact_current)
    off = (one.recording.current - exact) / np.hypot(0.01 * exact, 1e-5)
    assert np.std(off) == pytest.approx(1, abs=0.05)
    assert not one.recording.is_measured


@pytest.mark.parametrize(
    ("make", "which"),
    [
        (lambda: FilmedElectrode(exchange=0), "exchange"),
        (lambda: FilmedElectrode(positive=0), "positive"),
        (lambda: FilmedElectrode(film=-1), "film"),
        (lambda: FilmedElectrode(faces=0), "faces"),
        (lambda: TafelSweep(0.1, 0.1), "last"),
        (lambda: TafelSweep(0, 9), "last"),
        (lambda: CurrentNoise(-1), "relative"),
    ],
)
def test_what_cannot_be_swept_is_refused(make, which):
    with pytest.raises(InputError, match=which):
        make()
