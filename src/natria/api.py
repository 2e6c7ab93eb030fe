"""natria from Python: measure a recording, simulate a cell, run a study.

>>> import natria
>>> result = natria.study("kumar2020")
>>> result.to_polars().filter(target="kumar2020:eta-35um", what_if="")["verdict"].unique().to_list()
['conditional']

Each function returns a `Result`: `to_polars()`, `to_pandas()`, `plot()`, `write(folder)`, and a table in a notebook.
Papers of one's own are those of `papers`, of the design file, and of the environment variable NATRIA_PAPERS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from ._version import __version__
from .design import Case, Design
from .environment import own_papers
from .lab import Measurement, Specimen, read_recording
from .lab import measure as measured
from .literature import library
from .record import Recording
from .report import measurement_files, pictures, study_files, summary
from .report.measurement import measurement_charts
from .report.measurement.headline import headline
from .report.measurement.wording import sentences as said_of_measurement
from .report.simulation import simulation_files
from .report.simulation.figures import simulation_pictures
from .report.simulation.wording import sentences as said_of_simulation
from .report.simulation.wording import titled
from .result import Result
from .studies import Data, Studio, StudyResult, compared, measure_recording, read_data, run_study, targets_of
from .studies.opening import open_case
from .studies.simulation.outcome import Simulation
from .studies.simulation.plan import plan
from .studies.simulation.resume import Stopped, simulate_design

Where = str | Path
CALLER = "the call of natria.simulate"


def measure(
    source: Where | Recording,
    specimen: Specimen | None = None,
    *,
    design: Where | Case | Design | None = None,
    system: str = "",
    area: str = "",
    columns: Where | None = None,
    papers: Iterable[Where] = (),
) -> Result[Measurement]:
    """What the file of a cycler, or a recording, shows: which test it is, shorts, overpotentials, capacities.

    `specimen` says whose cell it is. In its place `design` may name a case, a design file or a design, and `system` one
    of its cells: the numbers then stand beside what is reported and what the models say. `area` is that of one
    electrode ("1.13 cm^2"), `columns` a column map for a CSV that no reader knows.

    >>> import natria
    >>> from natria.lab.synthetic import symmetric_cell
    >>> result = natria.measure(symmetric_cell(7).recording, area="1 cm^2")
    >>> result.value.kind.cell
    'symmetric'
    >>> "cell_overpotential" in result.to_polars()["name"].to_list()
    True
    """
    recording = (
        source if isinstance(source, Recording) else read_recording(Path(source), Path(columns) if columns else None)
    )
    case = None if design is None else open_case(design, papers=own_papers(papers), system=system)
    studio = Studio(case) if case else None
    m = measured(recording, specimen) if specimen else measure_recording(recording, studio, system, area=area)
    beside = compared(studio, m, targets_of(case)) if studio and case else ()
    known = case.library if case else library()
    return Result(
        m,
        f"{m.recording.file}: {m.says}",
        (headline(m), *said_of_measurement(m)),
        tuple((finding, "") for finding in m.findings),
        beside,
        {table.id: table for table in m.tables},
        known,
        partial(measurement_charts, m),
        partial(measurement_files, m, beside, __version__, known),
    )


def simulate(
    design: Where | Case | Design,
    *,
    system: str = "",
    cycles: int | None = None,
    changes: Mapping[str, str] | None = None,
    samples: int | None = None,
    calibrated: Sequence[Where] = (),
    papers: Iterable[Where] = (),
) -> Result[Simulation]:
    """A cell run through its protocol: what a cycler would have shown, how it ended, and what could end it.

    `design` is the name of a case, a design file, or a design; `system` one of its cells. `cycles` is the most to run,
    `changes` new values by path ({"protocol.current": "2 mA/cm^2"}), `samples` the readings a step, `calibrated` the
    results of `natria calibrate`.

    >>> import natria
    >>> result = natria.simulate("kumar2020", cycles=2, samples=8)
    >>> result.value.cycles
    2
    >>> round(result.value.recording.time[-1] / 3600)
    4
    """
    case = open_case(design, papers=own_papers(papers), calibrated=tuple(map(Path, calibrated)), system=system)
    made = simulate_design(plan(case, system, given=changes, cycles=cycles, samples=samples, by=CALLER))
    if isinstance(made, Stopped):
        raise KeyboardInterrupt
    return Result(
        made,
        titled(made),
        tuple(said_of_simulation(made)),
        tuple((finding, "") for finding in made.measurement.findings),
        (),
        {table.id: table for table in made.tables},
        case.library,
        partial(simulation_pictures, made),
        partial(simulation_files, made, __version__),
    )


def study(
    case: Where | Case | Design,
    *,
    data: Iterable[Where | Data] = (),
    area: str = "",
    calibrated: Sequence[Where] = (),
    papers: Iterable[Where] = (),
) -> Result[StudyResult]:
    """Every target of a case asked and compared, with what-ifs, sweeps and budgets.

    `case` is the name of a case, a design file, or a design. `data` are recordings of its cells, as "FILE" or
    "SYSTEM=FILE", with the `area` of one electrode where no design says it.

    >>> import natria
    >>> natria.study("yuan2025").value.case.name
    'yuan2025'
    """
    opened = open_case(case, papers=own_papers(papers), calibrated=tuple(map(Path, calibrated)))
    result = run_study(opened, [d if isinstance(d, Data) else read_data(str(d), opened, area) for d in data])
    return Result(
        result,
        str(opened.base.document.get("title") or opened.name),
        tuple(summary(result)),
        tuple((answer, run.name) for run in result.runs for answer in run.answers),
        tuple(c for run in result.runs for c in (*run.comparisons, *run.own)),
        {table.id: table for table in result.tables},
        opened.library,
        partial(pictures, result),
        partial(study_files, result, __version__),
    )
