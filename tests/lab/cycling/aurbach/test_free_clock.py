"""Aurbach tests read at fixed intervals whatever the steps do: the sampling error is in the spread."""

from __future__ import annotations

import numpy as np
import pytest
from cells_by_hand import cycling

from natria.lab.cycling.aurbach.efficiency import aurbach_efficiency
from natria.record import Recording

CURRENT, CYCLES, LAST = 1e-3, 10, 90.0  # A, -, s in which the voltage rises to the cut-off


def made(seed: int, interval: float) -> tuple[Recording, float]:
    """A recording and its true CE; no step is a whole number of intervals long."""
    rng = np.random.default_rng([seed, 5])
    true = 1 - float(np.exp(rng.uniform(np.log(2e-4), np.log(0.03))))
    qc = 3600 + float(rng.uniform(-200, 200))
    qt = qc * float(rng.choice([3.0, 5.0])) + float(rng.uniform(0, 60))
    rest = (0, float(rng.choice([0.0, 300.0])), False)
    steps = [(-1, qt, False), rest, (1, 0.95 * qt, True), rest, (-1, qt, False), rest]
    for _ in range(CYCLES):
        steps += [(1, qc, False), rest, (-1, qc, False), rest]
    steps += [(1, true * (qt + CYCLES * qc) - CYCLES * qc, True), (0, 600.0, False)]
    edges = np.cumsum([long for _, long, _ in steps])
    time = rng.uniform(0, interval) + np.arange(0, edges[-1] - interval, interval)
    step = np.minimum(np.searchsorted(edges, time, side="right"), len(steps) - 1)
    sign, to_cutoff = (np.array([s[k] for s in steps])[step] for k in (0, 2))
    volts = 0.03 * sign + np.where(to_cutoff, 0.47 * np.exp(-(edges[step] - time) / LAST), 0.0)
    columns = {"test_time_second": time, "voltage_volt": volts, "current_ampere": sign * CURRENT}
    return Recording("made.csv", "0" * 64, columns, "by hand"), true


@pytest.mark.parametrize("interval", [10.0, 30.0])
def test_the_error_is_as_large_as_stated(interval: float) -> None:
    errors, spreads = [], []
    for seed in range(40):
        recording, true = made(seed, interval)
        found = aurbach_efficiency(cycling(recording, "half"), 0.0)
        for one in found.findings:
            if one.std is not None:
                assert "step-ends-unknown" in {r.code for r in found.remarks}
                errors.append(one.value - true)
                spreads.append(one.std)
    assert len(errors) >= 25
    error, spread = np.array(errors), np.array(spreads)
    assert np.sqrt((error**2).mean()) == pytest.approx(np.sqrt((spread**2).mean()), rel=0.4)
    assert abs(error.mean()) < 2.5 * spread.mean() / len(error) ** 0.5
    assert np.mean(np.abs(error) <= 1.96 * spread) > 0.8
