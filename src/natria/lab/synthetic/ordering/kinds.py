"""The kinds of recordings that can be ordered with settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ....quantity import InputError, Problem
from ....quantity.units import parse_quantity
from . import kinetics, materials, peaks, series, spectra
from .order import OrderedFiles
from .settings import Ordered, OrderSetting, read_settings

MOST_NOISE = 1.0  # relative


@dataclass(frozen=True)
class OrderKind:
    """A kind: what it is, its settings, the unit and the usual value of its noise, and how it is made."""

    says: str
    settings: tuple[OrderSetting, ...]
    noise_unit: str
    noise: str
    make: Callable[[int, float, Ordered], OrderedFiles]


ORDERS: dict[str, OrderKind] = {
    "impedance": OrderKind("an impedance spectrum", spectra.SETTINGS, "1", "0.5 %", spectra.order_spectrum),
    "series": OrderKind("spectra over temperature or time", series.SETTINGS, "1", "0.5 %", series.order_series),
    "tafel": OrderKind("a Tafel sweep", kinetics.TAFEL_SETTINGS, "1", "0.5 %", kinetics.order_tafel),
    "polarisation": OrderKind(
        "a DC polarisation", kinetics.POLARISATION_SETTINGS, "1", "0.2 %", kinetics.order_polarisation
    ),
    "voltammetry": OrderKind(
        "cyclic voltammetry", kinetics.VOLTAMMETRY_SETTINGS, "1", "0.5 %", kinetics.order_voltammetry
    ),
    "indents": OrderKind("indents of one sample", materials.INDENT_SETTINGS, "m", "0.3 nm", materials.order_indents),
    "compaction": OrderKind(
        "relative density of a pressed powder", materials.COMPACTION_SETTINGS, "1", "0.4 %", materials.order_compaction
    ),
    "thermogravimetry": OrderKind("mass over temperature", materials.TG_SETTINGS, "1", "0.02 %", materials.order_mass),
    "calorimetry": OrderKind(
        "heat flow over temperature", materials.DSC_SETTINGS, "W/kg", "1 mW/g", materials.order_heat_flow
    ),
    "profile": OrderKind(
        "depth profile of a layer on sodium", materials.PROFILE_SETTINGS, "1", "1 %", materials.order_profile
    ),
    "xps": OrderKind("an XPS spectrum of doublets", peaks.XPS_SETTINGS, "1", "0 %", peaks.order_xps),
    "raman": OrderKind("a Raman spectrum", peaks.RAMAN_SETTINGS, "1", "1 %", peaks.order_raman),
    "nmr": OrderKind("an NMR spectrum", peaks.NMR_SETTINGS, "1", "1 %", peaks.order_nmr),
}


def make_order(kind: str, *, seed: int, noise: str = "", given: Iterable[str] = ()) -> OrderedFiles:
    """Return what is ordered; `given` are settings as NAME=VALUE, and `noise` is a text with its unit."""
    order = ORDERS[kind]
    size = parse_quantity(noise or order.noise, order.noise_unit)[0]
    if not 0 <= size <= MOST_NOISE:
        raise InputError("--noise", [Problem(noise, f"is out of range; expected 0 to {MOST_NOISE:.0%}")])
    return order.make(seed, size, read_settings(kind, order.settings, given))
