"""Salt in the pores of an insertion electrode: kept, limits, closed form, other equations, slopes, designs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.linalg import solve_banded

from natria import load_case
from natria.answers import Refuse
from natria.laws import FARADAY, GAS
from natria.models.cell import pack, prepare, run
from natria.models.cell.analysis.depth import profile
from natria.models.cell.cell import Cell, Electrode, Film, SaltLayer, SolidLayer
from natria.models.cell.electrodes.deep import DeepInsertion, FilledInsertion
from natria.models.cell.electrodes.dispatch import columns_of
from natria.models.cell.electrodes.insertion import Insertion, insertion_numbers, plateau_potential
from natria.models.cell.equations.layout import AT_VOLUMES, STATES_AT, VOLUME, WIDTH, Packed
from natria.models.cell.equations.linear import linearise
from natria.models.cell.equations.observe import COLUMNS, PLACE
from natria.models.cell.equations.path import whole_jacobian
from natria.models.cell.equations.rates import derivative, voltage
from natria.models.cell.equations.voltage_parts import N_PARTS
from natria.models.cell.failure.limits import Limits
from natria.models.cell.solvers.adaptive import Adaptive
from natria.models.cell.solvers.fixed import Fixed
from natria.models.cell.solvers.legs import Leg

WARM = 298.15
LIQUID = SaltLayer("liquid", 50e-6, 1000.0, 0.4, 2e-10, 0.4, macmullin=2.8, porosity=0.5)
LENGTH = 200e-6
PORES = replace(LIQUID, name="pores", thickness=LENGTH, macmullin=4.8, porosity=0.35)
PARTICLES = Insertion(capacity=84000.0, plateau=3.37, diffusion_time=100.0, exchange=37.0, filled=0.3, shells=3)
SHEET = FilledInsertion(PARTICLES, PORES, electrons=2e-5, slices=5)
SODIUM = Electrode(exchange_current=1e7, inventory=1e7)  # without overpotential


def full(chemistry: Any = SHEET, *layers: SaltLayer | SolidLayer, **more: Any) -> Cell:
    return Cell("full", SODIUM, Electrode(chemistry=chemistry), layers or (LIQUID,), WARM, 1.0, **more)


def leg(number: int, current: float, **end: float) -> Leg:
    return Leg(number, 1, number + 1, "charge" if current > 0 else "discharge", current, **end)


def salt_of(packed: Packed, y: np.ndarray, chemistry: FilledInsertion = SHEET) -> tuple[np.ndarray, np.ndarray]:
    """Return the salt of the volumes of the separator, and of the slices."""
    own = int(packed.shape[STATES_AT + 1])
    return y[: packed.n], y[own : own + chemistry.slices]


def amount(packed: Packed, y: np.ndarray) -> float:
    """Return the salt (mol/m^2) of the cell."""
    separator, pores = salt_of(packed, y)
    widths = packed.p[int(packed.shape[AT_VOLUMES]) + WIDTH :: VOLUME][: packed.n]
    return float(LIQUID.porosity * separator @ widths + PORES.porosity * LENGTH * pores.mean())


def column(packed: Packed, name: str) -> int:
    return [*COLUMNS, *columns_of(packed.shape)].index(name)


LEGS = (leg(0, 30.0, seconds=600.0), leg(1, -30.0, seconds=600.0), leg(2, 0.0, seconds=600.0))


@pytest.mark.parametrize("fixed", [False, True])
def test_salt_and_sodium_are_kept(fixed):
    packed = pack(full())
    done = [*run(packed, list(LEGS), solver=Fixed(packed) if fixed else None)]
    whole, sodium = amount(packed, packed.start), PLACE["sodium_counter"]
    for each in done:
        assert amount(packed, each.state.y) == pytest.approx(whole, rel=1e-10)
    read = done[0].rows[-1]
    assert read[sodium] == pytest.approx(0.3 * 84000.0 - 30.0 * 600.0, rel=1e-9)
    least = [each.rows[-1, PLACE["least_salt"]] for each in done]
    assert least[1] < 0.9  # in the pores, at the collector
    assert least[1] == pytest.approx(done[1].rows[-1, column(packed, "salt_at_collector_counter")])


def test_steps_fixed_beforehand_give_what_the_adaptive_solver_gives():
    packed = pack(full())
    ends = [[each.state.y for each in run(packed, list(LEGS), solver=one)] for one in (None, Fixed(packed))]
    for adaptive, fixed in zip(*ends, strict=True):
        for ours, theirs in zip(salt_of(packed, adaptive), salt_of(packed, fixed), strict=True):
            assert theirs == pytest.approx(ours, rel=2e-3)


@pytest.mark.parametrize("current", [30.0, -30.0])
def test_a_quick_salt_is_the_electrode_of_constant_salt(current):
    quick, pores = (replace(one, diffusivity=1e-2) for one in (LIQUID, PORES))
    filled = full(replace(SHEET, salt=pores), quick)
    plain = full(DeepInsertion(PARTICLES, SHEET.ions, SHEET.electrons, SHEET.slices), quick)
    times, bounds = np.linspace(0.0, 500.0, 6), Limits().array(None)
    found = []
    for cell in (filled, plain):
        packed = pack(cell)
        path = Adaptive(packed, 1e-9, 1e-9).go(packed.start, current, times, bounds)
        found.append([voltage(y, current, packed.shape, packed.p, np.empty(N_PARTS)) for y in path.states])
    assert found[0] == pytest.approx(found[1], abs=1e-6)


def test_an_even_reaction_has_a_parabola_of_salt():
    """At steady state D/N_M dc/dx = -(1 - t+) I/F with I = i (1 - x/L), and the whole amount is that of the start."""
    current, slices = 2.0, 8
    slow = replace(PARTICLES, capacity=1e9, exchange=0.1, transfer=1.0 - 1e-9, diffusion_time=1e-6, shells=1)
    chemistry = replace(SHEET, even=slow, electrons=1e-9, slices=slices)
    flat = {"conductivity": 1e4, "thermodynamic_factor": 1e-9}  # no potential that the reaction could follow
    conducting = replace(PORES, **flat), replace(LIQUID, **flat)
    packed = pack(full(replace(chemistry, salt=conducting[0]), conducting[1]))
    path = Adaptive(packed, 1e-10, 1e-10).go(packed.start, -current, np.array([0.0, 1e4]), Limits().array(None))
    separator, pores = salt_of(packed, path.last, chemistry)
    reaction = profile(packed, path.last, -current).reaction
    assert reaction == pytest.approx(slices * [current], rel=1e-4)
    through = (1.0 - LIQUID.transference) * current / FARADAY / LIQUID.diffusivity
    before, behind = through * LIQUID.macmullin * LIQUID.thickness, through * PORES.macmullin * LENGTH
    # over the opening, c is -x/L_s before/1 in front and -(xi - xi^2/2) behind; the means over the slices of a parabola
    edges = np.linspace(0.0, 1.0, slices + 1)
    mean = np.diff(edges**2 / 2 - edges**3 / 6) * slices
    stores = LIQUID.porosity * LIQUID.thickness, PORES.porosity * LENGTH
    opening = 1000.0 - (stores[0] * before / 2 - stores[1] * behind / 3) / sum(stores)
    assert pores == pytest.approx(opening - behind * mean, abs=2e-3 * behind)
    assert separator[0] == pytest.approx(opening + before * (1 - 0.5 / packed.n), abs=2e-3 * behind)


# --- a second way: Newman's equations with the salt of the cation, by finite volumes and scipy

STILL = replace(PARTICLES, diffusion_time=1e-9, filled=0.05, shells=1)
THERMAL = GAS * WARM / FARADAY


class Newman:
    """eps dc/dt = (D c')' - (1 - t+) j/(F L), i_l = -kappa phi' + 2 kappa RT/F (1 - t+) (ln c)'.

    The unknowns beside the states are phi_s - phi_l.
    """

    def __init__(self, current: float, before: int, behind: int) -> None:
        self.current, self.m, self.n = current, before, behind
        self.h = np.r_[np.full(before, LIQUID.thickness / before), np.full(behind, LENGTH / behind)]
        self.eps = np.r_[np.full(before, LIQUID.porosity), np.full(behind, PORES.porosity)]
        self.slow = np.r_[np.full(before, LIQUID.macmullin), np.full(behind, PORES.macmullin)]
        half = 0.5 * self.h * self.slow / LIQUID.diffusivity
        self.moved = 1.0 / (half[1:] + half[:-1])
        self.numbers = np.array(insertion_numbers(STILL))
        self.volts = np.full(behind, 3.37)

    def local(self, c: np.ndarray, filled: np.ndarray) -> np.ndarray:
        """Return the reaction of each volume; finds phi_s - phi_l by Newton's method."""
        rests = np.array([plateau_potential(x, WARM, self.numbers) for x in filled])
        i0, h = STILL.exchange * np.sqrt(c / 1000.0), LENGTH / self.n
        solid = SHEET.electrons / self.n
        kappa = LIQUID.conductivity * 0.5 * (c[1:] + c[:-1]) / 1000.0 / PORES.macmullin  # between the volumes
        lifted = 2 * THERMAL * (1 - LIQUID.transference) * np.diff(np.log(c))
        for _ in range(60):
            x = (self.volts - rests) / (2 * THERMAL)
            j, slope = -2 * i0 * np.sinh(x), -i0 / THERMAL * np.cosh(x)
            inner = (np.diff(self.volts) + lifted + self.current * solid) / (h / kappa + solid)
            self.inward = np.r_[self.current, inner, 0.0]
            miss = -np.diff(self.inward) - j / self.n
            g = 1.0 / (h / kappa + solid)
            band = np.zeros((3, self.n))
            band[0, 1:], band[2, :-1] = -g, -g
            band[1] = np.r_[g, 0.0] + np.r_[0.0, g] - slope / self.n
            step = solve_banded((1, 1), band, -miss)
            self.volts += np.clip(step, -0.02, 0.02)
            if np.abs(step).max() < 1e-11:
                break
        self.kappa, self.lifted = kappa, lifted
        return j

    def rates(self, _t: float, y: np.ndarray) -> np.ndarray:
        c, filled = np.split(y, [self.m + self.n])
        j = self.local(c[self.m :], filled)
        gone = np.r_[0.0, -self.moved * np.diff(c), 0.0]  # by diffusion, through the edges
        cation = 1 - LIQUID.transference
        source = np.r_[np.zeros(self.m), -cation * j / FARADAY / self.n]
        source[0] += cation * self.current / FARADAY  # sodium dissolves
        return np.r_[(source - np.diff(gone)) / (self.eps * self.h), j / STILL.capacity]

    def terminal(self, y: np.ndarray) -> float:
        c, filled = np.split(y, [self.m + self.n])
        j = self.local(c[self.m :], filled)
        wall = c[0] + 0.5 * self.h[0] * (1 - LIQUID.transference) * self.current * 2.8 / FARADAY / LIQUID.diffusivity
        sodium = self.current * 1000.0 / LIQUID.conductivity
        before = sodium * (self.h[: self.m] * 2.8 / c[: self.m]).sum()
        inside = sodium * 0.5 * self.h[-1] * PORES.macmullin / c[self.m] * (1 - 0.25 * j[0] / self.current / self.n)
        diffusion = 2 * THERMAL * (1 - LIQUID.transference) * np.log(c[self.m] / wall)
        electrons = ((self.current - self.inward[1:-1]) * SHEET.electrons / self.n).sum()
        return float(self.volts[0] - before - inside + diffusion - electrons)


def test_newmans_equations_for_the_cation_give_the_same_discharge():
    current, times = 30.0, np.linspace(0.0, 1800.0, 7)
    other = Newman(current, 20, 40)
    n = other.m + other.n
    jac = np.zeros((n + other.n, n + other.n))  # of diffusion alone
    for k, g in enumerate(other.moved):
        jac[k : k + 2, k : k + 2] += g * np.array([[-1.0, 1.0], [1.0, -1.0]])
    jac[:n] /= (other.eps * other.h)[:, None]
    start = np.r_[np.full(n, 1000.0), np.full(other.n, STILL.filled)]
    with np.errstate(invalid="ignore", over="ignore"):  # of memory that the method has not yet written
        solved = solve_ivp(other.rates, (0, times[-1]), start, "BDF", times, jac=jac, rtol=1e-6, atol=1e-6)
    assert solved.success
    packed = pack(full(replace(SHEET, even=STILL, slices=40)))
    path = Adaptive(packed, 1e-8, 1e-8).go(packed.start, -current, times, Limits().array(None))
    ours = [voltage(y, -current, packed.shape, packed.p, np.empty(N_PARTS)) for y in path.states[1:]]
    theirs = [other.terminal(y) for y in solved.y.T[1:]]
    assert ours == pytest.approx(theirs, abs=5e-4)
    assert ours[0] - ours[-1] > 0.03  # of which the salt makes most
    pores = salt_of(packed, path.last, replace(SHEET, slices=40))[1]
    assert pores == pytest.approx(solved.y[other.m : n, -1], abs=2.0)
    assert pores[-1] < 800.0


# --- slopes


@pytest.mark.parametrize("transport", [{}, {"diffusivity_exponent": 0.5, "transference_slope": 0.2}], ids=["", "of c"])
@pytest.mark.parametrize("conductance", [0.0, 5.0])
def test_the_jacobian_is_that_of_differences(transport, conductance):
    liquid, pores = (replace(one, **transport) for one in (LIQUID, PORES))
    chemistry = replace(SHEET, salt=pores, slices=3)
    packed = pack(full(chemistry, liquid, electronic_conductance=conductance), volumes=6)
    y, n = packed.start.copy(), len(packed.start)
    rng = np.random.default_rng(1)
    separator, inside = salt_of(packed, y, chemistry)
    separator[:], inside[:] = rng.uniform(600, 1400, packed.n), rng.uniform(300, 900, 3)
    y[int(packed.shape[STATES_AT + 1]) + 3 :] = rng.uniform(0.3, 0.6, 9)
    found = np.zeros((n, n))
    whole_jacobian(y, -20.0, packed.shape, packed.p, np.empty((2, n)), found)
    expected, up, down = np.empty((n, n)), np.empty(n), np.empty(n)
    for k in range(n):
        h = 1e-5 * max(abs(y[k]), 1e-3)
        more, less = y.copy(), y.copy()
        more[k], less[k] = y[k] + h, y[k] - h
        derivative(more, -20.0, packed.shape, packed.p, up)
        derivative(less, -20.0, packed.shape, packed.p, down)
        expected[:, k] = (up - down) / (2 * h)
    scale = packed.tolerance[None, :] / packed.tolerance[:, None]  # all states over what is negligible of them
    some = [k for k, name in enumerate(packed.names) if name.startswith(("salt", "filled"))]
    ours, theirs = ((one * scale)[np.ix_(some, some)] for one in (found, expected))
    assert ours == pytest.approx(theirs, abs=1e-6 * np.abs(theirs).max())


# --- held voltage, columns, profile


def test_a_voltage_is_held_until_the_current_tapers():
    packed = pack(full())
    charged, held = run(packed, [leg(0, 30.0, volts=3.6), Leg(1, 1, 2, "hold", 0.0, held=3.6, taper=6.0)])
    assert charged.ended_by == "voltage limit"
    assert held.ended_by == "current tapered"
    assert held.rows[-1, PLACE["current"]] == pytest.approx(6.0, rel=1e-6)


def test_a_profile_has_the_salt_and_adds_up_to_the_columns():
    packed = pack(full())
    done = [*run(packed, list(LEGS[:1]))]
    y, read = done[0].state.y, done[0].rows[-1]
    found = profile(packed, y, 30.0)
    assert found.salt == pytest.approx(salt_of(packed, y)[1])
    assert found.states.shape == (5, 3)
    assert found.salt[0] / 1000.0 == pytest.approx(read[column(packed, "salt_at_electrolyte_counter")])
    mean = read[column(packed, "diffusion_potential_counter")] - read[column(packed, "ionic_drop_counter")]
    assert found.ionic_potential.mean() == pytest.approx(mean, abs=1e-12)
    assert found.salt[-1] > 1000.0 > found.salt[0]  # a charge releases sodium, and the metal takes it up


# --- what is refused


def test_cells_that_the_salt_cannot_enter_are_refused():
    glass = SolidLayer("glass", 1e-5, 0.1)
    with pytest.raises(Refuse, match="filled_by"):
        pack(full(SHEET, LIQUID, glass))
    with pytest.raises(Refuse, match="filled_by"):
        pack(Cell("full", SODIUM, Electrode((Film("coat", 1e-8, 1e-6),), chemistry=SHEET), (LIQUID,), WARM, 1.0))
    packed = pack(full())
    with pytest.raises(Refuse, match="filled_by"):
        linearise(packed, packed.start)


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "why": "a test"}


