"""Energies of one source with those of another for the phases that it lacks."""

from __future__ import annotations

import json
from math import hypot, sqrt

import pytest

from natria.atoms.stability.energies.files import SCHEMA, EnergyFile, read_energies
from natria.atoms.stability.energies.filled import filled_energies
from natria.atoms.stability.phases import PhaseEnergy, phase_set
from natria.quantity import InputError, ModelError

EV = 96485.33212331001  # J/mol
SIZES = {"Na2S": 3, "NaP": 2, "Na3P": 4, "Na3PS4": 8, "P2S5": 7}
ENERGIES = {"Na2S": -3.8, "NaP": -0.9, "Na3P": -1.4, "Na3PS4": -9.2, "P2S5": -2.5}  # eV of formation
ATOMS = {"Na": -1.3, "P": -5.4, "S": -4.1}  # eV
COUNTS = {
    "Na2S": {"Na": 2, "S": 1},
    "NaP": {"Na": 1, "P": 1},
    "Na3P": {"Na": 3, "P": 1},
    "Na3PS4": {"Na": 3, "P": 1, "S": 4},
    "P2S5": {"P": 2, "S": 5},
}


def source(name, held, shift=0.0, scale=0.0):
    """Total energies on a scale of its own; compounds differ by `shift` an atom, the elements by `scale`."""
    rows = [PhaseEnergy(element, (energy + scale) * EV, None, name) for element, energy in ATOMS.items()]
    for formula in held:
        elements = sum(n * (ATOMS[one] + scale) for one, n in COUNTS[formula].items())
        rows.append(PhaseEnergy(formula, (elements + ENERGIES[formula] + shift * SIZES[formula]) * EV, None, name))
    return EnergyFile(name, name, tuple(rows))


def test_the_scale_of_the_second_source_does_not_matter():
    first = source("dft", ("Na2S", "NaP", "Na3P"))
    for scale in (0.0, -7.0):
        found = filled_energies(first, source("potential", ENERGIES, scale=scale), ["Na3PS4"])
        formed = {one.formula: one.energy / EV for one in phase_set(found.file.entries).phases}
        assert {name: formed[name] for name in ENERGIES} == pytest.approx(ENERGIES)
        assert found.filled == ("Na3PS4", "P2S5")
        assert found.apart == pytest.approx(0, abs=1e-6 * EV)


def test_the_error_of_what_is_filled_is_how_far_the_sources_are_apart():
    first = source("dft", ("Na2S", "NaP", "Na3P"))
    second = source("potential", ENERGIES, shift=0.05)
    found = filled_energies(first, second, ["Na3PS4"], error=0.01 * EV)
    assert found.apart == pytest.approx(0.05 * EV)
    std = {one.formula: one.std for one in found.file.entries}
    assert std["Na2S"] == pytest.approx(3 * 0.01 * EV)
    assert std["Na3PS4"] == pytest.approx(8 * hypot(0.01, 0.05) * EV)
    assert std["Na"] is None
    differences = [one.difference for one in found.phases if one.difference is not None]
    assert sqrt(sum(one**2 for one in differences) / 3) == pytest.approx(found.apart)
    sources = {one.formula: one.source for one in found.file.entries}
    assert (sources["Na2S"], sources["P2S5"]) == ("dft", "potential")


def test_two_shared_compounds_say_too_little():
    with pytest.raises(ModelError):
        filled_energies(source("dft", ("Na2S", "NaP")), source("potential", ENERGIES), ["Na3PS4"])


def test_total_energies_of_two_calculators_in_one_file_are_refused(tmp_path):
    file = tmp_path / "mixed.json"

    def entry(formula, data=None, version="26.7.0", **settings):
        recipe = {"calculator": "gpaw", "versions": {"gpaw": version}, "data": data or {}, "settings": settings}
        return {"formula": formula, "energy": -1.0, "recipe": recipe}

    def write(*entries):
        document = {"schema": SCHEMA, "unit": "eV", "entries": list(entries)}
        file.write_text(json.dumps(document), encoding="utf-8")

    write(entry("Na", xc="PBE", kpoints=[8, 8, 8]), entry("NaF", xc="PBE", kpoints=[4, 4, 4]))
    assert len(read_energies(file).entries) == 2
    one, other = {"PAW Na": "1.2.1"}, {"PAW F": "1.2.1", "PAW Na": "1.2.1"}
    write(entry("Na", one, xc="PBE"), entry("NaF", other, xc="PBE"))  # an element has no data of another
    assert len(read_energies(file).entries) == 2
    write({"formula": "Na", "energy": -1.0}, {"formula": "NaF", "energy": -1.0})  # typed by hand
    assert len(read_energies(file).entries) == 2
    mixed = (
        (entry("Na", xc="PBE"), entry("NaF", xc="LDA")),
        (entry("Na", one, xc="PBE"), entry("NaF", {"PAW Na": "0.9.2"}, xc="PBE")),
        (entry("Na", xc="PBE"), entry("NaF", xc="PBE", version="25.1.0")),
        (entry("Na", xc="PBE", kpoint_density_A=3.5), entry("NaF", xc="PBE", kpoint_density_A=2.0)),
        (entry("Na", xc="PBE"), {"formula": "NaF", "energy": -1.0}),
    )
    for entries in mixed:
        write(*entries)
        with pytest.raises(InputError) as refused:
            read_energies(file)
        assert [one.where for one in refused.value.problems] == ["entries"]


def test_a_source_without_an_element_is_named():
    second = source("potential", ENERGIES)
    without = EnergyFile("noP.json", "", tuple(one for one in second.entries if one.formula != "P"))
    first = source("dft", ("Na2S", "NaP", "Na3P"))
    for pair in ((first, without), (without, first)):
        with pytest.raises(ModelError) as lacking:
            filled_energies(*pair, ["Na3PS4"])
        assert "noP.json" in lacking.value.what
