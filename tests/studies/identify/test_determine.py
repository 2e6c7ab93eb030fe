"""What data determine of a sodium-sulfur cell, against laws that can be worked out by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest
from full_cells_to_calibrate import FILM, FIRST, SHARE, SYSTEM, case

from natria.quantity import FitError, InputError
from natria.studies.identify import determine, experiment_settings
from natria.studies.identify.document import identify_document
from natria.studies.identify.priors import uncertain_inputs
from natria.studies.identify.sampled import sampled
from natria.studies.identify.wording import stays_unknown
from natria.studies.opening.overrides import with_given

VARY = ("counter.mass", SHARE, "area", "electrolyte.core.ionic_conductivity", "electrolyte.outer.ionic_conductivity")


@pytest.fixture(scope="module")
def design():
    return with_given(case().design(SYSTEM), FIRST)


@pytest.fixture(scope="module")
def found(design):
    return determine(design, VARY, ("capacity", "impedance"))


def slopes(found, kind, row=0):
    """Derivatives by the logarithm of each input, of the logarithm of the datum."""
    one = next(one for one in found.data if one.kind == kind)
    errors = found.settings.errors["charge" if kind == "capacity" else "resistance"]
    return {i.path: x * errors / i.known.u for i, x in zip(found.every, one.jacobian[row], strict=True) if i.known.u}


def test_the_charge_of_a_discharge_is_the_product_of_mass_and_share(found):
    by = slopes(found, "capacity")
    assert by["counter.mass"] == pytest.approx(1, abs=0.02)
    assert by[SHARE] / (1 - 0.95) == pytest.approx(1, abs=0.05)  # by the logit: d ln x = (1 - x) d logit x
    assert by["area"] == pytest.approx(0, abs=0.03)  # in C, not in C/m^2


def test_the_series_resistance_falls_with_the_square_of_the_area(found):
    """Pellets of known mass: R = m/(rho sigma A^2), a sum of two whose shares of R add up to one."""
    by = slopes(found, "impedance")
    assert by["area"] == pytest.approx(-2, rel=2e-3)
    two = by["electrolyte.core.ionic_conductivity"] + by["electrolyte.outer.ionic_conductivity"]
    assert two == pytest.approx(-1, rel=2e-3)
    assert by["counter.mass"] == pytest.approx(0, abs=1e-6)


def test_mass_and_share_stay_together(design):
    wide = {SHARE: "{ value = 80, unit = '%', std = 15, ground = 'guess', why = 'a test' }"}
    found = determine(with_given(design, wide), VARY, ("capacity", "impedance"))
    places = {one.path: k for k, one in enumerate(found.inputs)}
    capacity = found.data[0]
    (product,) = found.fixes(capacity)
    assert product.parts[places["counter.mass"]] * product.parts[places[SHARE]] > 0
    trades = [dict(zip(places, one.parts, strict=True)) for one in found.unknown]
    assert any(t["counter.mass"] * t[SHARE] < -0.1 for t in trades)
    assert any("counter mass" in sentence and "usable share" in sentence for sentence in stays_unknown(found))


def test_data_together_say_no_less_than_each(found):
    assert np.all(found.left[:, -1] <= found.left[:, :-1].min(axis=1) + 1e-12)
    assert found.left.min() > 0


def test_stated_spreads_are_the_priors(design):
    """Formation data of Na2S2 are +-10 kJ/mol in the card; an area without one has that of a guess."""
    by = {one.path: one for one in uncertain_inputs(design)}
    assert by["material.Na2S2.properties.formation_enthalpy"].known.u == 10000
    assert by["area"].known.u == 0.35
    assert "temperature" not in by
    assert "counter.molar_mass" not in by


def test_a_smaller_error_leaves_less(design, found):
    finer = determine(design, VARY, ("capacity",), experiment_settings().with_errors(["charge=0.5 %"]))
    k = finer.every.index(next(one for one in finer.every if one.path == "counter.mass"))
    coarse = found.data[0].jacobian[0, k]
    assert finer.data[0].jacobian[0, k] == pytest.approx(4 * coarse, rel=1e-6)


def test_the_document_is_whole(found):
    document = json.loads(json.dumps(identify_document(found, "0"), allow_nan=False))
    paths = [one["path"] for one in document["inputs"]]
    assert set(document["all"]["left"]) == set(paths) == set(document["data"][0]["left"])
    assert [one["kind"] for one in document["data"]] == ["capacity", "impedance"]


def test_what_a_cell_cannot_give_is_named(design):
    none = determine(design, ("counter.mass",), ("without-sulfur",))
    assert not none.data
    assert none.refused[0][0] == "without-sulfur"


@pytest.mark.parametrize(("vary", "kinds"), [(("counter.weight",), ()), (("temperature",), ()), ((), ("capacities",))])
def test_bad_input_is_refused(design, vary, kinds):
    with pytest.raises(InputError) as bad:
        determine(design, vary, kinds)
    assert bad.value.problems[0].fix


@pytest.mark.parametrize("text", ["volt=1 mV", "voltage=1 ohm", "voltage=-1 mV", "voltage"])
def test_a_bad_error_is_refused(text):
    with pytest.raises(InputError):
        experiment_settings().with_errors([text])


def test_a_symmetric_cell_is_refused():
    with pytest.raises(FitError, match="no full cell"):
        determine(case().base)


@pytest.mark.slow
def test_the_linear_posterior_agrees_with_draws(design):
    """Importance sampling of the same posterior, without derivatives."""
    vary = ("counter.mass", SHARE, FILM, "counter.conversion.exchange_current_density")
    one = determine(design, vary, ("capacity", "discharge", "second-discharge"))
    drawn = sampled(design, one, 250, seed=2)
    linear = dict(zip(vary, np.sqrt(np.diag(np.linalg.inv(np.eye(4) + one.whole.T @ one.whole))), strict=True))
    std = {i.path: x for i, x in zip(one.every, drawn.std, strict=True)}
    assert drawn.effective > 25
    assert [std[path] for path in vary[2:]] == pytest.approx([linear[path] for path in vary[2:]], rel=0.3)
    assert all(0.5 * linear[path] < std[path] < 1.2 * linear[path] for path in vary[:2])  # the share is below one
