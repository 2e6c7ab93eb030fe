"""The benchmarks of the models at the scale of a layer, one after the other; each can be run alone.

    python benchmarks/interface.py [all] [focusing] [voxels] [two_phase]

Peers are left out: see `--help` of interface_focusing.py and interface_voxels.py.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

PARTS = {
    "focusing": "time to a given error of the current at a defect",
    "voxels": "time of the current through voxels of two phases",
    "two_phase": "limits of two-phase layers, and the layer of kumar2020",
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all of them without one, or with the word all"
    )
    chosen = options.parse_args().parts
    chosen = list(PARTS) if chosen in ([], ["all"]) else chosen
    if unknown := [part for part in chosen if part not in PARTS]:
        options.error(f"there is no part {unknown[0]!r}; write one of: {', '.join(PARTS)}")
    for part in chosen:
        print(f"\n## {part}: {PARTS[part]}\n", flush=True)
        subprocess.run([sys.executable, str(Path(__file__).with_name(f"interface_{part}.py"))], check=True)


if __name__ == "__main__":
    main()
