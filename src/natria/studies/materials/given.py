"""What a user gives with material curves.

Options of `natria measure`, an argument of `natria.measure_materials`.

Where nothing is given, the Poisson ratio and the tip are assumptions of the card `usual`, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from ...design.materials import material_property, materials
from ...lab.files.materials import CurveKind
from ...lab.materials import CurveSettings
from ...lab.mechanics.tip import shape_of
from ...lab.peaks import METHODS, PeakPlan, ReferenceLine, reference_lines
from ...quantity import Chosen, Finding, InputError, Problem, Question, UnitError, parse_quantity
from .peaks_file import read_peaks

SPREAD = re.compile(r"^(?P<value>[-+0-9.eE]+)\s*(?:\+/?-|±)\s*(?P<std>[0-9.eE+-]+)\s*(?P<unit>.*)$")
AREA_UNITS = "write C0,C1,C2,... for h in nm: --tip-area 24.5,1200"
NANO = 1e-9


@dataclass(frozen=True)
class CurvesGiven:
    """Properties as text; an empty one is not given. A value may have a standard deviation: "0.3 +- 0.02"."""

    sample: str = ""
    poisson: str = ""
    tip: str = ""
    tip_modulus: str = ""
    tip_poisson: str = ""
    tip_area: str = ""
    true_density: str = ""
    dense: str = ""
    etch_rate: str = ""
    steps: tuple[str, ...] = ()
    peaks: str = ""  # the path of a file, or the lines of one

    @property
    def named(self) -> tuple[str, ...]:
        """The options that are given."""
        words = {"steps": "step"}
        return tuple(f"--{words.get(f.name, f.name).replace('_', '-')}" for f in fields(self) if getattr(self, f.name))

    def settings(self, of: str, by: str, kind: CurveKind = "indentation") -> CurveSettings:
        """Return the settings of an analysis of a kind; raises InputError for a wrong value."""

        def known(option: str, text: str, name: str, subject: str, example: str) -> Finding | None:
            return _finding(option, text, Question(name, subject), by, example) if text else None

        shape = self.tip.strip().lower() or "berkovich"
        shape_of(shape)
        nu = known("--poisson", self.poisson, "poisson_ratio", of, "0.30 +- 0.03")
        if nu is not None and not nu.value < 0.5:
            raise InputError(
                "--poisson", [Problem(self.poisson, "is 0.5 or above", "a stable solid has less than 0.5")]
            )
        tip = known("--tip-modulus", self.tip_modulus, "indenter_modulus", of, "1141 GPa")
        nu_tip = known("--tip-poisson", self.tip_poisson, "indenter_poisson_ratio", of, "0.07")
        return CurveSettings(
            poisson=nu or _usual("poisson_ratio", of),
            tip_modulus=tip or _usual("indenter_modulus", of),
            tip_poisson=nu_tip or _usual("indenter_poisson_ratio", of),
            shape=shape,
            coefficients=_area(self.tip_area),
            true_density=known("--true-density", self.true_density, "density", of, "2.28 g/cm^3"),
            dense=known("--dense", self.dense, "nearly_dense_density", of, "95 %")
            or _usual("nearly_dense_density", of),
            etch_rate=known("--etch-rate", self.etch_rate, "etch_rate", of, "5.5 +- 0.5 nm/min"),
            parts=read_steps(self.steps),
            plan=read_peaks(self.peaks, kind) if self.peaks and kind in METHODS else PeakPlan(),
            reported=_reported(kind),
        )


def read_steps(given: Sequence[str]) -> Mapping[int, str]:
    """Return what is lost in a step of the mass by its number, from "1=sulfur"."""
    found: dict[int, str] = {}
    for text in given:
        number, _, part = (word.strip() for word in text.partition("="))
        if not number.isdecimal() or int(number) < 1 or not part:
            fix = "write NUMBER=PART, for example 1=sulfur; steps are counted from the lowest temperature on"
            raise InputError("--step", [Problem(text, "is not a step with what it is", fix)])
        found[int(number)] = part
    return found


def _reported(kind: CurveKind) -> tuple[Finding | ReferenceLine, ...]:
    """Return the lines that papers and tables report for spectra of a kind."""
    if kind not in METHODS:
        return ()
    from ...literature import library

    return (*reference_lines(), *library().by_term.get(METHODS[kind].term, ()))


def _usual(name: str, of: str) -> Finding:
    """Return an assumption of the card `usual` about the sample."""
    found = material_property(materials()["usual"], name)
    assert found is not None
    return replace(found, question=Question(name, of))


def _finding(option: str, text: str, question: Question, by: str, example: str) -> Finding:
    """Return a chosen value with its standard deviation, of "0.3 +- 0.02" or "1141 GPa"."""
    from ...quantity import term

    unit = term(question.name).unit
    fix = f"write for example '{example}'"
    found = SPREAD.match(text.strip())
    try:
        if found is None:
            value, std = parse_quantity(text, unit)[0], 0.0
        else:
            behind = f" {found['unit']}".rstrip()
            value, std = (parse_quantity(found[key] + behind, unit)[0] for key in ("value", "std"))
    except UnitError as bad:
        raise InputError(option, [Problem("", bad.what, fix)]) from None
    if value <= 0:
        raise InputError(option, [Problem(text, "is not above zero", fix)])
    return Finding(question, value, Chosen(by), std)


def _area(text: str) -> tuple[float, ...]:
    """Return the coefficients of the area function in SI, from those for a depth in nm."""
    if not text:
        return ()
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise InputError("--tip-area", [Problem(text, "is no list of numbers", AREA_UNITS)]) from None
    if numbers[0] <= 0:
        raise InputError("--tip-area", [Problem(text, "C0 is not above zero", AREA_UNITS)])
    return tuple(c * NANO ** (2 - 2.0 ** (1 - k)) for k, c in enumerate(numbers))
