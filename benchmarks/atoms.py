"""Wall time and force calls of natria's workflows of atoms, beside ASE and matcalc with the same potential.

    python benchmarks/atoms.py --potential emt
    python benchmarks/atoms.py --potential chgnet --tasks window elastic hop
    python benchmarks/atoms.py --potential chgnet --tasks window --atoms 28

The time beside the force calls is processor time over that of the bare calls of the potential.

Three tasks: the relaxations of 20 phases, which are the whole cost of a window; elastic tensors with relaxed ions; the
hop of a vacancy in a cell of 63 atoms, with the relaxation of its ends. All ways have the same tolerances. matcalc
joins in where it is installed. EMT knows no sodium: its phases are 20 ordered alloys.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import combinations

import atoms_peers as peers
import numpy as np
from atoms_peers import Cost, Counted, costed
from tables import table

from natria.atoms.calculators import Evaluator, calculator, relax_cell, relax_ions
from natria.atoms.calculators.evaluate import EV
from natria.atoms.elastic import ElasticSettings, elastic_tensor
from natria.atoms.migration import HopSettings, hop_classes, vacancy_hop
from natria.atoms.migration.hop import supercell
from natria.atoms.stability.energies.calculated import RelaxationSettings, system_cards
from natria.atoms.structures import compact, crystal, primitive
from natria.record import Structure, from_angstrom
from natria.store import Store

BANDS = ("linear,BFGS", "idpp,FIRE")
TASKS = ("window", "elastic", "hop")
FCC = [[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]]
ALLOYS = {"Al": 4.05, "Cu": 3.61, "Ag": 4.09, "Au": 4.08, "Ni": 3.52, "Pd": 3.89, "Pt": 3.92}  # angstrom


@dataclass(frozen=True)
class Bench:
    """The crystals of a potential. The supercell of `hop` has 64 atoms."""

    settings: dict[str, object]
    phases: Callable[[], list[tuple[Structure, bool]]]  # with whether the cell is held
    elastic: Callable[[], list[Structure]]
    hop: Callable[[], tuple[Structure, str, tuple[int, int, int]]]


def free_alloys() -> list[tuple[Structure, bool]]:
    return [(one, False) for one in alloys()]


def alloys() -> list[Structure]:
    """Twenty ordered alloys A3B and AB of fcc metals, with an edge between those of the metals."""
    found = []
    for one, other in combinations(ALLOYS, 2):
        edge = (ALLOYS[one] + ALLOYS[other]) / 2
        found.append(from_angstrom(np.eye(3) * edge, [one, one, other, other], FCC, f"{one}{other}"))
        found.append(from_angstrom(np.eye(3) * edge, [other, one, one, one], FCC, f"{one}3{other}"))
    return found[:20]


def metal(name: str, edge: float) -> Structure:
    return from_angstrom(np.eye(3) * edge, [name] * 4, FCC, name)


def sodium_phases() -> list[tuple[Structure, bool]]:
    """The library's phases of sodium, phosphorus and sulfur; cells bound by dispersion are held."""
    return [(compact(one.structure()), bool(one.bound_by)) for one in system_cards(("Na3PS4",))]


BENCHES = {
    "emt": Bench(
        {},
        free_alloys,
        lambda: [metal("Cu", 3.61), alloys()[4]],
        lambda: (primitive(metal("Cu", 3.5898)), "Cu", (4, 4, 4)),
    ),
    "chgnet": Bench(
        {},
        sodium_phases,
        lambda: [crystal("NaF"), crystal("Na3P")],
        lambda: (crystal("NaF"), "Na", (2, 2, 2)),
    ),
}
BENCHES["sevenn"] = BENCHES["chgnet"]


class Potential:
    """A potential that counts its calls, for natria and for its peers."""

    def __init__(self, name: str, settings: dict[str, object]) -> None:
        named = calculator(name, crystal("NaF"), settings)
        self.recipe, self.counted = named.recipe, Counted(named.make())

    def evaluator(self) -> Evaluator:
        """An evaluator with nothing in memory or in a store."""
        return Evaluator(self.recipe, lambda: self.counted, Store(None, None))


