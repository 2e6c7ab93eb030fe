"""Course of ln |V|/|I| of a healthy cell from half-cycle to half-cycle.

A fall is judged against this course.

A healthy cell is not constant. Its ln R at the position x (in half-cycles) and the time t is taken as the sum of

  - a level and a linear drift, both free;
  - activation: decays exp(-x/tau) from the first half-cycle on, with tau from 1 half-cycle to the length of the series;
  - the temperature: as recorded, or else 24 h and 12 h periods of unknown phase;
  - a random walk and white scatter, whose sizes come from the series itself.

This is a Gaussian process (Rasmussen & Williams, Gaussian Processes for Machine Learning, MIT Press 2006, sec. 2.7).
The first differences of a random walk with step s and of white scatter w have the covariance s^2 + w^2 T, with T the
second-difference matrix. The sine transform diagonalises T, with the eigenvalues 2 - 2 cos(pi j/(n + 1)), so series of
any (s, w) are compared without a matrix inversion. The amplitudes below are standard deviations of ln R.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DAY = 86400.0  # s
FREE = 10.0  # of the level: any resistance
DRIFT = 0.3  # over the whole series: growth of layers; a decline that does not slow is not known of healthy cells
ACTIVATED = 0.3  # of each decay: contacts and fresh surfaces lower R by a factor of up to about two
LONG = 0.25  # of the series: slower decays are hardly told from drift
SLOWLY = 0.1  # of each such decay
DAILY = 0.08  # 2 K at 0.35 eV near room temperature
HALF_DAILY = 0.02  # a day is not a sinusoid
KELVIN = 0.045  # per K of a recorded temperature: 0.35 eV near room temperature
STEPS = (0.001, 0.003, 0.01)  # of the random walk per half-cycle: the most likely one is taken
SCATTERS = (0.002, 0.006, 0.02, 0.06)  # white: contacts, instruments, noise of the readings


@dataclass(frozen=True, eq=False)
class Healthy:
    """Terms of the healthy course as columns.

    They are given plain (`terms`) and in sine components of their first differences.

    `variance` is that of each coefficient; `sines` the matrix of the sine transform; `eigenvalues` those of T; `daily`
    selects the terms of the temperature.
    """

    terms: np.ndarray
    columns: np.ndarray
    variance: np.ndarray
    sines: np.ndarray
    eigenvalues: np.ndarray
    daily: slice

    def components(self, series: np.ndarray) -> np.ndarray:
        """Return the sine components of the first differences of one or more series (columns)."""
        return np.asarray(self.sines @ np.diff(series, axis=0))


def healthy(time: np.ndarray, *, from_start: bool, kelvin: np.ndarray | None = None) -> Healthy:
    """Return the healthy course of a series of half-cycles.

    `from_start`: the series begins with the first half-cycle of the test.
    """
    number = len(time)
    since = np.arange(number, dtype=float)
    terms, sizes = [since / max(number - 1, 1)], [DRIFT]
    if kelvin is None:
        day = 2 * np.pi / DAY * time
        terms += [np.cos(day), np.sin(day), np.cos(2 * day), np.sin(2 * day)]
        sizes += [DAILY, DAILY, HALF_DAILY, HALF_DAILY]
    else:
        terms.append(kelvin)
        sizes.append(KELVIN)
    daily = slice(2, len(terms) + 1)  # after the level and the drift
    if from_start:
        taus = 2.0 ** np.arange(np.ceil(np.log2(max(number, 2))) + 1)
        terms += [np.exp(-since / tau) for tau in taus]
        sizes += [SLOWLY if tau > LONG * number else ACTIVATED for tau in taus]
    j = np.arange(1, number)
    sines = np.sqrt(2 / number) * np.sin(np.pi * np.outer(j, j) / number)
    plain = np.stack([np.ones(number), *terms], axis=1)
    columns = sines @ np.diff(plain[:, 1:], axis=0)
    return Healthy(plain, columns, np.array([FREE, *sizes]) ** 2, sines, 2 - 2 * np.cos(np.pi * j / number), daily)


@dataclass(frozen=True, eq=False)
class CourseFit:
    """Log-likelihood of a series without a fall (`without`) and with each of many falls.

    Also the size and the error of each fall.

    `kind` is the index of the most likely random walk and scatter of each fall in `variances`.
    """

    without: float
    fallen: np.ndarray
    size: np.ndarray
    error: np.ndarray
    kind: np.ndarray


def variances(course: Healthy) -> list[np.ndarray]:
    """Return the variances of the sine components for all sizes of random walk and scatter."""
    return [step**2 + scatter**2 * course.eigenvalues for step in STEPS for scatter in SCATTERS]


def fitted(course: Healthy, series: np.ndarray, falls: np.ndarray, among: list[np.ndarray]) -> CourseFit:
    """Return the likelihoods of a series and of all falls (columns), both in sine components.

    Random walk and scatter take their most likely size of those in `among`, for each fall its own.
    """
    every = [_with(course, series, falls, variance) for variance in among]
    alone, fallen, size, error = (np.array(rows) for rows in zip(*every, strict=True))
    kind = np.argmax(fallen, axis=0)
    each = np.arange(falls.shape[1])
    return CourseFit(float(alone.max()), fallen[kind, each], size[kind, each], error[kind, each], kind)


def _with(
    course: Healthy, series: np.ndarray, falls: np.ndarray, variance: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Generalised least squares with known variances: a matched filter for each fall in coloured noise."""
    weighed = course.columns / variance[:, None]
    root = np.linalg.cholesky(course.columns.T @ weighed + np.diag(1 / course.variance[1:]))
    of_series = np.linalg.solve(root, weighed.T @ series)
    of_falls = np.linalg.solve(root, weighed.T @ falls)
    squares = np.maximum((falls**2).T @ (1 / variance) - (of_falls**2).sum(axis=0), 1e-12)
    along = falls.T @ (series / variance) - of_falls.T @ of_series
    chi = float(series @ (series / variance)) - float(of_series @ of_series)
    without = -chi / 2 - float(np.log(variance).sum()) / 2 - float(np.log(np.diag(root)).sum())
    return without, without + along**2 / squares / 2, along / squares, 1 / np.sqrt(squares)
