"""A function over many keys: kept one by one, resumed, shared, and safe against kills."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from processes import descendants, is_worker, kill, workers_below
from store_functions import big, kills_once, logged, odd_fails, square, three_kills

from natria.quantity import InputError, OutputError
from natria.store import Store, map_stored
from natria.store.claims import claim

SCRIPT = Path(__file__).with_name("store_functions.py")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store", None)


def started(folder, log, count, workers=2, function="logged"):
    command = [sys.executable, str(SCRIPT), str(folder), str(log), str(count), str(workers), function]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def computed(log):
    return Counter(int(line) for line in log.read_text().split()) if log.exists() else Counter()


def test_results_come_in_the_order_of_the_keys_and_are_not_computed_again(store, tmp_path):
    log = tmp_path / "log"
    keys = [(str(log), number) for number in (3, 1, 2, 3)]
    seen = []
    first = map_stored(logged, keys, store, name="logged", version=1, workers=2, progress=seen.append)
    again = map_stored(logged, [*keys, (str(log), 4)], store, name="logged", version=1, workers=2)
    assert first.values == (9, 1, 4, 9)
    assert again.values == (9, 1, 4, 9, 16)
    assert computed(log) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert [one.done for one in seen] == [0, 1, 2, 3]
    assert seen[0].seconds_left is None
    assert seen[-1].seconds_left == 0


def test_another_version_and_another_name_are_other_results(store):
    map_stored(square, [2], store, name="square", version=1, workers=1)
    map_stored(square, [2], store, name="square", version=2, workers=1)
    map_stored(square, [2], store, name="other", version=1, workers=1)
    assert len(list(store.entries())) == 3


def test_a_key_that_raises_has_failed_and_is_not_kept(store):
    mapped = map_stored(odd_fails, [0, 1, 2], store, name="odd", version=1, workers=1)
    assert mapped.values == (0, None, 2)
    (failed,) = mapped.failed
    assert (failed.place, failed.key) == (1, 1)
    assert "ValueError" in failed.why
    assert len(list(store.entries())) == 2


def test_a_worker_that_is_killed_is_replaced_and_its_key_repeated(store, tmp_path):
    mapped = map_stored(kills_once, [(str(tmp_path / "mark"), 5)], store, name="once", version=1, workers=1)
    assert mapped.values == (5,)
    assert not mapped.failed


def test_a_key_that_kills_each_worker_fails_and_the_others_do_not(store):
    mapped = map_stored(three_kills, range(5), store, name="three", version=1, workers=2, attempts=2)
    assert mapped.values == (0, 1, 2, None, 4)
    assert "SIGKILL" in mapped.failed[0].why


def test_what_cannot_reach_a_worker_is_said_before_the_work(store):
    with pytest.raises(InputError):
        map_stored(lambda key: key, [1], store, name="no", version=1)
    with pytest.raises(InputError) as caught:
        map_stored(square, [1, object()], store, name="no", version=1)
    assert caught.value.problems[0].where == "keys[1]"
    with pytest.raises(OutputError):
        map_stored(square, [1], Store(None), name="no", version=1)


def test_a_damaged_value_is_told_and_computed_again(tmp_path):
    told = []
    store = Store(tmp_path, None, told.append)
    map_stored(square, [3], store, name="square", version=1, workers=1)
    (entry,) = store.entries()
    data = bytearray(entry.path.read_bytes())
    data[-1] ^= 1
    entry.path.write_bytes(data)
    assert map_stored(square, [3], store, name="square", version=1, workers=1).values == (9,)
    assert len(told) == 1
    assert len(list((tmp_path / "damaged").iterdir())) == 1


def test_a_value_whose_class_is_gone_is_computed_again(tmp_path):
    told = []
    store = Store(tmp_path, None, told.append)
    map_stored(square, [3], store, name="square", version=1, workers=1)
    (entry,) = store.entries()
    store.keep(entry, {"value": b"cno_such_module\nThing\n."})
    assert map_stored(square, [3], store, name="square", version=1, workers=1).values == (9,)
    assert len(told) == 1


def test_a_claim_is_one_process_at_a_time_and_leaves_no_file(tmp_path):
    with claim(tmp_path, "k") as ours:
        assert ours
        with claim(tmp_path, "k") as second:
            assert not second
    with claim(tmp_path, "k") as again:
        assert again
    assert not list((tmp_path / "claims").iterdir())


def test_a_claim_ends_with_its_process(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from natria.store.claims import claim\n"
        "with claim(Path(sys.argv[1]), 'k') as ours: print(ours, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"True"
    with claim(tmp_path, "k") as ours:
        assert not ours
    process.kill()
    process.communicate()
    with claim(tmp_path, "k") as ours:
        assert ours


def test_two_mains_on_the_same_keys_share_the_work(tmp_path):
    log, folder = tmp_path / "log", tmp_path / "store"
    both = [started(folder, log, 30, 1, "slow") for _ in range(2)]
    sums = [int(one.communicate(timeout=60)[0]) for one in both]
    assert sums == [sum(n * n for n in range(30))] * 2
    assert computed(log) == dict.fromkeys(range(30), 1)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the workers in /proc")
def test_200_evaluations_with_workers_and_main_killed_at_random_moments(tmp_path):
    """Nothing that is kept is lost or computed again, and the sum is right in the end."""
    log, folder, draw = tmp_path / "log", tmp_path / "store", random.Random(7)
    count, mains, kills = 200, 3, Counter()
    store = Store(folder, None)
    for _ in range(mains):
        process, before = started(folder, log, count), kept(folder)
        while kept(folder) < before + 10:
            time.sleep(draw.uniform(0.01, 0.1))
            assert process.poll() is None
        kill(draw.choice(workers_below(process.pid)))
        kills["worker"] += 1
        time.sleep(draw.uniform(0, 0.5))
        kill(process.pid)
        process.communicate()
        now = {one.id for one in store.entries()}
        assert len(now) >= before + 10
        for one in store.entries():
            store.files(one)  # raises where the bytes are not those that were written
    process = started(folder, log, count)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err.decode()
    assert int(out) == sum(n * n for n in range(count))
    assert {one.id for one in store.entries()} >= now
    assert kept(folder) == count
    assert set(computed(log)) == set(range(count))
    in_flight = kills["worker"] + 2 * mains
    assert sum(computed(log).values()) - count <= in_flight  # what was in flight is repeated, and nothing else
    assert not list((folder / "damaged").glob("*"))


def kept(folder):
    return len(list(folder.rglob("*.entry")))


def test_workers_end_with_their_main(tmp_path):
    process = started(tmp_path / "store", tmp_path / "log", 200)
    deadline = time.monotonic() + 20
    while not (workers := [pid for pid in descendants(process.pid) if is_worker(pid)]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    kill(process.pid)
    process.communicate()
    while any(is_worker(pid) for pid in workers):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_full_disk_loses_nothing_that_is_kept_and_the_next_call_goes_on(tiny_disk):
    """24 results of 40 kB do not fit into 1 MB beside the ballast; without it they all do."""
    store = Store(tiny_disk / "store", None)
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(b"x" * 700_000)
    keys = range(12)
    with pytest.raises(OutputError):
        map_stored(big, keys, store, name="big", version=1, workers=2)
    kept = {one.id for one in store.entries()}
    assert 0 < len(kept) < len(keys)
    assert not list((tiny_disk / "store").rglob("*.part"))
    ballast.unlink()
    mapped = map_stored(big, keys, store, name="big", version=1, workers=2)
    assert mapped.values == tuple(map(big, keys))
    assert kept <= {one.id for one in store.entries()}
