"""Fit spectra with impedance.py, in an environment of its own: python impedance_peer.py GIVEN.npz GOT.npz.

Run by `impedance.py` of this folder. Each fit starts from the guess in the file and is cut off after 10 s of CPU time.
"""

from __future__ import annotations

import signal
import sys
import warnings
from time import process_time

import numpy as np

LONGEST = 10  # s of CPU time: the machine may be shared


def cut(_signal: int, _frame: object) -> None:
    raise TimeoutError


def main(given: str, got: str) -> None:
    import impedance
    from impedance.models.circuits import CustomCircuit

    warnings.filterwarnings("ignore")
    data = np.load(given)
    circuit = str(data["circuit"]).replace("L0-", "")
    count, size = data["guesses"].shape
    values, spread, seconds = np.full((count, size), np.nan), np.full((count, size), np.nan), np.empty(count)
    fitted = np.full(data["impedance"].shape, np.nan + 0j)
    signal.signal(signal.SIGPROF, cut)
    for k in range(count):
        began = process_time()
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            model = CustomCircuit(circuit, initial_guess=list(data["guesses"][k]))
            model.fit(data["frequency"], data["impedance"][k], weight_by_modulus=True)
            values[k], spread[k] = model.parameters_, model.conf_
            fitted[k] = model.predict(data["frequency"])
        except (TimeoutError, RuntimeError, ValueError, TypeError):
            pass  # no result counts as a miss
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        seconds[k] = process_time() - began
    np.savez(got, values=values, spread=spread, seconds=seconds, fitted=fitted, version=impedance.__version__)


if __name__ == "__main__":
    main(*sys.argv[1:])
