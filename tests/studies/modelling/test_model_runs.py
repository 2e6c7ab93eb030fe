"""The table of models that run for a design: options, support of systems, and a run by the table."""

from inspect import signature

import pytest

from natria.cli.main import cli
from natria.quantity import InputError
from natria.studies.interface import MODELS, InterfaceRun
from natria.studies.modelling import CELL, RunHeard, RunOrder, find_run, run_model, runs, supported
from natria.studies.opening.case import open_case

OTHERWISE = {"changes": "given"}  # option of the table -> that of the command line


def test_the_cell_and_every_model_of_a_layer_are_rows_with_options_of_the_command_line():
    known = runs()
    assert list(known) == [CELL, *MODELS]
    options = {one.name for one in cli.commands["simulate"].params}
    for run in known.values():
        assert run.cost in ("cheap", "seconds", "minutes")
        assert {OTHERWISE.get(one.name, one.name) for one in run.options} <= options
    assert known[CELL].goes_on
    assert known["deposit"].goes_on
    assert not known["interface"].goes_on


def test_an_unknown_model_is_refused_with_those_that_are_known():
    with pytest.raises(InputError) as refused:
        find_run("deposits")
    assert "deposit" in refused.value.problems[0].fix


def test_support_names_parts_or_what_a_system_lacks():
    found = {one.system: one for one in supported(open_case("lu2026"), runs())}
    first = found["lu2026/sfc-na"]
    assert first.parts["deposit"] == ("gel",)
    assert first.parts["mixed"] == ("mci",)
    assert first.parts[CELL] == ()
    assert set(first.refused) == {"interface", "twophase"}
    assert "defect" in first.refused["interface"]
    assert "mixed" in found["lu2026/p-na"].refused
    for one in found.values():
        assert set(one.parts) | set(one.refused) == set(runs())
        assert not set(one.parts) & set(one.refused)


@pytest.mark.slow
def test_a_model_runs_by_the_table_and_tells_its_answerers():
    told = []
    order = RunOrder(find_run("interface"), open_case("yuan2025"), "yuan2025/nas", {"part": "pore"})
    made = run_model(order, RunHeard(lambda stage, done, total: told.append((stage, done, total))))
    assert isinstance(made, InterfaceRun)
    assert [part.part for part in made.parts] == ["pore"]
    asks = MODELS["interface"].asks
    assert [one[0] for one in told] == [name.replace("_", " ") for name, _ in asks]
    assert [one[1:] for one in told] == [(k, len(asks)) for k in range(len(asks))]


@pytest.mark.slow
def test_changes_are_lines_of_path_and_value():
    order = RunOrder(find_run("interface"), open_case("yuan2025"), "yuan2025/nas", {"part": "pore", "changes": "x"})
    with pytest.raises(InputError):
        run_model(order)
    changed = RunOrder(order.run, order.case, order.system, {"part": "pore", "changes": "protocol.current=1 mA/cm^2"})
    made = run_model(changed)
    assert made.design.finding("protocol.current").value == pytest.approx(10.0)


def test_the_order_has_a_default_for_everything_but_model_and_case():
    needed = [name for name, one in signature(RunOrder).parameters.items() if one.default is one.empty]
    assert needed == ["run", "case"]
