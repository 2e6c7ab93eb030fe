"""A sulfur electrode without a depth: couples at one potential, film of product, charge balance.

The extents x1 >= x2 >= x3 of S -> Na2S4 -> Na2S2 -> Na2S and xe of the electrolyte are the states. Sulfur is present as
the shares s0 = 1 - x1, s1 = x1 - x2, s2 = x2 - x3, s3 = x3, and a couple takes the current density

    i_k = i0_k (c/c_ref)^(1 - alpha) [s_(k-1) exp(-alpha f_k) - s_k exp((n - alpha) f_k)],  f_k = F (phi - U_k(T))/RT,

Butler-Volmer with mass action. At rest that is Nernst's law of an ideal mixture, n (phi - U_k) = RT/F
ln(s_(k-1)/s_k), whose mean over the charge is U_k whatever the width of the plateau, so the sum rule (`sulfur`) holds.
No logarithm of a state is taken: a share that runs out stops its own reaction, so the extents stay ordered within
[0, 1], but for 100 TRACE, over which a share that is overdrawn fades out. Its reaction is so fast far from its
potential that a floor on the share would let it go on. TRACE is above the error of an extent. A share that fades out
within that error is a kink: the solver then takes steps without end, or goes on with a reaction that has stopped.

phi is common to all couples of sulfur. It follows from i_1 + i_2 + i_3 + i_e = i. The product film lies on sulfur only:

    ohmic        the electrolyte's couple reacts at phi - R_f (i_1 + i_2 + i_3), R_f = h/(sigma a);
    tunnelling   i0 of sulfur falls with exp(-h/d) (Viswanathan et al., J. Chem. Phys. 135 (2011) 214704, for Li2O2).

Where the back reaction is small the second costs (RT/alpha F) h/d at any current, as a Tafel slope does. All currents
are per area of the cell; a positive one takes sodium out of the electrolyte (discharge). Compiled by Numba.
"""

from __future__ import annotations

import numpy as np

from ....laws import FARADAY, GAS
from ..equations.compiled import compiled
from ..equations.states import InitialState
from .sulfur import SULFUR_NAMES, Conversion, Couple
from .sulfur import ProductFilm as ProductFilm  # noqa: PLC0414  (part of what an electrode is made of)

# --- states
COUPLES = 4
SULFUR = 3  # the couples of sulfur stand first
STATES = tuple(f"extent_of_{name}" for name in (*SULFUR_NAMES, "electrolyte"))
NEGLIGIBLE_EXTENT = 1e-2

# --- places in the block of numbers: four couples, then film and composite
POTENTIAL, SLOPE, I0, ALPHA, ELECTRONS, CHARGE, ENERGY, I0_REFERENCE = range(8)
COUPLE = 8
AFTER = COUPLE * COUPLES
(
    REFERENCE,  # K, of the potentials
    FILM_LAW,
    PER_CHARGE,
    CONDUCTANCE,
    FILM_ENERGY,
    FILM_REFERENCE,
    DECAY,
    RESISTANCE,
    R_ENERGY,
    R_REFERENCE,
) = range(AFTER, AFTER + 10)
CONVERSION = AFTER + 10

NO_FILM, OHMIC, TUNNELLING = range(3)
FILM_CODES = {"none": NO_FILM, "ohmic": OHMIC, "tunnelling": TUNNELLING}

TRACE = 1e-6  # numerics: share below which a species counts as absent; above the error of an extent (`adaptive`)
LEAST_PRESENT = 1e-130  # numerics: of TRACE, so that every current has a potential
MOST_EXPONENT = 300.0  # numerics: beyond every voltage of a cell
WINDOW = 12.0  # V beyond the potentials of all couples, where no cell is
LEAST_SALT = 1e-6  # of c/c_ref
SETTLED = 1e-14  # V
REDUCED, OXIDISED, REDUCED_SLOPE, OXIDISED_SLOPE, OF_SULFUR, OUTSIDE_SLOPE, N_SUMS = range(7)
U, CATHODIC, ANODIC, REDUCIBLE, OXIDISABLE, N_AMOUNTS = range(6)
BALANCED = 1e-6  # of a logarithm or V: a step is as short where an exponent is cut off, but misses by more
TURNS = 200

FILM_THICKNESS, FILM_VOLTAGE, SULFUR_CURRENT, ELECTROLYTE_CURRENT = range(2 * COUPLES, 2 * COUPLES + 4)
CONVERSION_COLUMNS = {
    **dict.fromkeys(STATES, "1"),
    **{f"current_of_{name}": "A/m^2" for name in (*SULFUR_NAMES, "electrolyte")},
    "product_thickness": "m",
    "product_voltage": "V",
    "sulfur_current": "A/m^2",
    "electrolyte_current": "A/m^2",
}


