"""Planes, density and neighbours that follow from the unit cell of a crystal.

d = a / sqrt(h^2 + k^2 + l^2)    lattice_spacing of the working electrode, cubic; the part is the plane, '#200'
rho = Z M / (N_A a^2 c)          density of a phase, cubic or tetragonal
r = d_shell - shift              exafs_distance: a transform without phase correction shows a shell too near
"""

from __future__ import annotations

from ....answers import Answerer, Reader, Refuse
from ....design import join
from ....laws import cell_density, cubic_spacing
from ...reading.layers import by_law, first

PLANE = ("h", "k", "l")
SHELLS = {"shell-1": "first_shell_distance", "shell-2": "second_shell_distance"}


def _spacing(read: Reader) -> float:
    plane = read.part
    if len(plane) != len(PLANE) or not plane.isdigit():
        raise Refuse("ask about a plane of the working electrode, as in 'SYSTEM#200'")
    edge = read(join(["material", read.word("working.material"), "properties", "cell_edge_a"]))
    h, k, l = map(int, plane)  # noqa: E741 - Miller indices
    return by_law(lambda a: cubic_spacing(a, h, k, l), edge)


def _density(read: Reader) -> float:
    edge = read("phase.cell_edge_a")
    height = first(read, "phase.cell_edge_c", "phase.cell_edge_a")
    return cell_density(read("phase.formulas_per_cell"), read("phase.molar_mass"), edge, height)


def _shell(read: Reader) -> float:
    if read.part not in SHELLS:
        raise Refuse(f"ask about a shell of the electrolyte: {', '.join(SHELLS)}")
    layers = read.names("electrolyte")
    if not layers:
        raise Refuse("the design has no electrolyte")
    material = read.word(f"electrolyte.{layers[0]}.material")
    return read(join(["material", material, "properties", SHELLS[read.part]])) - read("usual.exafs_phase_shift")


def _shell_of_phase(read: Reader) -> float:
    return read("phase.first_shell_distance") - read("usual.exafs_phase_shift")


MODELS = (
    Answerer(
        "lattice_plane",
        1,
        ("lattice_spacing",),
        _spacing,
        "a cubic crystal without strain",
        objection=(
            "A spacing that is read from an image carries some percent of error from calibration, drift and tilt, "
            "and many phases other than sodium have planes at 0.2 to 0.3 nm. To settle this, one would have to "
            "measure several spacings of one crystal and the angles between them, by diffraction with a standard."
        ),
    ),
    Answerer(
        "crystal_density",
        1,
        ("density",),
        _density,
        "a crystal without defects or pores",
        of_phase=True,
        objection=(
            "A pellet or a grown layer has pores, and a glass is usually some percent less dense than its "
            "crystal, so the answer is an upper bound for most samples. To settle this, one would have to measure "
            "the density of the sample by its mass and volume, and that of its solid part by pycnometry."
        ),
    ),
    Answerer(
        "shell",
        1,
        ("exafs_distance",),
        _shell,
        "one shell at one distance, one phase shift",
        objection=(
            "A phase shift is no constant: it depends on the pair of atoms, on k and on the threshold that was "
            "chosen, so shells agree to 0.1 A at best. Shells of a glass are broader than those of the crystal. "
            "To settle this, one would have to measure the spectrum of a reference with the same pair of atoms "
            "and to fit both in the same range of k."
        ),
    ),
    Answerer(
        "shell_of_phase",
        1,
        ("exafs_distance",),
        _shell_of_phase,
        "the nearest shell, one phase shift",
        of_phase=True,
        objection=(
            "A transform merges distances of the first shell that differ by less than about 0.15 A, and the "
            "guessed phase shift of 0.3 to 0.5 A is about as large as the difference between a P-O and a P-S "
            "bond. To settle this, one would have to measure the spectrum of the pure phase with the same edge, "
            "range of k and weighting."
        ),
    ),
)
