"""The cells of four papers by the engine, beside what the papers report: every table of docs/cells_cases.md.

    python benchmarks/cells_cases.py [CASE ...] [--out FOLDER] [--check PAGE]

Reported numbers are facts of the literature, simulated ones come out of the designs of the cases as they are; what is
changed to test a hypothesis is said in its table. Overpotentials are read off simulated readings as off measured ones.
`--out` also draws a figure a case, `--check` lists the numbers of a page that nothing here printed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cases import chi2022, drawn, kumar2020, lu2026, yuan2025
from cases.running import Sheet

CASES: Mapping[str, Callable[[], Iterator[Sheet]]] = {
    "kumar2020": kumar2020.sheets,
    "lu2026": lu2026.sheets,
    "chi2022": chi2022.sheets,
    "yuan2025": yuan2025.sheets,
}
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[-+]?\d+)?")
NO_TEXT = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)", re.DOTALL)  # code and the targets of links


def unprinted(page: str, printed: str) -> list[str]:
    """Numbers that stand in the text of a page and were not printed."""
    return sorted(set(NUMBER.findall(NO_TEXT.sub(" ", page))) - set(NUMBER.findall(printed)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", nargs="*", help=f"of {', '.join(CASES)}; all where none is named")
    parser.add_argument("--out", type=Path, help="a folder for figures")
    parser.add_argument("--check", type=Path, help="a page whose numbers must all be printed here")
    asked = parser.parse_args()
    if unknown := set(asked.case) - set(CASES):
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    printed = []
    for name in asked.case or CASES:
        print(f"## {name}\n", flush=True)
        for sheet in CASES[name]():
            printed.append(str(sheet))
            print(printed[-1], end="\n\n", flush=True)
        if asked.out:
            asked.out.mkdir(parents=True, exist_ok=True)
            drawn.FIGURES[name]().savefig(asked.out / f"{name}.png")
    if asked.check and (missing := unprinted(asked.check.read_text(encoding="utf-8"), "\n".join(printed))):
        sys.exit(f"{asked.check} has numbers that were not printed: {', '.join(missing)}")


if __name__ == "__main__":
    main()
