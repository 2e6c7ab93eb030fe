"""Orders of a series of spectra, over temperature or over time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ....quantity import Computed, show_time
from ..impedance import (
    InterphaseGrowth,
    SpectrumCell,
    SpectrumSeries,
    SpectrumTruth,
    SyntheticSpectrum,
    TrueTemperatureLaw,
    synthetic_series,
)
from ..impedance.growth import SHAPES
from ..impedance.temperature import FORMS, Form
from ..truth import insist
from .order import OrderedFiles, OrderedPart
from .settings import COUNT, SCALE, WORD, Ordered, OrderSetting
from .spectra import CELL, INSTRUMENT, ordered_analyser, ordered_cell, ordered_sweep, spectrum_rows

PROCESSES = ("electrolyte", "grain boundary", "interphase", "charge transfer")
SETTINGS = (
    *CELL,
    OrderSetting("over", WORD, "temperature", "what changes from sweep to sweep", words=("temperature", "time")),
    OrderSetting("spectra", COUNT, "6", "number of sweeps", least=1, most=1000),
    OrderSetting("coldest", "K", "10 degC", "over temperature: first temperature"),
    OrderSetting("hottest", "K", "64 degC", "over temperature: last temperature; spacing is equal in 1/T", least=50),
    OrderSetting("process", WORD, "interphase", "over temperature: process that `energy` is for", words=PROCESSES),
    OrderSetting("energy", "J/mol", "", "over temperature: Ea, or B with `t0`; usual: that of the cell"),
    OrderSetting("t0", "K", "0 K", "over temperature: T0 of VFT; 0 K is Arrhenius"),
    OrderSetting("form", WORD, "T/R", "over temperature: axis on which the law is a straight line", words=FORMS),
    OrderSetting("temperature", "K", "25 degC", "over time: temperature of the cell", least=50),
    OrderSetting("until", "s", "24 h", "over time: start of the last sweep"),
    OrderSetting("onset", "s", "1 h", "over time: onset of the growth of the interphase"),
    OrderSetting("complete", "s", "15 h", "over time: end of the growth"),
    OrderSetting("initial", SCALE, "10 %", "over time: resistance of the interphase before the growth, of the last"),
    OrderSetting("shape", WORD, "parabolic", "over time: course of the resistance", words=SHAPES),
    *INSTRUMENT,
)
DWELL = 3600.0  # s between two sweeps of a series over temperature


@dataclass(frozen=True)
class ProcessLaw:
    """Law of the resistance of a process: R(T) / R(reference), see the forms in `TrueTemperatureLaw`.

    `apparent_energy` (J/mol) is that of the tangent of an Arrhenius plot of the same form at `middle` (K).
    """

    process: str
    kind: str  # "arrhenius", "vft" or "none"
    energy: float
    t0: float
    form: str
    reference: float
    apparent_energy: float
    middle: float


@dataclass(frozen=True)
class SeriesTruth:
    """Truth of a series in SI: laws of all processes, the growth if any, and the truth of each sweep."""

    over: str
    temperatures: tuple[float, ...]
    starts: tuple[float, ...]
    laws: tuple[ProcessLaw, ...]
    growth: InterphaseGrowth | None
    sweeps: tuple[SpectrumTruth, ...]


def order_series(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return a series of spectra and its truth; `noise` relative to |Z|."""
    cell, over = ordered_cell(given), given.word("over")
    count = given.count("spectra")
    growth = None
    if over == "time":
        insist("--set", (cell.interphase is not None, "over", f"a cell with an interphase, not {given.word('cell')}"))
        growth = InterphaseGrowth(
            given.number("onset"),
            given.number("complete"),
            given.number("initial"),
            1.0,
            next(shape for shape in SHAPES if shape == given.word("shape")),
        )
        starts = np.linspace(0.0, given.number("until"), count).tolist()
        temperatures = np.full(count, given.number("temperature")).tolist()
    else:
        cell = _with_law(cell, given)
        ends = given.number("coldest"), given.number("hottest")
        insist("--set", (0 < ends[0] < ends[1], "hottest", "above the coldest temperature, and that above 0 K"))
        temperatures = (1 / np.linspace(1 / ends[0], 1 / ends[1], count)).tolist()
        starts = (np.arange(count) * max(DWELL, ordered_sweep(given).duration)).tolist()
    series = SpectrumSeries(tuple(temperatures), tuple(starts))
    made = synthetic_series(
        seed,
        cell=cell,
        series=series,
        sweep=ordered_sweep(given),
        analyser=ordered_analyser(noise, given),
        growth=growth,
    )
    laws = _laws(cell, series.temperatures)
    truth = SeriesTruth(over, series.temperatures, series.starts, laws, growth, tuple(one.truth for one in made))
    origin = made[0].spectrum.origin
    assert isinstance(origin, Computed)
    parts = tuple(OrderedPart(f"sweep {k}", _ending(k, over, one), (one,)) for k, one in enumerate(made, 1))
    whole = (OrderedPart("series", "", made),)
    return OrderedFiles("series", origin, whole, truth, _rows(truth), many=parts)


