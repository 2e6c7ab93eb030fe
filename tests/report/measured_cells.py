"""Measurements of synthetic cells of every kind, made once for the tests of their output."""

from functools import cache

from natria.lab import Measurement, Specimen, measure
from natria.lab.synthetic import (
    HalfTest,
    PlannedFailure,
    Short,
    ccd_cell,
    full_cell,
    half_cell,
    reservoir_cell,
    symmetric_cell,
)
from natria.quantity import Chosen, Finding, Question

MAKERS = ("symmetric", "shorted", "ramp", "half", "aurbach", "full")
AREA = 1.13e-4  # m^2


def specimen(with_area: bool = True) -> Specimen:
    area = Finding(Question("face_area", "a cell"), AREA, Chosen("test"), 0.0)
    return Specimen("a cell", area=area if with_area else None)


@cache
def measured(kind: str, *, with_area: bool = True) -> Measurement:
    made = {
        "symmetric": lambda: symmetric_cell(7),
        "shorted": lambda: symmetric_cell(7, shorts=(Short(82.6, drop=0.4),)),
        "ramp": lambda: ccd_cell(7, failure=PlannedFailure(critical=8.0)),
        "half": lambda: half_cell(1, test=HalfTest(cycles=30, efficiency=0.9996, first_efficiency=0.9, samples=40)),
        "aurbach": lambda: reservoir_cell(1),
        "full": lambda: full_cell(7),
    }[kind]()
    return measure(made.recording, specimen(with_area))