def window(bench: Bench, potential: Potential, _: Iterable[str]) -> Iterable[tuple[str, list[Cost]]]:
    """The relaxations of the phases."""
    settings, structures = RelaxationSettings(), bench.phases()

    def ours() -> str:
        evaluate = potential.evaluator()
        found = [
            relax_ions(one, evaluate, settings.force, most=settings.steps)
            if held
            else relax_cell(one, evaluate, settings.force, settings.stress, settings.steps)
            for one, held in structures
        ]
        return peers.energies_of([one.evaluation.energy / EV / len(one.structure) for one in found])

    ways: dict[str, Callable[[], str]] = {
        "natria": ours,
        "ASE, FrechetCellFilter and BFGS": lambda: peers.phases(
            structures, potential.counted, settings.force, settings.stress
        ),
    }
    yield f"{len(structures)} phases", measured(ways, potential)


def elastic(bench: Bench, potential: Potential, _: Iterable[str]) -> Iterable[tuple[str, list[Cost]]]:
    """Elastic tensors of a cubic and of a less symmetric crystal."""
    settings = ElasticSettings()
    for structure in map(primitive, bench.elastic()):
        ways: dict[str, Callable[[], str]] = {
            "natria": lambda one=structure: peers.constants_of(
                elastic_tensor(one, potential.evaluator(), settings).stiffness
            ),
            "ASE, six strains": lambda one=structure: peers.elastic(one, potential.counted, settings),
        }
        if peers.has_matcalc():
            ways["matcalc"] = lambda one=structure: peers.elastic_by_matcalc(one, potential.counted, settings)
        yield f"tensor of {structure.title}", measured(ways, potential)


def hop(bench: Bench, potential: Potential, bands: Iterable[str]) -> Iterable[tuple[str, list[Cost]]]:
    """The shortest hop of a vacancy, in a relaxed cell."""
    settings = HopSettings()
    given, species, counts = bench.hop()
    relaxed = relax_cell(given, potential.evaluator(), settings.end_force, RelaxationSettings().stress).structure
    edge = hop_classes(relaxed, species, 5e-10)[0].edge
    host = supercell(relaxed, counts)

    def ours() -> str:
        found = vacancy_hop(relaxed, edge, counts, potential.evaluator(), settings)
        return peers.barrier_of(found.barrier / EV, converged=found.path.converged)

    found = [costed("natria", potential.counted, ours)]
    bare = unrelaxed_ends(relaxed, edge, counts)
    for one in bands:
        way, optimiser = one.split(",")
        task = lambda w=way, o=optimiser: peers.band(bare, potential.counted, settings, o, w)  # noqa: E731
        found.append(costed(f"ASE, {way}, {optimiser}", potential.counted, task))
    yield f"hop in {len(host) - 1} atoms", found


def unrelaxed_ends(crystal: Structure, edge: object, counts: tuple[int, int, int]) -> tuple[Structure, Structure]:
    """The vacancy at both ends of the hop, with the atoms in one order."""
    from natria.atoms.migration.hop import _place_in, _without  # the same cells as natria's

    one, other, offset = edge  # type: ignore[misc]
    host = supercell(crystal, counts)
    place = _place_in(offset, counts) * len(crystal) + other
    rest = [k for k in range(len(host)) if k not in (one, place)]
    return _without(host, rest, one), _without(host, rest, place)


def measured(ways: dict[str, Callable[[], str]], potential: Potential) -> list[Cost]:
    return [costed(way, potential.counted, task) for way, task in ways.items()]


def up_to(bench: Bench, most: int) -> Bench:
    """The same, with the phases of at most so many atoms."""
    return replace(bench, phases=lambda: [one for one in bench.phases() if len(one[0]) <= most])


RUNS = {"window": window, "elastic": elastic, "hop": hop}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--potential", choices=sorted(BENCHES), default="emt")
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=TASKS)
    parser.add_argument("--bands", nargs="*", default=BANDS, help="start and optimiser of each band of ASE")
    parser.add_argument("--atoms", type=int, default=1000, help="phases of the window with at most so many atoms")
    asked = parser.parse_args()
    bench = up_to(BENCHES[asked.potential], asked.atoms)
    potential = Potential(asked.potential, bench.settings)
    for task in asked.tasks:
        rows = []
        for name, costs in RUNS[task](bench, potential, asked.bands):
            ours = costs[0].calls
            for one in costs:
                ratio = f"{one.calls / ours:.2f}"
                more = f"{100 * one.beside / one.inside:.0f} %"
                rows.append((name, one.way, one.calls, ratio, more, f"{one.seconds:.1f}", one.answer))
        head = ("task", "way", "force calls", "over natria's", "time beside them", "wall time (s)", "answer")
        print("\n".join(table(head, rows)))


if __name__ == "__main__":
    main()
