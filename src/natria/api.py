"""natria from Python: measure a recording, compare groups of them, simulate a cell, run a study.

>>> import natria
>>> result = natria.study("kumar2020")
>>> result.to_polars().filter(target="kumar2020:eta-35um", what_if="")["verdict"].unique().to_list()
['conditional']

Each function returns a `Result`: `to_polars()`, `to_pandas()`, `plot()`, `write(folder)`, and a table in a notebook.
Papers of one's own are those of `papers`, of the design file, and of the environment variable NATRIA_PAPERS. As on the
command line, a study finds stored results in the folder `store`, or in that of NATRIA_STORE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from ._version import __version__
from .design import Case, Design
from .environment import asks_plugins, commit, own_papers, results, stored_results
from .lab import Measurement, Specimen, read_recording
from .lab import measure as measured
from .literature import library
from .record import Recording
from .report import measurement_files, pictures, study_files, summary
from .report.groups import groups_files, groups_pictures
from .report.groups import sentences as sentences_of_groups
from .report.measurement import measurement_charts
from .report.measurement.headline import headline
from .report.measurement.wording import sentences as sentences_of_measurement
from .report.prediction import prediction_files
from .report.prediction.figures import prediction_pictures
from .report.prediction.wording import sentence as sentence_of_forecast
from .report.simulation import simulation_files
from .report.simulation.figures import simulation_pictures
from .report.simulation.wording import sentences as sentences_of_simulation
from .report.simulation.wording import titled
from .result import Result, Tables
from .store import Store
from .studies import (
    Data,
    Given,
    KineticsGiven,
    Studio,
    StudyResult,
    compared,
    grader_of,
    measure_file,
    measure_recording,
    read_data,
    run_study,
    targets_of,
    with_options,
)
from .studies.groups import CellGroups, MeasuredCell, cell_of, compare_cells, recording_files
from .studies.opening.case import open_case
from .studies.predict import Prediction, free_file, predict_spec, read_spec, write_prediction
from .studies.simulation.outcome import Simulation
from .studies.simulation.plan import plan
from .studies.simulation.resume import Stopped, simulate_design

Where = str | Path
CALLER = "the call of natria.simulate"
MEASURED = "the call of natria.measure"
GROUPED = "the call of natria.compare_groups"


def measure(
    source: Where | Recording,
    specimen: Specimen | None = None,
    *,
    design: Where | Case | Design | None = None,
    system: str = "",
    area: str = "",
    mass: str = "",
    cell: str = "",
    current: str = "",
    cycles: str = "",
    formation: int | None = None,
    columns: Where | None = None,
    papers: Iterable[Where] = (),
) -> Result[Measurement]:
    """Return what a recording shows: kind of test, shorts, overpotentials and capacities.

    The recording is the file of a cycler, or a recording that was read before.

    `specimen` says whose cell it is. In its place `design` may name a case, a design file or a design, and `system` one
    of its cells: the numbers then stand beside what is reported and what the models say. `area` is that of one
    electrode ("1.13 cm^2"), `columns` a column map for a CSV that no reader knows.

    `current` is that of a file without a current column ("0.25 mA", "0.25 mA every 1 h"). `mass` is the active mass,
    `cell` the kind of cell ("symmetric", "half", "full"), `cycles` the window to evaluate ("3:50"), `formation` the
    number of formation cycles.

    >>> import natria
    >>> from natria.lab.synthetic import symmetric_cell
    >>> result = natria.measure(symmetric_cell(7).recording, area="1 cm^2")
    >>> result.value.kind.cell
    'symmetric'
    >>> "cell_overpotential" in result.to_polars()["name"].to_list()
    True
    """
    given = Given(area, mass, cell, current, cycles, formation, Path(columns) if columns else None, MEASURED)
    case = None if design is None else open_case(design, papers=own_papers(papers), system=system)
    studio = Studio(case, store=stored_results(), plugins=asks_plugins()) if case else None
    m = _measured(source, specimen, studio, system, given)
    targets = targets_of(case) if case else ()
    beside = compared(studio, m, targets, grader_of(studio, targets)) if studio else ()
    known = case.library if case else library()
    return Result(
        m,
        f"{m.recording.file}: {m.says}",
        (headline(m), *sentences_of_measurement(m)),
        tuple((finding, "") for finding in m.findings),
        beside,
        {table.id: table for table in m.tables},
        known,
        partial(measurement_charts, m),
        partial(measurement_files, m, beside, __version__, known),
        "measurement",
    )


def _measured(
    source: Where | Recording, specimen: Specimen | None, studio: Studio | None, system: str, given: Given
) -> Measurement:
    """The results of a file or a recording; what is given takes precedence over the specimen."""
    if specimen is None and isinstance(source, Recording):
        return measure_recording(source, studio, system, given=given)
    if specimen is None:
        return measure_file(Path(str(source)), studio, system, given=given)
    specimen = given.applied(specimen)
    if isinstance(source, Recording):
        return measured(source, specimen)
    current = given.read_current()
    return measured(read_recording(Path(source), given.columns, current=current, area=specimen.area), specimen)


def compare_groups(
    groups: Mapping[str, Iterable[Where | Recording | Measurement | Result[Measurement]]],
    *,
    area: str = "",
    mass: str = "",
    cell: str = "",
    current: str = "",
    cycles: str = "",
    formation: int | None = None,
    columns: Where | None = None,
) -> Result[CellGroups]:
    """Compare groups of replicates: mean and interval of each number, differences, lifetimes.

    Each other group is compared with the first.

    A group holds files, folders, patterns ("coated/*.csv"), recordings, or what `natria.measure` returned: measure a
    cell first where it has an area, a mass or options of its own. The options are those of all other cells, as in
    `natria.measure`.

    >>> import natria
    >>> from natria.lab.synthetic import SyntheticSymmetricCell, symmetric_cell
    >>> def cell(volts):
    ...     return symmetric_cell(1, cell=SyntheticSymmetricCell(overpotential=volts)).recording
    >>> result = natria.compare_groups({"bare": [cell(0.050), cell(0.054)], "coated": [cell(0.030), cell(0.033)]})
    >>> (eta,) = [n for n in result.value.numbers if n.question.name == "cell_overpotential"]
    >>> round(eta.contrasts[0].value, 2)
    0.61
    """
    given = Given(area, mass, cell, current, cycles, formation, Path(columns) if columns else None, GROUPED)
    members: dict[str, list[MeasuredCell]] = {}
    for name, sources in groups.items():
        found = (m for source in sources for m in _each(source, given))
        members[name] = [cell_of(m, f"{name} {place}") for place, m in enumerate(found, 1)]
    names = {name: [cell.name for cell in cells] for name, cells in members.items()}
    value = compare_cells([cell for cells in members.values() for cell in cells], names)
    return groups_result(value, " and ".join(groups))


def groups_result(value: CellGroups, title: str) -> Result[CellGroups]:
    """Return a comparison of groups of cells as a result."""
    return Result(
        value,
        title,
        tuple(sentences_of_groups(value)),
        tuple((finding, "") for finding in value.findings),
        (),
        {},
        library(),
        partial(groups_pictures, value),
        partial(groups_files, value, __version__),
        "comparison of groups",
    )


def _each(source: Where | Recording | Measurement | Result[Measurement], given: Given) -> Iterator[Measurement]:
    """The measurements of a source: one, or those of the files that it means."""
    match source:
        case Result():
            yield source.value
        case Measurement():
            yield source
        case Recording():
            yield measure_recording(source, None, given=given)
        case _:
            for file in recording_files([Path(source)]).files:
                yield measure_file(file, None, given=given)


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
    """Run a cell through its protocol and return what a cycler would have shown.

    The result also says how the run ended, and what could end it.

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
    made = simulate_design(
        plan(case, system, given=changes, cycles=cycles, samples=samples, by=CALLER, store=stored_results())
    )
    if isinstance(made, Stopped):
        raise KeyboardInterrupt
    return result_of_simulation(made)


