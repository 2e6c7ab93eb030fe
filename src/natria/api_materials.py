"""natria from Python: measure material tests, as a `Result` each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from ._version import __version__
from .design import Case, Design
from .environment import asks_plugins, own_papers, stored_results
from .lab.materials import MeasuredCurves
from .literature import library
from .quantity import InputError, Problem
from .report.materials import curve_charts, curves_files
from .report.materials.wording import headline
from .result import Result
from .studies import Comparison, CurvesGiven, Studio, compared_curves, curves_among, measure_curve_files, targets_of
from .studies.opening.case import open_case

Where = str | Path
MEASURED = "natria.measure_materials"


def measure_materials(
    *files: Where,
    design: Where | Case | Design | None = None,
    system: str = "",
    papers: Iterable[Where] = (),
    options: CurvesGiven | None = None,
) -> Result[MeasuredCurves]:
    """Return what material tests of one kind and one sample show.

    `files` are tables of load and displacement, pressure and density, mass or heat flow over temperature, or spectra of
    XPS, Raman and NMR; `options` are the options of `natria measure` as text.

    >>> import natria
    >>> from natria.studies import CurvesGiven
    >>> natria.measure_materials("indents.csv", options=CurvesGiven(poisson="0.3"))  # doctest: +SKIP
    """
    found, _ = curves_among([Path(file) for file in files])
    if len(found) != 1:
        what = "hold no table of a material test" if not found else f"are of several kinds: {', '.join(found)}"
        fix = "name the columns with their units" if not found else "measure each kind by itself"
        raise InputError(MEASURED, [Problem(", ".join(map(str, files)), what, fix)])
    ((kind, paths),) = found.items()
    m = measure_curve_files(paths, kind, given=options, by=MEASURED)
    case = None if design is None else open_case(design, papers=own_papers(papers), system=system)
    beside: tuple[Comparison, ...] = ()
    if case is not None:
        studio = Studio(case, store=stored_results(), plugins=asks_plugins())
        beside = compared_curves(studio, m, targets_of(case))
    known = case.library if case else library()
    return Result(
        m,
        m.title,
        (headline(m), *(remark.text for remark in m.remarks)),
        tuple((finding, "") for finding in m.findings),
        beside,
        {table.id: table for table in m.tables},
        known,
        partial(curve_charts, m),
        partial(curves_files, m, __version__, beside=beside, papers=known),
        "material curves",
    )
