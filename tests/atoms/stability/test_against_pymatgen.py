"""Hulls, windows and entries against pymatgen, where it is installed (it is no dependency)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_chemistry import EV, chemistries, toy_set

from natria.atoms.stability import above_hull, composition, contact, equilibrium_at, stages, window
from natria.atoms.stability.energies import read_energies

diagrams = pytest.importorskip("pymatgen.analysis.phase_diagram", reason="pymatgen-core is not installed")
from pymatgen.core import Composition, Element  # noqa: E402


def entries(phases):
    return [diagrams.PDEntry(Composition(one.formula), one.energy / EV) for one in phases.phases]


def plain(amounts):
    """Share of atoms of each phase, by reduced formula."""
    atoms = {Composition(name).reduced_formula: float(n) * Composition(name).num_atoms for name, n in amounts.items()}
    return {name: number / sum(atoms.values()) for name, number in atoms.items()}


@settings(max_examples=15, deadline=None)
@given(chemistries())
def test_energies_above_the_hull(chemistry):
    phases, formula = chemistry
    excess, _ = above_hull(phases, formula)
    diagram = diagrams.PhaseDiagram(entries(phases))
    own = next(one for one in entries(phases) if one.composition.formula == Composition(formula).formula)
    theirs = diagram.get_phase_separation_energy(own) if excess <= 0 else diagram.get_e_above_hull(own)
    assert excess / EV / own.composition.num_atoms == pytest.approx(theirs, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(chemistries(), st.floats(0.01, 5.0))
def test_products_at_a_voltage(chemistry, volts):
    """The grand potential of the products, since two sets of products may tie."""
    phases, formula = chemistry
    grand = diagrams.GrandPotentialPhaseDiagram(entries(phases), {Element("Na"): -volts})
    own = Composition({e: n for e, n in Composition(formula).items() if e.symbol != "Na"})
    ours = equilibrium_at(phases, composition(formula), volts).energy / EV
    assert ours == pytest.approx(grand.get_hull_energy(own), abs=1e-6)


def test_the_course_of_an_electrolyte():
    """pymatgen's element profile: the potentials of sodium at which the products change."""
    phases = toy_set()
    diagram = diagrams.PhaseDiagram(entries(phases))
    profile = diagram.get_element_profile(Element("Na"), Composition("Na3PS4"))
    theirs = sorted(-one["chempot"] for one in profile)
    ours = [one.low for one in stages(phases, "Na3PS4", 0.0, 10.0)]
    found = window(phases, "Na3PS4")
    for volts in (found.reduction.voltage, found.oxidation.voltage):
        assert min(abs(one - volts) for one in theirs) < 1e-6
    assert all(min(abs(one - other) for other in theirs) < 1e-6 for one in ours)


def test_its_entries_are_read(tmp_path):
    """Entries with a correction, written as pymatgen writes them."""
    computed = pytest.importorskip("pymatgen.entries.computed_entries", reason="pymatgen is not installed")

    made = [
        computed.ComputedEntry(Composition(one), energy, correction=0.25)
        for one, energy in (("Na", -1.5), ("Na6P2", -20.0))
    ]
    file = tmp_path / "entries.json"
    file.write_text(json.dumps([one.as_dict() for one in made]), encoding="utf-8")
    found = read_energies(file).entries
    assert [one.energy / EV for one in found] == pytest.approx([one.energy for one in made])
    assert [one.energy / EV for one in found] == pytest.approx([-1.25, -19.75])


def test_a_contact():
    """The corners of two contacts against its `InterfacialReactivity` (of the package pymatgen, not of its core)."""
    reactions = pytest.importorskip("pymatgen.analysis.interface_reactions", reason="pymatgen is not installed")
    phases = toy_set()
    diagram = diagrams.PhaseDiagram(entries(phases))
    for second in ("NaP", "Na", "S"):
        theirs = reactions.InterfacialReactivity(Composition("Na3PS4"), Composition(second), diagram, norm=True)
        energies = sorted(float(one[2]) for one in theirs.get_kinks())
        ours = contact(phases, "Na3PS4", second)
        assert sorted(one.energy / EV for one in ours.points) == pytest.approx(energies, abs=1e-6)
