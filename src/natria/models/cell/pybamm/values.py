"""Numbers of a cell as a PyBaMM parameter set, under the names of `models`.

A property that changes is a function: of the salt of concentration and temperature, of a face or a film of the
temperature, a rate of growth of the thickness. Each can be replaced by another of the same arguments, or by a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from ....answers import Refuse
from ....laws import GAS, wagner_constant
from ..cell import Cell, Electrode, Film, Growth, SaltLayer, Thermal
from ..equations.states import MONOLAYER

WORKING, COUNTER = "Working electrode", "Counter electrode"
AT_ONCE = 1e-9  # C/m^2

# dh/dt (m/s) over h; NumPy's functions take PyBaMM's symbols too
RATES: dict[str, Callable[..., Any]] = {
    "linear": lambda h, a: a + 0 * h,
    "parabolic": lambda h, a: a / (2 * h),
    "power": lambda h, a, b: a * b * (h / a) ** (1 - 1 / b),
    "logarithmic": lambda h, a, b: a / b * np.exp(-h / a),
    "self-limiting": lambda h, a, b: (a - h) / b,
}
_FACE = Electrode((Film("film", 20e-9, 1e-5, growth=Growth("parabolic", (2e-21,))),), 20.0, inventory=1e6)
_GEL = SaltLayer("gel", 250e-6, 1000.0, 0.6, 2e-10, 0.4, macmullin=2.0, porosity=0.5)
_FOIL = replace(_FACE, inventory=0.0, is_host=True, coverage_charge=1e3, nucleation=0.02, dead=0.05)
SYMMETRIC = Cell("symmetric", _FACE, _FACE, (_GEL,), temperature=298.15, area=1e-4)
HALF = replace(SYMMETRIC, kind="half", working=_FOIL)


def parameter_values(cell: Cell) -> Any:
    """Return the cell as `pybamm.ParameterValues`; refused where the PyBaMM models do not hold it."""
    import pybamm

    return pybamm.ParameterValues(values(cell))


def symmetric_example() -> dict[str, Any]:
    """Return round numbers of a symmetric sodium cell with a gel, of no cell in particular."""
    return values(SYMMETRIC)


def half_example() -> dict[str, Any]:
    """Return round numbers of a cell of sodium against a bare foil, with a gel, of no particular cell."""
    return values(HALF)


def values(cell: Cell) -> dict[str, Any]:
    """Return the parameters by name; the nominal capacity is 1 h at 1 mA/cm^2."""
    _refuse_unsupported(cell)
    (salt,) = cell.salts
    heat = cell.heat
    return {
        "Electrode area [m2]": cell.area,
        "Current function [A]": 10.0 * cell.area,
        "Nominal cell capacity [A.h]": 10.0 * cell.area,
        "Ambient temperature [K]": cell.temperature,
        "Heat capacity [J.K-1.m-2]": heat.capacity if heat else 1.0,
        "Heat transfer coefficient [W.m-2.K-1]": heat.transfer if heat else 0.0,
        "Electrolyte thickness [m]": salt.thickness,
        "Electrolyte porosity": salt.porosity,
        "Electrolyte MacMullin number": salt.macmullin,
        "Initial electrolyte concentration [mol.m-3]": salt.concentration,
        "Electrolyte conductivity [S.m-1]": _of_salt(salt, salt.conductivity, salt.conductivity_exponent, salt.thermal),
        "Electrolyte diffusivity [m2.s-1]": _of_salt(salt, salt.diffusivity, salt.diffusivity_exponent, None),
        "Cation transference number": salt.transference,
        "Cation transference number slope": salt.transference_slope,
        "Contact resistance [Ohm.m2]": cell.contact,
        "Equilibrium voltage [V]": cell.counter.potential - cell.working.potential,
        **_face(WORKING, cell.working),
        **_face(COUNTER, cell.counter),
    }


def _face(face: str, electrode: Electrode) -> dict[str, Any]:
    film = electrode.films[0] if electrode.films else Film("none", 0.0, 1.0)
    found = {
        "exchange-current density [A.m-2]": _of_temperature(electrode.exchange_current, electrode.thermal),
        "plating transfer coefficient": electrode.plating_transfer,
        "initial sodium [C.m-2]": electrode.inventory,
        "dead share": electrode.dead,
        "initial film thickness [m]": max(film.thickness, MONOLAYER) if electrode.films else 0.0,
        "film conductivity [S.m-1]": _of_temperature(film.conductivity, film.thermal),
        "film growth rate [m.s-1]": _rate(film.growth),
        "film sodium density [C.m-3]": film.growth.sodium if film.growth else 0.0,
    }
    if electrode.is_host:  # a host without coverage charge counts as covered at once
        found["coverage charge [C.m-2]"] = max(electrode.coverage_charge, AT_ONCE)
        found["nucleation overpotential [V]"] = electrode.nucleation if electrode.coverage_charge > 0.0 else 0.0
    return {f"{face} {what}": value for what, value in found.items()}


def _factor(thermal: Thermal, temperature: Any) -> Any:
    """Return the factor of `properties.thermal_factor`, also for symbols."""
    since, reference = temperature - thermal.vanishing, thermal.reference - thermal.vanishing
    return np.exp(-thermal.energy / GAS * (1 / since - 1 / reference))


def _of_temperature(value: float, thermal: Thermal) -> Any:
    """Return a function of the temperature; the number itself where it does not depend on it."""
    return value if thermal.energy == 0.0 else lambda kelvin: value * _factor(thermal, kelvin)


def _of_salt(salt: SaltLayer, value: float, power: float, law: Thermal | None) -> Any:
    """Return a function of concentration and temperature; the number itself where it depends on neither.

    Without a law it is that of a diffusivity: its own, or by Nernst and Einstein that of the conductivity times T.
    """
    own = law or salt.diffusivity_thermal
    thermal = _of_temperature(value, own or salt.thermal)
    if own is None and callable(thermal):
        conducted, reference = thermal, salt.thermal.reference
        thermal = lambda kelvin: conducted(kelvin) * kelvin / reference  # noqa: E731
    if power == 0.0:
        return (lambda _, kelvin: thermal(kelvin)) if callable(thermal) else value
    if callable(thermal):
        return lambda c, kelvin: thermal(kelvin) * (c / salt.concentration) ** power
    return lambda c, _: value * (c / salt.concentration) ** power


def _rate(growth: Growth | None) -> Any:
    if growth is None:
        return 0.0
    if growth.law == "wagner":
        return _rate(Growth("parabolic", (wagner_constant(*growth.parameters),)))
    return lambda h: RATES[growth.law](h, *growth.parameters)


def _refuse_unsupported(cell: Cell) -> None:
    """Raise where the PyBaMM models do not hold a cell, with what a user can do about it."""
    missing = {
        "one layer with a salt between the electrodes": len(cell.electrolyte) == 1 and len(cell.salts) == 1,
        "at most one film on an electrode": all(len(e.films) < 2 for e in cell.electrodes),
        "faces that stay in contact, so no voids": all(e.voids is None for e in cell.electrodes),
        "a counter electrode of sodium": not cell.counter.is_host and cell.counter.chemistry is None,
        "a symmetric or a half cell": cell.kind != "full",
        "films without filled pores": all(f.pores is None for e in cell.electrodes for f in e.films),
        "no path for electrons": cell.electronic_conductance == 0.0,
        "an ideal salt": all(s.thermodynamic_factor == 1.0 for s in cell.salts),
        "a conductivity that is a power of the salt": all(s.conductivity_peak == 0.0 for s in cell.salts),
    }
    wrong = [what for what, holds in missing.items() if not holds]
    if wrong:
        raise Refuse(f"the models in PyBaMM are of {'; '.join(wrong)}: `natria simulate` runs this cell")
