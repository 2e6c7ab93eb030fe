"""A curve of a number read off an artefact: what made the artefact is swept, and stays the ancestry of the curve."""

from __future__ import annotations

import numpy as np

from natria.design import load_case
from natria.quantity import Computed
from natria.record import Table
from natria.studies.curves.sweep import sweep_tables
from natria.studies.studio import Studio


def test_the_focusing_factor_grows_with_the_radius_of_lost_contact():
    case = load_case("yuan2025")
    studio = Studio(case)
    found = {}
    for sweep in case.study.sweep:
        if sweep.id in ("focusing-lost-contact", "focusing-lost-contact-bare"):
            for of in sweep.of:
                (table,) = sweep_tables(sweep, of, "", studio.curve(sweep.models, sweep.patch))
                assert isinstance(table, Table)
                found[sweep.id, of] = table
    curves = [table.columns["focusing_factor"].numbers for table in found.values()]
    assert all((np.diff(curve) > 0).all() for curve in curves)
    with_layer, of_nps, bare = curves
    assert (with_layer < bare).all()
    assert (bare < of_nps).all()
    origin = next(iter(found.values())).origin
    assert isinstance(origin, Computed)
    assert {"defect_radius", "ionic_conductivity", "exchange_current_density"} <= {
        one.question.name for one in origin.inputs
    }
