"""Draw the pictures that README and documentation show, from the study itself."""

from __future__ import annotations

from pathlib import Path

from natria.design import load_case
from natria.report import pictures
from natria.studies import run_study

HERE = Path(__file__).with_name("images")
SHOWN = ("overpotential-thickness", "budget")


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for picture in pictures(run_study(load_case("kumar2020"))):
        if picture.id in SHOWN:
            (HERE / f"{picture.id}.png").write_bytes(picture.png)


if __name__ == "__main__":
    main()
