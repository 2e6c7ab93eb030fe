"""natria compute fetch, against a server on this machine."""

from __future__ import annotations

import json

import pytest
from local_database import KEY, database

from natria.atoms.structures import read_cif


def test_energies_and_structures_are_written_and_read_again(run, tmp_path, monkeypatch):
    monkeypatch.setenv("MP_API_KEY", KEY)
    out = tmp_path / "out"
    with database() as (address, _):
        code, printed, _ = run("compute", "fetch", "NaF", "--address", address, "--out", out, "--json")
    document = json.loads(printed)
    assert code == 0
    assert document["structures"][0]["identifier"] == "mp-682"
    assert document["structures"][0]["functional"].startswith("PBE")
    assert KEY not in "".join(one.read_text() for one in out.iterdir() if one.is_file())
    assert len(read_cif(out / "mp-682.cif")) == 2
    code, printed, _ = run("compute", "window", "NaF", "--energies", out / "phase-energies.json", "--json")
    assert code == 0
    assert json.loads(printed)["oxidation_limit"] == pytest.approx(2 * 4.50 - 1.30 - 1.90)


def test_optimade_gives_structures_alone(run, tmp_path):
    out = tmp_path / "out"
    with database() as (address, _):
        code, printed, _ = run("compute", "fetch", "NaF", "--from", address, "--out", out)
    assert code == 0
    assert "left out: odbx/2" in printed
    assert {one.name for one in out.glob("*.cif")} == {"odbx_1.cif", "3.cif"}
    assert not (out / "phase-energies.json").exists()


@pytest.mark.parametrize(
    "words", [(), ("--key", "wrong"), ("--from", "ftp://host"), ("--key", KEY, "--address", "http://127.0.0.1:1")]
)
def test_every_failure_is_one_message_and_exit_code_2(run, tmp_path, monkeypatch, words):
    monkeypatch.delenv("MP_API_KEY", raising=False)
    with database() as (address, _):
        given = words if "--address" in words or "--from" in words else (*words, "--address", address)
        code, out, err = run("compute", "fetch", "NaF", *given, "--out", tmp_path / "out")
    assert (code, out) == (2, "")
    assert "rror" in err
    assert "bug" not in err
