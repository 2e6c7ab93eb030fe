"""Impedance of a circuit over frequency and its exact derivatives, from the table of its nodes.

A row of `nodes` is (kind, parent, first parameter, their number). Parents stand before their members; the root has the
parent -1.
Values are collected from the members up to the root. Every parameter belongs to one element, so the derivative of the
whole is that of the element times a factor that is carried down: 1 in series, (Z_p/Z_i)^2 for a member in parallel.
"""

from __future__ import annotations

import numpy as np

from ..machine_code import compiled
from .element_kernels import (
    capacitor,
    constant_phase,
    depressed_arc,
    gerischer,
    inductor,
    line,
    line_by_tau,
    resistor,
    warburg,
    warburg_open,
    warburg_short,
)

SERIES, PARALLEL = -1, -2
KIND, PARENT, FIRST, COUNT = 0, 1, 2, 3


@compiled
def element_response(kind: int, x: np.ndarray, lw: np.ndarray, first: int, z: np.ndarray, slopes: np.ndarray) -> None:
    if kind == 0:
        resistor(x, lw, first, z, slopes)
    elif kind == 1:
        capacitor(x, lw, first, z, slopes)
    elif kind == 2:
        inductor(x, lw, first, z, slopes)
    elif kind == 3:
        constant_phase(x, lw, first, z, slopes)
    elif kind == 4:
        depressed_arc(x, lw, first, z, slopes)
    elif kind == 5:
        warburg(x, lw, first, z, slopes)
    elif kind == 6:
        warburg_short(x, lw, first, z, slopes)
    elif kind == 7:
        warburg_open(x, lw, first, z, slopes)
    elif kind == 8:
        gerischer(x, lw, first, z, slopes)
    elif kind == 9:
        line(x, lw, first, z, slopes)
    else:
        line_by_tau(x, lw, first, z, slopes)


@compiled
def add(total: np.ndarray, z: np.ndarray) -> None:
    for k in range(len(total)):
        total[k] += z[k]


@compiled
def add_inverse(total: np.ndarray, z: np.ndarray) -> None:
    for k in range(len(total)):
        total[k] += 1.0 / z[k]


@compiled
def multiply(row: np.ndarray, factor: np.ndarray) -> None:
    for k in range(len(row)):
        row[k] *= factor[k]


@compiled
def respond(
    nodes: np.ndarray, x: np.ndarray, lw: np.ndarray, z: np.ndarray, factors: np.ndarray, slopes: np.ndarray
) -> None:
    """Fill `z` (nodes x frequencies; row 0 is the circuit) and `slopes` (parameters x frequencies).

    The root is in series: its members have the factor 1.
    """
    count = len(nodes)
    for i in range(count):
        if nodes[i, KIND] < 0:
            z[i, :] = 0.0
    for i in range(count - 1, 0, -1):
        kind, parent = nodes[i, KIND], nodes[i, PARENT]
        if kind >= 0:
            element_response(kind, x, lw, nodes[i, FIRST], z[i], slopes)
        elif kind == PARALLEL:
            row = z[i]
            for k in range(len(row)):
                row[k] = 1.0 / row[k]
        if nodes[parent, KIND] == SERIES:
            add(z[parent], z[i])
        else:
            add_inverse(z[parent], z[i])
    for i in range(1, count):
        parent = nodes[i, PARENT]
        if parent == 0:
            if nodes[i, KIND] < 0:
                factors[i, :] = 1.0
            continue
        if nodes[parent, KIND] == SERIES:
            factors[i, :] = factors[parent]
        else:
            own, whole, below, above = z[i], z[parent], factors[i], factors[parent]
            for k in range(len(own)):
                share = whole[k] / own[k]
                below[k] = above[k] * share * share
        if nodes[i, KIND] >= 0:
            for p in range(nodes[i, FIRST], nodes[i, FIRST] + nodes[i, COUNT]):
                multiply(slopes[p], factors[i])


@compiled
def respond_all(nodes: np.ndarray, x: np.ndarray, lw: np.ndarray, z: np.ndarray, slopes: np.ndarray) -> None:
    """Fill `z` (rows of x, frequencies) and `slopes` (rows of x, parameters, frequencies)."""
    of_nodes = np.empty((len(nodes), len(lw)), np.complex128)
    factors = np.empty_like(of_nodes)
    for b in range(len(x)):
        respond(nodes, x[b], lw, of_nodes, factors, slopes[b])
        z[b] = of_nodes[0]
