"""yuan2025: a layer that grows at rest and in cycling."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import inf, log, nan

import numpy as np

from natria.literature import fact
from natria.models.cell import Cell
from natria.models.cell.cell import Film, Growth
from natria.quantity import number, show_value

from .hanging import hanging, hangs_on
from .running import HOUR, NONE, OHM, Sheet, Trace, cycled, electrodes, prepared_of, reported, root, trace

NAS = "yuan2025/nas/symmetric"
SEEN, ENDED = 0.05, 0.95  # of the final thickness
TIMES = (1, 5, 15, 24, 50, 120, 240)  # h


def grown(cell: Cell, *, cycling: bool, hours: int = 480) -> Trace:
    """At rest, or cycled as reported, an hour each way; read every hour and more often."""
    if cycling:
        return cycled(prepared_of(NAS), 0.51, 0.51, cell, hours // 2)
    return trace(prepared_of(NAS), "rest for 1 h", f"repeat {hours}", cell=cell)


def with_growth(cell: Cell, law: str, *parameters: float) -> Cell:
    def change(film: Film) -> Film:
        sodium = film.growth.sodium if film.growth else 0.0
        return replace(film, growth=Growth(law, parameters, sodium))

    return electrodes(cell, lambda e: replace(e, films=tuple(map(change, e.films))))


def ratios() -> Sheet:
    """t(ended)/t(seen) that each law allows, of growth that stops at a final thickness; and the share seen that makes
    it the reported ratio."""
    wanted = reported("yuan2025:interlayer-complete") / reported("yuan2025:interlayer-onset")
    laws: dict[str, Callable[[float, float], float]] = {
        "linear, to an end": lambda a, b: b / a,
        "parabolic, to an end": lambda a, b: (b / a) ** 2,
        "self-limiting": lambda a, b: log(1 - b) / log(1 - a),
    }
    pairs = ((0.01, 0.99), (SEEN, ENDED), (0.1, 0.9), (0.2, 0.95))
    rows: list[Sequence[float | str]] = []
    for name, ratio in laws.items():
        seen = root(lambda a, f=ratio: f(a, ENDED) - wanted, 1e-4, 0.9)
        rows.append((name, *(ratio(a, b) for a, b in pairs), 100 * seen))
    rows += [(name, *["no end"] * len(pairs), NONE) for name in ("parabolic or Wagner", "logarithmic", "power")]
    named = [f"{number(100 * a)} and {number(100 * b)} %" for a, b in pairs]
    head = ("law", *named, f"seen at, % of the end, for a ratio of {number(wanted)} and an end at 95 %")
    return Sheet("Time of the end over time of the onset, by what counts as seen and as ended", head, rows)


def growth_laws() -> Mapping[str, Cell]:
    """Each through 1 um at 15 h but for the slowed one."""
    cell = prepared_of(NAS).cell
    final, _ = _growth_of(cell)
    whole = final / reported("yuan2025:interlayer-complete")
    return {
        "self-limiting (design)": cell,
        "self-limiting, slowed": with_growth(cell, "self-limiting", final, slowed()),
        "parabolic": with_growth(cell, "parabolic", final * whole),
        "logarithmic, a fifth at 1 h": with_growth(cell, "logarithmic", *_logarithm(final)),
        "linear": with_growth(cell, "linear", whole),
    }


def _growth_of(cell: Cell) -> tuple[float, ...]:
    growth = cell.working.films[0].growth
    assert growth is not None
    return growth.parameters


def _logarithm(final: float) -> tuple[float, float]:
    """h1 and t1 through a fifth at 1 h and all of it at 15 h."""
    scale = root(lambda t: np.log1p(1 / t) / np.log1p(15 / t) - 0.2, 0.1, 1e4)
    return final / float(np.log1p(15 / scale)), scale * HOUR


@cache
def slowed() -> float:
    """s, the time of the self-limiting law with which the overpotential has made 95 % of its change after the 120 h
    that the paper reports for cycling."""
    cell = prepared_of(NAS).cell
    final, _ = _growth_of(cell)
    wanted = reported("yuan2025:overpotential-settles") / HOUR

    def late(hours: float) -> float:
        return settles(grown(with_growth(cell, "self-limiting", final, hours * HOUR), cycling=True)) - wanted

    return root(late, 5, 80) * HOUR


def settles(done: Trace) -> float:
    """h after which the overpotential of a cycle has made 95 % of the change that it makes from the first cycle on; nan
    where it still changes by more than 2 % of that in the last quarter of the run."""
    volts = done.cycle_overpotentials
    times = 2.0 * np.arange(1, len(volts) + 1) - 1.0  # the middle of a cycle of two hours
    share = (volts - volts[0]) / (volts[-1] - volts[0])
    return nan if share[3 * len(share) // 4] < 0.98 else float(np.interp(ENDED, share, times))


def rest_and_cycling() -> Sheet:
    rows = []
    for name, cell in growth_laws().items():
        for cycling in (False, True):
            done = grown(cell, cycling=cycling)
            at = {t: float(np.interp(t * HOUR, done["time"], done["thickness_working"])) for t in TIMES}
            settled = settles(done) if cycling else inf
            end = "" if settled == inf else "never" if np.isnan(settled) else settled
            more = 100 * (at[24] / at[15] - 1)
            rows.append((name, "cycling" if cycling else "rest", *(1e6 * h for h in at.values()), more, end))
    head = ("law", "cell", *(f"{t} h" for t in TIMES), "15 to 24 h, %", "overpotential 95 % settled, h")
    return Sheet("Thickness of the layer in the engine, um", head, rows)


def drift() -> Sheet:
    """What the growth of the design does to the voltage of a cycling cell."""
    done = grown(prepared_of(NAS).cell, cycling=True)
    volts = 1e3 * done.cycle_overpotentials
    rows = []
    for t in (2, 6, 10, 16, 30, 120):
        k = t // 2 - 1
        film = float(np.interp(t * HOUR, done["time"], done["thickness_working"]))
        resistance = 2 * film / done.prepared.cell.working.films[0].conductivity / OHM
        rows.append((t, volts[k], 1e6 * film, resistance, round(volts[-1] - volts[k], 3)))
    head = ("h", "overpotential of the cycle, mV", "layer, um", "both layers, ohm cm^2", "still to come, mV")
    return Sheet("The design in cycling at 0.51 mA/cm^2, an hour each way", head, rows)


def one_law() -> Sheet:
    """Ways in which a current could act on a law, by the factor on its rate: it ends so many times sooner, whatever law
    that has an end it is. A source or a loss in proportion to the layer adds its own rate to 1/tau."""
    rest = reported("yuan2025:interlayer-complete") / HOUR
    cycling = reported("yuan2025:overpotential-settles") / HOUR
    factors: dict[str, float] = {
        "the current does nothing": 1.0,
        "it grows only without a current, and the cycling has no rest": 0.0,
        "it grows only while its electrode is plated, or only while it is stripped": 0.5,
        "the current adds as much growth as there is at rest, to the same end": 2.0,
        "the current takes layer away at the rate at which it relaxes, so that half is left": 2.0,
        "needed": rest / cycling,
    }
    rows: list[Sequence[float | str]] = [(name, f, rest, rest / f if f else "never") for name, f in factors.items()]
    rows.append(("it grows with the charge that passes, not with time", "", "never", cycling))
    head = ("if", "rate in cycling over that at rest", "ends at rest, h", "in cycling, h")
    return Sheet("One law, and what a current could do to it", head, rows)


def sheets() -> Iterator[Sheet]:
    names = ("interlayer-onset", "interlayer-complete", "overpotential-settles", "interlayer-onset-nps")
    known = [(n.replace("-", " "), show_value(fact(f"yuan2025:{n}"))) for n in names]
    yield Sheet("Reported", ("what", "when"), known)
    yield ratios()
    yield rest_and_cycling()
    final, scale = _growth_of(prepared_of(NAS).cell)
    passed = 0.51 * reported("yuan2025:overpotential-settles") / HOUR
    head = ("growth time of the design, h", "of the slowed law, h", "thickness, um", "charge passed by 120 h, mAh/cm^2")
    yield Sheet("Parameters of the self-limiting law", head, [(scale / HOUR, slowed() / HOUR, 1e6 * final, passed)])
    yield drift()
    yield one_law()
    rows = hangs_on(NAS, lambda p: cycled(p, 0.51, 0.51, cycles=40).overpotential)
    yield hanging("What the overpotential of the cell after 80 h hangs on", rows)
