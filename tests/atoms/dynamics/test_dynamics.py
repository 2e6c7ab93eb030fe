"""Molecular dynamics against closed forms, and runs that were broken off."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

import toy_forces
from click import UsageError
from click.testing import CliRunner
from scipy.special import i0

from natria.atoms.calculators import Evaluator, Recipe
from natria.atoms.calculators.evaluate import EV
from natria.atoms.dynamics import (
    DiffusionSettings,
    RunSettings,
    ThermostatSettings,
    diffusion,
    diffusivity,
    trajectory,
)
from natria.atoms.dynamics.integrate import BOLTZMANN, THERMOSTATS, kinetic_energy, started
from natria.atoms.gates import diffusion_conditions
from natria.cli.main import cli
from natria.laws import AVOGADRO
from natria.quantity import InputError
from natria.record import from_angstrom
from natria.report.atoms import diffusion_document, diffusion_files
from natria.store import Store

FS = 1e-15
GRID = np.array([[x, y, z] for x in range(2) for y in range(2) for z in range(2)]) / 2
SALT = from_angstrom(np.eye(3) * 6, ["Na"] * 8 + ["Cl"] * 8, np.concatenate([GRID, GRID + 0.25]), "toy")
ATOMS = from_angstrom(np.eye(3) * 6, ["Na"] * 8, GRID, "eight")


def evaluator(make, store=None):
    return Evaluator(Recipe("toy", {}), make, store or Store(None, None))


def settings(*, kind="langevin", temperature=600.0, step=5 * FS, relaxation=100 * FS, every=10, samples=20):
    return RunSettings(ThermostatSettings(kind, temperature, step, relaxation), every, samples, 3)


MASS = np.full(8, 22.98977 * 1.66053906660e-27)  # kg, sodium
STIFF = 0.5  # N/m of each pair


def no_forces(positions):
    return 0.0, np.zeros_like(positions)


def pairs(positions):
    """Every pair of atoms on a spring, which keeps the momentum: 21 modes."""
    away = positions - positions.mean(axis=0)
    return 0.5 * len(away) * STIFF * float(np.sum(away**2)), -STIFF * len(away) * away


def moved_by(forces, run):
    """Positions, potential and kinetic energies and heat of the samples, without a calculator."""
    state, rows = started(np.zeros((8, 3)), MASS, run.thermostat, run.seed), []
    for _ in range(run.samples):
        state, _, energy = THERMOSTATS[run.thermostat.kind](state, forces, MASS, run.thermostat, run.every)
        rows.append((state.positions, energy, kinetic_energy(state.velocities, MASS), state.heat))
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def test_free_particles_in_a_bath_have_the_diffusivity_of_einstein():
    """D = kT/(m gamma), with gamma over the relaxation time."""
    run = settings(relaxation=50 * FS, every=20, samples=400)
    positions, *_ = moved_by(no_forces, run)
    found = diffusivity(positions, run.interval, 0.0)
    exact = BOLTZMANN * 600 / MASS[0] * 50 * FS
    assert found.value == pytest.approx(exact, abs=4 * found.std)
    assert found.std < 0.2 * exact


@pytest.mark.parametrize(("kind", "freedom"), [("langevin", 24), ("bussi", 21)])
def test_springs_have_their_share_of_energy_and_its_scatter(kind, freedom):
    """Means of n kT/2, and for the kinetic energy the variance n (kT)^2/2; the conserved energy stays."""
    run = settings(kind=kind, step=2 * FS, relaxation=30 * FS, every=20, samples=900)
    _, potential, kinetic, heat = (column[100:] for column in moved_by(pairs, run))
    unit = BOLTZMANN * 600
    assert kinetic.mean() == pytest.approx(freedom / 2 * unit, rel=0.05)
    assert potential.mean() == pytest.approx(21 / 2 * unit, rel=0.1)
    assert np.var(kinetic) == pytest.approx(freedom / 2 * unit**2, rel=0.3)
    assert np.ptp(potential + kinetic - heat) < 0.02 * EV


def test_a_run_that_broke_off_goes_on_bit_by_bit(tmp_path):
    run = settings(samples=5, every=4)
    whole = trajectory(SALT, evaluator(toy_forces.corrugated), run, 4)
    first = evaluator(toy_forces.corrugated, Store(tmp_path, None))
    trajectory(SALT, first, run, 2)
    second = evaluator(toy_forces.corrugated, Store(tmp_path, None))
    moved = trajectory(SALT, second, run, 4)
    assert second.found == 2
    assert second.calls == first.calls
    assert np.array_equal(moved.positions, whole.positions)
    assert np.array_equal(moved.heat, whole.heat)


def diffused(make, structure=SALT, temperature=600.0, chunks=1, **more):
    evaluate = evaluator(make)
    asked = DiffusionSettings(settings(**more), chunks, 0.5e-12)
    return diffusion(structure, "Na", evaluate, [temperature], asked), evaluate


def states(found, evaluate):
    return {one.name.partition(" at ")[0]: one.met for one in diffusion_conditions(found, evaluate.recipe).conditions}


def test_atoms_on_springs_leave_a_bound():
    """No hop: at most 3.0 hops in the time of all atoms."""
    found, evaluate = diffused(toy_forces.springs, ATOMS, samples=100)
    one = found.at[0]
    assert (one.hops, one.is_bound) == (0, True)
    assert one.bound == pytest.approx(2.9957 * (3e-10) ** 2 / (6 * 8 * one.duration), rel=1e-3)
    assert one.rattle is None
    assert states(found, evaluate)["crystal"] is None
    row = diffusion_document(found, diffusion_conditions(found, evaluate.recipe), evaluate, "0")["temperatures"][0]
    assert row["tracer_diffusivity"]["bound"] == "at most"


def test_a_crystal_that_melts_is_refused():
    found, evaluate = diffused(lambda: toy_forces.corrugated(stiffness=0.05), samples=100)
    assert found.at[0].rattle > 0.15
    assert states(found, evaluate)["crystal"] is False
    gated = diffusion_conditions(found, evaluate.recipe)
    document = diffusion_document(found, gated, evaluate, "0")
    assert document["temperatures"][0]["tracer_diffusivity"] is None


def test_a_time_step_that_is_too_long_is_refused():
    found, evaluate = diffused(lambda: toy_forces.corrugated(stiffness=400.0), step=8 * FS, samples=60)
    assert states(found, evaluate)["energy"] is False


def test_a_temperature_that_was_not_reached_is_refused():
    found, evaluate = diffused(toy_forces.corrugated, samples=30)
    assert states(found, evaluate)["temperature"] is not False
    off = replace(found, at=(replace(found.at[0], asked=900.0),))
    assert states(off, evaluate)["temperature"] is False


@pytest.mark.parametrize(
    ("mean", "std", "met"),
    [(590, 5, True), (590, 7, None), (507.9, 44.6, None), (507.9, 20, False), (570, 5, False), (615, 5.9, True)],
)
def test_a_temperature_that_is_badly_known_is_not_met(mean, std, met):
    """600 K: 3 % are 18 K, three standard deviations of 6 K."""
    found, evaluate = diffused(toy_forces.free, samples=30)
    at = replace(found.at[0], temperature=float(mean), temperature_std=float(std))
    assert states(replace(found, at=(at,)), evaluate)["temperature"] is met


def command(folder, *words, **changed):
    file = folder / "toy.json"
    file.write_text(json.dumps(SALT.to_json()), encoding="utf-8")
    options = {"time": "2.5 ps", "equilibration": "0.5 ps", "relaxation": "0.2 ps", "step": "5 fs", "every": "10"}
    options |= {"species": "Na", "store": "none", "calculator": "toy_forces:corrugated", "thermostat": "langevin"}
    given = [f"--{name}={value}" for name, value in (options | changed).items()]
    arguments = ["compute", "diffusion", str(file), "--as-given", "--json", *given, *words]
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


def test_the_command_gives_the_energy_of_a_barrier(tmp_path):
    """A cosine of 0.1 eV: D = kT/(m gamma)/I0(U/2kT)^2, Lifson and Jackson, J. Chem. Phys. 36, 2410 (1962)."""
    kelvin = np.array([500.0, 1000])
    said = command(tmp_path, "--temperature=500 K", "--temperature=1000 K", time="10 ps")
    row = json.loads(said.stdout)
    assert said.return_value == 0, said.output
    assert [one["temperature"]["value"] for one in row["temperatures"]] == [500, 1000]
    slow, fast = kelvin / i0(0.1 * EV / (2 * BOLTZMANN * kelvin)) ** 2
    expected = np.log(fast / slow) * BOLTZMANN / (1 / 500 - 1 / 1000)
    energy, std = (row["arrhenius"]["energy"][key] / AVOGADRO / EV for key in ("value", "std"))
    assert expected / EV == pytest.approx(0.099, abs=0.001)
    assert std < 0.035
    assert energy == pytest.approx(expected / EV, abs=2 * std)


@pytest.mark.parametrize(
    "changed",
    [
        {"equilibration": "-0.5 ps"},
        {"equilibration": "nan ps"},
        {"time": "inf ps"},
        {"time": "0 ps"},
        {"step": "nan fs"},
        {"relaxation": "inf ps"},
        {"temperature": "inf K"},
        {"width": "nan"},
        {"time": "0.5 ps", "equilibration": "0 ps", "chunk": "5"},  # 10 samples
    ],
)
def test_bad_options_are_refused_before_the_run(tmp_path, monkeypatch, changed):
    def never(*_, **__):
        raise AssertionError

    monkeypatch.setattr("natria.atoms.dynamics.workflow.trajectory", never)
    said = command(tmp_path, **({"temperature": "600 K"} | changed))
    assert isinstance(said.exception, (InputError, UsageError))


def test_too_few_samples_name_the_options_that_give_more():
    asked = DiffusionSettings(settings(samples=11), 1, 0.0)
    with pytest.raises(InputError) as refused:
        diffusion(SALT, "Na", evaluator(toy_forces.free), [600.0], asked)
    assert all(option in str(refused.value) for option in ("--time", "--every"))
    enough = DiffusionSettings(settings(samples=12), 1, 0.0)
    assert diffusion(SALT, "Na", evaluator(toy_forces.free), [600.0], enough).at[0].duration > 0


def test_no_time_below_zero_is_left_out():
    asked = DiffusionSettings(settings(samples=30), 1, -0.5e-12)
    with pytest.raises(InputError) as refused:
        diffusion(SALT, "Na", evaluator(toy_forces.free), [600.0], asked)
    assert refused.value.source == "--equilibration"
    with pytest.raises(ValueError):
        trajectory(SALT, evaluator(toy_forces.free), settings(samples=2), 1).after(-1e-13)


def test_a_later_temperature_is_checked_before_the_first_run():
    one = evaluator(toy_forces.free)
    with pytest.raises(InputError):
        diffusion(SALT, "Na", one, [600.0, -1.0], DiffusionSettings(settings(samples=30), 1, 0.0))
    assert one.calls == 0


def test_the_figure_is_drawn():
    found, evaluate = diffused(toy_forces.corrugated, samples=60)
    document = diffusion_document(found, diffusion_conditions(found, evaluate.recipe), evaluate, "0")
    assert set(diffusion_files(document, found)) == {"diffusion.json", "diffusion.svg", "diffusion.png"}


@pytest.mark.parametrize(
    ("species", "change"),
    [("K", {}), ("Na", {"kind": "andersen"}), ("Na", {"step": 0.0}), ("Na", {"samples": 1})],
)
def test_bad_input_is_refused(species, change):
    asked = DiffusionSettings(settings(**change), 1, 0.5e-12)
    with pytest.raises(InputError):
        diffusion(SALT, species, evaluator(toy_forces.free), [600.0], asked)
