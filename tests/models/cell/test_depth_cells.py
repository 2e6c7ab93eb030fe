"""Cells whose cathode has a depth: sodium, drivers, held voltages, the design, numbers of two sulfur cells."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from electrodes.sulfur_electrodes import sulfur_electrode
from verified_cells import FOIL, PELLET, cell_of

from natria import load_case
from natria.answers import Refuse
from natria.design import Design
from natria.laws import even_reaction_resistance
from natria.models.cell import pack, prepare, run
from natria.models.cell.analysis.depth import profile
from natria.models.cell.analysis.impedance import linearise
from natria.models.cell.analysis.sine import sine
from natria.models.cell.cell import Cell, Electrode, Heat
from natria.models.cell.electrodes.deep import DeepConversion, DeepInsertion
from natria.models.cell.electrodes.dispatch import columns_of
from natria.models.cell.electrodes.insertion import Insertion
from natria.models.cell.electrodes.sulfur import ProductFilm
from natria.models.cell.equations.observe import COLUMNS, PLACE
from natria.models.cell.equations.rates import voltage
from natria.models.cell.equations.voltage_parts import N_PARTS
from natria.models.cell.solvers.adaptive import SolveError
from natria.models.cell.solvers.fixed import Fixed
from natria.models.cell.solvers.legs import Leg

PARTICLES = Insertion(capacity=9000.0, plateau=3.37, diffusion_time=200.0, exchange=4.0, filled=0.6, shells=3)
SHEET = DeepInsertion(PARTICLES, ions=0.01, electrons=0.03, slices=5)
SULFUR = sulfur_electrode(electrolyte=0.5, film=ProductFilm("ohmic", 2e-12, 1e-6), exchange=1.0)
DEEP_SULFUR = DeepConversion(SULFUR, ions=0.01, electrons=0.03, slices=4)


def full(chemistry: Any = SHEET, **more: Any) -> Cell:
    counter = Electrode(chemistry=chemistry)
    return cell_of(PELLET, working=FOIL, counter=counter, kind="full", heat=Heat(3000.0, 10.0), **more)


def leg(number: int, current: float, **end: float) -> Leg:
    return Leg(number, 1, number + 1, "charge" if current > 0 else "discharge", current, **end)


@pytest.mark.parametrize("fixed", [False, True])
def test_sodium_is_conserved_and_the_depth_evens_out_at_rest(fixed):
    packed = pack(full())
    legs = [leg(0, 10.0, seconds=250.0), leg(1, -10.0, seconds=100.0), leg(2, 0.0, seconds=3600.0)]
    done = [*run(packed, legs, solver=Fixed(packed) if fixed else None)]
    whole = packed.start[packed.places["sodium_working"]] + 0.6 * 9000.0
    rows = [each.rows[-1] for each in done]
    found = [row[PLACE["sodium_working"]] + row[PLACE["sodium_counter"]] for row in rows]
    assert found == pytest.approx([whole] * 3, rel=1e-10)
    names = [*COLUMNS, *columns_of(packed.shape)]
    uneven = [abs(row[names.index("reaction_at_electrolyte_counter")]) for row in rows]
    assert uneven[0] > 1.0
    assert uneven[2] < 0.05 * uneven[0]
    assert rows[0][names.index("filled_share_counter")] == pytest.approx(0.6 - 10.0 * 250.0 / 9000.0, rel=1e-9)


def test_steps_fixed_beforehand_give_what_the_adaptive_solver_gives():
    packed = pack(full())
    legs = [leg(0, 10.0, seconds=250.0), leg(1, -10.0, seconds=250.0)]
    ends = [[each.rows[-1] for each in run(packed, legs, solver=one)] for one in (None, Fixed(packed))]
    for adaptive, fixed in zip(*ends, strict=True):
        assert fixed[PLACE["voltage"]] == pytest.approx(adaptive[PLACE["voltage"]], abs=2e-4)


def test_a_voltage_is_held_until_the_current_tapers():
    packed = pack(full())
    legs = [leg(0, 10.0, volts=3.6), Leg(1, 1, 2, "hold", 0.0, held=3.6, taper=2.0)]
    charged, held = run(packed, legs)
    assert charged.ended_by == "voltage limit"
    assert held.ended_by == "current tapered"
    assert held.rows[-1, PLACE["current"]] == pytest.approx(2.0, rel=1e-6)


def test_a_profile_adds_up_to_the_current_and_to_the_voltage():
    packed = pack(full())
    found = profile(packed, packed.start, -8.0)
    assert found.reaction.mean() == pytest.approx(8.0, rel=1e-12)
    assert found.ionic_current == pytest.approx(8.0 - np.cumsum([0.0, *found.reaction]) / 5, abs=1e-10)
    assert found.place == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])
    assert found.reaction[-1] > found.reaction[0]  # electrons are the slower of the two
    assert found.states.shape == (5, 3)
    assert found.electronic_potential - found.ionic_potential == pytest.approx(found.potential, abs=1e-12)


def test_a_current_that_no_reaction_carries_is_an_error():
    packed = pack(full())
    with pytest.raises(SolveError):
        list(run(packed, [leg(0, 1e110, seconds=1e-106)]))
    with pytest.raises(SolveError):
        profile(packed, packed.start, 1e110)
    with pytest.raises(Refuse):
        linearise(packed, packed.start, 1e110)


@pytest.mark.slow
@pytest.mark.parametrize("chemistry", [SHEET, DEEP_SULFUR], ids=["particles", "sulfur"])
def test_the_impedance_is_the_answer_to_a_small_sine(chemistry):
    """The states of a depth drift along with a slow sine, so there are three decades of frequencies.

    Without a rest the slices still exchange charge, and the state is another one after twelve periods.
    """
    packed = pack(full(chemistry))
    *_, rested = run(packed, [leg(0, -5.0, seconds=300.0), leg(1, 0.0, seconds=3600.0)])
    y = rested.state.y
    at = np.array([0.01, 1.0, 100.0])
    linear = linearise(packed, y).impedance(at).sum(axis=1)
    in_time = [sine(packed, y, f, amplitude=0.01) for f in at]
    assert np.array(in_time) == pytest.approx(linear, rel=2e-3)


# --- of a design

CELLS = {"chi2022/na-s": (4.46e-6, 5.6e-3, 1.0), "yuan2025/nas": (19.6e-6, 3.06e-2, 1.27)}  # m, S/m, A/m^2
QUICK = 0.1  # S/m, of electrons
THIRDS = {"chi2022/na-s": 0.2803e-3, "yuan2025/nas": 0.3541e-3}  # V, of the page on sulfur


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "why": "a test"}


def depth(law: str = "conduction", conductivity: float = QUICK) -> dict[str, Any]:
    return {
        "counter.depth": {"law": law, "why": "a test", "electronic_conductivity": known(conductivity, "S/m")},
    }


def prepared(system: str, **patch: Any) -> Cell:
    return prepare(load_case(system.split("/", maxsplit=1)[0]).design(system).with_(patch)).cell


def volts(cell: Cell, current: float, extents: tuple[float, ...]) -> float:
    """Return the voltage with the same extents in every slice."""
    packed = pack(cell)
    y = packed.start.copy()
    own = y[len(y) - int(packed.shape[10]) :]
    own[:] = np.tile(extents, len(own) // len(extents))
    return float(voltage(y, current, packed.shape, packed.p, np.empty(N_PARTS)))


@pytest.mark.parametrize("system", CELLS)
def test_quick_conductors_cost_the_thirds_and_no_more(system):
    thickness, ionic, current = CELLS[system]
    deep = prepared(system, **depth())
    assert isinstance(deep.counter.chemistry, DeepConversion)
    alone = replace(deep, counter=replace(deep.counter, chemistry=replace(deep.counter.chemistry.even, resistance=0.0)))
    extents = (0.6, 0.3, 0.1, 1e-6)
    cost = volts(alone, -current, extents) - volts(deep, -current, extents)
    thirds = sum(even_reaction_resistance(thickness, sigma) for sigma in (ionic, QUICK))
    assert cost == pytest.approx(current * thirds, rel=0.02)  # the page has the thickness with three digits
    assert cost == pytest.approx(THIRDS[system], abs=5e-6)
    even = prepared(system, **depth("even"))
    assert volts(even, -current, extents) == pytest.approx(volts(deep, -current, extents), abs=1e-6)


def test_a_poor_conductor_costs_less_than_its_third_as_the_reaction_moves():
    extents = (0.6, 0.3, 0.1, 1e-6)
    deep, even = (prepared("yuan2025/nas", **depth(law, 3e-5)) for law in ("conduction", "even"))
    cost = volts(prepared("yuan2025/nas"), -1.27, extents) - volts(deep, -1.27, extents)
    third = volts(prepared("yuan2025/nas"), -1.27, extents) - volts(even, -1.27, extents)
    assert third == pytest.approx(1.27 * 19.6e-6 / 3e-5 / 3, rel=0.01)
    assert 0.02 < cost < third


def test_the_depth_of_particles_is_read():
    deep = prepared("lu2026/sfc-na/nvp", **depth(conductivity=1e-2)).counter.chemistry
    plain = prepared("lu2026/sfc-na/nvp").counter.chemistry
    even = prepared("lu2026/sfc-na/nvp", **depth("even", 1e-2)).counter.chemistry
    assert isinstance(deep, DeepInsertion)
    assert deep.even == plain
    assert deep.ions == plain.pores
    assert even.contact - plain.contact == pytest.approx(deep.electrons / 3)


@pytest.mark.parametrize(
    ("system", "patch"),
    [
        ("lu2026/sfc-na/nvp", {"counter.pores.law": "front"}),
        ("lu2026/sfc-na/nvp", {"counter.insertion.law": "shell"}),
    ],
)
def test_what_a_depth_needs_and_excludes_is_refused(system, patch):
    with pytest.raises(Refuse, match=r"counter\.depth"):
        prepared(system, **depth(), **patch)


@pytest.mark.parametrize(
    ("system", "table", "key"),
    [("yuan2025/nas", "conversion", "porosity"), ("lu2026/sfc-na/nvp", "", "pores")],
)
def test_a_depth_needs_the_resistance_of_ions(system, table, key):
    design = load_case(system.split("/", maxsplit=1)[0]).design(system).with_(depth())
    document = copy.deepcopy(dict(design.document))
    counter = document["counter"]
    del (counter[table] if table else counter)[key]
    with pytest.raises(Refuse, match=r"counter\.depth"):
        prepare(Design(design.name, document))
