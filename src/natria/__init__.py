"""Sodium-metal batteries with an engineered interphase.

Reported, measured, computed and simulated numbers side by side.

Everything public is reached from here. Names are imported when they are first used, so that `import natria` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .answers import ask
    from .api import compare_groups, measure, predict, simulate, study
    from .api_explore import sweep
    from .api_files import FilesGiven, measure_files
    from .api_interface import simulate_model
    from .api_materials import measure_materials
    from .design import Case, Design, load_case
    from .lab import Measurement, Specimen, read_recording
    from .literature import fact, library, query
    from .models import find_model
    from .quantity import (
        Assumed,
        Chosen,
        Computed,
        Finding,
        Fitted,
        Measured,
        NatriaError,
        Question,
        Refused,
        Reported,
        assumptions,
        conditions,
        dump,
        evidence,
        load,
        match,
        trace,
    )
    from .record import Recording
    from .report import write_study
    from .result import Result
    from .studies import Comparison, compare, run_study, study_document

_NAMES = {
    "quantity": "Assumed Chosen Computed Finding Fitted Measured NatriaError Question Refused Reported assumptions "
    "conditions dump evidence load match trace",
    "literature": "fact library query",
    "design": "Case Design load_case",
    "models": "ask find_model",
    "lab": "Measurement Specimen read_recording",
    "record": "Recording",
    "studies": "Comparison compare run_study study_document",
    "report": "write_study",
    "result": "Result",
    "api": "compare_groups measure predict simulate study",
    "api_spectra": "measure_kinetics measure_spectra",
    "api_interface": "simulate_model",
    "api_explore": "sweep",
    "api_materials": "measure_materials",
    "api_files": "FilesGiven measure_files",
}
_PACKAGE_OF = {name: package for package, names in _NAMES.items() for name in names.split()}

__all__ = [
    "Assumed",
    "Case",
    "Chosen",
    "Comparison",
    "Computed",
    "Design",
    "FilesGiven",
    "Finding",
    "Fitted",
    "Measured",
    "Measurement",
    "NatriaError",
    "Question",
    "Recording",
    "Refused",
    "Reported",
    "Result",
    "Specimen",
    "__version__",
    "ask",
    "assumptions",
    "compare",
    "compare_groups",
    "conditions",
    "dump",
    "evidence",
    "fact",
    "find_model",
    "library",
    "load",
    "load_case",
    "match",
    "measure",
    "measure_files",
    "measure_kinetics",
    "measure_materials",
    "measure_spectra",
    "predict",
    "query",
    "read_recording",
    "run_study",
    "simulate",
    "simulate_model",
    "study",
    "study_document",
    "sweep",
    "trace",
    "write_study",
]


def __getattr__(name: str) -> Any:
    if name not in _PACKAGE_OF:
        raise AttributeError(f"module 'natria' has no attribute {name!r}")
    return getattr(import_module(f"natria.{_PACKAGE_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
