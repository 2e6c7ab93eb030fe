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
    """P/H = 0.7: the share of a normal distribution of stresses, of spread H/2, within 1.4 spreads of zero."""
    area, _ = quad(lambda z: np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), -1.4, 1.4)
    assert elastic_contact(1.4, 2.0) == pytest.approx(area, rel=1e-12)


def test_a_light_elastic_contact_has_the_share_of_rough_faces():
    """A/A0 = sqrt(8/pi) P/(E* h') for small loads, about 1.6."""
    assert elastic_contact(2e-6, 2.0) == pytest.approx(1.5957691 * 1e-6, rel=1e-6)


def test_a_plastic_contact_carries_the_pressure_at_its_hardness():
    assert plastic_contact(0.5, 2.0) == pytest.approx(0.25)
    assert plastic_contact(3.0, 2.0) == 1.0


@pytest.mark.parametrize(("pressure", "full"), [(-1.0, 1.0), (1.0, 0.0)])
@pytest.mark.parametrize("law", CONTACT_LAWS.values())
def test_what_is_no_pressure_is_refused(law, pressure, full):
    with pytest.raises(ValueError, match="pressure"):
        law(pressure, full)