def conversion_states(chemistry: Conversion) -> list[InitialState]:
    """Return the extents at the start."""
    return [InitialState(name, x, NEGLIGIBLE_EXTENT) for name, x in zip(STATES, chemistry.extents, strict=True)]


def conversion_numbers(chemistry: Conversion) -> list[float]:
    """Return the block of numbers; an electrolyte that does not react is a couple without charge."""
    absent = Couple(0.0, chemistry.sulfur[-1].potential, exchange_current=0.0)
    found: list[float] = []
    for couple in (*chemistry.sulfur, chemistry.electrolyte or absent):
        kinetics = [couple.exchange_current, couple.transfer, couple.electrons]
        thermal = [couple.thermal.energy, couple.thermal.reference]
        found += [couple.potential, couple.slope, *kinetics, couple.charge, *thermal]
    film, warm = chemistry.film, chemistry.resistance_thermal
    of_film = [float(FILM_CODES[film.law]), film.thickness_per_charge, film.conductance]
    found += [chemistry.reference, *of_film, film.thermal.energy, film.thermal.reference, film.decay]
    return [*found, chemistry.resistance, warm.energy, warm.reference]


@compiled
def arrhenius(energy: float, reference: float, temperature: float) -> float:
    """Return exp(-E/R (1/T - 1/T_ref))."""
    if energy == 0.0:
        return 1.0
    return np.exp(-energy / GAS * (1.0 / temperature - 1.0 / reference))


@compiled
def present(share: float) -> float:
    """Return d ln(1 + exp(s/d)) with d = TRACE: the share, hardly anything where it has run out."""
    x = share / TRACE
    if x > MOST_EXPONENT:
        return share
    return TRACE * max(np.log1p(np.exp(x)), LEAST_PRESENT)


@compiled
def reactant(couple: int, y: np.ndarray) -> float:
    """Return the share that a couple reduces."""
    if couple in (0, SULFUR):
        return present(1.0 - y[couple])
    return present(y[couple - 1] - y[couple])


@compiled
def product(couple: int, y: np.ndarray) -> float:
    """Return the share that a couple oxidises."""
    if couple >= SULFUR - 1:
        return present(y[couple])
    return present(y[couple] - y[couple + 1])


@compiled
def product_thickness(y: np.ndarray, p: np.ndarray) -> float:
    """Return h (m) of the product layer, in proportion to the charge that sulfur has taken."""
    taken = 0.0
    for k in range(SULFUR):
        taken += p[COUPLE * k + CHARGE] * y[k]
    return p[PER_CHARGE] * max(taken, 0.0)


