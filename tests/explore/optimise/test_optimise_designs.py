"""Searches for designs: goals, variables, choices, linked numbers, the front, and designs as files that run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from natria import load_case
from natria.answers import Refuse, ask
from natria.design import Design
from natria.explore.optimise import (
    OptimisationProblem,
    SearchSettings,
    front_spread,
    held_numbers,
    optimise,
    read_constraint,
    read_objective,
    read_variable,
    search_document,
    search_table,
    written_design,
)
from natria.explore.optimise.uncertainty import resolve
from natria.explore.optimise.written import toml_text
from natria.quantity import Finding, InputError, Question
from natria.store import Store
from natria.studies import Studio
from natria.studies.answerers import find_answerer

ETA, HELD = "cell_overpotential:min", "nucleation_length#bpi:max"
TIME = "interphase.bpi.growth.time=5 s:400 s:log"
SMALL = SearchSettings(batch=8, population=16, generations=4)


@pytest.fixture(scope="module")
def design() -> Design:
    return Studio(load_case("kumar2020")).design("kumar2020/bpi")


def problem(design: Design, *varied: str, goals: tuple[str, ...] = (ETA, HELD), limits: tuple[str, ...] = ()):
    return OptimisationProblem(
        design,
        tuple(map(read_variable, varied)),
        tuple(map(read_objective, goals)),
        tuple(map(read_constraint, limits)),
    )


def test_answers_of_a_design_are_those_that_ask_gives(design: Design) -> None:
    asked = problem(design, "interphase.bpi.thickness=1 um:40 um:log")
    points = np.array([[0.0], [0.4], [1.0]])
    found = asked.evaluate(points)
    for row, point in zip(found.objectives, points, strict=True):
        alone = ask(find_answerer("layered_cell"), asked.patched(point), Question("cell_overpotential", design.name))
        assert isinstance(alone, Finding)
        assert row[0] == pytest.approx(alone.value, rel=1e-9)


def test_a_processing_time_gives_the_thickness_of_its_growth_law(design: Design) -> None:
    asked = problem(design, TIME)
    for share in (0.0, 0.5, 1.0):
        made = asked.patched(np.array([share]))
        time = 5.0 * 80.0**share
        assert made.finding("interphase.bpi.thickness").value == pytest.approx(3e-6 * time / 30, rel=1e-9)


def test_shares_of_phases_that_do_not_vary_take_what_is_left(design: Design) -> None:
    asked = problem(design, "interphase.bpi.phases.NaNH2=0 %:50 %", goals=("young_modulus#bpi@layered_film:max",))
    numbers = asked.numbers(design, np.array([[0.5]]))
    shares = dict(zip(numbers.paths, numbers.values[0], strict=True))
    assert shares == pytest.approx({"interphase.bpi.phases.NaNH2": 0.25, "interphase.bpi.phases.NaOH": 0.75})


def test_a_choice_of_phase_is_a_layer_of_it_alone(design: Design) -> None:
    asked = problem(design, "interphase.bpi.phases=NaF|NaCl", "interphase.bpi.thickness=1 um:9 um")
    assert asked.chosen(np.array([1.0, 0.5])).names("interphase.bpi.phases") == ("NaCl",)
    found = asked.evaluate(np.array([[0.0, 0.5], [1.0, 0.5]]))
    assert found.objectives[0, 1] != found.objectives[1, 1]


def test_numbers_of_a_layer_that_stay_while_its_phase_is_chosen_are_named(design: Design) -> None:
    phases, thickness = "interphase.bpi.phases=NaF|NaOH", "interphase.bpi.thickness=1 um:40 um"
    held = held_numbers(problem(design, phases, thickness))
    assert {"interphase.bpi.ionic_conductivity", "interphase.bpi.surface_energy"} <= set(held)
    assert "interphase.bpi.thickness" not in held
    assert held_numbers(problem(design, thickness)) == ()


def test_a_search_is_repeated_from_what_is_kept(design: Design, tmp_path: Path) -> None:
    asked, store = problem(design, TIME), Store(tmp_path)
    one = optimise(asked, 20, SMALL, store=store)
    told = []
    again = optimise(asked, 20, SMALL, store=store, tell=told.append)
    np.testing.assert_array_equal(one.points, again.points)
    np.testing.assert_array_equal(one.objectives, again.objectives)
    assert (told[-1].done, told[-1].total) == (20, 20)
    longer = optimise(asked, 28, SMALL, store=store)
    np.testing.assert_array_equal(longer.points[:20], one.points)


def test_the_front_is_sorted_its_neighbours_are_named_and_constraints_hold(design: Design) -> None:
    asked = problem(design, TIME, limits=("cell_overpotential<=100 mV",))
    found = optimise(asked, 24, SMALL)
    spread = front_spread(found)
    eta = found.objectives[found.front, 0]
    assert (np.diff(eta) > 0).all()
    assert (eta <= 0.1).all()
    assert (spread.std > 0).all()
    assert (np.abs(spread.neighbour - np.arange(len(eta))) == 1).all()
    document = search_document(found, spread, "1")
    assert len(document["front"]) == len(found.front)
    assert len(search_table(found)) == 24


def test_what_moves_two_designs_together_does_not_hide_their_order() -> None:
    """A difference of 1: by a common input of 10 it is clear, by two inputs of 1 of their own it is not (sqrt 2)."""
    values = np.array([[5.0], [6.0]])
    common = resolve(values, [[{"a": 10.0}], [{"a": 10.1}]])
    assert common.std[:, 0].tolist() == [10.0, 10.1]
    assert common.resolved.all()
    own = resolve(values, [[{"a": 1.0}], [{"b": 1.0}]])
    assert own.neighbour.tolist() == [1, 0]
    assert not own.resolved.any()
    assert resolve(values[:1], [[{"a": 1.0}]]).resolved.all()


def test_a_best_design_is_a_file_that_runs(design: Design, tmp_path: Path) -> None:
    asked = problem(design, TIME, "interphase.bpi.phases=NaF|NaCl")
    point, name = np.array([0.5, 1.0]), "kumar2020/bpi/best-1"
    file = tmp_path / "best.toml"
    file.write_text(written_design(load_case("kumar2020"), asked, point, name, tmp_path))
    read = Studio(load_case(str(file))).design(name)
    assert read.names("interphase.bpi.phases") == ("NaCl",)
    one, other = (
        ask(find_answerer("layered_cell"), d, Question("cell_overpotential", d.name), spread=False)
        for d in (read, asked.patched(point))
    )
    assert isinstance(one, Finding)
    assert one.value == pytest.approx(other.value, rel=1e-8)


def test_a_variant_keeps_its_own_changes(tmp_path: Path) -> None:
    case = load_case("kumar2020")
    full = Studio(case).design("kumar2020/bpi/na-s")
    asked = problem(
        full,
        "interphase.bpi.thickness=1 um:9 um",
        "counter.mass_loading=1 mg/cm^2:4 mg/cm^2",
        goals=("stack_specific_energy:max",),
    )
    file = tmp_path / "best.toml"
    file.write_text(written_design(case, asked, np.array([0.5, 0.5]), "kumar2020/bpi/na-s/best-1", tmp_path))
    read = load_case(str(file)).design("kumar2020/bpi/na-s/best-1")
    assert read.word("cell") == "full"
    assert read.finding("counter.mass_loading").value == pytest.approx(0.025)
    assert read.finding("interphase.bpi.thickness").value == pytest.approx(5e-6)


def test_toml_of_any_value_is_read_back() -> None:
    import tomllib

    value = {"a b": [1, 2.5, True], "c": {"d": 'say "no"\n\\'}, "e": {}}
    assert tomllib.loads(f"v = {toml_text(value)}")["v"] == value


@pytest.mark.parametrize("text", ["cell_overpotential", "cell_overpotential:low", ":min"])
def test_an_objective_without_a_way_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_objective(text)


@pytest.mark.parametrize("text", ["cell_overpotential", "cell_overpotential<=3 kg", "cell_overpotential=3 mV"])
def test_a_constraint_without_a_limit_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_constraint(text)


@pytest.mark.parametrize("text", ["interphase.bpi.phases=NaF|Unobtainium", "temperature=280 K:320 K:5", "a=b|b"])
def test_a_variable_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_variable(text)


def test_a_limit_that_nothing_meets_and_a_term_of_several_models_are_refused(design: Design) -> None:
    with pytest.raises(Refuse):
        optimise(problem(design, TIME, limits=("cell_overpotential<=1 uV",)), 12, SMALL)
    with pytest.raises(InputError):
        problem(design, "working.material=Na|Na")
    with pytest.raises(InputError):
        optimise(problem(design, TIME), 3, SMALL)
