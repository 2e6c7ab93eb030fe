"""Calculators by name: what makes them, what they need, and what their results depend on."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np

from ...quantity import InputError, Problem, did_you_mean
from ...record import Structure
from ...record.structure import ANGSTROM
from .electrons import GpawStates, StatesProgram, ensure_semilocal
from .open_shells import unpaired
from .packages import imported, versions_of
from .recipe import Recipe

Settings = dict[str, Any]


@dataclass(frozen=True)
class CalculatorKind:
    """How to make one calculator.

    `make` takes the settings and returns a calculator of ASE. `settings` are the usual ones; they stand in the recipe
    of every result. `more` are settings that stand in it only where they are given. `atom` replaces settings for one
    atom alone in a large cell. `fix` turns settings that depend on the cell into plain ones, once for a whole workflow.
    `states` makes what computes electronic states, for a kind that has electrons. `resolution` names settings whose
    larger value is the finer one. `trained_on` names the data sets of a trained potential.
    """

    make: Callable[[Settings], Any]
    module: str  # what must be importable
    distributions: tuple[str, ...]
    settings: Mapping[str, Any]
    data: Callable[[Settings], dict[str, str]] = lambda _: {}
    fix: Callable[[Settings, Structure], Settings] = lambda settings, _: settings
    more: tuple[str, ...] = ()
    atom: Mapping[str, Any] = field(default_factory=dict)
    states: Callable[[Settings], StatesProgram] | None = None
    resolution: tuple[str, ...] = ()
    trained_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamedCalculator:
    """A recipe, and the functions that make its calculator of ASE and its electronic states."""

    recipe: Recipe
    make: Callable[[], Any]
    states: Callable[[], StatesProgram] | None = None


def calculator(name: str, structure: Structure, given: Mapping[str, Any] | None = None) -> NamedCalculator:
    """The calculator of a name (or `module:function`) for structures like the one given.

    `given` are settings that replace the usual ones.
    """
    if ":" in name:
        return _by_path(name, dict(given or {}))
    kind = CALCULATORS.get(name)
    if kind is None:
        fix = did_you_mean(name, CALCULATORS) or f"known: {', '.join(CALCULATORS)}"
        raise InputError("--calculator", [Problem(name, "there is no calculator of this name", f"{fix}; {BY_PATH}")])
    if unknown := sorted(set(given or {}) - {*kind.settings, *kind.more}):
        what = f"{name} has no setting {', '.join(unknown)}"
        known = ", ".join((*kind.settings, *kind.more)) or "none"
        raise InputError("--set", [Problem("", what, f"settings of {name}: {known}")])
    imported("ase")
    imported(kind.module)
    named = {key: _like(kind.settings.get(key), value) for key, value in (given or {}).items()}
    settings = kind.fix({**kind.settings, **named}, structure)
    recipe = Recipe(name, versions_of(*kind.distributions), kind.data(settings), settings)
    states = kind.states
    return NamedCalculator(
        recipe,
        lambda: _quietly(kind.make, settings),
        None if states is None else lambda: _quietly(states, settings),
    )


def _like(usual: Any, value: Any) -> Any:
    """A whole number as a float where the usual value is one, so that 1000 and 1000.0 give one recipe."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return float(value) if is_whole and isinstance(usual, float) else value


def atom_settings(name: str, given: Mapping[str, Any]) -> Settings:
    """The settings of a calculator for one atom alone: those that are given, and those that an atom needs."""
    return {**given, **(CALCULATORS[name].atom if name in CALCULATORS else {})}


FUNCTION = "a function that takes the settings and returns a calculator of ASE"
BY_PATH = f"or give module:function, {FUNCTION}"


def _by_path(name: str, settings: Settings) -> NamedCalculator:
    module, _, function = name.partition(":")
    found = imported(module)
    make = getattr(found, function, None)
    if not callable(make):
        fix = did_you_mean(function, dir(found)) or f"name {FUNCTION}"
        raise InputError("--calculator", [Problem(name, f"{module} has no function {function!r}", fix)])
    distribution = module.partition(".")[0]
    data = {}
    if source := getattr(found, "__file__", None):  # a function that is edited gives another recipe
        data[module] = f"sha256 {sha256(Path(source).read_bytes()).hexdigest()}"
    recipe = Recipe(name, versions_of("ase", distribution), data, settings)
    return NamedCalculator(recipe, lambda: make(**settings), lambda: _states_of(name, make(**settings)))


