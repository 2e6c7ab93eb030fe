"""The script of a job runs a command of natria, keeps its work and hands on the exit code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

SCRIPT = Path(__file__).parents[2] / "docs" / "examples" / "natria-job.sh"


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_a_job_runs_is_found_again_and_fails_with_the_code_of_its_command(tmp_path):
    environment = {**os.environ, "NATRIA_PYTHON": sys.executable}
    environment.pop("NATRIA_STORE", None)

    def job(*words):
        command = ["bash", str(SCRIPT), "compute", "lattice", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    first, second = (job("Cu", "--calculator", "emt") for _ in range(2))
    assert first.returncode == second.returncode
    assert "0 from the store" in first.stdout
    assert "evaluations: 0 computed" in second.stdout
    assert (tmp_path / "natria-store").is_dir()
    assert job("Cu").returncode == 2
