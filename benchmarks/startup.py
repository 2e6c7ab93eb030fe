"""How long natria takes to start, against a bare interpreter in the same run.

Prints medians over interleaved runs: a bare `python -c pass`, `natria --help`, and `import natria`. Aim: help at most
0.35 s more than the bare interpreter, the import at most 0.3 s more.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 21
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "natria --help": [sys.executable, "-m", "natria", "--help"],
    "import natria": [sys.executable, "-c", "import natria"],
    "import numpy (peer)": [sys.executable, "-c", "import numpy"],
}
AIM_S = {"natria --help": 0.35, "import natria": 0.3}


def seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    for command in COMMANDS.values():
        seconds(command)  # once unmeasured: compiled files and the disk cache
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    bare = statistics.median(times["python -c pass"])
    print(f"{'':22}{'median s':>10}{'more s':>10}{'ratio':>8}{'aim':>8}")
    for name, found in times.items():
        median = statistics.median(found)
        aim = f"{AIM_S[name]:.2f}" if name in AIM_S else ""
        print(f"{name:22}{median:10.3f}{median - bare:10.3f}{median / bare:8.1f}{aim:>8}")


if __name__ == "__main__":
    main()
