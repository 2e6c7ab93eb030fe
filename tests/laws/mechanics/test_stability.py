"""The elastic stability of a flat front, against the published polynomial and the numbers quoted from it."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from natria.laws.mechanics.stability import (
    neutral_coefficients,
    neutral_polynomial,
    pressure_index,
    stability_index,
    stable_interval,
)

MONROE_NEWMAN = (0.42, 0.33)  # Poisson's ratios of lithium and a polymer

poissons = st.floats(0.0, 0.5)
compressible = st.floats(0.0, 0.49)
volumes = st.floats(0.0, 1e4)
ratios = st.floats(1e-6, 1e6)


def published(v, e, s):
    """The coefficients multiplied out; e the electrode, s the separator."""
    return (
        9 - 3 * v - 12 * e - 12 * v * s + 4 * v * e + 16 * v * e * s,
        26 * (1 + v) - 40 * e - 36 * s - 36 * v * e - 40 * v * s + 48 * (1 + v) * e * s,
        9 * v - 3 - 12 * v * s + 4 * s - 12 * e + 16 * e * s,
    )


@given(volumes, poissons, poissons)
def test_the_sum_of_two_products_is_the_published_polynomial(v, metal, layer):
    assert [float(one) for one in neutral_coefficients(v, metal, layer)] == pytest.approx(
        published(v, metal, layer), rel=1e-12, abs=1e-12 * (1 + v)
    )


@given(ratios, volumes, poissons, poissons)
def test_the_polynomial_is_that_sum_of_two_products(r, v, metal, layer):
    a, b = 3 - 4 * metal, 3 - 4 * layer
    two = (3 * a * r - (4 - a)) * (r + b) + v * (3 * b - (4 - b) * r) * (1 + a * r)
    assert neutral_polynomial(r, v, metal, layer) == pytest.approx(two, rel=1e-9, abs=1e-9 * (1 + v) * (1 + r) ** 2)


@given(ratios, st.floats(1e-3, 1e3), poissons, poissons)
def test_metal_and_layer_may_change_places(r, v, metal, layer):
    other_way = v * float(stability_index(1 / r, 1 / v, layer, metal))
    assert stability_index(r, v, metal, layer) == pytest.approx(other_way, rel=1e-9, abs=1e-9 * (1 + v))


# --- the numbers of the papers


@pytest.mark.parametrize(("v", "above"), [(1e9, 2.17), (12.85, 2.40)])
def test_polymers_must_be_twice_as_stiff_as_lithium(v, above):
    ((low, high),) = stable_interval(v, *MONROE_NEWMAN)
    assert low == pytest.approx(above, abs=0.005)
    assert high == inf


def test_a_layer_without_cation_volume_must_be_softer_than_lithium():
    ((low, high),) = stable_interval(0.0, *MONROE_NEWMAN)
    assert low == 0.0
    assert high == pytest.approx(0.68, abs=0.005)


@pytest.mark.parametrize(("metal", "layer", "below"), [(0.34, 0.33, 0.413), (0.34, 0.25, 0.407), (0.42, 0.33, 0.604)])
def test_a_dense_layer_on_sodium_must_be_softer_than_0_41_of_it(metal, layer, below):
    """0.41 is sodium's own Poisson ratio, 0.34; lithium's 0.42 gives another number."""
    ((low, high),) = stable_interval(0.1, metal, layer)
    assert low == 0.0
    assert high == pytest.approx(below, abs=0.0005)


@given(poissons, poissons)
def test_without_cation_volume_only_the_metal_decides(metal, layer):
    ((_, high),) = stable_interval(0.0, metal, layer)
    assert high == pytest.approx((1 + 4 * metal) / (3 * (3 - 4 * metal)), rel=1e-12)


@given(poissons, poissons)
def test_with_great_cation_volume_only_the_layer_decides(metal, layer):
    ((low, _),) = stable_interval(1e12, metal, layer)
    assert low == pytest.approx(3 * (3 - 4 * layer) / (1 + 4 * layer), rel=1e-9)


# --- where it is stable


@given(st.floats(0.0, 0.99), st.booleans(), compressible, compressible)
def test_the_ends_are_neutral_inside_is_stable_and_outside_is_not(share, soft, metal, layer):
    v = share * (1 + 4 * metal) / 3 if soft else 3 / (1 + 4 * layer) / max(share, 1e-4)
    assume(soft or share < 0.99)
    ((low, high),) = stable_interval(v, metal, layer)
    end, inward = (high, 1 / 1.01) if soft else (low, 1.01)
    assert stability_index(end, v, metal, layer) == pytest.approx(0.0, abs=1e-12 * (1 + v))
    assert np.all(stability_index(end * inward ** np.arange(1, 1000), v, metal, layer) < 0)
    assert np.all(stability_index(end / inward ** np.arange(1, 1000), v, metal, layer) > 0)


@given(volumes, compressible, compressible)
def test_the_interval_ends_at_the_positive_root(v, metal, layer):
    roots = np.roots(published(v, metal, layer))
    positive = [float(root.real) for root in roots if root.real > 1e-9 and root.imag == 0 and root.real < 1e9]
    ends = [end for interval in stable_interval(v, metal, layer) for end in interval if 1e-9 < end < 1e9]
    assert ends == pytest.approx(positive, rel=1e-6)


@given(st.floats(0.0, 1.0), poissons, poissons)
def test_between_the_two_branches_no_layer_is_stable(share, metal, layer):
    soft_until, stiff_from = (1 + 4 * metal) / 3, 3 / (1 + 4 * layer)
    v = soft_until + (0.001 + 0.998 * share) * (stiff_from - soft_until)
    assume(stiff_from - soft_until > 1e-3)
    assert stable_interval(v, metal, layer) == []
    assert np.all(stability_index(np.logspace(-9, 9, 181), v, metal, layer) > 0)
    assert stable_interval(soft_until * 0.999, metal, layer)[0][0] == 0.0
    assert stable_interval(stiff_from * 1.001, metal, layer)[0][1] == inf


@given(st.floats(0.0, 0.99), st.floats(0.01, 0.99), compressible, compressible)
def test_more_cation_volume_takes_from_the_soft_branch(share, step, metal, layer):
    soft_until = (1 + 4 * metal) / 3
    less, more = share * soft_until, (share + step * (1 - share)) * soft_until
    assume(more < 0.999 * soft_until)
    assert stable_interval(more, metal, layer)[0][1] < stable_interval(less, metal, layer)[0][1]


@given(st.floats(1.01, 100.0), st.floats(1.01, 10.0), compressible, compressible)
def test_more_cation_volume_gives_to_the_stiff_branch(times, step, metal, layer):
    less = times * 3 / (1 + 4 * layer)
    ((more_needed, _),) = stable_interval(less, metal, layer)
    ((less_needed, _),) = stable_interval(step * less, metal, layer)
    assert less_needed < more_needed


def test_two_incompressible_materials_of_the_same_volume_are_neutral_everywhere():
    assert np.all(stability_index([1e-3, 1.0, 1e3], 1.0, 0.5, 0.5) == 0.0)
    assert stable_interval(1.0, 0.5, 0.5) == []


def test_any_volume_can_be_asked_for():
    ((low, high),) = stable_interval(1e300, *MONROE_NEWMAN)
    assert (low, high) == (pytest.approx(2.1724, abs=5e-5), inf)


# --- the index


@given(ratios, volumes, poissons, poissons)
def test_the_index_is_the_polynomial_over_one_plus_r_squared(r, v, metal, layer):
    expected = float(neutral_polynomial(r, v, metal, layer)) / (1 + r) ** 2
    assert stability_index(r, v, metal, layer) == pytest.approx(expected, rel=1e-9, abs=1e-12 * (1 + v))


@given(st.floats(0.0, 1e308), volumes, poissons, poissons)
def test_the_index_stays_between_its_coefficients(r, v, metal, layer):
    a2, a1, a0 = (float(one) for one in neutral_coefficients(v, metal, layer))
    index = float(stability_index(r, v, metal, layer))
    assert min(a2, a1 / 2, a0) - 1e-9 * (1 + v) <= index <= max(a2, a1 / 2, a0) + 1e-9 * (1 + v)


def test_the_index_ends_at_the_outer_coefficients():
    a2, _, a0 = neutral_coefficients(12.85, *MONROE_NEWMAN)
    assert stability_index([0.0, 1e300], 12.85, *MONROE_NEWMAN) == pytest.approx([float(a0), float(a2)], rel=1e-12)


def test_a_map_is_taken_point_by_point():
    r, v = np.logspace(-3, 3, 4), np.array([0.0, 1.0, 12.85])
    chart = stability_index(r[:, None], v, *MONROE_NEWMAN)
    assert chart.shape == (4, 3)
    assert chart[3, 1] == stability_index(r[3], v[1], *MONROE_NEWMAN)
    assert chart[3, 2] < 0 < chart[0, 2]  # stiff on a voluminous cation, and soft
    assert chart[0, 0] < 0 < chart[3, 0]


@pytest.mark.parametrize("poisson", [0.51, -1.0, nan])
def test_poissons_ratio_is_that_of_a_stable_material(poisson):
    with pytest.raises(ValueError, match="Poisson"):
        stability_index(1.0, 1.0, poisson, 0.3)
    with pytest.raises(ValueError, match="Poisson"):
        stable_interval(1.0, 0.3, poisson)


@pytest.mark.parametrize("wrong", [-0.1, inf, nan])
def test_ratios_are_finite_and_not_negative(wrong):
    with pytest.raises(ValueError, match="volumes"):
        stable_interval(wrong, *MONROE_NEWMAN)
    with pytest.raises(ValueError, match="shear moduli"):
        stability_index(wrong, 1.0, *MONROE_NEWMAN)
    with pytest.raises(ValueError, match="shear moduli"):
        neutral_polynomial([1.0, wrong], 1.0, *MONROE_NEWMAN)


# --- the same from the elastic field, and the potential in its other form


def two_half_spaces(r, metal, layer):
    """(p, deviatoric normal stress) of metal and layer at the crest of a ripple, moduli 1 and r.

    Imposed height and continuous tangential displacement and shear; an independent solution by the half-space field
    u_x = (B + C k z) exp(-k z) sin kx, u_z = (A + C k z) exp(-k z) cos kx with C = (A - B)/(3 - 4 nu).
    """
    a, b = 3 - 4 * metal, 3 - 4 * layer
    side = ((1 - 1 / a) - r * (1 - 1 / b)) / ((1 + 1 / a) + r * (1 + 1 / b))

    def face(shear, nu, kappa, height):
        first = 2 * shear * nu / (1 - 2 * nu)
        dilatation = -(height - side) * (kappa - 1) / kappa
        pressure = -(first + 2 * shear / 3) * dilatation
        normal = first * dilatation - 2 * shear * (height - (height - side) / kappa)
        return pressure, normal + pressure

    scale = 2 / (3 * a * b * ((1 + 1 / a) + r * (1 + 1 / b)))
    return face(1.0, metal, a, -1.0), face(r, layer, b, 1.0), scale


@given(st.floats(1e-3, 1e3), st.floats(0, 20), compressible, compressible)
def test_both_forms_follow_from_the_elastic_field(r, v, metal, layer):
    (p_e, t_e), (p_s, t_s), scale = two_half_spaces(r, metal, layer)
    published_form = (1 + v) / 2 * (t_e - t_s) + (1 - v) / 2 * (p_e + p_s)
    size = (1 + v) * (1 + r) ** 2
    assert published_form / scale == pytest.approx(float(neutral_polynomial(r, v, metal, layer)), abs=1e-9 * size)
    direct = p_e - v * p_s
    assert -direct / scale / (1 + r) ** 2 == pytest.approx(float(pressure_index(r, v, metal, layer)), rel=1e-9)


@given(st.floats(1e-3, 1e3), compressible, compressible)
def test_the_forms_differ_because_the_normal_forces_do_not_balance(r, metal, layer):
    (p_e, t_e), (p_s, t_s), _ = two_half_spaces(r, metal, layer)
    assert p_e < 0 < p_s, "the crest is stretched, the layer in front of it pressed"
    assert t_e - t_s > 0 > p_e - p_s, "with balance the two would be equal"


@given(ratios, volumes, poissons, poissons)
def test_by_the_pressures_alone_no_ratio_is_stable(r, v, metal, layer):
    assert float(pressure_index(r, v, metal, layer)) > 0
