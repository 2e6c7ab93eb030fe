"""Limits of the two-phase layer, and the layer of kumar2020 in other structures.

    python benchmarks/interface_two_phase.py

It prints the tables of docs/two_phase_layers.md.
"""

from __future__ import annotations

import numpy as np
from scipy.constants import R

from natria.answers import ask
from natria.design import Design, load_case
from natria.laws import (
    bulk_and_shear,
    bulk_hashin_shtrikman,
    hashin_shtrikman,
    maxwell_garnett,
    shear_hashin_shtrikman,
)
from natria.models.interface.twophase.conductor import conduct
from natria.models.interface.twophase.elastic import stiffness
from natria.models.interface.twophase.energies import Conductors, Law, conduct_layer
from natria.models.interface.twophase.faces import faces_of, pair_table
from natria.models.interface.twophase.percolation import (
    BOND,
    SITE,
    bond_threshold,
    interface_spans,
    sheets_span,
    site_threshold,
)
from natria.models.interface.twophase.sheet_current import conduct_sheets
from natria.models.interface.twophase.sheets import sheets_of
from natria.models.interface.twophase.structures import StructureRecipe, fractions, microstructure
from natria.models.interface.twophase.sweeps import EV
from natria.quantity import Question
from natria.record import Table
from natria.studies.answerers import find_answerer
from natria.studies.opening.overrides import with_given

SEEDS = range(20)
HOST, SECOND, FACES = 0.35, 0.25, 0.06  # eV
SKINS = (0.1, 1.0, 10.0, 1e4)
PLANES = (  # normal, voxels of the period across, voxels along the current
    ((0, 0, 1), 16, 8),
    ((0, 1, 2), 20, 8),
    ((0, 1, 1), 16, 8),
    ((1, 0, 2), 20, 80),
    ((1, 1, 0), 16, 64),
    ((1, 1, 1), 16, 64),
    ((2, 1, 1), 20, 80),
    ((1, 1, 2), 20, 80),
    ((1, 2, 3), 24, 96),
)
TABLE = "interphase.bpi.microstructure"
MIXED = {f"{TABLE}.kind": "random"}
MODULI = ((31e9, 0.3), (16.4e9, 0.3))  # Pa and Poisson's ratio of NaOH and NaNH2


def row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |")


def heads(title: str, *cells: str) -> None:
    print(f"\n{title}\n")
    row(*cells)
    row(*["---"] * len(cells))


def thresholds() -> None:
    heads("Percolation", "edge, voxels", "site", "bond")
    for edge in (8, 16, 32, 48):
        cells = []
        for threshold in (site_threshold, bond_threshold):
            found = [threshold(edge, seed) for seed in SEEDS]
            cells.append(f"{np.mean(found):.4f} ± {np.std(found) / len(SEEDS) ** 0.5:.4f}")
        row(edge, *cells)
    row("known", SITE, BOND)
    heads("Faces between random phases that span 32^3 voxels", "share of the second phase, %", "structures that span")
    for share in (0.12, 0.13, 0.14, 0.15, 0.16, 0.17):
        made = [microstructure(StructureRecipe("random", (32,) * 3, share), seed) for seed in SEEDS]
        row(f"{100 * share:.0f}", f"{sum(map(interface_spans, made))} of {len(SEEDS)}")


def spanning_sheets() -> None:
    heads(
        "Interfaces of random grains that span 32^3 voxels along themselves",
        *("share of the second phase, %", "grains of 1 voxel", "of 2 voxels", "of 4 voxels"),
    )
    for share in (0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.25):
        cells = []
        for grain in (1, 2, 4):
            made = [microstructure(StructureRecipe("random", (32,) * 3, share, grain), seed) for seed in SEEDS]
            cells.append(f"{sum(map(sheets_span, made))} of {len(SEEDS)}")
        row(f"{100 * share:.0f}", *cells)


def refinement() -> None:
    heads(
        "Grains of 4 nm, half of each phase in a box of 16 nm: one structure, cut into ever finer voxels",
        *("law", "voxel, nm", "apparent energy, eV", "conductivity over that of NaOH", "iterations", "residual"),
    )
    laws: tuple[Law, ...] = ("sheets", "bonds", "series")
    for law in laws:
        phases = microstructure(StructureRecipe("random", (16,) * 3, 0.5, 4), 0)
        for times in (1, 2, 4):
            conductors = Conductors((1, 1, 0, 1), (HOST * EV, 0.38 * EV, 0, FACES * EV), law, 0.7 * times)
            found = conduct_layer(phases.repeat(times, 0).repeat(times, 1).repeat(times, 2), conductors, 298.15)
            ratio, solve = found.conductivity / conductors.at(298.15)[0], found.conduction
            cells = f"{found.energy / EV:.4f}", f"{ratio:.4g}", solve.iterations, f"{solve.residual:.1e}"
            row(law, 1 / times, *cells)

    for times in (1, 2, 4):
        phases = microstructure(StructureRecipe("random", (16 * times,) * 3, 0.5, 4 * times), 0)
        conductors = Conductors((1, 1, 0, 1), (HOST * EV, 0.38 * EV, 0, FACES * EV), "sheets", 0.7 * times)
        found = conduct_layer(phases, conductors, 298.15)
        ratio, solve = found.conductivity / conductors.at(298.15)[0], found.conduction
        cells = f"{found.energy / EV:.4f}", f"{ratio:.4g}", solve.iterations, f"{solve.residual:.1e}"
        row("sheets, grains drawn in these voxels", 1 / times, *cells)


