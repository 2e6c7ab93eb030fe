"""Solve the flat defect with NGSolve, in an environment of its own: python interface_focusing_peer.py GOT.json.

Run by `interface_focusing.py` of this folder. The same cell, the same estimator (errors of gradients by a mean, times
those of the dual problem), the elements and the adaptive refinement of NGSolve, one thread.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

THERMAL = 8.31446261815324 * 298.15 / 96485.33212331001
SIGMA, EXCHANGE, APPLIED, RADIUS, SIZE = 0.01, 13.0, 10.0, 10e-6, 20.0
LEVELS, MOST = 40, 60_000


def mesh_of() -> Any:
    from netgen.geom2d import SplineGeometry
    from ngsolve import Mesh

    plan = SplineGeometry()
    corners = [plan.AppendPoint(*at) for at in ((0, 0), (1, 0), (SIZE, 0), (SIZE, SIZE), (0, SIZE))]
    for start, name in enumerate(("void", "contact", "side", "top", "side")):
        plan.Append(["line", corners[start], corners[(start + 1) % 5]], bc=name)
    return Mesh(plan.GenerateMesh(maxh=4, grading=0.3))


def course(order: int) -> list[tuple[int, float, float]]:
    """Return unknowns, factor and seconds of CPU time since the start, for each mesh."""
    import ngsolve as ng
    from ngsolve.nonlinearsolvers import Newton

    began = process_time()
    mesh = mesh_of()
    space = ng.H1(mesh, order=order)
    u, v = space.TnT()
    scaled = SIGMA * THERMAL / (APPLIED * RADIUS)
    i0 = 2 * EXCHANGE / APPLIED
    form = ng.BilinearForm(space)
    form += scaled * ng.grad(u) * ng.grad(v) * ng.dx
    form += i0 * ng.sinh(0.5 * u) * v * ng.ds("contact", bonus_intorder=4)
    form += -v * ng.ds("top")
    found, influence = ng.GridFunction(space), ng.GridFunction(space)
    smooth = ng.VectorH1(mesh, order=order)
    mean = ng.GridFunction(smooth)
    rows = []
    for _ in range(LEVELS):
        for one in (space, smooth, found, influence, mean):
            one.Update()
        found.Set(ng.y / scaled + 2 * np.arcsinh(1 / i0))
        Newton(form, found, printing=False, inverse="sparsecholesky", maxerr=1e-12)
        factor = i0 * np.sinh(0.5 * found(mesh(1.0, 0.0)))
        rows.append((space.ndof, float(factor), process_time() - began))
        if space.ndof > MOST:
            break
        form.AssembleLinearization(found.vec)
        load = ng.LinearForm(space)
        load += v(1.0, 0.0)
        load.Assemble()
        influence.vec.data = form.mat.Inverse(space.FreeDofs(), inverse="sparsecholesky") * load.vec
        shares = 1.0
        for one in (found, influence):
            mean.Set(ng.grad(one))
            rest = ng.grad(one) - mean
            shares = shares * np.sqrt(ng.Integrate(scaled * rest * rest, mesh, element_wise=True).NumPy())
        order_of = np.argsort(shares)[::-1]
        count = int(np.searchsorted(np.cumsum(shares[order_of]), 0.5 * shares.sum())) + 1
        marked = set(order_of[:count].tolist())
        for place, element in enumerate(mesh.Elements()):
            mesh.SetRefinementFlag(element, place in marked)
        mesh.Refine()
    return rows


def main(got: str) -> None:
    import ngsolve as ng

    ng.SetNumThreads(1)
    course(2)  # load everything once
    Path(got).write_text(json.dumps({f"NGSolve, order {order}": course(order) for order in (2, 3, 4)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
