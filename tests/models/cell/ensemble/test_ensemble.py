"""An ensemble draws what it is told, patches a design with it, and gives what each member gives by itself."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from verified_cells import FOIL, PELLET, SEPARATOR, cell_of

from natria import load_case
from natria.answers import Refuse
from natria.design import Design
from natria.design.protocol import parse
from natria.models.cell import Cell, Limits, legs, pack, prepare, run
from natria.models.cell.cell import Film, Growth, Voids
from natria.models.cell.ensemble.batch import SUMMARY
from natria.models.cell.ensemble.patches import PLACE, Member, ensemble_of, members_of, simulate_all
from natria.models.cell.ensemble.sampling import Spread, hypercube, spread_of
from natria.models.cell.equations.observe import COLUMNS
from natria.models.cell.solvers.fixed import Fixed
from natria.models.cell.solvers.legs import Leg
from natria.quantity import Assumed, Chosen, Finding, InputError, Question, VocabularyError
from natria.studies import Studio

THICKNESS = "interphase.bpi.thickness"
EXCHANGE = "working.exchange_current_density"
FITTED = "interphase.bpi.ionic_conductivity"  # to one number, so nothing tells its spread
SPREADS = (Spread(EXCHANGE, "lognormal", 13.0, 2.0), Spread(THICKNESS, "uniform", 1e-6, 2e-5))
HERE = Chosen("a test")


@pytest.fixture(scope="module")
def design() -> Design:
    return Studio(load_case("kumar2020")).design("kumar2020/bpi")


def program(*sentences: str) -> tuple[Leg, ...]:
    return tuple(legs(parse(list(sentences), {}), "symmetric"))


# --- what is drawn


@given(members=st.integers(1, 200), seed=st.integers(0, 2**32))
def test_a_hypercube_takes_each_part_of_each_spread_once(members, seed):
    spreads = (Spread("a", "uniform", 0.0, 1.0), Spread("b", "normal", 3.0, 0.5), Spread("c", "lognormal", 2.0, 3.0))
    drawn = hypercube(spreads, members, seed)
    usual = NormalDist()
    shares = {
        "a": [d["a"] for d in drawn],
        "b": [usual.cdf((d["b"] - 3.0) / 0.5) for d in drawn],
        "c": [usual.cdf(log(d["c"] / 2.0) / log(3.0)) for d in drawn],
    }
    for values in shares.values():
        parts = np.sort(np.array(values) * members)
        assert np.all(np.abs(parts - (np.arange(members) + 0.5)) <= 0.5 + 1e-6)


def test_one_seed_gives_one_hypercube():
    assert hypercube(SPREADS, 50, 7) == hypercube(SPREADS, 50, 7)
    assert hypercube(SPREADS, 50, 7) != hypercube(SPREADS, 50, 8)
    first, second = (np.array([d[path] for d in hypercube(SPREADS, 2000, 7)]) for path in (EXCHANGE, THICKNESS))
    assert abs(np.corrcoef(np.log(first), second)[0, 1]) < 0.08


@given(st.floats(1e-9, 1.0), st.sampled_from(((0.0, 1.0), (0.2, 0.5), (-np.inf, 0.3))))
def test_a_normal_spread_stays_within_its_ends(share, ends):
    spread = Spread("x", "normal", 0.4, 0.3, *ends)
    (value,) = spread.at(np.array([share]))
    assert ends[0] <= value <= ends[1]
    usual = NormalDist(0.4, 0.3)
    low, high = usual.cdf(ends[0]), usual.cdf(ends[1])
    assert usual.cdf(value) == pytest.approx(low + share * (high - low), abs=1e-9)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("normal", 1.0, 0.0), "above zero"),
        (("lognormal", 1.0, 0.9), "above one"),
        (("lognormal", -1.0, 2.0), "above zero"),
        (("uniform", 2.0, 1.0), "below its highest"),
        (("uniform", 0.0, float("inf")), "finite"),
        (("triangle", 0.0, 1.0), "no distribution 'triangle'"),
        (("normal", 0.0, 1.0, 2.0, 2.0), "no value is left"),
    ],
)
def test_a_spread_that_cannot_be_says_why(told, says):
    with pytest.raises(InputError, match=says):
        Spread("working.thickness", *told)


def test_twice_the_same_path_or_no_members_are_refused():
    with pytest.raises(InputError, match="two spreads"):
        hypercube((*SPREADS, SPREADS[0]), 10, 1)
    with pytest.raises(InputError, match="not a number of members"):
        hypercube(SPREADS, 0, 1)


def test_a_design_knows_how_uncertain_it_is(design):
    """The lognormal has the mean and the standard deviation that the design gives; 400 +- 100 um."""
    spread = spread_of(design, "working.thickness")
    square = log(spread.second) ** 2
    mean = spread.first * exp(square / 2)
    assert mean == pytest.approx(400e-6)
    assert mean * np.sqrt(exp(square) - 1) == pytest.approx(100e-6)
    path = "electrolyte.separator.cation_transference_number"
    name = "cation_transference_number"
    share = Finding(Question(name, "x"), 0.9, Assumed("a guess"), 0.1)
    assert spread_of(design.patched({path: share}), path) == Spread(path, "normal", 0.9, 0.1, 0.0, 1.0)
    between = Finding(Question(name, "x"), 0.5, Assumed("a guess"), None, (0.4, 0.6))
    assert spread_of(design.patched({path: between}), path) == Spread(path, "uniform", 0.4, 0.6)


@pytest.mark.parametrize(
    ("path", "says"),
    [(THICKNESS, "is exact"), (FITTED, "no known spread"), ("counter.nothing", "gives no value for counter.nothing")],
)
def test_a_number_without_a_spread_is_refused(design, path, says):
    with pytest.raises(Refuse, match=says):
        spread_of(design, path)


# --- members of a design


def test_each_member_is_the_run_of_its_own_patch(design):
    found = ensemble_of(design, SPREADS, 6, seed=3, cycles=2)
    assert len(found) == 6
    assert found.ended_by == ("",) * 6
    for number, drawn in enumerate(found.drawn):
        cell = prepare(design).cell
        (film,) = cell.working.films
        grown = (replace(film, thickness=drawn[THICKNESS]),)
        faces = [
            replace(e, films=grown, exchange_current=drawn[EXCHANGE] if e is cell.working else e.exchange_current)
            for e in cell.electrodes
        ]
        if not design.has("counter"):
            faces[1] = faces[0]
        mine = replace(cell, working=faces[0], counter=faces[1])
        packed = pack(mine)
        single = list(run(packed, legs(prepare(design).blocks, "symmetric", 2), solver=Fixed(packed)))
        for summary, done in zip(found.legs[number], single, strict=True):
            assert summary[: len(COLUMNS)] == pytest.approx(done.rows[-1], rel=1e-9, abs=1e-12)
    thick, volts = [d[THICKNESS] for d in found.drawn], found.column("voltage_mean")[:, -1]
    assert np.ptp(thick) > 1e-5
    assert np.ptp(volts) > 0.02


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(design):
    heard: list[tuple[int, int]] = []
    found = [
        ensemble_of(design, SPREADS, 10, 5, 1, threads=threads, progress=lambda done, of: heard.append((done, of)))
        for threads in (1, 2)
    ]
    assert found[0].legs.tobytes() == found[1].legs.tobytes()
    assert found[0].drawn == found[1].drawn
    assert heard == [(10, 10)] * 2  # cells that stand side by side are done at once
    assert found[0].legs.tobytes() != ensemble_of(design, SPREADS, 10, 6, 1).legs.tobytes()


def test_what_is_drawn_may_be_the_protocol_itself(design):
    """A current that varies gives each member a program of its own."""
    found = ensemble_of(design, [Spread("protocol.current", "uniform", 5.0, 20.0)], 4, 1, 1)
    currents = [drawn["protocol.current"] for drawn in found.drawn]
    assert found.column("current")[:, 0] == pytest.approx(currents)
    assert found.column("seconds")[:, 0] == pytest.approx([3.6e4 / current for current in currents])
    assert found.column("charge")[:, 1] == pytest.approx([-3.6e4] * 4)


def test_a_patch_that_the_design_or_the_cell_cannot_take_is_named(design):
    with pytest.raises(InputError, match="not a number of a design"):
        members_of(design, [{"working.nonsense": 1.0}])
    with pytest.raises(Refuse, match=r"does not depend on working\.mass"):
        members_of(design, [{"working.mass": 1.0}], 1)
    with pytest.raises(VocabularyError, match="must not be negative"):
        members_of(design, [{THICKNESS: -1e-6}], 1)
    cut = Spread("electrolyte.separator.cation_transference_number", "uniform", 0.2, 0.3)
    with pytest.raises(Refuse, match=r"member 1 \(electrolyte.separator.cation_transference_number = 0\.2"):
        ensemble_of(design.patched({"electrolyte.separator.salt_concentration": None}), [cut], 2, 1, 1)


def test_a_protocol_without_an_end_needs_a_number_of_cycles(design):
    steps = ["plate 1 mA/cm^2 for 1 h", "raise the current by 0.1 mA/cm^2 each cycle until short"]
    with pytest.raises(Refuse, match="number of cycles"):
        members_of(design.patched({"protocol.steps": steps}), [{THICKNESS: 1e-6}])


# --- members by hand

GROWING = Film("sei", 20e-9, 1e-5, growth=Growth("parabolic", (2e-21,)))
TWO = (replace(SEPARATOR, thickness=1e-4), replace(SEPARATOR, name="gel", thickness=2e-4, transference=0.3))
HOURS = program("plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h")


def with_thickness(thickness: float) -> Cell:
    return cell_of(replace(TWO[0], thickness=thickness), PELLET, TWO[1], working=replace(FOIL, films=(GROWING,)))


def test_volumes_may_move_from_layer_to_layer():
    """A thicker layer takes more of the volumes: members of two shapes come back in their own order."""
    members = [Member(with_thickness(h), HOURS) for h in (1e-4, 1e-6, 3e-4, 1e-6, 1e-4)]
    assert len({pack(member.cell).shape.tobytes() for member in members}) > 1
    found = simulate_all(members)
    for place, member in enumerate(members):
        assert found.legs[place].tobytes() == simulate_all([member]).legs[0].tobytes()
    assert found.legs[1].tobytes() == found.legs[3].tobytes() != found.legs[0].tobytes()


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (cell_of(SEPARATOR, working=FOIL), "0 films of the working electrode, the first member 1"),
        (cell_of(*TWO, working=replace(FOIL, films=(GROWING,))), "2 salt layers, the first member 1"),
        (cell_of(SEPARATOR, PELLET, working=replace(FOIL, films=(GROWING,))), "1 solid layers, the first member 0"),
    ],
)
def test_cells_of_different_layouts_are_refused(other, says):
    first = cell_of(SEPARATOR, working=replace(FOIL, films=(GROWING,)))
    with pytest.raises(InputError, match=f"member 2: has {says}"):
        simulate_all([Member(first, HOURS), Member(other, HOURS)])
    with pytest.raises(InputError, match="there are none"):
        simulate_all([])


# --- what comes of it


def losing(depth: float) -> Member:
    """Stripped at 10 A/m^2 it loses its contact after 0.9 depth/5 s; at rest 5 A/m^2 fill what was lost."""
    cell = cell_of(PELLET, working=replace(FOIL, voids=Voids(5.0, depth)), counter=FOIL)
    return Member(cell, program("strip 1 mA/cm^2 for 30 min", "rest 1 min", "repeat 2"), Limits(), {"depth": depth})


def test_quantiles_are_those_of_the_members_that_came_so_far():
    found = simulate_all([losing(depth) for depth in (1e3, 1.2e4, 1e5, 2e5, 4e5)])
    lost = "contact lost at the working electrode"
    assert found.ended_by == (lost, lost, "", "", "")
    contact = found.column("contact_working")
    assert np.isnan(contact).sum(axis=0).tolist() == [0, 1, 1, 2]
    assert contact[2:, 0] == pytest.approx([1 - 9e3 / depth for depth in (1e5, 2e5, 4e5)])
    bands = found.quantiles("contact_working", (0.0, 0.5, 1.0))
    assert bands[0] == pytest.approx([0.1, 0.91, 1 - 9e3 / 4e5], abs=1e-6)
    assert bands[3] == pytest.approx([1 - 17.4e3 / depth for depth in (1e5, 2e5, 4e5)])


def test_a_leg_that_no_member_reached_has_no_quantiles():
    found = simulate_all([losing(1e3)])
    assert np.isnan(found.quantiles("voltage")[1:]).all()
    with pytest.raises(InputError, match="not a column of a leg"):
        found.quantiles("voltages")


def test_tables_say_who_ended_where_and_how():
    found = simulate_all([losing(depth) for depth in (1e3, 1e5, 2e5)])
    ends = found.ends("ends", "Ends", HERE)
    assert ends.columns["ended_by"].values == ("contact lost at the working electrode", "", "")
    assert ends.columns["depth"].numbers.tolist() == [1e3, 1e5, 2e5]
    assert ends.columns["time"].numbers == pytest.approx([180.0, 3720.0, 3720.0])
    whole = found.table("legs", "Legs", HERE)
    assert whole.columns["member"].numbers.tolist() == [1.0, *[2.0] * 4, *[3.0] * 4]
    assert whole.columns["contact_working"].numbers[[1, 3]] == pytest.approx([1 - 9e3 / 1e5, 1 - 17.7e3 / 1e5])
    assert set(whole.columns) == {"member", *SUMMARY} - {"event"}
    bands = found.bands("bands", "Bands", HERE, "voltage_mean", (0.5,))
    assert bands.columns["members"].numbers.tolist() == [3.0, 2.0, 2.0, 2.0]
    assert bands.columns["cycle"].numbers.tolist() == [1.0, 1.0, 2.0, 2.0]
    assert bands.columns["50 %"].unit == "V"
    assert bands.columns["50 %"].numbers[1] == 0.0
    assert [len(table.parquet) > 0 for table in (ends, whole, bands)] == [True] * 3


def test_a_table_of_a_design_has_the_units_of_what_was_drawn(design):
    found = ensemble_of(design, SPREADS, 2, 1, 1, keep=lambda leg: leg == 1)
    assert found.legs.shape == (2, 1, len(SUMMARY))
    ends = found.ends("ends", "Ends", HERE)
    assert (ends.columns[EXCHANGE].unit, ends.columns[THICKNESS].unit) == ("A/m^2", "m")
    assert ends.columns["voltage"].numbers.tolist() == found.last[:, PLACE["voltage"]].tolist()
