"""Orders of one impedance spectrum."""

from __future__ import annotations

from dataclasses import replace

from ....quantity import Computed
from ..impedance import (
    SPECTRUM_CELLS,
    Analyser,
    AnalyserSweep,
    SpectrumCell,
    SpectrumTruth,
    TrueArc,
    spectrum_cell,
    synthetic_spectrum,
)
from ..truth import insist
from .order import OrderedFiles, OrderedPart
from .settings import COUNT, SCALE, WORD, Ordered, OrderSetting

INSTRUMENT = (
    OrderSetting("first", "1/s", "7 MHz", "first frequency"),
    OrderSetting("last", "1/s", "0.1 Hz", "last frequency"),
    OrderSetting("points", COUNT, "60", "number of frequencies", least=2, most=2000),
    OrderSetting("floor", "ohm", "0 ohm", "noise that does not scale with |Z|"),
    OrderSetting("inductance", "H", "0 H", "inductance of the cables"),
    OrderSetting("outliers", COUNT, "0", "points that are off by about 30 % of |Z|"),
    OrderSetting("missing", COUNT, "0", "points that are lost"),
    OrderSetting("repeated", COUNT, "0", "points that are written twice"),
    OrderSetting("aborted_after", COUNT, "", "number of points after which the sweep is aborted"),
    OrderSetting("mains", SCALE, "0 %", "largest disturbance near 50 Hz and its harmonics, relative to |Z|"),
)
CELL = (
    OrderSetting("cell", WORD, "solid", "cell with its processes", words=tuple(SPECTRUM_CELLS)),
    OrderSetting("area", "m^2", "1 cm^2", "area of one electrode"),
    OrderSetting("thickness", "m", "", "thickness of the electrolyte; usual: that of the cell"),
    OrderSetting("conductivity", "S/m", "", "conductivity of the bulk at 25 degC; usual: that of the cell"),
    OrderSetting("interphase", "ohm*m^2", "", "area resistance of the interphase of one face at 25 degC"),
    OrderSetting("charge_transfer", "ohm*m^2", "", "area resistance of the charge transfer of one face at 25 degC"),
)
SETTINGS = (
    *CELL,
    OrderSetting("temperature", "K", "25 degC", "temperature of the cell", least=50),
    OrderSetting("drift", SCALE, "0 %", "growth of the interphase resistance from the first point to the last"),
    *INSTRUMENT,
)


def order_spectrum(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return one spectrum and its truth; `noise` relative to |Z|."""
    made = synthetic_spectrum(
        seed,
        cell=ordered_cell(given),
        sweep=ordered_sweep(given),
        analyser=ordered_analyser(noise, given),
        temperature=given.number("temperature"),
        drift=given.number("drift"),
    )
    origin = made.spectrum.origin
    assert isinstance(origin, Computed)
    rows = spectrum_rows(made.truth)
    return OrderedFiles("impedance", origin, (OrderedPart("spectrum", "", (made,)),), made.truth, rows)


def ordered_cell(given: Ordered) -> SpectrumCell:
    """Return the cell of an order."""
    cell = replace(spectrum_cell(given.word("cell")), area=given.number("area"))
    if (thickness := given.maybe("thickness")) is not None:
        cell = replace(cell, thickness=thickness)
    if (conductivity := given.maybe("conductivity")) is not None:
        cell = replace(cell, conductivity=conductivity)
    if (size := given.maybe("interphase")) is not None:
        cell = replace(cell, interphase=_resized(given, cell, "interphase", size))
    if (size := given.maybe("charge_transfer")) is not None:
        cell = replace(cell, charge_transfer=_resized(given, cell, "charge_transfer", size))
    return cell


def _resized(given: Ordered, cell: SpectrumCell, name: str, size: float) -> TrueArc:
    process: TrueArc | None = getattr(cell, name)
    insist("--set", (process is not None, name, f"a cell that has one; {given.word('cell')} has none"))
    assert process is not None
    return replace(process, resistance=size)


def ordered_sweep(given: Ordered) -> AnalyserSweep:
    """Return the frequencies of an order."""
    return AnalyserSweep(given.number("first"), given.number("last"), given.count("points"))


def ordered_analyser(noise: float, given: Ordered) -> Analyser:
    """Return the instrument of an order."""
    aborted = given.maybe("aborted_after")
    return Analyser(
        noise=noise,
        floor=given.number("floor"),
        inductance=given.number("inductance"),
        outliers=given.count("outliers"),
        missing=given.count("missing"),
        repeated=given.count("repeated"),
        aborted_after=None if aborted is None else int(aborted),
        mains=given.number("mains"),
    )


def spectrum_rows(truth: SpectrumTruth) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a spectrum, a row each, in the usual units."""
    rows = [
        ("area", f"{truth.area * 1e4:.4g} cm^2"),
        ("temperature", f"{truth.temperature - 273.15:.4g} degC"),
        ("conductivity of the bulk", f"{truth.conductivity * 10:.4g} mS/cm"),
        ("circuit", truth.circuit),
    ]
    for one in truth.processes:
        size = f"{one.resistance:.4g} ohm"
        tau = "" if one.time_constant is None else f", tau {one.time_constant:.3g} s"
        exponent = "" if one.exponent is None else f", n {one.exponent:g}"
        farads = "" if one.capacitance is None else f", C {one.capacitance:.3g} F"
        rows.append((one.name, f"{one.kind}, {size}{tau}{exponent}{farads}" if one.name != one.kind else size))
    if truth.inductance:
        rows.append(("inductance", f"{truth.inductance * 1e9:.4g} nH"))
    if truth.drift:
        rows.append(("drift", f"{truth.drift:+.1%} of the interphase resistance during the sweep"))
    listed = {"outliers, row": truth.outliers, "disturbed by the mains, row": truth.disturbed}
    rows += [(name, ", ".join(str(k + 1) for k in found)) for name, found in listed.items() if found]
    if truth.missing:
        rows.append(("missing points", ", ".join(str(k + 1) for k in truth.missing)))
    if truth.aborted:
        rows.append(("aborted", f"after {len(truth.frequency)} points"))
    return tuple(rows)
