"""Several recordings of the workspace compared: laid over each other, with their numbers side by side.

Files of cycling are cells, as in `natria measure FILES`; spectra, kinetics and material tests of several files are one
series or one sample. What is of different kinds is refused. Results of a recording that is measured already are reused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...quantity import InputError, NatriaError, Problem
from ..tasks import Order, Say
from ..views import ARRAYS, plots_of, write_stages
from ..wording import problem_of
from ..workspace import COMPLETE, RESULTS, AppWorkspace
from .kept_cell import kept_cell
from .measuring import described_results, figures_of, measure_order, progress_of
from .options import CYCLING, given_of

if TYPE_CHECKING:
    from ...studies.groups import CellGroups, MeasuredCell

COMPARE = "=compare"  # begins the names of comparisons, which no recording has
FEWEST, MOST = 2, 30
MOST_GROUP = 60  # letters
WORDS = {"spectra": "impedance spectra", "kinetics": "sweeps or polarisations", "materials": "material tests"}
SOURCE = "the comparison"
REPLICATES = "all cells"


def read_entries(document: Any) -> list[tuple[str, str]]:
    """Return the names of a request with their groups.

    Raises InputError for what is no choice of recordings.
    """
    rows = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(SOURCE, [Problem("", "names no recordings", 'send {"entries": [{"name": "a.csv"}, ...]}')])
    found = [(str(row.get("name", "")), str(row.get("group", ""))[:MOST_GROUP].strip()) for row in rows]
    names = [name for name, _ in found]
    if not FEWEST <= len(found) <= MOST:
        what = f"has {len(found)} recordings"
        raise InputError(SOURCE, [Problem("", what, f"choose {FEWEST} to {MOST} of them")])
    if len(set(names)) < len(names):
        raise InputError(SOURCE, [Problem("", "has a recording twice", "choose each once")])
    return found


def comparison_order(workspace: AppWorkspace, entries: Sequence[tuple[str, str]]) -> Order:
    """Return the order of a comparison; its name and its results belong to the state of all recordings."""
    rows = []
    for name, group in entries:
        path, asked = workspace.find(name), workspace.asked(name)
        out = workspace.results(name, asked)
        rows.append({"name": name, "group": group, "path": str(path), "asked": asked, "out": str(out)})
    key = sha256(repr([(row["name"], row["group"], row["out"]) for row in rows]).encode()).hexdigest()[:16]
    name = f"{COMPARE}/{key}"
    return Order("compare", name, workspace.recordings, {"entries": rows}, results_of_comparison(workspace, name))


def results_of_comparison(workspace: AppWorkspace, name: str) -> Path:
    """Return the folder of results of a comparison by its name; raises InputError for another name."""
    key = name.removeprefix(f"{COMPARE}/")
    if key == name or not key.isalnum():
        raise InputError(SOURCE, [Problem(name[:60], "is no comparison", "choose the recordings again")])
    return workspace.path / RESULTS / COMPARE / f"={key}"


def compare_order(order: Order, say: Say) -> None:
    """Compare recordings, and write the view of the comparison."""
    say("reading")
    for stage in write_stages(order.out, "Comparison", _stages(order, say), order.task):
        say(stage)


def _stages(order: Order, say: Say) -> Iterator[dict[str, Any]]:
    from ...api_files import open_files

    rows: Sequence[Mapping[str, Any]] = order.options["entries"]
    kinds: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if kept_cell(Path(row["out"]), row["name"]) is not None:
            kinds[row["name"]] = (CYCLING,)
        else:
            kinds[row["name"]] = open_files([row["path"]], given_of(row["asked"])).kinds
    (kind,) = _one_kind(kinds)
    if kind == CYCLING:
        yield from _cells(order, rows, say)
        return
    opened = open_files([row["path"] for row in rows], given_of(_shared(rows)))
    results = list(opened.results(progress_of(say)))
    if len(results) > 1:
        titles = "; ".join(result.title for result in results)
        raise InputError(SOURCE, [Problem("", f"holds {titles}", "compare files of one kind and one technique")])
    yield {"stage": "numbers", **described_results(results)}
    yield {"stage": COMPLETE, "plots": figures_of(results, order.out)}


def _one_kind(kinds: Mapping[str, tuple[str, ...]]) -> tuple[str]:
    """Return the kind of data that all recordings have; raises InputError where they differ."""
    held = {kind for found in kinds.values() for kind in found}
    if len(held) == 1 and all(kinds.values()):
        return (held.pop(),)
    problems = [
        Problem(name, f"holds {' and '.join(WORDS.get(kind, kind) for kind in found) or 'nothing that can be read'}")
        for name, found in kinds.items()
    ]
    fix = "compare recordings of one kind: cycling with cycling, spectra with spectra"
    raise InputError("these files cannot be compared", [*problems, Problem("", "", fix)])


def _shared(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what is asked of all files together; raises InputError where two differ in it."""
    asked: dict[str, str] = {}
    for row in rows:
        for option, value in row["asked"].items():
            if asked.setdefault(option, value) != value:
                what = f"{option} is {value} here and {asked[option]} in another file"
                raise InputError(SOURCE, [Problem(row["name"], what, "give both files the same, or compare others")])
    return asked


