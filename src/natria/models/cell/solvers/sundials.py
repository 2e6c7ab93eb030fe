"""CVODE of the SUNDIALS of scikit-sundae, called with compiled functions: no Python between steps.

The class of scikit-sundae makes arrays of every vector and calls Python for every evaluation, which costs ten times
what the equations of a cell do. Here the same library is given the addresses of compiled functions: the same steps and
the same numbers in less time, and events at almost no cost. Where the library cannot be reached that way (`library` is
None), `cvode` takes the class.

Of SUNDIALS only documented functions are called (its user guide, version 7), and one thing is taken from its source:
where a serial vector keeps its data, which is verified on a vector of our own first.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_double, c_int, c_int64, c_long, c_void_p
from functools import cache
from typing import Any
from weakref import finalize

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import carray, cfunc, types  # type: ignore[attr-defined]
from numba.extending import intrinsic

from ..equations.compiled import compiled, kept
from ..equations.layout import N_STATES, SHAPE, Packed
from ..equations.path import whole_jacobian
from ..equations.rates import derivative
from ..failure.limits import N_EVENTS, distances
from .solution import Solution

MAJOR = 7
BDF, NORMAL, ROOT = 2, 1, 2  # constants of CVODE: a method, a task, what it answers at an event
INDEX = {"int": ctypes.c_int32, "int32_t": ctypes.c_int32, "long int": c_int64, "int64_t": c_int64}
_CALLS: dict[str, tuple[Any, ...]] = {  # function -> what it gives and takes; "index" is an integer of the library
    "SUNDIALSGetVersionNumber": (c_int, *[POINTER(c_int)] * 3, ctypes.c_char_p, c_int),
    "SUNContext_Create": (c_int, c_int, c_void_p),
    "SUNContext_ClearErrHandlers": (c_int, c_void_p),
    "SUNContext_Free": (c_int, c_void_p),
    "N_VMake_Serial": (c_void_p, "index", c_void_p, c_void_p),
    "N_VDestroy": (None, c_void_p),
    "SUNBandMatrix": (c_void_p, "index", "index", "index", c_void_p),
    "SUNBandMatrix_Data": (c_void_p, c_void_p),
    "SUNBandMatrix_LDim": ("index", c_void_p),
    "SUNBandMatrix_StoredUpperBandwidth": ("index", c_void_p),
    "SUNMatDestroy": (None, c_void_p),
    "SUNLinSol_Band": (c_void_p, c_void_p, c_void_p, c_void_p),
    "SUNLinSolFree": (c_int, c_void_p),
    "CVodeCreate": (c_void_p, c_int, c_void_p),
    "CVodeInit": (c_int, c_void_p, c_void_p, c_double, c_void_p),
    "CVodeReInit": (c_int, c_void_p, c_double, c_void_p),
    "CVodeFree": (None, c_void_p),
    "CVodeSetUserData": (c_int, c_void_p, c_void_p),
    "CVodeSVtolerances": (c_int, c_void_p, c_double, c_void_p),
    "CVodeSetLinearSolver": (c_int, c_void_p, c_void_p, c_void_p),
    "CVodeSetJacFn": (c_int, c_void_p, c_void_p),
    "CVodeRootInit": (c_int, c_void_p, c_int, c_void_p),
    "CVodeSetRootDirection": (c_int, c_void_p, c_void_p),
    "CVodeSetMaxNumSteps": (c_int, c_void_p, c_long),
    "CVodeSetLSetupFrequency": (c_int, c_void_p, c_long),
    "CVodeSetJacEvalFrequency": (c_int, c_void_p, c_long),
    "CVodeSetStopTime": (c_int, c_void_p, c_double),
    "CVodeGetRootInfo": (c_int, c_void_p, c_void_p),
    "CVode": (c_int, c_void_p, c_double, c_void_p, c_void_p, c_int),
}

# --- places of what the compiled functions are given, all of 8 bytes: addresses and sizes
SHAPE_AT, P_AT, P_SIZE, DRIVE_AT, LIMITS_SIZE, JACOBIAN_AT, BAND_AT, BAND_ROWS, BAND_MIDDLE, BELOW, ABOVE, WORD = range(
    12
)
BOX = 12


def _typed(_context: Any, _address: Any) -> Any:
    def made(_unused: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return builder.inttoptr(values[0], ir.IntType(8).as_pointer())

    return types.voidptr(types.int64), made


_pointer: Any = intrinsic(_typed)  # an address as a pointer, in compiled functions


@compiled
def _data(vector: Any, size: int, word: int) -> np.ndarray:
    """Return the array of a vector.

    Its first word is the address of its content, of which one word is that of its data.
    """
    content = carray(vector, 1, np.int64)[0]
    return carray(_pointer(carray(_pointer(content), word + 1, np.int64)[word]), size, np.float64)


@compiled
def _unpacked(data: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Unpack the user data: (box, shape, p, drive); the drive is the current, then the limits."""
    box = carray(data, BOX, np.int64)
    shape = carray(_pointer(box[SHAPE_AT]), SHAPE, np.int64)
    p = carray(_pointer(box[P_AT]), box[P_SIZE], np.float64)
    return box, shape, p, carray(_pointer(box[DRIVE_AT]), 1 + box[LIMITS_SIZE], np.float64)


