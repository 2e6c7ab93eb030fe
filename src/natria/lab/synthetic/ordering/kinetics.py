"""Orders of Tafel sweeps, DC polarisation and cyclic voltammetry."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from ....quantity import Computed
from ....record import Recording
from ..impedance import Analyser
from ..kinetics import (
    BruceVincentTruth,
    CurrentNoise,
    ElectronicTruth,
    FilmedElectrode,
    MixedConductor,
    SaltCell,
    TafelSweep,
    TriangularScans,
    VoltageStep,
    VoltammetryCell,
    bruce_vincent,
    electronic_polarisation,
    tafel_sweep,
    voltammetry,
)
from .order import OrderedFiles, OrderedPart
from .settings import COUNT, SCALE, WORD, Ordered, OrderSetting

AREA = OrderSetting("area", "m^2", "1 cm^2", "area of one electrode")
FLOOR = OrderSetting("floor", "A", "1 nA", "noise that does not scale with the current")
OFFSET = OrderSetting("offset", "A", "0 A", "constant error of the current")
TAFEL_SETTINGS = (
    AREA,
    OrderSetting("exchange", "A/m^2", "1 mA/cm^2", "exchange current density i0"),
    OrderSetting("positive", SCALE, "0.5", "transfer coefficient of positive currents"),
    OrderSetting("negative", SCALE, "0.5", "transfer coefficient of negative currents"),
    OrderSetting("film", "ohm*m^2", "20 ohm cm^2", "area resistance of the film of one face"),
    OrderSetting("solution", "ohm*m^2", "10 ohm cm^2", "area resistance of the electrolyte"),
    OrderSetting("limiting", "A/m^2", "", "limiting current density; none if not given"),
    OrderSetting("capacitance", "F/m^2", "20 uF/cm^2", "capacitance of one face"),
    OrderSetting("faces", COUNT, "1", "1: against a reference; 2: symmetric cell"),
    OrderSetting("temperature", "K", "25 degC", "temperature of the cell", least=50),
    OrderSetting("first", "V", "-250 mV", "first voltage"),
    OrderSetting("last", "V", "250 mV", "last voltage"),
    OrderSetting("rate", "V/s", "0.5 mV/s", "scan rate"),
    OrderSetting("points", COUNT, "501", "number of readings"),
    FLOOR,
    OFFSET,
)
STEP = (
    OrderSetting("voltage", "V", "10 mV", "step of the voltage"),
    OrderSetting("duration", "s", "4 h", "duration of the step"),
    OrderSetting("points", COUNT, "300", "number of readings, equally spaced in the logarithm of the time"),
    OrderSetting("floor", "A", "10 pA", "noise that does not scale with the current"),
    OFFSET,
)
POLARISATION_SETTINGS = (
    OrderSetting(
        "test", WORD, "bruce-vincent", "what is polarised: salt cell or blocked pellet", ("bruce-vincent", "electronic")
    ),
    AREA,
    OrderSetting("thickness", "m", "", "thickness; usual: 100 um of a salt electrolyte, 1 mm of a pellet"),
    OrderSetting("conductivity", "S/m", "0.2 mS/cm", "ionic conductivity"),
    OrderSetting("diffusivity", "m^2/s", "", "diffusivity; usual: 1e-7 cm^2/s of the salt, 1e-5 cm^2/s chemical"),
    OrderSetting("fraction", SCALE, "35 %", "bruce-vincent: current fraction"),
    OrderSetting("before", "ohm*m^2", "80 ohm cm^2", "bruce-vincent: interfaces of both faces before the step"),
    OrderSetting("after", "ohm*m^2", "90 ohm cm^2", "bruce-vincent: interfaces of both faces after the step"),
    OrderSetting("electronic", "S/m", "1e-8 S/cm", "electronic: electronic conductivity"),
    *STEP,
)
VOLTAMMETRY_SETTINGS = (
    AREA,
    OrderSetting("capacitance", "F/m^2", "200 uF/cm^2", "capacitance of the double layer"),
    OrderSetting("coverage", "mol/m^2", "1e-9 mol/cm^2", "amount of the bound couple"),
    OrderSetting("bound", "V", "0.15 V", "potential of the bound couple"),
    OrderSetting("concentration", "mol/m^3", "0.1 mmol/L", "concentration of the dissolved couple"),
    OrderSetting("diffusivity", "m^2/s", "1e-5 cm^2/s", "diffusivity of the dissolved couple"),
    OrderSetting("dissolved", "V", "0 V", "potential of the dissolved couple"),
    OrderSetting("electrons", COUNT, "1", "electrons of both couples"),
    OrderSetting("temperature", "K", "25 degC", "temperature of the cell", least=50),
    OrderSetting("first", "V", "-0.4 V", "first potential"),
    OrderSetting("vertex", "V", "0.5 V", "potential at which the scan turns"),
    OrderSetting("rates", "V/s", "1, 2, 5, 10, 20, 50, 100 mV/s", "scan rates, with commas between", is_list=True),
    OrderSetting("points", COUNT, "500", "readings of each scan", most=5000),
    FLOOR,
    OFFSET,
)


def order_tafel(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return a Tafel sweep of a filmed metal; `noise` relative to the current."""
    limiting = given.maybe("limiting")
    electrode = FilmedElectrode(
        exchange=given.number("exchange"),
        positive=given.number("positive"),
        negative=given.number("negative"),
        film=given.number("film"),
        solution=given.number("solution"),
        limiting=inf if limiting is None else limiting,
        capacitance=given.number("capacitance"),
        area=given.number("area"),
        faces=given.count("faces"),
        temperature=given.number("temperature"),
    )
    sweep = TafelSweep(given.number("first"), given.number("last"), given.number("rate"), given.count("points"))
    made = tafel_sweep(seed, electrode=electrode, sweep=sweep, noise=_noise(noise, given))
    truth = made.truth
    rows = (
        ("area", f"{truth.area * 1e4:.4g} cm^2"),
        ("exchange current density", f"{truth.exchange_current_density / 10:.4g} mA/cm^2"),
        ("transfer coefficients", f"{truth.transfer_positive:g} positive, {truth.transfer_negative:g} negative"),
        ("Tafel slopes", f"{truth.slope_positive * 1e3:.1f} and {truth.slope_negative * 1e3:.1f} mV per decade"),
        ("film of one face", f"{truth.film * 1e4:.4g} ohm cm^2"),
        ("electrolyte", f"{truth.solution * 1e4:.4g} ohm cm^2"),
        ("small-signal resistance", f"{truth.small_signal * 1e4:.4g} ohm cm^2"),
    )
    return _files("tafel", made.recording, truth, rows)


