"""One hop in a crystal: relaxed ends, the path between them, and its barrier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import Evaluates, Evaluator, Relaxed, relax_ions
from ..calculators.evaluate import EV, FORCE
from ..calculators.structures import moved
from ..structures import distances, shortest, space_group
from .band import BandSettings
from .network import Edge
from .saddle import climb
from .search import FoundPath, Point, find_path


@dataclass(frozen=True)
class HopSettings:
    """Numerics of a hop. The result lists them.

    `force` (N) is the tolerance of the path, `end_force` that of its ends; `images` lie between the ends.
    """

    force: float = 0.03 * FORCE
    end_force: float = 0.01 * FORCE
    images: int = 5
    most_calls: int = 200


SPRING = 1.0  # eV/angstrom^2
FITS = 0.05 * ANGSTROM  # m: a symmetry takes one site to another that is so near
PICOMETRE = 1e-12  # m: ways that differ by less are equally long
SAME = 0.01 * ANGSTROM  # m: ways that differ by less are one
LONGEST = 0.1  # angstrom: move of an atom in one step on the surrogate
HERE = 1e-6  # angstrom: positions that differ by less are the same
BENT = 0.05  # strain between the cell of a known path and that of the hop up to which the path is strained
AWAY = 1.2 * ANGSTROM  # m: from its site an atom of an end may be so far; less than half of any hop


@dataclass(frozen=True, eq=False)
class Hop:
    """A hop with its path. The evaluations of the path do not include the relaxation of the ends.

    The points of the path have no even shift of all atoms; the last structure has that of the second end.
    """

    start: Relaxed
    end: Relaxed
    path: FoundPath  # in angstrom and eV
    structures: tuple[Structure, ...]
    settings: HopSettings

    @property
    def energies(self) -> np.ndarray:
        """Energies of the images over that of the start, J."""
        return np.asarray((self.path.energies - self.path.energies[0]) * EV)

    @property
    def distance(self) -> np.ndarray:
        """The length of the path up to each image in the space of all atoms, m."""
        return self.path.distance * ANGSTROM

    @property
    def barrier(self) -> float:
        """The energy of the saddle over the start, J."""
        return float(self.energies[self.path.saddle])

    @property
    def backward(self) -> float:
        """The energy of the saddle over the end, J."""
        return float(self.energies[self.path.saddle] - self.energies[-1])

    @property
    def saddle(self) -> Structure:
        return self.structures[self.path.saddle]

    @property
    def has_dip(self) -> bool:
        """Whether an image lies below both ends, so that the ends are not the minima of the path."""
        return bool(self.energies[1:-1].min() < min(0.0, float(self.energies[-1])) - 1e-3 * EV)


def hop_between(
    start: Structure,
    end: Structure,
    evaluate: Evaluator,
    settings: HopSettings | None = None,
    *,
    along: Sequence[Structure] = (),
    tell: Callable[[str, int], None] = lambda *_: None,
) -> Hop:
    """The path between two structures with the same atoms in the same order, in one cell.

    `along` are images of a path that is known, from start to end, by another calculator for example. The relaxation
    begins there; of one image between the ends it is that of the saddle alone.
    """
    settings = settings or HopSettings()
    _ensure_alike(start, end)
    along = carried(along, start, end)
    tell("relaxation of the start", evaluate.calls)
    first = relax_ions(along[0] if along else start, evaluate, settings.end_force)
    tell("relaxation of the end", evaluate.calls)
    last = relax_ions(along[-1] if along else end, evaluate, settings.end_force, first.hessian)
    shifts = displacements(first.structure, last.structure)
    return _path(Ends(first, last, shifts), evaluate, settings, along, tell)


@dataclass(frozen=True, eq=False)
class Ends:
    """The relaxed ends of a hop, and how each atom moves between them (m)."""

    first: Relaxed
    last: Relaxed
    shifts: np.ndarray


def displacements(start: Structure, end: Structure, hop: np.ndarray | None = None) -> np.ndarray:
    """How each atom moves (m): the shortest way, and for the last atom that nearest to a hop (m)."""
    apart = end.fractional - start.fractional
    found = shortest(start.cell, apart)
    if hop is not None:
        found[-1] = hop + shortest(start.cell, apart[-1:] - np.linalg.solve(start.cell.T, hop))[0]
    return found


def _path(
    ends: Ends,
    evaluate: Evaluator,
    settings: HopSettings,
    along: Sequence[Structure],
    tell: Callable[[str, int], None],
) -> Hop:
    whole = ends.first.structure
    origin = whole.positions / ANGSTROM
    target = origin + ends.shifts / ANGSTROM
    shift = (target - origin).mean(axis=0)  # an even shift of all atoms is no part of a hop
    target -= shift
    point, band = _point(ends, target, evaluate), band_settings(settings)

    def tell_path(calls: int, worst: float) -> None:
        tell(f"path: largest force {worst:.3f} eV/angstrom", calls)

    guess = _guess(along, origin, target) if along else None
    if guess is not None and len(guess) == 3:
        path = climb(point, guess, band, settings.most_calls, tell_path)
    else:
        path = find_path(
            point,
            origin.ravel(),
            target.ravel(),
            band,
            images=settings.images,
            most_calls=settings.most_calls,
            guess=guess,
            tell=tell_path,
        )
    images = path.points.reshape(len(path.points), -1, 3).copy()
    images[-1] += shift  # the end that was evaluated
    structures = tuple(moved(whole, x * ANGSTROM) for x in images)
    return Hop(ends.first, ends.last, path, structures, settings)


def band_settings(settings: HopSettings) -> BandSettings:
    """The numerics of the band of a hop, in angstrom and eV."""
    return BandSettings(settings.force / FORCE, SPRING, LONGEST)


def _point(ends: Ends, target: np.ndarray, evaluate: Evaluates) -> Point:
    """Energy (eV) and gradient (eV/angstrom) of the atoms of a hop at positions in angstrom.

    Those of the ends are known. An even shift of all atoms, which the second end has here, changes nothing.
    """
    whole = ends.first.structure
    known = (whole.positions / ANGSTROM, ends.first.evaluation), (target, ends.last.evaluation)

    def point(x: np.ndarray) -> tuple[float, np.ndarray]:
        places = x.reshape(-1, 3)
        same = [found for end, found in known if np.abs(places - end).max() < HERE]
        found = same[0] if same else evaluate(moved(whole, x * ANGSTROM))
        return found.energy / EV, -found.forces.ravel() / FORCE

    return point


def _guess(along: Sequence[Structure], origin: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The images of a known path (angstrom), each moved by its share of the moves of the ends."""
    old = np.array([one.positions for one in along]) / ANGSTROM
    old -= old.mean(axis=1, keepdims=True) - origin.mean(axis=0)
    lengths = np.linalg.norm(np.diff(old, axis=0).reshape(len(old) - 1, -1), axis=1)
    share = (np.concatenate([[0.0], np.cumsum(lengths)]) / lengths.sum())[:, None, None]
    new = old + (1 - share) * (origin - old[0]) + share * (target - old[-1])
    return np.asarray(new.reshape(len(old), -1))


