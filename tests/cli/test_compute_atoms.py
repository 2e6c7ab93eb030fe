"""natria compute elastic and natria compute migration."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.record import from_angstrom
from natria.record.structure import dumps

CONDUCTING = ("migration", "copper.json", "--calculator", "emt", "--species", "Cu", "--free", "3")
FCC = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]


@pytest.fixture
def copper(tmp_path):
    file = tmp_path / "copper.json"
    file.write_bytes(dumps(from_angstrom(np.eye(3) * 3.5898, ["Cu"] * 4, FCC, "copper")))
    return file


def test_a_tensor_is_printed_written_and_found_again(run, copper, tmp_path):
    store, out = tmp_path / "store", tmp_path / "out"
    words = ("compute", "elastic", copper, "--calculator", "emt", "--store", store)
    code, printed, err = run(*words, "--json", "--out", out)
    assert code == 0
    document = json.loads(printed)
    assert document["schema"] == "natria.elastic/1"
    assert document["gate"]["outcome"] == "accepted"
    assert document["independent_constants"] == 3
    assert document["moduli"]["bulk_modulus"]["hill"] == pytest.approx(134e9, rel=0.02)  # EMT, Jacobsen et al. (1996)
    assert document["recipe"]["calculator"] == "emt"
    assert document["recipe"]["versions"]["ase"]
    assert {"elastic.json", "young_modulus.svg", "stress_strain.png"} <= {one.name for one in out.iterdir()}
    assert "4 strained cells" in err
    code, again, _ = run(*words, "--json")
    second = json.loads(again)
    assert (code, second["evaluations"]["computed"]) == (0, 0)
    assert second["evaluations"]["from_store"] == document["evaluations"]["computed"]
    assert second["stiffness"] == document["stiffness"]
    code, text, _ = run(*words)
    assert code == 0
    assert "C44" in text


def test_a_calculator_that_is_not_valid_gives_no_moduli(run, tmp_path):
    file, out = tmp_path / "argon.json", tmp_path / "out"
    file.write_bytes(dumps(from_angstrom(np.eye(3) * 3.9, ["Ar"] * 4, FCC, "argon")))
    settings = ("--set", "sigma=2.5", "--set", "epsilon=0.2", "--set", "rc=8.0")
    words = ("compute", "elastic", file, "--calculator", "lj", *settings, "--store", "none")
    code, printed, _ = run(*words, "--json", "--out", out)
    document = json.loads(printed)
    assert code == 2
    assert document["gate"]["outcome"] == "refused"
    assert document["moduli"] is None
    assert not (out / "young_modulus.svg").exists()
    assert [one["name"] for one in document["gate"]["conditions"] if one["met"] is False] == [
        "lj is validated for elastic"
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("elastic", "copper.json", "--calculator", "etm"),
        ("elastic", "copper.json", "--calculator", "emt", "--set", "cutoff=3"),
        ("elastic", "copper.json", "--calculator", "emt", "--set", "cutoff"),
        ("elastic", "copper.json", "--calculator", "emt", "--amplitudes", "0.01"),
        ("elastic", "copper.json", "--calculator", "emt", "--amplitudes", "0.01,0.005"),
        ("elastic", "copper.json", "--calculator", "emt", "--force", "0"),
        ("elastic", "absent.cif", "--calculator", "emt"),
        ("elastic", "copper.json"),
        ("migration", "copper.json", "--calculator", "emt"),  # no sodium in it
        ("migration", "copper.json", "--calculator", "emt", "--species", "Cu", "--longest", "1"),
        ("migration", "copper.json", "--calculator", "emt", "--species", "Cu", "--temperature", "300"),
        (*CONDUCTING, "--carriers", "1.5", "--temperature", "300", "--charge", "1"),
        (*CONDUCTING, "--carriers", "0.1", "--temperature", "-300", "--charge", "1"),
        (*CONDUCTING, "--carriers", "0.1", "--temperature", "300"),  # copper has two usual ions
    ],
)
def test_bad_input_is_one_message_and_exit_code_2(run, copper, words):
    assert copper.exists()
    code, out, err = run("compute", *words)
    assert (code, out) == (2, "")
    assert "rror" in err
    assert "bug" not in err


def test_hops_percolate_at_their_barrier(run, copper, tmp_path):
    words = ("compute", "migration", copper, "--species", "Cu", "--calculator", "emt", "--store", tmp_path / "store")
    code, printed, _ = run(
        *words, "--width", "5", "--images", "3", "--force", "0.05", "--json", "--out", tmp_path / "o"
    )
    document = json.loads(printed)
    assert code == 0
    (hop,) = document["hops"]
    assert hop["gate"]["outcome"] == "not validated"
    assert hop["barrier"]["value"] == pytest.approx(hop["backward_barrier"]["value"], rel=1e-3)
    assert hop["barrier"]["value"] / 1.602176634e-19 == pytest.approx(0.79, abs=0.04)  # ASE's own band: 0.792 eV
    assert hop["path"]["saddle"] == 2
    barriers = document["percolating_barriers"]["by_dimension"]
    assert barriers == pytest.approx([hop["barrier"]["value"]] * 3, rel=1e-3)
    assert document["percolating_barriers"]["bound"] == "at most"
    assert (tmp_path / "o" / "path.svg").exists()


def test_the_k_points_of_a_hop_are_those_of_the_supercell(run, copper, monkeypatch):
    """A stand-in for GPAW, with the energies of EMT: 3.1 points (2 pi 3.5/7.18), not the 6.1 of one cell."""
    from ase.calculators.emt import EMT

    monkeypatch.setitem(sys.modules, "gpaw", SimpleNamespace(GPAW=lambda **_: EMT()))
    words = ("compute", "migration", copper, "--species", "Cu", "--calculator", "gpaw", "--store", "none")
    _, printed, _ = run(*words, "--width", "5", "--images", "1", "--force", "0.5", "--json")
    assert json.loads(printed)["recipe"]["settings"]["kpoints"] == [4, 4, 4]
