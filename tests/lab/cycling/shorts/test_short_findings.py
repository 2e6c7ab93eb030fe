"""What a short is told with: the interval of its onset, the share lost, the remark on an unknown resistance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cells_by_hand import cycling

from natria.lab.cycling.shorts.symmetric import onset_span, shorts
from natria.lab.results import Cycling
from natria.lab.specimen import Specimen
from natria.quantity import Chosen, Finding, Question
from natria.record import CURRENT, TIME, VOLTAGE, Recording

HALF, SAMPLES, OHM = 3600.0, 60, 50.0


def known(name: str, value: float, std: float | None = None) -> Finding:
    return Finding(Question(name, "cell"), value, Chosen("the test"), std)


def cell(*, drop: float = 0.0, at: float = 30.0, halves: int = 60, begin: float = 0.0, seed: int = 0) -> Cycling:
    """|V| = 1 mA x 50 ohm with 0.2 % of noise; from the half-cycle `at` on, |V| is smaller by the share `drop`."""
    rng = np.random.default_rng(seed)
    place = np.arange(halves * SAMPLES + 1) / SAMPLES
    half = np.minimum(np.maximum(np.ceil(place) - 1, 0), halves - 1).astype(int)
    sign = np.where(half % 2, -1.0, 1.0)
    size = 1e-3 * OHM * (1 + 0.002 * rng.standard_normal(len(place))) * np.where(place > at, 1 - drop, 1.0)
    columns = {TIME: begin + HALF * place, VOLTAGE: sign * size, CURRENT: 1e-3 * sign}
    return cycling(Recording("made", "0" * 64, columns), "symmetric")


def found(made: Cycling, name: str, **impedance: Finding) -> Finding:
    (one,) = (f for f in shorts(made, **impedance).findings if f.question.name == name)
    return one


def test_the_interval_of_an_onset_is_the_two_readings_around_it() -> None:
    made = cell(drop=0.4, at=30.5)
    onset = found(made, "short_onset_time")
    step = HALF / SAMPLES
    assert isinstance(onset.bound, tuple)
    low, high = onset.bound
    assert high - low == pytest.approx(step)
    assert low - 2 * step <= 30.5 * HALF <= high + 2 * step
    assert onset.value == pytest.approx((low + high) / 2)
    into = found(made, "short_onset_in_half_cycle")
    assert into.value == pytest.approx(0.5 * HALF, abs=2 * step)


def test_the_interval_counts_from_the_first_current_and_not_from_the_clock() -> None:
    early, late = (found(cell(drop=0.4, at=30.5, begin=b), "short_onset_time") for b in (0.0, 5e4))
    assert late.value == pytest.approx(early.value)
    assert late.bound == pytest.approx(early.bound)


def test_an_onset_span_at_the_first_reading_does_not_reach_behind_it() -> None:
    made = cell()
    time = made.recording.time
    assert onset_span(made, 0) == (time[0], time[0])
    assert onset_span(made, 1) == (time[0], time[1])
    assert onset_span(made, 7) == (time[6], time[7])


def test_an_onset_in_the_first_half_cycles_stays_after_the_start() -> None:
    made = cell(drop=0.8, at=1.02)
    for f in shorts(made).findings:
        if f.question.name == "short_onset_time":
            assert isinstance(f.bound, tuple)
            assert 0 <= f.bound[0] <= f.bound[1]
        if f.question.name == "short_onset_in_half_cycle":
            assert f.value >= 0


@pytest.mark.parametrize("drop", [0.3, 0.6])
def test_the_share_lost_is_that_of_the_voltage(drop: float) -> None:
    made = cell(drop=drop)
    assert found(made, "resistance_drop").value == pytest.approx(drop, abs=0.02)
    (event,) = (e for e in shorts(made).events if "short" in e.what)
    assert event.what == "soft short"
    assert event.size == pytest.approx(drop, abs=0.02)


def test_a_hard_short_has_lost_nine_tenths() -> None:
    for drop, what in ((0.85, "soft short"), (0.95, "hard short")):
        (event,) = (e for e in shorts(cell(drop=drop)).events if "short" in e.what)
        assert event.what == what


@pytest.mark.parametrize(("ohm", "what"), [(100.0, "soft short"), (1000.0, "hard short")])
def test_a_short_from_the_start_loses_the_share_below_the_least_resistance(ohm: float, what: str) -> None:
    """Against a known resistance of 100 ohm, 50 ohm have lost half of |V|; against 1000 ohm, 95 %."""
    made = cell()
    (event,) = (e for e in shorts(made, known("cell_resistance", ohm, 0.02 * ohm)).events if "short" in e.what)
    assert event.size == pytest.approx(1 - OHM / ohm, abs=0.01)
    assert event.what == what
    assert event.half_cycle == 0
    assert [e.code for e in event.evidence] == ["below-ionic-resistance-from-start"]


def test_a_difference_too_small_for_a_short_is_a_remark() -> None:
    made = cell()
    slightly = known("cell_resistance", 1.06 * OHM, 0.05 * OHM)
    part = shorts(made, slightly)
    assert not [e for e in part.events if "short" in e.what]
    assert "below-ionic-resistance" in {r.code for r in part.remarks}
    above = shorts(made, known("cell_resistance", 0.9 * OHM, 0.05 * OHM))
    assert "below-ionic-resistance" not in {r.code for r in above.remarks}


def test_an_unknown_electrolyte_resistance_is_said_and_a_known_one_is_not() -> None:
    made = cell()
    code = "no-electrolyte-resistance"
    assert code in {r.code for r in shorts(made).remarks}
    assert code not in {r.code for r in shorts(made, known("cell_resistance", 10.0)).remarks}
    specimen = Specimen(
        "cell", "symmetric", known("face_area", 1e-4, 0.0), electrolyte_resistance=known("area_resistance", 1e-3)
    )
    assert code not in {r.code for r in shorts(replace(made, specimen=specimen)).remarks}
