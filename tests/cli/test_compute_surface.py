"""natria compute surface and natria compute adsorption."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

import toy_slabs

from natria.atoms.calculators import read_family
from natria.record import from_angstrom
from natria.record.structure import dumps

FCC = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
BY_PATH = "ase.calculators.emt:EMT"  # no validation of it is registered, and none failed
EV_A2 = 16.02176634  # J/m^2
EV = 1.602176634e-19


@pytest.fixture
def copper(tmp_path):
    file = tmp_path / "copper.json"
    file.write_bytes(dumps(from_angstrom(np.eye(3) * 3.59, ["Cu"] * 4, FCC, "copper")))
    return file


def test_surface_energies_are_printed_written_and_found_again(run, copper, tmp_path):
    store, out = tmp_path / "store", tmp_path / "out"
    numerics = ("--thickness", "8,10", "--vacuum", "8", "--fixed-cell", "--rigid")
    words = ("compute", "surface", copper, "--miller", "1,1,1", *numerics, "--calculator", BY_PATH, "--store", store)
    code, printed, err = run(*words, "--json", "--out", out)
    assert code == 0
    document = json.loads(printed)
    assert document["schema"] == "natria.surface/1"
    (face,) = document["faces"]
    (surface,) = face["surfaces"]
    assert surface["gate"]["outcome"] == "not validated"
    energy = surface["surface_energy"]
    assert energy["unit"] == "J/m^2"
    assert energy["value"] == pytest.approx(1.04, abs=0.02)
    assert energy["also"]["value"] * EV_A2 == pytest.approx(energy["value"])
    assert surface["by_slope"]["value"] == pytest.approx(energy["value"], rel=1e-3)
    assert [slab["planes"] for slab in surface["slabs"]] == [5, 6]
    assert len(document["equilibrium_shape"]["faces"]) == 8
    pictures = {"surface_energy.png", "slab_111_1_Cu.svg", "equilibrium_shape.png"}
    assert {"surface.json", *pictures} <= {one.name for one in out.iterdir()}
    assert "termination 1" in err
    code, again, _ = run(*words, "--json")
    second_document = json.loads(again)
    assert (code, second_document["evaluations"]["computed"]) == (0, 0)
    assert second_document["faces"] == document["faces"]
    code, text, _ = run(*words, "--miller", "2,0,0")
    assert code == 0
    assert "(100)" in text
    assert "eV/A^2" in text


def test_a_stored_surface_is_replayed(run, copper, tmp_path, monkeypatch):
    out = tmp_path / "out"
    words = ("compute", "surface", copper, "--miller", "1,0,0", "--calculator", "emt")
    sizes = ("--thickness", "7,10", "--vacuum", "9", "--store", "none")
    run(*words, *sizes, "--out", out)
    stored = read_family(out / "evaluations.json")
    document = json.loads((out / "surface.json").read_text())
    assert (stored.workflow, stored.title, stored.count) == ("surface", "copper", document["evaluations"]["computed"])
    assert stored.is_refused  # EMT failed the validation for surfaces
    assert stored.result["gate"] == document["faces"][0]["surfaces"][0]["gate"]
    monkeypatch.setattr("natria.atoms.calculators.stored.families.stored_families", lambda: (stored,))
    code, printed, _ = run(*words, "--stored", "--json")
    again = json.loads(printed)
    assert code == 2
    assert again["evaluations"]["computed"] == 0
    assert again["settings"] == document["settings"]
    for one, other in zip(again["faces"][0]["surfaces"], document["faces"][0]["surfaces"], strict=True):
        assert [slab["energy"] for slab in one["slabs"]] == [slab["energy"] for slab in other["slabs"]]
    assert run(*words, "--stored", "--vacuum", "9")[0] == 2
    assert run("compute", "surface", copper, "--miller", "1,1,0", "--calculator", "emt", "--stored")[0] == 2
    assert run("compute", "surface", "Al", "--miller", "1,0,0", "--calculator", "emt", "--stored")[0] == 2


def test_a_polar_face_is_listed_and_refused(run, tmp_path):
    file = tmp_path / "salt.json"
    places = np.vstack([FCC, (np.array(FCC) + np.array([0.5, 0, 0])) % 1])
    file.write_bytes(dumps(from_angstrom(np.eye(3) * 5.0, ["Cu"] * 4 + ["Al"] * 4, places, "CuAl")))
    words = ("compute", "surface", file, "--miller", "1,1,1", "--fixed-cell", "--force", "9", "--calculator", BY_PATH)
    code, printed, _ = run(*words, "--store", "none", "--json")
    document = json.loads(printed)
    assert code == 2
    (face,) = document["faces"]
    assert face["surfaces"] == []
    assert document["equilibrium_shape"] is None
    assert all(one["no_surface_energy_because"] for one in face["terminations"])
    assert {tuple(one["excess"].values()) for one in face["terminations"]} == {(1,)}


def test_faces_that_enclose_no_volume_keep_their_energies(run, tmp_path):
    file = tmp_path / "tetragonal.json"
    places = [[0, 0, 0], [0.5, 0.5, 0.5]]
    file.write_bytes(dumps(from_angstrom(np.diag([2.6, 2.6, 3.4]), ["Cu"] * 2, places, "copper")))
    words = ("compute", "surface", file, "--miller", "1,0,0", "--miller", "0,1,0", "--miller", "1,1,0", "--rigid")
    numerics = ("--fixed-cell", "--thickness", "8,10", "--force", "9", "--calculator", BY_PATH, "--store", "none")
    _, printed, err = run(*words, *numerics, "--json")
    document = json.loads(printed)
    assert [face["miller"] for face in document["faces"]] == [[1, 0, 0], [1, 1, 0]]
    assert all(face["surfaces"] for face in document["faces"])
    assert document["equilibrium_shape"] is None
    assert document["no_equilibrium_shape_because"]
    assert "(010)" in err


def test_a_calculator_that_failed_its_validation_gives_no_surface_energy(run, copper):
    words = ("compute", "surface", copper, "--miller", "1,0,0", "--thickness", "8,10", "--rigid", "--fixed-cell")
    code, printed, _ = run(*words, "--calculator", "emt", "--store", "none", "--json")
    document = json.loads(printed)
    (surface,) = document["faces"][0]["surfaces"]
    assert code == 2
    assert [surface[name] for name in ("surface_energy", "by_slope", "by_thickness", "rigid_by_thickness")] == [
        None
    ] * 4
    assert document["equilibrium_shape"] is None
    assert document["no_equilibrium_shape_because"]
    assert [one["name"] for one in surface["gate"]["conditions"] if one["met"] is False] == [
        "emt is validated for surface"
    ]


def test_polar_faces_have_energies_over_the_voltage(run, tmp_path):
    """By hand: E_slab - n E_bulk - G E_Na leaves 2 S FACE + EXTRA, and each volt costs e/(2 S) an atom of sodium."""
    out = tmp_path / "out"
    words = ("compute", "surface", "NaF", "--miller", "1,1,1", "--thickness", "8,12", "--over-voltage")
    code, printed, _ = run(*words, "--calculator", "toy_slabs:made", "--store", "none", "--json", "--out", out)
    assert code == 0
    found = json.loads(printed)["over_voltage"]
    low, high = found["limits"]["low"], found["limits"]["high"]
    assert (low, found["limits"]["coexists_at_low"]) == (0, "sodium metal")
    assert (high, found["limits"]["coexists_at_high"]) == (pytest.approx(5.9, abs=2e-3), "F2")
    lines = {one["label"].split()[-1]: one for one in found["terminations"]}
    area = 1 / abs(lines["Na"]["sodium_excess"]["value"]) / 2
    by_hand = toy_slabs.FACE * EV_A2 + toy_slabs.EXTRA * EV / (2 * area)
    assert lines["Na"]["surface_energy_at_limits"]["values"][0] == pytest.approx(by_hand, rel=1e-3)
    rise = high * EV / (2 * area)
    for name, sign in (("Na", 1), ("F", -1)):
        at_low, at_high = lines[name]["surface_energy_at_limits"]["values"]
        assert at_high - at_low == pytest.approx(sign * rise)
    assert {"surface_voltage.png", "evaluations.json"} <= {one.name for one in out.iterdir()}
    assert read_family(out / "evaluations.json").result["gate"]["outcome"] == "not validated"
    code, text, _ = run(*words, "--calculator", "toy_slabs:made", "--store", "none")
    assert code == 0
    assert "depends on the voltage" in text


def test_refused_energies_of_phases_give_no_energies_over_the_voltage(run):
    words = ("compute", "surface", "NaF", "--miller", "1,0,0", "--thickness", "8,12", "--over-voltage", "--json")
    shifted = ("--calculator", "toy_slabs:made", "--set", "shift=1.0", "--store", "none")
    code, printed, _ = run(*words, *shifted)
    found = json.loads(printed)["over_voltage"]
    assert code == 2
    assert found["limits"] is None
    assert found["missing_because"]


def test_an_adsorption_energy_has_both_references(run, copper, tmp_path):
    out = tmp_path / "out"
    words = ("compute", "adsorption", copper, "--miller", "1,0,0", "--species", "Cu", "--site", "hollow Cu4")
    sizes = ("--thickness", "7", "--width", "5", "--vacuum", "8", "--free-planes", "1", "--fixed-cell")
    code, printed, _ = run(*words, *sizes, "--calculator", BY_PATH, "--store", "none", "--json", "--out", out)
    assert code == 0
    document = json.loads(printed)
    assert document["schema"] == "natria.adsorption/1"
    assert document["best_site"] == "hollow Cu4"
    both = document["adsorption_energy"]
    gap = both["against_isolated_atom"]["also"]["value"] - both["against_bulk"]["also"]["value"]
    assert gap * EV == pytest.approx(document["references"]["cohesive_energy"])
    assert both["against_isolated_atom"]["value"] == pytest.approx(
        both["against_isolated_atom"]["also"]["value"] * 96485, rel=1e-5
    )
    unknown = [one["name"] for one in document["gate"]["conditions"] if one["met"] is None]
    assert unknown[:2] == ["thickness", "coverage"]
    assert {"adsorbed.png", "sites.svg", "adsorption.json"} <= {one.name for one in out.iterdir()}


SURFACE = ("surface", "copper.json", "--calculator", "emt", "--miller")
ADSORPTION = ("adsorption", "copper.json", "--calculator", "emt", "--fixed-cell", "--miller", "1,0,0")


@pytest.mark.parametrize(
    "words",
    [
        (*SURFACE, "0,0,0"),
        (*SURFACE, "1,0"),
        (*SURFACE, "1,0,0", "--thickness", "8"),
        (*SURFACE, "1,0,0", "--thickness", "thin"),
        (*SURFACE, "1,0,0", "--thickness", "-8,8"),
        (*SURFACE, "1,0,0", "--thickness", "8,9000"),
        (*SURFACE, "1,0,0", "--thickness", "8,nan"),
        (*SURFACE, "1,0,-1,0"),
        (*SURFACE, "1,0,0", "--vacuum", "0"),
        (*SURFACE, "1,0,0", "--vacuum", "inf"),
        (*SURFACE, "1,0,0", "--termination", "7"),
        (*SURFACE, "1,0,0", "--miller", "1,1,1", "--termination", "1"),
        (*SURFACE, "1,0,0", "--over-voltage"),
        ("surface", "copper.json", "--calculator", "emt"),
        ("surface", "copper.json", "--calculator", "gpaw", "--set", "kpoints=[2,2,2]", "--miller", "1,0,0"),
        (*ADSORPTION, "--species", "Xx"),
        (*ADSORPTION, "--species", "X"),
        (*ADSORPTION, "--species", "Cu", "--width", "6,nan"),
        (*ADSORPTION, "--species", "Cu", "--width", "40"),
        (*ADSORPTION, "--species", "Cu", "--termination", "2"),
        (*ADSORPTION, "--species", "Cu", "--width", "0"),
        (*ADSORPTION, "--species", "Cu", "--free-planes", "50"),
        (*ADSORPTION, "--species", "Cu", "--site", "top Na"),
    ],
)
def test_bad_input_is_one_message_and_exit_code_2(run, copper, words):
    code, out, err = run("compute", *(copper if word == "copper.json" else word for word in words))
    assert (code, out) == (2, "")
    assert "rror" in err
    assert "bug" not in err
    assert "relaxation of the crystal" not in err  # found before the costly part
