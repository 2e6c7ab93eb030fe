"""A study as a job: run as the command line runs it, then its table, its figures and its report.

OUT/view.json     natria.view/1, with the table of the study
OUT/traces.json   what each number of the table rests on
OUT/report/       the files of `natria study --out`
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..._version import __version__
from ...store.progress import StagePace
from ..tasks import Order, Say
from ..views import keep_plots, write_stages
from ..workspace import COMPLETE, write_json

if TYPE_CHECKING:
    from ...studies import StudyResult

REPORT, TRACES = "report", "traces.json"
SURE = 0.05  # share of a study from which on the time that is left is told
ASKING = "asking"


def study_order(order: Order, say: Say) -> None:
    """Run the study of a design or case, and write its view and its report."""
    say("reading the design")
    for _ in write_stages(order.out, order.name, _stages(order, say), order.task):
        pass


def _stages(order: Order, say: Say) -> Iterator[dict[str, Any]]:
    """Yield what each stage changes in the view: the table, then figures and report."""
    from ...report.described import described_charts, plain, study_table, study_traces
    from ...report.study.figures.drawn import pictures
    from ...report.study.summary import summary
    from ...report.study.write import write_files

    result = run_asked(order.options, Teller(say))
    headline, *rest = summary(result)
    write_json(order.out / TRACES, study_traces(result))
    yield {
        "stage": "numbers",
        "title": str(result.case.base.document.get("title") or result.case.name),
        "headline": headline,
        "sentences": rest,
        "study": plain(study_table(result)),
    }
    say("drawing figures")
    drawn = pictures(result)
    plots = keep_plots(described_charts(drawn), order.out)
    say("writing the report")
    files = write_files(result, drawn, order.out / REPORT, __version__)
    yield {"stage": COMPLETE, "plots": plots, "files": files}


def run_asked(options: Mapping[str, Any], hear: Teller) -> StudyResult:
    """Run a study of the command line with the given design, recordings and area."""
    from ...environment import asks_plugins, own_papers, stored_results
    from ...studies import Data, run_study
    from ...studies.opening.case import open_case

    case = open_case(options["source"], papers=own_papers())
    data = [Data(Path(file), system, options["area"]) for system, file in options["data"]]
    return run_study(
        case,
        data,
        store=stored_results(),
        plugins=asks_plugins(),
        all_curves=options["all_curves"],
        hear=hear,
    )


class Teller:
    """Tells a job how far a study is, and how long it takes at the pace so far."""

    def __init__(self, say: Say) -> None:
        self._say, self._pace = say, StagePace(least=SURE)
        self._pace.left(ASKING, 0.0)

    def __call__(self, what: str, done: int, total: int) -> None:
        share = done / total
        self._say(f"{ASKING} {what}", share, self._pace.left(ASKING, share))
