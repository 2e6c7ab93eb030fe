"""The four papers' cells in the engine: what must hold between simulation and paper, whatever the numbers of today."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib import import_module
from math import inf, isnan
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = str(Path(__file__).parents[2] / "benchmarks")
MA, HOUR = 10.0, 3600.0


def case(name):
    """A module of benchmarks/cases, which prints the tables of the page."""
    if BENCHMARKS not in sys.path:
        sys.path.insert(0, BENCHMARKS)
    return import_module(f"cases.{name}")


@pytest.fixture(scope="module")
def running():
    return case("running")


def cells_of(sheet):
    """A sheet as a table by its first column."""
    return {str(row[0]): dict(zip(sheet.head[1:], row[1:], strict=True)) for row in sheet.rows}


# --- kumar2020


@pytest.fixture(scope="module")
def kumar():
    return case("kumar2020")


@pytest.fixture(scope="module")
def bpi(running):
    return running.prepared_of("kumar2020/bpi")


def volts(running, prepared, current, cell=None, cycles=4):
    return running.cycled(prepared, current, 1, cell, cycles).overpotential


def test_a_layer_fitted_at_3um_shows_its_overpotential_and_too_much_at_35um(running, bpi):
    thick, bare = (running.prepared_of(f"kumar2020/bpi/{name}") for name in ("35um", "pristine"))
    thin_v, thick_v, bare_v = (volts(running, p, 1, cycles=2) for p in (bpi, thick, bare))
    assert bare_v < thin_v < thick_v
    assert thin_v == pytest.approx(running.reported("kumar2020:eta-3um"), rel=0.03)  # the fit leaves the salt out
    assert thick_v > 2 * running.reported("kumar2020:eta-35um")


def test_whether_one_or_both_electrodes_carry_the_layer_the_overpotential_cannot_tell(running, bpi):
    one = running.prepared_of("kumar2020/bpi", "one layer")
    assert not one.cell.counter.films
    assert volts(running, one, 20) == pytest.approx(volts(running, bpi, 20), rel=1e-3)


def test_the_model_rises_up_to_50_where_the_paper_falls(running, bpi):
    rising = [volts(running, bpi, j) for j in (1, 10, 25, 40, 50)]
    assert np.all(np.diff(rising) > 0)


def test_the_separator_decides_whether_50_mA_can_be_carried(running, kumar, bpi):
    for number in (5, 9, 10):
        cell = kumar._macmullin(bpi.cell, number)
        ending = running.cycled(bpi, 50, 1, cell, 2).ending
        assert bool(ending) == (kumar.limiting_current(cell) < 50 * MA)
        assert ending is None or ending.event == "salt depleted"


def test_the_heat_that_a_cell_makes_is_not_the_heat_it_would_need(running, bpi):
    heat = case("kumar2020_heat")
    low = volts(running, bpi, heat.LARGEST_RISING)
    for law in (bpi.cell, heat.by_law(bpi.cell, heat.vft(0.06, 150), liquid=False)):
        hot = heat.Warmed(50, law)
        own = running.cycled(bpi, 50, 1, law, 8)
        assert own.overpotential > low
        needed = hot.needed(low)
        assert isnan(needed) or needed > 3 * own.warming


def test_the_balance_of_heat_is_what_the_engine_warms_to(running, bpi):
    heat = case("kumar2020_heat")
    steady = heat.Warmed(40, bpi.cell).own(1.0)
    assert steady == pytest.approx(running.cycled(bpi, 40, 1, cycles=12).warming, rel=0.05)


def test_what_area_and_shorts_would_need_does_what_it_is_needed_for(running, kumar, bpi):
    target = volts(running, bpi, 25, cycles=6)
    factor = kumar.area_needed(40, target, layers=True)
    assert 1 < factor < 10
    assert volts(running, bpi, 40, kumar.spread_out(bpi.cell, factor, layers=True), 10) == pytest.approx(
        target, rel=0.01
    )
    assert kumar.short_needed(50, target) == pytest.approx(0.5, abs=0.02)  # the current at which it would be as low


def test_larger_faces_alone_cannot_do_it_at_50(running, kumar, bpi):
    assert isnan(kumar.area_needed(50, volts(running, bpi, 25, cycles=6), layers=False))


# --- lu2026


@pytest.fixture(scope="module")
def lu():
    return case("lu2026")


def test_tafel_exchange_currents_cost_what_butler_volmer_says(lu):
    rows = cells_of(lu.anode_costs())
    assert rows["SFC-Na"]["faces, mV"] == pytest.approx(279, abs=1)
    assert rows["P-Na"]["faces, mV"] == pytest.approx(690, abs=1.5)
    assert rows["SFC-Na"]["cell, mV"] > 5 * 40


def test_no_cell_meets_the_reported_overpotential_with_the_tafel_number(running, lu):
    prepared = running.prepared_of(lu.ANODES["SFC-Na"])
    free = lu.bare(lu.free_gel(prepared.cell))
    reported = running.reported("lu2026:eta-05")
    least, designed = (lu.exchange_needed(cell, reported) for cell in (free, prepared.cell))
    assert 10 * prepared.cell.working.exchange_current < least < designed
    met = running.cycled(prepared, 0.5, 0.5, lu.with_exchange(prepared.cell, designed), 2)
    assert met.overpotential == pytest.approx(reported, rel=1e-3)


def test_the_deposition_ends_with_the_foil_long_after_every_reported_short(running, lu):
    for name, system in lu.ANODES.items():
        done, _ = lu.deposited(system)
        assert done.ending.event == "counter electrode empty"
        charge = 0.5 * MA * done.ending.time
        assert charge == pytest.approx(done.prepared.cell.counter.inventory, rel=1e-6)
        assert done.ending.time > 4 * running.reported(lu.SHORTED[name])
        assert done["least_salt"].min() > 0.9


def test_no_law_puts_the_anodes_in_the_order_of_their_reported_lives(lu):
    rows = cells_of(lu.margins())
    reported = rows.pop("reported: hours to the short")["worst first"]
    assert reported == "P-Na > F-Na > SFC-Na"
    assert rows
    assert reported not in [row["worst first"] for row in rows.values()]


def test_the_shorter_a_cell_lived_the_more_its_current_must_have_been_drawn_together(running, lu):
    needed = [lu.focusing_needed(lu.ANODES[n], running.reported(lu.SHORTED[n])) for n in ("SFC-Na", "F-Na", "P-Na")]
    assert 1 < needed[0] < needed[1] < needed[2]


# --- chi2022


@pytest.fixture(scope="module")
def chi():
    return case("chi2022")


def test_the_ohms_of_the_trilayer_are_in_its_glass_and_stay_there(chi):
    low, high = (chi.budget_by_part(chi.TRILAYER, j) for j in (0.05, 2.3))
    assert low["all layers"] == pytest.approx(404, abs=2)
    assert low["all layers"] == pytest.approx(low["outer-1"] + low["core"] + low["outer-2"], rel=1e-6)
    assert low["both faces"] == pytest.approx(20, abs=0.1)
    assert high["both faces"] < low["both faces"]  # Butler-Volmer
    assert high["cell"] == pytest.approx(low["cell"], rel=0.01)  # the paper sees an ohmic cell up to its end


def test_heat_takes_less_than_a_hundredth_off_the_drop(chi):
    warm = chi.cycled_half_hours(chi.TRILAYER, 2.3)
    cold = chi.cycled_half_hours(chi.TRILAYER, 2.3, replace(warm.prepared.cell, heat=None))
    assert 0.99 * cold.overpotential < warm.overpotential < cold.overpotential
    assert 0 < warm.warming < 1


def between(chi, system, what_if=""):
    ramp = chi.critical(system, what_if, most=230).ramp  # up to 5.75 mA/cm^2
    found = {law: ramp.between(law, "cell") for law in ramp.laws}
    return {law: (b.passed / MA, inf if b.failed is None else b.failed / MA) for law, b in found.items()}


@pytest.mark.slow
def test_rival_laws_lie_on_both_sides_of_the_reported_critical_current(chi, running):
    reported = running.reported(chi.CCD) / MA
    laws = between(chi, chi.TRILAYER)
    assert any(high < reported for _, high in laws.values())
    assert any(low > reported for low, _ in laws.values())
    assert any(high == inf for _, high in laws.values())
    for _, high in laws.values():
        assert high > 0.5  # at which cells lived for hundreds of hours


@pytest.mark.slow
def test_the_flaw_decides_more_than_the_law(chi):
    crack = "Porz: drop of the face"
    base, larger = (between(chi, chi.TRILAYER, w)[crack] for w in ("", "a flaw of 10 um"))
    assert base[1] / larger[1] == pytest.approx(10**0.5, rel=0.06)  # a step of the ramp, and faces that are not linear


@pytest.mark.slow
def test_every_law_judges_the_face_and_so_cannot_tell_the_cores_apart(chi):
    assert between(chi, chi.TRILAYER) == between(chi, "chi2022/trilayer/ht-core")


# --- yuan2025


@pytest.fixture(scope="module")
def yuan():
    return case("yuan2025")


def test_the_layer_of_the_engine_grows_in_cycling_as_at_rest(yuan):
    cell = yuan.prepared_of(yuan.NAS).cell
    rest, cycling = (yuan.grown(cell, cycling=c, hours=40) for c in (False, True))
    hours = np.linspace(0, 40, 41) * HOUR
    one, other = (np.interp(hours, d["time"], d["thickness_working"]) for d in (rest, cycling))
    assert one == pytest.approx(other, rel=1e-3, abs=1e-10)
    assert one[15] > 0.95 * one[-1]


def test_what_settles_after_120_h_in_cycling_has_hardly_grown_after_15_h_at_rest(yuan):
    cell = yuan.prepared_of(yuan.NAS).cell
    final, _ = yuan._growth_of(cell)
    slowed = yuan.with_growth(cell, "self-limiting", final, 40 * HOUR)
    assert yuan.settles(yuan.grown(slowed, cycling=True)) == pytest.approx(120, abs=5)
    rest = yuan.grown(slowed, cycling=False, hours=24)
    at_15 = float(np.interp(15 * HOUR, rest["time"], rest["thickness_working"]))
    assert at_15 < 0.5 * final
    assert rest["thickness_working"][-1] > 1.3 * at_15  # it would be seen to go on


def test_the_overpotential_of_the_design_settles_when_its_layer_does(running, yuan):
    settled = yuan.settles(yuan.grown(yuan.prepared_of(yuan.NAS).cell, cycling=True))
    assert settled == pytest.approx(running.reported("yuan2025:interlayer-complete") / HOUR, rel=0.1)
    assert 6 * settled < running.reported("yuan2025:overpotential-settles") / HOUR


@pytest.mark.parametrize(("law", "parameter"), [("parabolic", 1e-12 / (15 * HOUR)), ("linear", 1e-6 / (15 * HOUR))])
def test_laws_without_an_end_never_let_the_overpotential_settle(yuan, law, parameter):
    cell = yuan.with_growth(yuan.prepared_of(yuan.NAS).cell, law, parameter)
    assert isnan(yuan.settles(yuan.grown(cell, cycling=True, hours=240)))


def test_the_ratio_of_end_and_onset_is_that_of_the_law(yuan):
    rows = cells_of(yuan.ratios())
    assert rows["self-limiting"]["5 and 95 %"] == pytest.approx(np.log(20) / -np.log(0.95))
    assert rows["linear, to an end"]["5 and 95 %"] < 20 < rows["parabolic, to an end"]["5 and 95 %"]
    assert rows["logarithmic"]["5 and 95 %"] == "no end"


# --- the page


def test_a_number_that_was_not_printed_is_found():
    if BENCHMARKS not in sys.path:
        sys.path.insert(0, BENCHMARKS)
    script = import_module("cells_cases")
    page = "| 50.8 | 1e-05 |\nat 35 um it is 132, not `77` or [this](page-99.md)"
    assert script.unprinted(page, "| 50.8 | 1e-05 | 35 um |") == ["132"]
