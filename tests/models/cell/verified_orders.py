"""How fast the error of the engine falls: with the grid where the exact solution is known, and with the tolerance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from verified_cells import FAST, FOIL, KELVIN, SEPARATOR, cell_of, limiting, milli, ran, relaxation
from verified_check import Check

from natria.laws import FARADAY, GAS
from natria.models.cell.cell import Cell, Film, Growth, Heat, SaltLayer, Thermal

THERMAL = GAS * KELVIN / FARADAY
GRIDS = (10, 20, 40, 80, 160)
TOLERANCES = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)


@dataclass(frozen=True)
class Order:
    """Errors over what was refined; `order` is the slope between the two finest."""

    what: str
    refined: tuple[float, ...]
    errors: tuple[float, ...]

    @property
    def order(self) -> float:
        (a, b), (e, f) = self.refined[-2:], self.errors[-2:]
        return float(np.log(e / f) / np.log(b / a))


def concentrated() -> tuple[Cell, float, float]:
    """A cell whose D falls with the salt, at a current; and its steady voltage without the faces.

    With D = D0 c/c0 (in units of c0) the flux law (D0/N_M) (c/c0) dc/dx = t_a J/F gives c^2 straight in x; its constant
    follows from the salt that is kept. kappa = k0 (c/c0)^2 gives the ohmic drop as an integral of 1/c^2.
    """
    from scipy.optimize import brentq

    layer = replace(SEPARATOR, diffusivity_exponent=1.0, conductivity_exponent=2.0)
    current = 0.45 * limiting(layer)  # with this D the limiting current is 0.56 of that with a constant one
    anions = 1 - layer.transference
    gap, c0 = layer.thickness, layer.concentration
    rises = 2 * c0 * anions * current * layer.macmullin / (FARADAY * layer.diffusivity)  # d(c^2)/dx

    def kept(low: float) -> float:
        """Mean salt less c0, with c^2 = low^2 + rises x."""
        return 2 / (3 * rises * gap) * ((low**2 + rises * gap) ** 1.5 - low**3) - c0

    low = brentq(kept, 1e-6 * c0, c0, xtol=1e-13, rtol=1e-15)
    high = (low**2 + rises * gap) ** 0.5
    ohmic = current * layer.macmullin / layer.conductivity * c0**2 / rises * np.log(high**2 / low**2)
    return cell_of(layer, working=FAST), current, float(ohmic + 2 * THERMAL * anions * np.log(high / low))


def drifting() -> tuple[Cell, float, float]:
    """A cell whose t+ falls with the salt: t_a = t_ref - s (c/c0 - 1); its steady voltage without the faces.

    With u = c/c0, (D c0/N_M) du/dx = (a - s (u - 1)) J/F, which is linear in u: an exponential in x.
    """
    from scipy.integrate import quad
    from scipy.optimize import brentq

    slope = -0.25
    layer = replace(SEPARATOR, transference_slope=slope)
    current = 0.8 * limiting(layer)
    a, gap = 1 - layer.transference, layer.thickness
    k = current * layer.macmullin / (FARADAY * layer.diffusivity * layer.concentration)

    def share(x: float, low: float) -> float:
        # du/dx = k (a - slope (u - 1)); with w = a - slope (u - 1): dw/dx = -slope k w
        first = a - slope * (low - 1)
        return 1 + (a - first * np.exp(-slope * k * x)) / slope

    def kept(low: float) -> float:
        return quad(share, 0.0, gap, args=(low,), epsabs=0, epsrel=1e-13)[0] / gap - 1

    low = brentq(kept, 1e-3, 1.0, xtol=1e-14, rtol=1e-15)
    high = share(gap, low)
    ohmic = (
        quad(lambda x: 1 / share(x, low), 0.0, gap, epsabs=0, epsrel=1e-13)[0]
        * current
        * layer.macmullin
        / layer.conductivity
    )
    # integral of (a - slope (u - 1)) du/u
    gradient = (a + slope) * np.log(high / low) - slope * (high - low)
    return cell_of(layer, working=FAST), current, float(ohmic + 2 * THERMAL * gradient)


def order_in_space(what: str, cell: Cell, current: float, exact: float, grids: Sequence[int] = GRIDS) -> Order:
    """Errors (V) of the steady voltage over the number of volumes."""
    layer = cell.salts[0]
    says = f"plate {milli(current)} for {60 * relaxation(layer)!r} s"
    errors = [abs(ran(cell, says, volumes=n, rtol=1e-10, atol=1e-11, samples=2).last("voltage") - exact) for n in grids]
    return Order(what, tuple(map(float, grids)), tuple(errors))


def layered() -> Cell:
    """Two salts in contact, with other D, t+ and pores: nothing is smooth where they meet."""
    left = replace(SEPARATOR, thickness=120e-6, diffusivity_exponent=0.5)
    right = SaltLayer("gel", 80e-6, 1000.0, 0.2, 5e-11, 0.75, transference_slope=0.1)
    return cell_of(left, right, working=FOIL)


def richardson(what: str, cell: Cell, says: str, grids: Sequence[int] = GRIDS) -> Order:
    """Errors (V) of the voltage at the end of a leg where no solution is known: a third of the step from grid to grid,
    which is what is left to an infinitely fine one if the order is 2. The order is that of the steps alone."""
    volts = [ran(cell, says, volumes=n, rtol=1e-10, atol=1e-11, samples=4).last("voltage") for n in grids]
    return Order(what, tuple(map(float, grids[1:])), tuple(float(abs(d)) / 3 for d in np.diff(volts)))


def in_space() -> Iterator[Order]:
    yield order_in_space("steady, D ~ c, kappa ~ c^2", *concentrated())
    yield order_in_space("steady, t+ falls with c", *drifting())
    half = 0.1 * relaxation(SEPARATOR)
    single = cell_of(SEPARATOR, working=FOIL)
    yield richardson("on the way, one salt", single, f"plate {milli(0.6 * limiting(SEPARATOR))} for {half!r} s")
    yield richardson("on the way, two salts in contact", layered(), "plate 1 mA/cm^2 for 60 s", (20, 40, 80, 160))


def in_time(tolerances: Sequence[float] = TOLERANCES) -> Order:
    """Errors of the voltage (V) against the same grid solved to 1e-12, over a plating and a stripping, by rtol."""
    film = Film("film", 5e-9, 1e-6, growth=Growth("parabolic", (1e-18,)))
    salt = replace(SEPARATOR, diffusivity_exponent=0.5, thermal=Thermal(20e3, 0.0, KELVIN))
    cell = cell_of(salt, working=replace(FOIL, films=(film,)), heat=Heat(1500.0, 20.0))
    says = ("plate 2 mA/cm^2 for 10 min", "strip 2 mA/cm^2 for 10 min")

    def volts(rtol: float) -> np.ndarray:
        out = ran(cell, *says, rtol=rtol, atol=0.1 * rtol)
        return np.concatenate([out.of("voltage", leg)[1:] for leg in (0, 1)])

    best = volts(1e-12)
    errors = [float(np.max(np.abs(volts(rtol) - best))) for rtol in tolerances]
    return Order("over 1/rtol", tuple(1 / r for r in tolerances), tuple(errors))


def orders() -> Iterator[Check]:
    """The order itself as a check, and what the grid and tolerance of a run cost in volts."""
    for each in in_space():
        yield Check(f"order in space: {each.what}", "2", each.order, 2.0, 0.05)
        at = each.refined.index(40.0)
        yield Check(f"error with 40 volumes: {each.what}", "0", each.errors[at], 0.0, 1e-4, "V")
    steps = in_time()
    yield Check("error with rtol 1e-6", "0", steps.errors[3], 0.0, 2e-5, "V")
    whole = float(np.log(steps.errors[0] / steps.errors[-1]) / np.log(steps.refined[-1] / steps.refined[0]))
    yield Check("order in rtol, from 1e-3 to 1e-8", "1", whole, 1.0, 0.3)


ORDERS = (orders,)
