"""What a user does with an installed natria that has no network: python offline.py FILE WORKSPACE [--own-network].

Measures the file by the command, starts the app, fetches its page and bundle, uploads the file, and prints the sentence
as JSON. With --own-network it runs in a network namespace of its own (`unshare --net`) and switches on its loopback.
"""

from __future__ import annotations

import json
import os
import re
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

LINES = 3  # that the command prints
PATIENCE = 180.0  # s
SIOCSIFFLAGS, UP = 0x8914, 0x1
ELSEWHERE = ("192.0.2.1", 443)  # an address that is kept for documentation


def main(file: Path, workspace: Path, *, own_network: bool) -> None:
    if own_network:
        switch_on_loopback()
    found = {"network": has_network() if own_network else None, "measured": measured(file, workspace.parent)}
    command = [sys.executable, "-m", "natria", "app", "--no-browser", "--port", "0", "--workspace", str(workspace)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        printed = "".join(server.stdout.readline() for _ in range(LINES))
        base, token = re.search(r"(http://\S+)/#token=(\S+)", printed).groups()
        page = ask(base, "/", token).decode()
        bundle = ask(base, "/" + re.search(r'src="/(assets/[^"]+\.js)"', page)[1], token)
        ask(base, f"/api/measure/file/{file.name}", token, "PUT", file.read_bytes())
        ask(base, f"/api/measure/run/{file.name}", token, "POST", b"{}")
        found |= {"bundle": len(bundle), "headline": headline(base, file.name, token)}
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
    sys.stdout.write(json.dumps(found) + "\n")


def switch_on_loopback() -> None:
    import fcntl

    with socket.socket() as one:
        fcntl.ioctl(one, SIOCSIFFLAGS, struct.pack("16sh", b"lo", UP))


def has_network() -> bool:
    try:
        socket.create_connection(ELSEWHERE, timeout=2).close()
    except TimeoutError:
        return True  # a packet went somewhere
    except OSError:
        return False
    return True


def measured(file: Path, folder: Path) -> str:
    """Return what the command prints of a file."""
    command = [sys.executable, "-m", "natria", "measure", str(file)]
    env = {**os.environ, "COLUMNS": "200"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=folder, env=env)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def ask(base: str, path: str, token: str, method: str = "GET", body: bytes | None = None) -> bytes:
    request = urllib.request.Request(base + path, data=body, method=method, headers={"x-natria-token": token})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy of the environment is broken here
    with direct.open(request, timeout=60) as answer:
        return answer.read()


def headline(base: str, name: str, token: str) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = json.loads(ask(base, f"/api/measure/view/{name}", token))
        if found["failed"]:
            raise SystemExit(found["failed"]["what"])
        if found["view"] and found["view"].get("stage") == "complete":
            return found["view"]["headline"]
        time.sleep(0.2)
    raise SystemExit("the recording was not measured")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), own_network="--own-network" in sys.argv)