def carried(along: Sequence[Structure], start: Structure, end: Structure) -> tuple[Structure, ...]:
    """The images of a known path in the cell of a hop; raises where they are not those of the hop.

    A path in a cell that differs by a small strain is strained. `start` and `end` are the ends before they relax.
    """
    if not along:
        return ()
    what = ""
    bend = np.linalg.solve(along[0].cell, start.cell) - np.eye(3)
    if len(along) < 3:
        what = f"has {len(along)} images, and a path has two ends and one image between them at least"
    elif any(one.species != start.species for one in along):
        what = "has other atoms than the hop that is computed, or another order of them"
    elif np.abs(bend).max() > BENT:
        what = f"is in a cell that differs by a strain of {np.abs(bend).max():.2g}, and at most {BENT:g} is allowed"
    else:
        away = max(_farthest(one, other) for one, other in ((along[0], start), (along[-1], end)))
        if away > AWAY:
            what = f"begins or ends {away / ANGSTROM:.1f} angstrom from the sites of the hop that is computed"
    if what:
        fix = "compute the path in the same structure, with the same --width and --species"
        raise InputError("--along", [Problem("", f"the path {what}", fix)])
    return tuple(Structure(start.cell, one.species, one.fractional, one.periodic, one.title) for one in along)


def _farthest(one: Structure, other: Structure) -> float:
    """How far (m) an atom of a structure is from the same atom of another one in nearly the same cell."""
    return float(np.linalg.norm(shortest(other.cell, one.fractional - other.fractional), axis=1).max())


def _ensure_alike(start: Structure, end: Structure) -> None:
    if start.species != end.species or not np.allclose(start.cell, end.cell, rtol=0, atol=1e-4 * ANGSTROM):
        what = "the ends of the hop do not have the same atoms in the same order in the same cell"
        raise InputError("--to", [Problem("", what, "write both files from one structure")])


# --- vacancies


def supercell(structure: Structure, counts: tuple[int, int, int]) -> Structure:
    """The structure repeated along its vectors; the atoms of one cell stand together."""
    offsets = np.array([[x, y, z] for x in range(counts[0]) for y in range(counts[1]) for z in range(counts[2])])
    fractional = (structure.fractional[None] + offsets[:, None]).reshape(-1, 3) / np.array(counts)
    cell = structure.cell * np.array(counts)[:, None]
    return Structure(cell, structure.species * len(offsets), fractional, structure.periodic, structure.title)


def counts_for(structure: Structure, width: float) -> tuple[int, int, int]:
    """The fewest repetitions that keep a vacancy at least `width` (m) from its image planes."""
    widths = 1 / np.linalg.norm(np.linalg.inv(structure.cell), axis=0)
    x, y, z = (int(np.ceil(width / one - 1e-9)) for one in widths)
    return x, y, z


