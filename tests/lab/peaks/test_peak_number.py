"""The number of peaks, and suggestions for their places."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from natria.lab.peaks import find_peaks, suggest
from natria.literature import library

X = np.linspace(120, 450, 331)
WIDTH = 12.0


def spectrum(places, areas, rng, noise):
    y = sum(a * norm.pdf(X, p, WIDTH / np.sqrt(8 * np.log(2))) for p, a in zip(places, areas, strict=True))
    return y + rng.normal(0, noise, len(X))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_peaks_are_counted_and_placed(number):
    pytest.importorskip("lmfit", reason="lmfit (extra peaks) is not installed")
    places = (362.0, 384.0, 159.4)[:number]
    y = spectrum(places, (300, 200, 150)[:number], np.random.default_rng(number), 0.5)
    found = find_peaks(X, y, 0 * X, WIDTH, lorentzian=0.0)
    assert [one.place for one in found.peaks] == pytest.approx(sorted(places), abs=1.0)
    assert [one.name for one in found.peaks] == [f"peak {n + 1}" for n in range(number)]


def test_a_line_of_yuan2025_is_suggested_and_the_nearest_first():
    found = suggest("raman_shift", 36250.0, library().facts.values())
    assert "Na3SbS4" in found[0].of
    assert abs(found[0].away) == min(abs(one.away) for one in found)


def test_nothing_is_suggested_far_away():
    assert suggest("raman_shift", 300000.0, library().facts.values()) == []
    with pytest.raises(ValueError, match="no reported positions"):
        suggest("voltage", 1.0, ())
