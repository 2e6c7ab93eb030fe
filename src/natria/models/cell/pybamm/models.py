"""The symmetric and the Na|Cu cell as PyBaMM models in PyBaMM's symbols, also to verify the engine.

The equations are those of `cell` and `equations`, written a second time on purpose: two codes that agree are evidence.
They hold for one salt layer and at most one film on each face; `parameter_values` refuses other cells.

Signs are PyBaMM's: a positive current discharges, which plates the working electrode, and the voltage is that of the
working against the counter electrode, so it is below zero then. That is minus the voltage of the engine.

Import it with PyBaMM installed (the extra `pybamm`), or let PyBaMM find it: `pybamm.Model("SodiumSymmetricCell")`.
"""

from __future__ import annotations

from typing import Any

import pybamm

from ....laws import FARADAY, GAS
from ..cell import Cell
from ..electrodes.host import LEAST_COVER
from ..electrodes.metal import EMPTY
from ..equations.layout import VOLUMES
from ..failure.limits import DEPLETED
from .values import COUNTER, WORKING, half_example, parameter_values, symmetric_example

__all__ = [
    "HalfCell",
    "SodiumCell",
    "SymmetricCell",
    "half_example",
    "model_of",
    "parameter_values",
    "symmetric_example",
]

SYMMETRIC, ASYMMETRIC = "symmetric Butler-Volmer", "asymmetric Butler-Volmer"
ISOTHERMAL, LUMPED = "isothermal", "lumped"
OPTIONS = {"kinetics": (SYMMETRIC, ASYMMETRIC), "thermal": (ISOTHERMAL, LUMPED)}  # the first one is the default
LASTING = ("film thickness [m]", "sodium [C.m-2]", "dead sodium [C.m-2]")
DOMAIN, TRANSFER = "electrolyte", "charge-transfer overpotential [V]"


