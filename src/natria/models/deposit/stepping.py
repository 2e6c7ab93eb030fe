"""One step in time: predictor, potential, front, sodium, error; second order, uneven steps.

The time derivative is that of the backward formula of second order (BDF2) for steps dt_n and dt_(n-1). The predictor
extrapolates the last two states. Rates are linear in the potential about the predicted state and take the predicted
concentration, so each step solves three linear problems: the potential with the reaction in it, the order parameter
with its Laplacian, the balance of sodium. (An uptake that is implicit in the concentration alone, beside a potential
that has answered to the predicted one, is unstable: both then belong to different currents.) The error of a step is
that of the formula,

    dt^3 (1 + r)^2/(r (1 + 2 r)) |third divided difference|,   r = dt_n/dt_(n-1)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...quantity import ModelError
from . import front_kernels as front
from . import transport_kernels as transport
from .constants import Numbers, numbers_of
from .inputs import FARADAY, DepositPhysics, Driven
from .layer_kernels import cover
from .multigrid import Elliptic, field_of
from .settings import DepositGrid, DepositSettings
from .team import Team

LARGEST_SWEEPS = 12  # of the order parameter in a step
SWEPT = 1e-2  # what they leave of its residual
HALF = 0.5  # of the order parameter: the front
OVERDRAWN = -0.01  # least concentration in front of the metal over that of the bath: below it a current has no carrier
KEPT = 1e-10  # sodium that may be missing, over what was plated
ROUNDING = 1e-14  # the same, over all sodium
START = 300  # iterations of Newton's method for the first potential
CAREFUL = 0.1  # V, largest change of the potential in one of them

Sources = Callable[[float], tuple[np.ndarray, np.ndarray, np.ndarray]]  # added to xi, phi and c: 1/s, A/m^3, mol/m^3 s


@dataclass(frozen=True)
class SodiumBalance:
    """Sodium in the box and what came in, mol/m^2 of the cross-section."""

    total: float
    metal: float
    supplied: float


@dataclass(frozen=True)
class StepDone:
    """A step that was tried: its estimated error over the tolerance, and the balance after it."""

    error: float
    balance: SodiumBalance


class Stepper:
    """Fields of a run and the memory of its solvers. `advance` tries a step, `accept` keeps it."""

    def __init__(  # noqa: PLR0917 - the parts of a run
        self,
        grid: DepositGrid,
        physics: DepositPhysics,
        settings: DepositSettings,
        xi: np.ndarray,
        c: np.ndarray,
        sources: Sources | None = None,
    ) -> None:
        shape = grid.shape
        self.grid, self.physics, self.settings = grid, physics, settings
        self.numbers: Numbers = numbers_of(physics, grid)
        self.team = Team(settings.threads)
        self.first_balance = SodiumBalance(0.0, 0.0, 0.0)
        self._balances = [self.first_balance] * 2
        self.elliptic = Elliptic(shape, self.team)
        self.sources = sources
        self.time, self.steps, self._past = 0.0, 0, []  # type: float, int, list[float]
        self.most = 0.0  # metal that was plated or stripped at any time, mol/m^2
        self._xi, self._c, self._phi, self._total = ([field_of(shape) for _ in range(n)] for n in (5, 5, 4, 3))
        self._rates = front.Rates(*(field_of(shape) for _ in range(3)))
        self._right, self._u, self._scale, self._cells = (field_of(shape) for _ in range(4))
        self._far, self._outside, self._nowhere = (np.zeros((1, n, shape[2] + 2)) for n in (shape[1], shape[1], 1))
        self._sums = np.zeros(2 * shape[0])
        self._set(self._xi[0], xi)
        self.layer = _layer_of(physics, shape)
        self._move_layer()
        self._set(self._c[0], c)
        self._set(self._phi[0], np.full(shape, physics.drive.voltage or 0.0))
        self._weights = np.array([0.0, 0, 0, 1, 2 * max(grid.dimensions, 1), 1])
        self._first_total()
        self._first_potential()

    # --- what can be read
    @property
    def xi(self) -> np.ndarray:
        return self._xi[0][:, :, 1:-1]

    @property
    def c(self) -> np.ndarray:
        return self._c[0][:, :, 1:-1]

    @property
    def phi(self) -> np.ndarray:
        return self._phi[0][:, :, 1:-1]

    def advance(self, dt: float) -> StepDone:
        """Try a step; the fields at hand stay as they are until it is accepted.

        The error is inf where the trial has no finite numbers; a run that already has none is stopped.
        """
        try:
            return self._try(dt)
        except FloatingPointError:
            self._check_numbers(self._xi[0], self._c[0], self._phi[0])
            return StepDone(float("inf"), self._balances[0])

    def _try(self, dt: float) -> StepDone:
        w, ratio = self._formula(dt)
        new_xi, new_c, new_phi, new_total = self._xi[-1], self._c[-1], self._phi[-1], self._total[-1]
        star_xi, star_phi = self._xi[-2], self._phi[-2]
        self._predict(ratio)
        extra = self.sources(self.time + dt) if self.sources else None
        self._react(star_xi, new_c, star_phi, self.time + dt, extra)
        np.copyto(new_phi, star_phi)
        self._solve_potential(new_phi)
        self._each(front.front_right, self._rates, (new_phi, star_phi), (self._xi[0], self._xi[1]), w)
        self._relax(w)
        sodium = transport.Sodium(new_xi, new_c, self._u, self._scale, new_total, self._rates.uptake)
        w[5] = w[0]
        supplied = self._solve_sodium(sodium, new_phi, w, extra)
        balance = self._balance(w, supplied)
        return StepDone(self._error(dt), balance)

    def accept(self, dt: float, done: StepDone) -> None:
        """Take over the step that was tried."""
        self._check(done.balance)
        self._xi = [self._xi[-1], *self._xi[:-1]]
        self._c = [self._c[-1], *self._c[:-1]]
        self._phi = [self._phi[-1], *self._phi[:-1]]
        self._total = [self._total[-1], *self._total[:-1]]
        self._balances = [done.balance, self._balances[0]]
        self.most = max(self.most, abs(done.balance.metal - self.first_balance.metal))
        self._past = [dt, *self._past][:3]
        self.time += dt
        self.steps += 1
        self._move_layer()

    def redrive(self, drive: Driven) -> None:
        """Go on under another drive, with the potential that belongs to it and no steps before."""
        self.physics = replace(self.physics, drive=drive)
        self.numbers, self._past = numbers_of(self.physics, self.grid), []
        self._first_potential()

    def _move_layer(self) -> None:
        """Set the share of a layer that keeps its thickness on the metal, after each step that is kept."""
        layer = self.physics.layer
        if layer is not None and layer.thickness is not None:
            near = field_of(self.grid.shape)
            reach = layer.thickness / self.grid.spacing
            cover(self._xi[0], near, reach)
            self.layer[:] = near

    # --- parts of a step
    def _formula(self, dt: float) -> tuple[np.ndarray, float]:
        """Return the weights of the backward formula, over dt, and the ratio of this step to the last."""
        ratio = dt / self._past[0] if self._past else 0.0
        w = self._weights
        w[:3] = (
            (1.0, -1.0, 0.0) if not self._past else ((1 + 2 * ratio) / (1 + ratio), -1 - ratio, ratio**2 / (1 + ratio))
        )
        w[:3] /= dt
        return w, ratio

    def _predict(self, ratio: float) -> None:
        """Extrapolate the last two states; the first step takes the present one."""
        for now, out in ((self._xi, self._xi[-2]), (self._c, self._c[-1]), (self._phi, self._phi[-2])):
            self._each(front.combine, now[0], now[1], out, 1 + ratio, -ratio)

    def _react(
        self, xi: np.ndarray, c: np.ndarray, phi: np.ndarray, time: float, extra: tuple[np.ndarray, ...] | None
    ) -> None:
        """Set rates and the equation of the potential at a predicted state, with its boundaries."""
        q, right, p = self.elliptic.q, self._right, self.numbers
        beat = time / self.physics.disturbance.noise_time
        self._each(front.react, front.FrontGiven(xi, c, phi, self.layer), self._rates, q, right, p, beat)
        self._each(transport.conduct, xi, self.layer, self._cells, p)
        inner = np.s_[:, 1:-1]
        drive = self.physics.drive
        if drive.current is not None:
            right[-1][inner] += drive.current / self.grid.spacing
        else:
            side = 2 * self._cells[-1][inner]
            q[-1][inner] += side
            right[-1][inner] += side * (drive.voltage or 0.0)
        if p.literal:
            q[0][inner] += 2 * self._cells[0][inner]
        if extra:
            self._rates.base[:, :, 1:-1] += extra[0]
            right[:, :, 1:-1] += extra[1]

    def _solve_potential(self, phi: np.ndarray) -> None:
        one = self.elliptic
        self._each(transport.join, self._cells, one.faces)
        one.prepare()
        one.solve(phi, self._right, self.settings.potential, self.settings.iterations)

    def _relax(self, w: np.ndarray) -> None:
        """Solve for the order parameter by steps of Jacobi with the weights of Chebyshev."""
        spread = self.numbers.spread * max(1.0, self.numbers.mobility_factor)
        sides = w[4]
        low, high = w[0] / (w[0] + sides * spread), (w[0] + 2 * sides * spread) / (w[0] + sides * spread)
        weights = chebyshev(low, high)
        for weight in weights:
            w[3] = weight
            source, target = self._xi[-2], self._xi[-1]
            self._each(front.front_relax, self._rates.base, self.layer, source, target, self.numbers, w)
            self._xi[-2], self._xi[-1] = target, source
        self._xi[-2], self._xi[-1] = self._xi[-1], self._xi[-2]

    def _solve_sodium(
        self, now: transport.Sodium, phi: np.ndarray, w: np.ndarray, extra: tuple[np.ndarray, ...] | None
    ) -> float:
        """Solve for the concentration; return the supply from the far side, mol/(m^3 s) summed over the cells."""
        now = now._replace(xi=self._xi[-1])
        one, p, plain = self.elliptic, self.numbers, self._rates.base
        self._each(transport.diffuse, now.xi, self.layer, phi, self._cells, now.scale, p)
        self._each(transport.join_activities, self._cells, now.scale, phi, one.faces, p.factor)
        olds = (self._total[0], self._total[1], plain)
        self._each(transport.sodium_right, now, olds, one.q, self._right, p, w)
        constant, far_u = self._supply(now, phi)
        inner = np.s_[:, 1:-1]
        self._outside[0][inner] = far_u
        self._right[-1] += self._far[0] * self._outside[0]
        for right in (self._right, plain):
            right[-1][inner] += constant
            if extra:
                right[:, :, 1:-1] += extra[2]
        one.q[-1] += self._far[0]
        one.prepare()
        one.solve(now.u, self._right, self.settings.concentration, self.settings.iterations)
        sums, nx = self._sums, self.grid.shape[0]
        self._each(transport.sodium_rest, now, one.faces, (plain, self._far, self._outside), p, w, sums)
        shift = float(sums[:nx].sum() / sums[nx:].sum())
        inward = (far_u - now.u[-1][inner]) - now.total[-1][inner] - shift
        supplied = float((constant + self._far[0][inner] * inward).sum())
        self._each(transport.sodium_done, now, p, shift, sums)
        return supplied + (float(extra[2].sum()) if extra else 0.0)

    def _supply(self, now: transport.Sodium, phi: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what enters the last row whatever its concentration, and the activity of the far side.

        The conductance between both goes to `_far`.
        """
        inner, drive, bath, spacing = np.s_[:, 1:-1], self.physics.drive, self.physics.bath, self.grid.spacing
        last = phi[-1][inner]
        sigma = self._conductivity_at_end()
        if drive.current is not None:
            density = np.full_like(last, drive.current)
            outside = last + drive.current * spacing / (2 * sigma)
        else:
            outside = np.full_like(last, drive.voltage or 0.0)
            density = 2 * sigma / spacing * (outside - last)
        if drive.supply == "counter":
            self._far[:] = 0
            return density / (FARADAY * spacing), np.zeros_like(last)
        scale, here = np.exp(-self.numbers.factor * outside / 2), now.scale[-1][inner]
        jump = self.numbers.factor * (outside - last) / 2
        safe = np.where(jump == 0, 1.0, jump)
        both = np.where(jump == 0, 1.0, safe / np.sinh(safe))
        self._far[0][inner] = 2 * self._cells[-1][inner] * here * scale * both
        return np.zeros_like(last), bath.concentration / scale**2

    def _conductivity_at_end(self) -> np.ndarray:
        part = self.layer[-1][:, 1:-1]
        p = self.numbers
        found: np.ndarray = (p.conductivity + part * (p.layer_conductivity - p.conductivity)) * self.grid.spacing**2
        return np.broadcast_to(found, self._far[0][:, 1:-1].shape)

    # --- control
    def _balance(self, w: np.ndarray, supplied: float) -> SodiumBalance:
        nx, volume = self.grid.shape[0], self.grid.volume
        one, two = self._balances
        came = (supplied * volume - w[1] * one.supplied - w[2] * two.supplied) / w[0]
        return SodiumBalance(float(self._sums[:nx].sum()) * volume, float(self._sums[nx:].sum()) * volume, came)

    def _check(self, now: SodiumBalance) -> None:
        """Refuse a step that is no number, or in which sodium was lost."""
        start = self.first_balance
        missing = abs(now.total - start.total - now.supplied)
        if not np.isfinite(now.total):
            self._check_numbers(self._xi[-1], self._c[-1], self._phi[-1])
        if (self.physics.drive.current or 0.0) > 0 and self._is_used_up():
            raise ModelError(
                f"the salt in front of the metal is used up at {self.time:.6g} s: the current cannot be held",
                "lower the current, or end the run before this time",
            )
        if missing > KEPT * max(self.most, abs(now.metal - start.metal)) + ROUNDING * abs(now.total):
            raise ModelError(
                f"{missing:.2e} mol/m^2 of sodium are missing at {self.time:.6g} s", "report this with its inputs"
            )

    def _check_numbers(self, *fields: np.ndarray) -> None:
        """Refuse fields that have a number that is none, with time and place."""
        bad = ~np.isfinite(sum(fields))[:, :, 1:-1]
        if bad.any():
            where = tuple(int(n) for n in np.argwhere(bad)[0])
            place = " x ".join(f"{(n + 0.5) * self.grid.spacing * 1e6:.4g}" for n in where)
            raise ModelError(
                f"the fields of a deposition are no numbers at {self.time:.6g} s, first in cell {where}, at {place} um",
                "lower `error` or the drive; the states that came before are good",
            )

    def _is_used_up(self) -> bool:
        """Whether the salt is below zero in front of the metal by more than a step may leave there.

        Under a voltage this is no end: the current then falls to what diffusion brings.
        """
        ahead = self._xi[-1][:, :, 1:-1] < HALF
        least = float(self._c[-1][:, :, 1:-1].min(where=ahead, initial=np.inf))
        return least < OVERDRAWN * self.physics.bath.concentration

    def _error(self, dt: float) -> float:
        """Return the largest error of the step over the tolerance."""
        past = self._past
        if not past:
            return 0.0
        times = -np.cumsum([0.0, dt, *past])[: 4 if len(past) > 1 else 3]
        w = np.zeros(4)
        for n, at in enumerate(times):
            w[n] = 1 / np.prod([at - other for m, other in enumerate(times) if m != n])
        ratio = dt / past[0]
        w *= dt**3 * (1 + ratio) ** 2 / (ratio * (1 + 2 * ratio)) if len(past) > 1 else dt**2
        worst, sums = 0.0, self._sums[: self.grid.shape[0]]
        bath, everywhere = self.physics.bath.concentration, self._nowhere
        for old, metal, scale in ((self._xi, everywhere, 1.0), (self._c, self._xi[-1], bath)):
            self._each(front.largest_error, (old[-1], *old[:3]), metal, w / scale, sums)
            worst = max(worst, float(sums.max()))
        return worst / self.settings.error

    # --- the start
    def _first_total(self) -> None:
        shape, sums = self.grid.shape, self._sums
        now = transport.Sodium(self._xi[0], self._c[0], self._u, self._scale, self._total[0], self._rates.uptake)
        self._scale[:] = 1.0
        np.copyto(self._u, self._c[0])
        self._each(transport.sodium_done, now, self.numbers, 0.0, sums)
        nx, volume = shape[0], self.grid.volume
        self.first_balance = SodiumBalance(float(sums[:nx].sum()) * volume, float(sums[nx:].sum()) * volume, 0.0)
        self._balances = [self.first_balance, self.first_balance]

    def _first_potential(self) -> None:
        """Set the potential that belongs to the first state, by Newton's method."""
        phi, trial = self._phi[0], self._phi[-1]
        extra = self.sources(0.0) if self.sources else None
        for _ in range(START):
            self._react(self._xi[0], self._c[0], phi, self.time, extra)
            np.copyto(trial, phi)
            self._solve_potential(trial)
            change = np.abs(trial - phi)[:, :, 1:-1].max()
            phi += min(1.0, CAREFUL / change) * (trial - phi) if change > 0 else 0.0
            if change * self.numbers.factor < 10 * self.settings.potential:
                return
        raise ModelError("the potential of the first state was not found", "lower the current or the voltage")

    def _set(self, field: np.ndarray, values: np.ndarray) -> None:
        if values.shape != self.grid.shape:
            raise ModelError(
                f"a field of the shape {values.shape} on a grid of {self.grid.shape}", "give both the same shape"
            )
        field[:, :, 1:-1] = values
        front.reflect((0, len(field)), field)

    def _each(self, kernel: Callable[..., None], *given: object) -> None:
        self.team.each(kernel, self.grid.shape[0], self.elliptic.cells, *given)


def chebyshev(low: float, high: float) -> list[float]:
    """Return the weights of Jacobi's method that leave little of what lies between two eigenvalues."""
    middle, half = (high + low) / 2, (high - low) / 2
    ratio = middle / half
    count = int(min(max(np.ceil(np.arccosh(1 / SWEPT) / np.arccosh(ratio)), 1), LARGEST_SWEEPS))
    return [float(1 / (middle + half * np.cos(np.pi * (n + 0.5) / count))) for n in range(count)]


def _layer_of(physics: DepositPhysics, shape: tuple[int, int, int]) -> np.ndarray:
    """Return the share of the layer in each cell; one row of zeros where there is none."""
    layer = physics.layer
    if layer is None:
        return np.zeros((1, 1, shape[2] + 2))
    field = field_of(shape)
    if layer.share is not None:
        if layer.share.shape != shape:
            raise ModelError(
                f"a layer of the shape {layer.share.shape} on a grid of {shape}", "give both the same shape"
            )
        field[:, :, 1:-1] = layer.share
    return field
