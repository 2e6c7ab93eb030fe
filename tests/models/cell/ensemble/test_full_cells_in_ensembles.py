"""Full cells with each kind of cathode in ensembles: as each alone in the same steps, and as the adaptive solver."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from electrodes.sulfur_electrodes import SULFUR_CHARGE, sulfur_electrode
from verified_cells import FOIL, PELLET, cell_of

from natria import load_case
from natria.models.cell import pack, run
from natria.models.cell.cell import Cell, Electrode
from natria.models.cell.electrodes.deep import DeepConversion, DeepInsertion
from natria.models.cell.electrodes.insertion import Insertion
from natria.models.cell.electrodes.sulfur import ProductFilm
from natria.models.cell.ensemble.patches import PLACE, Member, ensemble_of, members_of, simulate_all
from natria.models.cell.ensemble.sampling import Spread
from natria.models.cell.equations.observe import PLACE as COLUMN
from natria.models.cell.solvers.adaptive import Adaptive
from natria.models.cell.solvers.fixed import Fixed
from natria.models.cell.solvers.legs import Leg
from natria.studies import Studio

PARTICLES = Insertion(capacity=8000.0, plateau=3.37, diffusion_time=250.0, exchange=4.0, filled=0.98)
FILM = ProductFilm("ohmic", thickness_per_charge=2e-12, conductance=1e-6)
BARE = Electrode(exchange_current=20.0, is_host=True, coverage_charge=1.0, dead=0.02)
CATHODES = {  # a chemistry, the current that begins, and the voltages at which the legs end
    "particles": (PARTICLES, 8.0, (3.6, 2.5)),
    "shells in particles": (
        replace(PARTICLES, particle="shell", diffusion_time=25.0, depth="front", pores=1e-3),
        8.0,
        (3.6, 2.5),
    ),
    "particles over a depth": (DeepInsertion(replace(PARTICLES, shells=3), 5e-3, 1e-2, 4), 8.0, (3.6, 2.5)),
    "sulfur over a depth": (
        DeepConversion(sulfur_electrode(electrolyte=0.5, film=FILM, exchange=1.0), 5e-3, 1e-2, 4),
        -1.0,
        (1.0, 2.8),
    ),
    "sulfur": (sulfur_electrode(film=FILM, exchange=1.0), -1.0, (1.0, 2.8)),
    "sulfur and its electrolyte": (sulfur_electrode(electrolyte=0.5, film=FILM, exchange=1.0), -1.0, (1.0, 2.8)),
}
NEAR = {
    "particles": 2e-3,
    "shells in particles": 2e-3,
    "particles over a depth": 2e-3,
    "sulfur over a depth": 1e-3,
    "sulfur": 1e-3,
    "sulfur and its electrolyte": 1e-3,
}


def cell_with(name: str, scale: float = 1.0) -> Cell:
    return cell_of(
        PELLET, working=FOIL, counter=Electrode(chemistry=CATHODES[name][0]), kind="full", contact=1e-3 * scale
    )


def program(name: str) -> tuple[Leg, ...]:
    _, current, ends = CATHODES[name]
    return tuple(
        Leg(
            k, k // 2 + 1, k % 2 + 1, "charge" if sign * current > 0 else "discharge", sign * current, volts=ends[k % 2]
        )
        for k, sign in enumerate((1, -1, 1, -1))
    )


def alone(member: Member, solver=Fixed) -> list[np.ndarray]:
    """The last reading of each leg, by itself."""
    packed = pack(member.cell)
    return [done.rows[-1] for done in run(packed, member.program, member.limits, solver=solver(packed))]


@pytest.mark.parametrize("name", CATHODES)
def test_a_member_is_the_cell_by_itself(name):
    members = [Member(cell_with(name, scale), program(name)) for scale in (1.0, 3.0)]
    found = simulate_all(members)
    for number, member in enumerate(members):
        assert found.ended_by[number] == ""
        ends = np.array(alone(member))
        assert found.column("voltage")[number] == pytest.approx(ends[:, COLUMN["voltage"]], rel=1e-9)
        assert np.cumsum(found.column("seconds")[number]) == pytest.approx(ends[:, COLUMN["time"]], rel=1e-9)
    first = found.column("voltage_mean")[:, 0] * members[0].program[0].current
    assert first[1] > first[0]  # of more resistance


@pytest.mark.parametrize("name", CATHODES)
def test_its_charges_are_those_of_the_adaptive_solver(name):
    member = Member(cell_with(name), program(name))
    found = simulate_all([member])
    exact = np.array(alone(member, lambda packed: Adaptive(packed, 1e-9, 1e-9)))
    assert np.cumsum(found.column("seconds")[0]) == pytest.approx(exact[:, COLUMN["time"]], rel=NEAR[name])


def test_charge_in_and_out_of_sulfur_is_the_same_after_a_cycle():
    found = simulate_all([Member(cell_with("sulfur"), program("sulfur"))])
    charge = found.column("charge")[0]
    assert charge[2] == pytest.approx(-charge[1], rel=1e-4)
    assert charge[1] == pytest.approx(SULFUR_CHARGE, rel=1e-3)  # all of it, as the film costs little


def test_a_foil_without_sodium_is_a_member_too():
    cell = replace(cell_with("particles"), working=BARE)
    member = Member(cell, program("particles"))
    found, ends = simulate_all([member]), alone(member)
    assert np.cumsum(found.column("seconds")[0]) == pytest.approx([row[COLUMN["time"]] for row in ends], rel=1e-9)
    plated, stripped = found.column("charge")[0][:2]
    assert -stripped == pytest.approx(0.98 * plated, rel=1e-3)


def test_an_ensemble_of_a_design_moves_its_cathode():
    design = Studio(load_case("lu2026")).design("lu2026/sfc-na/nvp")
    path = "counter.insertion.particle_size"
    found = ensemble_of(design, (Spread(path, "lognormal", 1e-6, 1.5),), members=3, seed=1, cycles=1)
    (first, *_) = members_of(design, found.drawn, cycles=1)
    assert found.last[0, PLACE["voltage"]] == pytest.approx(alone(first)[-1][COLUMN["voltage"]], rel=1e-9)
    charges = found.column("charge")[:, 0]
    assert len({*charges}) == 3
    assert np.all(np.diff(charges[np.argsort([d[path] for d in found.drawn])]) < 0)  # larger particles take less
