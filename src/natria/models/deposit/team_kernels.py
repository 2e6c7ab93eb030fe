"""Calls of kernels on several threads, from machine code: a shared array, functions by address.

The first thread puts the address of a kernel and of its arguments into `mail` and raises the ticket of each thread. The
others poll their ticket in machine code, call the kernel with their band of rows, and set the ticket done. A call costs
about a microsecond; a queue of Python costs 15 to 50, since both threads need the lock of the interpreter and a core
that sleeps wakes slowly. A thread that has waited for some microseconds gives its core to others between two polls.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from types import FunctionType
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types as numba_types
from numba.core import cgutils
from numba.extending import intrinsic as numba_intrinsic

from .machine_code import compiled

types: Any = numba_types  # Numba has few types of its own
utils: Any = cgutils

KERNEL, GIVEN, ROWS, THREADS, WORTH, BUSY, FAILED = range(7)  # places in `mail`
HEAD, EACH, DONE = 16, 32, 16  # of them; then each thread has two lines of cache: its ticket, and the one it has done
STOP = -1  # as a ticket
POLLS, YIELDS = 4000, 4000  # that a thread waits for

Code = tuple[Any, Callable[..., Any]]
_word: Any = ir.IntType(64)
_pointer: Any = ir.IntType(8).as_pointer()
ON_WINDOWS = os.name == "nt"
give_way: Any = types.ExternalFunction("SwitchToThread" if ON_WINDOWS else "sched_yield", types.int32())
sleep: Any = types.ExternalFunction("Sleep" if ON_WINDOWS else "usleep", types.int32(types.uint32))
# Of a thread that waits while the first one does something else: microseconds, on Windows milliseconds.
NAP = 1 if ON_WINDOWS else 100


def intrinsic(function: Callable[..., Code]) -> Any:
    """Return a function for machine code whose own code is given."""
    return numba_intrinsic(function)


def _place(context: Any, builder: Any, kind: Any, memory: Any, at: Any) -> Any:
    return builder.gep(context.make_array(kind)(context, builder, memory).data, [at])


@intrinsic
def seen(_: Any, memory: Any, at: Any) -> Code:
    """Return a number that another thread may have set, and all that it wrote before."""

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.load_atomic(_place(context, builder, sig.args[0], *args), "acquire", 8)

    return types.int64(memory, at), code


@intrinsic
def show(_: Any, memory: Any, at: Any, value: Any) -> Code:  # noqa: ARG001 - its arguments by name
    """Set a number that another thread looks at, after all that was written before."""

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        builder.store_atomic(args[2], _place(context, builder, sig.args[0], *args[:2]), "release", 8)
        return context.get_dummy_value()

    return types.none(memory, types.int64, types.int64), code


@intrinsic
def call(_: Any, kernel: Any, given: Any, first: Any, end: Any) -> Code:  # noqa: ARG001 - its arguments by name
    """Call a kernel by addresses on rows from `first` to before `end`; return 0 or a failure."""

    def code(_: Any, builder: Any, __: Any, args: Any) -> Any:
        kind = ir.FunctionType(ir.IntType(32), [_pointer.as_pointer(), _pointer.as_pointer(), _word, _word, _word])
        kernel = builder.inttoptr(args[0], kind.as_pointer())
        result, failure = (utils.alloca_once(builder, _pointer) for _ in range(2))
        return builder.sext(builder.call(kernel, [result, failure, *args[1:]]), _word)

    return types.int64(*[types.int64] * 4), code


def _lent(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """Return arguments whose arrays count no references, by which threads would slow each other."""
    if isinstance(kind, types.BaseTuple):
        for n, one in enumerate(kind):
            part = _lent(context, builder, one, builder.extract_value(value, n))
            value = builder.insert_value(value, part, n)
    elif isinstance(kind, types.Array):
        array = context.make_array(kind)(context, builder, value)
        array.meminfo = utils.get_null_value(array.meminfo.type)
        return array._getvalue()  # noqa: SLF001 - Numba's name
    return value


def name_on_rows(kernel: Any, given: Any) -> str:
    """Return the name of a call of a kernel with arguments of these types.

    Numba numbers functions of one name in each process anew. Kept machine code of two processes must not have the same
    name for different kernels: the linker would take the first for both.
    """
    name = f"{kernel.__module__}.{kernel.__name__}"
    return f"on_rows_{sha256(f'{name} {given}'.encode()).hexdigest()[:16]}"


def addresses_of(kernel: Any) -> Any:
    """Return a function for machine code: of arguments, the address of a kernel and theirs."""

    @intrinsic
    def addresses(_: Any, given: Any) -> Code:
        @intrinsic
        def read(_: Any, address: Any) -> Code:
            def code(context: Any, builder: Any, _: Any, args: Any) -> Any:
                value = builder.load(builder.inttoptr(args[0], context.get_value_type(given).as_pointer()))
                return _lent(context, builder, given, value)

            return given(address), code

        def on_rows(address: int, first: int, end: int) -> None:
            kernel((first, end), *read(address))

        def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            on_rows.__qualname__ = name_on_rows(kernel, given)
            inner = types.none(types.int64, types.int64, types.int64)
            made = context.compile_subroutine(builder, on_rows, inner)
            function = context.declare_function(builder.module, made.fndesc)
            place = utils.alloca_once_value(builder, args[0])
            return context.make_tuple(
                builder, sig.return_type, [builder.ptrtoint(one, _word) for one in (function, place)]
            )

        return types.UniTuple(types.int64, 2)(given), code

    return addresses


def _call_on_all(mail: np.ndarray, rows: int, cells: int, given: tuple[Any, ...]) -> None:
    kernel, at = addresses(given)  # type: ignore[name-defined]  # noqa: F821 - set by `shared`
    threads = mail[THREADS]
    if threads == 1 or cells < mail[WORTH] or rows < threads:
        mail[FAILED] |= call(kernel, at, 0, rows)
        return
    mail[KERNEL], mail[GIVEN], mail[ROWS] = kernel, at, rows
    for n in range(1, threads):
        slot = HEAD + EACH * n
        show(mail, slot, seen(mail, slot) + 1)
    status = call(kernel, at, 0, rows // threads)
    for n in range(1, threads):
        slot, polls = HEAD + EACH * n, 0
        while seen(mail, slot + DONE) != seen(mail, slot):
            polls += 1
            if polls > POLLS:
                give_way()
    mail[FAILED] |= status


def shared(kernel: Callable[..., None]) -> Callable[[np.ndarray, int, int, tuple[Any, ...]], None]:
    """Return machine code that runs a kernel on all threads, with (mail, rows, cells, arguments).

    The function has its own name and globals, by which Numba keeps the machine code of each kernel apart.
    """
    named: Any = kernel
    name = f"{named.__module__.rpartition('.')[2]}_{named.__name__}_on_all"
    function = FunctionType(_call_on_all.__code__, {**globals(), "addresses": addresses_of(kernel)}, name)
    function.__qualname__, function.__module__ = name, __name__
    return compiled(function)


@compiled
def serve(mail: np.ndarray, rank: int) -> bool:
    """Run the bands of a thread until it is idle for long (False) or is told to stop (True)."""
    slot, polls, threads = HEAD + EACH * rank, 0, mail[THREADS]
    done = seen(mail, slot + DONE)
    while True:
        ticket = seen(mail, slot)
        if ticket == STOP:
            return True
        if ticket != done:
            rows = mail[ROWS]
            status = call(mail[KERNEL], mail[GIVEN], rows * rank // threads, rows * (rank + 1) // threads)
            if status != 0:
                mail[FAILED] = status
            done = ticket
            show(mail, slot + DONE, done)
            polls = 0
        polls += 1
        if polls > POLLS:
            give_way()
        if polls > POLLS + YIELDS:
            if mail[BUSY] == 0:
                return False
            sleep(NAP)