class SodiumCell(pybamm.BaseModel):  # type: ignore[misc]  # PyBaMM is without types here
    """One layer of a binary salt between two faces of sodium, each with a film that may grow.

    Parameters
    ----------
    name : str
    options : dict
        "kinetics": "symmetric Butler-Volmer" (transfer coefficient 1/2, in closed form: ordinary differential equations
        alone) or "asymmetric Butler-Volmer" (two algebraic equations more). "thermal": "isothermal" or "lumped" (one
        temperature of the whole cell, warmed by all that its voltage loses).
    """

    host = False  # whether the working electrode is a foil without sodium of its own

    def __init__(self, name: str, options: dict[str, str] | None = None) -> None:
        super().__init__(name=name)
        chosen_options = {name: choices[0] for name, choices in OPTIONS.items()} | (options or {})
        for option, chosen in chosen_options.items():
            if chosen not in OPTIONS.get(option, ()):
                raise pybamm.OptionError(f"no {option!r} is {chosen!r}; there are {OPTIONS}")
        self.kinetics, lumped = chosen_options["kinetics"], chosen_options["thermal"] == LUMPED
        self.x = pybamm.SpatialVariable("x", domain=[DOMAIN], coord_sys="cartesian")
        self.total = pybamm.FunctionParameter("Current function [A]", {"Time [s]": pybamm.t})
        self.current = self.total / pybamm.Parameter("Electrode area [m2]")  # A/m^2
        ambient = pybamm.Parameter("Ambient temperature [K]")
        self.temperature = pybamm.Variable("Temperature [K]", scale=300) if lumped else ambient
        self.thermal = self.temperature * GAS / FARADAY
        transport, left, right = self._salt()
        working = self._face(WORKING, self.current, left, host=self.host)
        counter = self._face(COUNTER, -self.current, right, host=False)
        contact = self.current * pybamm.Parameter("Contact resistance [Ohm.m2]")
        losses = working + counter - transport - contact
        volts = losses - pybamm.Parameter("Equilibrium voltage [V]")
        if lumped:
            cooled = pybamm.Parameter("Heat transfer coefficient [W.m-2.K-1]") * (self.temperature - ambient)
            warmed = -self.current * losses - cooled
            self.rhs[self.temperature] = warmed / pybamm.Parameter("Heat capacity [J.K-1.m-2]")
            self.initial_conditions[self.temperature] = ambient
        charge = pybamm.Variable("Discharge capacity [A.h]")
        self.rhs[charge], self.initial_conditions[charge] = self.total / 3600, pybamm.Scalar(0)
        self.variables |= {
            "Time [s]": pybamm.t,
            "Time [h]": pybamm.t / 3600,
            "Current [A]": self.total,
            "Current density [A.m-2]": self.current,
            "Temperature [K]": self.temperature,
            "Voltage [V]": volts,
            "Battery voltage [V]": volts,
            "Discharge capacity [A.h]": charge,
        }
        self.summary_variables = [f"{face} {what}" for face in (WORKING, COUNTER) for what in LASTING]
        self.events.append(pybamm.Event("Salt depleted", pybamm.minimum(left, right) - DEPLETED))

    def _salt(self) -> tuple[Any, Any, Any]:
        """Return the potential (V) of the electrolyte while plating the working electrode, and c/c_ref.

        c/c_ref is that at both faces.
        """
        reference = pybamm.Parameter("Initial electrolyte concentration [mol.m-3]")
        macmullin = pybamm.Parameter("Electrolyte MacMullin number")
        c = pybamm.Variable("Electrolyte concentration [mol.m-3]", domain=DOMAIN, scale=reference)
        slope = pybamm.Parameter("Cation transference number slope")
        anion = 1 - pybamm.Parameter("Cation transference number") + slope  # 1 - t+ = anion - slope c/c_ref

        def of_salt(what: str) -> Any:
            state = {"Concentration [mol.m-3]": c, "Temperature [K]": self.temperature}
            return pybamm.FunctionParameter(f"Electrolyte {what}", state) / macmullin

        def potential(salt: Any) -> Any:
            return 2 * self.thermal * (anion * pybamm.log(salt) - slope * salt / reference)

        flux = (anion - slope * c / reference) * self.current / FARADAY
        diffusivity = of_salt("diffusivity [m2.s-1]")
        walls = {side: pybamm.boundary_value(c, side) for side in ("left", "right")}
        # not of the concentration at the wall but both brought to the wall as PyBaMM brings them there, so that the
        # flux of the anion is zero to rounding and no salt leaks out
        slopes = {s: pybamm.boundary_value(flux, s) / pybamm.boundary_value(diffusivity, s) for s in walls}
        self.boundary_conditions[c] = {side: (slope, "Neumann") for side, slope in slopes.items()}
        moved = flux - diffusivity * pybamm.grad(c)
        self.rhs[c] = -pybamm.div(moved) / pybamm.Parameter("Electrolyte porosity")
        self.initial_conditions[c] = reference
        ohmic = self.current * pybamm.Integral(1 / of_salt("conductivity [S.m-1]"), self.x)
        left, right = walls["left"], walls["right"]
        self.variables |= {
            c.name: c,
            "Electrolyte ohmic voltage [V]": ohmic,
            "Electrolyte concentration voltage [V]": potential(right) - potential(left),
        }
        return ohmic + potential(right) - potential(left), left / reference, right / reference

    def _face(self, face: str, plating: Any, share: Any, *, host: bool) -> Any:
        """Return the voltage of one face with its film and sodium, working against counter electrode."""

        def given(what: str) -> Any:
            return pybamm.Parameter(f"{face} {what}")

        def warm(what: str) -> Any:
            return pybamm.FunctionParameter(f"{face} {what}", {"Temperature [K]": self.temperature})

        film = pybamm.Variable(f"{face} film thickness [m]", scale=1e-8)
        sodium = pybamm.Variable(f"{face} sodium [C.m-2]", scale=1e4)
        dead = pybamm.Variable(f"{face} dead sodium [C.m-2]", scale=1e4)
        cover, bare = pybamm.Scalar(1), pybamm.Scalar(0)  # of a face of sodium
        if host:
            left, half = pybamm.maximum(sodium, 0), given("coverage charge [C.m-2]")
            cover, bare = pybamm.maximum(left / (left + half), LEAST_COVER), pybamm.exp(-left / half)
        rate = cover * pybamm.FunctionParameter(f"{face} film growth rate [m.s-1]", {"Film thickness [m]": film})
        stripping = plating < 0
        lost = -plating * stripping * given("dead share") / (1 - given("dead share"))
        self.rhs |= {film: rate, sodium: plating - lost - given("film sodium density [C.m-3]") * rate, dead: lost}
        self.initial_conditions |= {
            film: given("initial film thickness [m]"),
            sodium: given("initial sodium [C.m-2]"),
            dead: pybamm.Scalar(0),
        }
        i0 = warm("exchange-current density [A.m-2]") * share ** (1 - given("plating transfer coefficient"))
        if host:
            i0 = i0 * (stripping * cover + (1 - stripping))
        transfer = self._overpotential(face, plating, i0, given("plating transfer coefficient"))
        eta = transfer - (plating > 0) * bare * given("nucleation overpotential [V]") if host else transfer
        self.events.append(pybamm.Event(f"{face} empty", (sodium - EMPTY) / 1e4 * stripping + (1 - stripping)))
        ohmic = plating * film / warm("film conductivity [S.m-1]")
        self.variables |= {v.name: v for v in (film, sodium, dead)}
        self.variables[f"{face} {TRANSFER}"] = transfer
        return eta - ohmic if face == WORKING else ohmic - eta

    def _overpotential(self, face: str, plating: Any, i0: Any, alpha: Any) -> Any:
        """Return eta (V) of plating = i0 [exp(-alpha F eta/RT) - exp((1 - alpha) F eta/RT)]."""
        if self.kinetics == SYMMETRIC:
            return -2 * self.thermal * pybamm.arcsinh(plating / (2 * i0))
        eta = pybamm.Variable(f"{face} {TRANSFER}", scale=0.1)
        ratio = eta / self.thermal
        current = pybamm.exp(-alpha * ratio) - pybamm.exp((1 - alpha) * ratio)
        # both sides through arcsinh: almost a straight line in eta, which Newton's method solves from anywhere
        self.algebraic[eta] = pybamm.arcsinh(current / 2) - pybamm.arcsinh(plating / (2 * i0))
        self.initial_conditions[eta] = pybamm.Scalar(0)
        return eta

    @property
    def default_geometry(self) -> Any:
        return {DOMAIN: {self.x: {"min": 0, "max": pybamm.Parameter("Electrolyte thickness [m]")}}}

    @property
    def default_submesh_types(self) -> Any:
        return {DOMAIN: pybamm.Uniform1DSubMesh}

    @property
    def default_var_pts(self) -> Any:
        return {self.x: VOLUMES}

    @property
    def default_spatial_methods(self) -> Any:
        return {DOMAIN: pybamm.FiniteVolume()}

    @property
    def default_solver(self) -> Any:
        return pybamm.IDAKLUSolver()

    @property
    def default_parameter_values(self) -> Any:
        return pybamm.ParameterValues(half_example() if self.host else symmetric_example())

    @property
    def default_quick_plot_variables(self) -> list[str]:
        return ["Voltage [V]", "Current [A]", "Electrolyte concentration [mol.m-3]", f"{WORKING} film thickness [m]"]


class SymmetricCell(SodiumCell):
    """Na | film | electrolyte | film | Na with one layer of a binary salt, as a PyBaMM model."""

    def __init__(self, options: dict[str, str] | None = None, name: str = "Sodium symmetric cell") -> None:
        super().__init__(name, options)


class HalfCell(SodiumCell):
    """Na | film | electrolyte | film | Cu: sodium is plated first on the foil of the working electrode."""

    host = True

    def __init__(self, options: dict[str, str] | None = None, name: str = "Sodium half cell") -> None:
        super().__init__(name, options)


def model_of(cell: Cell) -> SodiumCell:
    """Return the model of a cell; its numbers are `parameter_values(cell)`."""
    alone = all(e.plating_transfer == 0.5 for e in cell.electrodes)
    options = {"kinetics": SYMMETRIC if alone else ASYMMETRIC, "thermal": LUMPED if cell.heat else ISOTHERMAL}
    return HalfCell(options) if cell.working.is_host else SymmetricCell(options)
