"""Current through voxels of two phases: natria against SciPy's sparse solver and pyamg, CPU time in one process.

    python benchmarks/interface_voxels.py [--edges 32 64 96 128] [--tolerance 1e-8]
    python benchmarks/interface_voxels.py --peers [--edges 16 32 64]

Random voxels, half of each phase, one direction, insulating sides. The contrast is that of the two phases, or that of
the faces between them over the phases (`interface`), or infinite (`pores`). The peers get the matrix; their time to
take it apart is not counted, natria's is. Errors are those of the potential against a solve to 1e-12, over the voltage.
pyamg (extra `bench`): classical multigrid of Ruge and Stueben, and smoothed aggregation, each with conjugate gradients.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import spsolve

from natria.models.interface.twophase.conductor import ConductorSettings, VoxelCurrent, conduct
from natria.models.interface.twophase.faces import Faces, faces_of, pair_table
from natria.models.interface.twophase.voxel_kernels import rows_of_matrix

CASES: dict[str, tuple[tuple[float, float], float | None]] = {
    "contrast 1": ((1.0, 1.0), None),
    "contrast 1e2": ((1.0, 1e2), None),
    "contrast 1e4": ((1.0, 1e4), None),
    "contrast 1e6": ((1.0, 1e6), None),
    "interface 1e4": ((1.0, 0.02), 1e4),
    "pores": ((1.0, 0.0), None),
}
SHOWN = ("contrast 1e4", "interface 1e4")
EXACT = 1e-12
MOST_DIRECT = 32  # voxels an edge, beyond which a direct solve fills the memory


def faces(name: str, edge: int) -> Faces:
    """Return the conductances of a case."""
    phases = (np.random.default_rng(0).random((edge, edge, edge)) < 0.5).astype(np.uint8)
    values, interface = CASES[name]
    return faces_of(phases, pair_table(np.array(values), interface))


def matrix(given: Faces) -> tuple[csr_matrix, np.ndarray]:
    """Return the same problem as a matrix and its right side; voxels without a face get a diagonal of one."""
    start, column, weight, end = rows_of_matrix(given.sides)
    off = csr_matrix((weight, column, start), shape=(len(end), len(end)))
    total = np.asarray(off.sum(1)).ravel() + end
    b = np.zeros(given.shape)
    b[-1] += given.x[-1]
    found = (diags(np.where(total > 0, total, 1.0)) - off).tocsr()
    found.sum_duplicates()
    found.sort_indices()
    return found, b.ravel()


def timed(run: Callable[[], np.ndarray | VoxelCurrent]) -> tuple[float, np.ndarray | VoxelCurrent]:
    begun = time.process_time()
    found = run()
    return time.process_time() - begun, found


def sizes(edges: list[int], tolerance: float) -> None:
    """Print time, iterations and residual over the number of voxels and the contrast."""
    print("| case | voxels | CPU time, s | per voxel, us | iterations | residual | fluxes differ by |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in CASES:
        for edge in edges:
            given = faces(name, edge)
            took, done = timed(lambda given=given: conduct(given, ConductorSettings(tolerance)))
            assert isinstance(done, VoxelCurrent)
            cost = f"{took:.2f} | {1e6 * took / edge**3:.2f} | {done.iterations}"
            print(f"| {name} | {edge}^3 | {cost} | {done.residual:.1e} | {done.ends.imbalance:.1e} |", flush=True)


def peers(edges: list[int], tolerance: float) -> None:
    """Print the times of natria and the peers at one tolerance, with the error that each reached."""
    from pyamg import ruge_stuben_solver, smoothed_aggregation_solver

    print("| case | voxels | solver | CPU time, s | over natria's | error of the potential |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in SHOWN:
        for edge in edges:
            given = faces(name, edge)
            a, b = matrix(given)
            exact = conduct(given, ConductorSettings(EXACT)).potential.ravel()

            def by(solver: Callable[..., object], a: csr_matrix = a, b: np.ndarray = b) -> np.ndarray:
                return solver(a).solve(b, tol=tolerance, accel="cg", maxiter=1000)  # type: ignore[attr-defined]

            runs: dict[str, Callable[[], np.ndarray]] = {
                "natria": lambda given=given: conduct(given, ConductorSettings(tolerance)).potential.ravel(),
                "pyamg, classical": lambda: by(ruge_stuben_solver),
                "pyamg, smoothed aggregation": lambda: by(smoothed_aggregation_solver),
            }
            if edge <= MOST_DIRECT:
                runs["SciPy, spsolve"] = lambda a=a, b=b: spsolve(a.tocsc(), b)
            own = 0.0
            for solver, run in runs.items():
                took, u = timed(run)
                own = own or took
                error = float(np.abs(np.asarray(u) - exact).max())
                print(f"| {name} | {edge}^3 | {solver} | {took:.2f} | {took / own:.1f} | {error:.1e} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edges", type=int, nargs="+", default=None)
    parser.add_argument("--tolerance", type=float, default=1e-8)
    parser.add_argument("--peers", action="store_true")
    chosen = parser.parse_args()
    begun = time.process_time()
    conduct(faces("contrast 1e4", 8))
    print(f"compiling, or loading what was compiled: {time.process_time() - begun:.1f} s\n")
    if chosen.peers:
        peers(chosen.edges or [16, 32, 64], chosen.tolerance)
    else:
        sizes(chosen.edges or [32, 64, 96, 128], chosen.tolerance)


if __name__ == "__main__":
    main()