def order_polarisation(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return a DC polarisation; `noise` relative to the current, and to |Z| of its spectra."""
    step = VoltageStep(given.number("voltage"), given.number("duration"), points=given.count("points"))
    shape = {name: value for name in ("thickness", "diffusivity") if (value := given.maybe(name)) is not None}
    area, ionic = given.number("area"), given.number("conductivity")
    if given.word("test") == "electronic":
        pellet = MixedConductor(ionic=ionic, electronic=given.number("electronic"), area=area, **shape)
        made = electronic_polarisation(seed, cell=pellet, step=step, noise=_noise(noise, given))
    else:
        cell = SaltCell(
            conductivity=ionic,
            fraction=given.number("fraction"),
            area=area,
            before=given.number("before"),
            after=given.number("after"),
            **shape,
        )
        analyser = Analyser(noise=noise)
        made = bruce_vincent(seed, cell=cell, step=step, noise=_noise(noise, given), analyser=analyser)
    files = _files("polarisation", made.recording, made.truth, _polarisation_rows(made.truth))
    spectra = tuple(
        OrderedPart(f"spectrum {word}", word, (one,))
        for word, one in (("before", made.before), ("after", made.after))
        if one is not None
    )
    return OrderedFiles(files.kind, files.origin, (*files.parts, *spectra), files.truth, files.rows)


def _polarisation_rows(truth: BruceVincentTruth | ElectronicTruth) -> tuple[tuple[str, str], ...]:
    currents = (
        ("voltage", f"{truth.voltage * 1e3:.4g} mV"),
        ("initial current", f"{truth.initial_current * 1e6:.4g} uA"),
        ("steady current", f"{truth.steady_current * 1e6:.4g} uA (last reading {truth.last_current * 1e6:.4g} uA)"),
        ("time constant of diffusion", f"{truth.time_constant:.4g} s"),
    )
    if isinstance(truth, ElectronicTruth):
        sigma = ("electronic conductivity", f"{truth.electronic_conductivity / 100:.4g} S/cm")
        return (sigma, ("ionic conductivity", f"{truth.ionic_conductivity / 100:.4g} S/cm"), *currents)
    return (
        ("current fraction", f"{truth.current_fraction:.4g}"),
        ("bulk resistance", f"{truth.bulk_resistance:.4g} ohm"),
        ("interfaces", f"{truth.interface_before:.4g} ohm before, {truth.interface_after:.4g} ohm after"),
        *currents,
    )


def order_voltammetry(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return cyclic voltammetry at several scan rates; `noise` relative to the current."""
    cell = VoltammetryCell(
        capacitance=given.number("capacitance"),
        coverage=given.number("coverage"),
        bound=given.number("bound"),
        concentration=given.number("concentration"),
        diffusivity=given.number("diffusivity"),
        dissolved=given.number("dissolved"),
        electrons=given.count("electrons"),
        area=given.number("area"),
        temperature=given.number("temperature"),
    )
    scans = TriangularScans(
        given.number("first"), given.number("vertex"), given.numbers("rates"), given.count("points")
    )
    made = voltammetry(seed, cell=cell, scans=scans, noise=_noise(noise, given))
    rows = [
        ("area", f"{made.truth.area * 1e4:.4g} cm^2"),
        ("capacitance", f"{made.truth.capacitance * 1e6:.4g} uF"),
        ("potentials", f"{made.truth.bound_potential:g} V bound, {made.truth.dissolved_potential:g} V dissolved"),
    ]
    for scan in made.truth.scans:
        peaks = f"peaks {scan.bound_peak * 1e6:.4g} uA bound, {scan.dissolved_peak * 1e6:.4g} uA dissolved"
        rows.append((f"{scan.rate * 1e3:g} mV/s", f"{peaks}; surface share of the charge {scan.surface_share:.1%}"))
    parts = tuple(
        OrderedPart(f"scan {scan.cycle}", f"{scan.cycle:03d}_{scan.rate * 1e3:g}mVs", recording)
        for scan, recording in zip(made.truth.scans, made.scans, strict=True)
    )
    return replace(_files("voltammetry", made.recording, made.truth, tuple(rows)), many=parts)


def _noise(noise: float, given: Ordered) -> CurrentNoise:
    return CurrentNoise(noise, given.number("floor"), given.number("offset"))


def _files(kind: str, recording: Recording, truth: object, rows: tuple[tuple[str, str], ...]) -> OrderedFiles:
    origin = recording.origin
    assert isinstance(origin, Computed)
    return OrderedFiles(kind, origin, (OrderedPart("recording", "", recording),), truth, rows)