def _rates(_t: float, y: Any, dy: Any, data: Any) -> int:
    """Write the rates; 1 where there are none, so that the library tries a shorter step."""
    box, shape, p, drive = _unpacked(data)
    n = shape[N_STATES]
    rates = _data(dy, n, box[WORD])
    derivative(_data(y, n, box[WORD]), drive[0], shape, p, rates)
    for k in range(n):
        if not np.isfinite(rates[k]):
            return 1
    return 0


def _slopes(_t: float, y: Any, _dy: Any, _matrix: Any, data: Any, _1: Any, _2: Any, _3: Any) -> int:
    """Write the Jacobian, and its band into the columns that the library keeps."""
    box, shape, p, drive = _unpacked(data)
    n, middle = shape[N_STATES], box[BAND_MIDDLE]
    both = carray(_pointer(box[JACOBIAN_AT]), (n + 2, n), np.float64)
    jac, work = both[:n], both[n:]
    band = carray(_pointer(box[BAND_AT]), (n, box[BAND_ROWS]), np.float64)
    whole_jacobian(_data(y, n, box[WORD]), drive[0], shape, p, work, jac)
    for column in range(n):
        for row in range(max(0, column - box[ABOVE]), min(n, column + box[BELOW] + 1)):
            band[column, middle + row - column] = jac[row, column]
    return 0


def _events(_t: float, y: Any, g: Any, data: Any) -> int:
    box, shape, p, drive = _unpacked(data)
    n = shape[N_STATES]
    distances(_data(y, n, box[WORD]), drive[0], shape, p, drive[1:], carray(g, N_EVENTS, np.float64))
    return 0


@cache
def _addresses() -> tuple[Any, Any, Any]:
    """Return the compiled functions; the caller must keep a reference to them."""
    pointer = types.voidptr

    def made(function: Any, vectors: int) -> Any:
        with kept():
            return cfunc(types.int32(types.float64, *[pointer] * vectors), cache=True, error_model="numpy")(function)

    return made(_rates, 3), made(_slopes, 7), made(_events, 3)


@cache
def library() -> ctypes.CDLL | None:
    """Return the SUNDIALS of scikit-sundae with declared functions; None if unavailable or different."""
    try:
        from sksundae import _cy_cvode as extension

        found = ctypes.CDLL(extension.__file__)
        index = INDEX[extension.config["SUNDIALS_INT_TYPE"]]
        for name, (gives, *takes) in _CALLS.items():
            call = getattr(found, name)
            call.restype, *call.argtypes = (index if kind == "index" else kind for kind in (gives, *takes))
        if extension.config["SUNDIALS_FLOAT_TYPE"] != "double" or ctypes.sizeof(c_void_p) != 8:
            return None
    except (ImportError, AttributeError, KeyError, OSError):
        return None
    return found if _major(found) == MAJOR and _data_word(found) is not None else None


def _major(found: ctypes.CDLL) -> int:
    parts = [c_int() for _ in range(3)]
    found.SUNDIALSGetVersionNumber(*(byref(part) for part in parts), ctypes.create_string_buffer(16), 16)
    return parts[0].value


@cache
def _data_word(found: ctypes.CDLL) -> int | None:
    """Return which word of the content of a vector is the address of its data.

    It is looked up in a vector whose data are known.
    """
    context, known = c_void_p(), np.zeros(3)  # three words: length, whether it is its own, where the data are
    found.SUNContext_Create(0, byref(context))
    vector = found.N_VMake_Serial(len(known), known.ctypes.data, context)
    content = (c_int64 * 3).from_address(c_int64.from_address(vector).value)
    words = [k for k in range(3) if content[k] == known.ctypes.data]
    found.N_VDestroy(vector)
    found.SUNContext_Free(byref(context))
    return words[0] if len(words) == 1 else None


