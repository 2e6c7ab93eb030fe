"""Preparation of a design for a run, with the provenance; the recording of a run, with that origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from math import inf

import numpy as np

from ...answers import ENGINE, Reader, Record, Refuse, Unanswerable, of_design
from ...design import Block, Design
from ...design.protocol import SETTINGS, parse
from ...quantity import Computed, NatriaError, Setting
from ...record import CELL_KIND, CURRENT, TIME, VOLTAGE, Note, Recording
from .build import cell_of
from .cell import Cell
from .electrodes.dispatch import room
from .equations.layout import pack
from .equations.observe import PLACE
from .failure.limits import Limits
from .failure.monitors import limits_of, voids_of
from .solvers.legs import at_rate

VERSION = 2  # the version is raised by hand when the equations change
VALID = (
    "one dimension, even faces, one temperature; a binary salt without convection; films that conduct one ion, or with "
    "electrolyte in their pores; sodium of zero resistance"
)
KELVIN = 273.15


@dataclass(frozen=True)
class Prepared:
    """A prepared run; `origin` has everything that was read, `notes` what the design does not give."""

    system: str
    cell: Cell
    blocks: tuple[Block, ...]
    limits: Limits
    origin: Computed
    notes: tuple[Note, ...] = ()
    paths: frozenset[str] = frozenset()  # of the design, where numbers were read

    def with_settings(self, **settings: object) -> Prepared:
        """Return it with the run settings (number of cycles, of readings) in its provenance."""
        more = tuple(Setting(f"run.{name}", str(value)) for name, value in settings.items() if value is not None)
        return replace(self, origin=replace(self.origin, settings=(*self.origin.settings, *more)))


def prepare(design: Design, *, charging: bool = False) -> Prepared:
    """Return the cell, protocol and limits of a design; refused with the reason where it cannot be run.

    Capacitances are read for an impedance only (`charging`): in a run they have no influence.
    """
    record = Record()
    read = Reader(of_design(design), record, by=(ENGINE, VERSION, VALID))
    try:
        return prepared_from(read, design.name, charging=charging)
    except Unanswerable as no:
        raise Refuse(str(no)) from None
    except NatriaError as no:
        raise Refuse(f"{no.what}; {no.fix}" if no.fix else no.what) from None


def prepared_from(read: Reader, system: str, *, charging: bool = False) -> Prepared:
    """Return the same through a reader, for an answerer that simulates."""
    cell, notes = cell_of(read, charging=charging)
    cell = _with_voids(read, cell)
    limits, blocks = limits_of(read), _in_currents(read, cell, _blocks(read))
    cell = replace(cell, shortest_step=shortest_step(blocks))
    return Prepared(system, cell, blocks, limits, read.origin, notes, read.paths)


def shortest_step(blocks: Iterable[Block]) -> float:
    """Return the shortest step (s) of a protocol, which the grid resolves; inf where voltages end all.

    A step of a charge at the current of its first turn.
    """
    ends = [(step.until, step.drive) for block in blocks for step in block.steps]
    times = [end.value for end, _ in ends if end.kind == "seconds"]
    charges = [end.value / abs(drive.value) for end, drive in ends if end.kind == "capacity" and drive and drive.value]
    return min((*times, *charges), default=inf)


def _with_voids(read: Reader, cell: Cell) -> Cell:
    """Return the cell with the law of contact loss chosen under [failure.void], if any."""
    working, counter = (
        replace(electrode, voids=voids_of(read, name))
        for electrode, name in zip(cell.electrodes, ("working", "counter"), strict=True)
    )
    return replace(cell, working=working, counter=counter)


def _blocks(read: Reader) -> tuple[Block, ...]:
    sentences = read.lines("protocol.steps")
    if not sentences:
        raise Refuse("the design has no protocol: give it steps, such as 'plate 1 mA/cm^2 for 1 h'")
    return parse(sentences, _Named(read))


def _in_currents(read: Reader, cell: Cell, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the protocol with its C-rates as currents; what 1C is, is read only where a step has a rate."""
    amounts = (amount for block in blocks for step in block.steps for amount in (step.drive, step.until))
    if not any(amount is not None and amount.kind == "rate" for amount in amounts):
        return blocks
    return at_rate(blocks, charge_of_one_c(read, cell))


def charge_of_one_c(read: Reader, cell: Cell) -> float:
    """Return the charge (C/m^2) that 1C passes in an hour.

    The capacity that the design reports 1C for, times the mass loading; else, where its basis is theoretical, the whole
    charge of the counter electrode.
    """
    if cell.kind != "full":
        raise Refuse("C-rates are for full cells; give currents per area")
    if read.has("reporting.one_c"):
        return read("reporting.one_c") * read("counter.mass_loading")
    if read.has("reporting.rate_basis") and read.word("reporting.rate_basis") == "theoretical":
        packed = pack(cell)
        return float(sum(room(1, sign, packed.start, packed.shape, packed.p) for sign in (1.0, -1.0)))
    raise Refuse(
        "what 1C stands for is missing: give reporting.one_c, or reporting.rate_basis = 'theoretical' for the whole "
        "charge of the counter electrode"
    )


class _Named(Mapping[str, tuple[str, float]]):
    """Settings of the protocol; only those that a sentence names are read."""

    def __init__(self, read: Reader) -> None:
        self._read = read

    def __getitem__(self, name: str) -> tuple[str, float]:
        if name not in SETTINGS or not self._read.has(f"protocol.{name}"):
            raise KeyError(name)
        return SETTINGS[name], self._read(f"protocol.{name}")

    def __iter__(self) -> Iterator[str]:
        return iter(SETTINGS)

    def __len__(self) -> int:
        return len(SETTINGS)


def recording_of(prepared: Prepared, rows: np.ndarray) -> Recording:
    """Return the readings of a run (columns of `observe`) as a recording of a cycler.

    A cycler has the foil of a half cell against sodium and counts plating on it as negative. A simulation has no source
    file, so its sha256 is that of the design's numbers from which it was computed.
    """
    sign = -1.0 if prepared.cell.kind == "half" else 1.0
    columns = {
        TIME: rows[:, PLACE["time"]],
        VOLTAGE: sign * rows[:, PLACE["voltage"]],
        CURRENT: sign * prepared.cell.area * rows[:, PLACE["current"]],
        "cycle_count": rows[:, PLACE["cycle"]],
        "step_index": rows[:, PLACE["step"]],
        "temperature_t1_celsius": rows[:, PLACE["temperature"]] - KELVIN,
    }
    return Recording(
        prepared.system,
        recipe(prepared),
        columns,
        format="simulated",
        metadata={CELL_KIND: prepared.cell.kind},
        notes=prepared.notes,
        origin=prepared.origin,
    )


def recipe(prepared: Prepared) -> str:
    """Return a digest of all inputs and settings that a run depends on."""
    origin = prepared.origin
    lines = [f"{ENGINE} {VERSION}", *(f.id for f in origin.inputs), *(f"{s.path} = {s.word}" for s in origin.settings)]
    return sha256("\n".join(lines).encode()).hexdigest()
