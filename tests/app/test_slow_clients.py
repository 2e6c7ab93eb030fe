"""Clients that are many, slow, silent or gone do not exhaust the server, and it ends silently while pages are open."""

import asyncio
import re
import signal
import socket
import subprocess
import threading
import time

import pytest
import uvicorn
from asgi import LiveServer

from natria.app import connections
from natria.app.connections import PageServer, PromptProtocol
from natria.app.jobs import LISTENERS

MANY = 1000
IDLE = 1500  # more than a process may usually open
ENCODED = (
    "/api/measure/view/..%2f..%2fsecret.txt",
    "/api/measure/view/%2e%2e/%2e%2e/secret.txt",
    "/api/measure/view/..%5c..%5csecret.txt",
    "/api/measure/view/%00",
    "/api/measure/view/%c0%ae%c0%ae/secret.txt",
    "/..%2f..%2fserve.py",
    "/assets/..%2f..%2f..%2fserve.py",
    "/%2e%2e/%2e%2e/serve.py",
    "/" + "a" * 60_000,
)


@pytest.fixture
def server(tmp_path):
    live = LiveServer(tmp_path / "w")
    yield live
    live.kill()


def place(server):
    host, port = server.base.removeprefix("http://").split(":")
    return host, int(port)


def head(server, path, method="GET", more=""):
    host, port = place(server)
    key = f"x-natria-token: {server.token}\r\n"
    return f"{method} {path} HTTP/1.1\r\nhost: {host}:{port}\r\n{key}{more}\r\n".encode()


def raw(server, sent):
    """The status of what was sent as it is; 0 where the connection was closed without an answer."""
    with socket.create_connection(place(server), timeout=20) as opened:
        opened.sendall(sent)
        found = re.match(rb"HTTP/1.1 (\d+)", opened.recv(64))
        return int(found[1]) if found else 0


@pytest.mark.slow
def test_encoded_ways_out_and_half_requests_are_refused(server):
    for path in ENCODED:
        assert raw(server, head(server, path)) in (0, 400, 404, 414, 431), path
    for sent in (b"\x16\x03\x01\x02\x00", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 50, b"A" * 200_000 + b"\r\n\r\n"):
        assert raw(server, sent + b"\r\n\r\n") in (0, 400, 421)
    length = "content-length: -5\r\n", "transfer-encoding: chunked\r\ncontent-length: 5\r\n"
    for more in length:
        assert raw(server, head(server, "/api/measure/run/a.csv", "POST", more) + b"zz\r\n") == 400
    assert server.ask("GET", "/api/workspace").status == 200


@pytest.mark.slow
def test_a_thousand_connections_at_once_are_answered(server):
    async def one():
        reader, writer = await asyncio.open_connection(*place(server))
        writer.write(head(server, "/api/workspace", more="connection: close\r\n"))
        status = await reader.readline()
        await reader.read()
        writer.close()
        return status.split()[1]

    async def all_of_them():
        return await asyncio.gather(*(one() for _ in range(MANY)))

    connections.allow_files()
    assert set(asyncio.run(all_of_them())) == {b"200"}


@pytest.mark.slow
def test_connections_that_send_nothing_leave_room_for_others(server):
    connections.allow_files()
    idle = [socket.create_connection(place(server), timeout=20) for _ in range(IDLE)]
    try:
        assert server.ask("GET", "/api/workspace").status == 200
    finally:
        for one in idle:
            one.close()


@pytest.mark.slow
def test_listeners_that_never_read_are_ended_for_newer_ones(server):
    opened = []
    for _ in range(2 * LISTENERS):
        one = socket.create_connection(place(server), timeout=20)
        one.sendall(head(server, "/api/events"))
        assert one.recv(15).startswith(b"HTTP/1.1 200")
        opened.append(one)
    try:
        assert server.ask("GET", "/api/workspace").status == 200
        opened[0].settimeout(20)
        while opened[0].recv(65_536):  # the oldest was ended
            pass
        opened[-1].settimeout(0.5)
        opened[-1].recv(65_536)  # the headers
        with pytest.raises(TimeoutError):
            opened[-1].recv(65_536)
    finally:
        for one in opened:
            one.close()


@pytest.mark.slow
def test_readers_that_stop_to_read_block_nobody(server, tmp_path):
    (tmp_path / "w" / "recordings" / "a.csv").write_text("a")
    stopped = []
    for _ in range(50):
        one = socket.create_connection(place(server), timeout=20)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.sendall(head(server, "/") * 20)  # requests one after another, whose answers nobody reads
        stopped.append(one)
    began = time.monotonic()
    assert server.ask("GET", "/api/workspace").status == 200
    assert time.monotonic() - began < 5
    for one in stopped:
        one.close()


@pytest.mark.slow
def test_uploads_that_drip_hold_nobody_and_leave_nothing(server, tmp_path):
    dripping = []
    for k in range(50):
        one = socket.create_connection(place(server), timeout=20)
        one.sendall(head(server, f"/api/measure/file/{k}.csv", "PUT", "content-length: 1000\r\n") + b"a")
        dripping.append(one)
    assert server.ask("PUT", "/api/measure/file/whole.csv", b"a,b\n").status == 201
    for one in dripping:
        one.close()
    deadline = time.monotonic() + 10
    while list((tmp_path / "w" / ".uploads").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list((tmp_path / "w" / ".uploads").iterdir()) == []
    assert [p.name for p in (tmp_path / "w" / "recordings").iterdir()] == ["whole.csv"]


@pytest.mark.slow
def test_it_ends_at_once_and_silently_while_pages_are_open(tmp_path):
    live = LiveServer(tmp_path / "w", errors=subprocess.PIPE)
    opened = socket.create_connection(place(live), timeout=20)
    opened.sendall(head(live, "/api/events"))
    opened.recv(15)
    upload = socket.create_connection(place(live), timeout=20)
    upload.sendall(head(live, "/api/measure/file/a.csv", "PUT", "content-length: 1000\r\n") + b"a")
    time.sleep(0.3)
    began = time.monotonic()
    live.process.send_signal(signal.SIGINT)
    _, errors = live.process.communicate(timeout=20)
    assert time.monotonic() - began < 5
    assert errors == ""
    opened.close()
    upload.close()


async def _hello(_scope, receive, send):
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await asyncio.sleep(0.5)
    await send({"type": "http.response.body", "body": b"ok"})


def test_a_connection_without_a_request_is_closed_and_a_slow_answer_is_not(monkeypatch):
    monkeypatch.setattr(connections, "LOOK", 0.1)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(_hello, http=PromptProtocol, log_level="critical", lifespan="off")
    server = PageServer(config, lambda: None)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        for sent in (b"", b"GET / HTTP/1.1\r\nhost: a"):
            with socket.create_connection(listening.getsockname(), timeout=5) as silent:
                silent.sendall(sent)
                assert silent.recv(1) == b""
        with socket.create_connection(listening.getsockname(), timeout=5) as asking:
            asking.sendall(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
            answer = b""
            while part := asking.recv(1000):
                answer += part
        assert answer.endswith(b"ok")
    finally:
        server.should_exit = True
        thread.join(10)
