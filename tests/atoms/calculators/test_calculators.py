"""Calculators by name and by path, stored evaluations, and runs that are killed and go on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("ase")

import atoms_run

from natria.atoms.calculators import CALCULATORS, Evaluator, calculator, read_structure, relax_cell, relax_ions
from natria.atoms.calculators.evaluate import FORCE
from natria.atoms.calculators.minimise import minimise
from natria.atoms.calculators.structures import moved
from natria.quantity import InputError, ModelError
from natria.record import Structure, from_angstrom
from natria.record.structure import dumps
from natria.store import Store

SCRIPT = Path(atoms_run.__file__)
COPPER = from_angstrom(np.eye(3) * 3.6, ["Cu"] * 4, [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]], "Cu")


def evaluator(folder, structure=COPPER, name="emt", settings=None):
    made = calculator(name, structure, settings)
    return Evaluator(made.recipe, made.make, Store(folder, None))


def test_a_killed_run_goes_on_where_it_was_and_ends_with_the_same_number(tmp_path):
    whole, log = tmp_path / "whole", tmp_path / "whole.log"
    alone, evaluate = atoms_run.run(str(whole), str(log))
    calls = evaluate.calls
    assert alone.converged
    assert calls == len(log.read_text().splitlines()) > 6
    store, log = tmp_path / "store", tmp_path / "log"
    command = [sys.executable, str(SCRIPT), str(store), str(log)]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not log.exists() or len(log.read_text().splitlines()) < 4:
        assert killed.poll() is None
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    before = len(log.read_text().splitlines())
    assert before < calls
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(again.stdout) == pytest.approx(alone.evaluation.energy, rel=1e-9)
    assert len(log.read_text().splitlines()) <= calls + 1  # only the one that was cut off is repeated


def test_a_calculator_that_refuses_a_structure_after_another_is_made_anew():
    """GPAW holds the symmetry of the first structure that it saw."""
    from ase.calculators.emt import EMT

    made = []

    class Holds(EMT):
        def calculate(self, atoms=None, properties=("energy",), changes=("positions",)):
            seen = self.__dict__.setdefault("seen", atoms.positions.copy())
            if not np.allclose(seen, atoms.positions):
                raise RuntimeError("broken symmetry")
            super().calculate(atoms, properties, changes)

    def make():
        made.append(Holds())
        return made[-1]

    evaluate = Evaluator(calculator("emt", COPPER).recipe, make, Store(None, None))
    other = moved(COPPER, COPPER.positions + np.eye(4, 3) * 1e-12)
    energies = [evaluate(one).energy for one in (COPPER, other)]
    assert len(made) == 2
    assert energies == pytest.approx([evaluator(None)(one).energy for one in (COPPER, other)])
    always = Evaluator(evaluate.recipe, SimpleNamespace, Store(None, None))
    with pytest.raises(ModelError):
        always(COPPER)


def test_forces_of_single_precision_are_found_again_to_the_last_step(tmp_path):
    """Sums of single precision would differ from those of the stored numbers, and the way from there on."""
    first, second = (evaluator(tmp_path / "store", atoms_run.rattled(), "atoms_run:single") for _ in range(2))
    one = relax_ions(atoms_run.rattled(), first, 1e-3 * FORCE)
    other = relax_ions(atoms_run.rattled(), second, 1e-3 * FORCE)
    assert one.steps > 3
    assert (second.calls, second.found) == (0, first.calls)
    assert other.evaluation.energy == one.evaluation.energy


def test_a_result_is_found_by_structure_and_recipe(tmp_path):
    first = evaluator(tmp_path)
    energy = first(COPPER).energy
    second = evaluator(tmp_path)
    kept = second(COPPER)
    assert (second.calls, second.found) == (0, 1)
    assert kept.energy == energy
    assert (kept.forces == first(COPPER).forces).all()
    assert (kept.stress == first(COPPER).stress).all()
    second(moved(COPPER, COPPER.positions + 1e-12))
    assert second.calls == 1
    other = {"sigma": 2.3, "epsilon": 0.4, "rc": 6.0}
    pair = evaluator(tmp_path, name="lj", settings=other)
    pair(COPPER)
    changed = evaluator(tmp_path, name="lj", settings={**other, "epsilon": 0.5})
    assert changed(COPPER).energy == pytest.approx(pair(COPPER).energy * 1.25)
    assert changed.calls == 1


def test_a_damaged_evaluation_is_computed_again(tmp_path):
    energy = evaluator(tmp_path)(COPPER).energy
    (file,) = tmp_path.rglob("*.entry")
    file.write_bytes(file.read_bytes()[:-5] + b"00000")
    again = evaluator(tmp_path)
    with pytest.warns(UserWarning, match="entry"):
        assert again(COPPER).energy == energy
    assert again.calls == 1


def test_units_are_si():
    made = evaluator(None)(COPPER)
    from ase.build import bulk
    from ase.calculators.emt import EMT

    atoms = bulk("Cu", a=3.6, cubic=True)
    atoms.calc = EMT()
    ev = 1.602176634e-19
    assert made.energy == pytest.approx(atoms.get_potential_energy() * ev)
    assert made.stress[0, 0] == pytest.approx(atoms.get_stress()[0] * ev / 1e-30)
    step = 1e-13
    rattled = atoms_run.rattled()
    evaluate = evaluator(None, rattled)
    shift = np.zeros((4, 3))
    shift[1, 2] = step
    ends = [evaluate(moved(rattled, rattled.positions + sign * shift)).energy for sign in (1, -1)]
    assert (ends[1] - ends[0]) / (2 * step) == pytest.approx(evaluate(rattled).forces[1, 2], rel=1e-5)


def test_a_relaxed_cell_has_neither_forces_nor_stresses():
    evaluate = evaluator(None)
    start = moved(COPPER, COPPER.positions + (atoms_run.rattled().positions - COPPER.positions) / 4)
    rest = relax_cell(start, evaluate, 1e-12, 1e6)
    assert rest.converged
    assert rest.largest_force <= 1e-12
    assert np.abs(rest.evaluation.stress).max() <= 1e6
    assert rest.structure.volume ** (1 / 3) == pytest.approx(3.59e-10, rel=2e-3)
    assert relax_ions(rest.structure, evaluate, 1e-12).steps == 0


def test_minimise_finds_the_minimum_of_a_curved_valley():
    def rosenbrock(x):
        a, b = x
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2, np.array(
            [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)]
        )

    def run(most):
        done = lambda g: bool(np.abs(g).max() < 1e-6)  # noqa: E731
        return minimise(rosenbrock, np.array([-1.2, 1]), 100 * np.eye(2), done=done, bound=np.full(2, 0.2), most=most)

    assert run(500).x == pytest.approx([1, 1], abs=1e-5)
    assert not run(3).converged
    assert run(3).steps == 3


@pytest.mark.parametrize(
    ("name", "settings"),
    [("etm", None), ("emt", {"cutoff": 3}), ("no_such_module:make", None), ("atoms_run:nothing", None)],
)
def test_a_calculator_that_cannot_be_had_is_one_clear_error(name, settings):
    with pytest.raises(InputError):
        calculator(name, COPPER, settings)


def test_a_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "chgnet", None)
    with pytest.raises(InputError) as bad:
        calculator("chgnet", COPPER)
    assert "pip install" in bad.value.problems[0].fix
    assert {"gpaw", "sevenn", "chgnet"} <= set(CALCULATORS)


def test_a_calculator_by_its_path_has_the_digest_of_its_file(tmp_path):
    made = calculator("atoms_run:broken", COPPER)
    assert made.recipe.data["atoms_run"].startswith("sha256 ")
    with pytest.raises(ModelError) as bad:
        Evaluator(made.recipe, made.make, Store(tmp_path, None))(COPPER)
    assert "no licence" in str(bad.value)
    assert not list(tmp_path.rglob("*.entry"))


def test_the_k_points_are_counted_once():
    from natria.atoms.calculators.table import _kpoints

    given = {"kpoints": None, "kpoint_density_A": 3.5}
    assert _kpoints(given, COPPER)["kpoints"] == [7, 7, 7]  # 2 pi 3.5/3.6 = 6.1
    long = Structure(COPPER.cell * [[1], [2], [1]], ("Cu", "Cu"), [[0, 0, 0], [0, 0.5, 0]])
    assert _kpoints(given, long)["kpoints"] == [7, 4, 7]
    assert _kpoints({**given, "kpoints": (2, 2, 2)}, COPPER)["kpoints"] == [2, 2, 2]


def test_a_vacuum_has_one_k_point():
    from natria.atoms.calculators.table import _kpoints

    given = {"kpoints": None, "kpoint_density_A": 3.5}
    lower = from_angstrom(np.diag([3.6, 3.6, 1]), ["Cu"] * 2, [[0, 0, 0], [0.5, 0.5, 1.8]], "two planes")

    def with_height(height, periodic=(True, True, True)):
        places = [[0, 0, 0.95], [0.5, 0.5, (0.95 + 1.8 / height) % 1]]  # the slab lies across the edge of the cell
        return Structure(np.diag([3.6, 3.6, height]) * 1e-10, lower.species, places, periodic)

    assert _kpoints(given, with_height(1.8 + 5.9))["kpoints"] == [7, 7, 3]
    assert _kpoints(given, with_height(1.8 + 6.1))["kpoints"] == [7, 7, 1]
    assert _kpoints(given, with_height(1.8 + 5.9, (True, True, False)))["kpoints"] == [7, 7, 1]
    assert _kpoints({**given, "kpoints": [2, 2, 2]}, with_height(12.0))["kpoints"] == [2, 2, 2]
    slanted = Structure(np.array([[3.6, 0, 0], [0, 3.6, 0], [9, 0, 7]]) * 1e-10, ("Cu",), [[0, 0, 0]])
    assert _kpoints(given, slanted)["kpoints"][2] == 1  # the planes are 7 angstrom apart


def test_crystals_of_the_library_have_no_vacuum_and_molecules_have():
    from natria.atoms.calculators.table import VACUUM, _gaps
    from natria.atoms.structures import crystal, crystals

    largest = {name: _gaps(crystal(name)) for name in crystals()}
    molecules = {"H2", "N2", "O2", "F2", "Cl2"}
    assert {name for name, gaps in largest.items() if gaps.max() > VACUUM} == molecules
    assert all((largest[name] > VACUUM).all() for name in molecules)


@pytest.mark.parametrize("name", ["emt", "ase.calculators.emt:EMT"])
def test_an_element_that_is_not_known_is_named_and_the_calculator_goes_on(name):
    salt = Structure(COPPER.cell, ("Na", "Cu", "Cu", "Cu"), COPPER.fractional, title="NaCu3")
    evaluate = evaluator(None, name=name)
    for structure in (salt, moved(salt, salt.positions * 1.01)):
        with pytest.raises(ModelError) as bad:
            evaluate(structure)
        assert type(bad.value.__cause__) is NotImplementedError
        assert "Na" in str(bad.value)
    assert evaluate(COPPER).energy == evaluator(None, name=name)(COPPER).energy


def test_everything_that_gpaw_gets_stands_in_the_recipe(monkeypatch):
    """Each argument changes with a setting; nothing but the silence of its log is fixed."""
    asked = {}
    fake = SimpleNamespace(GPAW=lambda **words: asked.update(words))
    monkeypatch.setitem(sys.modules, "gpaw", fake)
    made = calculator("gpaw", COPPER, {"cutoff_eV": 450, "gamma": False, "occupations": "marzari-vanderbilt"})
    made.make()
    assert made.recipe.settings["engine"] == "new"
    assert asked["legacy_gpaw"] is False
    assert asked["mode"] == {"name": "pw", "ecut": 450}
    assert asked["kpts"] == {"size": [7, 7, 7], "gamma": False}
    assert asked["occupations"] == {"name": "marzari-vanderbilt", "width": 0.01}
    assert made.recipe.digest != calculator("gpaw", COPPER, {"cutoff_eV": 450}).recipe.digest
    with pytest.raises(InputError):
        calculator("gpaw", COPPER, {"engine": "old"}).make()


def test_the_density_of_given_k_points_is_noted():
    from natria.atoms.calculators.table import _kpoints

    noted = _kpoints({"kpoints": [2, 3, 2], "kpoint_density_A": 3.5}, COPPER)["kpoint_density_A"]
    assert noted == pytest.approx(2 * 3.6 / (2 * np.pi), abs=1e-6)


def test_the_energy_is_the_one_whose_derivatives_are_the_forces():
    """With smeared electrons that is the free energy, not the energy that is extrapolated to zero width."""
    made = evaluator(None, name="atoms_run:smeared")
    assert made(COPPER).energy == pytest.approx(-2.0 * 1.602176634e-19)


CIF = """data_x
_cell_length_a 4.7
_cell_length_b 4.7
_cell_length_c 4.7
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
_space_group_name_H-M_alt 'F m -3 m'
_space_group_IT_number 225
loop_
_atom_site_label
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_occupancy
Na1 Na 0 0 0 {share}
F1 F 0.5 0.5 0.5 1
"""


def test_structures_of_files(tmp_path):
    cif, own = tmp_path / "naf.cif", tmp_path / "cu.json"
    cif.write_text(CIF.format(share=1))
    salt = read_structure(cif)
    assert sorted(salt.species) == ["F"] * 4 + ["Na"] * 4
    assert salt.volume == pytest.approx(4.7e-10**3)
    own.write_bytes(dumps(COPPER))
    assert read_structure(own).digest == COPPER.digest
    cif.write_text(CIF.format(share=0.5))
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    for wrong in (cif, bad, tmp_path / "absent.cif"):
        with pytest.raises(InputError):
            read_structure(wrong)
    problems = []
    for name in ("absent.json", "absent.cif"):
        with pytest.raises(InputError) as absent:
            read_structure(tmp_path / name)
        problems.append(absent.value.problems)
    assert problems[0] == problems[1]
    cif.write_text("not a crystal")
    with pytest.raises(InputError):
        read_structure(cif)


def test_open_shells_are_told_from_their_structure():
    from natria.atoms.calculators.open_shells import unpaired
    from natria.atoms.structures import crystal

    def pair(length, species=("O", "O"), periodic=(True, True, True)):
        cell = np.eye(3) * 6e-10
        return Structure(cell, species, [[0, 0, 0], [0, 0, length / 6]], periodic)

    assert unpaired(pair(1.21))
    assert unpaired(pair(1.33))  # a superoxide
    assert not unpaired(pair(1.49))  # a peroxide
    assert unpaired(pair(1.8, ("Fe", "S")))
    assert unpaired(pair(1.15, ("N", "O"), (False, False, False)))
    assert not unpaired(pair(1.13, ("C", "O"), (False, False, False)))
    assert not [one for one in ("Na", "NaF", "Na2O", "Na2O2", "Al", "Cu") if unpaired(crystal(one))]


def test_a_spin_is_asked_for_where_electrons_are_not_paired():
    from natria.atoms.calculators.table import CALCULATORS as KINDS

    oxygen = Structure(np.eye(3) * 6e-10, ("O", "O"), [[0, 0, 0], [0, 0, 0.2]], title="O2")
    kind = KINDS["gpaw"]
    with pytest.raises(InputError) as bad:
        kind.fix(dict(kind.settings), oxygen)
    assert bad.value.problems[0].where == "spin"
    assert kind.fix({**kind.settings, "spin": 0.5}, oxygen)["moments"] == [0.5, 0.5]
    assert kind.fix({**kind.settings, "spin": "paired"}, oxygen)["spin"] == "paired"
    assert not {"spin", "moments"} & set(kind.fix(dict(kind.settings), COPPER))
    for wrong in ("up", 0, True):
        with pytest.raises(InputError):
            kind.fix({**kind.settings, "spin": wrong}, oxygen)


def test_hunds_rule_and_a_spin_are_refused_together_but_an_isolated_atom_has_its_own():
    from natria.atoms.calculators.table import atom_settings

    fixed = CALCULATORS["gpaw"].fix
    usual = CALCULATORS["gpaw"].settings
    for spin in (0.5, "paired"):
        with pytest.raises(InputError) as bad:
            fixed({**usual, "hund": True, "spin": spin}, COPPER)
        assert bad.value.problems[0].where == "spin"
        alone = fixed({**usual, **atom_settings("gpaw", {"spin": spin})}, COPPER)
        assert alone == fixed({**usual, **atom_settings("gpaw", {})}, COPPER)
        assert alone["hund"] is True
        assert not {"spin", "moments"} & set(alone)


def test_a_whole_number_gives_the_recipe_of_the_float():
    cell = from_angstrom(np.eye(3) * 3.0, ["Cu"], [[0, 0, 0]])
    one, other, third = (calculator("lj", cell, {"sigma": sigma}).recipe for sigma in (2, 2.0, 2.5))
    assert one.digest == other.digest != third.digest


def test_charge_and_symmetry_reach_gpaw_and_stand_in_the_recipe_where_they_are_given(monkeypatch):
    asked = {}
    monkeypatch.setitem(sys.modules, "gpaw", SimpleNamespace(GPAW=lambda **words: asked.update(words)))
    monkeypatch.setattr("natria.atoms.calculators.table.versions_of", lambda *names: dict.fromkeys(names, "1"))
    plain = calculator("gpaw", COPPER)
    plain.make()
    assert not {"charge", "symmetry"} & {*asked, *plain.recipe.settings}
    given = calculator("gpaw", COPPER, {"charge": -1, "symmetry": "off"})
    given.make()
    assert (asked["charge"], asked["symmetry"]) == (-1, "off")
    assert given.recipe.settings["charge"] == -1
    assert given.recipe.digest != plain.recipe.digest
