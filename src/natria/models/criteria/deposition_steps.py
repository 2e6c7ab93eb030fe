"""Resistance of each deposition step in series, [step.NAME], at a temperature; share and factor.

    R(T) = R_ref (T/T_ref) exp(E/R (1/T - 1/T_ref))      of the form T/R = A exp(-E/RT)

Steps are ohmic, so shares hold at low current. The reference is where the resistances are known: the temperature of the
design, or its `reference_temperature`. Instead of R_ref a design may give the prefactor B of R = B T exp(E/RT)
(`step_prefactor`), which several electrodes can share. `resistance_temperature_factor` is R(T)/R_ref and needs the
energy alone.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import prefactor_resistance, series_shares, step_resistance
from ..reading.conduction import reference_temperature
from ..reading.layers import by_law


def _step(read: Reader) -> str:
    if read.part not in read.names("step"):
        raise Refuse("ask about a step of the deposition, as in 'SYSTEM#STEP' for [step.STEP]")
    return f"step.{read.part}"


def _factor(read: Reader, step: str) -> float:
    """Return R(T)/R_ref; the energy is only read where T is not the reference."""
    temperature, reference = read("temperature"), reference_temperature(read)
    if temperature == reference:
        return 1.0
    return by_law(step_resistance, 1, read(f"{step}.resistance_arrhenius_energy"), temperature, reference)


def step_resistance_of(read: Reader, step: str) -> float:
    """Return the resistance of a step at the cell's temperature, as given or by its prefactor."""
    both = [f"{step}.{name}" for name in ("step_area_resistance", "step_prefactor")]
    if all(map(read.has, both)):
        raise Refuse(f"{both[0]} and {both[1]} are given, and either gives the resistance: leave one out")
    if read.has(f"{step}.step_prefactor"):
        energy = read(f"{step}.resistance_arrhenius_energy")
        return by_law(prefactor_resistance, read(f"{step}.step_prefactor"), energy, read("temperature"))
    return read(f"{step}.step_area_resistance") * _factor(read, step)


def _share(read: Reader) -> float:
    asked = _step(read)
    every = [step_resistance_of(read, f"step.{name}") for name in read.names("step")]
    shares = series_shares(every)
    return float(shares[[f"step.{name}" for name in read.names("step")].index(asked)])


ANSWERS: dict[str, Callable[[Reader], float]] = {
    "step_area_resistance": lambda read: step_resistance_of(read, _step(read)),
    "step_share": _share,
    "resistance_temperature_factor": lambda read: _factor(read, _step(read)),
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "Energies do not order the steps. A resistance is a prefactor times exp(E/RT), and without the prefactors, "
    "which lu2026's text does not give, the step with the higher energy may be the smaller one; from 298 to 330 K "
    "its resistance falls 2.2 times further than the other's, and that is all the energies say. Arcs also "
    "overlap, and an arc is not a step. To settle this, one would have to measure both resistances themselves, at "
    "three temperatures and against a reference electrode."
)

MODELS = (
    Answerer(
        "deposition_steps",
        2,
        tuple(ANSWERS),
        _run,
        "steps in series, each ohmic and with one energy over the range of temperature",
        ("areal_capacity",),
        objection=OBJECTION,
    ),
)
