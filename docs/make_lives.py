"""Writes docs/examples/lives/own-cells.toml: cells that nobody built, with a hazard that is known.

Lives follow a Weibull law: a median of 300 h of bare sodium at 1 mA/cm^2, half of it for each doubling of the current,
four times as long under the layer, scatter 0.5 of ln(life), 0.2 of it between builds. Tests stop at 1000 h.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "examples" / "lives" / "own-cells.toml"
HEAD = """# Cells that nobody built: lives drawn from a known law by docs/make_lives.py, for natria literature lives.
# One row for each cell; `ref` is the build (the batch) that it comes from, `failed` says that it failed.
[source]
key = "own2026"
title = "Lives of 48 cells, simulated"
year = 2026
"""
ROW = """
[[layer]]
id = "{id}"
class = "{kind}"
phases = [{phases}]
how = "{how}"
cell = "Na|Na"
at = {{ current = "{current} mA/cm^2", areal_capacity = "1 mAh/cm^2" }}
life = "{life} h"
failed = {failed}
where = "notebook"
ref = {build}
"""
MEDIAN, BY_DOUBLING, BY_LAYER = 300.0, 0.5, 4.0
SCATTER, BETWEEN, STOP = 0.5, 0.2, 1000.0


def cells(seed: int = 5) -> list[dict[str, object]]:
    """Return the rows of 48 cells: 6 builds, 4 currents, with and without the layer."""
    random = np.random.default_rng(seed)
    found: list[dict[str, object]] = []
    for build in range(1, 7):
        shift = BETWEEN * random.normal()
        for current in (0.5, 1, 2, 4):
            for layer in (False, True):
                middle = np.log(MEDIAN) + np.log2(current) * np.log(BY_DOUBLING) + layer * np.log(BY_LAYER) + shift
                life = float(np.exp(middle + SCATTER * (np.log(random.exponential()) - np.log(np.log(2)))))
                found.append(
                    {
                        "id": f"build-{build}-{'layer' if layer else 'bare'}-{current:g}",
                        "kind": "inorganic" if layer else "",
                        "phases": '"NaF"' if layer else "",
                        "how": "dipped" if layer else "bare sodium",
                        "current": f"{current:g}",
                        "life": f"{min(life, STOP):.3g}",
                        "failed": str(life < STOP).lower(),
                        "build": build,
                    }
                )
    return found


def text() -> str:
    """Return the file."""
    return HEAD + "".join(ROW.format(**row) for row in cells())


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text(), encoding="utf-8")
