"""Where sodium plates in the layers of lu2026: shares, what is not known, and what would have to be true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from natria import ask, load_case
from natria.design import Design
from natria.models.interface.mixed.answers import MIXED_COURSE, MIXED_PLATING
from natria.models.interface.mixed.tables import PLACES
from natria.quantity import Question
from natria.studies.answerers import find_answerer
from natria.studies.interface.mixed_draws import DRAWS, ENDS, MIXED_DRAWS, MixedDraws, draws_of

LAYERS = (
    ("NaF/Na3Sb", "lu2026/sfc-na", "mci"),
    ("Na3Sb", "lu2026/na3sb", "antimonide"),
    ("NaF", "lu2026/f-na", "ici"),
)
IONS, THICKNESS = "interphase.mci.ionic_conductivity", "interphase.mci.thickness"
UNDER, DEPOSIT = "interphase.mci.mixed.exchange_current_under", "interphase.mci.mixed.deposit"
WETTED = {DEPOSIT: {"law": "wetted", "why": "varied"}}


def guess(value: float, unit: str, spread: float) -> dict[str, Any]:
    return {"value": value, "unit": unit, "std": spread * value, "ground": "guess", "why": "varied"}


def ions(value: float) -> dict[str, Any]:
    return {IONS: guess(value, "S/cm", 0.4)}  # as if it were measured: half a decade less than the design


def thick(value: float) -> dict[str, Any]:
    return {THICKNESS: guess(value, "um", 0.7)}


VARIED: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("as the design", {}),
    ("wetted deposit", WETTED),
    ("0.2 um thick", thick(0.2)),
    ("5 um thick", thick(5.0)),
    *((f"ions {value:g} S/cm", ions(value)) for value in (1e-8, 1e-7, 1e-6, 1e-4)),
    ("ions 1e-07 S/cm, 0.2 um thick", {**ions(1e-7), **thick(0.2)}),
    ("ions 1e-07 S/cm, wetted deposit", {**ions(1e-7), **WETTED}),
    ("metal below 0.01 mA/cm^2", {UNDER: guess(0.01, "mA/cm^2", 1.3)}),
)


def answered(design: Design, part: str, term: str, by: str = "mixed_plating") -> float:
    """Return a number of a layer."""
    answerer = find_answerer(by)
    of = {"of": MIXED_COURSE} if answerer is MIXED_PLATING else {}
    return float(ask(answerer, design, Question(term, f"{design.name}#{part}"), **of).value)


def drawn(design: Design, part: str) -> MixedDraws:
    """Return the draws of a layer."""
    return draws_of(ask(MIXED_DRAWS, design, Question(DRAWS, f"{design.name}#{part}")))


def row(name: str, design: Design, part: str, draws: MixedDraws) -> str:
    """Return a row: shares, voltage, the closed form, and what the draws say."""
    shares = [f"{answered(design, part, f'plated_share_{place}'):.1%}" for place in PLACES]
    volts = f"{1e3 * answered(design, part, 'mixed_layer_overpotential'):.3g}"
    closed = f"{answered(design, part, 'outer_plating_share', 'mixed_conductor'):.1%}"
    low, high = (draws.quantile(0, share) for share in ENDS.values())
    refused = str(draws.refused)
    return " | ".join(
        [f"| {name}", *shares, volts, closed, f"{draws.probability(0):.0%}", f"{low:.0%} to {high:.0%}", f"{refused} |"]
    )


def main() -> None:
    case = load_case("lu2026")
    print("| layer | on top | within | under | mV | closed form | mostly on top | on top, 95 % | refused |")
    print("| --- " * 9 + "|")
    first: MixedDraws | None = None
    for name, system, part in LAYERS:
        design = case.design(system)
        draws = drawn(design, part)
        first = first or draws
        print(row(name, design, part, draws))
    print("\n| NaF/Na3Sb | on top | within | under | mV | closed form | mostly on top | on top, 95 % | refused |")
    print("| --- " * 9 + "|")
    for name, patch in VARIED:
        design = case.design("lu2026/sfc-na").with_(patch)
        print(row(name, design, "mci", drawn(design, "mci")))
    print("\n| input of NaF/Na3Sb | rank correlation with the share on top |\n| --- | --- |")
    for about, rank in first.leading[:6] if first else ():
        print(f"| {about.replace('lu2026/sfc-na#interphase.mci.', '')} | {rank:+.2f} |")


if __name__ == "__main__":
    main()
