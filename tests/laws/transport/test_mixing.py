"""Mixtures: bounds contain each other, media have their limits, and no rule lowers an energy below its phases'."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import FARADAY, GAS
from natria.laws.transport.mixing import (
    bruggeman,
    bulk_and_shear,
    bulk_hashin_shtrikman,
    hashin_shtrikman,
    maxwell_garnett,
    mixed_energy_span,
    reuss,
    shear_hashin_shtrikman,
    voigt,
    young_and_poisson,
)

EV = FARADAY


def hs_lower(values, fractions):
    return hashin_shtrikman(values, fractions)[0]


def hs_upper(values, fractions):
    return hashin_shtrikman(values, fractions)[1]


RULES = (voigt, reuss, hs_lower, hs_upper, maxwell_garnett, bruggeman)
ALIKE = (voigt, reuss, hs_lower, hs_upper, bruggeman)  # rules in which no phase is the host


@st.composite
def mixtures(draw, smallest=1e-9, least_phases=1):
    count = draw(st.integers(least_phases, 5))
    size = st.floats(np.log(smallest), np.log(1e6))
    values = np.exp(draw(st.lists(size, min_size=count, max_size=count)))
    parts = np.array(draw(st.lists(st.floats(0.01, 1.0), min_size=count, max_size=count)))
    return values, parts / parts.sum()


def below(less, more, tolerance=1e-9):
    return float(less) <= float(more) * (1 + tolerance)


# --- what every rule must do


@pytest.mark.parametrize("rule", RULES)
@given(value=st.floats(1e-9, 1e9), mixture=mixtures())
def test_phases_that_are_equal_are_no_mixture(rule, value, mixture):
    _, fractions = mixture
    assert rule(value, fractions) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("rule", RULES)
@given(mixture=mixtures(), factor=st.floats(1e-6, 1e6))
def test_a_unit_does_not_matter(rule, mixture, factor):
    values, fractions = mixture
    assert rule(factor * values, fractions) == pytest.approx(factor * float(rule(values, fractions)), rel=1e-9)


@pytest.mark.parametrize("rule", RULES)
@given(mixture=mixtures(), which=st.integers(0, 4), factor=st.floats(1.0, 100.0))
def test_a_better_phase_makes_no_worse_mixture(rule, mixture, which, factor):
    values, fractions = mixture
    better = values.copy()
    better[which % len(values)] *= factor
    assert below(rule(values, fractions), rule(better, fractions))


@pytest.mark.parametrize("rule", ALIKE)
@given(mixture=mixtures(), data=st.data())
def test_the_order_of_the_phases_does_not_matter(rule, mixture, data):
    values, fractions = mixture
    order = data.draw(st.permutations(range(len(values))))
    assert rule(values[order], fractions[order]) == pytest.approx(float(rule(values, fractions)), rel=1e-9)


@given(mixture=mixtures(least_phases=3))
def test_only_the_host_has_a_place_in_maxwell_garnett(mixture):
    values, fractions = mixture
    order = [0, *range(len(values) - 1, 0, -1)]
    once = float(maxwell_garnett(values, fractions))
    assert maxwell_garnett(values[order], fractions[order]) == pytest.approx(once, rel=1e-9)


@pytest.mark.parametrize("rule", ALIKE)
@given(mixture=mixtures(), absent=st.floats(0.0, 1e9))
def test_an_absent_phase_does_not_matter(rule, mixture, absent):
    values, fractions = mixture
    found = rule(np.append(values, absent), np.append(fractions, 0.0))
    assert found == pytest.approx(float(rule(values, fractions)), rel=1e-9)


@pytest.mark.parametrize("rule", ALIKE)
@given(mixture=mixtures(), share=st.floats(0.01, 0.99))
def test_a_phase_may_be_named_in_two_parts(rule, mixture, share):
    values, fractions = mixture
    parts = np.concatenate(([share * fractions[0], (1 - share) * fractions[0]], fractions[1:]))
    found = rule(np.concatenate((values[:1], values)), parts)
    assert found == pytest.approx(float(rule(values, fractions)), rel=1e-9)


@pytest.mark.parametrize("rule", RULES)
def test_many_mixtures_are_taken_one_by_one(rule):
    f = np.linspace(0.0, 1.0, 11)
    fractions = np.stack([1 - f, f], axis=-1)
    curve = rule([1.0, 1e3], fractions)
    assert curve.shape == (11,)
    assert curve.tolist() == pytest.approx([float(rule([1.0, 1e3], one)) for one in fractions], rel=1e-12)
    assert curve[[0, -1]] == pytest.approx([1.0, 1e3], rel=1e-12)


# --- bounds


@given(mixtures())
def test_the_bounds_lie_inside_each_other(mixture):
    lower, upper = hashin_shtrikman(*mixture)
    assert below(reuss(*mixture), lower)
    assert below(lower, upper)
    assert below(upper, voigt(*mixture))
    assert below(lower, bruggeman(*mixture))
    assert below(bruggeman(*mixture), upper)
    assert below(lower, maxwell_garnett(*mixture))
    assert below(maxwell_garnett(*mixture), upper)


def test_of_two_phases_the_bounds_are_maxwell_garnett_with_either_as_the_host():
    lower, upper = hashin_shtrikman([1.0, 100.0], [0.7, 0.3])
    assert lower == pytest.approx(float(maxwell_garnett([1.0, 100.0], [0.7, 0.3])), rel=1e-12)
    assert upper == pytest.approx(float(maxwell_garnett([100.0, 1.0], [0.3, 0.7])), rel=1e-12)


@pytest.mark.parametrize(("s1", "s2", "f2"), [(1.0, 100.0, 0.3), (5.0, 2.0, 0.8)])
def test_the_bounds_of_two_phases_as_they_are_printed(s1, s2, f2):
    """s1 + f2 / (1/(s2 - s1) + f1/(3 s1)), Hashin and Shtrikman (1962)."""
    f1 = 1 - f2
    one = s1 + f2 / (1 / (s2 - s1) + f1 / (3 * s1))
    other = s2 + f1 / (1 / (s1 - s2) + f2 / (3 * s2))
    assert hashin_shtrikman([s1, s2], [f1, f2]) == pytest.approx(sorted((one, other)), rel=1e-12)


def test_series_and_parallel_by_hand():
    assert voigt([1.0, 3.0], [0.5, 0.5]) == 2.0
    assert reuss([1.0, 3.0], [0.5, 0.5]) == 1.5


@pytest.mark.parametrize("rule", [reuss, hs_lower])
def test_an_insulator_may_block_all(rule):
    assert rule([0.0, 1.0], [0.01, 0.99]) == 0.0


def test_pores_leave_at_most_the_bound_of_maxwell():
    """2 (1 - p) / (2 + p) for spherical pores."""
    _, upper = hashin_shtrikman([1.0, 0.0], [0.8, 0.2])
    assert upper == pytest.approx(2 * 0.8 / 2.2, rel=1e-12)


# --- effective media


@pytest.mark.parametrize("rule", [maxwell_garnett, bruggeman])
@pytest.mark.parametrize("inside", [0.0, 0.3, 4.0, 1e4])
def test_a_few_spheres_act_one_by_one(rule, inside):
    f = 1e-7
    slope = (float(rule([1.0, inside], [1 - f, f])) - 1) / f
    assert slope == pytest.approx(3 * (inside - 1) / (inside + 2), rel=1e-5)


@given(mixtures())
def test_bruggeman_fulfils_its_own_equation(mixture):
    values, fractions = mixture
    s = float(bruggeman(values, fractions))
    assert np.sum(fractions * (values - s) / (values + 2 * s)) == pytest.approx(0.0, abs=1e-12)


@given(st.floats(-12.0, 12.0), st.floats(0.0, 1.0))
def test_bruggeman_of_two_phases_is_the_root_of_a_quadratic(decades, f):
    values, fractions = [1.0, 10.0**decades], [1 - f, f]
    b = (3 * fractions[0] - 1) * values[0] + (3 * f - 1) * values[1]
    root = np.sqrt(b**2 + 8 * values[0] * values[1])
    expected = (b + root) / 4 if b > 0 else 2 * values[0] * values[1] / (root - b)
    assert bruggeman(values, fractions) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("conducting", [0.0, 0.1, 0.3, 0.333])
def test_a_third_must_conduct_or_nothing_does(conducting):
    assert bruggeman([0.0, 5.0], [1 - conducting, conducting]) == 0.0
    assert bruggeman([0.0, 5.0, 7.0], [1 - conducting, conducting / 2, conducting / 2]) == 0.0


@given(st.floats(0.334, 1.0))
def test_above_a_third_the_conductivity_rises_as_a_line(conducting):
    found = bruggeman([0.0, 5.0], [1 - conducting, conducting])
    assert found == pytest.approx(5.0 * (3 * conducting - 1) / 2, rel=1e-9)


@pytest.mark.parametrize("tiny", [1e-6, 1e-12, 1e-100, 1e-300])
def test_an_insulator_is_the_limit_of_a_poor_conductor(tiny):
    assert bruggeman([tiny, 1.0], [0.5, 0.5]) == pytest.approx(0.25, rel=10 * tiny + 1e-12)
    assert bruggeman([tiny, 1.0], [0.8, 0.2]) == pytest.approx(2.5 * tiny, rel=10 * tiny + 1e-12)  # tiny / (1 - 3 f)


def test_at_the_threshold_a_poor_conductor_enters_as_a_root():
    """At f = 1/3 the quadratic leaves s = sqrt(s1 s2 / 2)."""
    assert bruggeman([1e-8, 1.0], [2 / 3, 1 / 3]) == pytest.approx(np.sqrt(0.5e-8), rel=1e-3)


@pytest.mark.parametrize("rule", ALIKE)
def test_all_insulators_make_an_insulator(rule):
    assert rule([0.0, 0.0], [0.4, 0.6]) == 0.0


def test_an_insulating_host_shuts_its_spheres_in():
    assert maxwell_garnett([0.0, 1.0], [0.3, 0.7]) == 0.0


# --- activation energies


@pytest.mark.parametrize("rule", RULES)
@given(mixture=mixtures(least_phases=2), data=st.data())
def test_no_rule_shows_an_energy_outside_that_of_its_phases(rule, mixture, data):
    values, fractions = mixture
    count = len(values)
    energies = np.array(data.draw(st.lists(st.floats(0.02, 1.0), min_size=count, max_size=count))) * EV
    inverse, step = 1 / 298.15, 1e-7

    def log_mixed(at):
        return float(np.log(rule(values * np.exp(-energies / GAS * (at - inverse)), fractions)))

    apparent = -GAS * (log_mixed(inverse + step) - log_mixed(inverse - step)) / (2 * step)
    low, high = mixed_energy_span(energies.tolist())
    assert low - 1e-5 * EV <= apparent <= high + 1e-5 * EV


def test_the_energy_of_a_mixture_of_kumar2020s_phases_cannot_be_0_06():
    low, high = mixed_energy_span([0.25, 0.35])
    assert (low, high) == (0.25, 0.35)
    assert low > 0.06
    assert mixed_energy_span([0.35, 0.06, 0.25]) == (0.06, 0.35)  # with an interface as a third phase it can


@pytest.mark.parametrize("wrong", [[], [nan], [0.1, inf], [[0.1]]])
def test_energies_are_one_number_a_phase(wrong):
    with pytest.raises(ValueError, match="energies"):
        mixed_energy_span(wrong)


# --- elastic moduli


@st.composite
def solids(draw):
    _, fractions = draw(mixtures())
    count = len(fractions)
    young = np.array(draw(st.lists(st.floats(1e6, 1e12), min_size=count, max_size=count)))
    poisson = np.array(draw(st.lists(st.floats(-0.5, 0.49), min_size=count, max_size=count)))
    return *bulk_and_shear(young, poisson), fractions


@given(solids())
def test_the_elastic_bounds_lie_inside_voigt_and_reuss(solid):
    bulk, shear, fractions = solid
    for modulus, bounds in ((bulk, bulk_hashin_shtrikman(*solid)), (shear, shear_hashin_shtrikman(*solid))):
        lower, upper = bounds
        assert below(reuss(modulus, fractions), lower)
        assert below(lower, upper)
        assert below(upper, voigt(modulus, fractions))


@given(solids(), st.data())
def test_the_order_of_solids_does_not_matter(solid, data):
    order = data.draw(st.permutations(range(len(solid[0]))))
    for bounds in (bulk_hashin_shtrikman, shear_hashin_shtrikman):
        assert np.array(bounds(*(one[order] for one in solid))) == pytest.approx(np.array(bounds(*solid)), rel=1e-9)


@given(st.floats(1e6, 1e12), st.floats(-0.5, 0.49), mixtures())
def test_solids_that_are_equal_are_no_mixture(young, poisson, mixture):
    bulk, shear = bulk_and_shear(young, poisson)
    assert bulk_hashin_shtrikman(bulk, shear, mixture[1]) == pytest.approx([float(bulk)] * 2, rel=1e-12)
    assert shear_hashin_shtrikman(bulk, shear, mixture[1]) == pytest.approx([float(shear)] * 2, rel=1e-12)


def test_the_elastic_bounds_of_two_phases_as_they_are_printed():
    """Hashin and Shtrikman (1963), K1 + f2/(1/(K2 - K1) + 3 f1/(3 K1 + 4 G1)) and its like for G."""
    k, g, f = (10.0, 40.0), (3.0, 30.0), (0.6, 0.4)

    def printed(one, two):
        bulk = k[one] + f[two] / (1 / (k[two] - k[one]) + 3 * f[one] / (3 * k[one] + 4 * g[one]))
        stiffness = 6 * f[one] * (k[one] + 2 * g[one]) / (5 * g[one] * (3 * k[one] + 4 * g[one]))
        return bulk, g[one] + f[two] / (1 / (g[two] - g[one]) + stiffness)

    (k_low, g_low), (k_high, g_high) = printed(0, 1), printed(1, 0)
    assert bulk_hashin_shtrikman(k, g, f) == pytest.approx([k_low, k_high], rel=1e-12)
    assert shear_hashin_shtrikman(k, g, f) == pytest.approx([g_low, g_high], rel=1e-12)


def test_with_one_shear_modulus_the_bulk_modulus_is_known():
    """Hill (1963): the bounds meet, at any arrangement."""
    lower, upper = bulk_hashin_shtrikman([10.0, 80.0, 3.0], [5.0, 5.0, 5.0], [0.2, 0.3, 0.5])
    assert lower == pytest.approx(float(upper), rel=1e-14)
    assert lower == pytest.approx(1 / (0.2 / (10 + 20 / 3) + 0.3 / (80 + 20 / 3) + 0.5 / (3 + 20 / 3)) - 20 / 3)


def test_a_solid_with_pores():
    k, g, p = 40.0, 30.0, 0.2
    for bounds in (bulk_hashin_shtrikman, shear_hashin_shtrikman):
        assert bounds([k, 0.0], [g, 0.0], [1 - p, p])[0] == 0.0
    assert bulk_hashin_shtrikman([k, 0.0], [g, 0.0], [1 - p, p])[1] == pytest.approx(
        4 * g * k * (1 - p) / (4 * g + 3 * p * k), rel=1e-12
    )
    few = 1e-7
    slope = (float(shear_hashin_shtrikman([k, 0.0], [g, 0.0], [1 - few, few])[1]) / g - 1) / few
    assert slope == pytest.approx(-5 * (3 * k + 4 * g) / (9 * k + 8 * g), rel=1e-5)  # Mackenzie (1950)


@given(st.floats(1e6, 1e12), st.floats(-0.9, 0.49))
def test_moduli_come_back(young, poisson):
    back = young_and_poisson(*bulk_and_shear(young, poisson))
    assert back[0] == pytest.approx(young, rel=1e-9)
    assert back[1] == pytest.approx(poisson, rel=1e-9, abs=1e-9)


def test_the_moduli_of_sodium():
    """E = 4.6 GPa and nu = 0.34 make G = 1.72 GPa."""
    bulk, shear = bulk_and_shear(4.6e9, 0.34)
    assert shear == pytest.approx(1.716e9, rel=1e-3)
    assert bulk == pytest.approx(4.792e9, rel=1e-3)


# --- arguments


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("fractions", [[0.5, 0.6], [1.2, -0.2], [nan, 1.0], [0.5, 0.4]])
def test_fractions_are_shares_of_one(rule, fractions):
    with pytest.raises(ValueError, match="fractions"):
        rule([1.0, 2.0], fractions)


@pytest.mark.parametrize("rule", RULES)
def test_fractions_rounded_in_print_are_made_whole(rule):
    assert rule(3.0, [0.5, 0.5 + 5e-10]) == pytest.approx(3.0, rel=1e-14)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("wrong", [-1.0, inf, nan])
def test_values_are_finite_and_not_negative(rule, wrong):
    with pytest.raises(ValueError, match="values"):
        rule([1.0, wrong], [0.5, 0.5])


@pytest.mark.parametrize("rule", RULES)
def test_a_mixture_has_phases(rule):
    with pytest.raises(ValueError, match="fractions"):
        rule([], [])


@pytest.mark.parametrize(
    ("young", "poisson"), [(0.0, 0.3), (inf, 0.3), (nan, 0.3), (1e9, 0.5), (1e9, -1.0), (1e9, nan)]
)
def test_moduli_are_those_of_a_stable_solid(young, poisson):
    with pytest.raises(ValueError, match=r"Poisson|Young"):
        bulk_and_shear(young, poisson)


@pytest.mark.parametrize(("bulk", "shear"), [(0.0, 1.0), (1.0, 0.0), (-1.0, 1.0), (nan, 1.0), (1.0, inf)])
def test_bulk_and_shear_modulus_are_above_zero(bulk, shear):
    with pytest.raises(ValueError, match="bulk and shear"):
        young_and_poisson(bulk, shear)
