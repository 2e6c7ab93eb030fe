"""The clients of databases, against a server on this machine."""

from __future__ import annotations

import socket

import numpy as np
import pytest
from local_database import CORE, KEY, PAGES, THERMO, database, optimade_row

from natria.atoms.databases import MaterialsProject, optimade_structures
from natria.atoms.databases.optimade import reduced
from natria.atoms.stability import phase_set, window
from natria.atoms.structures import formula_of, nearest_distance
from natria.quantity import InputError, ModelError

EV = 96485.33212331001  # J/mol


def test_energies_of_all_pages_with_their_sources():
    with database() as (address, asked):
        read = MaterialsProject(KEY, address).energies(["NaF"])
    assert [query["_skip"] for _, query in asked] == ["0", "2", "4"]
    assert asked[0][1]["chemsys"].split(",") == ["F", "Na", "F-Na"]
    assert asked[0][1]["thermo_types"] == "GGA_GGA+U"
    by_name = {one.name: one for one in read.entries}
    assert by_name["mp-682"].energy == pytest.approx(2 * -4.50 * EV)
    assert "mp-682" in by_name["mp-682"].source
    assert "GGA_GGA+U" in by_name["mp-682"].source
    assert set(by_name) == {"mp-127 bcc", "mp-10172", "mp-561203", "mp-682"}  # the lowest of the two bcc entries


def test_the_window_of_fetched_energies_by_hand():
    with database() as (address, _):
        found = window(phase_set(MaterialsProject(KEY, address).energies(["NaF"]).entries), "NaF")
    assert found.oxidation.voltage == pytest.approx(2 * 4.50 - 1.30 - 1.90)  # against bcc, not against mp-10172


def test_structures_of_the_materials_project():
    with database() as (address, asked):
        found = MaterialsProject(KEY, address).structures("mp-682")
    (one,) = found.structures
    assert asked[0][1]["material_ids"] == "mp-682"
    assert (one.identifier, formula_of(one.structure)) == ("mp-682", "NaF")
    assert one.functional.startswith("PBE")
    assert nearest_distance(one.structure) == pytest.approx(2.35e-10)
    assert set(found.left_out) == {"mp-999"}


def test_structures_of_optimade_on_all_pages():
    with database() as (address, asked):
        found = optimade_structures(f"{address}/v1/", "FNa")
    assert asked[0][1]["filter"] == 'chemical_formula_reduced="FNa"'
    assert [one.identifier for one in found.structures] == ["odbx/1", "../3"]
    assert set(found.left_out) == {"odbx/2"}
    assert [one.file_name for one in found.structures] == ["odbx_1.cif", "3.cif"]
    assert np.allclose(found.structures[0].structure.fractional, [[0, 0, 0], [0.5, 0.5, 0.5]])


@pytest.mark.parametrize(("formula", "wanted"), [("Na3PS4", "Na3PS4"), ("NaOH", "HNaO"), ("Na2S2", "NaS"), ("F2", "F")])
def test_formulas_as_optimade_writes_them(formula, wanted):
    assert reduced(formula) == wanted


@pytest.mark.parametrize("key", ["", "  ", "another key"])
def test_without_the_right_key_there_is_one_message(key):
    with database() as (address, _), pytest.raises(InputError) as bad:
        MaterialsProject(key, address).structures("NaF")
    assert "key" in bad.value.problems[0].what
    assert key.strip() == "" or key not in str(bad.value)


def test_a_key_stands_in_no_result():
    assert "secret" not in repr(MaterialsProject("secret"))


@pytest.mark.parametrize("code", [400, 403, 404, 418, 429, 500, 503])
def test_every_code_of_a_fault_is_one_message_with_a_fix(code):
    answers = {"/materials/core/": (code, {}), "/v1/structures": (code, {})}
    with database(answers) as (address, _):
        with pytest.raises(InputError) as project:
            MaterialsProject(KEY, address).structures("NaF")
        with pytest.raises(InputError) as optimade:
            optimade_structures(address, "NaF")
    for bad in (project, optimade):
        (problem,) = bad.value.problems
        assert str(code) in problem.what
        assert problem.fix


def test_a_key_is_not_handed_to_another_host():
    with database() as (other, asked):
        moved = {"/materials/core/": (302, {}, {"Location": f"{other}/materials/core/"})}
        with database(moved) as (address, _), pytest.raises(InputError):
            MaterialsProject(KEY, address).structures("NaF")
    assert asked == []


def test_no_network_is_one_message():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(InputError) as bad:
        optimade_structures(address, "NaF")
    assert "reached" in bad.value.problems[0].what


@pytest.mark.parametrize("document", [b"<html>", b"[1]", {"data": None}, {"data": [1]}])
def test_an_answer_in_another_form_is_one_message(document):
    with database({"/materials/core/": (200, document)}) as (address, _), pytest.raises(InputError):
        MaterialsProject(KEY, address).structures("NaF")


def test_a_thermo_document_without_an_energy_is_refused():
    rows = [{**THERMO[0], "thermo_type": "GGA_GGA+U", "energy_per_atom": None}]
    with database({"/materials/thermo/": (200, {"data": rows})}) as (address, _), pytest.raises(InputError):
        MaterialsProject(KEY, address).energies(["NaF"])


