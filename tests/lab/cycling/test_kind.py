"""The kind of cell and of test, from the data alone, and against the word of a design."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cells_by_hand import cycling, flat, plated, ramp_steps, recorded, rest, stripped

from natria.lab import measure
from natria.lab.cycling.kind import Kind, recognise
from natria.lab.specimen import CellKind, Specimen
from natria.lab.synthetic import (
    CcdTest,
    HalfTest,
    Instrument,
    ReservoirTest,
    ccd_cell,
    full_cell,
    half_cell,
    random_healthy_cell,
    random_symmetric_cell,
    reservoir_cell,
)
from natria.quantity import Computed
from natria.record import Recording


def kind(recording: Recording, said: CellKind | None = None) -> Kind:
    made = cycling(recording, said)
    return recognise(made.recording, made.halves, made.specimen)


NOISY = Instrument(noise=1e-3)
MADE = {
    "healthy": (lambda n: random_healthy_cell(np.random.default_rng(n), 1e-3), "symmetric", {"cycling", "rate"}),
    "shorted": (lambda n: random_symmetric_cell(np.random.default_rng(n), 1e-3, 0.4), "symmetric", {"cycling"}),
    "ramp": (lambda n: ccd_cell(n, instrument=NOISY), "symmetric", {"critical current"}),
    "long ramp": (lambda n: ccd_cell(n, test=CcdTest(cycles=3)), "symmetric", {"critical current"}),
    "foil": (lambda n: half_cell(n, instrument=NOISY), "half", {"cycling"}),
    "one cycle": (lambda n: half_cell(n, test=HalfTest(cycles=1, rest=60.0)), "half", {"cycling"}),
    "reservoir": (lambda n: reservoir_cell(n, instrument=NOISY), "half", {"reservoir"}),
    "unformed": (lambda n: reservoir_cell(n, test=ReservoirTest(formation=0.0)), "half", {"reservoir"}),
    "full": (full_cell, "full", {"cycling"}),
}


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("seed", range(5))
def test_synthetic_cells_are_recognised(name: str, seed: int) -> None:
    make, cell, tests = MADE[name]
    seen = kind(make(seed).recording)
    assert seen.cell == cell, seen.why
    assert seen.test in tests, seen.why
    assert all(reason.code for reason in seen.reasons)
    assert not seen.conflict


@pytest.mark.parametrize("sign", [1, -1])
def test_plating_is_the_direction_that_does_not_end_at_the_cut_off(sign: int) -> None:
    steps = [s for _ in range(4) for s in (plated(3.6, sign=sign), stripped(3.5, sign=-sign, cutoff=0.5))]
    assert kind(recorded(steps)).plating_sign == sign


def test_the_design_wins_and_the_conflict_is_said() -> None:
    seen = kind(recorded(ramp_steps([1e-3] * 6)), "half")
    assert seen.cell == "half"
    assert "symmetric" in seen.conflict
    assert seen.conflict in seen.why


def simulated(steps, kind: str):
    """The same recording, as a simulation of a kind of cell states it."""
    return replace(recorded(steps), origin=Computed("cell", 1), metadata={"cell": kind})


def test_a_simulation_at_volts_keeps_its_kind_and_gets_a_remark() -> None:
    steps = [(sign * 1e-3, 3600.0, flat(sign * 2.0 + 2.5), 20) for sign in (1, -1) * 6]
    assert kind(recorded(steps)).cell == "full"
    measured = measure(simulated(steps, "symmetric"))
    assert measured.kind.cell == "symmetric"
    assert measured.kind.conflict == ""
    assert measured.kind.doubt is not None
    assert measured.kind.doubt.code == "high-voltage"
    assert "unusual-voltage" in {remark.code for remark in measured.remarks}


def test_a_simulation_as_usual_gets_no_remark() -> None:
    measured = measure(simulated(ramp_steps([1e-3] * 6), "symmetric"))
    assert measured.kind.doubt is None
    assert "unusual-voltage" not in {remark.code for remark in measured.remarks}


def test_a_design_of_another_kind_than_the_simulation_is_a_conflict() -> None:
    seen = kind(simulated(ramp_steps([1e-3] * 6), "symmetric"), "half")
    assert seen.conflict
    assert seen.doubt is None


def test_a_symmetric_cell_that_runs_out_at_its_end_is_no_half_cell() -> None:
    steps = ramp_steps([1e-3] * 8, runs_away=14)[:15]
    assert kind(recorded(steps)).cell == "symmetric"


def test_no_current_is_a_rest() -> None:
    seen = kind(recorded([rest()]))
    assert (seen.cell, seen.test) == ("unknown", "rest")


def test_one_direction_alone_does_not_tell_the_cell() -> None:
    seen = kind(recorded([(1e-3, 3600.0, flat(0.05), 100)]))
    assert (seen.cell, seen.test) == ("unknown", "plating until short")


def test_a_long_plating_after_conditioning() -> None:
    steps = [*ramp_steps([1e-3] * 5), (1e-3, 50 * 3600.0, flat(0.05), 1000)]
    assert kind(recorded(steps)).test == "plating until short"


def test_a_host_against_metal_is_read_as_a_full_cell() -> None:
    steps = [s for _ in range(3) for s in ((-1e-3, 3600.0, flat(0.1), 50), (1e-3, 3600.0, flat(0.2), 50))]
    assert kind(recorded(steps)).cell == "full"


def test_pulses() -> None:
    steps = [s for _ in range(10) for s in ((1e-3, 600.0, flat(3.2), 20), rest(3600.0, volts=3.1))]
    assert kind(recorded(steps)).test == "pulses"


def test_a_voltammogram() -> None:
    time = np.arange(0.0, 400.0)
    voltage = 0.01 * np.abs((time + 100) % 200 - 100) - 0.5
    columns = {"test_time_second": time, "voltage_volt": voltage, "current_ampere": 1e-3 * np.sinh(6 * voltage)}
    assert kind(Recording("cv", "0" * 64, columns)).test == "voltammogram"


def test_a_rate_test_comes_back_and_a_ramp_does_not() -> None:
    def full(size: float) -> list[tuple]:
        return [(size, 3600.0, flat(3.4), 30), (-size, 3600.0, flat(3.0), 30)]

    sizes = np.repeat([1e-3, 2e-3, 5e-3, 1e-3], 5)
    assert kind(recorded([s for size in sizes for s in full(size)])).test == "rate"
    assert kind(recorded(ramp_steps(np.repeat([1e-3, 2e-3, 4e-3, 1e-3], 10)))).test == "rate"
    assert kind(recorded(ramp_steps(np.arange(1, 9) * 1e-4))).test == "critical current"


def test_formation_before_long_cycling_is_no_rate_test() -> None:
    sizes = np.repeat([1e-4, 5e-4, 1e-3], [2, 2, 60])
    steps = [s for size in sizes for s in ((size, 3600.0, flat(3.4), 20), (-size, 3600.0, flat(3.0), 20))]
    assert kind(recorded(steps)).test == "cycling"


def test_what_was_seen_is_said_of_an_unknown_cell() -> None:
    steps = [s for _ in range(4) for s in ((1e-3, 600.0, flat(-0.2), 20), (-1e-3, 600.0, flat(0.1), 20))]
    seen = kind(recorded(steps))
    assert seen.cell == "unknown"
    assert "-200 mV" in seen.why


def test_without_a_specimen_word_nothing_is_in_conflict() -> None:
    made = cycling(recorded(ramp_steps([1e-3] * 4)))
    assert recognise(made.recording, made.halves, Specimen("cell", "symmetric")).conflict == ""