@compiled
def product_resistance(temperature: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return R_f (ohm m^2) of an ohmic product layer; zero by the other law."""
    if int(p[FILM_LAW]) != OHMIC:
        return 0.0
    warm = arrhenius(p[FILM_ENERGY], p[FILM_REFERENCE], temperature)
    return product_thickness(y, p) / (p[CONDUCTANCE] * warm)


@compiled
def composite_resistance(temperature: float, p: np.ndarray) -> float:
    """Return the resistance (ohm m^2) of the composite in series."""
    return p[RESISTANCE] / arrhenius(p[R_ENERGY], p[R_REFERENCE], temperature)


@compiled
def amounts(temperature: float, salt: float, y: np.ndarray, p: np.ndarray, found: np.ndarray) -> None:
    """Write for each couple U (V), F/RT alpha, F/RT (n - alpha), and i0 times both of its shares."""
    per_volt = FARADAY / (GAS * temperature)
    through = 1.0
    if int(p[FILM_LAW]) == TUNNELLING:
        through = np.exp(-product_thickness(y, p) / p[DECAY])
    share = max(salt, LEAST_SALT)
    for k in range(COUPLES):
        c = COUPLE * k
        alpha = p[c + ALPHA]
        i0 = p[c + I0] * arrhenius(p[c + ENERGY], p[c + I0_REFERENCE], temperature) * share ** (1.0 - alpha)
        if k < SULFUR:
            i0 *= through
        found[k, U] = p[c + POTENTIAL] + p[c + SLOPE] * (temperature - p[REFERENCE])
        found[k, CATHODIC] = alpha * per_volt
        found[k, ANODIC] = (p[c + ELECTRONS] - alpha) * per_volt
        found[k, REDUCIBLE] = i0 * reactant(k, y)
        found[k, OXIDISABLE] = i0 * product(k, y)


@compiled
def sides(k: int, phi: float, found: np.ndarray, both: np.ndarray) -> None:
    """Write reduction and oxidation (A/m^2) of a couple at a potential, without their signs."""
    f = phi - found[k, U]
    both[0] = found[k, REDUCIBLE] * np.exp(min(max(-found[k, CATHODIC] * f, -MOST_EXPONENT), MOST_EXPONENT))
    both[1] = found[k, OXIDISABLE] * np.exp(min(max(found[k, ANODIC] * f, -MOST_EXPONENT), MOST_EXPONENT))


@compiled
def balance(phi: float, film: float, found: np.ndarray, sums: np.ndarray) -> float:
    """Return the potential outside the film, from that of sulfur inside.

    `sums`: all reductions, all oxidations, their slopes over phi, the current of sulfur, the slope of what is returned.
    """
    both = np.empty(2)
    sums[:] = 0.0
    for k in range(SULFUR):
        sides(k, phi, found, both)
        sums[REDUCED] += both[0]
        sums[OXIDISED] += both[1]
        sums[REDUCED_SLOPE] -= found[k, CATHODIC] * both[0]
        sums[OXIDISED_SLOPE] += found[k, ANODIC] * both[1]
        sums[OF_SULFUR] += both[0] - both[1]
    slope = 1.0 + film * (sums[OXIDISED_SLOPE] - sums[REDUCED_SLOPE])
    sums[OUTSIDE_SLOPE] = slope
    outside = phi - film * sums[OF_SULFUR]
    if found[SULFUR, REDUCIBLE] > 0.0:
        sides(SULFUR, outside, found, both)
        sums[REDUCED] += both[0]
        sums[OXIDISED] += both[1]
        sums[REDUCED_SLOPE] -= found[SULFUR, CATHODIC] * both[0] * slope
        sums[OXIDISED_SLOPE] += found[SULFUR, ANODIC] * both[1] * slope
    return outside


@compiled
def starting_potential(plating: float, found: np.ndarray) -> float:
    """Return the potential at which the readiest couple alone would carry a current, or is at rest."""
    best, busiest = np.nan, 0.0
    for k in range(COUPLES):
        if found[k, REDUCIBLE] <= 0.0:
            continue
        rest = found[k, U] + np.log(found[k, REDUCIBLE] / found[k, OXIDISABLE]) / (
            found[k, CATHODIC] + found[k, ANODIC]
        )
        if plating > 0.0:
            rest = min(rest, found[k, U] - np.log(plating / found[k, REDUCIBLE]) / found[k, CATHODIC])
            best = rest if np.isnan(best) else max(best, rest)
        elif plating < 0.0:
            rest = max(rest, found[k, U] + np.log(-plating / found[k, OXIDISABLE]) / found[k, ANODIC])
            best = rest if np.isnan(best) else min(best, rest)
        elif found[k, REDUCIBLE] * found[k, OXIDISABLE] > busiest:
            busiest = found[k, REDUCIBLE] * found[k, OXIDISABLE]
            best = rest
    return best


@compiled
def reacting_potential(plating: float, film: float, found: np.ndarray) -> float:
    """Return phi (V) of sulfur inside its film, at which all couples add up to a current density.

    Newton's method on ln(reductions + charge) - ln(oxidations + discharge), which falls everywhere, within a bracket.
    """
    low, high = found[0, U], found[0, U]
    for k in range(COUPLES):
        if found[k, REDUCIBLE] > 0.0:
            low, high = min(low, found[k, U]), max(high, found[k, U])
    low, high = low - WINDOW, high + WINDOW
    sums = np.empty(N_SUMS)
    phi = min(max(starting_potential(plating, found), low), high)
    last = high - low
    for _ in range(TURNS):
        balance(phi, film, found, sums)
        a, b = sums[REDUCED] + max(-plating, 0.0), sums[OXIDISED] + max(plating, 0.0)
        value = np.log(a) - np.log(b)
        if value > 0.0:
            low = phi
        else:
            high = phi
        step = -value / (sums[REDUCED_SLOPE] / a - sums[OXIDISED_SLOPE] / b)
        if abs(step) < SETTLED and abs(value) < BALANCED:
            break
        trial = phi + step
        if not low < trial < high or abs(step) > 0.5 * last or abs(step) < SETTLED:  # too slow for Newton's method
            trial = 0.5 * (low + high)
        last = abs(trial - phi)
        if trial == phi:
            break
        phi = trial
    return phi


@compiled
def conversion_potential(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of the electrode against sodium at its face, overpotentials included."""
    found = np.empty((COUPLES, N_AMOUNTS))
    amounts(temperature, salt, y, p, found)
    film = product_resistance(temperature, y, p)
    phi = reacting_potential(plating, film, found)
    outside = balance(phi, film, found, np.empty(N_SUMS))
    return outside - plating * composite_resistance(temperature, p)


@compiled
def conversion_equilibrium(temperature: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) without current; couples may still react with each other."""
    return conversion_potential(0.0, temperature, 1.0, y, p)


@compiled
def conversion_current(potential: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the current density (A/m^2) at a potential; the inverse of `conversion_potential`."""
    found = np.empty((COUPLES, N_AMOUNTS))
    amounts(temperature, salt, y, p, found)
    film = product_resistance(temperature, y, p)
    series = composite_resistance(temperature, p)
    sums = np.empty(N_SUMS)
    if film == 0.0 and series == 0.0:
        balance(potential, film, found, sums)
        return sums[REDUCED] - sums[OXIDISED]
    # the potential rises with phi; at a reduction it lies below phi, but for what the couples exchange at rest
    rest = reacting_potential(0.0, film, found)
    exchanged = abs(balance(rest, film, found, sums) - rest)
    low, high = min(rest, potential - exchanged), max(rest, potential + exchanged)
    phi, last = 0.5 * (low + high), high - low
    for _ in range(TURNS):
        outside = balance(phi, film, found, sums)
        value = outside - series * (sums[REDUCED] - sums[OXIDISED]) - potential
        if value > 0.0:
            high = phi
        else:
            low = phi
        slope = sums[OUTSIDE_SLOPE] - series * (sums[REDUCED_SLOPE] - sums[OXIDISED_SLOPE])
        trial = phi - value / slope
        if abs(trial - phi) < SETTLED and abs(value) < BALANCED:
            break
        if not low < trial < high or abs(trial - phi) > 0.5 * last or abs(trial - phi) < SETTLED:
            trial = 0.5 * (low + high)
        last = abs(trial - phi)
        if trial == phi:
            break
        phi = trial
    balance(phi, film, found, sums)
    return sums[REDUCED] - sums[OXIDISED]


@compiled
def couple_currents(
    plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, out: np.ndarray
) -> None:
    """Write the current density (A/m^2) of each couple; their sum is `plating` to the last digit.

    What rounding leaves goes to the couple that turns over most.
    """
    found = np.empty((COUPLES, N_AMOUNTS))
    amounts(temperature, salt, y, p, found)
    film = product_resistance(temperature, y, p)
    phi = reacting_potential(plating, film, found)
    outside = balance(phi, film, found, np.empty(N_SUMS))
    both = np.empty(2)
    missing, largest, most = plating, 0, -1.0
    for k in range(COUPLES):
        sides(k, phi if k < SULFUR else outside, found, both)
        out[k] = both[0] - both[1]
        missing -= out[k]
        if both[0] + both[1] > most:
            largest, most = k, both[0] + both[1]
    out[largest] += missing


@compiled
def conversion_rates(
    plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Write the rates (1/s) of the extents."""
    currents = np.empty(COUPLES)
    couple_currents(plating, temperature, salt, y, p, currents)
    for k in range(COUPLES):
        charge = p[COUPLE * k + CHARGE]
        dy[k] = currents[k] / charge if charge > 0.0 else 0.0


@compiled
def conversion_room(plating: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the charge (C/m^2) that still fits in the direction of a current."""
    room = 0.0
    for k in range(COUPLES):
        x = y[k]
        room += p[COUPLE * k + CHARGE] * (1.0 - x if plating >= 0.0 else x)
    return room


@compiled
def conversion_sodium(y: np.ndarray, p: np.ndarray) -> float:
    """Return the sodium (C/m^2) taken since every couple was oxidised."""
    held = 0.0
    for k in range(COUPLES):
        held += p[COUPLE * k + CHARGE] * y[k]
    return held


@compiled
def conversion_columns(
    plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, out: np.ndarray
) -> None:
    """Write a row of `CONVERSION_COLUMNS`."""
    currents = np.empty(COUPLES)
    couple_currents(plating, temperature, salt, y, p, currents)
    for k in range(COUPLES):
        out[k] = y[k]
        out[COUPLES + k] = currents[k]
    out[SULFUR_CURRENT] = currents[:SULFUR].sum()
    out[ELECTROLYTE_CURRENT] = currents[SULFUR]
    out[FILM_THICKNESS] = product_thickness(y, p)
    out[FILM_VOLTAGE] = product_resistance(temperature, y, p) * out[SULFUR_CURRENT]
    if int(p[FILM_LAW]) == TUNNELLING:
        bare = p[:CONVERSION].copy()
        bare[FILM_LAW] = NO_FILM
        with_film = conversion_potential(plating, temperature, salt, y, p)
        out[FILM_VOLTAGE] = conversion_potential(plating, temperature, salt, y, bare) - with_film
