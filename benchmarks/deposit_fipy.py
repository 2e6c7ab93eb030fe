"""The case of `deposit_error.py` in FiPy, run by the Python of an environment that has it.

    python deposit_fipy.py NUMBERS.json FOUND.json

The same equations on the same cells: order parameter, potential with the reaction linear in it, concentration of the
electrolyte by Scharfetter and Gummel's scheme (FiPy's exponential one). Steps are of one length and of first order,
with one solve of each equation, as FiPy's own terms give them. Linear systems go to scipy's direct solver.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from fipy import CellVariable, DiffusionTerm, ExponentialConvectionTerm, Grid2D, ImplicitSourceTerm
from fipy.solvers.scipy import LinearLUSolver


def share(x: np.ndarray) -> np.ndarray:
    x = np.clip(x, 0, 1)
    return x**3 * (x * (6 * x - 15) + 10)


def slope(x: np.ndarray) -> np.ndarray:
    x = np.clip(x, 0, 1)
    return 30 * x**2 * (1 - x) ** 2


def course(p: dict, count: int) -> tuple[float, np.ndarray]:
    """Return the seconds that steps take, and the order parameter at the end, ordered as (height, across)."""
    nx, nz = np.array(p["xi"]).shape
    mesh = Grid2D(dx=p["spacing"], dy=p["spacing"], nx=nx, ny=nz)
    xi = CellVariable(mesh=mesh, value=np.array(p["xi"]).T.ravel())
    c = CellVariable(mesh=mesh, value=float(p["bath"]))
    phi = CellVariable(mesh=mesh, value=np.array(p["phi"]).T.ravel())
    c.constrain(p["bath"], mesh.facesRight)
    phi.constrain(p["voltage"], mesh.facesRight)
    sigma, diffusivity, room, gain, force, before, weight = (CellVariable(mesh=mesh, value=1.0) for _ in range(7))
    drift = diffusivity.harmonicFaceValue * p["factor"] * phi.faceGrad
    dt, f, alpha = p["time"] / count, p["factor"], p["transfer"]
    of_phi = DiffusionTerm(coeff=sigma.harmonicFaceValue) - ImplicitSourceTerm(coeff=weight * gain) == weight * force
    of_xi = ImplicitSourceTerm(coeff=1 / dt) - DiffusionTerm(coeff=p["spread"]) == force + before
    of_c = (
        ImplicitSourceTerm(coeff=room / dt)
        - DiffusionTerm(coeff=diffusivity.harmonicFaceValue)
        - ExponentialConvectionTerm(coeff=drift)
        == before
    )
    solver = LinearLUSolver()
    begun = time.perf_counter()
    for _ in range(count):
        x, v, salt = xi.value, phi.value, c.value
        h, hs = share(x), slope(x)
        forth, back = salt / p["bath"] * np.exp(alpha * f * v), np.exp((alpha - 1) * f * v)
        well = -p["well"] * 2 * x * (1 - x) * (1 - 2 * x)
        rate = p["reaction"] * hs * (forth - back)
        rises = p["reaction"] * hs * f * (alpha * forth + (1 - alpha) * back)
        curved = p["spread"] * xi.faceGrad.divergence.value
        sigma.setValue(p["sigma"] * (1 - h * (1 - p["floor"])))
        weight.setValue(p["charge"] * hs)
        gain.setValue(rises)
        force.setValue(well + rate + curved - rises * v)
        of_phi.solve(var=phi, solver=solver)
        force.setValue(well + rate + rises * (phi.value - v))
        before.setValue(x / dt)
        of_xi.solve(var=xi, solver=solver)
        xi.setValue(np.clip(xi.value, 0, 1))
        after = share(xi.value)
        diffusivity.setValue(p["diffusivity"] * (1 - after * (1 - p["floor"])))
        room.setValue(1 - after + p["room"])
        before.setValue((room.value * salt - (p["metal"] - salt) * (after - h)) / dt)
        of_c.solve(var=c, solver=solver)
    return time.perf_counter() - begun, xi.value.reshape(nz, nx).T


def main() -> None:
    p = json.loads(Path(sys.argv[1]).read_text())
    found = []
    for count in p["counts"]:
        seconds, xi = course(p, count)
        found.append({"steps": count, "seconds": seconds, "xi": xi.tolist()})
    Path(sys.argv[2]).write_text(json.dumps(found))


if __name__ == "__main__":
    main()
