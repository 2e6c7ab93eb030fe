"""Draw which failure comes first over thickness and current, and over stack pressure and current."""

from __future__ import annotations

from pathlib import Path

from natria import load_case
from natria.explore.regimes import regime_map
from natria.explore.sweeps import grid, read_axis
from natria.report.sweep.regime_figures import regime_charts
from natria.studies import Studio

FOLDER = Path(__file__).with_name("figures")
CURRENT = "protocol.current=0.1 mA/cm^2:{most} mA/cm^2:24:log"
MAPS = (
    ("kumar2020", "kumar2020/bpi", "interphase.bpi.thickness=1 um:60 um:24:log", 200),
    ("chi2022", "chi2022/trilayer", "stack_pressure=0.5 MPa:20 MPa:24:log", 30),
)
DOTS = 150  # per inch


def main() -> None:
    for case, system, axis, most in MAPS:
        axes = [read_axis(axis), read_axis(CURRENT.format(most=most))]
        found = regime_map(Studio(load_case(case)).design(system), grid(axes))
        figure = regime_charts(found)[0].figure()
        figure.savefig(FOLDER / f"regimes_{case}.png", dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
