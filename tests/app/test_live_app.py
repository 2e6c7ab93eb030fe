"""A server in a process of its own: upload to results, cancel, limits, a kill and what is left after it."""

import io
import json
import socket
import threading
import time
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from asgi import LiveServer

from natria.app.workspace import COMPLETE

TABLE = Path("/proc/net/tcp")
pytestmark = pytest.mark.slow  # each starts processes that import what an analysis needs


def recording(rows=2000):
    time_ = np.arange(rows) * 10.0
    sign = np.where((time_ // 3600) % 2 == 0, 1.0, -1.0)
    lines = (f"{t},{0.05 * s},{0.001 * s}" for t, s in zip(time_, sign, strict=True))
    return "\n".join(["test_time_second,voltage_volt,current_ampere", *lines, ""]).encode()


def is_complete(known):
    return known["entry"]["state"] == "done" and known["view"]["stage"] == COMPLETE


@pytest.fixture
def server(tmp_path):
    live = LiveServer(tmp_path / "w")
    yield live
    live.kill()


def test_a_file_is_measured_and_its_results_outlive_a_kill(tmp_path):
    first = LiveServer(tmp_path / "w")
    try:
        assert first.ask("PUT", "/api/measure/file/cell.csv", recording()).status == 201
        assert first.ask("POST", "/api/measure/run/cell.csv", b'{"area": "1 cm^2"}').status == 202
        first.until("cell.csv", is_complete)
        first.ask("PUT", "/api/measure/file/large.csv", recording(100_000))
        first.ask("POST", "/api/measure/run/large.csv", b"{}")
        first.until("large.csv", lambda known: known["view"])
    finally:
        first.kill()
    second = LiveServer(tmp_path / "w")
    try:
        known = second.until("cell.csv", is_complete)
        assert known["entry"]["asked"] == {"area": "1 cm^2"}
        query = "x=test_time_second&y=voltage_volt&low=0&high=100"
        window = np.frombuffer(second.ask("GET", f"/api/measure/series/cell.csv?{query}").body)
        assert window[: len(window) // 2].tolist() == [10.0 * k for k in range(12)]
        names = {one["name"]: one["state"] for one in second.ask("GET", "/api/workspace").json["entries"]}
        assert set(names) == {"cell.csv", "large.csv"}
        assert second.ask("POST", "/api/measure/run/large.csv", b"{}").status == 202
        second.until("large.csv", is_complete)
    finally:
        second.kill()


def test_the_token_of_an_earlier_start_is_refused(server):
    assert server.ask("GET", "/api/workspace", **{"x-natria-token": "earlier"}).status == 401
    assert server.ask("GET", "/api/workspace").status == 200


def test_a_job_is_cancelled_at_once_and_listeners_hear_of_it(server):
    server.ask("PUT", "/api/measure/file/cell.csv", recording(100_000))
    request = urllib.request.Request(f"{server.base}/api/events", headers={"x-natria-token": server.token})
    heard = []

    def listen():
        with urllib.request.urlopen(request, timeout=30) as stream:
            for line in stream:
                if line.startswith(b"data: "):
                    heard.append(json.loads(line[6:])["state"])
                    if heard[-1] == "cancelled":
                        return

    listener = threading.Thread(target=listen)
    listener.start()
    time.sleep(0.3)
    job = server.ask("POST", "/api/measure/run/cell.csv", b"{}").json
    began = time.monotonic()
    assert server.ask("POST", f"/api/jobs/{job['id']}/cancel").json["state"] == "cancelled"
    assert time.monotonic() - began < 1.0
    listener.join(30)
    assert heard[0] == "waiting"
    assert heard[-1] == "cancelled"
    server.ask("POST", "/api/measure/run/cell.csv", b"{}")
    server.until("cell.csv", is_complete)


def test_a_file_that_needs_too_much_is_told_and_the_server_goes_on(tmp_path):
    live = LiveServer(tmp_path / "w", "--seconds", "1")
    try:
        live.ask("PUT", "/api/measure/file/large.csv", recording(1_500_000))
        live.ask("POST", "/api/measure/run/large.csv", b"{}")
        failed = live.until("large.csv", lambda known: known["failed"])["failed"]
        assert failed["what"]
        assert failed["fix"]
        assert live.ask("GET", "/api/workspace").status == 200
    finally:
        live.kill()


def test_a_file_that_needs_too_much_memory_is_told_and_the_next_one_is_measured(tmp_path):
    live = LiveServer(tmp_path / "w", "--memory", "1024")
    try:
        for name, rows in (("large.csv", 3_000_000), ("small.csv", 2000)):
            live.ask("PUT", f"/api/measure/file/{name}", recording(rows))
            live.ask("POST", f"/api/measure/run/{name}", b"{}")
        failed = live.until("large.csv", lambda known: known["failed"])["failed"]
        assert "memory" in failed["what"]
        assert "--memory" in failed["fix"]
        live.until("small.csv", is_complete)
    finally:
        live.kill()


def test_a_bomb_is_refused_and_the_server_goes_on(server):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as member:
        for _ in range(100):
            member.write(bytes(2**20))
    server.ask("PUT", "/api/measure/file/bomb.xlsx", made.getvalue())
    server.ask("POST", "/api/measure/run/bomb.xlsx", b"{}")
    failed = server.until("bomb.xlsx", lambda known: known["failed"])["failed"]
    assert "times its size" in failed["what"]
    assert failed["fix"]


def test_a_thousand_requests_at_once_and_a_client_that_sends_nothing(server):
    host, port = server.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as idle:
        idle.sendall(b"PUT /api/measure/file/a.csv HTTP/1.1\r\nhost: ")
        with ThreadPoolExecutor(32) as pool:
            statuses = list(pool.map(lambda _: server.ask("GET", "/api/workspace").status, range(1000)))
    assert set(statuses) == {200}


@pytest.mark.skipif(not TABLE.exists(), reason="this system has no table of sockets")
def test_it_listens_on_this_computer_only(server):
    _, port = server.base.removeprefix("http://").split(":")
    rows = [line.split()[1] for line in TABLE.read_text().splitlines()[1:] if line.split()[3] == "0A"]
    own = [row for row in rows if int(row.partition(":")[2], 16) == int(port)]
    assert own == [f"0100007F:{int(port):04X}"]
