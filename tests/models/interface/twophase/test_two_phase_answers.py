"""A layer of two phases of a design: its answerers, what they read, what they refuse."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from natria.answers import ask
from natria.answers.once import ARTEFACTS
from natria.design import Design, load_case
from natria.quantity import Finding, Question, Refused, ancestry
from natria.record import Field, Table
from natria.studies.answerers import find_answerer
from natria.studies.interface import MODELS
from natria.studies.opening.overrides import with_given

LAYER = "kumar2020/bpi#bpi"
TABLE = "interphase.bpi.microstructure"
SMALL = {f"{TABLE}.voxels_per_edge": "12", f"{TABLE}.microstructure_seeds": "2", f"{TABLE}.voxel_size": "1.5 nm"}


@pytest.fixture(scope="module")
def base() -> Design:
    return load_case("kumar2020").base


def answered(design: Design, name: str, term: str, **changes: str) -> object:
    given = SMALL | {key.replace("__", "."): value for key, value in changes.items()}
    return ask(find_answerer(name), with_given(design, given), Question(term, LAYER))


def mixed(base: Design, **more: str) -> Design:
    """Half of each phase, mixed over all of the layer."""
    half = {"value": 50, "unit": "%", "why": "for a test"}
    layer = dict(base.document["interphase"]["bpi"])
    changed = {
        "interphase.bpi.phases": dict.fromkeys(layer["phases"], half),
        "interphase.bpi.arrangement": "isotropic",
        TABLE: {**layer["microstructure"], "kind": "random", **more},
    }
    return base.with_(changed)


def test_a_thin_zone_leaves_the_energy_of_the_host(base: Design) -> None:
    table = answered(base, "two_phase_seeds", "microstructure_conduction")
    assert isinstance(table, Table)
    energies = table.columns["energy"].numbers
    host = base.finding("material.NaOH.properties.migration_barrier").value
    assert np.allclose(energies, host, rtol=1e-2)
    assert np.allclose(table.columns["fraction"].numbers, 0.003, atol=1e-4)
    assert (table.columns["residual"].numbers <= 1e-9).all()


def test_a_percolating_interface_sets_the_energy(base: Design) -> None:
    design = mixed(base)
    table = answered(design, "two_phase_seeds", "microstructure_conduction")
    found = ask(
        find_answerer("two_phase_conduction"), with_given(design, SMALL), Question("arrhenius_energy", LAYER), of=table
    )
    assert isinstance(found, Finding)
    interface = design.finding(f"{TABLE}.interface_energy").value
    assert interface < found.value < 1.5 * interface
    behind = {one.question.name for one in ancestry(found)}
    assert {"microstructure_conduction", "migration_barrier", "conductivity_prefactor", "volume_fraction"} <= behind


def test_without_an_interface_the_phases_set_the_energy(base: Design) -> None:
    design = mixed(base)
    layer = dict(design.document["interphase"]["bpi"]["microstructure"].items())
    design = design.with_({TABLE: {key: one for key, one in layer.items() if key != "interface_energy"}})
    table = answered(design, "two_phase_seeds", "microstructure_conduction")
    assert isinstance(table, Table)
    host, second = (design.finding(f"material.{name}.properties.migration_barrier").value for name in ("NaOH", "NaNH2"))
    energies = table.columns["energy"].numbers
    assert ((host <= energies) & (energies <= second)).all()


def test_the_field_has_a_mean_current_of_one_in_each_layer(base: Design) -> None:
    field = answered(base, "two_phase_field", "microstructure")
    assert isinstance(field, Field)
    current = field["relative_current_density"].values
    assert current.shape == (12, 12, 12, 3)
    assert np.allclose(current[..., 0].mean((1, 2)), 1, atol=1e-6)
    potential = field["potential"].values
    assert 0 <= potential.min() < potential.max() <= 1
    assert set(np.unique(field["phase"].values)) == {0, 1}


def test_sweep_and_map_keep_their_bounds(base: Design) -> None:
    sweep = answered(base, "two_phase_fractions", "conduction_over_fraction")
    assert isinstance(sweep, Table)
    columns = {name: one.numbers for name, one in sweep.columns.items()}
    plain = columns["conductivity_without_interface"]
    assert (plain > 0.97 * columns["lower_bound"]).all()
    assert (plain < 1.03 * columns["upper_bound"]).all()
    most = columns["fraction"] == columns["fraction"].max()
    assert columns["energy"][most].max() < 0.5 * columns["energy_without_interface"][most].min()


@pytest.mark.slow
def test_the_map_has_the_reported_band(base: Design) -> None:
    table = answered(base, "two_phase_map", "interface_energy_map")
    assert isinstance(table, Table)
    least, most = (table.columns[name].numbers[0] for name in ("reported_least", "reported_most"))
    assert least == pytest.approx(base.finding("interphase.bpi.conduction.vft_energy").value)
    assert most == pytest.approx(least * (298.15 / (298.15 - 106)) ** 2)
    designed = np.array(table.columns["structure"].values) == "as designed"
    assert (table.columns["energy"].numbers[designed] > most).all()


def test_moduli_are_those_of_the_mixture(base: Design) -> None:
    design = mixed(base)
    found = answered(design, "two_phase_moduli", "young_modulus")
    assert isinstance(found, Finding)
    soft, stiff = (design.finding(f"material.{name}.properties.young_modulus").value for name in ("NaNH2", "NaOH"))
    assert soft < found.value < stiff
    bounds = ask(find_answerer("layer_mixing"), design, Question("young_modulus", LAYER))
    assert isinstance(bounds, Finding)
    assert bounds.bound[0] * 0.99 <= found.bound[0] <= found.bound[1] <= bounds.bound[1] * 1.01


def test_a_slice_is_read_and_a_changed_one_refused(base: Design, tmp_path: Path) -> None:
    from PIL import Image

    grey = np.where(np.random.default_rng(0).random((16, 16)) < 0.4, 200, 50).astype(np.uint8)
    path = tmp_path / "slice.png"
    Image.fromarray(grey).save(path)
    digest = sha256(path.read_bytes()).hexdigest()
    design = mixed(base, kind="image", image=str(path), image_sha256=digest[:16])
    found = ask(find_answerer("two_phase_seeds"), design, Question("microstructure_conduction", LAYER))
    assert isinstance(found, Table)
    assert found.columns["fraction"].numbers == pytest.approx([(grey == 200).mean()])
    Image.fromarray(255 - grey).save(path)
    changed = ask(find_answerer("two_phase_seeds"), design, Question("microstructure_conduction", LAYER))
    assert isinstance(changed, Refused)


@pytest.mark.parametrize(
    ("name", "term", "changes"),
    [
        ("two_phase_moduli", "young_modulus", {}),
        ("two_phase_seeds", "microstructure_conduction", {f"{TABLE}.second_phase_depth": "0.1 nm"}),
        ("two_phase_seeds", "microstructure_conduction", {f"{TABLE}.grain_size": "100 nm"}),
        ("two_phase_seeds", "microstructure_conduction", {"interphase.bpi.thickness": "30 um"}),
    ],
)
def test_what_has_no_answer_is_refused(base: Design, name: str, term: str, changes: dict[str, str]) -> None:
    assert isinstance(answered(base, name, term, **changes), Refused)


def test_a_layer_of_one_phase_is_refused() -> None:
    from natria.studies.studio import Studio

    design = Studio(load_case("kumar2020")).design("kumar2020/bpi/monophasic")
    found = ask(find_answerer("two_phase_seeds"), design, Question("microstructure_conduction", f"{design.name}#bpi"))
    assert isinstance(found, Refused)


def test_the_model_asks_artefacts_before_what_is_read_off_them() -> None:
    known: set[str] = set()
    for name, terms in MODELS["twophase"].asks:
        wanted = find_answerer(name).of_artefact
        assert not wanted or wanted in known
        known |= set(terms)
    assert ARTEFACTS


def test_liquid_in_the_pores_conducts(base: Design) -> None:
    pores = {"porosity": {"value": 40, "unit": "%", "why": "for a test"}}
    law = {
        "law": "arrhenius",
        "why": "for a test",
        "reference_temperature": "298.15 K",
        "arrhenius_energy": {"value": 0.1, "unit": "eV", "why": "for a test"},
    }
    given = {"value": 1, "unit": "S/cm", "why": "for a test"}
    liquid = {"electrolyte.separator.conduction": law, "electrolyte.separator.ionic_conductivity": given}
    dry, wet = (mixed(base, **pores, **more).with_(liquid) for more in ({}, {"pores_filled_by": "separator"}))
    least, most = (answered(design, "two_phase_seeds", "microstructure_conduction") for design in (dry, wet))
    assert isinstance(least, Table)
    assert isinstance(most, Table)
    assert (most.columns["conductivity"].numbers > 1.05 * least.columns["conductivity"].numbers).all()
    nothing = answered(mixed(base, **pores, pores_filled_by="nothing"), "two_phase_seeds", "microstructure_conduction")
    assert isinstance(nothing, Refused)
