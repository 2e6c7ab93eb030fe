"""Runs one peer over many spectra; `impedance_relaxation.py` and `impedance_kramers_kronig.py` call it.

`PYTHON benchmarks/impedance_peers.py METHOD IN.npz OUT.npz` with the Python of the peer's virtual environment. It needs
numpy and the peer, not natria: IN holds `frequency` (1/s) and `impedance` (spectra, frequencies).
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import time
import traceback
import warnings
from collections.abc import Callable

import numpy as np

TAU = np.logspace(-9, 2, 1101)  # s: every density is resampled to this
Found = tuple[np.ndarray, float]  # the density at TAU and a number of peaks (nan: the peer gives none)


def hybrid_drt(frequency: np.ndarray, impedances: np.ndarray) -> Callable[[np.ndarray], Found]:
    from hybdrt.models import DRT

    fit = DRT()
    fit.fit_eis(frequency, impedances[0])  # tables of integrals, made once

    def one(z: np.ndarray) -> Found:
        fit.fit_eis(frequency, z)
        return fit.predict_drt(tau=TAU), float(len(fit.find_peaks()))

    return one


def pydrttools(frequency: np.ndarray, impedances: np.ndarray) -> Callable[[np.ndarray], Found]:
    import matplotlib as mpl

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    mpl.use("Agg")
    mpl.use = lambda *_, **__: None  # it asks for a window
    from pyDRTtools.runs import EIS_object, simple_run

    del impedances

    def one(z: np.ndarray) -> Found:
        found = simple_run(EIS_object(frequency, z.real, z.imag), cv_type="GCV", reg_param=1e-3)
        return np.interp(np.log(TAU), *ascending(np.log(found.out_tau_vec), found.gamma)), np.nan

    return one


def pyimpspec_tr_rbf(frequency: np.ndarray, impedances: np.ndarray) -> Callable[[np.ndarray], Found]:
    from pyimpspec import DataSet
    from pyimpspec.analysis.drt import calculate_drt_tr_rbf

    del impedances

    def one(z: np.ndarray) -> Found:
        tau, gamma = calculate_drt_tr_rbf(DataSet(frequency, z), num_procs=1).get_drt_data()
        return np.interp(np.log(TAU), *ascending(np.log(tau), gamma)), np.nan

    return one


def impedance_py(frequency: np.ndarray, impedances: np.ndarray) -> Callable[[np.ndarray], Found]:
    from impedance.validation import linKK

    del impedances

    def one(z: np.ndarray) -> Found:
        count, _, _, real, imaginary = linKK(frequency, z, c=0.85, max_M=60, fit_type="complex", add_cap=True)
        return real + 1j * imaginary, float(count)

    return one


def pyimpspec_test(frequency: np.ndarray, impedances: np.ndarray) -> Callable[[np.ndarray], Found]:
    from pyimpspec import DataSet, perform_kramers_kronig_test

    del impedances

    def one(z: np.ndarray) -> Found:
        found = perform_kramers_kronig_test(DataSet(frequency, z), num_procs=1, add_capacitance=True)
        return found.residuals, float(found.num_RC)

    return one


def ascending(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(x)
    return x[order], np.asarray(y)[order]


METHODS = {
    "hybrid-drt": hybrid_drt,
    "pyDRTtools": pydrttools,
    "pyimpspec TR-RBF": pyimpspec_tr_rbf,
    "impedance.py linKK": impedance_py,
    "pyimpspec KK": pyimpspec_test,
}


def main() -> None:
    method, source, target = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    given = np.load(source)
    values, numbers, spent = [], [], []
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        one = METHODS[method](given["frequency"], given["impedance"])
        for z in given["impedance"]:
            begun = time.process_time()
            try:
                value, number = one(z)
            except Exception:  # noqa: BLE001 -- a peer may fail in any way; it counts as a failure
                traceback.print_exc(limit=1)  # to the standard error, so that the reason is seen
                value, number = None, np.nan
            spent.append(time.process_time() - begun)
            values.append(value)
            numbers.append(number)
    size = next((len(v) for v in values if v is not None), 1)
    rows = np.array([np.full(size, np.nan) if v is None else v for v in values])
    np.savez(target, values=rows, numbers=numbers, seconds=spent)


if __name__ == "__main__":
    main()
