"""Orders of spectra of XPS, Raman and NMR."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

import numpy as np

from ....quantity import InputError, Problem
from ...peaks.methods import METHODS, SpectrumMethod
from ..materials.sheet import CurveSheet
from ..materials.spectra import LineShape, SpectrumDraft, noisy_spectrum
from ..truth import origin_of
from .order import OrderedFiles, OrderedPart
from .settings import COUNT, SCALE, Ordered, OrderSetting

SI = {"eV": "J", "1/cm": "1/m", "ppm": "1"}  # of the axis
HEADS = {
    "xps": ("binding energy [eV]", "intensity [counts]"),
    "raman": ("Raman shift [1/cm]", "intensity [a.u.]"),
    "nmr": ("31P chemical shift [ppm]", "intensity [a.u.]"),
}


def _settings(
    unit: str, places: str, shares: str, width: str, ends: tuple[str, str], *more: OrderSetting
) -> tuple[OrderSetting, ...]:
    si = SI[unit]
    low, high = (-1e-3, 1e-3) if unit == "ppm" else (None, None)
    return (
        OrderSetting(
            "places", si, places, "places of the peaks, with commas between", is_list=True, least=low, most=high
        ),
        OrderSetting("shares", SCALE, shares, "their areas relative to each other", is_list=True, least=1e-6),
        OrderSetting("width", si, width, "full width at half maximum of all lines", least=0),
        OrderSetting("shape", SCALE, "30 %", "share of the Lorentzian in all lines", least=0, most=1),
        OrderSetting("from", si, ends[0], "lowest value of the axis", least=low, most=high),
        OrderSetting("to", si, ends[1], "highest value of the axis", least=low, most=high),
        OrderSetting("points", COUNT, "481", "number of readings", least=10),
        *more,
    )


XPS_SETTINGS = _settings(
    *("eV", "527.1, 529.3 eV", "2, 1", "1.2 eV", ("522 eV", "546 eV")),
    OrderSetting("splitting", "J", "9.34 eV", "distance of the second line of each doublet"),
    OrderSetting("ratio", SCALE, "0.667", "area of the second line over that of the first; 0: single lines", least=0),
    OrderSetting(
        "height", COUNT, "3000", "counts of the highest reading above the background", least=1, most=10_000_000
    ),
    OrderSetting("level", COUNT, "300", "counts of the background at the lowest binding energy", most=10_000_000),
    OrderSetting("step", SCALE, "5 %", "rise of the background (Shirley), over the height", least=0),
)
RAMAN_SETTINGS = _settings(
    *("1/cm", "380, 420, 470 1/cm", "1, 3, 0.5", "22 1/cm", ("300 1/cm", "560 1/cm")),
    OrderSetting("slope", SCALE, "10 %", "rise of the background, over the height"),
)
NMR_SETTINGS = _settings(
    *("ppm", "32, 63, 82 ppm", "1, 1.5, 4", "9 ppm", ("-20 ppm", "140 ppm")),
    OrderSetting("slope", SCALE, "0 %", "rise of the background, over the height"),
)


def _order_spectrum(kind: str, seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return a spectrum; `noise` is white and a share of the highest reading above the background."""
    method = METHODS[kind]
    low, high, width = (given.number(name) / method.scale for name in ("from", "to", "width"))
    places = tuple(one / method.scale for one in given.numbers("places"))
    _check(places, low, high, width, method)
    counts = kind == "xps"
    extra = {name: given.number(name) for name in ("splitting", "ratio") if name in given.values}
    extra["splitting"] = extra.get("splitting", 0.0) / method.scale
    draft = SpectrumDraft(
        places,
        given.numbers("shares"),
        LineShape(width, given.number("shape"), **extra),
        given.number("height") if counts else 1.0,
        given.number("level") if counts else 0.1,
        given.number("slope") if "slope" in given.values else 0.0,
        given.number("step") if "step" in given.values else 0.0,
    )
    x = np.linspace(low, high, given.count("points"))
    exact, area = draft.at(x)
    y = noisy_spectrum(np.random.default_rng(seed), exact, noise * draft.height, counts=counts)
    order = slice(None, None, -1) if method.falls else slice(None)
    origin = origin_of(f"synthetic_{kind}", seed, noise=noise, **given.values)
    truth = {**asdict(draft), "shares": draft.normalised, "area": area, "unit": method.unit}
    rows = (
        ("peaks", ", ".join(f"{one:.6g}" for one in places) + f" {method.unit}"),
        ("shares of the area", ", ".join(f"{100 * one:.4g} %" for one in draft.normalised)),
        ("width", f"{width:.4g} {method.unit}, {100 * given.number('shape'):.3g} % Lorentzian"),
        *(
            (("doublets", f"{extra['splitting']:.4g} {method.unit} apart, ratio {extra['ratio']:.3g}"),)
            if counts
            else ()
        ),
    )
    sheet = CurveSheet(origin.model, dict(zip(HEADS[kind], (x[order], y[order]), strict=True)))
    return OrderedFiles(kind, origin, (OrderedPart("curve", "", sheet),), truth, rows)


def _check(places: tuple[float, ...], low: float, high: float, width: float, method: SpectrumMethod) -> None:
    problems = []
    if not low < high:
        problems.append(Problem("to", "is not above `from`", "give the lowest and the highest value of the axis"))
    problems += [
        Problem("places", f"{one:g} {method.unit} lies outside {low:g} to {high:g} {method.unit}", "widen the range")
        for one in places
        if not low <= one <= high
    ]
    if width <= 0:
        problems.append(Problem("width", "is not above zero", "give a width"))
    if problems:
        raise InputError("--set", problems)


order_xps, order_raman, order_nmr = (partial(_order_spectrum, kind) for kind in METHODS)
