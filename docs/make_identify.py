"""Draw what each datum determines of two cells: inputs by data, share of the prior variance that is left."""

from __future__ import annotations

from pathlib import Path

from natria import load_case
from natria.report.identify.figure import heat_map
from natria.studies.identify import determine
from natria.studies.opening.overrides import with_given

FOLDER = Path(__file__).with_name("figures")
SHARE = "{ value = 85, unit = '%', std = 10, ground = 'guess', why = 'grains without carbon do not react' }"
CELLS = (("chi2022", "chi2022/na-s", "conversion"), ("yuan2025", "yuan2025/nas", "conversion"))
DOTS = 150  # per inch


def main() -> None:
    for case, system, table in CELLS:
        design = with_given(load_case(case).design(system), {f"counter.{table}.usable_share": SHARE})
        figure = heat_map(determine(design)).figure()
        figure.savefig(FOLDER / f"identify_{case}.png", dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
