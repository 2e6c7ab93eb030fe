"""The CUDA device: its kernels in Numba's simulator against those of the CPU, its table, its refusals."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from simulated_deposition import CASES, box

import natria.models.deposit as package
from natria.models.deposit.constants import Numbers
from natria.models.deposit.devices.device import DeviceArray
from natria.models.deposit.settings import DepositSettings
from natria.models.deposit.stepping import Stepper
from natria.quantity import ModelError

HERE, SOURCES = Path(__file__).parent, Path(package.__file__).parent
ROUNDING = 1e-6  # largest difference of a field over its size: the operator of the CPU is of single precision
ROUNDING_OF_KERNEL = 1e-13  # the same of one kernel in double precision
RUNS, KERNELS = "simulated_deposition.py", "simulated_kernels.py"
QUICK = ("layer that moves, film, counter electrode",)
WAYS = {"each", "whole", "most"}  # in which steps run a kernel


def simulated(program, *given):
    """Return what a program prints that runs in the simulator."""
    paths = os.pathsep.join([str(HERE), *(one for one in sys.path if one)])
    how = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1", "PYTHONPATH": paths}
    made = subprocess.run(
        [sys.executable, str(HERE / program), *given], env=how, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def agree(found, names):
    for name in names:
        assert max(found[name]["fields"]) < ROUNDING


def test_the_simulator_gives_the_fields_of_the_cpu():
    found = simulated(RUNS, "1", "double", *QUICK)
    agree(found, QUICK)
    assert max(found["trees"].values()) < 1e-14


@pytest.mark.slow
def test_the_simulator_gives_the_fields_of_the_cpu_in_all_cases():
    agree(simulated(RUNS, "3", "double", *CASES), CASES)


@pytest.mark.slow
def test_the_simulator_gives_the_fields_of_the_cpu_in_single_precision():
    """Rounding is 6e-8 there, and solves end at 1e-6; the potential hardly falls in this box."""
    found = simulated(RUNS, "2", "single", *QUICK)
    assert max(found[QUICK[0]]["fields"]) < 1e-4


def kernels_agree(*names):
    for found in simulated(KERNELS, *names).values():
        assert {*kernels_of_steps(), *kernels_of_solves()} - {"sweeps"} <= set(found)  # those are the CPU's alone
        assert {one: apart for one, apart in found.items() if not apart < ROUNDING_OF_KERNEL} == {}


def test_each_kernel_in_the_simulator_gives_the_fields_of_the_cpu_to_rounding():
    """The solvers of both devices differ in precision; their kernels, on the same numbers, do not."""
    kernels_agree(*QUICK)


@pytest.mark.slow
def test_each_kernel_in_the_simulator_gives_the_fields_of_the_cpu_to_rounding_in_all_cases():
    kernels_agree(*CASES)


def kernels_of_solves():
    """Return the names of kernels of the solver whose arguments are those of the CPU's."""
    found = (SOURCES / "devices" / "cuda" / "grid_kernels.py").read_text()
    return [one.name for one in ast.parse(found).body if isinstance(one, ast.FunctionDef)]


def kernels_of_steps():
    """Return the names of the kernels that steps run, from the sources."""
    found = set()
    for source in (SOURCES / "steps").glob("*.py"):
        for call in ast.walk(ast.parse(source.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in WAYS:
                kernel = call.args[0]
                name = kernel.attr if isinstance(kernel, ast.Attribute) else getattr(kernel, "id", "kernel")
                found |= {name} - {"kernel"}
    return sorted(found)


class Recorded:
    """A way to launch that only writes down."""

    simulated = True

    def __init__(self) -> None:
        self.names: list[str] = []

    def over_cells(self, kernel, *_):
        self.names.append(kernel.__name__)

    over_rows = over_cells


def test_every_kernel_of_a_step_runs_on_the_device_or_is_refused_by_name():
    from natria.models.deposit.devices.cuda.opening import runner

    names = kernels_of_steps()
    assert {"react", "sodium_done", "far_side", "cover"} <= set(names)

    def cover(*_: DeviceArray) -> None:
        launching.names.append("cover")

    launching = Recorded()
    each = runner(launching, cover)
    field = np.zeros((8, 1, 10))
    for name in (*names, "of_tomorrow"):
        launching.names.clear()
        kernel = type("Kernel", (), {"__name__": name})()
        try:
            each(kernel, 8, 64, field)
        except ModelError as refused:
            assert f"'{name}'" in refused.what  # noqa: PT017 - one of two outcomes
        else:
            assert launching.names == [name]
    assert launching.names == []


def numbers_read(folder, pattern):
    """Return the numbers of the model that the kernels of a folder read."""
    found = set()
    for source in folder.glob(pattern):
        for one in ast.walk(ast.parse(source.read_text())):
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "p":
                found.add(one.attr)
    return found & set(Numbers._fields)


def test_kernels_of_both_devices_read_the_same_numbers():
    """A number that the CPU alone reads would be an effect that the GPU leaves out."""
    cpu = numbers_read(SOURCES, "*_kernels.py")
    assert "noise" in cpu
    assert numbers_read(SOURCES / "devices" / "cuda", "*_kernels.py") == cpu


def test_without_a_gpu_the_device_is_refused():
    from numba import cuda

    if cuda.is_available():
        pytest.skip("a GPU is here")
    grid, physics, xi = box(QUICK[0])
    with pytest.raises(ModelError, match="CUDA"):
        Stepper(grid, physics, DepositSettings(device="cuda"), xi, np.full(grid.shape, 1000.0))


def test_the_cpu_imports_nothing_of_cuda():
    code = "import sys, natria.models.deposit.stepping; print([n for n in sys.modules if n.startswith('numba.cuda')])"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "wrong", [{"device": "tpu"}, {"precision": "half"}, {"precision": "single", "potential": 1e-7}]
)
def test_other_devices_and_precisions_are_refused(wrong):
    with pytest.raises(ModelError):
        DepositSettings(**wrong)
