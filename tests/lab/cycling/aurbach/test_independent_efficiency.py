"""CE of cells whose equations share nothing with the package: error and interval (see benchmarks/efficiency.py)."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from natria.lab import Specimen, efficiency_interval, measure

sys.path.insert(0, str(Path(__file__).parents[2]))
from independent import random_aurbach, random_cycle_efficiency

LIMIT = 3e-3  # twice the largest offset of 0.1 %, and what the sampling adds
SAMPLING = (1.0, 20.0, 60.0)  # s


@pytest.mark.parametrize("interval", SAMPLING)
@pytest.mark.parametrize("seed", range(6_000_000, 6_000_004))
def test_aurbach_tests_are_found_with_an_interval_that_holds_the_truth(seed: int, interval: float) -> None:
    made, _, _ = random_aurbach(seed, interval, 1e-3)
    m = measure(made.recording, Specimen("c", kind="half"))
    found = [f for f in m.findings if f.question.name.startswith("aurbach")]
    for one in found:  # without a reading on the rise to the cut-off there is none, or a bound
        assert one.value == pytest.approx(made.truth.efficiency, abs=2 * LIMIT if one.bound else LIMIT)
        assert one.bound or abs(one.value - made.truth.efficiency) <= 1.96 * one.std
        assert (efficiency_interval(m, one) is None) == bool(one.bound)
    assert found or interval > 1.0


def test_the_interval_holds_95_percent_where_the_offset_is_as_specified() -> None:
    """Offsets that no file shows, up to 0.1 % of the current and equally likely: the assumption of the method."""
    rng, held = np.random.default_rng(15), []
    for seed in range(6_100_000, 6_100_100):
        offset = 1e-3 * float(rng.uniform(0, 1))
        made, settings, _ = random_aurbach(seed, 60.0, offset, "step")
        if settings.offset_in == "readings":
            continue
        m = measure(made.recording, Specimen("c", kind="half"))
        intervals = (efficiency_interval(m, one) for one in m.findings if one.question.name.startswith("aurbach"))
        held += [one[0] <= made.truth.efficiency <= one[1] for one in intervals if one]
    assert len(held) > 30
    assert 0.84 <= np.mean(held) < 1.0  # 95 %, within three standard errors of so few tests


@pytest.mark.parametrize("interval", SAMPLING)
@pytest.mark.parametrize("seed", range(7_000_000, 7_000_002))
def test_cycles_are_found_with_formation_left_out(seed: int, interval: float) -> None:
    made, _, _ = random_cycle_efficiency(seed, interval, 3e-4)
    name = "plating_stripping_efficiency"
    found = [f for f in measure(made.recording, Specimen("c", kind="half")).findings if f.question.name == name]
    means = [f for f in found if isinstance(f.question.at["cycle"], tuple)]
    for one in means:
        first, last = (int(c) for c in one.question.at["cycle"])
        truth = sum(made.truth.cycles[first - 1 : last]) / (last - first + 1)
        assert abs(one.value - truth) <= 1.96 * one.std
    assert means or interval > 1.0