def skins() -> None:
    heads(
        "An insulating sphere of 5 % in a cube whose surface conducts: conductivity over that of the host",
        *("edge, voxels", *(f"2 w s_i/R = {one:g}" for one in SKINS)),
    )
    for edge in (16, 32, 64):
        distance = ((np.indices((edge,) * 3) + 0.5 - edge / 2) ** 2).sum(0)
        phases = np.zeros(edge**3, np.uint8)
        phases[np.argsort(distance, axis=None, kind="stable")[: round(0.05 * edge**3)]] = 1
        radius = (3 * phases.sum() / (4 * np.pi)) ** (1 / 3)
        cube = phases.reshape((edge,) * 3)
        found = [
            conduct_sheets(sheets_of(cube, np.array([1.0, 0.0, 0.0]), one * radius / 2)).conductivity for one in SKINS
        ]
        row(edge, *(f"{one:.4f}" for one in found))
    row("Maxwell", *(f"{float(maxwell_garnett((1.0, one), (0.95, 0.05))):.4f}" for one in SKINS))


def planes() -> None:
    heads(
        "Parallel planes whose interfaces conduct, in phases that hardly do: conductance over that of flat planes",
        *("normal (axis 0 along the current)", "over flat planes"),
    )
    for normal, edge, through in PLANES:
        size = float(np.linalg.norm(normal))
        places = np.indices((through, edge, edge)) + 0.51
        phases = (np.tensordot(normal, places, 1) / edge % 1 < 0.5).astype(np.uint8)
        found = conduct_sheets(sheets_of(phases, np.array([1e-9, 1e-9, 0.0]), 1.0, periodic=True)).conductivity
        row(normal, f"{found * edge / (2 * size * (1 - (normal[0] / size) ** 2)):.3f}")


def contrasts() -> None:
    heads(
        "Sheets, half of each phase, grains of 2 voxels",
        *("sheet over phases", "voxels", "places", "iterations", "residual", "currents differ by"),
    )
    for contrast in (1.0, 1e2, 1e4, 1e6):
        for edge in (16, 32, 64):
            phases = microstructure(StructureRecipe("random", (edge,) * 3, 0.5, 2), 0)
            network_ = sheets_of(phases, np.array([1.0, 0.3, 0.0]), contrast, periodic=True)
            done = conduct_sheets(network_)
            places = network_.voxels + len(done.between)
            residuals = f"{done.residual:.1e}", f"{done.ends.imbalance:.1e}"
            row(f"{contrast:.0e}", f"{edge}^3", places, done.iterations, *residuals)


def network() -> None:
    heads("Network of 16^3, apparent energy at 298.15 K in eV", "share, %", "prefactor 1", "prefactor 1e-3")
    for share in (0.05, 0.1, 0.15, 0.2, 0.3, 0.5):
        cells = []
        for ratio in (1.0, 1e-3):
            conductors = Conductors((1, 1, 0, ratio), (HOST * EV, SECOND * EV, 0, FACES * EV))
            made = [microstructure(StructureRecipe("random", (16,) * 3, share), seed) for seed in SEEDS]
            found = [conduct_layer(one, conductors, 298.15).energy / EV for one in made]
            cells.append(f"{np.mean(found):.3f} ± {np.std(found):.3f}")
        row(f"{100 * share:.0f}", *cells)


def spheres() -> None:
    heads("One sphere of 5 % in a cube: error of its effect", "edge, voxels", "insulating", "ten times", "1e4 times")
    for edge in (8, 16, 32, 64):
        distance = ((np.indices((edge,) * 3) + 0.5 - edge / 2) ** 2).sum(0)
        phases = np.zeros(edge**3, np.uint8)
        phases[np.argsort(distance, axis=None, kind="stable")[: round(0.05 * edge**3)]] = 1
        phases, share = phases.reshape((edge,) * 3), float(phases.mean())
        cells = []
        for value in (0.0, 10.0, 1e4):
            found = conduct(faces_of(phases, pair_table(np.array([1.0, value])))).conductivity
            exact = float(maxwell_garnett((1.0, value), (1 - share, share)))
            cells.append(f"{100 * (found - exact) / (exact - 1):.1f} %")
        row(edge, *cells)


