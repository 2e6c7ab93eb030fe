"""Orders of material curves: indents, pressed powders, mass and heat flow over temperature."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from ....quantity import Computed, InputError, Problem
from ...mechanics.compaction import LAWS
from ...mechanics.tip import tip_of
from ..materials.indents import IndentSample, IndentTest, synthetic_indent
from ..materials.profiles import LayeredProfile, noisy_profile
from ..materials.sheet import CurveSheet
from ..materials.thermal import GaussianPeak, LogisticStep, ThermalScan, thermal_scan
from ..truth import origin_of
from .order import OrderedFiles, OrderedPart
from .settings import COUNT, SCALE, WORD, Ordered, OrderSetting

CELSIUS = 273.15
INDENT_SETTINGS = (
    OrderSetting("modulus", "Pa", "20.9 GPa", "Young's modulus of the sample"),
    OrderSetting("hardness", "Pa", "1 GPa", "hardness of the sample"),
    OrderSetting("poisson", SCALE, "0.3", "Poisson ratio of the sample"),
    OrderSetting("scatter", SCALE, "3 %", "scatter of modulus and hardness from place to place", least=0),
    OrderSetting("indents", COUNT, "9", "number of indents", least=1, most=100),
    OrderSetting("load", "N", "1 mN", "full load"),
    OrderSetting("drift", "m/s", "0.05 nm/s", "thermal drift"),
    OrderSetting("popins", COUNT, "1", "pop-ins of an indent, of 8 nm", most=3),
)
COMPACTION_SETTINGS = (
    OrderSetting("law", WORD, "heckel", "law of the powder", ("heckel", "kawakita")),
    OrderSetting("yield", "Pa", "150 MPa", "heckel: 1/K"),
    OrderSetting("start", SCALE, "0.6", "heckel: A"),
    OrderSetting("loose", SCALE, "45 %", "kawakita: relative density of the loose powder"),
    OrderSetting("reduction", SCALE, "53 %", "kawakita: a, the largest reduction of the volume"),
    OrderSetting("half", "Pa", "40 MPa", "kawakita: 1/b"),
    OrderSetting("lowest", "Pa", "20 MPa", "lowest pressure"),
    OrderSetting("highest", "Pa", "480 MPa", "highest pressure"),
    OrderSetting("points", COUNT, "12", "number of pressures", least=3),
)
TG_SETTINGS = (
    OrderSetting("sulfur", SCALE, "60 %", "share of the mass lost in the first step"),
    OrderSetting("middle", "K", "260 degC", "midpoint of the first step"),
    OrderSetting("other", SCALE, "5 %", "share of the mass lost in the second step"),
    OrderSetting("later", "K", "480 degC", "midpoint of the second step"),
    OrderSetting("rate", "K/s", "10 K/min", "heating rate"),
)
DSC_SETTINGS = (
    OrderSetting("glass", "K", "200 degC", "glass transition"),
    OrderSetting("step", "W/kg", "0.05 W/g", "step of the heat flow"),
    OrderSetting("crystal", "K", "300 degC", "top of the crystallisation"),
    OrderSetting("height", "W/kg", "0.6 W/g", "height of the crystallisation"),
    OrderSetting("rate", "K/s", "20 K/min", "heating rate"),
)
PROFILE_SETTINGS = (
    OrderSetting("kind", WORD, "xps", "shares of the atoms or counts of ions", ("xps", "sims")),
    OrderSetting("outer", "s", "4 min", "time at which the outer film ends"),
    OrderSetting("layer", "s", "11 min", "time at which the layer ends"),
    OrderSetting("width", "s", "40 s", "standard deviation of the boundaries", least=1e-3),
    OrderSetting("end", "s", "20 min", "time of the last reading"),
    OrderSetting("points", COUNT, "61", "number of readings", least=10, most=100_000),
)
PROFILE = {  # levels of a fluoride layer below a film of the electrolyte, on sodium
    "xps": {"Na 1s": (0.30, 0.50, 0.97), "F 1s": (0.15, 0.48, 0.01), "O 1s": (0.55, 0.02, 0.02)},
    "sims": {"NaF2-": (300.0, 9000.0, 40.0), "NaO-": (8000.0, 250.0, 30.0), "Na-": (400.0, 1500.0, 6000.0)},
}


def order_profile(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return signals over the time of etching through two layers; `noise` of a share of the atoms."""
    kind, rng = given.word("kind"), np.random.default_rng(seed)
    places = (given.number("outer"), given.number("layer"))
    if not places[0] < places[1] < given.number("end"):
        problem = Problem(f"outer={places[0]:g} s", "the boundaries are not in order", "give outer < layer < end")
        raise InputError("--set", [problem])
    t = np.linspace(0.0, given.number("end"), given.count("points"))
    made = {name: LayeredProfile(levels, places, given.number("width")) for name, levels in PROFILE[kind].items()}
    counts = kind == "sims"
    columns = {"etch time [s]": t}
    for name, one in made.items():
        values = noisy_profile(rng, one.at(t), noise, counts=counts)
        columns[f"{name} [{'counts' if counts else 'at%'}]"] = values if counts else 100 * values
    rows = (("boundaries", ", ".join(f"{one / 60:.4g} min" for one in places)), ("signals", ", ".join(made)))
    truth = {"places": list(places), "signals": {name: asdict(one) for name, one in made.items()}}
    return _files("profile", _origin("depth_profile", seed, noise, given), columns, truth, rows)


