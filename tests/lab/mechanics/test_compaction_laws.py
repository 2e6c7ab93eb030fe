"""Laws of pressed powders: truth, intervals, ranking, and what is refused."""

import numpy as np
import pytest

from natria.lab.mechanics.compaction import LAWS, PRESSURES, fit_compaction
from natria.quantity import FitError

PRESSURE = np.linspace(20e6, 480e6, 12)
TRUTH = {"Heckel": np.array([1 / 150e6, 0.6]), "Kawakita": np.array([0.45, 0.53, 1 / 40e6])}
DENSE = {"Heckel": 0.95, "Kawakita": 0.85}


@pytest.mark.parametrize("law", LAWS)
def test_exact_densities_give_the_parameters(law):
    fit = fit_compaction(PRESSURE, LAWS[law](TRUTH[law], PRESSURE), law)
    assert fit.values == pytest.approx(TRUTH[law], rel=1e-6)
    pressure, _ = fit.pressure_at(DENSE[law])
    assert float(fit.density(pressure)) == pytest.approx(DENSE[law], rel=1e-9)


def test_heckel_is_a_line_of_the_logarithm():
    """The second way: numpy's straight line through ln(1/(1 - D)) of exact densities."""
    density = 1 - np.exp(-(PRESSURE / 200e6 + 0.4))
    slope, start = np.polyfit(PRESSURE, -np.log(1 - density), 1)
    assert fit_compaction(PRESSURE, density, "Heckel").values == pytest.approx([slope, start], rel=1e-6)


@pytest.mark.parametrize("law", LAWS)
def test_the_true_law_ranks_first(law):
    density = LAWS[law](TRUTH[law], PRESSURE) + 0.003 * np.random.default_rng(5).standard_normal(12)
    best = min((fit_compaction(PRESSURE, density, one) for one in LAWS), key=lambda fit: fit.aicc)
    assert best.law == law


def coverage(law, count):
    inside = []
    true_pressure = PRESSURES[law](TRUTH[law], DENSE[law])
    for seed in range(count):
        noise = 0.004 * np.random.default_rng(seed).standard_normal(12)
        fit = fit_compaction(PRESSURE, LAWS[law](TRUTH[law], PRESSURE) + noise, law)
        stds = np.array([fit.std_of(name) for name in fit.names])
        value, std = fit.pressure_at(DENSE[law])
        inside.append([*(abs(fit.values - TRUTH[law]) < 1.96 * stds), abs(value - true_pressure) < 1.96 * std])
    return np.mean(inside, axis=0)


@pytest.mark.parametrize("law", LAWS)
def test_intervals_of_laws(law):
    assert (coverage(law, 60) > 0.85).all()


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS)
def test_coverage_of_laws(law):
    found = coverage(law, 2000)
    assert ((found > 0.93) & (found < 0.97)).all()


@pytest.mark.parametrize(
    ("pressure", "density", "said"),
    [
        ([1e8, 2e8, 1.5e8], [0.7, 0.8, 0.78], "falls from point 2 to point 3"),
        ([1e8, 2e8, 3e8], [70, 80, 85], "expected between 0 and 1"),
        ([1e8], [0.7], "2 parameters"),
        ([0, 1e8, 2e8], [0.5, 0.7, 0.8], "above zero"),
        ([1e8, 1e8, 1e8], [0.7, 0.71, 0.7], "the same"),
    ],
)
def test_densities_that_cannot_be_fitted(pressure, density, said):
    with pytest.raises(FitError, match=said):
        fit_compaction(pressure, density, "Heckel")
