"""Reading the temperature dependence of a property, for closed forms and the simulated cell.

    X(T)/X(T_ref) = exp(-E/R (1/(T - T0) - 1/(T_ref - T0)))      Vogel-Fulcher-Tammann; Arrhenius with T0 = 0

A closed form takes the factor at one temperature; the simulated cell takes the law, as it may warm up.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...answers import Reader, Refuse
from ...laws import SAME_TEMPERATURE, vft_factor
from ...laws.many import plain


@dataclass(frozen=True)
class Thermal:
    """Temperature factor X(T)/X(T_ref) = exp(-E/R (1/(T - T0) - 1/(T_ref - T0))).

    Vogel-Fulcher-Tammann, Arrhenius with T0 = 0, constant with E = 0. E in J/mol.
    """

    energy: float = 0.0
    vanishing: float = 0.0
    reference: float = 298.15

    def factor(self, temperature: float) -> float:
        """Return X(T)/X(T_ref)."""
        found: float = plain(vft_factor(self.energy, self.vanishing, temperature, self.reference))
        return found


def law_parameters(read: Reader, layer: str) -> tuple[float, float]:
    """Return (E, T0) of the law of a layer's conductivity, [LAYER.conduction]; T0 = 0 for Arrhenius."""
    table = f"{layer}.conduction"
    match read.law(table):
        case "arrhenius":
            return read(f"{table}.arrhenius_energy"), 0
        case "vft":
            return read(f"{table}.vft_energy"), read(f"{table}.vft_temperature")
        case other:
            raise Refuse(f"{table}.law is {other!r}; expected 'arrhenius' or 'vft'")


def law_band(read: Reader, layer: str) -> tuple[float, tuple[float, ...]]:
    """Return E of the law of a layer's conductivity, and the T0 that it may have.

    One T0, or the ends of its band: from 0, an Arrhenius law, to `vft_temperature_most`.
    """
    table = f"{layer}.conduction"
    if read.law(table) == "vft" and read.has(f"{table}.vft_temperature_most"):
        return read(f"{table}.vft_energy"), (0, read(f"{table}.vft_temperature_most"))
    energy, vanishing = law_parameters(read, layer)
    return energy, (vanishing,)


def ensure_above(vanishing: float, *temperatures: float) -> None:
    """Refuse temperatures at or below the vanishing temperature of a VFT law."""
    if min(temperatures) <= vanishing:
        raise Refuse("the VFT law holds only above its vanishing temperature")


def conduction_law(read: Reader, layer: str) -> Thermal:
    """Return the law of a layer's conductivity; refused without a value at the cell's temperature."""
    energy, vanishing = law_parameters(read, layer)
    reference = read(f"{layer}.conduction.reference_temperature")
    if vanishing:
        ensure_above(vanishing, reference, read("temperature"))
    return Thermal(energy, vanishing, reference)


def layer_conductivity(read: Reader, layer: str) -> float:
    """Return the conductivity of a layer at the temperature of the cell.

    Away from the reference temperature its law is read.
    """
    given = read(f"{layer}.ionic_conductivity")
    if not read.has(f"{layer}.conduction"):
        at_reference(read, f"the conductivity of {layer.rpartition('.')[2]}")
        return given
    temperature = read("temperature")
    if temperature == read(f"{layer}.conduction.reference_temperature"):
        return given
    return given * conduction_law(read, layer).factor(temperature)


def reference_temperature(read: Reader) -> float:
    """Return the temperature at which properties without a law are given.

    `reference_temperature`, else the temperature of the cell.
    """
    return read("reference_temperature" if read.has("reference_temperature") else "temperature")


def at_reference(read: Reader, what: str) -> None:
    """Refuse a temperature away from the reference.

    A property without a law is known at the reference only.
    """
    if not read.has("reference_temperature"):
        return
    asked, given = read("temperature"), read("reference_temperature")
    if abs(asked - given) > SAME_TEMPERATURE:
        raise Refuse(f"no temperature dependence given for {what}: known at {given:.0f} K, asked at {asked:.0f} K")
