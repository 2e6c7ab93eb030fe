"""Entries on disk: exact, whole or not there, checked when they are read."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import InputError, OutputError
from natria.store import Damaged, Entry, Store, default_place
from natria.store.entry import read_files, read_head
from natria.store.files import Calls
from natria.store.store import now

NAMES = st.text(min_size=1, max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Killed(BaseException):
    """The process ends here: no clean-up comes after it."""


def entry(number=1, version=1, content=None):
    return Entry("value", "square", version, {"digest": f"{number}"}, content or {"key": str(number)}, now())


@pytest.fixture
def told():
    return []


@pytest.fixture
def store(tmp_path, told):
    return Store(tmp_path / "store", None, told.append)


def found(store, number=1, version=1):
    return store.get("value", "square", version, {"digest": f"{number}"})


@given(NAMES, st.dictionaries(st.text(), JSON, max_size=3), JSON, st.binary(max_size=50))
def test_an_entry_comes_back_as_it_was_written(tmp_path_factory, name, key, content, data):
    store = Store(tmp_path_factory.mktemp("store"), None)
    files = {"b": b"", name: data, "a": data * 2}
    made = Entry("value", name, 3, key, {"content": content}, now())
    store.keep(made, files)
    back = store.get("value", name, 3, key)
    assert (back.id, back.key, back.content, back.made) == (made.id, made.key, made.content, made.made)
    assert store.files(back) == files
    assert store.find(made.id[:10]).id == made.id


@given(st.data())
def test_a_changed_or_cut_file_is_never_believed(tmp_path_factory, data):
    told = []
    store = Store(tmp_path_factory.mktemp("store"), None, told.append)
    path = store.keep(entry(), {"value": b"some bytes"}).path
    text = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(text) - 1))
    if data.draw(st.booleans()):
        del text[place:]
    else:
        text[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(text)
    with pytest.raises(Damaged):
        read_files(read_head(path))
    assert found(store) is None
    assert len(told) == 1
    assert not path.exists()
    assert len(list((store.path / "damaged").iterdir())) == 1
    store.keep(entry(), {"value": b"some bytes"})
    assert store.files(found(store)) == {"value": b"some bytes"}


def test_another_white_space_in_the_first_line_is_damage(store, told):
    path = store.keep(entry()).path
    path.write_bytes(path.read_bytes().replace(b" ", b"\x1c", 1))
    assert found(store) is None
    assert len(told) == 1


def test_an_entry_under_another_name_is_damaged(store, told):
    path = store.keep(entry()).path
    path.rename(path.with_name("0" * 64 + ".entry"))
    assert list(store.entries()) == []
    assert len(told) == 1


def test_a_shipped_entry_that_is_damaged_stays_where_it_is(store, tmp_path, told):
    path = store.keep(entry()).path
    path.write_bytes(path.read_bytes()[:-1])
    assert found(Store(tmp_path / "own", store.path, told.append)) is None
    assert path.exists()
    assert len(told) == 1


def failing(fails_at, how):
    """Calls of which one fails (full disk), writes half, or ends the process with all that would follow."""
    made = {"count": 0}

    def call(real, name):
        def run(*arguments):
            made["count"] += 1
            if how == "killed" and made["count"] >= fails_at:
                if name == "write" and made["count"] == fails_at:
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                raise Killed
            if made["count"] == fails_at:
                if name == "write":
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                raise OSError(28, "No space left on device")
            return real(*arguments)

        return run

    names = {"mkdir": Path.mkdir, "open": os.open, "write": os.write}
    names |= {"fsync": os.fsync, "replace": os.replace, "unlink": os.unlink}
    return Calls(**{name: call(real, name) for name, real in names.items()}), made


@pytest.mark.parametrize("how", ["full", "killed"])
def test_a_fault_at_every_nth_call_leaves_what_was_kept_and_the_new_entry_whole_or_not_at_all(tmp_path, told, how):
    ended = False
    for place in range(1, 40):
        root = tmp_path / f"{how}{place}"
        sound = Store(root, None, told.append)
        sound.keep(entry(1), {"value": b"one"})
        calls, made = failing(place, how)
        broken = Store(root, None, told.append, calls)
        new = Entry("finding", "answerer", 1, {"term": "x"}, {}, now(), ("term", "shape"))
        try:
            broken.keep(new, {"a": b"aa", "b": b"bb"})
        except (OutputError, Killed):
            pass
        else:
            ended = made["count"] < place
        assert sound.files(found(sound)) == {"value": b"one"}
        there = sound.get("finding", "answerer", 1, {"term": "x"}, ("term", "shape"))
        assert there is None or sound.files(there) == {"a": b"aa", "b": b"bb"}
        assert how == "killed" or not list(root.rglob("*.part"))
        assert told == []
        sound.keep(new, {"a": b"aa", "b": b"bb"})
        if ended:
            break
    assert ended
    assert place > 8


def test_a_write_that_takes_less_than_all_goes_on(tmp_path):
    calls = Calls(write=lambda descriptor, data: os.write(descriptor, data[:7]))
    store = Store(tmp_path, None, calls=calls)
    store.keep(entry(), {"value": bytes(100)})
    assert store.files(found(store)) == {"value": bytes(100)}


def test_the_beginning_of_an_id_is_enough_where_it_names_one_entry(store):
    ids = [store.keep(entry(number)).id for number in range(40)]
    assert store.find(ids[3]).id == ids[3]
    for wrong in ("", "no", next(a[0] for a in ids if sum(b[0] == a[0] for b in ids) > 1)):
        with pytest.raises(InputError):
            store.find(wrong)


def test_the_place_follows_the_environment(tmp_path):
    home = tmp_path / "home"
    assert default_place({}, home) == home / ".local/share/natria/store"
    assert default_place({"XDG_DATA_HOME": "/data"}, home) == Path("/data/natria/store")
    assert default_place({"XDG_DATA_HOME": "not/absolute"}, home) == home / ".local/share/natria/store"
    assert default_place({"XDG_DATA_HOME": "/data", "NATRIA_STORE": "/mine"}, home) == Path("/mine")


def test_a_full_disk_keeps_what_it_has(tiny_disk, told):
    store = Store(tiny_disk / "store", None, told.append)
    kept = 0
    with suppress(OutputError):
        for number in range(100):
            store.keep(entry(number), {"value": bytes(40_000)})
            kept += 1
    assert 0 < kept < 30
    assert all(store.files(found(store, number)) == {"value": bytes(40_000)} for number in range(kept))
    assert not list(store.path.rglob("*.part"))
    assert told == []
