"""Coverage of the intervals of spectra: through the file that `natria synthesize` writes and what `measure` calls."""

import numpy as np
import pytest

from natria.lab.files.materials import read_curves
from natria.lab.materials import measure_curves
from natria.lab.synthetic.ordering import make_order, write_order
from natria.studies import CurvesGiven

pytest.importorskip("lmfit", reason="lmfit (extra peaks) is not installed")
RUNS = {"xps": 700, "raman": 1000, "nmr": 1000}
HEADS = {"xps": "eV", "raman": "1/cm", "nmr": "ppm"}
PEAKS = {
    "xps": (("a", 527.1, 1.2), ("b", 529.3, 1.2)),
    "raman": (("a", 380, 22), ("b", 420, 22), ("c", 470, 22)),
    "nmr": (("a", 32, 9), ("b", 63, 9), ("c", 82, 9)),
}
TRUE = {"xps": (2 / 3, 1 / 3), "raman": (1 / 4.5, 3 / 4.5, 0.5 / 4.5), "nmr": (1 / 6.5, 1.5 / 6.5, 4 / 6.5)}
LEVELS = {  # three levels of noise; of XPS by the number of counts
    "xps": (("height=30000", "level=3000"), ("height=3000", "level=300"), ("height=300", "level=30")),
    "raman": ("0.3 %", "1 %", "3 %"),
    "nmr": ("0.3 %", "1 %", "3 %"),
}


def plan(kind):
    doublet = 'splitting = "9.34 eV"\nratio = 0.667\n' if kind == "xps" else ""
    return "".join(
        f'[[peak]]\nname = "{name}"\nplace = "{place} {HEADS[kind]}"\nwidth = "{width} {HEADS[kind]}"\n'
        f'width_group = "all"\n{doublet}'
        for name, place, width in PEAKS[kind]
    )


def inside(kind, level, runs, folder):
    """Return the shares of intervals that hold the truth: of the shares, the places, the width."""
    (folder / "peaks.toml").write_text(plan(kind), encoding="utf-8")
    settings = CurvesGiven(peaks=str(folder / "peaks.toml")).settings("sample", "test", kind)
    noise, given = ("", level) if kind == "xps" else (level, ())
    hits = []
    for seed in range(runs):
        points = () if kind == "xps" else ("points=161",)
        write_order(make_order(kind, seed=seed, noise=noise, given=[*given, *points]), folder / "a.csv")
        (one,) = measure_curves(read_curves(folder / "a.csv", kind), "sample", settings).spectra
        stds = np.sqrt(np.diag(one.covariance))
        found = [
            abs(one.shares[p.name] - t) <= 1.96 * s for p, t, s in zip(one.fit.peaks, TRUE[kind], stds, strict=True)
        ]
        found += [abs(p.place - t[1]) <= 1.96 * p.place_std for p, t in zip(one.fit.peaks, PEAKS[kind], strict=True)]
        first = one.fit.peaks[0]
        hits.append([*found, abs(first.width - PEAKS[kind][0][2]) <= 1.96 * first.width_std])
    return np.mean(hits, axis=0)


@pytest.mark.parametrize("kind", ["xps", "raman", "nmr"])
def test_most_intervals_hold_the_truth(kind, tmp_path):
    assert (inside(kind, LEVELS[kind][1], 12, tmp_path) >= 0.6).all()


@pytest.mark.slow
@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("kind", ["xps", "raman", "nmr"])
def test_the_coverage_is_that_of_95_percent(kind, level, tmp_path):
    found = inside(kind, LEVELS[kind][level], RUNS[kind], tmp_path)
    assert (found >= 0.93).all(), found
    assert (found <= 0.97).all(), found
