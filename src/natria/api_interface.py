"""natria from Python: a model at the scale of a layer, as a `Result`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from ._version import __version__
from .design import Case, Design
from .environment import own_papers, stored_results
from .quantity import Finding, InputError, Problem, Refused, did_you_mean
from .record import Table
from .report.interface import interface_files
from .report.interface.films import interface_films
from .report.interface.pictures import interface_pictures
from .report.interface.wording import sentences, titled
from .result import Result, Tables
from .studies.interface import MODELS, InterfaceRun, ask_model
from .studies.opening.case import open_case


def simulate_model(
    design: Path | str | Case | Design,
    model: str,
    *,
    system: str = "",
    part: str = "",
    changes: Mapping[str, str] | None = None,
    calibrated: Sequence[Path | str] = (),
    papers: Iterable[Path | str] = (),
    spread: bool = False,
) -> Result[InterfaceRun]:
    """Return what a model at the scale of a layer answers about a design: numbers, tables and fields.

    `model` is one of those of `natria simulate --model`. `part` names the layer or the defect; without it the model is
    asked about all that the design has. With `spread` costly numbers get a standard deviation, for two solves of their
    model for each uncertain input; the solves are kept in the store. Fields and tables are in
    `value.parts[...].artefacts`, by their term.

    >>> import natria
    >>> result = natria.simulate_model("lu2026", "mixed")
    >>> [part.part for part in result.value.parts]
    ['mci']
    """
    if model not in MODELS:
        hint = did_you_mean(model, MODELS) or f"known here: {', '.join(MODELS)}"
        raise InputError("model", [Problem("", f"there is no model {model!r}", hint)])
    case = open_case(design, papers=own_papers(papers), calibrated=tuple(map(Path, calibrated)), system=system)
    made = ask_model(
        MODELS[model],
        case,
        system,
        given=changes,
        part=part,
        store=stored_results(),
        spread=(lambda _: lambda *_: None) if spread else None,
    )
    return result_of_model(made)


def opened_case(design: Path | str, system: str = "", papers: Iterable[Path | str] = ()) -> Case:
    """Return the case of a name or a design file, with the papers that the environment names."""
    return open_case(design, papers=own_papers(papers), system=system)


def result_of_model(made: InterfaceRun) -> Result[InterfaceRun]:
    """Return what a model of a layer answered with its numbers, tables and figures."""
    several = ((part.part, term, one) for part in made.parts for term, one in part.artefacts.items())
    answers: tuple[Finding | Refused, ...] = (*made.findings, *made.refusals)
    return Result(
        made,
        titled(made),
        tuple(sentences(made)),
        tuple((one, "") for one in answers),
        (),
        Tables({f"{name}-{term}": one for name, term, one in several if isinstance(one, Table)}),
        made.case.library,
        partial(interface_pictures, made),
        partial(interface_files, made, __version__),
        "model of a layer",
        partial(interface_films, made),
    )
