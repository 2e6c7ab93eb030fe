"""Print what a recording and a spectrum of one simulated Na-S cell tell of its resistance and its charge transfer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np

from natria import load_case
from natria.models.cell import Leg, legs, pack, prepare, recording_of, run
from natria.models.cell.analysis.impedance import spectrum
from natria.quantity import show_value
from natria.report.calibration.wording import identifiability_rows
from natria.studies.calibration.calibrate import calibrate
from natria.studies.opening.overrides import with_given

SYSTEM, SEED = "chi2022/na-s", 1
OHMIC, FACE = "electrolyte.outer.ionic_conductivity", "working.exchange_current_density"
TRUE = {
    "counter.conversion.usable_share": "80 %",
    "counter.conversion.exchange_current_density": "0.03 mA/cm^2",
    "counter.conversion.reaction_area_ratio": "15",
    OHMIC: "0.08 mS/cm",
    FACE: "0.2 mA/cm^2",
}
FIRST = {
    OHMIC: "{ value = 0.05, unit = 'mS/cm', why = 'a first value' }",
    FACE: "{ value = 0.4, unit = 'mA/cm^2', why = 'a first value' }",
}
NOISE, CHARGE, ERROR = 2e-3, 0.005, 0.02  # V; relative; of both parts over |Z|
SHARE, REST = 0.4, 7200.0
FREQUENCIES = np.geomspace(1e5, 1.0, 26)


def write(folder: Path) -> tuple[Path, Path]:
    """Write the recording of the first cycle and the spectrum after a share of its discharge, with noise."""
    random = np.random.default_rng(SEED)
    prepared = prepare(with_given(load_case("chi2022").design(SYSTEM), TRUE), charging=True)
    packed, cycle = pack(prepared.cell), list(legs(prepared.blocks, "full", 1))
    done = list(run(packed, cycle, prepared.limits))
    made = recording_of(prepared, np.concatenate([one.rows for one in done]))
    table = [made.time, made.voltage + NOISE * random.standard_normal(len(made)), made.current]
    cell, seconds = folder / "cell.csv", SHARE * float(done[0].rows[-1, 0])
    head = "test_time_second,voltage_volt,current_ampere"
    np.savetxt(cell, np.stack(table, 1), "%.10g", ",", header=head, comments="")
    program = [replace(cycle[0], seconds=seconds, volts=None), Leg(1, 1, 1, "rest", 0.0, REST)]
    *_, last = run(packed, program, prepared.limits)
    columns = spectrum(packed, last.state.y, prepared.origin, at=FREQUENCIES).columns
    parts = np.stack([columns[name].numbers for name in ("z_real", "z_imaginary")]) / prepared.cell.area
    parts = parts + ERROR * np.hypot(*parts) * random.standard_normal(parts.shape)
    eis = folder / "eis.csv"
    np.savetxt(eis, np.stack([FREQUENCIES, *parts], 1), "%.10g", ",", header="f/Hz,Z'/ohm,Z''/ohm", comments="")
    return cell, eis


def main() -> None:
    with TemporaryDirectory() as folder:
        cell, eis = write(Path(folder))
        for spectra in ((), (f"{eis}=40 % after 2 h",)):
            found = calibrate(
                load_case("chi2022"),
                [OHMIC, FACE],
                [str(cell)],
                cycles=(1, 1),
                noise=NOISE,
                charge_error=CHARGE,
                system=SYSTEM,
                given={**TRUE, **FIRST},
                spectra=spectra,
                impedance_error=ERROR if spectra else None,
            )
            click.echo("with the spectrum" if spectra else "the recording alone")
            rows = [*((path, show_value(one)) for path, one in found.findings.items()), *identifiability_rows(found)]
            for row in (*((why,) for why in found.why_not), *rows):
                click.echo("  " + ": ".join(row))


if __name__ == "__main__":
    main()
