"""The elements of a circuit: their parameters, units, limits, equations and sources.

j omega is written s. Positive parameters are fitted by their logarithm, exponents as they are. Every element has one
parameter that its impedance is proportional or inversely proportional to; the others set its shape over frequency.
"""

from __future__ import annotations

from dataclasses import dataclass

SERIES, PARALLEL = -1, -2  # what a node is that is no element; elements have their place in ELEMENTS from 0


@dataclass(frozen=True)
class Parameter:
    """A parameter of an element. `suffix` follows the name of the element; units are for a cell in ohm."""

    suffix: str
    unit: str
    is_exponent: bool = False


@dataclass(frozen=True)
class Element:
    kind: str
    code: int
    name: str
    parameters: tuple[Parameter, ...]
    equation: str
    source: str

    @property
    def is_blocking(self) -> bool:
        """Whether its impedance grows without limit towards low frequency."""
        return self.kind in {"C", "CPE", "W", "Wo", "TL"}


_R, _TAU, _N = Parameter("R", "ohm"), Parameter("tau", "s"), Parameter("n", "1", is_exponent=True)
_Q = Parameter("Q", "s^n/ohm")
BOOK = "Orazem and Tribollet, Electrochemical Impedance Spectroscopy, 2nd ed., Wiley (2017)"

_ROWS: tuple[tuple[str, str, tuple[Parameter, ...], str, str], ...] = (
    ("R", "resistor", (Parameter("", "ohm"),), "R", BOOK),
    ("C", "capacitor", (Parameter("", "F"),), "1/(s C)", BOOK),
    ("L", "inductor", (Parameter("", "H"),), "s L", BOOK),
    ("CPE", "constant-phase element", (_Q, _N), "1/(Q s^n)", "Brug et al., J. Electroanal. Chem. 176, 275 (1984)"),
    ("ZARC", "depressed arc", (_R, _TAU, _N), "R/(1 + (s tau)^n)", "Cole and Cole, J. Chem. Phys. 9, 341 (1941)"),
    (
        "W",
        "Warburg, infinite diffusion",
        (Parameter("", "ohm/s^0.5"),),
        "W (1 - j)/omega^0.5",
        "Warburg, Ann. Phys. 303, 493 (1899)",
    ),
    (
        "Ws",
        "Warburg, finite and transmissive",
        (_R, _TAU),
        "R tanh((s tau)^0.5)/(s tau)^0.5",
        "Ho, Raistrick and Huggins, J. Electrochem. Soc. 127, 343 (1980)",
    ),
    (
        "Wo",
        "Warburg, finite and blocking",
        (_R, _TAU),
        "R coth((s tau)^0.5)/(s tau)^0.5",
        "Ho, Raistrick and Huggins, J. Electrochem. Soc. 127, 343 (1980)",
    ),
    ("G", "Gerischer", (_R, _TAU), "R/(1 + s tau)^0.5", "Gerischer, Z. Phys. Chem. 198, 286 (1951)"),
    (
        "TL",
        "transmission line of a pore with blocking walls",
        (_R, _Q, _N),
        "R coth((R Q s^n)^0.5)/(R Q s^n)^0.5",
        "de Levie, Electrochim. Acta 8, 751 (1963)",
    ),
)

ELEMENTS: dict[str, Element] = {
    kind: Element(kind, code, name, parameters, equation, source)
    for code, (kind, name, parameters, equation, source) in enumerate(_ROWS)
}
"""Every element by its kind."""

LINE_BY_TAU = len(ELEMENTS)  # the transmission line in (R, tau, n), tau^n = R Q: used in searches only
