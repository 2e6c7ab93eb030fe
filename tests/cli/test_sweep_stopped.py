"""natria sweep that is stopped by Ctrl-C and run again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from processes import wait_for

AXES = ("--vary", "interphase.bpi.thickness=1 um:40 um:70", "--vary", "temperature=288 K:318 K:70")


def started(store: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "natria", "sweep", "kumar2020", "--cycles", "20", *AXES, "--json", *more]
    command += ["--store", str(store)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0)


def kept(store: Path) -> int:
    return len(list(store.rglob("*.entry")))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT to a group of processes")
@pytest.mark.parametrize("where", ["here", "processes"])
def test_ctrl_c_says_what_is_kept_and_the_same_command_goes_on(where: str, tmp_path: Path) -> None:
    for _ in range(2):
        before = kept(tmp_path)
        process = started(tmp_path, "--on", where)
        wait_for(lambda least=before + 1: kept(tmp_path) >= least, 300)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 130
        assert out == ""
        counts = [tuple(map(int, one)) for one in re.findall(r"(\d+) of (\d+) parts", err)]
        assert counts[0] == (before, 10)
        assert before <= counts[-1][0] <= kept(tmp_path) < 10  # one may have been kept just before the signal
