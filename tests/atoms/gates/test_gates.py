"""A result is refused by any condition that is not met, and never passes without a validation."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from natria.atoms.calculators import Recipe
from natria.atoms.elastic.energies import EnergyCheck
from natria.atoms.elastic.fit import StiffnessFit
from natria.atoms.elastic.pressure import MissingPressure
from natria.atoms.elastic.workflow import ElasticSettings, ElasticTensor
from natria.atoms.gates import VALIDITY, GateCondition, GatedResult, elastic_conditions, migration_conditions, validity
from natria.atoms.gates.evidence import compared, own_faults
from natria.atoms.gates.spin import spin_conditions
from natria.atoms.migration.hop import HopSettings
from natria.record import Structure


def condition(met):
    return GateCondition("one", met, "found", "wanted")


@pytest.mark.parametrize(
    ("met", "outcome"),
    [
        ((True, True), "accepted"),
        ((True, None), "not validated"),
        ((None, False), "refused"),
        ((True, False, True), "refused"),
    ],
)
def test_the_outcome_follows_from_the_conditions(met, outcome):
    gated = GatedResult(tuple(map(condition, met)))
    assert gated.outcome == outcome
    assert len(gated.reasons) == sum(one is not True for one in met)
    with pytest.raises(AttributeError):
        gated.outcome = "accepted"


def test_reasons_name_what_refuses_before_what_is_not_known():
    rows = [("a", None), ("b", False), ("c", True), ("d", None), ("e", False)]
    gated = GatedResult(tuple(GateCondition(name, met, "found", "wanted") for name, met in rows))
    assert [reason[0] for reason in gated.reasons] == ["b", "e", "a", "d"]
    assert ["not known" in reason for reason in gated.reasons] == [False, False, True, True]


def test_a_result_without_conditions_is_not_gated():
    with pytest.raises(ValueError):
        GatedResult(())


NAF_ROW = next(row for row in VALIDITY if row.run == "NaF-elastic-gpaw")
STORED = NAF_ROW.evidence.recipe
SETTINGS = {
    "gpaw": dict(STORED.settings),
    "sevenn": {"model": "7net-mf-0", "modal": "PBE"},
    "chgnet": {"model": "0.3.0"},
}


def recipe(name, **settings):
    data = dict(STORED.data) if name == "gpaw" else {}
    return Recipe(name, {}, data, {**SETTINGS.get(name, {}), **settings})


@pytest.mark.parametrize(
    ("calculator", "wanted", "species", "met"),
    [
        ("chgnet", "elastic", ("Na", "O", "H"), False),
        ("chgnet", "elastic", ("Na", "O", "H", "C"), None),
        ("chgnet", "adsorption", ("Na", "F"), None),
        ("chgnet", "migration", ("Na", "F"), None),
        ("chgnet", "migration", ("Na", "O", "H"), None),
        ("chgnet", "migration", ("Na", "Sb"), None),
        ("chgnet", "migration", ("Li", "F"), None),
        ("gpaw", "elastic", ("Na", "F"), True),
        ("gpaw", "lattice", ("Na", "F"), True),
        ("gpaw", "elastic", ("Na", "O", "H"), None),
        ("sevenn", "elastic", ("Na", "F"), True),
        ("sevenn", "lattice", ("Na", "F"), True),
        ("sevenn", "lattice", ("Na",), True),
        ("sevenn", "migration", ("Na", "F"), None),
        ("sevenn", "elastic", ("Na",), False),
        ("gpaw", "elastic", ("F", "Na", "F"), True),
        ("sevenn", "elastic", ("Na", "Sb"), False),
        ("emt", "elastic", ("Cu",), True),
        ("emt", "elastic", ("Al",), False),
        ("emt", "elastic", ("Cu", "O"), False),
        ("emt", "adsorption", ("Cu",), False),
        ("emt", "migration", ("Cu",), None),
        ("emt", "migration", ("Al",), False),
        ("emt", "surface migration", ("Cu",), False),
        *(("lj", wanted, ("Cu",), False) for wanted in ("critical strain", "adsorption", "migration")),
        ("sevenn", "surface migration", ("Na", "F"), None),
        ("chgnet", "surface migration", ("Na", "F"), None),
        ("my_package:make", "elastic", ("Cu",), None),
    ],
)
def test_validity_is_looked_up(calculator, wanted, species, met):
    assert validity(recipe(calculator), wanted, species).met is met


@pytest.mark.parametrize(
    ("calculator", "species", "settings", "lacks"),
    [
        ("sevenn", ("Na", "F"), {"modal": "R2SCAN"}, 1),
        ("sevenn", ("Na", "F"), {"modal": "R2SCAN", "model": "7net-0"}, 2),
        ("chgnet", ("Na", "O", "H"), {"model": "r2scan"}, 1),
        ("gpaw", ("Na", "F"), {"xc": "LDA", "cutoff_eV": 300.0, "kpoint_density_A": None}, 3),
    ],
)
def test_a_validation_by_a_better_recipe_says_nothing(calculator, species, settings, lacks):
    run = recipe(calculator, **settings)
    assert validity(run, "elastic", species).met is None
    assert validity(recipe(calculator), "elastic", species).found != validity(run, "elastic", species).found
    (row,) = [r for r in VALIDITY if (r.calculator, r.property, r.elements) == (calculator, "elastic", set(species))]
    assert len(row.lacks(run)) == lacks


def test_every_row_of_the_table_has_its_source():
    known = [row for row in VALIDITY if row.evidence or not row.run]
    assert all(row.materials and any(map(str.isdigit, row.found)) for row in known)
    assert all(row.checks for row in VALIDITY if row.run)
    of = {"bands": "band gap"}
    assert all(of.get(row.evidence.workflow, row.evidence.workflow) == row.property for row in VALIDITY if row.evidence)
    assert all(set(row.evidence.species) == row.elements for row in VALIDITY if row.evidence)


def off(share):
    """The row with a reference that the stored run misses by a share."""
    bulk = next(one for one in NAF_ROW.checks if one.quantity == "bulk modulus")
    found = compared(NAF_ROW.evidence, (bulk,))[0].found
    return replace(NAF_ROW, checks=(replace(bulk, value=found / (1 + share)),))


def test_whether_a_validation_passed_follows_from_the_stored_run(monkeypatch):
    assert NAF_ROW.allowed is True
    assert off(0.049).allowed is True
    assert off(0.051).allowed is False
    assert off(-0.051).allowed is False
    assert replace(NAF_ROW, run="no such run").allowed is None
    run = NAF_ROW.evidence
    first, *rest = run.result["gate"]["conditions"]
    gate = {"outcome": "refused", "reasons": [], "conditions": [{**first, "met": False}, *rest]}
    bad = replace(run, name="bad", result={**run.result, "gate": gate})
    monkeypatch.setattr("natria.atoms.gates.evidence.all_runs", lambda: (bad,))
    refused = replace(NAF_ROW, run="bad")
    assert refused.allowed is None
    assert own_faults(refused.evidence)


def test_a_row_that_covers_a_part_of_a_property_refuses_and_never_passes():
    (whole,) = [one for one in VALIDITY if one.run == "Na-elastic-gpaw"]
    assert whole.allowed is True
    row = replace(whole, unchecked="no reference of a shear")
    assert row.allowed is None
    far = replace(row.checks[0], value=2 * row.checks[0].value)
    assert replace(row, checks=(far,)).allowed is False


def test_a_number_of_a_paper_alone_refuses_no_barrier():
    rows = [one for one in VALIDITY if (one.calculator, one.property) == ("chgnet", "migration")]
    assert len(rows) == 3
    assert all(one.allowed is None for one in rows)


def test_no_row_states_that_a_validation_passed():
    assert not [row for row in VALIDITY if row.stated]
    assert not [row for row in VALIDITY if row.allowed and not row.checks]


def test_the_constants_of_copper_by_emt_are_those_of_the_table():
    pytest.importorskip("ase")
    pytest.importorskip("spglib")
    import stored_copper

    (row,) = [one for one in VALIDITY if one.gave and one.calculator == "emt"]
    for one in compared(stored_copper.run(), row.checks):
        assert row.gave[one.check.quantity] == pytest.approx(one.found, rel=0.01)
    wrong = replace(row, gave={**row.gave, "C44": 95.0})
    assert (row.allowed, wrong.allowed) == (True, False)


@pytest.mark.parametrize(
    "finer",
    [{}, {"cutoff_eV": 800.0}, {"kpoints": [6, 6, 6], "kpoint_density_A": 2.5}, {"smearing_eV": 0.005}],
)
def test_a_run_as_good_as_the_stored_one_is_validated(finer):
    assert not NAF_ROW.lacks(recipe("gpaw", **finer))
    assert validity(recipe("gpaw", **finer), "elastic", ("Na", "F")).met is True


@pytest.mark.parametrize(
    "coarser",
    [
        {"cutoff_eV": 600.0},
        {"kpoint_density_A": 1.0},
        {"gamma": False},
        {"occupations": "methfessel-paxton"},
        {"smearing_eV": 5.0},
        {"smearing_eV": None},
        {"energy_tolerance_eV": 1.0},
        {"density_tolerance": 1e-3},
        {"force_tolerance_eV_A": True},
        {"charge": 1},
        {"moments": [1.0, 1.0]},
        {"hund": True},
        {"spin": "paired"},
    ],
)
def test_a_run_with_other_or_coarser_settings_than_the_stored_one_is_not_validated(coarser):
    assert len(NAF_ROW.lacks(recipe("gpaw", **coarser))) == 1
    assert validity(recipe("gpaw", **coarser), "elastic", ("Na", "F")).met is None


@pytest.mark.parametrize("data", [{}, {"PAW data sets gpaw-data": "0.9"}, {**STORED.data, "others": "1"}])
def test_a_run_with_other_data_sets_than_the_stored_one_is_not_validated(data):
    other = replace(STORED, data=data)
    assert len(NAF_ROW.lacks(other)) == 1
    assert validity(other, "elastic", ("Na", "F")).met is None


def tensor(**changes):
    stiffness = np.diag([100e9, 100e9, 100e9, 30e9, 30e9, 30e9])
    relaxed = SimpleNamespace(converged=True, steps=3, structure=SimpleNamespace(species=("Cu",)))
    group = SimpleNamespace(number=225, name="Fm-3m")
    made = ElasticTensor(
        stiffness=stiffness,
        std=np.zeros((6, 6)),
        coarse=stiffness * 1.01,
        fit=StiffnessFit(stiffness, np.zeros((6, 6)), 0.001),
        reference=relaxed,
        group=group,
        relaxed_group=group,
        constants=3,
        patterns=(),
        curve=(),
        unrelaxed=(),
        energies=EnergyCheck(0.01, 0.0005),
        pressure=MissingPressure(0.0, 0.0, 1e11),
        settings=ElasticSettings(),
    )
    return replace(made, **changes)


def test_a_good_tensor_is_accepted():
    assert elastic_conditions(tensor(), recipe("emt")).outcome == "accepted"
    assert elastic_conditions(tensor(), recipe("other")).outcome == "not validated"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("amplitude", {"coarse": np.diag([110e9, 100e9, 100e9, 30e9, 30e9, 30e9])}),
        ("amplitude", {"coarse": np.diag([100e9, 100e9, 100e9, 30e9, 30e9, 33e9])}),
        ("amplitude", {"stiffness": np.diag([1e11] * 5 + [1e9]), "coarse": np.diag([1e11] * 5 + [1.5e9])}),
        ("relaxed ions", {"unrelaxed": ("xx +0.01",)}),
        ("stresses against energies", {"energies": EnergyCheck(0.08, 0.0005)}),
        ("stresses against energies", {"energies": EnergyCheck(0.01, 0.005)}),
        ("symmetry of the structure", {"relaxed_group": SimpleNamespace(number=139, name="I4/mmm")}),
        ("symmetry of the stresses", {"fit": StiffnessFit(np.eye(6), np.eye(6), 0.2)}),
        ("Born stability", {"stiffness": np.diag([1e11] * 5 + [-1e9]), "coarse": np.diag([1e11] * 5 + [-1e9])}),
        (
            "relaxed structure",
            {"reference": SimpleNamespace(converged=False, steps=200, structure=SimpleNamespace(species=("Cu",)))},
        ),
    ],
)
def test_each_fault_refuses_the_tensor_by_its_name(name, changes):
    gated = elastic_conditions(tensor(**changes), recipe("emt"))
    assert gated.outcome == "refused"
    assert [one.name for one in gated.conditions if one.met is False] == [name]


def test_a_least_eigenvalue_within_its_error_is_not_known_to_be_stable():
    soft = np.diag([1e11] * 5 + [1e9])
    for std, outcome in ((0.4e9, "accepted"), (0.6e9, "not validated")):
        errors = np.zeros((6, 6))
        errors[5, 5] = std
        found = elastic_conditions(tensor(stiffness=soft, coarse=soft, std=errors), recipe("emt"))
        assert found.outcome == outcome


def test_a_fixed_cell_may_carry_a_hundredth_of_its_stiffness():
    fixed = ElasticSettings(relax_cell=False)
    for stress, outcome in ((0.9e9, "accepted"), (1.1e9, "refused")):
        loaded = SimpleNamespace(**vars(tensor().reference), evaluation=SimpleNamespace(stress=-stress * np.eye(3)))
        assert elastic_conditions(tensor(reference=loaded, settings=fixed), recipe("emt")).outcome == outcome


def hop(**changes):
    relaxed = SimpleNamespace(converged=True, largest_force=0.0, structure=SimpleNamespace(species=("Cu",)))
    path = SimpleNamespace(converged=True, forces=np.array([0.01]), calls=20)
    usual = {"start": relaxed, "end": relaxed, "path": path, "barrier": 1e-19, "backward": 1e-19, "has_dip": False}
    usual["structures"] = (cell("Cu"), cell("Cu"))
    return SimpleNamespace(**{**usual, **changes}, settings=HopSettings())


def test_a_hop_is_refused_for_a_path_that_did_not_relax_or_has_no_barrier():
    assert migration_conditions(hop(), recipe("emt")).outcome == "not validated"
    unrelaxed = SimpleNamespace(converged=False, forces=np.array([np.nan]), calls=200)
    for changes in ({"path": unrelaxed}, {"barrier": -1e-21}, {"has_dip": True}):
        assert migration_conditions(hop(**changes), recipe("emt")).outcome == "refused"


def test_a_hop_on_a_surface_is_not_validated_by_one_in_the_crystal():
    relaxed = SimpleNamespace(converged=True, largest_force=0.0, structure=SimpleNamespace(species=("Na", "F")))
    good = hop(start=relaxed, end=relaxed)
    for given, asked in ((), "migration"), (("surface migration",), "surface migration"):
        *_, last = migration_conditions(good, recipe("sevenn"), *given).conditions
        assert last.name.endswith(f"validated for {asked}")


def cell(*species):
    return Structure(np.eye(3) * 1e-9, species, np.linspace(0, 0.9, len(species))[:, None] * np.ones(3))


@pytest.mark.parametrize(
    ("species", "settings", "met"),
    [
        (("Na", "F"), {}, True),  # 11 + 9 electrons
        (("Na", "F", "Na"), {}, None),
        (("Na", "F", "Na"), {"spin": "paired"}, None),
        (("Na", "F", "Na"), {"moments": [0.5, 0.5, 0.5]}, True),
        (("Na", "F", "Cl"), {}, None),
        (("Na", "F", "O"), {}, True),
    ],
)
def test_an_odd_number_of_paired_electrons_against_a_free_atom_is_not_known_to_be_right(species, settings, met):
    pytest.importorskip("ase")
    whole = cell(*species), cell("Na", "F")
    (found,) = spin_conditions(whole, recipe("gpaw", **settings))
    assert found.met is met
    assert spin_conditions(whole[::-1], recipe("gpaw", **settings))[0].met is met
    assert spin_conditions(whole, recipe("chgnet")) == ()
    assert spin_conditions(whole, recipe("my_package:make")) == ()