def order_indents(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return indents of one sample in one table; `noise` of the displacement (m)."""
    scatter, jumps = given.number("scatter"), given.count("popins")
    sample = IndentSample(given.number("modulus"), given.number("hardness"), given.number("poisson"), scatter, scatter)
    load = given.number("load")
    at = tuple((k + 1) / (jumps + 1) for k in range(jumps))
    test = IndentTest(load, depth_noise=noise, load_noise=1e-4 * load, drift=given.number("drift"), pop_ins=at)
    tip = tip_of("berkovich", 1141e9 / (1 - 0.07**2))
    rng = np.random.default_rng(seed)
    every = [synthetic_indent(rng, sample, tip, test) for _ in range(given.count("indents"))]
    columns = {
        "indent": np.concatenate([np.full(len(one.time), k) for k, one in enumerate(every, 1)]),
        "time [s]": np.concatenate([one.time for one in every]),
        "displacement [nm]": 1e9 * np.concatenate([one.depth for one in every]),
        "load [mN]": 1e3 * np.concatenate([one.load for one in every]),
    }
    depth = float(np.mean([one.full_depth for one in every]))
    truth = {
        **asdict(sample),
        "moduli": [one.young for one in every],
        "hardnesses": [one.hardness for one in every],
        "depths": [one.full_depth for one in every],
        "pop_in_loads": list(every[0].pop_in_loads),
    }
    rows = (
        ("modulus", f"{sample.young / 1e9:.4g} GPa, scatter {scatter:.2g}"),
        ("hardness", f"{sample.hardness / 1e9:.4g} GPa"),
        ("depth at full load", f"{1e9 * depth:.4g} nm at {1e3 * load:.4g} mN"),
        ("pop-ins", ", ".join(f"{1e3 * p:.3g} mN" for p in every[0].pop_in_loads) or "none"),
    )
    return _files("indents", _origin("indents", seed, noise, given), columns, truth, rows)


def order_compaction(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return relative densities over pressures; `noise` of the relative density."""
    if given.word("law") == "heckel":
        law, values = "Heckel", [1 / given.number("yield"), given.number("start")]
    else:
        law, values = "Kawakita", [given.number("loose"), given.number("reduction"), 1 / given.number("half")]
    low, high = given.number("lowest"), given.number("highest")
    pressure = np.linspace(low, high, given.count("points"))
    exact = LAWS[law](np.array(values), pressure)
    density = exact + noise * np.random.default_rng(seed).standard_normal(len(pressure))
    if not ((density > 0) & (density < 1)).all():
        what = "a relative density outside 0 to 1 would be written"
        raise InputError("--set", [Problem(f"highest={high:g}", what, "lower the pressure or the noise")])
    columns = {"pressure [MPa]": pressure / 1e6, "relative density [%]": 100 * density}
    rows = (("law", law), ("parameters (SI)", ", ".join(f"{v:.4g}" for v in values)))
    return _files(
        "compaction",
        _origin("compaction", seed, noise, given),
        columns,
        {"law": law, "values": values, "exact": exact.tolist()},
        rows,
    )


def order_mass(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return a mass over temperature with two steps; `noise` as a share of the initial mass."""
    steps = (
        LogisticStep(given.number("middle"), 8.0, -given.number("sulfur")),
        LogisticStep(given.number("later"), 6.0, -given.number("other")),
    )
    scan = ThermalScan(last=873.15, points=2851, slope=-5e-6, noise=noise)
    t, y = thermal_scan(np.random.default_rng(seed), scan, steps)
    columns = {"time [min]": _minutes(t, given), "temperature [degC]": t - CELSIUS, "mass [%]": 100 * y}
    rows = tuple((f"step at {s.middle - CELSIUS:.4g} degC", f"{-100 * s.change:.4g} % of the mass") for s in steps)
    return _files(
        "thermogravimetry",
        _origin("thermogravimetry", seed, noise, given),
        columns,
        {"steps": [asdict(s) for s in steps]},
        rows,
    )


def order_heat_flow(seed: int, noise: float, given: Ordered) -> OrderedFiles:
    """Return a heat flow over temperature (exo up) with a glass transition and a peak.

    `noise` of it (W/kg).
    """
    glass = LogisticStep(given.number("glass"), 3.0, -given.number("step"))
    peak = GaussianPeak(given.number("crystal"), 6.0, given.number("height"))
    scan = ThermalScan(last=680.0, start=100.0, slope=-0.1, noise=noise)
    t, y = thermal_scan(np.random.default_rng(seed), scan, (glass, peak))
    heads = ("time [min]", "temperature [degC]", "heat flow (exo up) [W/g]")
    columns = dict(zip(heads, (_minutes(t, given), t - CELSIUS, y / 1e3), strict=True))
    rows = (
        ("glass transition", f"{glass.middle - CELSIUS:.4g} degC (midpoint)"),
        ("crystallisation", f"{peak.onset - CELSIUS:.4g} degC (extrapolated onset), top {peak.top - CELSIUS:.4g} degC"),
    )
    truth = {"glass": asdict(glass), "peak": {**asdict(peak), "onset": peak.onset}}
    return _files("calorimetry", _origin("calorimetry", seed, noise, given), columns, truth, rows)


def _minutes(t: np.ndarray, given: Ordered) -> np.ndarray:
    return np.asarray((t - t[0]) / given.number("rate") / 60)


def _origin(kind: str, seed: int, noise: float, given: Ordered) -> Computed:
    return origin_of(f"synthetic_{kind}", seed, noise=noise, **given.values)


def _files(
    kind: str, origin: Computed, columns: dict[str, np.ndarray], truth: object, rows: tuple[tuple[str, str], ...]
) -> OrderedFiles:
    sheet = CurveSheet(origin.model, columns)
    return OrderedFiles(kind, origin, (OrderedPart("curve", "", sheet),), truth, rows)
