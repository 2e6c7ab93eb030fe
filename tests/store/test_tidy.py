"""What gc removes, and what it leaves."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from natria.store import Entry, Store, tidy


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store", None, lambda _: None)


def keep(store, *, name="a", version=1, number=0, days=0.0, kind="finding", size=0):
    made = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    return store.keep(Entry(kind, name, version, {"n": number}, {}, made), {"x": bytes(size)})


def ids(store):
    return {one.id for one in store.entries()}


def test_older_versions_go_and_newer_ones_and_unknown_names_stay(store):
    old, current, newer = (keep(store, version=v) for v in (1, 2, 3))
    other = [keep(store, name="gone", version=v) for v in (1, 2)]
    values = [keep(store, name="a", version=v, kind="value") for v in (1, 2)]
    removed = tidy(store, {"a": 2}, dry=True)
    assert {one.path for one in removed} == {old.path, other[0].path, values[0].path}
    assert len(ids(store)) == 7
    assert tidy(store, {"a": 2}) == removed
    assert ids(store) == {current.id, newer.id, other[1].id, values[1].id}
    assert tidy(store, {"a": 2}) == ()


def test_what_is_too_old_or_too_much_goes_oldest_first(store):
    entries = [keep(store, number=n, days=n, size=10_000) for n in range(5)]
    tidy(store, {}, oldest=3.5 * 86_400)
    assert ids(store) == {one.id for one in entries[:4]}
    tidy(store, {}, most=25_000)
    assert ids(store) == {one.id for one in entries[:2]}


def test_broken_and_abandoned_files_go_and_a_write_under_way_stays(store):
    path = keep(store, number=1).path
    path.write_bytes(b"nothing")
    sound = keep(store, number=2)
    now, long_ago = sound.path.with_name(".new.part"), sound.path.with_name(".old.part")
    for one in (now, long_ago):
        one.write_bytes(b"half")
    os.utime(long_ago, (time.time() - 1e5,) * 2)
    tidy(store, {})
    assert ids(store) == {sound.id}
    assert now.exists()
    assert not long_ago.exists()
    assert not list((store.path / "damaged").iterdir())


def test_shipped_entries_stay(store):
    keep(store)
    assert tidy(Store(None, store.path), {"a": 9}) == ()
    assert len(ids(store)) == 1
