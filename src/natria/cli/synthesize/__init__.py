"""natria synthesize."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ...lab.synthetic import Instrument, Synthetic, Truth

MOST_CYCLES = 100_000  # a gigabyte of text
USUAL_NOISE = "0.5 mV"


@dataclass(frozen=True)
class Wish:
    """Options of the command line in SI units; None where an option is not given."""

    seed: int
    noise: float
    cycles: int | None = None
    soft_short: float | None = None
    critical: float | None = None
    efficiency: float | None = None
    failing_from: int | None = None

    @property
    def instrument(self) -> Instrument:
        from ...lab.synthetic import Instrument

        return Instrument(noise=self.noise, quantum=1e-6)


def run(
    kind: str,
    *,
    out: Path,
    vendor: str,
    seed: int,
    noise: str,
    cycles: int | None,
    soft_short: str,
    critical: str,
    efficiency: str,
    failing_from: int | None,
    given: tuple[str, ...] = (),
) -> None:
    from ...lab.synthetic.ordering import ORDERS

    options = {"cycles": cycles, "soft_short": soft_short, "critical": critical, "efficiency": efficiency}
    _refuse_strangers(kind, {**options, "failing_from": failing_from, "set": given}, tuple(ORDERS))
    if kind in ORDERS:
        from .order import run as run_order

        run_order(kind, out=out, vendor=vendor, seed=seed, noise=noise, given=given)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from ...quantity.units import parse_quantity

    def si(text: str, unit: str) -> float | None:
        return parse_quantity(text, unit)[0] if text else None

    wish = Wish(
        seed,
        si(noise or USUAL_NOISE, "V") or 0.0,
        cycles,
        si(soft_short, "1"),
        si(critical, "A/m^2"),
        si(efficiency, "1"),
        failing_from,
    )
    make, _ = KINDS[kind]
    if cycles is not None and not 1 <= cycles <= MOST_CYCLES:
        raise click.UsageError(f"--cycles: {cycles} is out of range; expected 1 to {MOST_CYCLES}")
    made = make(wish)
    _write(made, out, vendor)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("parameter", no_wrap=True)
    table.add_column("")
    for row in truth_rows(made.truth):
        table.add_row(*row)
    Console().print(table)
    click.echo(f"{len(made.recording)} readings: {out}")


def _refuse_strangers(kind: str, given: dict[str, object], ordered: tuple[str, ...]) -> None:
    """Refuse options that another kind takes; `ordered` are the kinds with --set."""
    for name, value in given.items():
        takers = ordered if name == "set" else tuple(k for k, (_, names) in KINDS.items() if name in names)
        if value not in (None, "", ()) and kind not in takers:
            raise click.UsageError(f"--{name.replace('_', '-')} is for {' and '.join(takers)}, not for {kind}")


def _write(made: Synthetic, out: Path, vendor: str) -> None:
    from ...lab.files.write import write_recording
    from ...lab.synthetic.writing.writers import write_as

    out.parent.mkdir(parents=True, exist_ok=True)
    if vendor:
        write_as(made.recording, out, vendor)
    else:
        write_recording(made.recording, out)


def _symmetric(wish: Wish) -> Synthetic:
    from ...lab.synthetic import Short, SymmetricTest, symmetric_cell

    test = SymmetricTest(half_cycles=2 * (wish.cycles or 50))
    # Somewhere in the second half of the test, not at the beginning of a half-cycle.
    at = test.half_cycles * (0.5 + (wish.seed * 0.618034) % 0.4)
    shorts = () if wish.soft_short is None else (Short(at, drop=wish.soft_short, wander=0.02, bursts=0.05),)
    return symmetric_cell(wish.seed, test=test, instrument=wish.instrument, shorts=shorts)


def _half(wish: Wish) -> Synthetic:
    from ...lab.synthetic import HalfTest, half_cell

    test = HalfTest(cycles=wish.cycles or 50, efficiency=wish.efficiency or 0.995, scatter=5e-4)
    return half_cell(wish.seed, test=test, instrument=wish.instrument)


def _reservoir(wish: Wish) -> Synthetic:
    from ...lab.synthetic import ReservoirTest, reservoir_cell

    test = ReservoirTest(cycles=wish.cycles or 10, efficiency=wish.efficiency or 0.98)
    return reservoir_cell(wish.seed, test=test, instrument=wish.instrument)


def _ccd(wish: Wish) -> Synthetic:
    from ...lab.synthetic import PlannedFailure, ccd_cell

    return ccd_cell(wish.seed, failure=PlannedFailure(critical=wish.critical or 8.0), instrument=wish.instrument)


def _full(wish: Wish) -> Synthetic:
    from ...lab.synthetic import FullCell, FullTest, full_cell

    cell = FullCell(failing_from=wish.failing_from)
    return full_cell(wish.seed, cell=cell, test=FullTest(cycles=wish.cycles or 30), instrument=wish.instrument)


# Kind -> how it is made, and which options it knows.
KINDS: dict[str, tuple[Callable[[Wish], Synthetic], tuple[str, ...]]] = {
    "symmetric": (_symmetric, ("cycles", "soft_short")),
    "half": (_half, ("cycles", "efficiency")),
    "reservoir": (_reservoir, ("cycles", "efficiency")),
    "ccd": (_ccd, ("critical",)),
    "full": (_full, ("cycles", "failing_from")),
}


def truth_rows(truth: Truth) -> list[tuple[str, str]]:
    """Return the parameters of a synthetic recording, a row each, in the usual units."""
    rows = [
        ("half-cycles", str(truth.half_cycles)),
        ("area", f"{truth.area * 1e4:.4g} cm^2"),
        ("noise", f"{truth.noise * 1e3:.3g} mV"),
    ]
    if truth.overpotential is not None:
        rows.append(("overpotential", f"{truth.overpotential * 1e3:.4g} mV"))
    for one in truth.shorts:
        lost = "" if one.drop is None else f", {one.drop:.1%} of |V| lost"
        healed = "lasting" if one.until is None else f"healed at {one.until / 3600:.3f} h"
        where = f"at {one.time / 3600:.3f} h, {one.into:.0f} s into half-cycle {one.half_cycle + 1}"
        rows.append((one.what, f"{where}{lost}, {healed}"))
    if truth.kind == "ccd":
        current = {
            "last current passed": truth.last_passed,
            f"first that failed ({truth.failed_direction})": truth.first_failed,
        }
        rows += [(name, f"{value / 10:.4g} mA/cm^2") for name, value in current.items() if value is not None]
    if truth.efficiencies:
        first, last = truth.efficiencies[0], truth.efficiencies[-1]
        several = len(truth.efficiencies) > 1
        rows.append(("efficiency", f"{first:.2%} in cycle 1" + (f", {last:.2%} in the last" if several else "")))
    if truth.aurbach is not None:
        rows.append(("Coulombic efficiency of the Aurbach test", f"{truth.aurbach:.2%}"))
    if truth.discharge_capacities:
        first, last = (truth.discharge_capacities[k] / 3.6 for k in (0, -1))
        rows.append(("discharge capacity", f"{first:.4g} mAh in cycle 1, {last:.4g} mAh in the last"))
    rows += [("peak of dQ/dV", f"{p.voltage:.4g} V at rest, {p.share:.0%} of the charge") for p in truth.peaks]
    return rows
