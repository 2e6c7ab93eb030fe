"""iR drops: the step, its delay, and what it is not taken for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_cells import cell, cycling_of, known, one, values

from natria.lab.cycling.symmetric.ir_drop import ir_drop, switches
from natria.record import Recording

FLOW = 1e-3
SOON = (0.05, 0.1, 0.2, 0.4, 0.7, 1.0)


def pulses(resistance=20.0, diffusion=0.0, readings=SOON, n=4):
    """Rest and pulses of alternating sign around one voltage, with a voltage that goes on as sqrt(t)."""
    time, voltage, current = [0.0], [3.0], [0.0]
    ticks = np.unique(np.r_[np.array(readings), np.arange(10, 500, 10)])
    for k in range(2 * n):
        rest = np.arange(50, 500, 50)
        time += list(time[-1] + rest)
        voltage += [3.0] * len(rest)
        current += [0.0] * len(rest)
        flow = FLOW if k % 2 == 0 else -FLOW
        time += list(time[-1] + ticks)
        voltage += list(3.0 + flow * (resistance + diffusion * np.sqrt(ticks)))
        current += [flow] * len(ticks)
    columns = {"test_time_second": time, "voltage_volt": voltage, "current_ampere": current}
    return Recording("pulses", "0" * 64, {k: np.array(v) for k, v in columns.items()}, "made")


@given(st.floats(0.5, 500.0), st.floats(0.0, 20.0))
def test_the_step_is_taken_back_to_the_switch(resistance, diffusion):
    part = ir_drop(cycling_of(pulses(resistance=resistance, diffusion=diffusion)))
    assert one(part, "ir_drop", delay=0.0, cell_current=FLOW).value == pytest.approx(FLOW * resistance, rel=1e-6)
    assert one(part, "switching_resistance", delay=0.0, cell_current=-FLOW).value == pytest.approx(resistance, rel=1e-6)
    read = FLOW * (resistance + diffusion * np.sqrt(0.05))
    (late,) = [f for f in part.findings if f.question.at["delay"] > 0 and f.value == pytest.approx(read, rel=1e-6)][:1]
    assert late.question.at["delay"] == pytest.approx(0.05)


def test_late_readings_say_so_and_are_not_taken_back():
    part = ir_drop(cycling_of(pulses(readings=(30.0,))))
    assert {f.question.at["delay"] for f in part.findings} == {10.0}
    assert "slow-ir-drops" in {r.code for r in part.remarks}


def test_times_written_too_coarsely_are_not_taken_back():
    fine = pulses(diffusion=5.0)
    columns = {**fine.columns, "test_time_second": np.floor(fine.time)}
    part = ir_drop(cycling_of(Recording("coarse", "0" * 64, columns, "made")))
    assert part.findings
    assert all(f.question.at["delay"] >= 1.0 for f in part.findings)  # a tick of the clock


def test_a_reversal_is_a_step_of_both_currents():
    turned = cell([(FLOW, 10.0), (-FLOW, 10.0)] * 3, rest=0.0, resistance=50.0)
    steps = [s for s in switches(turned) if "rest" not in s.what]
    assert {s.what for s in steps} == {"charge to discharge", "discharge to charge"}
    assert [abs(s.current) for s in steps] == pytest.approx([2 * FLOW] * len(steps))


def test_all_switches_are_in_the_table_and_two_numbers_never_answer_one_question():
    part = ir_drop(cycling_of(pulses()))
    (rows,) = part.tables
    on, off = {"rest to charge", "rest to discharge"}, {"charge to rest", "discharge to rest"}
    assert set(rows.columns["what"].values) == on | off
    questions = [(f.question.name, tuple(sorted(f.question.at.items()))) for f in part.findings]
    assert len(questions) == len(set(questions))


def test_the_area_is_an_input():
    area = known("face_area", 1e-4)
    part = ir_drop(cycling_of(pulses(), area=area))
    assert all(area in f.origin.inputs for f in part.findings)
    assert values(part, "ir_drop", current=FLOW / 1e-4)


def test_a_voltage_that_goes_the_other_way_is_no_drop():
    part = ir_drop(cycling_of(pulses(resistance=-20.0)))
    assert part.findings == ()


def test_a_current_that_never_switches_has_none():
    columns = {
        "test_time_second": np.arange(50.0),
        "voltage_volt": np.linspace(1, 2, 50),
        "current_ampere": np.full(50, FLOW),
    }
    assert ir_drop(cycling_of(Recording("x", "0" * 64, columns, "made"))).findings == ()
    still = {**columns, "current_ampere": np.zeros(50)}
    assert ir_drop(cycling_of(Recording("x", "0" * 64, still, "made"))).findings == ()
