"""A film with electrolyte in its pores, and a path for electrons, where an equation can be solved by other means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from verified_cells import FAST, FOIL, KELVIN, PELLET, SEPARATOR, Ran, cell_of, limiting, milli, ran, salt_in
from verified_check import Check

from natria.laws import FARADAY, GAS
from natria.models.cell.cell import Electrode, Film, Pores, SaltLayer, Thermal

ROUNDING = 1e-12
LONG = 60.0  # relaxations of the thickest layer, after which a profile is steady
POROUS = Film("film", 10e-6, 2e-3, pores=Pores(0.1, 30.0))


def faced(film: Film, face: Electrode = FAST, *, counter: bool = True) -> dict[str, Electrode]:
    """Both faces with a film on them, or the working one alone."""
    covered = replace(face, films=(film,))
    return {"working": covered, "counter": covered if counter else face}


def slowest(layer: SaltLayer, film: Film) -> float:
    """L^2/D (s) of the layer and of the pores, together."""
    assert film.pores is not None
    d = layer.diffusivity
    separator = layer.thickness**2 * layer.macmullin * layer.porosity / d
    return separator + film.thickness * film.pores.macmullin * (layer.thickness * layer.porosity) / d


def steady_limiting(sections: list[tuple[float, float, float]], layer: SaltLayer) -> float:
    """J_lim (A/m^2) of sections (thickness, MacMullin number, porosity) from the plating face on.

    t_a J/F = (D/N_M) dc/dx, from zero at the face, and the salt of all sections is kept.
    """
    reached = held = room = 0.0
    for thickness, macmullin, porosity in sections:
        held += porosity * thickness * (reached + macmullin * thickness / 2)
        reached += macmullin * thickness
        room += porosity * thickness
    return FARADAY * layer.diffusivity * layer.concentration * room / ((1 - layer.transference) * held)


def limit_of(film: Film, layer: SaltLayer) -> float:
    assert film.pores is not None
    pores = (film.thickness, film.pores.macmullin, film.pores.porosity)
    return steady_limiting([pores, (layer.thickness, layer.macmullin, layer.porosity), pores], layer)


# --- limits of the porous film


def last_voltages(
    what: str, by: str, found: Ran, exact: Ran, *, says: tuple[str, ...], within: float
) -> Iterator[Check]:
    """The voltage at the end of every leg, against that of a run that must give the same."""
    for leg, name in enumerate(says):
        yield Check(f"{what}, {name}", by, found.last("voltage", leg), exact.last("voltage", leg), within, "V")


def without_pores() -> Iterator[Check]:
    """Pores that hold nothing and let nothing through: the film is its resistor."""
    dense = replace(POROUS, pores=None)
    empty = replace(POROUS, pores=Pores(1e-9, 1e12))
    says = ("plate 0.3 mA/cm^2 for 1 h", "strip 0.3 mA/cm^2 for 1 h")
    exact, found = (ran(cell_of(SEPARATOR, **faced(film)), *says, rtol=1e-9) for film in (dense, empty))
    yield from last_voltages("film without pores", "V of the resistor", found, exact, says=says, within=1e-8)


def all_pores() -> Iterator[Check]:
    """A film that is nothing but electrolyte: the electrolyte is thicker."""
    free = SaltLayer("gel", 200e-6, 1000.0, 0.6, 2e-10, 0.4)
    film = Film("film", 20e-6, 0.0, pores=Pores(1.0, 1.0))
    says = ("plate 2 mA/cm^2 for 20 min", "strip 2 mA/cm^2 for 20 min")
    thicker = ran(cell_of(replace(free, thickness=240e-6), working=FOIL), *says, rtol=1e-9, volumes=480)
    found = ran(cell_of(free, **faced(film, FOIL)), *says, rtol=1e-9, volumes=400)
    yield from last_voltages("film of electrolyte", "V of a thicker gap", found, thicker, says=says, within=1e-5)


def limit_of_the_pores() -> Iterator[Check]:
    """With a solid that does not conduct the pores carry everything: c at the metal is 1 - J/J_lim of alike films."""
    film = replace(POROUS, conductivity=0.0)
    limit = limit_of(film, SEPARATOR)
    for share in (0.5, 0.95):
        out = ran(
            cell_of(SEPARATOR, **faced(film)),
            f"plate {milli(share * limit)} for {LONG * slowest(SEPARATOR, film)!r} s",
            rtol=1e-9,
        )
        yield Check(
            f"salt at the metal under pores, J = {share:g} J_lim",
            "1 - J/J_lim",
            out.last("least_salt"),
            1 - share,
            1e-7,
        )
        yield Check(f"salt of the cell, J = {share:g} J_lim", "as filled in", *_kept(out), 1e-10, "mol/m^2")
    over = ran(
        cell_of(SEPARATOR, **faced(film)),
        f"plate {milli(1.02 * limit)} for {LONG * slowest(SEPARATOR, film)!r} s",
        samples=4,
    )
    yield Check(
        "salt used up above J_lim of the pores", "the event", float(over.event == "salt depleted"), 1.0, ROUNDING
    )


def one_sided() -> Iterator[Check]:
    """A film on the plating face alone; the other face has the salt that it lacks."""
    film = replace(POROUS, conductivity=0.0)
    assert film.pores is not None
    pores = (film.thickness, film.pores.macmullin, film.pores.porosity)
    limit = steady_limiting([pores, (SEPARATOR.thickness, SEPARATOR.macmullin, SEPARATOR.porosity)], SEPARATOR)
    out = ran(
        cell_of(SEPARATOR, **faced(film, counter=False)),
        f"plate {milli(0.9 * limit)} for {LONG * slowest(SEPARATOR, film)!r} s",
        rtol=1e-9,
    )
    yield Check("salt at the metal, pores on one side", "1 - J/J_lim", out.last("least_salt"), 0.1, 1e-7)


def beside_the_solid() -> Iterator[Check]:
    """The steady state of pores beside a conducting solid, by SciPy from the fluxes of liquid and solid apart."""
    layer = replace(SEPARATOR, conductivity_exponent=0.7, diffusivity_exponent=0.3, thermodynamic_factor=1.8)
    for sigma, ratio in ((2e-3, 0.6), (2e-2, 0.8), (2e-3, 1.3)):
        film = replace(POROUS, conductivity=sigma)
        current = ratio * limit_of(film, layer)
        says = f"plate {milli(current)} for {LONG * slowest(layer, film)!r} s"
        out = ran(cell_of(layer, **faced(film)), says, rtol=1e-9, volumes=160)
        volts, wall = steady(layer, film, current)
        what = f"sigma {sigma:g} S/m, {ratio:g} J_lim of the pores"
        yield Check(f"V over pores and solid, {what}", "steady state (SciPy)", out.last("voltage"), volts, 2e-4, "V")
        yield Check(f"salt at the metal, {what}", "steady state (SciPy)", out.last("least_salt"), wall, 5e-3)


def steady(layer: SaltLayer, film: Film, current: float) -> tuple[float, float]:
    """Voltage between the metals (V, without faces) and c/c_ref at the plating one.

    At each x three equations for dc/dx, dphi/dx and the current of the liquid i_l: no flux of the anion, Ohm in the
    liquid with its diffusion potential, and i_l + sigma dphi/dx = J. The salt at the metal follows from what is kept.
    """
    from scipy.integrate import solve_ivp
    from scipy.optimize import brentq

    assert film.pores is not None
    sections = [
        (film.thickness, film.pores.macmullin, film.pores.porosity, film.conductivity),
        (layer.thickness, layer.macmullin, layer.porosity, 0.0),
        (film.thickness, film.pores.macmullin, film.pores.porosity, film.conductivity),
    ]
    anions, c0 = 1 - layer.transference, layer.concentration
    chi = 2 * GAS * KELVIN / FARADAY * anions * layer.thermodynamic_factor

    def slopes(macmullin: float, porosity: float, sigma: float):
        def of(_: float, z: np.ndarray) -> list[float]:
            c = z[0]
            d = layer.diffusivity * (c / c0) ** layer.diffusivity_exponent / macmullin
            kappa = layer.conductivity * (c / c0) ** layer.conductivity_exponent / macmullin
            rows = [[d, 0.0, -anions / FARADAY], [-kappa * chi / c, kappa, -1.0], [0.0, sigma, 1.0]]
            dc, dphi, _ = np.linalg.solve(rows, [0.0, 0.0, current])
            return [dc, dphi, porosity * c]

        return of

    def through(log_wall: float) -> np.ndarray:
        z = np.array([np.exp(log_wall) * c0, 0.0, 0.0])
        for thickness, macmullin, porosity, sigma in sections:
            of = slopes(macmullin, porosity, sigma)
            z = solve_ivp(of, (0, thickness), z, rtol=1e-10, atol=1e-14, method="LSODA").y[:, -1]
        return z

    filled = c0 * sum(thickness * porosity for thickness, _, porosity, _ in sections)
    log_wall = float(brentq(lambda log: through(log)[2] - filled, -12.0, 0.0, xtol=1e-12))
    return float(through(log_wall)[1]), float(np.exp(log_wall))


def warm_films() -> Iterator[Check]:
    """Before the salt has moved, liquid and solid in parallel, each with its own law of temperature."""
    kelvin, soft, stiff = 330.0, Thermal(5e3, 180.0, 298.15), Thermal(40e3, 0.0, 298.15)
    layer, film = replace(SEPARATOR, thermal=soft), replace(POROUS, thermal=stiff)
    assert film.pores is not None
    out = ran(cell_of(layer, **faced(film), temperature=kelvin), "plate 1 uA/cm^2 for 1 us")
    kappa = layer.conductivity * soft.factor(kelvin)
    whole = kappa / film.pores.macmullin + film.conductivity * stiff.factor(kelvin)
    exact = 0.01 * film.thickness / whole
    for side in ("working", "counter"):
        found = out.of(f"films_{side}")[0]
        yield Check(f"film of liquid and solid at 330 K, {side}", "J h/(kappa/N_M + sigma)", found, exact, 1e-7, "V")


# --- a path for electrons


def leaking() -> Iterator[Check]:
    """A cell of a resistance R beside g: of J the share 1/(1 + g R) plates."""
    g, current = 40.0, 25.0
    resistance = 500e-6 / 0.05
    cell = cell_of(PELLET, working=FAST, electronic_conductance=g)
    out = ran(cell, f"plate {milli(current)} for 1 h")
    plated = current / (1 + g * resistance)
    yield Check("ions beside a path for electrons", "J/(1 + g R)", out.last("ionic_current"), plated, ROUNDING, "A/m^2")
    yield Check(
        "voltage beside a path for electrons", "J R/(1 + g R)", out.last("voltage"), plated * resistance, ROUNDING, "V"
    )
    gained = out.state("sodium_working") - 1e6
    yield Check("sodium plated beside it", "t J/(1 + g R)", gained, plated * 3600, 1e-9, "C/m^2")


def balanced() -> Iterator[Check]:
    """The currents of ions and electrons add up to that of the terminals, whatever the cell does."""
    film = Film("film", 10e-6, 1e-3)
    cell = cell_of(SEPARATOR, **faced(film, FOIL), electronic_conductance=200.0)
    out = ran(cell, "plate 1.5 mA/cm^2 for 20 min", "rest 5 min", "strip 1.5 mA/cm^2 for 20 min")
    for leg, what in enumerate(("plating", "rest", "stripping")):
        ions, volts, whole = (out.of(name, leg) for name in ("ionic_current", "voltage", "current"))
        off = float(np.max(np.abs(ions + 200.0 * volts - whole)) / 15.0)
        yield Check(f"charge beside a path for electrons, {what}", "i + g V = J", 1.0 + off, 1.0, 1e-10)
    together = sum(out.state(f"sodium_{side}") for side in ("working", "counter"))
    yield Check("sodium of both electrodes", "kept", together, 2e6, 1e-12, "C/m^2")


def shorted() -> Iterator[Check]:
    """A path that conducts much better than the cell takes the current of the terminals."""
    cell = cell_of(PELLET, working=FOIL, electronic_conductance=1e7)
    out = ran(cell, "plate 1 mA/cm^2 for 1 h")
    yield Check("a dead short", "V = J/g", out.last("voltage"), 10.0 / 1e7, 1e-4, "V")


def bare_foil() -> Iterator[Check]:
    """Below the barrier of nucleation nothing plates on a bare foil: the path carries all."""
    foil = Electrode(exchange_current=20.0, is_host=True, coverage_charge=36.0, nucleation=0.05)
    cell = cell_of(PELLET, kind="half", working=foil, counter=FOIL, electronic_conductance=100.0)
    out = ran(cell, "plate 0.2 mA/cm^2 for 10 min")
    yield Check("below a barrier, voltage", "J/g", out.last("voltage"), 0.02, 1e-9, "V")
    yield Check("below a barrier, ions", "0", out.last("ionic_current"), 0.0, 1e-9, "A/m^2")


def _kept(out: Ran) -> tuple[float, float]:
    return salt_in(out.packed, out.done[-1].state.y), salt_in(out.packed, out.packed.start)


def ohmic_drop() -> Iterator[Check]:
    """The drop near J_lim, where nearly all of it lies in the last volume: kappa ~ c and c straight in x."""
    for share in (0.5, 0.972, 0.993):
        current = share * limiting(SEPARATOR)
        out = ran(cell_of(SEPARATOR, working=FAST), f"plate {milli(current)} for 20 h", rtol=1e-9)
        free = current * SEPARATOR.thickness * SEPARATOR.macmullin / SEPARATOR.conductivity
        exact = free * np.log((1 + share) / (1 - share)) / (2 * share)
        what = f"ohmic drop at {share:g} J_lim"
        yield Check(what, "J L ln(c_1/c_0)/(kappa (c_1 - c_0))", out.last("electrolyte"), exact, 1e-7, "V")


def activity() -> Iterator[Check]:
    """The thermodynamic factor multiplies the voltage of the gradients alone: the diffusivity has it already."""
    current = 0.8 * limiting(SEPARATOR)
    ideal, real = (
        ran(cell_of(replace(SEPARATOR, thermodynamic_factor=x), working=FAST), f"plate {milli(current)} for 20 h")
        for x in (1.0, 2.5)
    )
    found, exact = real.last("concentration"), 2.5 * ideal.last("concentration")
    yield Check("voltage of the gradient, X = 2.5", "X of that of an ideal salt", found, exact, ROUNDING, "V")
    yield Check(
        "salt at the wall, X = 2.5", "as of an ideal salt", real.last("least_salt"), ideal.last("least_salt"), ROUNDING
    )


def of_temperature() -> Iterator[Check]:
    """D by Nernst and Einstein goes with kappa T; with an energy of its own, with that."""
    kelvin, law = 330.0, Thermal(20e3, 0.0, 298.15)
    for own, factor in ((None, law.factor(kelvin) * kelvin / 298.15), (Thermal(9e3, 0.0, 298.15), None)):
        layer = replace(SEPARATOR, thermal=law, diffusivity_thermal=own)
        warmed = own.factor(kelvin) if own else factor
        current = 0.5 * limiting(SEPARATOR)
        out = ran(cell_of(layer, working=FAST, temperature=kelvin), f"plate {milli(current)} for 20 h")
        what = "of its own" if own else "by Nernst and Einstein"
        yield Check(
            f"salt at the wall at 330 K, D {what}", "1 - J/J_lim(T)", out.last("least_salt"), 1 - 0.5 / warmed, 1e-8
        )


def peaked() -> Iterator[Check]:
    """A conductivity with a maximum: the steady drop as the integral of 1/kappa over a straight profile."""
    from scipy.integrate import quad

    from natria.laws import casteel_amis

    layer = replace(SEPARATOR, conductivity_exponent=0.9, conductivity_peak=1300.0, conductivity_curvature=0.1)
    share = 0.9
    current = share * limiting(layer)
    out = ran(cell_of(layer, working=FAST), f"plate {milli(current)} for 20 h", rtol=1e-9)

    def per_kappa(z: float) -> float:
        c = layer.concentration * (1 + share * (2 * z - 1))
        ratio = casteel_amis([c, layer.concentration], 1300.0, 0.9, 0.1)
        return float(ratio[1] / ratio[0])

    exact = quad(per_kappa, 0, 1, epsrel=1e-12)[0] * current * layer.thickness * layer.macmullin / layer.conductivity
    yield Check(
        "drop with a conductivity that has a maximum", "integral of J/kappa", out.last("electrolyte"), exact, 1e-6, "V"
    )


FILMS = (
    without_pores,
    all_pores,
    limit_of_the_pores,
    one_sided,
    beside_the_solid,
    warm_films,
    leaking,
    balanced,
    shorted,
    bare_foil,
)
SALT = (ohmic_drop, activity, of_temperature, peaked)
