"""The score of a case, against a numerical integration of its definition."""

from statistics import NormalDist

import numpy as np
import pytest

from natria.studies.verdicts.score import crps


@pytest.mark.parametrize(("middle", "spread", "seen"), [(0, 1, 0), (0.3, 0.2, 1.0), (-2, 3, 4), (1, 0.01, 1.5)])
def test_the_crps_of_a_normal_forecast_is_the_integral_of_its_definition(middle, spread, seen):
    x = np.linspace(min(middle, seen) - 12 * spread, max(middle, seen) + 12 * spread, 400_001)
    forecast = np.array([NormalDist(middle, spread).cdf(float(v)) for v in x[::40]])
    step = (forecast - (x[::40] >= seen)) ** 2
    assert crps(middle, spread, seen) == pytest.approx(np.trapezoid(step, x[::40]), rel=2e-3)


def test_without_a_spread_it_is_the_distance():
    assert crps(1.0, 0.0, 1.7) == pytest.approx(0.7)
