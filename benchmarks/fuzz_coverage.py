"""Files that a fuzzer makes up to reach new branches of the readers: atheris, in the same process, for tables of text.

    pip install atheris; python benchmarks/fuzz_coverage.py -runs=100000 -max_len=4096

It takes the options of libFuzzer. The first byte of a case chooses the suffix. A case that fails is written to the
working folder as crash-... or timeout-...; give its name to run it again.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

import atheris

os.environ |= {"POLARS_MAX_THREADS": "1", "RUST_BACKTRACE": "0"}
sys.path.insert(0, str(Path(__file__).parent))
with atheris.instrument_imports(include=["natria.lab.files"]):
    from fuzz_readers import SHARED_MEMORY, seeds, word_for

SUFFIXES = (".csv", ".txt", ".mpt", ".DTA", ".bdf.csv")


def main() -> None:
    counts: Counter[str] = Counter()
    every = [one for one in seeds() if one.is_text]
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as folder:
        corpus, place = Path(folder) / "corpus", Path(folder) / "case"
        corpus.mkdir()
        for k, one in enumerate(every):
            first = SUFFIXES.index(one.suffix) if one.suffix in SUFFIXES else 0
            (corpus / str(k)).write_bytes(bytes([first]) + one.content)

        def one_input(data: bytes) -> None:
            path = place.with_suffix(SUFFIXES[data[0] % len(SUFFIXES)] if data else ".csv")
            path.write_bytes(data[1:])
            counts[word_for(path, every[0], with_measure=sum(counts.values()) % 20 == 0)] += 1
            if sum(counts.values()) % 10_000 == 0:
                print(sum(counts.values()), dict(counts), flush=True)

        atheris.Setup([*sys.argv, str(corpus)], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
