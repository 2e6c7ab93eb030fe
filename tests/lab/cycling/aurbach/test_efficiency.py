"""Efficiencies of foils of which every charge is known, and the error that an offset of the current makes in them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
import pytest
from cells_by_hand import AREA, Made, cycling, flat, named, plated, recorded, rest, stripped
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.cycling.aurbach.cycle_by_cycle import efficiency
from natria.lab.cycling.charge.charges import charges
from natria.lab.cycling.charge_error import offset
from natria.lab.synthetic import HalfTest, Instrument, half_cell
from natria.quantity import Finding

NAME = "plating_stripping_efficiency"


def cycles(efficiencies: list[float], charge: float = 3.6, current: float = 1e-3, sign: int = -1) -> list[Made]:
    pairs = (
        (
            plated(charge, current, sign=sign),
            rest(),
            stripped(e * charge, current, sign=-sign, cutoff=0.5),
            rest(volts=0.2),
        )
        for e in efficiencies
    )
    return list(chain.from_iterable(pairs))


def found(steps: list[Made], area: Finding | None = AREA, **kind: float) -> list[Finding]:
    return named(efficiency(cycling(recorded(steps, **kind), "half", area)), NAME)


def covered(mean: Finding, values: list[float] | np.ndarray) -> list[float] | np.ndarray:
    """The cycles that a mean covers; formation may be left out."""
    cycle = mean.question.at["cycle"]
    first, last = cycle if isinstance(cycle, tuple) else (cycle, cycle)
    assert last == len(values)
    return values[int(first) - 1 :]


@settings(max_examples=40)
@given(
    values=st.lists(st.floats(0.5, 1.0), min_size=2, max_size=12),
    charge=st.floats(0.1, 50),
    current=st.floats(1e-4, 1e-1),
    sign=st.sampled_from([1, -1]),
)
def test_first_cycle_and_mean_are_those_of_the_charges(
    values: list[float], charge: float, current: float, sign: int
) -> None:
    first, mean = found(cycles(values, charge, current, sign))
    assert first.value == pytest.approx(values[0], rel=1e-6)
    assert first.question.at["cycle"] == 1
    assert mean.value == pytest.approx(np.mean(covered(mean, values)), rel=1e-6)
    assert first.question.at["areal_capacity"] == pytest.approx(charge / 1e-4)
    assert first.question.at["current"] == pytest.approx(current / 1e-4)


@pytest.mark.parametrize("number", [5, 50])
def test_the_error_of_an_offset_does_not_fall_with_the_number_of_cycles(number: int) -> None:
    """About 2 I_off / I in the efficiency of each cycle, so of the mean."""
    made = cycling(recorded(cycles([0.98] * number)), "half", AREA)
    _, mean = named(efficiency(made, 2e-6), NAME)
    assert mean.std == pytest.approx(2 * 0.98 * 2e-6 / 1e-3, rel=1e-3)


@settings(max_examples=25)
@given(shift=st.floats(-9e-7, 9e-7), value=st.floats(0.8, 1.0), sign=st.sampled_from([1, -1]))
def test_the_slope_is_the_derivative(shift: float, value: float, sign: int) -> None:
    """What is found with an offset in the recording, less the offset times the slope, is the truth."""
    made = cycling(recorded(cycles([value] * 5, sign=sign), offset=shift), "half", AREA)
    part = efficiency(made, abs(shift))
    first, _ = named(part, NAME)
    assert first.std is not None
    assert abs(first.value - value) == pytest.approx(first.std, rel=0.01, abs=3e-4)  # times in whole seconds


def test_the_offset_is_read_at_rest_and_is_an_input() -> None:
    part = efficiency(cycling(recorded(cycles([0.9, 0.98, 0.98]), offset=5e-7), "half", AREA))
    (read,) = named(part, "offset_current")
    assert read.value == pytest.approx(5e-7)
    first, mean = named(part, NAME)
    assert read in mean.origin.inputs
    assert AREA in mean.origin.inputs
    assert "systematic" in first.origin.method


def test_zeros_at_rest_tell_nothing_and_that_is_said() -> None:
    part = efficiency(cycling(recorded(cycles([0.9, 0.98, 0.97])), "half", AREA))
    first, mean = named(part, NAME)
    assumed = 2e-3 / 3**0.5  # of the current, up to 0.1 %, in both directions
    assert first.std == pytest.approx(0.9 * assumed, rel=0.02)
    assert mean.std == pytest.approx(np.hypot(0.01 / 2, 0.975 * assumed), rel=0.02)
    assert "offset-unknown" in {r.code for r in part.remarks}
    assert "offset_current" not in {f.question.name for f in part.findings}


def test_only_cycles_between_empty_foils_count() -> None:
    steps = [*cycles([0.9, 0.95]), plated(3.6), stripped(1.0), rest(), *cycles([0.95, 0.96])]
    part = efficiency(cycling(recorded(steps), "half", AREA))
    rows = part.tables[0]
    assert [w.partition(":")[0] for w in rows.columns["counts"].values] == ["yes", "yes", "no", "no", "yes"]
    (cut,) = (r for r in part.remarks if r.code == "cut-off")
    assert "3 of 5 cycles" in cut.text


def test_other_settings_are_other_means() -> None:
    values = [0.9] + [0.97] * 4
    steps = [*cycles(values), *cycles([0.95] * 4, current=2e-3), *cycles([0.93] * 4, charge=7.2, current=2e-3)]
    got = found(steps)
    assert [f.value for f in got] == pytest.approx([0.9, 0.97, 0.95, 0.93])
    assert [f.question.at["cycle"] for f in got] == [1, (2, 5), (6, 9), (10, 13)]


def test_more_stripped_than_plated_is_said() -> None:
    part = efficiency(cycling(recorded(cycles([0.9, 0.98, 1.05, 0.98])), "half", AREA), 1e-7)
    (above,) = (r for r in part.remarks if r.code == "more-stripped-than-plated")
    assert "1 cycles (3)" in above.text


def test_without_a_cut_off_there_is_no_efficiency() -> None:
    steps = [s for _ in range(5) for s in (plated(3.6), stripped(3.6))]
    part = efficiency(cycling(recorded(steps), "half", AREA))
    assert not part.findings
    assert [r.code for r in part.remarks] == ["no-cut-off"]


def test_without_an_area_the_conditions_are_those_of_the_cell() -> None:
    first, _ = found(cycles([0.9, 0.95, 0.95]), None)
    assert first.question.at["cell_current"] == pytest.approx(1e-3)
    assert first.question.at["cell_capacity"] == pytest.approx(3.6)
    assert "areal_capacity" not in first.question.at


def test_a_test_that_begins_with_a_strip() -> None:
    got = found([stripped(0.05, cutoff=0.5, readings=20), rest(), *cycles([0.9, 0.95, 0.95])])
    assert got[0].value == pytest.approx(0.9, rel=1e-6)


def test_recordings_without_anything() -> None:
    for steps in ([rest()], [plated(3.6)], [stripped(3.6, cutoff=0.5)]):
        assert not found(steps)


def test_the_random_error_of_a_charge_is_that_of_its_noise() -> None:
    """var(Q) = s^2 sum(w^2), over many recordings of the same half-cycles."""
    rng = np.random.default_rng(1)
    noise, passed, said = 1e-5, [], []
    for _ in range(100):
        clean = recorded([(1e-3, 1800.0, flat(0.1), 200), (-1e-3, 1800.0, flat(-0.1), 200)] * 4)
        noisy = {**clean.columns, "current_ampere": clean.current + noise * rng.standard_normal(len(clean))}
        made = cycling(type(clean)("made", "0" * 64, noisy), "half")
        passed.append(made.halves.charge[1])
        said.append(charges(made).each[1])
    assert np.std(passed) == pytest.approx(np.median(said), rel=0.25)


def test_an_offset_needs_readings_inside_a_rest() -> None:
    made = cycling(recorded([plated(3.6), rest(readings=3), stripped(3.5, cutoff=0.5)], offset=1e-7), "half")
    assert not offset(made).is_seen


def test_an_offset_seen_at_rest_and_in_both_directions_is_subtracted() -> None:
    """Recorded 1 mA + 0.5 uA and -1 mA + 0.5 uA, and 0.5 uA at rest: the meter is off, also under current."""
    part = efficiency(cycling(recorded(cycles([0.98] * 6), offset=5e-7), "half", AREA))
    first, mean = named(part, NAME)
    assert (first.value, mean.value) == (pytest.approx(0.98, abs=1e-6),) * 2
    assert mean.std == pytest.approx(0.1 / 3**0.5 * 2 * 0.98 * 5e-4, rel=0.05)
    assert "offset-subtracted" in {r.code for r in part.remarks}


def test_an_offset_at_rest_that_the_currents_do_not_show_is_an_error_only() -> None:
    made = recorded(cycles([0.98] * 6))
    amps = np.where(made.current == 0, 5e-7, made.current)
    part = efficiency(cycling(replace(made, columns={**made.columns, "current_ampere": amps}), "half", AREA))
    _, mean = named(part, NAME)
    assert mean.value == pytest.approx(0.98, abs=1e-6)
    assert mean.std == pytest.approx(2 * 0.98 * 5e-4, rel=0.02)


def test_currents_that_differ_by_direction_are_stated() -> None:
    made = recorded(cycles([0.98] * 6))
    amps = np.where(made.current == 0, 0.0, made.current + 5e-7)
    part = efficiency(cycling(replace(made, columns={**made.columns, "current_ampere": amps}), "half", AREA))
    assert "directions-differ" in {r.code for r in part.remarks}


def test_formation_is_left_out_of_the_mean_and_its_cycles_are_named() -> None:
    values = [0.8, 0.9, 0.95, *[0.98 + 0.0005 * (-1) ** k for k in range(12)]]
    part = efficiency(cycling(recorded(cycles(values)), "half", AREA))
    _, mean = named(part, NAME)
    assert mean.question.at["cycle"] == (4, 15)
    assert mean.value == pytest.approx(0.98, abs=1e-6)
    assert "formation-excluded" in {r.code for r in part.remarks}
    assert [w for w in part.tables[0].columns["counts"].values if w != "yes"] == ["no: formation"] * 2


@pytest.mark.parametrize(("given_cycles", "of"), [(0, [1, (2, 15)]), (6, [(7, 15)]), (15, [])])
def test_formation_that_is_given_replaces_the_rule(given_cycles: int, of: list[float | tuple[int, int]]) -> None:
    values = [0.8, 0.9, 0.95, *[0.98 + 0.0005 * (-1) ** k for k in range(12)]]
    made = cycling(recorded(cycles(values)), "half", AREA)
    made = replace(made, specimen=replace(made.specimen, formation=given_cycles))
    assert [f.question.at["cycle"] for f in named(efficiency(made), NAME)] == of


@pytest.mark.parametrize("shift", [0.0, 5e-7])
@pytest.mark.parametrize("seed", range(4))
def test_synthetic_foils(seed: int, shift: float) -> None:
    made = half_cell(
        seed,
        test=HalfTest(cycles=20, rest=600.0, scatter=0.001 * seed),
        instrument=Instrument(noise=5e-4, current_offset=shift),
    )
    truth = np.array(made.truth.efficiencies)
    first, mean = named(efficiency(cycling(made.recording, None, AREA)), NAME)
    assert first.value == pytest.approx(truth[0], abs=1e-4)  # an offset is read at rest and subtracted
    assert mean.value == pytest.approx(np.mean(covered(mean, truth)), abs=1e-4)
    if shift:
        assert first.std == pytest.approx(0.1 / 3**0.5 * 2 * shift / 1e-3, rel=0.1)