class DirectCvode:
    """CVODE of one cell by backward differences, with the interface of `cvode.SundaeCvode`.

    It keeps memory, no state of the cell.
    """

    def __init__(self, packed: Packed, rtol: float, atol: np.ndarray, steps: int, often: int = 0) -> None:
        found = library()
        if found is None:
            raise RuntimeError("the SUNDIALS of scikit-sundae cannot be reached")
        self._library, n, (below, above) = found, len(packed.start), packed.bands
        self._y, self._atol, self._drive = np.array(packed.start, float), np.array(atol, float), np.zeros(1)
        self._jacobian, self._happened = np.zeros((n + 2, n)), np.zeros(N_EVENTS, np.int32)
        self._shape, self._p = np.ascontiguousarray(packed.shape, np.int64), np.ascontiguousarray(packed.p, float)
        context = c_void_p()
        found.SUNContext_Create(0, byref(context))
        found.SUNContext_ClearErrHandlers(context)  # its messages are reported by `SolveError`
        self._vector = found.N_VMake_Serial(n, self._y.ctypes.data, context)
        weights = found.N_VMake_Serial(n, self._atol.ctypes.data, context)
        matrix = found.SUNBandMatrix(n, above, below, context)
        linear = found.SUNLinSol_Band(self._vector, matrix, context)
        self._memory = found.CVodeCreate(BDF, context)
        made = (context, self._vector, weights, matrix, linear, self._memory)
        finalize(self, _free, found, *made).atexit = False
        self._box = np.zeros(BOX, np.int64)
        entries = {
            SHAPE_AT: self._shape.ctypes.data,
            P_AT: self._p.ctypes.data,
            P_SIZE: len(self._p),
            JACOBIAN_AT: self._jacobian.ctypes.data,
            BAND_AT: found.SUNBandMatrix_Data(matrix),
            BAND_ROWS: found.SUNBandMatrix_LDim(matrix),
            BAND_MIDDLE: found.SUNBandMatrix_StoredUpperBandwidth(matrix),
            BELOW: below,
            ABOVE: above,
            WORD: _data_word(found),
        }
        self._box[list(entries)] = list(entries.values())
        self._functions = rates, slopes, events = _addresses()
        falling = np.full(N_EVENTS, -1, np.int32)
        done = (
            found.CVodeInit(self._memory, rates.address, 0.0, self._vector),
            found.CVodeSetUserData(self._memory, self._box.ctypes.data),
            found.CVodeSVtolerances(self._memory, rtol, weights),
            found.CVodeSetLinearSolver(self._memory, linear, matrix),
            found.CVodeSetJacFn(self._memory, slopes.address),
            found.CVodeRootInit(self._memory, N_EVENTS, events.address),
            found.CVodeSetRootDirection(self._memory, falling.ctypes.data),
            found.CVodeSetMaxNumSteps(self._memory, steps),
            found.CVodeSetLSetupFrequency(self._memory, often),  # zero: the usual one
            found.CVodeSetJacEvalFrequency(self._memory, often),
        )
        if any(done) or None in made:
            raise MemoryError("SUNDIALS could not be set up")

    def solve(self, times: np.ndarray, y: np.ndarray, current: float, limits: np.ndarray) -> Solution:
        """Integrate from a state at time zero through `times` (the first is zero), or to the first event."""
        call, memory, vector, state = self._library.CVode, self._memory, self._vector, self._y
        self._drive = np.concatenate([[current], limits])
        self._box[[DRIVE_AT, LIMITS_SIZE]] = self._drive.ctypes.data, len(limits)
        state[:] = y
        self._library.CVodeReInit(memory, 0.0, vector)
        self._library.CVodeSetStopTime(memory, times[-1])
        reached, states, last, flag = c_double(), np.empty((len(times), len(y))), 0, 0
        states[0], where = y, byref(reached)
        for time in times[1:].tolist():
            flag = call(memory, time, vector, where, NORMAL)
            last += 1
            states[last] = state
            if flag < 0 or flag == ROOT:
                break
        gone, happened = np.array(times[: last + 1], float), None
        gone[last] = reached.value
        if flag == ROOT:
            self._library.CVodeGetRootInfo(memory, self._happened.ctypes.data)
            happened = self._happened.copy()[None]
        return Solution(gone, states[: last + 1], flag >= 0, _message(flag), happened)


def _message(flag: int) -> str:
    from sksundae._cy_cvode import CVMESSAGES

    return str(CVMESSAGES.get(flag, f"CVODE answered {flag}"))


def _free(found: ctypes.CDLL, context: Any, vector: int, weights: int, matrix: int, linear: int, memory: int) -> None:
    found.CVodeFree(byref(c_void_p(memory)))
    found.SUNLinSolFree(linear)
    found.SUNMatDestroy(matrix)
    for each in (vector, weights):
        found.N_VDestroy(each)
    found.SUNContext_Free(byref(context))
