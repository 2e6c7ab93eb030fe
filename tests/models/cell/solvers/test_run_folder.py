"""A run on disk: killed at any moment it goes on where it was, to the last bit, or says why it cannot."""

import json
import resource
import signal
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from natria.design.protocol import parse
from natria.models.cell.cell import Cell, Electrode, Film, Growth, SaltLayer
from natria.models.cell.equations.layout import pack
from natria.models.cell.equations.observe import COLUMNS
from natria.models.cell.solvers.checkpoint import POSITION, READINGS, ROW, RunFolder, position_in
from natria.models.cell.solvers.legs import legs
from natria.models.cell.solvers.run import run
from natria.quantity import InputError, OutputError

MADE_WITH = {"system": "one", "cycles": "4"}
SETTINGS = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}


@pytest.fixture(scope="module")
def packed():
    """A film that grows, so that no cycle is like the one before."""
    film = Film("sei", 20e-9, 1e-5, growth=Growth("parabolic", (2e-20,)))
    electrode = Electrode((film,), exchange_current=20.0, inventory=1e6)
    salt = SaltLayer("separator", 250e-6, 1000.0, 0.6, 2e-10, 0.4, macmullin=2.0, porosity=0.5)
    return pack(Cell("symmetric", electrode, electrode, (salt,), temperature=298.15, area=1e-4), 8)


def program():
    return legs(parse(["plate 1 mA/cm^2 for 10 min", "strip 1 mA/cm^2 for 10 min", "repeat 4"], {}), "symmetric")


@pytest.fixture(scope="module")
def whole(packed):
    """The legs of a run that nobody disturbed."""
    return tuple(run(packed, program(), samples=4))


def contents(store):
    return np.concatenate(list(store.chunks()))


def test_readings_come_back_as_they_were_made(tmp_path, whole):
    with RunFolder(tmp_path / "run", MADE_WITH) as store:
        for done in whole:
            store.append(done)
        assert np.array_equal(contents(store), np.concatenate([d.rows for d in whole]))
    assert store.position.cycle == 4


@settings(max_examples=15, **SETTINGS)
@given(killed=st.tuples(st.integers(0, 7), st.integers(0, 3), st.integers(0, ROW - 1)))
def test_a_run_that_was_killed_goes_on_to_the_same_readings(tmp_path_factory, packed, whole, killed):
    """Killed when so many legs were saved, so many more were written, and some bytes of a reading."""
    saved, lost, torn = killed
    folder = tmp_path_factory.mktemp("run")
    with RunFolder(folder, MADE_WITH) as store:
        for done in whole[:saved]:
            store.append(done)
        store.save()
        for done in whole[saved : saved + lost]:
            store.append(done)
    with (folder / READINGS).open("ab") as file:
        file.write(b"x" * torn)
    with RunFolder(folder, MADE_WITH) as store:
        assert store.position.readings == sum(len(d.rows) for d in whole[:saved])
        for done in run(packed, program(), start=store.position.state, samples=4):
            store.append(done)
        again = contents(store)
    assert again.tobytes() == np.concatenate([d.rows for d in whole]).tobytes()


def test_a_position_keeps_every_bit_of_the_state(tmp_path, whole):
    with RunFolder(tmp_path / "run", MADE_WITH) as store:
        store.append(whole[4])
        store.save()
    state = position_in(tmp_path / "run").state
    assert state.y.tobytes() == whole[4].state.y.tobytes()
    assert (state.time, state.leg, state.idle) == (whole[4].state.time, whole[4].state.leg, whole[4].state.idle)


def test_a_leg_that_ends_the_run_leaves_the_position_before_it(tmp_path, whole, monkeypatch):
    """Killed behind its end, a run must come to its end again, with the reason."""
    monkeypatch.setattr("natria.models.cell.solvers.checkpoint.EVERY", -1.0)  # each leg is due
    with RunFolder(tmp_path / "run", MADE_WITH) as store:
        store.append(whole[0])
        store.append(replace(whole[1], ending=object()))
    assert position_in(tmp_path / "run").state.leg == 1


def test_the_run_of_something_else_is_not_gone_on_with(tmp_path, whole):
    with RunFolder(tmp_path / "run", MADE_WITH) as store:
        store.append(whole[0])
        store.save()
    with pytest.raises(InputError, match=r"unfinished run of something else \(cycles: 4 there, 5 now\)(.|\n)*--fresh"):
        RunFolder(tmp_path / "run", {**MADE_WITH, "cycles": "5"})
    with RunFolder(tmp_path / "run", {**MADE_WITH, "cycles": "5"}, fresh=True) as store:
        assert store.position.readings == 0


def test_a_run_of_something_else_without_readings_is_replaced(tmp_path):
    with RunFolder(tmp_path / "run", MADE_WITH) as store:
        store.save()
    other = {**MADE_WITH, "cycles": "5"}
    with RunFolder(tmp_path / "run", other) as store:
        store.save()
    assert position_in(tmp_path / "run").made_with == other


def test_two_at_once_do_not_write_to_one_folder(tmp_path):
    with RunFolder(tmp_path / "run", MADE_WITH), pytest.raises(OutputError, match="another run of natria"):
        RunFolder(tmp_path / "run", MADE_WITH)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"schema": "natria.run/2"}', '{"schema": "natria.run/1", "state": 3}']
)
def test_a_damaged_position_is_said(tmp_path, text):
    (tmp_path / POSITION).write_text(text)
    with pytest.raises(InputError, match=r"is damaged(.|\n)*--fresh"):
        RunFolder(tmp_path, MADE_WITH)


def test_readings_that_are_gone_are_said(tmp_path, whole):
    with RunFolder(tmp_path, MADE_WITH) as store:
        store.append(whole[0])
        store.save()
    (tmp_path / READINGS).write_bytes(b"")
    with pytest.raises(InputError, match="fewer than"):
        RunFolder(tmp_path, MADE_WITH)


def test_a_full_disk_is_one_message_and_what_was_saved_stays(tmp_path, whole):
    """The limit of a file's size stands for a full disk: the same call of the system fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = ROW * (len(whole[0].rows) + 3)

    def fill():
        with RunFolder(tmp_path, MADE_WITH) as store:
            store.append(whole[0])
            store.save()
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
            for done in whole[1:]:
                store.append(done)
                store.save()

    try:
        with pytest.raises(OutputError, match=r"cannot write to .*: File too large(.|\n)*to continue"):
            fill()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    with RunFolder(tmp_path, MADE_WITH) as store:
        assert contents(store).tobytes() == whole[0].rows.tobytes()


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write to"):
        RunFolder(tmp_path / "file" / "run", MADE_WITH)


def test_the_position_is_readable_by_others(tmp_path, whole):
    with RunFolder(tmp_path, MADE_WITH) as store:
        store.append(whole[0])
        store.save()
    document = json.loads((tmp_path / POSITION).read_text())
    assert document["schema"] == "natria.run/1"
    assert document["made_with"] == MADE_WITH
    assert document["readings"] * ROW == (tmp_path / READINGS).stat().st_size
    assert 8 * len(COLUMNS) == ROW
