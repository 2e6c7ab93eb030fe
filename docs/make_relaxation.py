"""Draw a distribution of relaxation times with its truth, and the residuals of a clean and a drifting spectrum."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from natria.lab.impedance.kramers_kronig import kramers_kronig_test
from natria.lab.impedance.relaxation import relaxation_times, zarc_density
from natria.report.common.style import COLOURS, RC

FILE = Path(__file__).with_name("figures") / "relaxation.png"
DOTS = 150  # per inch
FREQUENCY = np.logspace(6, -1, 60)
ARCS = ((40.0, 2e-6, 0.9), (120.0, 3e-4, 0.85), (60.0, 1e-2, 0.8))  # ohm cm^2, s, exponent
SERIES = 15.0
NOISE = 0.005
DRIFT = 0.15
SEED = 1


def spectrum(growth: np.ndarray) -> np.ndarray:
    """Three arcs whose resistances grow at constant capacitance, with noise."""
    rng = np.random.default_rng(SEED)
    s = 2j * np.pi * FREQUENCY
    z = SERIES + sum(r * growth / (1 + growth * (s * tau) ** n) for r, tau, n in ARCS)
    noise = rng.standard_normal(len(s)) + 1j * rng.standard_normal(len(s))
    return z + NOISE * np.abs(z) * noise


def draw_density(axes: Axes) -> None:
    """The density with its band, the truth, and the resistance of each peak."""
    found = relaxation_times(FREQUENCY, spectrum(np.ones(60)))
    shown = (found.tau > 1 / (2 * np.pi * FREQUENCY.max())) & (found.tau < 1 / (2 * np.pi * FREQUENCY.min()))
    tau = found.tau[shown]
    fine = np.geomspace(tau[0], tau[-1], 800)
    truth = sum(zarc_density(np.log(fine), *arc) for arc in ARCS)
    top = 1.3 * max(truth.max(), found.density.max())
    axes.fill_between(tau, found.low[shown], np.minimum(found.high[shown], top), color=COLOURS[0], alpha=0.2, lw=0)
    axes.plot(tau, found.density[shown], color=COLOURS[0], label="found, 95 %")
    axes.plot(fine, truth, color=COLOURS[5], ls="--", lw=0.9, label="truth")
    for peak in found.peaks:
        half = (peak.resistance_high - peak.resistance_low) / 2
        words = f"{peak.resistance:.0f} \N{PLUS-MINUS SIGN} {half:.0f}"
        axes.annotate(words, (peak.tau, peak.height), (0, 7), textcoords="offset points", ha="center")
    axes.set(xscale="log", ylim=(0, top), xlabel=r"$\tau$ / s", ylabel=r"density over ln $\tau$ / $\Omega$ cm$^2$")
    axes.legend(loc="upper right")


def draw_residuals(axes: Axes, growth: np.ndarray, title: str) -> None:
    """Residuals of the real and the imaginary part over the frequency."""
    found = kramers_kronig_test(FREQUENCY, spectrum(growth))
    axes.axhline(0, color=COLOURS[5], lw=0.6)
    for part, colour, label in (
        (found.residual.real, COLOURS[0], "real"),
        (found.residual.imag, COLOURS[1], "imaginary"),
    ):
        axes.plot(found.frequency, 100 * part, "o-", ms=2.2, lw=0.6, color=colour, label=label)
    p_value = f"p = {found.p_value:.2f}" if found.p_value > 0.005 else "p < 0.005"
    axes.set(xscale="log", xlabel="frequency / Hz", ylabel="residual / % of |Z|", ylim=(-2.6, 2.6))
    axes.set_title(f"{title}: {p_value}", fontsize=7.5)
    axes.legend(loc="lower left", ncols=2)


def main() -> None:
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9, 2.9), layout="constrained")
        first, second, third = figure.subplots(1, 3)
        draw_density(first)
        draw_residuals(second, np.ones(60), "no drift")
        draw_residuals(third, 1 + DRIFT * np.linspace(0, 1, 60), "drift of 15 %")
        figure.savefig(FILE, dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
