"""The generator does what it states: falls, healing, the terms of the voltage, and true CE by fine coulomb counting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from independent import (
    DISTURBANCES,
    AurbachSettings,
    CycleSettings,
    InstrumentSettings,
    PathSettings,
    PlatingSettings,
    SymmetricSettings,
    aurbach_recording,
    cycle_recording,
    plating_recording,
    random_aurbach,
    random_cycle_efficiency,
    random_healthy,
    random_plating,
    random_short,
    share_of,
    symmetric_recording,
)
from natria.record import Recording

EVERY_10_S = InstrumentSettings(10.0)
QUIET = SymmetricSettings(growth=0.0, scatter=0.0, nucleation=0.0, diffusion=0.0, half_cycles=40)
FINE = InstrumentSettings(0.1)


def levels(recording: Recording) -> np.ndarray:
    """Median |V| of each half-cycle, by the sign of the current."""
    on = np.flatnonzero(recording.current)
    current = recording.current[on]
    starts = np.flatnonzero(np.r_[True, np.sign(current[1:]) != np.sign(current[:-1])])
    return np.array([np.median(x) for x in np.split(np.abs(recording.voltage[on]), starts[1:])])


def counted_efficiency(recording: Recording, skip: float = 0.0) -> float:
    """(stripped) over (plated) of the readings after `skip` seconds, by trapezoids; plating is negative."""
    chosen = recording.time >= skip
    time, current = recording.time[chosen], recording.current[chosen]
    same = np.sign(current[1:]) == np.sign(current[:-1])
    passed = np.where(same, 0.5 * (current[1:] + current[:-1]) * np.diff(time), 0.0)
    return float(passed[passed > 0].sum() / -passed[passed < 0].sum())


@pytest.mark.parametrize("share", [0.1, 0.25, 0.4, 0.6, 0.9])
@pytest.mark.parametrize("fall", [0, 0.3, 1, 5, 15])
def test_a_short_lowers_the_voltage_by_its_share(share, fall):
    path = PathSettings(15.25 * 3600, share, fall * 3600)
    found = levels(symmetric_recording(QUIET, EVERY_10_S, path).recording)
    assert found[:15] == pytest.approx(found[0])
    assert found[-5:] / found[0] == pytest.approx(1 - share, rel=1e-6)


def test_a_fall_takes_the_time_that_it_states():
    path = PathSettings(15 * 3600.0, 0.4, 10 * 3600.0)
    found = levels(symmetric_recording(QUIET, EVERY_10_S, path).recording)
    assert found[20] / found[0] == pytest.approx(1 - 0.4 * 0.55, abs=1e-3)  # the middle of half-cycle 20


def test_a_path_gives_back_a_half_where_it_heals():
    path = PathSettings(10 * 3600.0, 0.6, 0.0, heals_at=20 * 3600.0)
    found = levels(symmetric_recording(QUIET, EVERY_10_S, path).recording)
    assert found[15] / found[0] == pytest.approx(0.4)
    assert found[-1] / found[0] == pytest.approx(0.7)


@pytest.mark.parametrize("shape", ["linear", "late", "stairs"])
def test_a_path_grows_from_its_onset_to_its_share(shape):
    time = np.linspace(0, 300, 601)
    share = share_of(PathSettings(100, 0.4, 100, shape=shape), time)
    assert not share[time < 100].any()
    assert share[time >= 200] == pytest.approx(0.4)
    assert (np.diff(share) >= 0).all()


def test_a_flickering_path_flickers_most_while_it_grows():
    time = np.linspace(0, 1000, 10001)
    plain, noisy = (share_of(PathSettings(100, 0.4, 200, flicker=f), time, 3) for f in (0.0, 0.3))
    growing, grown = (time > 100) & (time < 300), time > 300
    assert np.std((noisy - plain)[growing]) > 2 * np.std((noisy - plain)[grown]) > 0


def test_the_voltage_has_its_ohmic_and_its_kinetic_part():
    made = symmetric_recording(replace(QUIET, electrolyte=10.0, interphase=30.0, exchange=(1e-3, 2e-3)), EVERY_10_S)
    faces = 2 * 8.314462618 * 298.15 / 96485.33212 * (np.arcsinh(0.5) + np.arcsinh(0.25))
    assert levels(made.recording) == pytest.approx(40e-3 + faces, rel=1e-6)


def test_diffusion_rises_with_the_root_of_time_and_saturates():
    still = replace(QUIET, diffusion=100.0, diffusion_time=3600.0, half_cycles=1, charge=36.0)
    r = symmetric_recording(still, EVERY_10_S).recording
    rise = r.voltage - symmetric_recording(replace(still, diffusion=0.0), EVERY_10_S).recording.voltage
    early = [np.interp(t, r.time, rise) for t in (100, 400)]
    assert early[1] / early[0] == pytest.approx(2, rel=0.35)  # four modes: not yet a perfect root
    assert rise[-1] == pytest.approx(0.1, rel=1e-3)


def test_activation_falls_from_the_first_cycle_on_and_slows():
    found = levels(symmetric_recording(replace(QUIET, activation=1.0, activation_cycles=4.0), EVERY_10_S).recording)
    steps = np.diff(found[::2])
    assert (steps < 0).all()
    assert (np.diff(steps) > 0).all()


@pytest.mark.parametrize(("law", "halfway"), [("linear", 0.5), ("sqrt", 0.5**0.5)])
def test_growth_follows_its_law(law, halfway):
    cell = replace(QUIET, growth=1.0, law=law, half_cycles=201, exchange=(1e9, 1e9), charge=0.36, electrolyte=0.0)
    found = levels(symmetric_recording(cell, EVERY_10_S).recording)
    assert found[200] / found[0] == pytest.approx(2)
    assert found[100] / found[0] - 1 == pytest.approx(halfway)


def test_day_and_night_change_the_voltage_by_a_few_percent_with_a_period_of_a_day():
    found = levels(symmetric_recording(replace(QUIET, swing=1.0, half_cycles=49), EVERY_10_S).recording)
    assert 0.02 < np.ptp(found) / found.mean() < 0.12
    assert found[24:] == pytest.approx(found[:25], rel=1e-3)


def test_rate_steps_change_the_current_and_come_back():
    cell = replace(QUIET, currents=(0.5e-3, 1e-3, 2e-3), block=5, charge=1.8)
    r = symmetric_recording(cell, EVERY_10_S).recording
    assert set(np.abs(r.current)) == {0.5e-3, 1e-3, 2e-3}
    assert abs(r.current[-1]) == 0.5e-3


@pytest.mark.parametrize(("is_read", "inside"), [(False, False), (True, False), (False, True)])
def test_interruptions_are_gaps_or_readings_at_rest(is_read, inside):
    cell = replace(QUIET, interrupt_every=5, interrupt=1800.0, interrupt_read=is_read, interrupt_inside=inside)
    r = symmetric_recording(cell, EVERY_10_S).recording
    assert (r.current == 0).any() == is_read
    assert (np.diff(r.time) > 1000).any() != is_read
    assert r.time[-1] == pytest.approx(40 * 3600 + 3 * 1800)


def test_trigger_writes_changes_of_the_voltage_and_the_longest_interval():
    cell = replace(QUIET, diffusion=20.0)
    every, few = (symmetric_recording(cell, InstrumentSettings(120.0, step=s)).recording for s in (1e-9, 2e-3))
    assert len(few) < len(every) / 4
    assert np.diff(few.time).max() <= 121
    same = np.sign(few.current[1:]) == np.sign(few.current[:-1])
    assert np.abs(np.diff(few.voltage))[same].max() < 6e-3


def test_readings_are_lost_singly_and_in_blocks():
    instrument = InstrumentSettings(10.0, dropout=0.2, blocks=((36000.0, 43200.0),))
    whole, less = (symmetric_recording(QUIET, i).recording for i in (EVERY_10_S, instrument))
    assert len(less) / len(whole) == pytest.approx(0.8 * 38 / 40, abs=0.01)
    assert not ((less.time >= 36000) & (less.time < 43200)).any()


def test_noise_spikes_and_resolution_are_what_they_state():
    whole, noisy = (
        symmetric_recording(QUIET, i).recording
        for i in (EVERY_10_S, InstrumentSettings(10.0, noise=1e-3, resolution=1e-4, spikes=20))
    )
    off = noisy.voltage - whole.voltage
    assert np.median(np.abs(off)) / 0.6745 == pytest.approx(1e-3, rel=0.05)
    assert 15 <= (np.abs(off) > 8e-3).sum() <= 20


def test_a_plated_cell_has_a_dip_a_plateau_and_a_fall():
    cell = PlatingSettings(duration=100 * 3600.0, drift=0.0, diffusion=0.0, nucleation=0.02)
    path = PathSettings(80 * 3600.0, 0.6, 3600.0)
    r = plating_recording(cell, InstrumentSettings(60.0), path).recording
    plateau = np.interp(50 * 3600, r.time, r.voltage)
    assert r.voltage[0] - plateau == pytest.approx(0.02, rel=1e-2)
    assert (r.current > 0).all()
    assert r.voltage[-1] / plateau == pytest.approx(0.4, rel=1e-6)


@pytest.mark.parametrize("exhausted", [True, False])
def test_a_healthy_plating_ends_at_the_voltage_limit_or_by_the_operator(exhausted):
    made = plating_recording(PlatingSettings(exhausted=exhausted), InstrumentSettings(60.0))
    assert made.truth.is_healthy
    assert (made.recording.voltage[-1] > 4) == exhausted
    assert made.truth.ended == ("voltage limit" if exhausted else "operator")


def test_interruptions_of_a_plating_do_not_change_the_charge():
    cell = PlatingSettings(duration=50 * 3600.0, interrupt_every=7 * 3600.0, interrupt_read=True)
    r = plating_recording(cell, InstrumentSettings(10.0)).recording
    assert np.trapezoid(r.current, r.time) == pytest.approx(0.5e-3 * 50 * 3600, rel=1e-3)


@pytest.mark.parametrize("efficiency", [0.97, 0.99, 0.9998])
def test_fine_coulomb_counting_gives_the_true_efficiency(efficiency):
    settings = AurbachSettings(efficiency=efficiency, conditioning_efficiency=None, cycles=4)
    r = aurbach_recording(settings, FINE).recording
    assert counted_efficiency(r) == pytest.approx(efficiency, abs=3e-5)


def test_conditioning_has_its_own_efficiency():
    r = aurbach_recording(AurbachSettings(0.995, 0.9, cycles=2), FINE).recording
    first_end = 14400 + 0.9 * 14400
    assert counted_efficiency(r, first_end + 0.05) == pytest.approx(0.995, abs=3e-5)
    assert counted_efficiency(r) < 0.96


@pytest.mark.parametrize("where", ["readings", "regulation"])
def test_an_offset_shows_in_the_current_or_in_the_duration(where):
    settings = AurbachSettings(0.99, None, cycles=4, offset=1e-3, offset_in=where)
    r = aurbach_recording(settings, FINE).recording
    shown = np.abs(r.current[r.current > 0]).mean() / np.abs(r.current[r.current < 0]).mean()
    assert shown == pytest.approx(1.002 if where == "readings" else 1.0, abs=1e-5)
    assert abs(counted_efficiency(r) - 0.99) == pytest.approx(2e-3, rel=0.05)


@pytest.mark.parametrize("at_rest", [True, False])
def test_an_offset_of_the_readings_may_show_at_rest(at_rest):
    settings = AurbachSettings(0.99, None, cycles=2, rest=600.0, offset=1e-3, offset_at_rest=at_rest)
    r = aurbach_recording(settings, EVERY_10_S).recording
    resting = np.abs(r.current) < 1e-5
    assert resting.any()
    assert r.current[resting] == pytest.approx(1e-6 if at_rest else 0.0)


@pytest.mark.parametrize("counter", ["net", "step", "cycle"])
def test_the_counter_knows_nothing_of_the_sampling(counter):
    settings = AurbachSettings(0.99, None, cycles=3, counter=counter)
    coarse, fine = (aurbach_recording(settings, InstrumentSettings(i)).recording for i in (60.0, 1.0))
    for name in set(coarse.columns) - {"test_time_second", "voltage_volt", "current_ampere"}:
        assert coarse.columns[name][-1] == pytest.approx(fine.columns[name][-1], rel=1e-9)
        assert coarse.columns[name].max() == pytest.approx(fine.columns[name].max(), rel=1e-9)


def test_a_step_may_end_between_two_readings():
    short = aurbach_recording(AurbachSettings(end_read=False), InstrumentSettings(60.0)).recording
    full = aurbach_recording(AurbachSettings(end_read=True), InstrumentSettings(60.0)).recording
    assert len(short) < len(full)
    assert 0 < full.time[-1] - short.time[-1] <= 60


def test_mirrored_cells_have_the_signs_the_other_way():
    settings = AurbachSettings(counter="cycle")
    a, b = (aurbach_recording(replace(settings, mirrored=m), EVERY_10_S).recording for m in (False, True))
    assert (a.current == -b.current).all()
    assert (a.voltage == -b.voltage).all()
    assert (a.columns["charging_capacity_ah"] == b.columns["discharging_capacity_ah"]).all()


def test_cycles_of_formation_have_a_lower_efficiency():
    settings = CycleSettings(AurbachSettings(0.995, cycles=20), formation_loss=0.1, formation_cycles=1.0)
    made = cycle_recording(settings, FINE)
    assert list(made.truth.formation) == sorted(made.truth.formation)
    assert made.truth.formation[0] == pytest.approx(0.895)
    assert made.truth.efficiency == pytest.approx(0.995, abs=2e-4)
    mean = np.mean([*made.truth.formation, *[made.truth.efficiency] * (20 - len(made.truth.formation))])
    assert counted_efficiency(made.recording) == pytest.approx(mean, abs=5e-5)


@pytest.mark.parametrize("disturbance", [None, "none", *DISTURBANCES, "all"])
def test_a_healthy_draw_has_the_disturbance_and_no_path(disturbance):
    made = random_healthy(7, disturbance)
    assert made.truth.is_healthy
    if disturbance in DISTURBANCES:
        assert made.truth.disturbances == (disturbance,)


@pytest.mark.parametrize("fall", [0, 0.3, 1, 5, 15, 50])
def test_a_drawn_short_lies_within_its_test(fall):
    for seed in range(5):
        made = random_short(seed, 0.4, fall)
        path, end = made.truth.path, made.recording.time[-1]
        assert 0 < path.onset <= path.onset + path.fall < end
        assert (path.fall == 0) == (fall == 0)
        if fall < 1:
            assert path.fall <= 0.9 * made.truth.half_cycle * 10


@pytest.mark.parametrize("fall", [None, 0.0, 600.0, 4 * 3600.0])
def test_a_drawn_plating_ends_as_it_states(fall):
    for seed in range(5):
        made = random_plating(seed, None if fall is None else 0.4, fall)
        assert made.truth.is_healthy == (fall is None)
        if made.truth.path:
            assert made.truth.path.onset + made.truth.path.fall < made.recording.time[-1]


def test_draws_are_wide_and_follow_from_their_seed():
    drawn = [random_aurbach(seed)[1].efficiency for seed in range(50)]
    assert min(drawn) < 0.98
    assert max(drawn) > 0.9993
    for draw in (random_healthy, random_plating):
        assert (draw(3).recording.voltage == draw(3).recording.voltage).all()
    assert random_cycle_efficiency(3)[0].truth == random_cycle_efficiency(3)[0].truth
    assert (random_short(3, 0.4, 5).recording.time == random_short(3, 0.4, 5).recording.time).all()
