"""Inputs of a run in SI units: metal, electrolyte, layer, drive, disturbances."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal, Self

import numpy as np
from scipy.constants import R
from scipy.constants import physical_constants as _constants

from ...quantity import ModelError
from .electrons.inputs import Electrons

FARADAY = float(_constants["Faraday constant"][0])  # C/mol
WIDTH_10_90 = 2 * float(np.log(9))  # of the profile 1/(1 + exp(s x)), times s
WIDEST = 75.0  # RT/F, between metal and far side: exp of it and of its negative times c fits into single precision

Formulation = Literal["conserving", "literal"]
FORMULATIONS: tuple[Formulation, ...] = ("conserving", "literal")


def _positive(of: str, **values: float) -> None:
    for name, value in values.items():
        if not (np.isfinite(value) and value > 0):
            raise ModelError(f"{name} of the {of} is {value:g}", "give a finite number above zero, in SI units")


@dataclass(frozen=True)
class FrontMetal:
    """The metal and its front; the steepness s is that of the profile 1/(1 + exp(s x))."""

    concentration: float  # c_s of the metal, mol/m^3
    exchange_current: float  # i0 at the concentration of the bath, A/m^2
    transfer: float  # alpha, of the deposition
    surface_energy: float  # gamma, J/m^2
    mobility: float  # L_sigma, m^3/(J s): the rate at which the front takes its profile and loses curvature
    steepness: float  # s, 1/m
    conductivity: float  # of electrons, S/m; the literal form alone uses it

    def __post_init__(self) -> None:
        _positive("metal", **{name: getattr(self, name) for name in self.__dataclass_fields__})
        if not self.transfer < 1:
            raise ModelError(f"the transfer coefficient is {self.transfer:g}", "give a number between 0 and 1")

    @classmethod
    def of_coefficients(
        cls, *, well: float, gradient: float, mobility: float, reaction: float, concentration: float, **more: float
    ) -> Self:
        """Return the metal of coefficients W (J/m^3), kappa (J/m), L_sigma and L_eta (1/s)."""
        s = sqrt(2 * well / gradient)
        return cls(
            concentration=concentration,
            exchange_current=6 * FARADAY * concentration * reaction / s,
            surface_energy=gradient * s / 6,
            mobility=mobility,
            steepness=s,
            **more,
        )

    @property
    def width(self) -> float:
        """Distance over which xi goes from 0.1 to 0.9, m."""
        return WIDTH_10_90 / self.steepness

    @property
    def gradient(self) -> float:
        """Kappa = 6 gamma/s, J/m."""
        return 6 * self.surface_energy / self.steepness

    @property
    def well(self) -> float:
        """W = 3 gamma s, J/m^3."""
        return 3 * self.surface_energy * self.steepness

    @property
    def reaction(self) -> float:
        """L_eta = i0 s/(6 F c_s), 1/s: so that a flat front moves with i/(F c_s)."""
        return self.exchange_current * self.steepness / (6 * FARADAY * self.concentration)


@dataclass(frozen=True)
class Bath:
    """The electrolyte, as it is far from the metal."""

    concentration: float  # c0, mol/m^3
    diffusivity: float  # of the cation, m^2/s
    conductivity: float  # of ions, S/m
    temperature: float  # K

    def __post_init__(self) -> None:
        _positive("bath", **{name: getattr(self, name) for name in self.__dataclass_fields__})

    @property
    def factor(self) -> float:
        """F/(R T), 1/V."""
        return FARADAY / (float(R) * self.temperature)

    @property
    def widest(self) -> float:
        """Largest potential between metal and far side, V.

        Beyond it activities c exp(F phi/RT) have no digits.
        """
        return WIDEST / self.factor

    @property
    def carried(self) -> float:
        """Share of the current that cations of the bath carry, F^2 c0 D/(R T sigma); a real one is below 1."""
        return FARADAY * self.factor * self.concentration * self.diffusivity / self.conductivity


@dataclass(frozen=True, eq=False)
class LayerOnFront:
    """An interphase: where it is (`share`, 0 to 1 in each cell), and what it is there.

    A layer that moves keeps its thickness on the front; `share` is then ignored. One that does not is covered by the
    metal that grows through it.
    """

    diffusivity: float  # of the cation, m^2/s
    conductivity: float  # of ions, S/m
    exchange_factor: float = 1.0  # times the exchange current of the bare metal
    mobility_factor: float = 1.0  # times the mobility of the bare front
    share: np.ndarray | None = None
    thickness: float | None = None  # m, of a layer that moves

    def __post_init__(self) -> None:
        for name in ("diffusivity", "conductivity", "exchange_factor", "mobility_factor"):
            _positive("layer", **{name: getattr(self, name)})
        if (self.share is None) == (self.thickness is None):
            raise ModelError(
                "a layer has both or neither of `share` and `thickness`",
                "give `share` for a layer that stays in its place, or `thickness` for one that moves with the metal",
            )


@dataclass(frozen=True)
class Driven:
    """What drives the cell, against the metal at 0 V; and where the sodium comes from.

    `current`: A/m^2 of the flat cross-section, positive deposits. `voltage`: V of the electrolyte at the far side,
    positive deposits. One of both. `supply`: `bath`, c0 at the far side; `counter`, as many ions enter as charge does.
    """

    current: float | None = None
    voltage: float | None = None
    supply: Literal["bath", "counter"] = "bath"

    def __post_init__(self) -> None:
        if (self.current is None) == (self.voltage is None):
            raise ModelError("the cell is driven by both or neither of current and voltage", "give one of them")
        value = self.current if self.current is not None else self.voltage
        if value is None or not np.isfinite(value):
            raise ModelError(f"the drive of the cell is {value}", "give a finite number")
        if self.supply not in ("bath", "counter"):
            raise ModelError(f"the supply of ions is {self.supply!r}", "give 'bath' or 'counter'")


@dataclass(frozen=True)
class Disturbance:
    """Noise on the reaction rate and the direction in which the metal prefers to grow."""

    noise: float = 0.0  # standard deviation of the reaction rate, relative
    seed: int = 0
    noise_time: float = 1.0  # s, over which noise changes
    noise_cells: int = 1  # cells along each axis that share a value
    anisotropy: float = 0.0  # delta: reaction rate times 1 + delta (4 sum n^4 - 3), n normal to the front

    def __post_init__(self) -> None:
        if not (0 <= self.noise < 1 / sqrt(3) and self.noise_time > 0 and self.noise_cells >= 1):
            raise ModelError(
                f"noise of {self.noise:g} over {self.noise_time:g} s and {self.noise_cells} cells",
                f"give 0 to {1 / sqrt(3):.3f} (the rate stays positive), a time above 0 s and at least 1 cell",
            )
        if not -1 < self.anisotropy < 0.6:
            raise ModelError(f"an anisotropy of {self.anisotropy:g}", "give -1 to 0.6: the rate stays positive")


@dataclass(frozen=True)
class DepositPhysics:
    """All that a run is given beside its grid, its start and its numerical settings."""

    metal: FrontMetal
    bath: Bath
    drive: Driven
    layer: LayerOnFront | None = None
    disturbance: Disturbance = Disturbance()
    formulation: Formulation = "conserving"
    literal_uptake: float | None = None  # K of the literal form, mol/m^3; c_s where nothing is given
    film: float = 0.0  # area resistance of a film on the metal that is far thinner than the front, ohm m^2
    electrons: Electrons | None = None  # as a field of their own; without it the metal is at 0 V everywhere
    elastic: float = 0.0  # W_el, energy of a layer or film over the volume of metal that pushes it away, J/m^3

    def __post_init__(self) -> None:
        if self.formulation not in FORMULATIONS:
            raise ModelError(f"a formulation {self.formulation!r}", f"give one of {', '.join(FORMULATIONS)}")
        if not (np.isfinite(self.film) and self.film >= 0):
            raise ModelError(f"a film of {self.film:g} ohm m^2", "give a finite number, 0 without a film")
        if not (np.isfinite(self.elastic) and self.elastic >= 0):
            raise ModelError(f"an elastic energy of {self.elastic:g} J/m^3", "give a finite number, 0 without one")
        if abs(self.drive.voltage or 0.0) > self.bath.widest:
            raise ModelError(
                f"a voltage of {self.drive.voltage:g} V: activities exp(F V/RT) leave the range of the solver",
                f"give {self.bath.widest:.3g} V or less at {self.bath.temperature:g} K",
            )
        if self.formulation == "literal" and self.drive.voltage is None:
            raise ModelError(
                "the literal form is driven by a current",
                "give a voltage: its potential is fixed in the metal and in the electrolyte",
            )
        if self.formulation == "literal" and self.electrons is not None:
            raise ModelError("the literal form has one potential for ions and electrons", "give the conserving form")

    @property
    def shift(self) -> float:
        """W_el/(F c_s), V: the voltage at which metal does not grow against the layer.

        The free energy has the term W_el psi h, so metal in the layer is worth W_el/c_s more for each mole, and the
        reaction is at rest where -eta = W_el psi/(F c_s). It is elastic: stripping gives the energy back.
        """
        return self.elastic / (FARADAY * self.metal.concentration)
