"""Current focusing asked about a design: what is read, what is answered, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from natria.answers import ask
from natria.design import Design, case_of
from natria.models.interface.focusing import Conductor, DefectCell, Kinetics, Load, MeshSettings, Stress, focus
from natria.models.interface.focusing.answers import (
    CURRENT_FOCUSING,
    FIELD,
    FOCUSING_NUMBERS,
    FOCUSING_PROFILE,
    KINETIC_LENGTH,
    NUMBERS,
    profile_of,
)
from natria.models.interface.focusing.sizes import FOCUSING_SIZES
from natria.quantity import DesignError, Finding, Question, Refused, ancestry

NAME = "lab/defect"
WHY = {"why": "a number of a test"}
BUMP = {"shape": "bump", "radius": "5 um"}


def design_of(**patch) -> Design:
    written = {
        "name": NAME,
        "cell": "symmetric",
        "temperature": "298.15 K",
        "working": {
            "material": "Na",
            "exchange_current_density": {"value": 1.3, "unit": "mA/cm^2", **WHY},
        },
        "electrolyte": {
            "separator": {
                "material": "Na3PS4",
                "thickness": "400 um",
                "ionic_conductivity": {"value": 0.1, "unit": "mS/cm", **WHY},
            }
        },
        "protocol": {"current": "1 mA/cm^2"},
        "defect": {"spot": {"shape": "contact loss", "radius": "20 um", "spacing": "800 um", "symmetry": "planar"}},
    }
    design = case_of(written, "test", "test").base
    return design.with_(patch) if patch else design


def answer(term, design, answerer=FOCUSING_NUMBERS, part="spot", **at):
    question = Question(term, f"{NAME}#{part}", at)
    if answerer.of_artefact:
        return ask(answerer, design, question, of=ask(CURRENT_FOCUSING, design, Question(FIELD, question.of, at)))
    return ask(answerer, design, question)


def test_the_answers_are_those_of_the_kernel():
    design = design_of()
    cell = DefectCell("contact loss", 20e-6, 400e-6, (Conductor(400e-6, 0.01),))
    load = Load(10.0, Kinetics(13.0, 0.5, 0.5, 298.15), Stress("none"), 298.15)
    found = focus(cell, load, MeshSettings(tolerance=1e-3))
    numbers = {term: answer(term, design).value for term in NUMBERS}
    assert numbers["focusing_factor"] == pytest.approx(found.factor, rel=1e-9)
    assert numbers["lost_area_factor"] == pytest.approx(20 / 19, rel=1e-9)
    assert numbers["contact_focusing_factor"] == pytest.approx(found.factor * 19 / 20, rel=1e-9)
    assert numbers["focusing_error"] == pytest.approx(found.error, rel=1e-9)
    assert numbers["inner_current_factor"] == pytest.approx(found.inner, rel=1e-9)
    assert numbers["local_overpotential"] == pytest.approx(found.profile.overpotential[0], rel=1e-9)


@pytest.mark.parametrize("symmetry", ["axisymmetric", "planar"])
@pytest.mark.parametrize("shape", ["pore", "contact loss", "bump"])
def test_an_isolated_defect_that_is_small_changes_nothing(shape, symmetry):
    design = design_of(defect={"spot": {"shape": shape, "symmetry": symmetry, "radius": "1 nm"}})
    for term in ("focusing_factor", "inner_current_factor", "contact_focusing_factor"):
        assert answer(term, design).value == pytest.approx(1, abs=4e-4)
    assert answer("lost_area_factor", design).value == 1


def test_the_current_far_from_an_isolated_defect_is_the_applied_one():
    design = design_of(defect={"spot": {"shape": "contact loss", "symmetry": "planar", "radius": "50 um"}})
    current = answer("interface_current_profile", design, FOCUSING_PROFILE).columns["current_density"].numbers
    assert current[-1] == pytest.approx(10, rel=1e-7)
    assert current[0] > 20


@pytest.mark.parametrize("radius", ["5 mm", "50 mm"])
def test_a_defect_larger_than_the_face_is_refused(radius):
    design = design_of(area="0.785 cm^2", defect={"spot": {"shape": "contact loss", "radius": radius}})
    assert isinstance(ask(CURRENT_FOCUSING, design, Question(FIELD, f"{NAME}#spot")), Refused)


def test_a_lone_defect_that_is_not_small_beside_the_face_takes_of_its_current():
    """Half of the radius, so a quarter of the area."""
    design = design_of(area="0.785 cm^2", defect={"spot": {"shape": "contact loss", "radius": "2.5 mm"}})
    assert answer("lost_area_factor", design).value == pytest.approx(1 / (1 - np.pi * 2.5**2 / 78.5), rel=1e-6)


def test_neighbours_outside_the_face_are_refused():
    design = design_of(area="0.785 cm^2", **{"defect.spot.spacing": "11 mm"})
    assert isinstance(ask(CURRENT_FOCUSING, design, Question(FIELD, f"{NAME}#spot")), Refused)


def test_a_film_of_the_face_is_read_and_one_of_the_other_face_is_not():
    layer = {"thickness": "1 um", "ionic_conductivity": {"value": 1e-6, "unit": "S/cm", **WHY}}
    bare = answer("focusing_factor", design_of()).value
    covered = answer("focusing_factor", design_of(interphase={"film": {**layer, "on": "working"}})).value
    other = answer("focusing_factor", design_of(interphase={"film": {**layer, "on": "counter"}})).value
    assert covered < bare - 0.1
    assert other == pytest.approx(bare, rel=1e-12)


def test_what_was_read_is_the_ancestry():
    found = answer("focusing_factor", design_of())
    names = {one.question.name for one in ancestry(found)}
    assert {"defect_radius", "defect_spacing", "ionic_conductivity", "exchange_current_density"} <= names


def test_the_kinetic_length_follows_from_two_numbers():
    found = answer("kinetic_length", design_of(), KINETIC_LENGTH)
    assert isinstance(found, Finding)
    assert found.value == pytest.approx(19.76e-6, rel=1e-3)


def test_the_profile_is_a_table_from_the_edge_outwards():
    table = answer("interface_current_profile", design_of(), FOCUSING_PROFILE)
    x, current = (table.columns[name].numbers for name in ("x", "current_density"))
    assert (np.diff(x) > 0).all()
    assert x[[0, -1]] == pytest.approx([20e-6, 400e-6])
    assert current[0] == current.max()
    field = ask(CURRENT_FOCUSING, design_of(), Question(FIELD, f"{NAME}#spot"))
    assert profile_of(field)["current_density"] == pytest.approx(current)


def test_the_condition_of_the_current_is_placed():
    """Far in the Tafel region the transfer evens less: the differential resistance falls."""
    design = design_of()
    low, high = (answer("focusing_factor", design, current=i).value for i in (0.1, 1000.0))
    assert high > low


def test_stress_is_read_by_its_law():
    factors, tips = [], []
    for law in ("none", "prefactor", "prefactor and shift"):
        pressure = {} if law == "none" else {"defect_pressure": {"value": 50, "unit": "MPa", **WHY}}
        design = design_of(defect={"bump": {**BUMP, "stress": {"law": law, "why": "a test", **pressure}}})
        factors.append(answer("focusing_factor", design, part="bump").value)
        tips.append(answer("inner_current_factor", design, part="bump").value)
    assert factors[1] > factors[0] > 1.01
    assert tips[:2] == pytest.approx(factors[:2], rel=1e-6)
    assert 0 < tips[2] < 0.8  # compressed metal plates less
    assert factors[2] == pytest.approx(1.0, abs=2e-3)  # so the largest is that of the flat contact


def test_the_volume_that_the_pressure_acts_by_is_that_of_sodium():
    stress = {"law": "prefactor", "why": "x", "defect_pressure": {"value": 50, "unit": "MPa", **WHY}}
    given = {"partial_molar_volume": {"value": 11.89, "unit": "cm^3/mol", **WHY}}
    metal = design_of(defect={"spot": {**BUMP, "stress": stress}})
    half = design_of(defect={"spot": {**BUMP, "stress": {**stress, **given}}})
    alloy = {"working.material": "Sn"}
    assert "molar_volume" in {one.question.name for one in ancestry(answer("focusing_factor", metal))}
    assert answer("focusing_factor", half).value < answer("focusing_factor", metal).value - 0.01
    found = ask(CURRENT_FOCUSING, metal.with_(alloy), Question(FIELD, f"{NAME}#spot"))
    assert isinstance(found, Refused)
    assert "partial_molar_volume" in found.why
    assert answer("focusing_factor", half.with_(alloy)).value == pytest.approx(answer("focusing_factor", half).value)


@pytest.mark.parametrize("conductivity", [1e-12, 1e-20])
def test_a_film_that_takes_too_much_voltage_is_refused_by_its_name(conductivity):
    film = {"thickness": "1 um", "ionic_conductivity": {"value": conductivity, "unit": "S/cm", **WHY}, "on": "working"}
    found = ask(CURRENT_FOCUSING, design_of(interphase={"skin": film}), Question(FIELD, f"{NAME}#spot"))
    assert isinstance(found, Refused)
    assert "interphase.skin" in found.why


@pytest.mark.parametrize("face", ["working", "counter"])
def test_layers_are_counted_from_the_face(face):
    layers = {
        name: {"material": "Na3PS4", "thickness": "100 um", "ionic_conductivity": {"value": s, "unit": "mS/cm", **WHY}}
        for name, s in (("near", 0.1), ("far", 10.0))
    }
    spot = {"shape": "contact loss", "radius": "20 um", "face": face}
    found = answer("focusing_factor", design_of(electrolyte=layers, defect={"spot": spot})).value
    assert (found > 1.3) == (face == "working")


def test_sizes_that_do_not_fit_are_left_out():
    design = design_of(
        defect={"spot": {"shape": "pore", "radius": "5 um"}},
        **{
            "electrolyte.separator.thickness": "30 um",
            "usual.sizes_of_defect": {"value": 3, "unit": "1", **WHY},
            "usual.focusing_tolerance": {"value": 1, "unit": "%", **WHY},
        },
    )
    factor = answer("focusing_by_size", design, FOCUSING_SIZES).columns["focusing_factor"].numbers
    assert np.isfinite(factor).tolist() == [True, True, False]


@pytest.mark.parametrize(
    "patch",
    [
        {"defect.spot.spacing": "30 um"},  # larger than its cell
        {"defect": {"spot": {"shape": "pore", "radius": "500 um"}}},  # taller than its layer
        {"electrolyte.separator.ionic_conductivity": {"value": 0, "unit": "S/cm", **WHY}},
        {"electrolyte.separator.thickness": "10 nm", "defect.spot.radius": "100 um"},  # too thin for its mesh
        {"defect.spot.stress": {"law": "prefactor", "why": "x", "defect_pressure": {"value": 1, "unit": "MPa", **WHY}}},
    ],
)
def test_what_is_no_defect_is_refused(patch):
    try:
        design = design_of(**patch)
    except DesignError:
        return
    found = ask(CURRENT_FOCUSING, design, Question(FIELD, f"{NAME}#spot"))
    assert isinstance(found, Refused)
    assert found.why


@pytest.mark.parametrize(
    "defect",
    [
        {"shape": "contact loss", "radius": "1 um", "height": "1 um"},
        {"shape": "hole", "radius": "1 um"},
        {"shape": "pore", "radius": "0 um"},
        {**BUMP, "stress": {"law": "prefactor", "why": "no pressure"}},
        {**BUMP, "stress": {"law": "shift", "why": "no law"}},
        {"shape": "island", "radius": "1 um"},
    ],
)
def test_the_schema_refuses_a_wrong_defect(defect):
    with pytest.raises(DesignError):
        design_of(defect={"spot": defect})
