"""The simulated cell brings no number of its own: its answer moves with what is on record and with nothing else.

Short runs of several kinds of cells, so that every branch of reading is gone through.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from perturbation import influences_behind_the_record, inputs_that_move

from natria.answers import Answered, Answerer, Reader, ask, replay
from natria.design import Design
from natria.models.cell.failure.monitors import watch
from natria.models.cell.failure.utilisation import Watching
from natria.models.cell.solvers.legs import legs
from natria.quantity import Finding, Question
from natria.studies.simulation.answers import SIMULATED
from natria.studies.spectra.answers import CELL_IMPEDANCE


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "why": "a test"}


METAL = {"material": "Na", "thickness": "40 um", "exchange_current_density": known(1, "mA/cm^2")}
LIQUID = {
    "material": "NaCF3SO3 in diglyme",
    "separator": "Celgard",
    "thickness": "250 um",
    "salt_concentration": "0.5 mol/L",
}
GLASS = {"material": "Na3PS4", "thickness": "500 um", "ionic_conductivity": known(1e-4, "S/cm")}
FILM = {"on": "both", "thickness": "3 um", "ionic_conductivity": known(5e-5, "S/cm")}
ARRHENIUS = {
    "law": "arrhenius",
    "why": "a test",
    "reference_temperature": "300 K",
    "arrhenius_energy": known(50, "kJ/mol"),
}
VFT = {
    "law": "vft",
    "why": "a test",
    "reference_temperature": "300 K",
    "vft_energy": known(8, "kJ/mol"),
    "vft_temperature": known(180, "K"),
}
CYCLE = ["plate current for 10 min", "strip current for 10 min", "repeat 2"]
SYMMETRIC: dict[str, Any] = {
    "name": "test/cell",
    "cell": "symmetric",
    "temperature": "310 K",
    "working": METAL,
    "interphase": {"film": FILM},
    "electrolyte": {"separator": LIQUID},
    "protocol": {"current": "1 mA/cm^2", "steps": CYCLE},
}
SOLID = {**SYMMETRIC, "electrolyte": {"glass": GLASS}}
PRESSED = {
    "contact_area_resistance": known(40, "ohm cm^2"),
    "contact_reference_pressure": known(1, "MPa"),
    "fracture_toughness": known(0.2, "MPa*m^0.5"),
}


def growing(law: str, **parameters: Any) -> dict[str, Any]:
    growth = {"law": law, "why": "a test", "time": "1 h", "during": "cell", **parameters}
    return {**FILM, "growth": growth}


DESIGNS: dict[str, tuple[Mapping[str, Any], str]] = {
    "liquid": (SYMMETRIC, "cell_overpotential"),
    "liquid of a free gap": (
        {**SYMMETRIC, "electrolyte": {"gap": {**LIQUID, "separator": None}}},
        "cell_overpotential",
    ),
    "solid": (SOLID, "cell_overpotential"),
    "thin foils": ({**SOLID, "working": {**METAL, "thickness": "1.8 um"}}, "cell_overpotential"),
    "solid under pressure": (
        {**SOLID, "stack_pressure": "3 MPa", "electrolyte": {"glass": {**GLASS, "properties": PRESSED}}},
        "cell_overpotential",
    ),
    "solid and liquid": ({**SYMMETRIC, "electrolyte": {"a": LIQUID, "b": GLASS}}, "hysteresis"),
    "growth of a film": (
        {
            **SYMMETRIC,
            "interphase": {"film": growing("parabolic", parabolic_constant=known(1, "um^2/h"))},
            "protocol": {"current": "1 mA/cm^2", "steps": [*CYCLE[:2], "repeat 6"]},
        },
        "cell_overpotential",
    ),
    "growth that takes sodium": (
        {
            **SYMMETRIC,
            "working": {**METAL, "thickness": "2 um"},
            "interphase": {
                "film": growing(
                    "linear",
                    growth_rate=known(0.3, "nm/s"),
                    molar_volume_per_electron=known(30, "cm^3/mol"),
                    initial_thickness="5 nm",
                )
            },
        },
        "cell_overpotential",
    ),
    "heat": (
        {
            **SYMMETRIC,
            "working": {**METAL, "properties": {"exchange_arrhenius_energy": known(0.5, "eV")}},
            "reference_temperature": "300 K",
            "interphase": {"film": {**FILM, "conduction": ARRHENIUS}},
            "electrolyte": {"separator": {**LIQUID, "conduction": VFT}},
            "protocol": {"current": "4 mA/cm^2", "steps": CYCLE},
        },
        "cell_overpotential",
    ),
    "voids": (
        {
            **SOLID,
            "stack_pressure": "1 MPa",
            "failure": {"void": {"law": "pressure-line", "why": "a test"}},
            "protocol": {
                "current": "1 mA/cm^2",
                "steps": ["plate current for 497 s", "strip current for 497 s", "repeat 2"],
            },
        },
        "cell_overpotential",
    ),
    "voids by vacancies": (
        {
            **SOLID,
            "failure": {"void": {"law": "vacancies", "why": "a test"}},
            "protocol": {
                "current": "40 mA/cm^2",
                "steps": ["plate current for 3 s", "strip current for 3 s", "repeat 2"],
            },
        },
        "cell_overpotential",
    ),
    "cracks": (
        {
            **SOLID,
            "electrolyte": {"glass": {**GLASS, "properties": PRESSED}},
            "failure": {"short": {"law": "crack", "why": "a test"}},
            "protocol": {"current": "0.9 mA/cm^2", "steps": CYCLE},
        },
        "cell_overpotential",
    ),
    "alloy of unknown mass": (
        {**SYMMETRIC, "working": {"material": "Na15Sn4", "exchange_current_density": known(1, "mA/cm^2")}},
        "cell_overpotential",
    ),
    "foil": (
        {
            **SYMMETRIC,
            "cell": "half",
            "area": "2 cm^2",
            "working": {"material": "Cu", "exchange_current_density": known(1, "mA/cm^2")},
            "counter": {**METAL, "thickness": "1.8 um"},
            "protocol": {
                "current": "1 mA/cm^2",
                "steps": ["plate current for 10 min", "strip current to 0.5 V", "repeat 2"],
            },
        },
        "plating_stripping_efficiency",
    ),
    "foil that is plated": (
        {
            **SYMMETRIC,
            "cell": "half",
            "interphase": {"film": {**FILM, "on": "working"}},
            "working": {"material": "Cu", "exchange_current_density": known(1, "mA/cm^2")},
            "counter": METAL,
            "protocol": {
                "current": "1 mA/cm^2",
                "steps": ["plate current for 10 min", "strip current for 5 min", "repeat 2"],
            },
        },
        "peak",
    ),
}


def highest_utilisation(read: Reader) -> Answered:
    """The simulated cell judged by every failure law: the largest utilisation of each, summed up.

    A sum moves with each of them, and what a law does not reach a design for is left out.
    """
    return Answered(_run(read, ("utilisation",)))


def peak_voltage(read: Reader) -> Answered:
    """The largest voltage of the run, over all readings."""
    return Answered(_run(read, ("voltage",)))


def _run(read: Reader, of: tuple[str, ...]) -> float:
    import numpy as np

    from natria.models.cell import pack, prepared_from, run

    prepared = prepared_from(read, "cell")
    watching = Watching(watch(read))
    program = legs(prepared.blocks, prepared.cell.kind, 2)
    peak = 0.0
    for done in run(pack(prepared.cell), program, prepared.limits, samples=5):
        watching.see(done.rows)
        peak = max(peak, float(np.abs(done.rows[:, 1]).max()))
    if of == ("voltage",):
        return peak
    return float(sum(w.load_max for w in watching.watches() if w.is_known))


def modulus(read: Reader) -> Answered:
    """The spectrum of the simulated cell: the sum of its moduli, which every part moves."""
    return Answered(float(abs(CELL_IMPEDANCE.run(read).impedance).sum()))  # type: ignore[union-attr]


ENGINE_TERM = "cell_overpotential"
SEEN = Answerer("seen", 1, (ENGINE_TERM,), modulus, "a test")
JUDGED = Answerer("judged", 1, (ENGINE_TERM,), highest_utilisation, "a test")
PEAK = Answerer("peak", 1, (ENGINE_TERM,), peak_voltage, "a test")


def design_of(name: str) -> Design:
    return Design("test/cell", DESIGNS[name][0])


def case_of(name: str) -> tuple[Answerer, Design, Question]:
    design, term = design_of(name), DESIGNS[name][1]
    if term == "peak":
        return PEAK, design, Question(ENGINE_TERM, design.name)
    return SIMULATED, design, Question(term, design.name)


@pytest.mark.parametrize("name", DESIGNS)
def test_the_designs_are_answered_and_repeat_from_their_record(name):
    answerer, design, question = case_of(name)
    found = ask(answerer, design, question, spread=False)
    assert isinstance(found, Finding), found.why
    first, again = replay(answerer, design, question)
    assert first == again == found.value


@pytest.mark.parametrize("name", DESIGNS)
def test_nothing_off_the_record_moves_the_simulated_cell(name):
    answerer, design, question = case_of(name)
    assert influences_behind_the_record(lambda _: answerer, design, question) == []


@pytest.mark.parametrize("name", DESIGNS)
def test_nothing_off_the_record_moves_a_failure_law(name):
    design = design_of(name)
    assert influences_behind_the_record(lambda _: JUDGED, design, Question(ENGINE_TERM, design.name)) == []


@pytest.mark.parametrize("name", ["liquid", "solid under pressure", "heat"])
def test_nothing_off_the_record_moves_the_spectrum(name):
    design = design_of(name)
    assert influences_behind_the_record(lambda _: SEEN, design, Question(ENGINE_TERM, design.name)) == []


@pytest.mark.parametrize(
    "path", ["usual.flaw_size", "material.Na.properties.density", "material.Celgard.properties.density"]
)
def test_a_number_of_a_card_that_is_read_behind_the_record_is_found(path):
    def make(design: Design) -> Answerer:
        return Answerer(
            "cheat", 1, (ENGINE_TERM,), lambda read: read("temperature") * design.finding(path).plain, "never"
        )

    question = Question(ENGINE_TERM, "test/cell")
    assert influences_behind_the_record(make, design_of("liquid"), question) == [path]


def test_an_input_that_is_read_and_not_used_is_found():
    idle = Answerer("idle", 1, (ENGINE_TERM,), lambda read: read("temperature") + 0 * read("usual.flaw_size"), "never")
    moving, still = inputs_that_move(idle, design_of("liquid"), Question(ENGINE_TERM, "test/cell"))
    assert (moving, still) == ({"temperature of temperature"}, {"flaw_size of usual"})


@pytest.fixture(scope="module")
def moved() -> dict[str, tuple[set[str], set[str]]]:
    """Of each design the inputs that move its answer, and those that do not."""
    return {name: inputs_that_move(*case_of(name)) for name in DESIGNS}


CANNOT_MATTER = {
    "face_area of area": "a current in amperes is divided by the area that it was multiplied with",
    "face_area of usual": "a definition: the same",
    "sodium_inventory of usual": "inexhaustible by its definition",
}


def test_every_input_on_record_moves_an_answer_of_some_design(moved):
    moving = set().union(*(one for one, _ in moved.values()))
    still = set().union(*(other for _, other in moved.values()))
    assert still - moving == set(CANNOT_MATTER)
