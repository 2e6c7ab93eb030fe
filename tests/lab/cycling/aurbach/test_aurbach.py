"""The reservoir protocol against (n Qc + Qs)/(n Qc + QT), with all its variants, and what is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from math import isnan

import numpy as np
import pytest
from cells_by_hand import AREA, Made, cycling, named, plated, recorded, rest, stripped
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.cycling.aurbach.cutoff import ends_at_cutoff
from natria.lab.cycling.aurbach.efficiency import Balance, aurbach_efficiency, balance
from natria.lab.cycling.aurbach.pattern import aurbach_tests
from natria.lab.cycling.charge.charges import charges
from natria.lab.results import Results
from natria.lab.synthetic import Instrument, ReservoirTest, reservoir_cell
from natria.quantity import Assumed
from natria.record import Recording

FORMED, UNFORMED = "aurbach_efficiency", "aurbach_efficiency_without_formation"


def sequence(
    n: int,
    qt: float,
    qc: float,
    qs: float,
    *,
    formation: tuple[float, float] | None = None,
    current: float = 1e-3,
    sign: int = -1,
    cutoff: float | None = 0.5,
) -> list[Made]:
    """[plate QF, strip,] plate QT, n times (strip Qc, plate Qc), strip Qs."""
    begin = (
        [plated(formation[0], 2 * current, sign=sign), stripped(formation[1], 2 * current, sign=-sign, cutoff=0.5)]
        if formation
        else []
    )
    inner = [(stripped(qc, current, 20, sign=-sign), plated(qc, current, 20, sign=sign)) for _ in range(n)]
    return [
        *begin,
        plated(qt, current, sign=sign),
        *chain.from_iterable(inner),
        stripped(qs, current, sign=-sign, cutoff=cutoff),
    ]


def part(steps: list[Made], given_offset: float | None = None, **how: float) -> Results:
    return aurbach_efficiency(cycling(recorded(steps, **how), "half", AREA), given_offset)


amounts = st.tuples(st.floats(1.1, 10), st.floats(0.05, 0.9), st.floats(0.1, 1e3))  # QT/Qc, share left, Qc


@settings(max_examples=40)
@given(
    n=st.integers(5, 100),
    charges=amounts,
    formation=st.one_of(st.none(), st.floats(0.5, 0.99)),
    current=st.floats(1e-4, 1e-1),
    sign=st.sampled_from([1, -1]),
)
def test_it_is_the_closed_formula(
    n: int, charges: tuple[float, float, float], formation: float | None, current: float, sign: int
) -> None:
    ratio, left, qc = charges
    qt, qs = ratio * qc, left * ratio * qc
    formed = None if formation is None else (3 * qc, 3 * qc * formation)
    result = part(sequence(n, qt, qc, qs, formation=formed, current=current, sign=sign))
    (one,) = named(result, FORMED if formed else UNFORMED)
    assert one.value == pytest.approx((n * qc + qs) / (n * qc + qt), rel=1e-9)
    assert one.bound is None
    assert len([f for f in result.findings if "aurbach" in f.question.name]) == 1
    (row,) = result.tables
    columns = {name: c.values[0] for name, c in row.columns.items()}
    assert columns["n"] == n
    assert columns["reservoir"] == pytest.approx(qt)
    assert columns["cycled"] == pytest.approx(qc)
    assert columns["last_strip"] == pytest.approx(qs)
    assert columns["formation_cycles"] == bool(formed)
    assert one.question.at["areal_capacity"] == pytest.approx(qc / 1e-4)
    assert one.question.at["current"] == pytest.approx(current / 1e-4)


@settings(max_examples=30)
@given(n=st.integers(5, 40), shift=st.floats(-9e-7, 9e-7), sign=st.sampled_from([1, -1]))
def test_an_offset_moves_it_by_its_error(n: int, shift: float, sign: int) -> None:
    """The offset acts on all steps alike: its whole effect is the error that is stated, to first order."""
    truth = (n * 3.6 + 10.0) / (n * 3.6 + 18.0)
    (one,) = named(part(sequence(n, 18.0, 3.6, 10.0, sign=sign), abs(shift), offset=shift), UNFORMED)
    assert one.std is not None
    assert abs(one.value - truth) == pytest.approx(one.std, rel=0.01, abs=1e-4)  # times in whole seconds


def balanced(recording: Recording) -> Balance:
    """The balance of the only test in a recording."""
    made = cycling(recording, "half", AREA)
    passed, ends = charges(made), ends_at_cutoff(recording, made.halves).ends
    (one,) = aurbach_tests(passed.value, ends)
    return balance(made.halves, one, passed)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_slope_of_the_efficiency_is_its_derivative_with_its_sign(sign: int) -> None:
    steps, shift = sequence(10, 18.0, 3.6, 14.0, sign=sign), 1e-7
    clean, moved = (balanced(recorded(steps, offset=x)) for x in (0.0, shift))
    assert moved.efficiency - clean.efficiency == pytest.approx(-shift * clean.slope, rel=1e-3)


def test_the_random_error_is_that_of_the_noise_of_both_directions() -> None:
    """The scatter of many recordings of one test, whose every reading of the current is noisy."""
    rng, noise = np.random.default_rng(1), 1e-7
    clean = recorded(sequence(5, 18.0, 3.6, 14.0))
    found = [
        balanced(replace(clean, columns={**clean.columns, "current_ampere": clean.current + noise * white}))
        for white in rng.standard_normal((150, len(clean)))
    ]
    stated = np.median([b.random.normal for b in found])
    assert np.std([b.efficiency for b in found]) == pytest.approx(stated, rel=4 / np.sqrt(2 * len(found)))


def test_the_table_has_the_efficiency_by_the_readings_and_by_the_counter() -> None:
    clean = recorded(sequence(5, 18.0, 3.6, 14.0))
    (row,) = aurbach_efficiency(cycling(clean, "half", AREA)).tables
    assert row.columns["efficiency_by_readings"].values[0] == pytest.approx(32 / 36)
    assert isnan(row.columns["efficiency_by_counter"].values[0])
    passed = np.diff(clean.time, prepend=0.0) * clean.current / 3600
    counters = {
        "charging_capacity_ah": np.cumsum(np.maximum(passed, 0.0)),
        "discharging_capacity_ah": np.cumsum(np.maximum(-passed, 0.0)),
    }
    (row,) = aurbach_efficiency(cycling(replace(clean, columns=clean.columns | counters), "half", AREA)).tables
    assert row.columns["efficiency_by_counter"].values[0] == pytest.approx(32 / 36)


@pytest.mark.parametrize(("last", "is_said"), [(17.5, False), (18.5, True)])
def test_more_stripped_than_plated_in_a_test_is_said(last: float, is_said: bool) -> None:
    result = part(sequence(10, 18.0, 3.6, last))
    assert ("more-stripped-than-plated" in {r.code for r in result.remarks}) == is_said


def test_an_offset_that_cannot_be_seen_is_assumed_and_an_input() -> None:
    """Up to 0.1 % of the current: about twice that in the efficiency, over the root of three."""
    result = part(sequence(10, 18.0, 3.6, 17.0))
    (one,) = named(result, UNFORMED)
    assert one.std == pytest.approx(2 * one.value * 1e-3 / 3**0.5, rel=0.02)
    (assumed,) = (f for f in one.origin.inputs if f.question.name == "offset_current")
    assert isinstance(assumed.origin, Assumed)
    assert assumed not in result.findings
    assert "offset-unknown" in {r.code for r in result.remarks}


def test_a_simulated_recording_has_no_assumed_offset() -> None:
    made = reservoir_cell(1, test=ReservoirTest(cycles=5, samples=40))
    (one,) = named(aurbach_efficiency(cycling(made.recording, None, AREA)), FORMED)
    assert one.std is None


def test_the_efficiency_of_the_cycles_alone_is_below_that_of_all_plated_charge() -> None:
    n, qt, qc, qs = 10, 18.0, 3.6, 17.0
    (row,) = part(sequence(n, qt, qc, qs)).tables
    assert row.columns["efficiency_of_cycles"].values[0] == pytest.approx(1 - (qt - qs) / (n * qc))
    assert row.columns["efficiency"].values[0] == pytest.approx((n * qc + qs) / (n * qc + qt))


def test_counting_that_starts_with_plating_gives_the_same_number() -> None:
    """QT and the first Qc are one plating then, the last Qc and Qs one stripping."""
    n, qt, qc, qs = 10, 18.0, 3.6, 16.0
    inner = chain.from_iterable((stripped(qc), plated(qc)) for _ in range(n - 1))
    steps = [plated(qt), rest(), plated(qc), *inner, stripped(qc), rest(), stripped(qs, cutoff=0.5)]
    (one,) = named(part(steps), UNFORMED)
    assert one.value == pytest.approx((n * qc + qs) / (n * qc + qt), rel=1e-9)


def test_a_repeat_has_its_formation_in_the_one_before() -> None:
    once, again = sequence(10, 18.0, 3.6, 16.0), sequence(10, 18.0, 3.6, 17.0)
    result = part([*once, rest(volts=0.2), *again])
    (first,), (second,) = named(result, UNFORMED), named(result, FORMED)
    assert (first.value, second.value) == (pytest.approx(52 / 54), pytest.approx(53 / 54))
    assert first.question.at["cycle"] == (1, 11)
    assert second.question.at["cycle"] == (12, 22)
    assert "formed-by-test-before" in {r.code for r in result.remarks}
    said = [re.findall(r"\d+", r.text)[:2] for r in result.remarks if r.code == "aurbach-test"]
    assert said == [["1", "11"], ["12", "22"]]
    assert result.tables[0].columns["first_cycle"].values.tolist() == [1, 12]
    assert result.tables[0].columns["last_cycle"].values.tolist() == [11, 22]


def test_repeats_with_formation_each() -> None:
    steps = [*sequence(6, 18.0, 3.6, 15.0, formation=(18.0, 16.0)), rest(volts=0.2)] * 3
    result = part(steps)
    assert [f.value for f in named(result, FORMED)] == pytest.approx([(6 * 3.6 + 15) / (6 * 3.6 + 18)] * 3)
    assert not named(result, UNFORMED)
    assert "formed-by-test-before" not in {r.code for r in result.remarks}  # each has its own formation


def test_a_last_strip_that_ends_before_the_cut_off_is_refused() -> None:
    result = part([*sequence(10, 18.0, 3.6, 9.0, cutoff=None), rest(), plated(1.0, readings=20)])
    assert not [f for f in result.findings if "aurbach" in f.question.name]
    assert "not-stripped-to-cut-off" in {r.code for r in result.remarks}
    assert result.tables[0].columns["ending"].values == ("not stripped to the cut-off",)


@pytest.mark.parametrize("stop", [8, 9, 15, 20])
def test_an_interrupted_test_is_a_bound(stop: int) -> None:
    """All that lies on the foil may be lost or may be won: stripped over plated is the least."""
    steps = sequence(10, 18.0, 3.6, 16.0)[:stop]
    strips, plates = stop // 2 * 3.6, 18.0 + (stop - 1) // 2 * 3.6
    (one,) = named(part(steps), UNFORMED)
    assert one.bound == "at least"
    assert one.std is None
    assert one.value == pytest.approx(strips / plates)
    assert one.value < 52 / 54
    assert "interrupted" in {r.code for r in part(steps).remarks}


def test_a_test_interrupted_inside_a_half_cycle() -> None:
    steps = sequence(10, 18.0, 3.6, 16.0)
    (one,) = named(part([*steps[:13], stripped(1.8, readings=10)]), UNFORMED)
    assert (one.bound, one.value) == ("at least", pytest.approx((6 * 3.6 + 1.8) / (18 + 6 * 3.6)))
    (one,) = named(part([*steps[:14], plated(1.8, readings=10)]), UNFORMED)
    assert (one.bound, one.value) == ("at least", pytest.approx(7 * 3.6 / (18 + 6 * 3.6 + 1.8)))


def test_a_reservoir_that_is_used_up() -> None:
    begin = sequence(6, 7.2, 3.6, 2.0)
    steps = [*begin, rest(volts=0.2), *[plated(3.6), stripped(2.2, cutoff=0.5), rest(volts=0.2)] * 3]
    result = part(steps)
    (one,) = named(result, UNFORMED)
    assert one.value == pytest.approx((6 * 3.6 + 2.0) / (6 * 3.6 + 7.2))
    assert "reservoir-used-up" in {r.code for r in result.remarks}


def test_sodium_left_before_is_said() -> None:
    steps = [plated(9.0), stripped(3.0), *sequence(10, 18.0, 3.6, 16.0)]
    assert "sodium-left-before" in {r.code for r in part(steps).remarks}


def test_other_currents_are_said() -> None:
    steps = sequence(10, 18.0, 3.6, 16.0)
    steps[0] = plated(18.0, 5e-4)
    result = part(steps)
    assert named(result, UNFORMED)[0].value == pytest.approx(52 / 54)
    (differ,) = (r for r in result.remarks if r.code == "currents-differ")
    assert "0.5 to 1 mA" in differ.text


@pytest.mark.parametrize(
    "steps",
    [
        [s for _ in range(20) for s in (plated(3.6), stripped(3.5, cutoff=0.5), rest(volts=0.2))],
        [s for _ in range(20) for s in (plated(3.6), stripped(3.6))],
        [s for q in (7.2, 7.2, 7.2, 3.6, 3.6, 3.6, 3.6) for s in (plated(q), stripped(q))],
        [rest()],
        [plated(3.6)],
    ],
    ids=["to the cut-off each time", "equal charges", "two capacities", "a rest", "one plating"],
)
def test_what_is_no_reservoir(steps: list[Made]) -> None:
    result = part(steps)
    assert not result.findings
    assert [r.code for r in result.remarks] == ["no-aurbach-test"]


@pytest.mark.parametrize("formation", [0.0, 180e3])
@pytest.mark.parametrize("cycles", [5, 20, 60])
@pytest.mark.parametrize("shift", [0.0, 2e-7])
def test_synthetic_reservoirs(formation: float, cycles: int, shift: float) -> None:
    made = reservoir_cell(
        cycles,
        test=ReservoirTest(formation=formation, cycles=cycles, efficiency=0.9871, rest=600.0, samples=60),
        instrument=Instrument(noise=5e-4, current_offset=shift),
    )
    result = aurbach_efficiency(cycling(made.recording, None, AREA))
    (one,) = named(result, FORMED if formation else UNFORMED)
    assert one.value == pytest.approx(0.9871, abs=1e-4)  # read at rest and in both directions, so subtracted
    assert ("offset-subtracted" in {r.code for r in result.remarks}) == (shift > 0)
    if shift:
        assert one.std == pytest.approx(0.1 / 3**0.5 * 2 * 0.9871 * shift / 5e-4, rel=0.05)