def bounds() -> None:
    heads(
        "Conductivity of 30 % with ten times the conductivity of the host, grains of 6 of 32 voxels, five seeds",
        *("structure", "least", "greatest", "bounds of Hashin and Shtrikman"),
    )
    lower, upper = map(float, hashin_shtrikman((1.0, 10.0), (0.7, 0.3)))
    for kind in ("random", "spheres", "separate-spheres"):
        made = [microstructure(StructureRecipe(kind, (32,) * 3, 0.3, 6), seed) for seed in range(5)]
        found = [conduct(faces_of(one, pair_table(np.array([1.0, 10.0])), periodic=True)).conductivity for one in made]
        row(kind, f"{min(found):.3f}", f"{max(found):.3f}", f"{lower:.3f} to {upper:.3f}")


def elastic() -> None:
    k, g = (np.append(np.asarray(one), 0.0) for one in bulk_and_shear(*zip(*MODULI, strict=True)))
    heads("Moduli of 30 % NaNH2 in NaOH, GPa", "structure", "K", "bounds of K", "G", "bounds of G", "iterations")
    for kind, edge in (("random", 16), ("random", 32), ("spheres", 16), ("spheres", 32), ("lamellae", 20)):
        phases = microstructure(StructureRecipe(kind, (edge,) * 3, 0.3, edge / 4 if kind != "lamellae" else 10), 0)
        share = fractions(phases)[0]
        done = stiffness(phases, k, g)
        spans = [
            f"{float(low) / 1e9:.3f} to {float(high) / 1e9:.3f}"
            for low, high in (
                bulk_hashin_shtrikman(k[:2], g[:2], (1 - share, share)),
                shear_hashin_shtrikman(k[:2], g[:2], (1 - share, share)),
            )
        ]
        own = (
            f"{low / 1e9:.3f} to {high / 1e9:.3f}"
            for low, high in zip(done.softest, (done.bulk, done.shear), strict=True)
        )
        bulk, shear = own
        row(f"{kind}, {edge}^3", bulk, spans[0], shear, spans[1], done.iterations)


def changed(base: Design, changes: dict[str, str], share: float | None) -> Design:
    design = with_given(base, changes)
    if share is None:
        return design
    mixture = {
        name: {"value": 100 * part, "unit": "%", "why": "to compare"}
        for name, part in (("NaOH", 1 - share), ("NaNH2", share))
    }
    return design.with_({"interphase.bpi.phases": mixture})


def layer() -> None:
    base = load_case("kumar2020").base
    ratio = f"{TABLE}.interface_prefactor_ratio"
    finer = {f"{TABLE}.voxel_size": "0.5 nm", f"{TABLE}.voxels_per_edge": "64"}
    bonds = {f"{TABLE}.interface.law": "bonds"}
    cases: tuple[tuple[str, dict[str, str], float | None], ...] = (
        ("as designed: NaNH2 in the outer 12.5 nm of 3 um", {}, None),
        ("the same, barrier 0 eV, prefactor 100", {f"{TABLE}.interface_energy": "0.0001 eV", ratio: "100"}, None),
        ("the same amount, mixed over all of the layer", MIXED, None),
        *((f"{100 * share:.0f} % mixed", MIXED, share) for share in (0.1, 0.15, 0.2, 0.25, 0.5)),
        ("50 % mixed, interfaces of 0.3 nm", MIXED | {f"{TABLE}.interface_width": "0.3 nm"}, 0.5),
        ("50 % mixed, grains of 8 nm", MIXED | {f"{TABLE}.grain_size": "8 nm"}, 0.5),
        ("50 % mixed, voxels of 0.5 nm", MIXED | finer, 0.5),
        ("50 % mixed, prefactor 1e-3", MIXED | {ratio: "1e-3"}, 0.5),
        ("50 % mixed, network of bonds", MIXED | bonds, 0.5),
        ("50 % mixed, network of bonds, voxels of 0.5 nm", MIXED | bonds | finer, 0.5),
    )
    heads(
        "The layer of kumar2020 at 298.15 K, five seeds",
        "structure",
        "apparent energy, eV",
        "conductivity over that of NaOH",
    )
    prefactor = base.finding("usual.conductivity_prefactor").value
    barrier = base.finding("material.NaOH.properties.migration_barrier").value
    host = prefactor * float(np.exp(-barrier / (R * 298.15)))
    for name, changes, share in cases:
        made = ask(
            find_answerer("two_phase_seeds"),
            changed(base, changes, share),
            Question("microstructure_conduction", "kumar2020/bpi#bpi"),
        )
        assert isinstance(made, Table), made
        energy, conductivity = (made.columns[one].numbers for one in ("energy", "conductivity"))
        row(
            name,
            f"{energy.min() / EV:.3f} to {energy.max() / EV:.3f}",
            f"{conductivity.min() / host:.4g} to {conductivity.max() / host:.4g}",
        )


def main() -> None:
    for part in (
        thresholds,
        spanning_sheets,
        network,
        refinement,
        planes,
        skins,
        contrasts,
        spheres,
        bounds,
        elastic,
        layer,
    ):
        part()


if __name__ == "__main__":
    main()
