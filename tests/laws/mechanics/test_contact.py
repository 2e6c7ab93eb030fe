"""The share in contact: linear at first, all of it in the end, and what the two laws share."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from natria.laws import CONTACT_LAWS, elastic_contact, plastic_contact


@pytest.mark.parametrize("law", CONTACT_LAWS.values())
def test_contact_starts_at_nothing_and_ends_at_all(law):
    pressure = np.linspace(0.0, 10.0, 201)
    share = law(pressure, 2.0)
    assert share[0] == 0.0
    assert share[-1] == pytest.approx(1.0, abs=1e-9)
    assert np.all(np.diff(share) >= 0.0)


def test_elastic_contact_is_the_area_under_a_bell():
    area, _ = quad(lambda x: 2.0 / np.sqrt(np.pi) * np.exp(-(x**2)), 0.0, 0.7)
    assert elastic_contact(1.4, 2.0) == pytest.approx(area, rel=1e-12)


def test_a_plastic_contact_carries_the_pressure_at_its_hardness():
    assert plastic_contact(0.5, 2.0) == pytest.approx(0.25)
    assert plastic_contact(3.0, 2.0) == 1.0


@pytest.mark.parametrize(("pressure", "full"), [(-1.0, 1.0), (1.0, 0.0)])
@pytest.mark.parametrize("law", CONTACT_LAWS.values())
def test_what_is_no_pressure_is_refused(law, pressure, full):
    with pytest.raises(ValueError, match="pressure"):
        law(pressure, full)
