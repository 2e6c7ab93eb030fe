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
def respond(
    nodes: np.ndarray, x: np.ndarray, lw: np.ndarray, z: np.ndarray, factors: np.ndarray, slopes: np.ndarray
) -> None:
    """Fill `z` (nodes x frequencies; row 0 is the circuit) and `slopes` (parameters x frequencies)."""
    count = len(nodes)
    for i in range(count):
        if nodes[i, KIND] < 0:
            z[i, :] = 0.0
    for i in range(count - 1, -1, -1):
        kind, parent = nodes[i, KIND], nodes[i, PARENT]
        if kind >= 0:
            element_response(kind, x, lw, nodes[i, FIRST], z[i], slopes)
        elif kind == PARALLEL:
            for k in range(len(lw)):
                z[i, k] = 1.0 / z[i, k]
        if parent >= 0:
            if nodes[parent, KIND] == SERIES:
                for k in range(len(lw)):
                    z[parent, k] += z[i, k]
            else:
                for k in range(len(lw)):
                    z[parent, k] += 1.0 / z[i, k]
    factors[0, :] = 1.0
    for i in range(1, count):
        parent = nodes[i, PARENT]
        if nodes[parent, KIND] == SERIES:
            factors[i, :] = factors[parent]
        else:
            for k in range(len(lw)):
                share = z[parent, k] / z[i, k]
                factors[i, k] = factors[parent, k] * share * share
    for i in range(1, count):
        if nodes[i, KIND] >= 0:
            for p in range(nodes[i, FIRST], nodes[i, FIRST] + nodes[i, COUNT]):
                for k in range(len(lw)):
                    slopes[p, k] *= factors[i, k]


@compiled
def respond_all(nodes: np.ndarray, x: np.ndarray, lw: np.ndarray, z: np.ndarray, slopes: np.ndarray) -> None:
    """Fill `z` (circuits x frequencies) and `slopes` (circuits x parameters x frequencies) for rows of `x`."""
    of_nodes = np.empty((len(nodes), len(lw)), np.complex128)
    factors = np.empty_like(of_nodes)
    for b in range(len(x)):
        respond(nodes, x[b], lw, of_nodes, factors, slopes[b])
        z[b] = of_nodes[0]