def result_of_simulation(made: Simulation) -> Result[Simulation]:
    """Return a simulation with its numbers, tables and figures."""
    return Result(
        made,
        titled(made),
        tuple(sentences_of_simulation(made)),
        tuple((finding, "") for finding in made.measurement.findings),
        (),
        Tables({table.id: table for table in made.tables}),
        made.plan.studio.library,
        partial(simulation_pictures, made),
        partial(simulation_files, made, __version__),
        "simulation",
    )


def study(
    case: Where | Case | Design,
    *,
    data: Iterable[Where | Data] = (),
    area: str = "",
    thickness: str = "",
    circuit: str = "",
    series: Where | None = None,
    arcs: Iterable[str] = (),
    kinetics: KineticsGiven | None = None,
    calibrated: Sequence[Where] = (),
    papers: Iterable[Where] = (),
    store: Where | None = None,
    all_curves: bool = False,
    spread: bool = False,
) -> Result[StudyResult]:
    """Every target of a case asked and compared, with what-ifs, sweeps and budgets.

    `case` is the name of a case, a design file, or a design. `data` are recordings of its cells (cycling, sweeps,
    polarisations) or their impedance spectra (a file or a folder), as "FILE" or "SYSTEM=FILE", with the `area` of one
    electrode and the `thickness` of the layer between two where no design says it; `circuit`, `series` and `arcs` are
    those of `measure_spectra`, `kinetics` has what `measure_kinetics` takes. `store` is the folder of stored results;
    without it, it is that of the command line (NATRIA_STORE). "none" uses only the results shipped with natria.
    With `all_curves` also the sweeps are made that take long. With `spread` the inputs of costly answers are moved too,
    which takes long; moved answers are kept in the store.

    >>> import natria
    >>> natria.study("zhu2024").value.case.name
    'zhu2024'
    """
    opened = open_case(case, papers=own_papers(papers), calibrated=tuple(map(Path, calibrated)))
    recordings = [d if isinstance(d, Data) else read_data(str(d), opened, area) for d in data]
    table = Path(series) if series else None
    recordings = list(
        with_options(recordings, kinetics, thickness=thickness, circuit=circuit, series=table, arcs=tuple(arcs))
    )
    kept = Store(results(None if store is None else Path(store)))
    vary = (lambda _: None) if spread else None
    result = run_study(opened, recordings, store=kept, plugins=asks_plugins(), all_curves=all_curves, vary=vary)
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
        "study",
    )


def predict(
    spec: Where,
    *,
    to: Where | None = None,
    papers: Iterable[Where] = (),
    store: Where | None = None,
    workers: int | None = None,
) -> Result[Prediction]:
    """Return the prediction of a spec: blind answers to its questions with intervals and alternatives.

    `spec` is a TOML file as in `natria predict`. With `to` the prediction is written to that file, which must not
    exist. `store` is the folder that keeps costly members, that of the command line by default (NATRIA_STORE);
    `workers` is the number of processes that compute them.
    """
    read = read_spec(Path(spec), own_papers(papers))
    place = None if to is None else free_file(Path(to))
    kept = Store(results(None if store is None else Path(store)))
    made = predict_spec(read, store=kept, plugins=asks_plugins(), workers=workers, commit=commit())
    if place is not None:
        write_prediction(made, place)
    answers = [(b.answer, ", ".join(b.options.values())) for f in made.forecasts for b in f.branches if b.answer]
    return Result(
        made,
        made.title or made.name,
        tuple(sentence_of_forecast(f) for f in made.forecasts),
        tuple(answers),
        (),
        {},
        read.case.library,
        partial(prediction_pictures, made),
        partial(prediction_files, made),
        "prediction",
    )
