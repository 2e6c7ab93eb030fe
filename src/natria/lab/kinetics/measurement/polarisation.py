"""Direct-current polarisation of a cell: steady currents, electronic resistance, current fraction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....quantity import Finding, FitError
from ....record import Recording, Table
from ...results import Remark
from ...specimen import Specimen, finding_of
from ..decay import CurrentDecay, fit_decay
from ..inputs import Vector
from ..polarisation import CurrentFraction, ElectronicResistance, WithStd, current_fraction, electronic_resistance
from ..polarisation_findings import current_fraction_findings, electronic_findings
from ..recognise import held_levels
from .measured import KineticInput, KineticSettings, MeasuredKinetics, MeasuredStep
from .tables import NAN, made

REST = 1e-4  # V: a level closer to zero is a rest
BLOCKING = (
    "An electronic conductivity is that of electrodes that block ions. The recording cannot show whether they do: with "
    "electrodes of sodium the steady current is carried by ions too."
)
MISSING = (
    "The steady current alone is no material property. Of electrodes that block ions, --thickness and --area give the "
    "electronic conductivity; of sodium electrodes, --before and --after (resistances of the interfaces, or files of "
    "their spectra) give the current fraction."
)


def measure_polarisation(
    inputs: Sequence[KineticInput], specimen: Specimen, settings: KineticSettings
) -> MeasuredKinetics:
    """Return the steady current of each voltage, and what the given properties make of them."""
    steps = tuple(step for source in inputs for step in _steps(source))
    remarks: list[Remark] = []
    findings: list[Finding] = []
    for step in steps:
        label = f"{1e3 * step.voltage:.4g} mV"
        if step.decay is None:
            remarks.append(Remark("no-decay", f"The level at {label} has too few readings for a steady current."))
            continue
        remarks += [Remark(r.code, f"At {label}: {r.text}") for r in step.decay.remarks]
        findings.append(_steady(step, step.decay))
    fitted = [(step, step.decay) for step in steps if step.decay is not None]
    fraction, electronic = None, None
    if settings.before is not None and settings.after is not None:
        fraction, more, said = _fraction(fitted, settings)
    elif settings.thickness is not None or len({round(step.voltage, 6) for step, _ in fitted}) > 1:
        electronic, more, said = _electronic(fitted, specimen, settings)
    else:
        more, said = [], [Remark("steady-current-only", MISSING)]
    if (settings.before is None) != (settings.after is None):
        text = "A current fraction needs both resistances, --before and --after the step; one of them is missing."
        said.append(Remark("one-resistance-missing", text))
    return MeasuredKinetics(
        "polarisation",
        tuple(inputs),
        specimen,
        steps=steps,
        electronic=electronic,
        fraction=fraction,
        findings=(*more, *findings),
        tables=_tables(steps),
        remarks=tuple(dict.fromkeys([*said, *remarks])),
    )


def _steps(source: KineticInput) -> list[MeasuredStep]:
    """Return the levels of the voltage that are no rest, each with its decay."""
    recording = source.recording
    t, v, i = _whole(recording)
    found = []
    for first, stop in held_levels(t, v):
        voltage = float(np.median(v[first:stop]))
        if abs(voltage) < REST:
            continue
        begin = float(t[first - 1] if first else t[first])
        found.append(MeasuredStep(source, voltage, begin, float(t[stop - 1]) - begin, _decay(t, i, first, stop, begin)))
    return found


def _whole(recording: Recording) -> tuple[Vector, Vector, Vector]:
    kept = np.isfinite(recording.time) & np.isfinite(recording.voltage) & np.isfinite(recording.current)
    return recording.time[kept], recording.voltage[kept], recording.current[kept]


def _decay(t: Vector, i: Vector, first: int, stop: int, begin: float) -> CurrentDecay | None:
    later = np.r_[True, np.diff(t[first:stop]) > 0]
    try:
        return fit_decay(t[first:stop][later], i[first:stop][later], step=begin)
    except FitError:
        return None


def _steady(step: MeasuredStep, decay: CurrentDecay) -> Finding:
    how = f"steady value of a fitted decay at {1e3 * step.voltage:.4g} mV, {len(decay.time_constants)} exponentials"
    recording, specimen = step.source.recording, step.source.specimen
    return finding_of(recording, specimen, "steady_current", decay.steady, {}, method=how, std=decay.steady_std)


Steps = Sequence[tuple[MeasuredStep, CurrentDecay]]


def _electronic(
    fitted: Steps, specimen: Specimen, settings: KineticSettings
) -> tuple[ElectronicResistance | None, list[Finding], list[Remark]]:
    """Return the electronic resistance, and the conductivity where the geometry is known."""
    said = [Remark("blocking-electrodes", BLOCKING)]
    if not fitted:
        return None, [], said
    missing = [
        option for option, one in (("--thickness", settings.thickness), ("--area", specimen.area)) if one is None
    ]
    if missing:
        text = f"An electronic conductivity needs {' and '.join(missing)}: the resistance is that of the cell."
        said.append(Remark("no-geometry", text))
    stds = [decay.steady_std for _, decay in fitted]
    known = settings.thickness is not None and specimen.area is not None
    try:
        result = electronic_resistance(
            [step.voltage for step, _ in fitted],
            [decay.steady for _, decay in fitted],
            current_std=stds if min(stds) > 0 else None,
            thickness=_number(settings.thickness) if known else None,
            area=_number(specimen.area) if known else None,
        )
    except FitError as bad:
        return None, [], [*said, Remark("no-electronic-resistance", f"{bad.what}. {bad.fix}.")]
    uses = tuple(one for one in (settings.thickness, specimen.area) if one is not None and known)
    source = fitted[0][0].source
    found = electronic_findings(result, source.recording, source.specimen, uses=uses)
    return result, list(found), [*said, *result.remarks]


def _fraction(fitted: Steps, settings: KineticSettings) -> tuple[CurrentFraction | None, list[Finding], list[Remark]]:
    """Return the current fraction of the first step, with the resistances before and after."""
    before, after = _number(settings.before), _number(settings.after)
    if not fitted or before is None or after is None:
        return None, [], []
    said = []
    if len(fitted) > 1:
        said.append(Remark("first-step-only", f"The current fraction is that of the first of {len(fitted)} steps."))
    step, decay = fitted[0]
    sign = 1.0 if step.voltage > 0 else -1.0
    try:
        result = current_fraction(
            WithStd(abs(step.voltage)),
            WithStd(sign * decay.initial, decay.initial_std),
            WithStd(sign * decay.steady, decay.steady_std),
            before,
            after,
            bulk=_number(settings.bulk),
        )
    except FitError as bad:
        return None, [], [*said, Remark("no-current-fraction", f"No current fraction: {bad.what}. {bad.fix}.")]
    uses = tuple(one for one in (settings.before, settings.after) if one is not None)
    bulk = () if settings.bulk is None else (settings.bulk,)
    found = current_fraction_findings(result, step.source.recording, step.source.specimen, uses=(*uses, *bulk))
    text = f"The initial current is the first reading, {decay.delay:.3g} s after the step; a later one is too small."
    return result, list(found), [*said, *result.remarks, Remark("initial-current-read", text)]


def _number(finding: Finding | None) -> WithStd | None:
    return None if finding is None else WithStd(finding.plain, finding.std or 0.0)


def _tables(steps: Sequence[MeasuredStep]) -> tuple[Table, ...]:
    heads = {
        "recording": "",
        "voltage": "V",
        "begin": "s",
        "duration": "s",
        "first current": "A",
        "steady current": "A",
        "spread of the steady current": "A",
        "left at the end": "A",
        "longest time constant": "s",
    }
    rows = []
    for step in steps:
        decay = step.decay
        numbers = (NAN,) * 5
        if decay is not None:
            longest = max(decay.time_constants, default=NAN)
            numbers = (decay.initial, decay.steady, decay.steady_std, decay.left, longest)
        rows.append((step.source.name, step.voltage, step.begin, step.duration, *numbers))
    return (made("steps", "Steps of the voltage", heads, rows),) if rows else ()
