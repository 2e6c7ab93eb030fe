"""Random cells and tests from wide ranges, each from a seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .aurbach import AurbachSettings, CopperSettings, aurbach_recording
from .cells import SymmetricSettings, onset_time, steps_of, symmetric_recording
from .efficiency_cycles import CycleSettings, cycle_recording
from .instrument import InstrumentSettings
from .paths import PathSettings
from .plating import PlatingSettings, clock_of, plating_recording
from .truth import MadeCell, MadeEfficiency

HOUR = 3600.0
DISTURBANCES = (
    "activation", "day and night", "rate steps", "spikes", "interruptions", "missing readings", "dV sampling", "noise",
)  # fmt: skip
USUALLY = 0.25  # chance of each disturbance where none is named
RATES = ((0.5, 1.0, 2.0), (1.0, 0.5), (0.5, 1.0, 2.0, 4.0, 1.0), (1.0, 2.0, 1.0, 4.0), (0.2, 0.5, 1.0))
FALLS = {"plating at once": (0.0, 10.0), "plating minutes": (60.0, 1800.0), "plating hours": (HOUR, 8 * HOUR)}


def random_healthy(seed: int, disturbance: str | None = None) -> MadeCell:
    """A healthy cell with one disturbance ("none", one of DISTURBANCES, "all"), or with random ones."""
    rng = np.random.default_rng([seed, 10])
    which = _which(disturbance, rng)
    cell = _cell(rng, which, int(rng.integers(50, 160)))
    return symmetric_recording(cell, _instrument(rng, cell, which), seed=seed, disturbances=which)


def random_short(seed: int, share: float, fall: float, disturbance: str | None = None) -> MadeCell:
    """A cell whose voltage falls by `share` over `fall` half-cycles (0: at once; below 1: inside a half-cycle)."""
    rng = np.random.default_rng([seed, 11])
    which = _which(disturbance, rng)
    before, after = int(rng.integers(16, 40)), int(rng.integers(8, 40))
    cell = _cell(rng, which, before + round(fall + 0.5) + after)
    steps = steps_of(cell)
    within = float(rng.uniform(0.05, 0.95 - fall)) if fall < 1 else float(rng.uniform(0, 0.95))
    onset = onset_time(steps, before, within)
    end = onset_time(steps, before + int(within + fall), (within + fall) % 1.0)
    half = cell.charge / cell.currents[0]
    heals = rng.random() < 0.2 and after > 20
    path = PathSettings(
        onset,
        share,
        end - onset if fall else 0.0,
        shape=str(rng.choice(["linear", "linear", "late", "stairs"])) if fall >= 1 else "linear",
        flicker=float(rng.uniform(0.05, 0.4)) if rng.random() < 0.4 else 0.0,
        heals_at=onset_time(steps, before + round(fall + 0.5) + int(rng.integers(5, 15)), 0.3) if heals else None,
        healing=float(rng.choice([0.0, 2.0])) * half,
    )
    instrument = replace(_instrument(rng, cell, which), kept=(onset - half, end + half))
    return symmetric_recording(cell, instrument, path, seed=seed, disturbances=which)


def random_plating(seed: int, share: float | None = None, fall: float | None = None) -> MadeCell:
    """A cell that is plated in one direction; its voltage falls by `share` within `fall` seconds, or never."""
    rng = np.random.default_rng([seed, 12])
    current = float(rng.choice([0.1, 0.25, 0.5, 1.0, 2.0])) * 1e-3
    volts = float(np.exp(rng.uniform(np.log(0.015), np.log(0.4))))
    resistance = volts / current
    duration = float(np.exp(rng.uniform(np.log(8), np.log(250)))) * HOUR
    stops = rng.random() < 0.3
    cell = PlatingSettings(
        resistance=0.7 * resistance,
        exchange=(current * float(rng.uniform(0.5, 5)), current * float(rng.uniform(0.5, 5))),
        diffusion=resistance * float(rng.uniform(0.0, 0.25)),
        diffusion_time=float(rng.uniform(600, 3 * HOUR)),
        nucleation=volts * float(rng.uniform(0.0, 1.0)),
        nucleation_time=float(rng.uniform(30, 1500)),
        drift=float(rng.uniform(-0.15, 0.4)),
        drift_time=float(rng.uniform(0.1, 3.0)),
        wander=float(rng.uniform(0, 0.015)) if rng.random() < 0.5 else 0.0,
        current=current,
        duration=duration,
        interrupt_every=float(rng.uniform(1, 12)) * HOUR if stops else 0.0,
        interrupt=float(rng.uniform(300, 2400)),
        interrupt_read=bool(rng.random() < 0.5),
        initial_rest=float(rng.choice([0.0, 600.0, 6 * HOUR])),
        exhausted=share is None and bool(rng.random() < 0.4),
        sign=1 if rng.random() < 0.8 else -1,
    )
    spacing = float(rng.choice([x for x in (10.0, 30.0, 60.0, 120.0, 300.0) if 300 <= duration / x <= 30000]))
    dv = rng.random() < 0.25
    noise = volts * float(rng.uniform(0.0005, 0.02))
    instrument = InstrumentSettings(
        spacing * (10 if dv else 1),
        step=max(0.02 * volts, 4 * noise) if dv else 0.0,
        noise=noise,
        resolution=float(rng.choice([1e-5, 1e-4, 3e-4])),
        spikes=int(rng.integers(0, 6)) if rng.random() < 0.3 else 0,
        dropout=float(rng.uniform(0, 0.1)) if rng.random() < 0.2 else 0.0,
    )
    if share is None or fall is None:
        return plating_recording(cell, instrument, seed=seed)
    tail = max(float(rng.uniform(0.02, 0.15)) * duration, 12 * spacing)
    onset_plated = max(duration - fall - tail, 0.4 * duration)
    cell = replace(cell, duration=onset_plated + fall + tail)
    onset = clock_of(cell, onset_plated)
    path = PathSettings(
        onset,
        share,
        clock_of(cell, onset_plated + fall) - onset,
        shape=str(rng.choice(["linear", "late", "stairs"])) if fall > 60 else "linear",
        flicker=float(rng.uniform(0.05, 0.4)) if rng.random() < 0.4 else 0.0,
    )
    return plating_recording(cell, instrument, path, seed=seed)


def random_aurbach(
    seed: int, interval: float | None = None, offset: float | None = None, counter: str | None = None
) -> tuple[MadeEfficiency, AurbachSettings, InstrumentSettings]:
    """An Aurbach test with its settings; what is None is drawn."""
    rng = np.random.default_rng([seed, 13])
    settings, instrument = _copper(rng, interval, offset, counter)
    return aurbach_recording(settings, instrument, seed=seed), settings, instrument


def random_cycle_efficiency(
    seed: int, interval: float | None = None, offset: float | None = None, counter: str | None = None
) -> tuple[MadeEfficiency, CycleSettings, InstrumentSettings]:
    """A cycle-by-cycle test of CE with formation cycles, with its settings; what is None is drawn."""
    rng = np.random.default_rng([seed, 14])
    test, instrument = _copper(rng, interval, offset, counter)
    settings = CycleSettings(
        replace(test, cycles=int(rng.integers(20, 80))),
        formation_loss=float(rng.uniform(0.01, 0.2)),
        formation_cycles=float(rng.uniform(0.3, 2.0)),
        scatter=float(rng.choice([0.0, 2e-4, 1e-3])),
    )
    return cycle_recording(settings, instrument, seed=seed), settings, instrument


def _copper(
    rng: np.random.Generator, interval: float | None, offset: float | None, counter: str | None
) -> tuple[AurbachSettings, InstrumentSettings]:
    current = float(rng.choice([0.25, 0.5, 1.0, 2.0])) * 1e-3
    charge = current * float(rng.choice([0.5, 1.0, 2.0])) * HOUR
    efficiency = 1 - float(np.exp(rng.uniform(np.log(2e-4), np.log(0.03))))
    settings = AurbachSettings(
        efficiency=efficiency,
        conditioning_efficiency=efficiency - float(rng.uniform(0.002, 0.1)),
        reservoir=charge * float(rng.choice([3.0, 4.0, 5.0, 10.0])),
        charge=charge,
        cycles=int(rng.choice([10, 10, 10, 20, 50])),
        current=current,
        rest=float(rng.choice([0.0, 60.0, 300.0])),
        offset=_drawn_offset(rng) if offset is None else offset * float(rng.choice([-1.0, 1.0])),
        offset_in=str(rng.choice(["readings", "regulation"])),
        offset_at_rest=bool(rng.spawn(1)[0].random() < 0.5),
        end_read=bool(rng.random() < 0.5),
        counter=str(rng.choice(["", "", "net", "step", "cycle"])) if counter is None else counter,
        mirrored=bool(rng.random() < 0.15),
        copper=CopperSettings(
            resistance=float(rng.uniform(5, 40)) * 1e-3 / current,
            exchange=current * float(rng.uniform(0.5, 5)),
            nucleation=float(rng.uniform(0.0, 0.1)),
            nucleation_charge=charge * float(rng.uniform(0.005, 0.05)),
            last=charge * float(rng.uniform(0.001, 0.03)),
            cutoff=float(rng.choice([0.5, 1.0])),
        ),
    )
    instrument = InstrumentSettings(
        float(np.exp(rng.uniform(0, np.log(60)))) if interval is None else interval,
        noise=float(rng.uniform(1e-5, 1e-3)),
        resolution=float(rng.choice([1e-5, 1e-4])),
        current_noise=float(rng.choice([0.0, 1e-4, 5e-4])),
    )
    return settings, instrument


def _drawn_offset(rng: np.random.Generator) -> float:
    """0.01 to 0.1 % of the current, of either sign."""
    return float(np.exp(rng.uniform(np.log(1e-4), np.log(1e-3))) * rng.choice([-1.0, 1.0]))


def _which(disturbance: str | None, rng: np.random.Generator) -> tuple[str, ...]:
    if disturbance is None:
        return tuple(d for d in DISTURBANCES if rng.random() < USUALLY)
    return {"none": (), "all": DISTURBANCES}.get(disturbance, (disturbance,))


def _cell(rng: np.random.Generator, which: tuple[str, ...], half_cycles: int) -> SymmetricSettings:
    current = float(rng.choice([0.25, 0.5, 1.0, 2.0])) * 1e-3
    volts = float(np.exp(rng.uniform(np.log(0.01), np.log(0.3))))
    ohms = volts / current
    ohmic = float(rng.uniform(0.1, 0.6))
    hours = float(np.exp(rng.uniform(np.log(0.25), np.log(6))))
    rates = RATES[int(rng.integers(len(RATES)))] if "rate steps" in which else (1.0,)
    stops = "interruptions" in which
    activation = "activation" in which
    return SymmetricSettings(
        electrolyte=ohmic * ohms,
        interphase=float(rng.uniform(0.2, 0.8)) * (1 - ohmic) * ohms,
        exchange=(current * float(rng.uniform(0.3, 5)), current * float(rng.uniform(0.3, 5))),
        diffusion=float(rng.uniform(0.0, 0.2)) * ohms,
        diffusion_time=float(rng.uniform(0.05, 1.0)) * hours * HOUR,
        nucleation=float(rng.uniform(0.0, 0.3)) * volts,
        nucleation_time=float(rng.uniform(0.005, 0.06)) * hours * HOUR,
        growth=float(rng.uniform(0.0, 0.6)) if rng.random() < 0.8 else 0.0,
        law=str(rng.choice(["linear", "sqrt"])),
        activation=float(np.exp(rng.uniform(np.log(0.15), np.log(3)))) if activation else 0.0,
        activation_cycles=float(rng.uniform(1.0, 12.0)),
        swing=float(rng.uniform(0.3, 1.5)) if "day and night" in which else 0.0,
        phase=float(rng.uniform(0, 2 * np.pi)),
        barrier=float(rng.uniform(20e3, 45e3)),
        scatter=float(rng.uniform(0.0, 0.005)),
        offset=float(rng.normal(0, 0.01 * volts)),
        currents=tuple(current * r for r in rates),
        block=int(rng.integers(3, 11)),
        charge=current * rates[0] * hours * HOUR,
        equal_time=bool(rng.random() < 0.5),
        half_cycles=half_cycles,
        rest=float(rng.choice([0.0, 0.0, 60.0, 600.0])),
        interrupt_every=int(rng.integers(2, 15)) if stops else 0,
        interrupt=float(rng.uniform(300, 5400)),
        interrupt_inside=bool(rng.random() < 0.4),
        interrupt_read=bool(rng.random() < 0.5),
        first=1 if rng.random() < 0.8 else -1,
    )


def _instrument(rng: np.random.Generator, cell: SymmetricSettings, which: tuple[str, ...]) -> InstrumentSettings:
    half = cell.charge / cell.currents[0]
    faces = sum(2 * GAS_OVER_F * np.arcsinh(cell.currents[0] / 2 / i0) for i0 in cell.exchange)
    volts = cell.currents[0] * (cell.electrolyte + cell.interphase) + faces
    readings = int(rng.integers(40, 300))
    noise = volts * (float(rng.uniform(0.01, 0.02)) if "noise" in which else float(rng.uniform(0.0003, 0.004)))
    length = half * cell.half_cycles
    missing = "missing readings" in which
    starts = np.sort(rng.uniform(0.05, 0.95, int(rng.integers(1, 5)))) * length
    sparse = "dV sampling" in which
    return InstrumentSettings(
        max(round(half / (float(rng.uniform(5, 60)) if sparse else readings), 1), 1.0),
        step=max(float(rng.uniform(0.01, 0.1)) * volts, 3 * noise) if sparse else 0.0,
        noise=noise,
        resolution=min(float(rng.choice([1e-6, 1e-5, 1e-4, 3e-4])), 0.01 * volts),
        current_noise=float(rng.choice([0.0, 2e-4, 1e-3])),
        spikes=int(rng.integers(3, 60)) if "spikes" in which else 0,
        dropout=float(rng.uniform(0.01, 0.3)) if missing else 0.0,
        blocks=tuple((float(s), float(s + rng.uniform(0.2, 5) * half)) for s in starts) if missing else (),
    )


GAS_OVER_F = 8.314462618 * 298.15 / 96485.33212