def vacancy_hop(
    structure: Structure,
    edge: Edge,
    counts: tuple[int, int, int],
    evaluate: Evaluator,
    settings: HopSettings | None = None,
    *,
    along: Sequence[Structure] = (),
    tell: Callable[[str, int], None] = lambda *_: None,
) -> Hop:
    """An atom hops along an edge of a network into a vacancy, in a supercell.

    The moving atom is the last one. `along` are images of a path that is known, as in `hop_between`.
    """
    settings = settings or HopSettings()
    host = supercell(structure, counts)
    one, other, offset = edge
    place = _place_in(offset, counts) * len(structure) + other
    hop = _ensure_room(host, structure, edge, place)
    rest = [k for k in range(len(host)) if k not in (one, place)]
    start, end = (_without(host, rest, site) for site in (one, place))
    along = carried(along, start, end)
    tell("relaxation of the vacancy", evaluate.calls)
    first = relax_ions(along[0] if along else start, evaluate, settings.end_force)
    tell("relaxation of the other end", evaluate.calls)
    guess = _mapped(host, rest, (one, place), first.structure) or (along[-1] if along else end)
    last = relax_ions(guess, evaluate, settings.end_force, first.hessian)
    shifts = displacements(first.structure, last.structure, hop)
    return _path(Ends(first, last, shifts), evaluate, settings, along, tell)


def _ensure_room(host: Structure, structure: Structure, edge: Edge, place: int) -> np.ndarray:
    """Return the hop (m); raise where the path would take another way, or one that is not the shortest."""
    one, other, offset = edge
    hop = (structure.fractional[other] + np.array(offset) - structure.fractional[one]) @ structure.cell
    nearest = distances(host.cell, host.fractional[one], host.fractional[[place]])[0]
    taken = displacements(_only(host, one), _only(host, place), hop)[-1]
    if place == one or nearest < np.linalg.norm(hop) - SAME or np.linalg.norm(taken - hop) > SAME:
        what = "the supercell is so small that the hop is not the shortest way between its ends"
        raise InputError("--width", [Problem("", what, "give a wider supercell")])
    return np.asarray(hop)


def _only(host: Structure, site: int) -> Structure:
    return Structure(host.cell, (host.species[site],), host.fractional[[site]], host.periodic)


def _place_in(offset: tuple[int, int, int], counts: tuple[int, int, int]) -> int:
    x, y, z = (int(step) % count for step, count in zip(offset, counts, strict=True))
    return (x * counts[1] + y) * counts[2] + z


def _without(host: Structure, rest: list[int], site: int) -> Structure:
    order = [*rest, site]
    species = tuple(host.species[k] for k in order)
    return Structure(host.cell, species, host.fractional[order], host.periodic, f"{host.title} with a vacancy")


def _mapped(host: Structure, rest: list[int], ends: tuple[int, int], relaxed: Structure) -> Structure | None:
    """The relaxed vacancy at the second end, moved by a symmetry of the host to the first.

    Where the vacancy relaxes into less than the symmetry of its site, several images fit: the other atoms move least on
    the way to the one that is taken. None without such a symmetry. It is where the relaxation of the other end starts,
    and the relaxation still decides.
    """
    group = space_group(host)
    one, place = ends
    images = [
        _image(host, rest, ends, relaxed, (rotation, translation))
        for rotation, translation in zip(group.rotations, group.translations, strict=True)
        if distances(host.cell, host.fractional[one], rotation @ host.fractional[place] + translation)[0] < FITS
    ]
    return min(images, key=lambda image: _moved_aside(relaxed, image), default=None)


def _image(
    host: Structure, rest: list[int], ends: tuple[int, int], relaxed: Structure, symmetry: tuple[np.ndarray, np.ndarray]
) -> Structure:
    """Return a relaxed vacancy moved by a symmetry that takes the second end to the first."""
    one, place = ends
    rotation, translation = symmetry
    shifts = relaxed.fractional - host.fractional[[*rest, one]]
    images = host.fractional[[*rest, one]] @ rotation.T + translation
    order = [*rest, place]
    nearest = [int(np.argmin(distances(host.cell, image, host.fractional[order]))) for image in images]
    fractional = np.array(host.fractional[order])
    fractional[nearest] += shifts @ rotation.T
    species = tuple(host.species[k] for k in order)
    return Structure(host.cell, species, fractional, host.periodic, relaxed.title)


def _moved_aside(start: Structure, end: Structure) -> float:
    """Return the sum of squares (m^2) of the ways of all atoms but the last, which hops.

    It is rounded to a picometre squared, so that images that differ by rounding alone are equally near.
    """
    ways = shortest(start.cell, end.fractional[:-1] - start.fractional[:-1])
    return round(float((ways**2).sum()) / PICOMETRE**2) * PICOMETRE**2
