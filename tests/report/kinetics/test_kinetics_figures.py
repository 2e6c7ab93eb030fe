"""Figures of kinetics: each draws into axes, labels them with units, and shows the points it was given."""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from natria.lab.kinetics import (
    KineticState,
    analyse_tafel,
    analyse_voltammogram,
    electronic_resistance,
    fit_arrhenius,
    fit_decay,
    fit_vft,
    kinetic_current,
    scan_rate_exponent,
)
from natria.report.kinetics import (
    draw_arrhenius,
    draw_decay,
    draw_electronic_line,
    draw_scan_rates,
    draw_tafel,
    draw_vft,
    draw_voltammogram,
)

sys.path.insert(0, str(Path(__file__).parents[2] / "lab" / "kinetics"))
from made_sweeps import surface_couple

GAS = 8.31446261815324
F = 96485.33212331001 / (GAS * 298.15)
KELVIN = np.linspace(283.15, 337.15, 7)
RNG = np.random.default_rng(3)
RESISTANCE = np.exp(9.6e3 / (GAS * (KELVIN - 180))) * np.exp(RNG.normal(0, 0.02, 7))
TIME = np.arange(1.0, 2001.0, 8.0)
SWEEP = np.linspace(-0.25, 0.25, 251)
CURRENT = kinetic_current(SWEEP, KineticState(0.332, 0.4, 0.002, 0.01), F, 1) * np.exp(RNG.normal(0, 0.01, 251))
VOLTS = np.linspace(0.1, 0.5, 5)

DRAWN = {
    "arrhenius": lambda axes: draw_arrhenius(axes, fit_arrhenius(KELVIN, RESISTANCE), fit_vft(KELVIN, RESISTANCE)),
    "vft": lambda axes: draw_vft(axes, fit_vft(KELVIN, RESISTANCE)),
    "tafel": lambda axes: draw_tafel(axes, analyse_tafel(SWEEP, CURRENT, temperature=298.15)),
    "cv": lambda axes: draw_voltammogram(axes, analyse_voltammogram(*surface_couple(noise=3e-7))),
    "rates": lambda axes: draw_scan_rates(
        axes, scan_rate_exponent([1e-4, 2e-4, 5e-4, 1e-3], [1e-5, 1.8e-5, 3.9e-5, 6e-5])
    ),
    "decay": lambda axes: draw_decay(
        axes, fit_decay(TIME, 8e-6 + 7e-6 * np.exp(-TIME / 400) + RNG.normal(0, 5e-8, len(TIME)))
    ),
    "line": lambda axes: draw_electronic_line(
        axes, electronic_resistance(VOLTS, VOLTS / 9e9 + RNG.normal(0, 5e-13, 5))
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_has_axes_with_units_and_data(name, tmp_path):
    figure, axes = plt.subplots()
    try:
        DRAWN[name](axes)
        labels = axes.get_xlabel(), axes.get_ylabel()
        assert "(" in labels[0]
        assert all(labels)
        assert any(len(line.get_xdata()) >= 2 for line in axes.lines)
        low, high = axes.get_ylim()
        assert np.isfinite([low, high]).all()
        figure.savefig(tmp_path / f"{name}.png")
    finally:
        plt.close(figure)


def test_no_sweep_draws_nothing():
    figure, axes = plt.subplots()
    draw_voltammogram(axes, analyse_voltammogram(np.arange(50.0), np.full(50, 0.1), np.ones(50)))
    plt.close(figure)
    assert axes.lines == [] or len(axes.lines) == 0
