"""What a user gives with recordings of kinetics.

They are options of `natria measure` and arguments of `natria.measure_kinetics`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from ...lab.kinetics.measurement import KineticSettings
from ...lab.specimen import Specimen
from ...quantity import Chosen, Finding, InputError, Problem, Question, UnitError, parse_quantity
from .resistances import interface_and_bulk, series_of_sweep

EVERYWHERE = ("technique", "temperature")  # may be given with any recording


@dataclass(frozen=True)
class KineticsGiven:
    """Properties as text; an empty one is not given.

    `resistance` is in series with the faces of a Tafel sweep. `before` and `after` are resistances of the interfaces,
    or files of their spectra; `bulk` is the resistance of the electrolyte, by default that of the spectrum before.
    """

    technique: str = "auto"
    temperature: str = ""
    resistance: str = ""
    working_current: str = ""
    threshold: str = ""
    before: str = ""
    after: str = ""
    bulk: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The options that are given and apply to kinetics only."""
        known = [f.name for f in fields(self) if f.name not in EVERYWHERE]
        return tuple(f"--{name.replace('_', '-')}" for name in known if getattr(self, name))

    def applied(self, specimen: Specimen, by: str) -> Specimen:
        """Return the specimen with the temperature that is given."""
        if not self.temperature:
            return specimen
        kelvin = _read("--temperature", self.temperature, "K", "25 degC")
        found = Finding(Question("temperature", specimen.of), kelvin, Chosen(by), 0.0)
        return replace(specimen, temperature=found)

    def settings(self, of: str, by: str, thickness: str = "") -> KineticSettings:
        """Return the settings of an analysis; raises InputError for a wrong value."""

        def number(option: str, text: str, unit: str, example: str) -> float | None:
            return _read(option, text, unit, example) if text else None

        def finding(name: str, value: float | None) -> Finding | None:
            return None if value is None else Finding(Question(name, of), value, Chosen(by), 0.0)

        before, of_spectrum = interface_and_bulk("--before", self.before, of, by)
        after, _ = interface_and_bulk("--after", self.after, of, by)
        bulk = finding("series_resistance", number("--bulk", self.bulk, "ohm", "40 ohm"))
        return KineticSettings(
            resistance=series_of_sweep(self.resistance, of, by),
            thickness=finding("layer_thickness", number("--thickness", thickness, "m", "1 mm")),
            before=before,
            after=after,
            bulk=bulk or of_spectrum,
            working_current=number("--working-current", self.working_current, "A/m^2", "0.5 mA/cm^2"),
            threshold=number("--threshold", self.threshold, "A/m^2", "10 uA/cm^2"),
        )


def _read(option: str, text: str, unit: str, example: str) -> float:
    try:
        value = parse_quantity(text, unit)[0]
    except UnitError as bad:
        raise InputError(option, [Problem("", bad.what, f"write for example '{example}'")]) from None
    if value <= 0:
        raise InputError(option, [Problem(text, "is not above zero", f"write for example '{example}'")])
    return value
