"""Operations on lanes, by the names that NumPy and Python have for those on numbers.

All operations are those of IEEE 754 in each lane, and functions are those of the C library, lane by lane. So a lane has
the bits of the same function on one number, whatever stands beside it.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, imputils
from numba.core.typing import templates as numba_templates

from .vectors import (
    LANES,
    SCALARS,
    GivenLanes,
    Lanes,
    Mask,
    first_lane,
    given_type,
    index_of_lane,
    lanes_type,
    mask_type,
    numbers_of_lanes,
    types,
)

templates: Any = numba_templates
made_by: Any = imputils.lower_builtin
utils: Any = cgutils
Code = Callable[[Any, Any, Any, Any], Any]  # context, builder, signature, arguments -> value


def beside(args: tuple[Any, ...]) -> bool:
    """Whether some arguments are lanes, and all others numbers."""
    own = [isinstance(a, (Lanes, GivenLanes)) for a in args]
    return any(own) and all(mine or isinstance(a, SCALARS) for a, mine in zip(args, own, strict=True))


def _typed(function: Any, many: int, gives: Any) -> None:
    """Let a function take so many arguments of which some are lanes."""

    def generic(_: Any, args: tuple[Any, ...], kws: Any) -> Any:
        return (
            templates.signature(gives, *[lanes_type] * many) if not kws and len(args) == many and beside(args) else None
        )

    templates.infer_global(function)(type(f"Of{many}Lanes", (templates.AbstractTemplate,), {"generic": generic}))


def _operation(function: Any, many: int, code: Code, gives: Any = lanes_type) -> None:
    _typed(function, many, gives)
    made_by(function, *[lanes_type] * many)(code)


# --- arithmetic


def _by_name(name: str) -> Code:
    return lambda _context, builder, _signature, args: getattr(builder, name)(*args)


ARITHMETIC = {
    "fadd": (operator.add, operator.iadd),
    "fsub": (operator.sub, operator.isub),
    "fmul": (operator.mul, operator.imul),
    "fdiv": (operator.truediv, operator.itruediv),
}
for name, functions in ARITHMETIC.items():
    for function in functions:
        _operation(function, 2, _by_name(name))
_operation(operator.neg, 1, _by_name("fneg"))


def _of_llvm(name: str) -> Code:
    def code(_: Any, builder: Any, __: Any, args: Any) -> Any:
        kind = ir.FunctionType(numbers_of_lanes, [numbers_of_lanes] * len(args))
        return builder.call(utils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{LANES}f64"), args)

    return code


def _lane_by_lane(function: Any) -> Code:
    """Return the code that calls a function of `math` for each lane."""

    def code(context: Any, builder: Any, _: Any, args: Any) -> Any:
        known = context.typing_context.resolve_value_type(function)
        one = context.get_function(known, known.get_call_type(context.typing_context, (types.float64,) * len(args), {}))
        made = ir.Constant(numbers_of_lanes, ir.Undefined)
        for k in range(LANES):
            place = ir.Constant(index_of_lane, k)
            made = builder.insert_element(made, one(builder, [builder.extract_element(a, place) for a in args]), place)
        return made

    return code


_operation(abs, 1, _of_llvm("fabs"))
_operation(np.sqrt, 1, _of_llvm("sqrt"))
_operation(operator.pow, 2, _lane_by_lane(math.pow))
FUNCTIONS = {
    np.exp: math.exp,
    np.expm1: math.expm1,
    np.log: math.log,
    np.log1p: math.log1p,
    np.arcsinh: math.asinh,
}
for of_arrays, of_one in FUNCTIONS.items():
    _operation(of_arrays, 1, _lane_by_lane(of_one))


def _smaller(sign: str) -> Code:
    """Return the code of `min` or `max`: the second only where it is beyond the first, as Python has it."""
    return lambda _context, builder, _signature, args: builder.select(
        builder.fcmp_ordered(sign, args[1], args[0]), args[1], args[0]
    )


_operation(min, 2, _smaller("<"))
_operation(max, 2, _smaller(">"))


# --- comparisons


def _compared(sign: str) -> Callable[[Any, Any, Any], Any]:
    return lambda builder, a, b: (builder.fcmp_unordered if sign == "!=" else builder.fcmp_ordered)(sign, a, b)


def _comparison(function: Any, sign: str) -> None:
    compare = _compared(sign)

    def generic(_: Any, args: tuple[Any, ...], kws: Any) -> Any:
        if kws or len(args) != 2 or not beside(args):
            return None
        if any(isinstance(a, Lanes) for a in args):
            return templates.signature(mask_type, lanes_type, lanes_type)
        return templates.signature(types.boolean, *[a if isinstance(a, GivenLanes) else types.float64 for a in args])

    def of_lanes(_: Any, builder: Any, __: Any, args: Any) -> Any:
        return compare(builder, *args)

    def of_given(_: Any, builder: Any, found: Any, args: Any) -> Any:
        pairs = zip(found.args, args, strict=True)
        return compare(builder, *[first_lane(builder, x) if isinstance(kind, GivenLanes) else x for kind, x in pairs])

    templates.infer_global(function)(type("OfTwoLanes", (templates.AbstractTemplate,), {"generic": generic}))
    made_by(function, lanes_type, lanes_type)(of_lanes)
    for kinds in ((given_type, given_type), (given_type, types.float64), (types.float64, given_type)):
        made_by(function, *kinds)(of_given)


SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}
for sign, function in SIGNS.items():
    _comparison(function, sign)


def _of_masks(function: Any, many: int, name: str) -> None:
    def generic(_: Any, args: tuple[Any, ...], kws: Any) -> Any:
        masks = not kws and len(args) == many and all(isinstance(a, Mask) for a in args)
        return templates.signature(mask_type, *[mask_type] * many) if masks else None

    templates.infer_global(function)(type("OfMasks", (templates.AbstractTemplate,), {"generic": generic}))
    made_by(function, *[mask_type] * many)(_by_name(name))


_of_masks(operator.and_, 2, "and_")
_of_masks(operator.or_, 2, "or_")
_of_masks(operator.invert, 1, "not_")


def _is_not_a_number() -> None:
    """Let `numpy.isnan` take lanes (a mask) and what was read (a plain truth)."""

    def generic(_: Any, args: tuple[Any, ...], kws: Any) -> Any:
        if kws or len(args) != 1 or not isinstance(args[0], (Lanes, GivenLanes)):
            return None
        return templates.signature(mask_type if isinstance(args[0], Lanes) else types.boolean, args[0])

    def of_lanes(_: Any, builder: Any, __: Any, args: Any) -> Any:
        return builder.fcmp_unordered("uno", args[0], args[0])

    def of_given(_: Any, builder: Any, __: Any, args: Any) -> Any:
        one = first_lane(builder, args[0])
        return builder.fcmp_unordered("uno", one, one)

    templates.infer_global(np.isnan)(type("OfLanes", (templates.AbstractTemplate,), {"generic": generic}))
    made_by(np.isnan, lanes_type)(of_lanes)
    made_by(np.isnan, given_type)(of_given)


def _is_whole() -> None:
    """Let `int` take what was read: a number of the first lane."""

    def generic(_: Any, args: tuple[Any, ...], kws: Any) -> Any:
        given = not kws and len(args) == 1 and isinstance(args[0], GivenLanes)
        return templates.signature(types.int64, given_type) if given else None

    def code(context: Any, builder: Any, _: Any, args: Any) -> Any:
        return context.cast(builder, first_lane(builder, args[0]), types.float64, types.int64)

    templates.infer_global(int)(type("OfGiven", (templates.AbstractTemplate,), {"generic": generic}))
    made_by(int, given_type)(code)


_is_not_a_number()
_is_whole()
