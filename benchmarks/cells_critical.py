"""Critical currents of chi2022's cells by every rival law, as the paper's own ramp would show them, and their spread.

Each cell goes through the ramp once and all laws are judged on the same legs. Beside the interval of the run stands
what the criterion of the same law says in closed form. The last table changes what nobody knows, one thing at a time,
as the study of the paper does.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from natria.answers import ask
from natria.design import Case, Design, load_case
from natria.models import find_model
from natria.models.cell.failure.critical_current import Critical, critical_currents
from natria.models.cell.failure.ramp import Between
from natria.quantity import Finding, Question, from_si

SYSTEMS = ("chi2022/trilayer", "chi2022/trilayer/ht-core", "chi2022/npso/x-0.60")
CLOSED = {
    "Porz: drop of the face": "crack_limit",
    "measured pressure line: voids begin": "pressure_line",
    "vacancy diffusion: voids begin": "void_limit",
    "creep: voids begin": "creep_limit",
}
WHAT_IFS = ("a flaw of 0.1 um", "a flaw of 10 um", "10 ohm cm^2 for both faces", "sodium as at room temperature")


def main() -> None:
    begun = time.perf_counter()
    case = load_case("chi2022")
    made = [critical_currents(case.design(system)) for system in SYSTEMS]
    for one in made:
        print(f"{one.system}: {len(one.ramp.tried)} half-cycles, until {one.ramp.ended}")
    print(f"\n{SYSTEMS[0]}, last passed - first failed in mA/cm^2, and charge in both directions by then\n")
    table(("law", "plating", "stripping", "charge, mAh/cm^2", "closed form"), by_law(made[0], case.design(SYSTEMS[0])))
    print("\nunknown there\n")
    table(("law", "why"), made[0].ramp.unknown.items())
    print("\nof the cell, whichever direction fails first\n")
    laws = list(made[0].ramp.laws)
    table(("law", *SYSTEMS), ((law, *(shown(one.ramp.between(law, "cell")) for one in made)) for law in laws))
    print(f"\n{SYSTEMS[0]} with something changed\n")
    table(("changed", *laws), ((name or "nothing", *changed(case, name, laws)) for name in ("", *WHAT_IFS)))
    print(f"\n{time.perf_counter() - begun:.0f} s")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    head = tuple(head)
    for row in (head, ["---"] * len(head), *rows):
        print("| " + " | ".join(row) + " |")


def by_law(made: Critical, design: Design) -> Iterable[tuple[str, ...]]:
    for law in dict.fromkeys(row.law for row in made.ramp.rows()):
        ways = (shown(made.ramp.between(law, "plating")), shown(made.ramp.between(law, "stripping")))
        low, high = (from_si(charge, "mAh/cm^2", "C/m^2") for charge in made.ramp.passed_charge(law))
        failed = made.ramp.between(law, "cell").failed is not None
        yield law, *ways, f"{low:.2f} - {high:.2f}" if failed else f"at least {high:.0f}", closed_form(design, law)


def shown(row: Between | None) -> str:
    if row is None:
        return "unknown"
    return f">= {row.passed / 10:.2f}" if row.failed is None else f"{row.passed / 10:.2f} - {row.failed / 10:.2f}"


def closed_form(design: Design, law: str) -> str:
    if law not in CLOSED:
        return ""
    found = ask(find_model(CLOSED[law]), design, Question("critical_current_density", design.name))
    return f"{found.value / 10:.3g}" if isinstance(found, Finding) else "refused"


def changed(case: Case, what_if: str, laws: Iterable[str]) -> Iterable[str]:
    design = case.design(SYSTEMS[0])
    made = critical_currents(design.with_(case.study.what_if[what_if].changes) if what_if else design)
    return (shown(made.ramp.between(law, "cell")) for law in laws)


if __name__ == "__main__":
    main()
