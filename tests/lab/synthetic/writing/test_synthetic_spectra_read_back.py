"""Synthetic spectra read back as they were, in every layout, and never as a measurement."""

from __future__ import annotations

import pytest

from natria.lab.synthetic.impedance import Analyser, SpectrumSeries, spectrum_cell, synthetic_series
from natria.lab.synthetic.ordering import make_order, write_order
from natria.lab.synthetic.writing.spectrum_layouts import SPECTRUM_LAYOUTS
from natria.lab.synthetic.writing.spectrum_writers import write_spectra
from natria.quantity import Computed

impedance = pytest.importorskip("natria.lab.files.impedance", reason="the readers of spectra are not there")

SERIES = SpectrumSeries((283.15, 310.65), (0.0, 5400.0))
MADE = synthetic_series(
    3, cell=spectrum_cell("solid"), series=SERIES, analyser=Analyser(inductance=2e-7, missing=4, aborted_after=50)
)


@pytest.mark.parametrize("vendor", SPECTRUM_LAYOUTS)
def test_every_layout_reads_back(vendor, tmp_path):
    layout = SPECTRUM_LAYOUTS[vendor]
    made = MADE if layout.several else MADE[:1]
    path = tmp_path / f"spectrum{layout.suffix}"
    write_spectra(made, path, vendor)
    found = impedance.read_spectra(path)
    assert len(found.sweeps) == len(made)
    for sweep, one in zip(found.sweeps, made, strict=True):
        assert sweep.spectrum.frequency == pytest.approx(one.spectrum.frequency, rel=1e-6)
        assert sweep.spectrum.impedance == pytest.approx(one.spectrum.impedance, rel=2e-6)
        assert isinstance(sweep.spectrum.origin, Computed)
        assert sweep.spectrum.origin.model == "synthetic_spectra"


@pytest.mark.parametrize(("over", "name"), [("temperature", "temperature"), ("time", "time")])
def test_one_file_of_a_series_has_the_condition_of_each_sweep(over, name, tmp_path):
    made = make_order("series", seed=1, given=[f"over={over}", "spectra=4", "points=20"])
    path = write_order(made, tmp_path / "series.csv")[0]
    found = [getattr(sweep, name) for sweep in impedance.read_spectra(path).sweeps]
    expected = [s.temperature if over == "temperature" else s.start + s.time[0] for s in made.truth.sweeps]
    assert found == pytest.approx(expected, abs=1e-6)
