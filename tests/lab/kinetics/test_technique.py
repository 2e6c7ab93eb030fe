"""The technique of a recording: made sweeps and steps, a real CV, and cycling that is never taken for either."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from made_sweeps import as_recording, surface_couple, triangle

from natria.lab import read_recording
from natria.lab.kinetics import KineticState, kinetic_current, split_sweeps, technique_of
from natria.lab.synthetic import (
    ccd_cell,
    full_cell,
    half_cell,
    random_healthy_cell,
    random_symmetric_cell,
    reservoir_cell,
    symmetric_cell,
)
from natria.lab.synthetic.kinetics import voltammetry

SHARED = next((p for up in Path(__file__).parents if (p := up / "shared" / "data" / "cycler").exists()), Path("none"))
CYCLED = (
    "neware_uio.csv",
    "maccor_001.txt",
    "cp.mpt",
    "gcpl.issue_149.mpt",
    "TestFile.nda",
    "nw4-120-1-6-53.ndax",  # most of its time the voltage is held, after charges at a set current
    "20160805_test001_45_cc_01.res",
    "SINTEF__LiGrR2032__2024-04-30__25degC__Landt.csv",
)
F = 96485.33212331001 / (8.31446261815324 * 298.15)


def real(name: str) -> Path:
    if not (SHARED / name).exists():
        pytest.skip("the instruments' files lie beside the checkout, and are not there")
    return SHARED / name


@pytest.mark.parametrize("noise", [0.0, 3e-7])
@pytest.mark.parametrize("sweeps", [2, 3, 10])
def test_several_sweeps_are_cyclic_voltammetry(sweeps, noise):
    assert technique_of(as_recording(*surface_couple(sweeps=sweeps, noise=noise))).technique == "cyclic voltammetry"


def test_one_sweep_to_high_voltage_is_linear():
    time, voltage = triangle(2.5, 5.0, 5e-4, 1)
    current = 1e-7 + 1e-9 * np.exp((voltage - 4.2) / 0.06)
    found = technique_of(as_recording(time, voltage, current))
    assert found.technique == "linear sweep"
    assert found.is_sweep
    assert {reason.code for reason in found.reasons} == {"constant-scan-rate", "one-sweep"}


@pytest.mark.parametrize("alpha", [0.3, 0.5])
@pytest.mark.parametrize("rest", [0.0, 2.1])
def test_one_sweep_through_zero_current_is_a_tafel_sweep(rest, alpha):
    time, voltage = triangle(-0.2, 0.2, 5e-4, 1)
    current = kinetic_current(voltage, KineticState(3e-5, alpha, 0.0), F, 1)
    current = current * (1 + np.random.default_rng(1).normal(0, 0.01, len(time)))
    assert technique_of(as_recording(time, voltage + rest, current)).technique == "Tafel sweep"


def test_a_step_of_voltage_is_dc_polarisation():
    time = np.arange(0.0, 4000.0, 5.0)
    current = 8e-6 + 12e-6 * np.exp(-time / 300)
    voltage = 0.01 + np.random.default_rng(2).normal(0, 1e-5, len(time))
    assert technique_of(as_recording(time, voltage, current)).technique == "DC polarisation"


def test_steps_of_voltage_are_dc_polarisation():
    time = np.arange(0.0, 5000.0, 5.0)
    level = 0.1 * (1 + time // 1000)
    current = level / 1e8 * (1 + 3 * np.exp(-(time % 1000) / 200))
    assert technique_of(as_recording(time, level, current)).technique == "DC polarisation"


def test_several_scan_rates_are_cyclic_voltammetry():
    found = technique_of(voltammetry(1).recording)
    assert found.technique == "cyclic voltammetry"
    assert {reason.code for reason in found.reasons} == {"several-scan-rates", "several-sweeps"}


def charge_and_hold(cycles=6, hold=4000.0):
    """Charge at a set current, hold the voltage while the current decays, discharge at a set current."""
    time, voltage, current, now = [], [], [], 0.0
    for _ in range(cycles):
        for flow, first, last, lasts in ((1e-3, 3.5, 4.2, 600.0), (None, 4.2, 4.2, hold), (-1e-3, 4.1, 3.5, 600.0)):
            t = np.arange(0.0, lasts, 10.0)
            time.append(now + t)
            voltage.append(first + (last - first) * t / lasts)
            current.append(np.full(len(t), flow) if flow else 1e-3 * np.exp(-t / 900.0))
            now += lasts
    return np.concatenate(time), np.concatenate(voltage), np.concatenate(current)


@pytest.mark.parametrize("hold", [1000.0, 4000.0, 40000.0])
@pytest.mark.parametrize("cycles", [1, 6])
def test_a_charge_with_a_held_end_is_cycling(cycles, hold):
    time, voltage, current = charge_and_hold(cycles, hold)
    rng = np.random.default_rng(3)
    current = current * (1 + 1e-3 * rng.standard_normal(len(time)))
    found = technique_of(as_recording(time, voltage + 1e-4 * rng.standard_normal(len(time)), current))
    assert found.technique == "cycling"


def test_a_real_cyclic_voltammogram():
    found = technique_of(read_recording(real("gamry_cv.DTA")))
    assert found.technique == "cyclic voltammetry"
    assert found.is_kinetics


@pytest.mark.parametrize("name", CYCLED)
def test_real_cycling_is_not_kinetics(name):
    assert technique_of(read_recording(real(name))).technique == "cycling"


@pytest.mark.parametrize("make", [symmetric_cell, half_cell, reservoir_cell, ccd_cell, full_cell])
def test_synthetic_cycling_is_not_kinetics(make):
    assert technique_of(make(1).recording).technique == "cycling"


@pytest.mark.parametrize("make", [random_symmetric_cell, random_healthy_cell])
def test_random_cells_are_not_kinetics(make):
    found = {technique_of(make(np.random.default_rng(seed), 1e-4).recording).technique for seed in range(8)}
    assert found == {"cycling"}


def test_rest_and_few_readings_are_not_kinetics():
    time = np.arange(100.0)
    assert technique_of(as_recording(time, 0.1 + 0 * time, 0 * time)).technique == "cycling"
    assert technique_of(as_recording(time[:5], time[:5], time[:5])).technique == "cycling"


def test_the_scan_rate_of_a_real_voltammogram_is_that_of_its_header():
    recording = read_recording(real("gamry_cv.DTA"))
    stated = next(text for key, text in recording.metadata.items() if key == "SCANRATE")
    (sweep,) = split_sweeps(recording.time, recording.voltage, recording.current)
    assert "4,99999E+001" in stated  # mV/s
    assert sweep.scan_rate == pytest.approx(0.0499999, rel=1e-3)