DEPTH = {"law": "conduction", "why": "a test", "electronic_conductivity": known(1.0, "S/m")}


def design(**patch: Any) -> Any:
    return load_case("lu2026").design("lu2026/sfc-na/nvp").with_({"counter.pores.filled_by": "gel", **patch})


def test_the_pores_are_read():
    plain = prepare(
        load_case("lu2026").design("lu2026/sfc-na/nvp").with_({"counter.depth": DEPTH})
    ).cell.counter.chemistry
    filled = prepare(design(**{"counter.depth": DEPTH})).cell.counter.chemistry
    assert isinstance(plain, DeepInsertion)
    assert isinstance(filled, FilledInsertion)
    assert filled.even == plain.even
    assert filled.ions == pytest.approx(plain.ions)
    assert (filled.salt.porosity, filled.salt.macmullin) == (0.5, 2.8)


ALONE = {"electrolyte.gel.cation_transference_number": known(1.0, "1")}


@pytest.mark.parametrize("patch", [{}, {"counter.depth": {**DEPTH, "law": "even"}}, {"counter.depth": DEPTH, **ALONE}])
def test_what_the_salt_in_pores_needs_is_refused(patch):
    with pytest.raises(Refuse, match=r"counter\.pores\.filled_by"):
        prepare(design(**patch))
