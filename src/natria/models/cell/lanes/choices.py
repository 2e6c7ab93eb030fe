"""What the equations use in the place of branches, for one cell and for cells side by side. Compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.extending import intrinsic as numba_intrinsic
from numba.extending import overload as numba_overload
from numba.np import arrayobj as numba_arrays

from .operations import beside
from .vectors import LANES, GivenLanes, Lanes, Mask, given_type, lanes_type, mask_type, types

Code = tuple[Any, Callable[..., Any]]
arrays: Any = numba_arrays
_all: Any = ir.IntType(LANES)


def intrinsic(function: Callable[..., Code | None]) -> Any:
    """Return a function for machine code whose own code is given."""
    return numba_intrinsic(function)


@intrinsic
def choose(_: Any, where: Any, yes: Any, no: Any) -> Code | None:
    """Return `yes` where it is so and `no` elsewhere, in each lane; both are computed."""
    kind = lanes_type if isinstance(where, Mask) or beside((yes, no)) else types.float64

    def code(_: Any, builder: Any, __: Any, args: Any) -> Any:
        return builder.select(*args)

    return kind(mask_type if isinstance(where, Mask) else types.boolean, kind, kind), code


@intrinsic
def all_of(_: Any, where: Any) -> Code | None:
    """Return whether it is so in all lanes."""

    def code(_: Any, builder: Any, found: Any, args: Any) -> Any:
        if not isinstance(found.args[0], Mask):
            return args[0]
        return builder.icmp_unsigned("==", builder.bitcast(args[0], _all), ir.Constant(_all, 2**LANES - 1))

    return types.boolean(where if isinstance(where, Mask) else types.boolean), code


@intrinsic
def any_of(_: Any, where: Any) -> Code | None:
    """Return whether it is so in any lane."""

    def code(_: Any, builder: Any, __: Any, args: Any) -> Any:
        return builder.icmp_unsigned("!=", builder.bitcast(args[0], _all), ir.Constant(_all, 0))

    return types.boolean(where), code


@intrinsic
def as_lanes(_: Any, array: Any) -> Code | None:
    """Return an array whose last axis is that of lanes as one of computed lanes."""
    return _seen_as(array, lanes_type)


@intrinsic
def as_given(_: Any, array: Any) -> Code | None:
    """Return an array whose last axis is that of lanes as one of lanes that are read."""
    return _seen_as(array, given_type)


def _seen_as(array: Any, kind: Any) -> Code | None:
    if not isinstance(array, types.Array) or array.ndim < 2:
        return None
    made = types.Array(kind, array.ndim - 1, "C", aligned=False)

    def code(context: Any, builder: Any, found: Any, args: Any) -> Any:
        old = context.make_array(found.args[0])(context, builder, args[0])
        new = context.make_array(made)(context, builder)
        lengths = [builder.extract_value(old.shape, n) for n in range(made.ndim)]
        strides = [builder.extract_value(old.strides, n) for n in range(made.ndim)]
        size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(kind)))
        data = builder.bitcast(old.data, new.data.type)
        arrays.populate_array(new, data, lengths, strides, itemsize=size, meminfo=old.meminfo)
        return _counted(context, builder, made, new)

    return made(array), code


def _counted(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    context.nrt.incref(builder, kind, array._getvalue())  # noqa: SLF001 - Numba's name
    return array._getvalue()  # noqa: SLF001


@intrinsic
def as_band(_: Any, rows: Any) -> Code | None:
    """Return three rows of lanes as a matrix: element (row, column) of its band lies at 2 row + column."""
    made = types.Array(lanes_type, 2, "A", aligned=False)

    def code(context: Any, builder: Any, found: Any, args: Any) -> Any:
        old = context.make_array(found.args[0])(context, builder, args[0])
        new = context.make_array(made)(context, builder)
        count = builder.extract_value(old.shape, 1)
        size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(lanes_type)))
        twice = builder.add(size, size)
        arrays.populate_array(new, old.data, [count, count], [twice, size], itemsize=size, meminfo=old.meminfo)
        return _counted(context, builder, made, new)

    return made(rows), code


def empty_for(y: np.ndarray, many: int) -> np.ndarray:
    """Return an array of so many numbers of the kind of `y`: of one cell, or of cells side by side."""
    raise NotImplementedError("in machine code only")


def _of_one(y: Any, many: Any) -> Any:  # noqa: ARG001 - that of `empty_for`
    return np.empty(many)


def _of_lanes(y: Any, many: Any) -> Any:  # noqa: ARG001
    return as_lanes(np.empty((many, LANES)))


@numba_overload(empty_for)
def _empty_for(y: Any, many: Any) -> Any:  # noqa: ARG001
    return _of_lanes if isinstance(y.dtype, (Lanes, GivenLanes)) else _of_one
