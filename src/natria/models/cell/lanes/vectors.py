"""Numbers of `LANES` cells side by side as one value in compiled functions.

An array of them is addressed by its first axis, so the equations of one cell are those of many: `y[k]` is the state k
of all. There are three types, and what each can be used for is verified as a function is compiled:

- `GivenLanes`, read from the numbers of cells, which stand side by side only where they agree on all that decides a
  branch (`alike`): a comparison of two of them is that of the first lane, a plain truth.
- `Lanes`, computed numbers: a comparison gives a mask.
- `Mask`, a truth for each lane. It cannot stand behind an `if`, only in `choices.choose`: a branch that cells could
  take differently does not compile.

What can be done with them is in `operations`.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types as numba_types
from numba.core import datamodel as numba_models
from numba.core import imputils
from numba.core.typeconv.castgraph import Conversion
from numba.extending import register_model

types: Any = numba_types  # Numba has few types of its own
numba_type: Any = numba_types.Type
models: Any = numba_models
cast_by: Any = imputils.lower_cast

LANES = 16  # two values of 512 bits: while one waits for its last operation the other goes on
numbers_of_lanes: Any = ir.VectorType(ir.DoubleType(), LANES)
truths_of_lanes: Any = ir.VectorType(ir.IntType(1), LANES)
index_of_lane: Any = ir.IntType(32)


class Lanes(numba_type):  # type: ignore[misc]
    """The type of computed numbers."""

    def __init__(self) -> None:
        super().__init__(name=f"Lanes{LANES}")

    def can_convert_from(self, _: Any, other: Any) -> Any:
        return Conversion.safe if isinstance(other, NUMBERS) else None

    def unify(self, _: Any, other: Any) -> Any:
        return self if isinstance(other, NUMBERS) else None


class GivenLanes(numba_type):  # type: ignore[misc]
    """The type of numbers that were read."""

    def __init__(self) -> None:
        super().__init__(name=f"GivenLanes{LANES}")

    def can_convert_to(self, _: Any, other: Any) -> Any:
        return Conversion.safe if isinstance(other, Lanes) else None

    def unify(self, _: Any, other: Any) -> Any:
        return lanes_type if isinstance(other, (Lanes, *SCALARS)) else None


class Mask(numba_type):  # type: ignore[misc]
    """The type of a truth for each lane."""

    def __init__(self) -> None:
        super().__init__(name=f"LanesMask{LANES}")


SCALARS = (types.Float, types.Integer)
NUMBERS = (*SCALARS, GivenLanes)
lanes_type, given_type, mask_type = Lanes(), GivenLanes(), Mask()


def _model(content: Any) -> Any:
    class Model(models.PrimitiveModel):  # type: ignore[misc]
        def __init__(self, manager: Any, kind: Any) -> None:
            super().__init__(manager, kind, content)

    return Model


for kind, content in ((Lanes, numbers_of_lanes), (GivenLanes, numbers_of_lanes), (Mask, truths_of_lanes)):
    register_model(kind)(_model(content))


def first_lane(builder: Any, value: Any) -> Any:
    """Return the number of the first lane, in machine code."""
    return builder.extract_element(value, ir.Constant(index_of_lane, 0))


@cast_by(types.Float, Lanes)  # type: ignore[untyped-decorator]
@cast_by(types.Integer, Lanes)  # type: ignore[untyped-decorator]
def _spread(context: Any, builder: Any, kind: Any, _: Any, value: Any) -> Any:
    number = context.cast(builder, value, kind, types.float64)
    one = builder.insert_element(ir.Constant(numbers_of_lanes, ir.Undefined), number, ir.Constant(index_of_lane, 0))
    places = ir.Constant(ir.VectorType(index_of_lane, LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(numbers_of_lanes, ir.Undefined), places)


@cast_by(GivenLanes, Lanes)  # type: ignore[untyped-decorator]
def _as_it_is(_context: Any, _builder: Any, _kind: Any, _other: Any, value: Any) -> Any:
    return value
