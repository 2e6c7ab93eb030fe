"""SUNDIALS called with compiled functions: the numbers of the class of scikit-sundae to the last bit, and its place."""

from __future__ import annotations

import gc
from dataclasses import replace

import numpy as np
import pytest

from natria.models.cell.cell import Cell, Growth, Heat
from natria.models.cell.equations.layout import pack
from natria.models.cell.failure.limits import Limits
from natria.models.cell.pybamm.values import HALF, SYMMETRIC
from natria.models.cell.solvers import sundials
from natria.models.cell.solvers.adaptive import Adaptive, SolveError, Trajectory
from natria.models.cell.solvers.cvode import BY_CLASS, DIRECT, SETTING, SundaeCvode, integrator_of
from natria.quantity import InputError

TIMES = np.concatenate([[0.0, 0.1, 1.0, 10.0], np.linspace(60.0, 3600.0, 20)])
(film,), gel = SYMMETRIC.working.films, SYMMETRIC.salts[0]
CELLS = {
    "symmetric": SYMMETRIC,
    "half, which is emptied": replace(HALF, working=replace(HALF.working, dead=0.2)),
    "warm": replace(SYMMETRIC, heat=Heat(500.0, 5.0)),
    "films that take sodium": replace(
        SYMMETRIC, working=replace(SYMMETRIC.working, films=(replace(film, growth=Growth("linear", (1e-13,), 1e9)),))
    ),
}

needed = pytest.mark.skipif(sundials.library() is None, reason="this SUNDIALS cannot be called directly")


def gone(solver: Adaptive, volts: float | None = None) -> list[Trajectory]:
    paths, y = [], solver.packed.start
    for current in (10.0, -5.0, 40.0, -40.0):
        paths.append(solver.go(y, current, TIMES, Limits().array(volts if current > 0 else None)))
        y = paths[-1].states[-1]
    return paths


def by_class(cell: Cell, monkeypatch: pytest.MonkeyPatch, volts: float | None) -> list[Trajectory]:
    with monkeypatch.context() as patch:
        patch.setenv(SETTING, BY_CLASS)
        return gone(Adaptive(pack(cell)), volts)


def integrator(setting: str | None, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.delenv(SETTING, raising=False)
    if setting is not None:
        monkeypatch.setenv(SETTING, setting)
    packed = pack(SYMMETRIC)
    return integrator_of(packed, 1e-6, packed.tolerance, 100)


@needed
@pytest.mark.parametrize("setting", [None, "", DIRECT])
def test_direct_calls_are_the_default(setting: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(integrator(setting, monkeypatch), sundials.DirectCvode)


def test_one_setting_takes_the_class_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(integrator(BY_CLASS, monkeypatch), SundaeCvode)


def test_without_the_library_the_class_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sundials, "library", lambda: None)
    assert isinstance(integrator(DIRECT, monkeypatch), SundaeCvode)


def test_another_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError) as refused:
        integrator("ida", monkeypatch)
    assert refused.value.source == SETTING


@needed
@pytest.mark.parametrize("volts", [None, 0.29])
@pytest.mark.parametrize("name", CELLS)
def test_steps_and_events_are_those_of_the_class_to_the_last_bit(
    name: str, volts: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    direct, other = gone(Adaptive(pack(CELLS[name])), volts), by_class(CELLS[name], monkeypatch, volts)
    assert [path.event for path in direct] == [path.event for path in other]
    assert any(path.event for path in direct) == (volts is not None or "emptied" in name)
    for mine, theirs in zip(direct, other, strict=True):
        np.testing.assert_array_equal(mine.time, theirs.time)
        np.testing.assert_array_equal(mine.states, theirs.states)


@needed
def test_two_solvers_do_not_mix_their_cells_and_memory_is_given_back() -> None:
    cells = [pack(SYMMETRIC), pack(replace(SYMMETRIC, electrolyte=(replace(gel, diffusivity=1e-10),)))]
    alone = [gone(Adaptive(each))[0].states for each in cells]
    solvers = [Adaptive(each) for each in cells]
    limits = Limits().array(None)
    for solver, states in zip(solvers * 2, alone * 2, strict=True):
        np.testing.assert_array_equal(solver.go(solver.packed.start, 10.0, TIMES, limits).states, states)
    del solver, solvers
    gc.collect()
    np.testing.assert_array_equal(gone(Adaptive(cells[0]))[0].states, alone[0])


@needed
def test_a_failure_says_when_and_which_state_and_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    broken = pack(replace(SYMMETRIC, electrolyte=(replace(gel, diffusivity=float("nan")),)))
    with pytest.raises(SolveError, match="the solver stopped after 0 s at 1 mA/cm"):
        Adaptive(broken).go(broken.start, 10.0, TIMES, Limits().array(None))
    assert capfd.readouterr() == ("", "")


def test_another_version_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sundials, "MAJOR", 6)
    sundials.library.cache_clear()
    try:
        assert sundials.library() is None
        with pytest.raises(RuntimeError, match="cannot be reached"):
            sundials.DirectCvode(pack(SYMMETRIC), 1e-6, pack(SYMMETRIC).tolerance, 100)
    finally:
        sundials.library.cache_clear()
