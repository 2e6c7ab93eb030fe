"""Impedance of a circuit for one or many sets of parameters, and its derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ....quantity import InputError, Problem, did_you_mean
from .program import program_of
from .tree import Circuit

Values = Mapping[str, float] | Sequence[float] | np.ndarray


def impedance_of(circuit: Circuit, values: Values, frequency: np.ndarray) -> np.ndarray:
    """Return the complex impedance at frequencies (1/s).

    (N,) for one set of values, (B, N) for rows of values. `values` (SI) in the order of `circuit.names`, or by name.
    """
    table = values_of(circuit, values)
    z, _ = responses(circuit, table, frequency)
    return np.asarray(z if table.ndim > 1 else z[0])


def slopes_of(circuit: Circuit, values: Values, frequency: np.ndarray) -> np.ndarray:
    """Return dZ/d(parameter), the parameter itself, as (P, N) or (B, P, N)."""
    table = values_of(circuit, values)
    _, slopes = responses(circuit, table, frequency)
    by_value = np.atleast_2d(np.where(circuit.is_exponent, 1.0, 1.0 / table))
    found = slopes * by_value[:, :, None]
    return np.asarray(found if table.ndim > 1 else found[0])


def responses(circuit: Circuit, table: np.ndarray, frequency: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return impedance (B, N) and its derivatives by ln(value), or by an exponent, (B, P, N)."""
    from .circuit_kernels import respond_all

    program = program_of(circuit)
    x = log_values(circuit, np.atleast_2d(table))[:, program.columns]
    lw = np.log(2 * np.pi * np.asarray(frequency, float))
    z = np.empty((len(x), len(lw)), complex)
    slopes = np.empty((*x.shape, len(lw)), complex)
    respond_all(program.nodes, np.ascontiguousarray(x), lw, z, slopes)
    ordered = np.empty_like(slopes)
    ordered[:, program.columns] = slopes
    return z, ordered


def log_values(circuit: Circuit, table: np.ndarray) -> np.ndarray:
    """Return ln of each positive parameter, and exponents as they are."""
    return np.where(circuit.is_exponent, table, np.log(np.where(circuit.is_exponent, 1.0, table)))


def plain_values(circuit: Circuit, logs: np.ndarray) -> np.ndarray:
    """Return the parameters in SI from their logarithms, and exponents as they are."""
    return np.where(circuit.is_exponent, logs, np.exp(np.where(circuit.is_exponent, 0.0, logs)))


def values_of(circuit: Circuit, values: Values) -> np.ndarray:
    """Return values in the order of the circuit. Raise where one is missing, unknown or not above zero."""
    if isinstance(values, Mapping):
        wrong = [
            Problem(str(name), f"not a parameter of {circuit}", did_you_mean(str(name), circuit.names))
            for name in values
            if name not in circuit.names
        ]
        wrong += [Problem(name, "no value is given") for name in circuit.names if name not in values]
        if wrong:
            raise InputError("the set of values", wrong)
        values = [values[name] for name in circuit.names]
    table = np.asarray(values, float)
    if table.ndim not in {1, 2} or table.shape[-1] != len(circuit.names):
        what = f"of shape {table.shape}, not ({len(circuit.names)},) or (B, {len(circuit.names)})"
        raise InputError("the array of values", [Problem("", what, f"the order is {', '.join(circuit.names)}")])
    bad = ~np.isfinite(table) | (table <= 0)
    if bad.any():
        names = [circuit.names[p] for p in np.flatnonzero(np.atleast_2d(bad).any(0))]
        raise InputError("the set of values", [Problem(n, "not a finite number above zero") for n in names])
    return table