def _ending(number: int, over: str, one: SyntheticSpectrum) -> str:
    """Return the name of the file of a sweep, with its temperature or its time."""
    if over == "time":
        return f"{number:03d}_t={one.truth.start / 3600:.6g}h"
    return f"{number:03d}_{one.truth.temperature - 273.15:.2f}degC"


def _with_law(cell: SpectrumCell, given: Ordered) -> SpectrumCell:
    """Return the cell with the ordered law of one process."""
    if (energy := given.maybe("energy")) is None:
        insist("--set", (given.number("t0") == 0, "t0", "an `energy` beside it: it is the B of the law"))
        return cell
    form: Form = next(form for form in FORMS if form == given.word("form"))
    law = TrueTemperatureLaw(energy, given.number("t0"), form)
    name = given.word("process")
    if name == "electrolyte":
        return replace(cell, electrolyte_law=law)
    if name == "grain boundary" and cell.grain_boundary is not None:
        return replace(cell, grain_boundary=replace(cell.grain_boundary, law=law))
    if name == "interphase" and cell.interphase is not None:
        return replace(cell, interphase=replace(cell.interphase, law=law))
    if name == "charge transfer" and cell.charge_transfer is not None:
        return replace(cell, charge_transfer=replace(cell.charge_transfer, law=law))
    insist("--set", (False, "process", f"one that the cell {given.word('cell')} has"))
    return cell


def _laws(cell: SpectrumCell, temperatures: tuple[float, ...]) -> tuple[ProcessLaw, ...]:
    laws = {"electrolyte": cell.electrolyte_law}
    arcs = {
        "grain boundary": cell.grain_boundary,
        "interphase": cell.interphase,
        "charge transfer": cell.charge_transfer,
    }
    laws |= {name: arc.law for name, arc in arcs.items() if arc is not None}
    middle = 2 / (1 / min(temperatures) + 1 / max(temperatures))
    return tuple(
        ProcessLaw(name, _kind(law), law.energy, law.t0, law.form, law.reference, law.apparent_energy(middle), middle)
        for name, law in laws.items()
    )


def _kind(law: TrueTemperatureLaw) -> str:
    if not law.energy:
        return "none"
    return "vft" if law.t0 else "arrhenius"


def _rows(truth: SeriesTruth) -> tuple[tuple[str, str], ...]:
    at_last = (
        f"{truth.temperatures[-1] - 273.15:.4g} degC" if truth.over == "temperature" else show_time(truth.starts[-1])
    )
    rows = [("sweeps", str(len(truth.sweeps))), ("values below", f"those of the last sweep, at {at_last}")]
    rows += [row for row in spectrum_rows(truth.sweeps[-1]) if row[0] in ("area", "circuit", *PROCESSES, "tail")]
    if truth.over == "temperature":
        first, last = (t - 273.15 for t in (truth.temperatures[0], truth.temperatures[-1]))
        rows.append(("temperatures", f"{first:.4g} to {last:.4g} degC"))
        rows += [(f"law of {law.process}", _words(law)) for law in truth.laws if law.kind != "none"]
    if (growth := truth.growth) is not None:
        rows.append(("growth", f"onset {growth.onset / 3600:.4g} h, complete {growth.complete / 3600:.4g} h"))
        rows.append(("course", f"{growth.shape}, from {growth.initial:.0%} of the last resistance"))
    return tuple(rows)


def _words(law: ProcessLaw) -> str:
    apparent = f"{law.apparent_energy / 1e3:.4g} kJ/mol"
    if law.kind == "vft":
        words = f"VFT, B {law.energy / 1e3:.4g} kJ/mol, T0 {law.t0:.4g} K, {law.form}"
        return f"{words}; apparent {apparent} at {law.middle - 273.15:.1f} degC"
    return f"Arrhenius, Ea {law.energy / 1e3:.4g} kJ/mol, {law.form}"
