"""Impedances and derivatives of circuits against their definitions and Cauchy's integral for the derivative."""

from __future__ import annotations

import numpy as np
import pytest

from natria.lab.impedance.circuit import ELEMENTS, InSeries, Part, impedance_of, parse_circuit, slopes_of
from natria.quantity import InputError

FREQUENCY = np.geomspace(1e-3, 1e7, 11)
NESTED = "L0-R0-p(R1,CPE1)-p(CPE2,R2-W1)-p(C1,Ws1-G1,R3)-Wo1-TL1-ZARC1"
CIRCLE = np.exp(2j * np.pi * (np.arange(16) + 0.5) / 16)


def by_hand(part, get, s):
    """One element from its definition."""
    q = [get(name) for name in part.parameters]
    root = (
        np.sqrt(s * q[-1])
        if part.kind in {"Ws", "Wo"}
        else np.sqrt(q[0] * q[1] * s ** q[2])
        if part.kind == "TL"
        else 1
    )
    return {
        "R": lambda: q[0] + 0 * s,
        "C": lambda: 1 / (s * q[0]),
        "L": lambda: s * q[0],
        "CPE": lambda: 1 / (q[0] * s ** q[1]),
        "ZARC": lambda: q[0] / (1 + (s * q[1]) ** q[2]),
        "W": lambda: q[0] * (1 - 1j) / np.sqrt(s / 1j),
        "G": lambda: q[0] / np.sqrt(1 + s * q[1]),
        "Ws": lambda: q[0] / root * (1 - np.exp(-2 * root)) / (1 + np.exp(-2 * root)),
        "Wo": lambda: q[0] / root * (1 + np.exp(-2 * root)) / -np.expm1(-2 * root),
        "TL": lambda: q[0] / root * (1 + np.exp(-2 * root)) / -np.expm1(-2 * root),
    }[part.kind]()


def exact(circuit, values):
    """The impedance of a circuit by a walk over its tree; values may be complex."""
    get = dict(zip(circuit.names, values, strict=True)).__getitem__
    s = 2j * np.pi * FREQUENCY

    def walk(node):
        if isinstance(node, Part):
            return by_hand(node, get, s)
        members = [walk(m) for m in node.members]
        return sum(members) if isinstance(node, InSeries) else 1 / sum(1 / z for z in members)

    return walk(circuit.root)


def slope(circuit, values, p):
    """df/dp = mean of f(p + r u) / (r u) over a circle: exact for analytic functions but for rounding."""
    radius = 0.02 * values[p]
    at = [exact(circuit, [*values[:p], values[p] + radius * u, *values[p + 1 :]]) / (radius * u) for u in CIRCLE]
    return np.mean(at, 0)


def values_for(circuit, seed):
    rng = np.random.default_rng(seed)
    return np.array([rng.uniform(0.4, 1) if e else 10 ** rng.uniform(-4, 2) for e in circuit.is_exponent])


@pytest.mark.parametrize("text", [*(f"{kind}1" for kind in ELEMENTS), NESTED])
@pytest.mark.parametrize("seed", [1, 2])
def test_impedance_and_derivatives_agree_with_the_definitions(text, seed):
    circuit = parse_circuit(text)
    values = values_for(circuit, seed)
    z, found = exact(circuit, values), slopes_of(circuit, values, FREQUENCY)
    np.testing.assert_allclose(impedance_of(circuit, values, FREQUENCY), z, rtol=1e-12)
    for p, name in enumerate(circuit.names):
        rounding = 1e-11 * np.abs(z) / values[p]
        expected = slope(circuit, list(values), p)
        assert (np.abs(found[p] - expected) <= 1e-9 * np.abs(expected) + rounding).all(), name


@pytest.mark.parametrize("kind", ["Ws", "Wo", "TL"])
def test_small_and_large_arguments_have_their_limits(kind):
    """tanh(a)/a is 1 and 1/a, coth(a)/a is 1/a^2 + 1/3 and 1/a; both meet where the series ends."""
    circuit = parse_circuit(f"{kind}1")
    values = [10.0, 2.0] if kind != "TL" else [10.0, 0.2, 1.0]
    low, high = impedance_of(circuit, values, np.array([1e-9, 1e9]))
    x = 2j * np.pi * np.array([1e-9, 1e9]) * 2
    assert high == pytest.approx(10 / np.sqrt(x[1]), rel=1e-12)
    assert low == pytest.approx(10.0 if kind == "Ws" else 10 / x[0] + 10 / 3, rel=1e-7)
    edge = 1e-4 / (2 * np.pi * 2) * np.array([0.999, 1.001])
    below, above = impedance_of(circuit, values, edge)
    assert abs(above / below - 1) < 0.003


def test_rows_of_values_are_evaluated_together():
    circuit = parse_circuit("R0-p(R1,CPE1)")
    rows = np.array([values_for(circuit, seed) for seed in range(4)])
    together = impedance_of(circuit, rows, FREQUENCY)
    assert together.shape == (4, len(FREQUENCY))
    for row, z in zip(rows, together, strict=True):
        np.testing.assert_array_equal(z, impedance_of(circuit, dict(zip(circuit.names, row, strict=True)), FREQUENCY))
    assert slopes_of(circuit, rows, FREQUENCY).shape == (4, 4, len(FREQUENCY))


@pytest.mark.parametrize(
    "values", [{"R0": 1.0}, {"R0": 1.0, "C1": 1.0, "X": 2.0}, {"R0": -1.0, "C1": 1.0}, [1.0], [1.0, float("nan")]]
)
def test_values_that_cannot_be_used_are_refused(values):
    with pytest.raises(InputError):
        impedance_of(parse_circuit("R0-C1"), values, FREQUENCY)