def _cells(order: Order, rows: Sequence[Mapping[str, Any]], say: Say) -> Iterator[dict[str, Any]]:
    """Measure what is not measured yet, then compare."""
    from ...studies.groups import compare_cells

    progress = progress_of(say)
    cells: list[MeasuredCell] = []
    failed: dict[str, str] = {}
    for place, row in enumerate(rows):
        progress("measuring", place, len(rows))
        try:
            cells.append(_cell(row, row["name"]))
        except NatriaError as bad:
            failed[row["name"]] = problem_of(bad)["what"]
    if len(cells) < FEWEST:
        raise InputError("these files cannot be compared", [Problem(name, why) for name, why in failed.items()])
    _ensure_alike(cells)
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["group"] or REPLICATES, []).append(row["name"])
    try:
        result = compare_cells(cells, groups, failed=failed)
    except InputError as bad:
        raise InputError(SOURCE, bad.problems) from None  # which names an option of the command
    folders = {row["name"]: Path(row["out"]) for row in rows if row["name"] not in failed}
    yield from _views(result, folders, order.out)


def _cell(row: Mapping[str, Any], name: str) -> MeasuredCell:
    """Return the results of a recording; it is measured where it is not yet."""
    out = Path(row["out"])
    if kept_cell(out, name) is None:
        measure_order(Order("measure", row["name"], Path(row["path"]), row["asked"], out), _quiet)
    found = kept_cell(out, name)
    if found is None:
        raise InputError(row["name"], [Problem("", "is no recording of cycling", "compare it with files of its kind")])
    return found


def _quiet(stage: str, done: float | None = None, left: float | None = None) -> None:
    """Tell nobody: the comparison tells its own progress."""


def _ensure_alike(cells: Sequence[MeasuredCell]) -> None:
    """Raise InputError for cells of different kinds: they have no number in common."""
    kinds = {cell.kind for cell in cells}
    if len(kinds) > 1:
        problems = [Problem(cell.name, f"is a {cell.says}") for cell in cells]
        fix = "compare cells of one kind; state the kind of a cell that is not recognised"
        raise InputError("these cells cannot be compared", [*problems, Problem("", "", fix)])


def _views(result: CellGroups, folders: Mapping[str, Path], out: Path) -> Iterator[dict[str, Any]]:
    """Yield the curves and the numbers of cells; `folders` has the results of each recording."""
    import numpy as np

    from ...quantity import typeset
    from ...report.described import described_together, plain
    from ...report.groups import cell_charts, cell_colours, sentences, side_by_side
    from ...report.groups.files import groups_pictures

    def array(folder: Path, name: str) -> np.ndarray:
        found: np.ndarray = np.load(folder / ARRAYS / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return found

    colours = cell_colours(result)
    curves = {
        name: (array(folder, "test_time_second"), array(folder, "voltage_volt")) for name, folder in folders.items()
    }
    together = described_together(curves, [colours[name] for name in folders])
    headline, *rest = map(typeset, sentences(result))
    remarks = [typeset(remark.text) for remark in result.remarks]
    remarks += [f"{name} is not compared: {why}" for name, why in result.failed.items()]
    table = plain(side_by_side(result))
    shared = {"headline": headline, "sentences": rest, "remarks": remarks, "table": table}
    plots = [plain(together), *plots_of(cell_charts(result), out)]
    yield {"stage": "numbers", **shared, "plots": plots}
    drawn = [one for one in groups_pictures(result) if not one.id.startswith("overlay")]
    yield {"stage": COMPLETE, "plots": [*plots, *plots_of(drawn, out)]}