def _states_of(name: str, made: Any) -> StatesProgram:
    """What a function of the user made, if it computes electronic states."""
    if not (callable(getattr(made, "ground", None)) and callable(getattr(made, "states", None))):
        what = "returns an object without the methods `ground` and `states`"
        fix = "return what natria.atoms.calculators.electrons.StatesProgram describes"
        raise InputError("--calculator", [Problem(name, what, fix)])
    found: StatesProgram = made
    return found


def _quietly(make: Callable[[Settings], Any], settings: Settings) -> Any:
    """Make a calculator without the warnings that its package gives at import."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make(settings)


# --- each calculator

ENGINES = ("new", "legacy")  # of GPAW
# hund: the atoms begin with the moments of Hund's rule, and the spins are free. symmetry: "off" for k-points and
# densities without the operations of the crystal. charge: of the cell in elementary charges, over an even background.
# gpts: the points of the grid of the density along the vectors of the cell.
GPAW_MORE = ("hund", "symmetry", "charge", "gpts")


def _emt(settings: Settings) -> Any:
    return imported("ase.calculators.emt").EMT(**settings)


def _lj(settings: Settings) -> Any:
    return imported("ase.calculators.lj").LennardJones(**settings)


def _gpaw(settings: Settings) -> Any:
    """GPAW with plane waves, by its new engine or its legacy one."""
    if settings["engine"] not in ENGINES:
        fix = f"give one of: {', '.join(ENGINES)}"
        raise InputError("--set", [Problem("engine", f"gpaw has no engine {settings['engine']!r}", fix)])
    return imported("gpaw").GPAW(
        legacy_gpaw=settings["engine"] == "legacy",
        mode={"name": "pw", "ecut": settings["cutoff_eV"]},
        xc=settings["xc"],
        kpts={"size": settings["kpoints"], "gamma": settings["gamma"]},
        occupations={"name": settings["occupations"], "width": settings["smearing_eV"]},
        convergence={
            "energy": settings["energy_tolerance_eV"],  # per electron
            "density": settings["density_tolerance"],
            "forces": settings["force_tolerance_eV_A"],
        },
        txt=None,
        **({"magmoms": settings["moments"]} if settings.get("moments") else {}),
        **{name: settings[name] for name in GPAW_MORE if name in settings},
    )


def _gpaw_states(settings: Settings) -> StatesProgram:
    ensure_semilocal(str(settings["xc"]))
    if settings.get("moments") or settings.get("hund"):
        fix = "leave out spin and hund; bands of magnetic crystals need another program"
        raise InputError("--set", [Problem("spin", "electronic states are computed with paired spins", fix)])
    return GpawStates(settings, _gpaw)


PAIRED = "paired"
# Between planes of atoms in a crystal there is less, between slabs or molecules in a box more: in the library at most
# 3.1 A (black phosphorus) and at least 8.0 A (Cl2 in its box).
VACUUM = 6 * ANGSTROM


def _of_gpaw(settings: Settings, structure: Structure) -> Settings:
    """Fix k-points and spin; the recipe has no spin where none was asked for, or Hund's rule gives it."""
    fixed = _kpoints(settings, structure)
    spin = fixed.pop("spin")
    if fixed.get("hund"):
        if spin is None:
            return fixed
        fix = "leave out one of them: hund begins with the moments of the atoms, spin with one moment for each"
        raise InputError("--set", [Problem("spin", "Hund's rule gives the moments, and a spin is given too", fix)])
    if spin is None:
        if why := unpaired(structure):
            title = structure.title or "the structure"
            what = f"gpaw pairs all electrons unless a spin is given, and {title} has unpaired ones: {why}"
            fix = "give a moment per atom to start from, such as --set spin=0.5, or --set spin=paired"
            raise InputError("--set", [Problem("spin", what, fix)])
        return fixed
    if spin == PAIRED:
        return {**fixed, "spin": PAIRED}
    if isinstance(spin, bool) or not isinstance(spin, int | float) or spin == 0:
        fix = f"give a moment per atom in Bohr magnetons, such as 0.5, or {PAIRED}"
        raise InputError("--set", [Problem("spin", f"{spin!r} is no magnetic moment", fix)])
    return {**fixed, "moments": [float(spin)] * len(structure)}