def test_nothing_found_is_one_message():
    empty = {"/materials/core/": (200, {"data": []}), "/v1/structures": (200, {"data": []})}
    with database(empty) as (address, _):
        with pytest.raises(InputError):
            MaterialsProject(KEY, address).structures("NaF")
        with pytest.raises(InputError):
            optimade_structures(address, "NaF")


def test_pages_that_go_round_end(monkeypatch):
    monkeypatch.setitem(PAGES, "2", ([optimade_row("a")], "2"))
    with database() as (address, _), pytest.raises(InputError):
        optimade_structures(address, "NaF")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://host/x", "optimade.org", ""])
def test_only_addresses_of_http_are_asked(address):
    with pytest.raises(InputError):
        optimade_structures(address, "NaF")


def test_an_entry_without_positions_is_left_out(monkeypatch):
    monkeypatch.setitem(PAGES, "", ([optimade_row("a", species_at_sites=None), optimade_row("b")], None))
    with database() as (address, _):
        found = optimade_structures(address, "NaF")
    assert (set(found.left_out), [one.identifier for one in found.structures]) == ({"a"}, ["b"])


FLAT = [[1, 0, 0], [0, 1, 0], [1, 1, 0]]
ODD_SPECIES = [{"name": "Na", "chemical_symbols": ["Xx"]}, {"name": "F", "chemical_symbols": ["F"]}]


@pytest.mark.parametrize(
    "changes",
    [
        {"lattice_vectors": FLAT},
        {"lattice_vectors": [[0, 2.35, 2.35], [2.35, 0, 2.35], [None, None, None]]},
        {"lattice_vectors": "a"},
        {"cartesian_site_positions": [], "species_at_sites": []},
        {"cartesian_site_positions": [[0, 0, 0]]},
        {"cartesian_site_positions": [[0, 0, 0], [1, 1, None]]},
        {"species": ODD_SPECIES},
        {"species": ["Na", "F"]},
        {"species": [{"name": "Na", "chemical_symbols": []}]},
        {"species_at_sites": ["Na", "Q"]},
    ],
)
def test_an_odd_structure_of_optimade_is_left_out_with_the_reason(monkeypatch, changes):
    monkeypatch.setitem(PAGES, "", ([optimade_row("odd", **changes), optimade_row("b")], None))
    with database() as (address, _):
        found = optimade_structures(address, "NaF")
    assert [one.identifier for one in found.structures] == ["b"]
    assert found.left_out["odd"]


def test_attributes_in_another_form_are_left_out(monkeypatch):
    monkeypatch.setitem(PAGES, "", ([{"id": "odd", "attributes": ["a"]}, optimade_row("b")], None))
    with database() as (address, _):
        assert set(optimade_structures(address, "NaF").left_out) == {"odd"}


GOOD = CORE[0]["structure"]
SITE = GOOD["sites"][0]


@pytest.mark.parametrize(
    "structure",
    [
        {},
        None,
        {**GOOD, "lattice": {"matrix": FLAT}},
        {**GOOD, "lattice": []},
        {**GOOD, "sites": []},
        {**GOOD, "sites": [1]},
        {**GOOD, "sites": [{**SITE, "abc": [0, 0]}]},
        {**GOOD, "sites": [{**SITE, "abc": [0, 0, None]}]},
        {**GOOD, "sites": [{**SITE, "species": [{"element": "Xx", "occu": 1}]}]},
        {**GOOD, "sites": [{**SITE, "species": [{"element": "Na", "occu": "half"}]}]},
    ],
)
def test_an_odd_structure_of_the_materials_project_is_left_out_with_the_reason(structure):
    rows = [{"material_id": "odd", "structure": structure}, CORE[0]]
    with database({"/materials/core/": (200, {"data": rows})}) as (address, _):
        found = MaterialsProject(KEY, address).structures("NaF")
    assert [one.identifier for one in found.structures] == ["mp-682"]
    assert found.left_out["odd"]


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"energy_per_atom": float("nan")}, ("Na2F",)),
        ({"energy_per_atom": None}, ("Na2F",)),
        ({"thermo_type": "R2SCAN"}, ("Na2F",)),
        ({"formula_pretty": "NaF", "thermo_type": "R2SCAN"}, ()),  # another entry has its formula
        ({"formula_pretty": "Xx2"}, ()),
        ({"formula_pretty": None}, ()),
    ],
)
def test_an_odd_energy_is_left_out_with_the_reason(changes, lacking):
    kind = {"thermo_type": "GGA_GGA+U"}
    odd = {"material_id": "odd", "formula_pretty": "Na2F", "energy_per_atom": -3.0, **kind, **changes}
    rows = [odd, *({**one, **kind} for one in THERMO)]
    with database({"/materials/thermo/": (200, {"data": rows})}) as (address, _):
        read = MaterialsProject(KEY, address).energies(["NaF"])
    assert read.left_out["odd"]
    assert read.lacking == lacking
    assert len(read.entries) == len(THERMO) - 1  # one of the two entries of bcc sodium


def test_a_symmetry_in_another_form_is_not_known():
    rows = [{**one, "thermo_type": "GGA_GGA+U", "symmetry": [229]} for one in THERMO]
    with database({"/materials/thermo/": (200, {"data": rows, "meta": []})}) as (address, _):
        read = MaterialsProject(KEY, address).energies(["NaF"])
    assert not [one for one in read.entries if "bcc" in one.name]


def test_parts_of_atoms_have_no_reduced_formula():
    with pytest.raises(ModelError):
        reduced("Na0.5F")
