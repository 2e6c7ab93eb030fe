"""A layer of two phases of a design: its answerers, what they read, what they refuse."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from scipy.constants import R

from natria.answers import ask
from natria.answers.once import ARTEFACTS
from natria.design import Design, load_case
from natria.quantity import DesignError, Finding, Question, Refused, ancestry
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


def mixed(base: Design, **more: object) -> Design:
    """Half of each phase, mixed over all of the layer."""
    half = {"value": 50, "unit": "%", "why": "for a test"}
    layer = dict(base.document["interphase"]["bpi"])
    changed = {
        "interphase.bpi.phases": dict.fromkeys(layer["phases"], half),
        "interphase.bpi.arrangement": "isotropic",
        TABLE: {**layer["microstructure"], "kind": "random", **more},
    }
    return base.with_(changed)


def pores(base: Design, share: float, **more: object) -> Design:
    return mixed(base, porosity={"value": share, "unit": "%", "why": "for a test"}, **more)


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


def modulus(design: Design, term: str) -> object:
    table = answered(design, "two_phase_stiffness", "microstructure_moduli")
    if isinstance(table, Refused):
        return table
    return ask(find_answerer("two_phase_moduli"), with_given(design, SMALL), Question(term, LAYER), of=table)


def test_moduli_with_pores_are_softer_and_solved_once(base: Design) -> None:
    dense, porous = (
        answered(one, "two_phase_stiffness", "microstructure_moduli") for one in (mixed(base), pores(base, 20))
    )
    assert isinstance(dense, Table)
    assert isinstance(porous, Table)
    for term in ("young_modulus", "shear_modulus", "bulk_modulus"):
        assert porous.columns[term].numbers.max() < 0.75 * dense.columns[term].numbers.min()
    assert isinstance(modulus(pores(base, 80), "bulk_modulus"), Refused)


def test_moduli_are_those_of_the_mixture(base: Design) -> None:
    design = mixed(base)
    found = modulus(design, "young_modulus")
    assert isinstance(found, Finding)
    soft, stiff = (design.finding(f"material.{name}.properties.young_modulus").value for name in ("NaNH2", "NaOH"))
    assert soft < found.value < stiff
    bounds = ask(find_answerer("layer_mixing"), design, Question("young_modulus", LAYER))
    assert isinstance(bounds, Finding)
    assert bounds.bound[0] * 0.99 <= found.bound[0] <= found.bound[1] <= bounds.bound[1] * 1.01


def test_a_slice_is_read_and_a_changed_one_refused(base: Design, tmp_path: Path) -> None:
    from PIL import Image

    grey = np.where(np.random.default_rng(0).permutation(256).reshape(16, 16) < 120, 200, 50).astype(np.uint8)
    path = tmp_path / "slice.png"
    Image.fromarray(grey).save(path)
    digest = sha256(path.read_bytes()).hexdigest()
    design = mixed(base, kind="image", image=str(path), image_sha256=digest[:16])
    found = ask(find_answerer("two_phase_seeds"), design, Question("microstructure_conduction", LAYER))
    assert isinstance(found, Table)
    assert found.columns["fraction"].numbers == pytest.approx([(grey == 200).mean()])
    for change in (
        {f"{TABLE}.voxel_size": "400 nm"},  # 16 rows are thicker than the layer
        {"interphase.bpi.phases.NaNH2": "20 %", "interphase.bpi.phases.NaOH": "80 %"},
    ):
        other = ask(find_answerer("two_phase_seeds"), with_given(design, change), found.question)
        assert isinstance(other, Refused)
    Image.fromarray(255 - grey).save(path)
    changed = ask(find_answerer("two_phase_seeds"), design, Question("microstructure_conduction", LAYER))
    assert isinstance(changed, Refused)


@pytest.mark.parametrize(
    ("name", "term", "changes"),
    [
        ("two_phase_stiffness", "microstructure_moduli", {}),
        ("two_phase_seeds", "microstructure_conduction", {f"{TABLE}.second_phase_depth": "0.1 nm"}),
        ("two_phase_seeds", "microstructure_conduction", {f"{TABLE}.grain_size": "100 nm"}),
        ("two_phase_seeds", "microstructure_conduction", {"interphase.bpi.thickness": "30 um"}),
        ("two_phase_seeds", "microstructure_conduction", {"interphase.bpi.thickness": "10 nm"}),
        ("two_phase_seeds", "microstructure_conduction", {f"{TABLE}.second_phase_depth": "50 nm"}),
        ("two_phase_seeds", "microstructure_conduction", {f"{TABLE}.kind": "lamellae"}),
    ],
)
def test_what_has_no_answer_is_refused(base: Design, name: str, term: str, changes: dict[str, str]) -> None:
    assert isinstance(answered(base, name, term, **changes), Refused)


def test_a_refusal_says_how_to_mend_it(base: Design) -> None:
    found = answered(base, "two_phase_seeds", "microstructure_conduction", **{f"{TABLE}.grain_size": "100 nm"})
    assert isinstance(found, Refused)
    assert "voxel_size" in found.why


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
    law = {
        "law": "arrhenius",
        "why": "for a test",
        "reference_temperature": "298.15 K",
        "arrhenius_energy": {"value": 0.1, "unit": "eV", "why": "for a test"},
    }
    given = {"value": 1, "unit": "S/cm", "why": "for a test"}
    liquid = {"electrolyte.separator.conduction": law, "electrolyte.separator.ionic_conductivity": given}
    dry, wet = (pores(base, 40, **more).with_(liquid) for more in ({}, {"pores_filled_by": "separator"}))
    least, most = (answered(design, "two_phase_seeds", "microstructure_conduction") for design in (dry, wet))
    assert isinstance(least, Table)
    assert isinstance(most, Table)
    assert (most.columns["conductivity"].numbers > 1.05 * least.columns["conductivity"].numbers).all()
    nothing = answered(pores(base, 40, pores_filled_by="nothing"), "two_phase_seeds", "microstructure_conduction")
    assert isinstance(nothing, Refused)


@pytest.mark.parametrize("term", ["ionic_conductivity", "arrhenius_energy", "interface_power_share"])
def test_pores_that_do_not_leave_a_path_are_refused(base: Design, term: str) -> None:
    design = pores(base, 80)
    table = answered(design, "two_phase_seeds", "microstructure_conduction")
    assert isinstance(table, Table)
    assert (table.columns["conductivity"].numbers == 0).all()
    asked = Question(term, LAYER)
    assert isinstance(ask(find_answerer("two_phase_conduction"), with_given(design, SMALL), asked, of=table), Refused)


def test_a_layer_of_nothing_but_pores_is_no_design(base: Design) -> None:
    with pytest.raises(DesignError):
        pores(base, 100)


def test_bounds_of_a_sweep_hold_with_pores(base: Design) -> None:
    fine = {"value": 1.5, "unit": "nm", "why": "for a test"}
    sweep = answered(pores(base, 30, grain_size=fine), "two_phase_fractions", "conduction_over_fraction")
    dense = answered(mixed(base), "two_phase_fractions", "conduction_over_fraction")
    assert isinstance(sweep, Table)
    assert isinstance(dense, Table)
    columns = {name: one.numbers for name, one in sweep.columns.items()}
    assert (columns["lower_bound"] == 0).all()
    assert (columns["upper_bound"] < 0.75 * dense.columns["upper_bound"].numbers).all()
    assert (columns["conductivity_without_interface"] < columns["upper_bound"]).all()


def test_a_layer_thinner_than_the_box_has_its_own_voxels(base: Design) -> None:
    thin = {
        "interphase.bpi.thickness": "15 nm",
        "interphase.bpi.phases.NaNH2": "40 %",
        "interphase.bpi.phases.NaOH": "60 %",
    }
    field = answered(base, "two_phase_field", "microstructure", **thin)
    assert isinstance(field, Field)
    assert field["phase"].values.shape == (10, 12, 12)


def test_interfaces_along_the_current_carry_it(base: Design) -> None:
    """Lamellae of 6 nm in voxels of 1.5 nm: an interface each 3 nm, in parallel with the phases."""
    period = {"value": 6, "unit": "nm", "why": "for a test"}
    design = mixed(base, kind="lamellae-along", grain_size=period)
    table = answered(design, "two_phase_seeds", "microstructure_conduction")
    assert isinstance(table, Table)
    width, prefactor = (design.finding(f"usual.{one}").value for one in ("interface_width", "conductivity_prefactor"))
    barrier = design.finding(f"{TABLE}.interface_energy").value
    sheets = prefactor * np.exp(-barrier / (R * 298.15)) * width / 3e-9
    assert table.columns["conductivity"].numbers == pytest.approx([sheets], rel=1e-4)  # the phases add 1e-5 of it
    assert table.columns["energy"].numbers == pytest.approx([barrier], rel=1e-3)


def test_the_law_of_the_interface_is_chosen_with_a_reason(base: Design) -> None:
    bonds = mixed(base, interface={"law": "bonds", "why": "to compare"})
    found = [answered(design, "two_phase_seeds", "microstructure_conduction") for design in (mixed(base), bonds)]
    sheets, network = (one.columns["conductivity"].numbers for one in found if isinstance(one, Table))
    assert (network < sheets).all()
    for wrong in ({"law": "bonds"}, {"law": "wires", "why": "for a test"}):
        with pytest.raises(DesignError):
            mixed(base, interface=wrong)
    layer = base.document["interphase"]["bpi"]["microstructure"]
    with pytest.raises(DesignError):
        base.with_({TABLE: {key: one for key, one in layer.items() if key != "interface"}})
