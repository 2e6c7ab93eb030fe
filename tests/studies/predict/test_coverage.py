"""Coverage: many papers report one truth with errors of the stated size; how often do intervals contain it?"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from toy_papers import SOURCE, SYSTEMS, fact
from toy_predictions import DESIGN, FACE, GROWTH

from natria.laws import butler_volmer_overpotential
from natria.studies.predict import predict_spec, read_spec

MANY = 40  # papers
PM = 0.1  # their relative standard deviation
SPREAD = float(np.hypot(np.sqrt(np.log1p(PM**2)), 0.1))  # with the scatter between cells
SPEC = 'case = "case.toml"\ntraining = ["toy2026:{name}"]\nmembers = 128\n'
FITTED = DESIGN.replace(
    'exchange_current_density = { value = 1, unit = "mA/cm^2", std = 0.6, ground = "guess", why = "for a test" }',
    'exchange_current_density = { fit = "face" }',
)
FACE_FIT = """
[study.fit.face]
model = "layered_cell"
data = ["toy2026:{name}"]
parameters = {{ "face" = {{ term = "exchange_current_density", start = "0.5 mA/cm^2" }} }}
"""


def errors():
    """Standard normal numbers at the middles of equal probabilities: as many in each interval as should be."""
    return [NormalDist().inv_cdf((k + 0.5) / MANY) for k in range(MANY)]


def covered(folder, truth, question, design, make_fact):
    """Return how many of the papers' predictions have the truth in their 68 % and 95 % intervals."""
    (folder / "papers").mkdir()
    facts = [make_fact(f"f{k}", np.exp(SPREAD * z)) for k, z in enumerate(errors())]
    (folder / "papers" / "toy2026.toml").write_text("\n".join([SOURCE, SYSTEMS, *facts]), encoding="utf-8")
    inside = np.zeros(2, int)
    for k in range(MANY):
        (folder / "case.toml").write_text(design(f"f{k}"), encoding="utf-8")
        (folder / "spec.toml").write_text(SPEC.format(name=f"f{k}") + question, encoding="utf-8")
        (forecast,) = predict_spec(read_spec(folder / "spec.toml")).forecasts
        for place, (low, high) in enumerate((forecast.interval_68, forecast.interval_95)):
            inside[place] += low <= truth <= high
    return inside


def test_a_linear_closed_form_covers_its_truth(tmp_path):
    def told(name, by):
        value = round(3 * by, 6)
        at = {"time": "30 s"}
        return fact(name, "toy2026/a#glaze", "layer_thickness", value, "um", at=at, pm=round(PM * value, 6))

    found = covered(tmp_path, 30e-6, GROWTH, lambda name: DESIGN.replace("a30", name), told)
    assert found == pytest.approx((0.6827 * MANY, 0.95 * MANY), abs=2)


def test_a_nonlinear_closed_form_covers_its_truth(tmp_path):
    """The exchange current is fitted to the overpotential at 1 mA/cm^2, and the one at 2 mA/cm^2 is asked."""
    truth = {i: float(butler_volmer_overpotential(10.0 * i, 2.0, 298.15)) for i in (1, 2)}

    def told(name, by):
        value = round(1e3 * truth[1] * by, 6)
        at = {"current": "1 mA/cm^2"}
        return fact(name, "toy2026/a", "electrode_overpotential", value, "mV", at=at, pm=round(PM * value, 6))

    without = FITTED.partition("[study]")[0].replace('growth_rate = { fit = "rate" }', "GONE")
    plain = "\n".join(line for line in without.splitlines() if "GONE" not in line and "growth.time" not in line)
    found = covered(tmp_path, truth[2], FACE, lambda name: plain + FACE_FIT.format(name=name), told)
    assert found == pytest.approx((0.6827 * MANY, 0.95 * MANY), abs=2)