def _kpoints(settings: Settings, structure: Structure) -> Settings:
    """Count the k-points once: strained cells must have those of the reference cell.

    Along a vector there are at least spacing density (angstrom) times the length of the reciprocal vector, times 2 pi.
    Of counts that are given the density is noted instead. Along a vector with a vacuum, or without periodicity,
    there is one: nothing depends on the k-point there.
    """
    lengths = np.linalg.norm(np.linalg.inv(structure.cell / ANGSTROM), axis=0)  # 1/angstrom
    if settings["kpoints"]:
        counts = [int(count) for count in settings["kpoints"]]
        density = min(count / (2 * np.pi * length) for count, length in zip(counts, lengths, strict=True))
        return {**settings, "kpoints": counts, "kpoint_density_A": round(float(density), 6)}
    counts = [max(1, ceil(2 * np.pi * length * settings["kpoint_density_A"] - 1e-9)) for length in lengths]
    bare = ~np.array(structure.periodic) | (_gaps(structure) > VACUUM)
    return {**settings, "kpoints": [1 if empty else count for empty, count in zip(bare, counts, strict=True)]}


def _gaps(structure: Structure) -> np.ndarray:
    """The largest distance (m) of neighbouring planes of atoms along the normal of each face."""
    places = np.sort(structure.fractional % 1, axis=0)
    heights = 1 / np.linalg.norm(np.linalg.inv(structure.cell), axis=0)
    return np.asarray(np.diff(places, axis=0, append=places[:1] + 1).max(axis=0) * heights)


def _sevenn(settings: Settings) -> Any:
    words = {"model": settings["model"], "device": "cpu"}
    if settings["modal"]:
        words["modal"] = settings["modal"]
    return imported("sevenn.calculator").SevenNetCalculator(**words)


def _chgnet(settings: Settings) -> Any:
    dynamics, model = imported("chgnet.model.dynamics"), imported("chgnet.model")
    loaded = model.CHGNet.load(model_name=settings["model"], use_device="cpu", verbose=False)
    return dynamics.CHGNetCalculator(loaded, use_device="cpu")


TRAJECTORIES = ("Materials Project",)  # relaxations of its structures, doi:10.1038/s42256-023-00716-3

CALCULATORS: dict[str, CalculatorKind] = {
    "gpaw": CalculatorKind(
        _gpaw,
        "gpaw",
        ("ase", "gpaw", "gpaw-data"),
        {
            "engine": "new",
            "xc": "PBE",
            "cutoff_eV": 700.0,
            "kpoints": None,
            "kpoint_density_A": 3.5,
            "gamma": True,
            "occupations": "fermi-dirac",
            "smearing_eV": 0.01,
            "energy_tolerance_eV": 1e-6,
            "density_tolerance": 1e-5,
            "force_tolerance_eV_A": 1e-3,
            "spin": None,
        },
        data=lambda _: {f"PAW data sets {name}": version for name, version in versions_of("gpaw-data").items()},
        fix=_of_gpaw,
        more=GPAW_MORE,
        atom={"hund": True, "spin": None, "kpoints": [1, 1, 1]},
        states=_gpaw_states,
        resolution=("cutoff_eV", "kpoint_density_A"),
    ),
    "sevenn": CalculatorKind(
        _sevenn,
        "sevenn",
        ("ase", "sevenn", "torch"),
        {"model": "7net-mf-0", "modal": "PBE"},
        data=lambda settings: {"weights": settings["model"]},
        trained_on=TRAJECTORIES,
    ),
    "chgnet": CalculatorKind(
        _chgnet,
        "chgnet",
        ("ase", "chgnet", "torch"),
        {"model": "0.3.0"},
        data=lambda settings: {"weights": settings["model"]},
        trained_on=TRAJECTORIES,
    ),
    "emt": CalculatorKind(_emt, "ase", ("ase",), {}),
    "lj": CalculatorKind(_lj, "ase", ("ase",), {"sigma": 1.0, "epsilon": 1.0, "rc": None, "smooth": True}),
}
