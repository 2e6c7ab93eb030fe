"""Linear spreads of the models of a layer against draws of the same inputs.

    python benchmarks/spreads.py                        # interface, mixed and the delamination of crack
    python benchmarks/spreads.py twophase --draws 16    # any of interface, mixed, crack, sunk, twophase

Each number is asked with `--spread`, then again for seeded Sobol draws of all its inputs with a spread: lognormal what
is positive, in the logit what is a share, normal the rest, independent of each other. `std` is that of the draws,
`half` half the width of their middle 68 %. Both are printed over the linear standard deviation, with the share of
draws that have no answer.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from natria.answers import MovedAnswers, Refuse, Unanswerable
from natria.answers.once import ARTEFACTS, Ready, placed
from natria.answers.reader import Record
from natria.answers.stored import answer_stored
from natria.design import Design, load_case
from natria.quantity import Computed, Finding, NatriaError, Question, Refused
from natria.quantity.grounds import moved, own_spread
from natria.store import Store
from natria.studies.answerers import find_answerer, known_answerer

SEED = 20261130


@dataclass(frozen=True)
class Row:
    """A part of a case with an answerer of an artefact, and what is read off it."""

    case: str
    system: str
    part: str
    source: str
    artefact: str
    readings: str
    terms: tuple[str, ...]
    patch: Mapping[str, Any] = field(default_factory=dict)


FOCUSING = ("focusing_factor", "local_overpotential")
PLATING = ("plated_share_top", "plated_share_under", "mixed_layer_overpotential")
LIFTING = ("delamination_length", "lifting_pressure", "lifting_margin", "cohesive_zone_length")
SUNK = ("nucleus_pressure", "sunk_share")
CONDUCTION = ("ionic_conductivity", "arrhenius_energy", "interface_power_share")
BOX = "interphase.bpi.microstructure"
SMALL = {f"{BOX}.voxels_per_edge": "20", f"{BOX}.microstructure_seeds": "2"}  # a twelfth of the time
ROWS = {
    "interface": (
        Row("yuan2025", "nas", "pore", "current_focusing", "focusing_field", "focusing_numbers", FOCUSING),
        Row("yuan2025", "nps/symmetric", "pore", "current_focusing", "focusing_field", "focusing_numbers", FOCUSING),
    ),
    "mixed": (
        Row("lu2026", "sfc-na", "mci", "mixed_course", "mixed_conductor_course", "mixed_plating", PLATING),
        Row("lu2026", "f-na", "ici", "mixed_course", "mixed_conductor_course", "mixed_plating", PLATING),
    ),
    "crack": (
        Row("kumar2020", "bpi", "bpi", "layer_delamination", "delamination_course", "delamination_readings", LIFTING),
    ),
    "sunk": (Row("kumar2020", "bpi", "bpi", "sunk_nucleus", "sunk_course", "sunk_readings", SUNK),),
    "twophase": (
        Row(
            "kumar2020",
            "bpi",
            "bpi",
            "two_phase_seeds",
            "microstructure_conduction",
            "two_phase_conduction",
            CONDUCTION,
            SMALL,
        ),
    ),
}


def normal(members: int, count: int) -> np.ndarray:
    """Return standard normal numbers, a row for each draw."""
    from scipy.special import ndtri
    from scipy.stats.qmc import Sobol

    power = max(members - 1, 1).bit_length()
    uniform = Sobol(max(count, 1), scramble=True, seed=SEED).random_base2(power)[:members]
    return np.asarray(ndtri(np.clip(uniform, 1e-9, 1 - 1e-9)))


def compared(row: Row, draws: int) -> Iterator[str]:
    """Yield a line for each number of a part."""
    design = load_case(row.case).design(f"{row.case}/{row.system}").patched(row.patch)
    of, store = f"{design.name}#{row.part}", Store(None)
    moving = MovedAnswers(store, known_answerer)
    began = time.monotonic()
    table = answer_stored(find_answerer(row.source), design, Question(row.artefact, of), store).answer
    if not isinstance(table, ARTEFACTS):
        raise SystemExit(f"{row.artefact} of {of}: {table}")
    origin = table.reference.origin
    inputs = [one for one in origin.inputs if one.std] if isinstance(origin, Computed) else []
    yield f"{of}: {len(inputs)} inputs, {time.monotonic() - began:.1f} s for one {row.artefact}"
    values = [
        {one.id: moved(one, own_spread(one), z) for one, z in zip(inputs, line, strict=True)}
        for line in normal(draws, len(inputs))
    ]
    for name in row.terms:
        answerer, question = find_answerer(row.readings), Question(name, of)
        answer = answer_stored(answerer, design, question, store, of=table, moving=moving).answer
        if not isinstance(answer, Finding):
            yield f"  {name:26s} {answer.why if isinstance(answer, Refused) else 'no number'}"
            continue
        asked = placed(answerer, design.under(question)[0], question, table)
        yield line_of(answer, [_drawn(moving, asked, design, one) for one in values])


def _drawn(moving: MovedAnswers, asked: Ready, design: Design, values: dict[str, float]) -> float:
    try:
        return moving.value(asked, design, values, Record())
    except (Refuse, Unanswerable, NatriaError):
        return float("nan")


def line_of(answer: Finding, drawn: list[float]) -> str:
    """Return the figures of a number."""
    found = np.array(drawn)
    refused, found = float(np.mean(~np.isfinite(found))), found[np.isfinite(found)]
    low, middle, high = np.quantile(found, (0.16, 0.5, 0.84)) if len(found) else (np.nan,) * 3
    std = answer.std or float("nan")
    return (
        f"  {answer.question.name:26s} {answer.value:9.3g} +/- {std:8.2g}   median {middle:9.3g}   "
        f"std {np.std(found) / std:5.2f}   half {(high - low) / 2 / std:5.2f}   refused {refused:4.0%}   {answer.doubt}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", default=["interface", "mixed", "crack"])
    parser.add_argument("--draws", type=int, default=128)
    given = parser.parse_args()
    for name in given.models:
        for row in ROWS[name]:
            began = time.monotonic()
            for text in compared(row, given.draws):
                print(text, flush=True)
            print(f"  {given.draws} draws, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
