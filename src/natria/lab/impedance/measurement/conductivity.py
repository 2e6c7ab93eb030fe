"""Conductivities of the layer between the electrodes, and their energies over temperature.

    sigma = d/(R A)

The conductivity of the whole layer (R: bulk and grain boundaries) has the layer as its subject, that of the bulk
alone "SUBJECT, bulk". Over temperature each has an energy in the forms ln(sigma) and ln(sigma T), and those of VFT
where they are told from Arrhenius; thickness and area are the same in all points and do not enter the spread of an
energy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ....quantity import Bound, Chosen, Finding, FitError, Fitted, Question, Reported, Span, show_value
from ...kinetics import arrhenius_findings, fit_arrhenius, fit_vft, vft_findings
from ...kinetics.line import NORMAL_95
from ...results import Remark
from ...specimen import Specimen
from ..capacitance import conductivity_from_geometry
from .findings import conditions_at, fit_origin, referred
from .layer import LayerResistances, layer_resistances
from .series import FEWEST, FEWEST_VFT
from .spectra import Arc, MeasuredSpectrum, SpectraSeries
from .spreads import spread_of_sum

TERM, RESISTANCE = "ionic_conductivity", "area_resistance"
TOTAL, BULK = "total", "bulk"
FORMS = ("sigma", "sigma T")
OPPOSITE: dict[Bound, Bound] = {"at most": "at least", "at least": "at most"}


@dataclass(frozen=True)
class LayerPoint:
    """The conductivity of a layer in one spectrum; `std` is that without thickness and area."""

    finding: Finding
    kelvin: float | None
    std: float | None
    names: tuple[str, ...]  # of the resistances


def subject_of(specimen: Specimen, part: str) -> str:
    """Return the subject of the total conductivity of a layer, or of that of its bulk."""
    of = specimen.layer or specimen.of
    return of if part == TOTAL else f"{of}, {part}"


def conductivity_findings(
    spectra: Sequence[MeasuredSpectrum], series: SpectraSeries | None, specimen: Specimen
) -> tuple[tuple[Finding, ...], tuple[Remark, ...]]:
    """Return conductivities of the layer, their energies, and remarks; none without thickness and area."""
    fitted = [one for one in spectra if one.fit is not None]
    if specimen.thickness is None or not fitted:
        return (), ()
    if specimen.area is None:
        return (), (Remark("no-area", "No conductivity from the thickness of the layer: give the area of a face."),)
    thickness, common = specimen.thickness.plain, mean_capacitances(fitted, series)
    over_temperature = series is not None and series.over == "temperature"
    found: list[tuple[MeasuredSpectrum, LayerResistances]] = []
    for one in fitted:
        sizes = {arc.name: common.get(arc.name, arc.capacitance) for arc in one.arcs}
        roles = layer_resistances(one, thickness, sizes, has_grains=specimen.has_grains)
        found.append((replace(one, time=None) if over_temperature else one, roles))
    made: list[Finding] = []
    unfollowed: list[str] = []
    for part in (TOTAL, BULK):
        points = [p for one, roles in found if (p := _point(one, roles, part, specimen)) is not None]
        if series is not None and over_temperature and points:
            if is_followed(points, fitted[0].arcs, series, part):
                made += _energies(points, subject_of(specimen, part))
            else:
                unfollowed.append(part)
        made += [p.finding for p in points]
        if part == TOTAL:
            made += [f for one, roles in found for f in _area_resistance(one, roles, specimen)]
    return tuple(made), tuple(_remarks(fitted[0], [roles for _, roles in found], unfollowed, specimen))


def mean_capacitances(spectra: Sequence[MeasuredSpectrum], series: SpectraSeries | None) -> dict[str, float]:
    """Return the geometric mean of the capacitance of each arc that is followed along a series.

    An arc is then one process at every temperature; without a series it is empty.
    """
    if series is None:
        return {}
    found: dict[str, list[float]] = {}
    for one in spectra:
        for arc in one.arcs:
            found.setdefault(arc.name, []).append(arc.capacitance)
    kept = {name: several for name, several in found.items() if name not in series.not_followed}
    return {name: float(np.exp(np.mean(np.log(several)))) for name, several in kept.items()}


def is_followed(points: Sequence[LayerPoint], arcs: Sequence[Arc], series: SpectraSeries, part: str) -> bool:
    """Whether the same resistances make up a conductivity at every temperature.

    Those of the bulk are followed along the series too. A total stays the same where its arcs change places.
    """
    names = {point.names for point in points}
    lost = {arc.resistance for arc in arcs if arc.name in series.not_followed}
    return len(names) == 1 and (part == TOTAL or not set(names.pop()) & lost)


def _point(one: MeasuredSpectrum, roles: LayerResistances, part: str, specimen: Specimen) -> LayerPoint | None:
    """Return the conductivity of a layer or of its bulk in a spectrum; None where nothing limits it."""
    names = roles.bulk if part == BULK else roles.total
    if part == TOTAL and roles.open:
        return _between(one, roles, specimen)
    assert one.fit is not None
    known = spread_of_sum(one.fit, names) if names else None
    if known is None or specimen.thickness is None or specimen.area is None:
        return None
    resistance, std, side = known
    thickness, area = specimen.thickness, specimen.area
    spreads = std, spread_of_input(thickness), spread_of_input(area)
    sizes = resistance, thickness.plain, area.plain
    of_r, of_d, of_a = (0.0 if s is None else s / size for s, size in zip(spreads, sizes, strict=True))
    of_a *= 2 if specimen.thickness_from else 1  # m/(rho A) over R A
    sigma, spread = conductivity_from_geometry(resistance / sizes[2], sizes[1], sizes[2], (of_r, of_d, of_a))
    is_known = side is None and None not in spreads
    finding = _finding(one, specimen, (part, names), sigma)
    finding = replace(finding, std=spread if is_known else None, bound=None if side is None else OPPOSITE[side])
    return LayerPoint(finding, one.temperature, None if std is None else of_r * sigma, names)


def _between(one: MeasuredSpectrum, roles: LayerResistances, specimen: Specimen) -> LayerPoint | None:
    """Return the limits of a conductivity: an arc may belong to the layer or to a face."""
    assert one.fit is not None
    names = (*roles.total, *roles.open)
    whole = spread_of_sum(one.fit, names)
    if whole is None or whole[1] is None or specimen.thickness is None:
        return None
    low = specimen.thickness.plain / (whole[0] + NORMAL_95 * whole[1])
    sure = spread_of_sum(one.fit, roles.total) if roles.total else None
    least = 0.0 if sure is None or sure[1] is None else sure[0] - NORMAL_95 * sure[1]
    if least <= 0:
        made = _finding(one, specimen, (TOTAL, names), low)
        return LayerPoint(replace(made, bound="at least"), one.temperature, None, names)
    ends: Span = (low, specimen.thickness.plain / least)
    made = _finding(one, specimen, (TOTAL, names), sum(ends) / 2)
    return LayerPoint(replace(made, bound=ends), one.temperature, None, names)


def spread_of_input(finding: Finding) -> float | None:
    """Return the standard deviation of a thickness or an area; what a paper set is exact."""
    is_set = isinstance(finding.origin, Reported) and finding.origin.kind == "set" and not finding.origin.approx
    return 0.0 if finding.std is None and is_set else finding.std


def _area_resistance(one: MeasuredSpectrum, roles: LayerResistances, specimen: Specimen) -> tuple[Finding, ...]:
    """Return the area resistance of the whole layer; none where it is not known which arcs are its own."""
    assert one.fit is not None
    known = spread_of_sum(one.fit, roles.total) if roles.total and not roles.open else None
    if known is None or not specimen.layer:
        return ()
    value, std, bound = known
    made = _finding(one, specimen, (TOTAL, roles.total), value, RESISTANCE)
    return (replace(made, std=std, bound=bound),)


def _finding(
    one: MeasuredSpectrum, specimen: Specimen, of: tuple[str, Sequence[str]], value: float, term: str = TERM
) -> Finding:
    """Return a finding of a layer or of its bulk (`of`), from these resistances."""
    assert one.fit is not None
    assert specimen.thickness is not None
    assert specimen.area is not None
    part, names = of
    made = fit_origin(one.fit, referred(one.spectrum, specimen.of))
    how = "d/(R A), R = " if term == TERM else ""
    derived = replace(
        made,
        model=f"{made.model}, {part} {term.replace('_', ' ')} {how}{' + '.join(names)}",
        held=(*(specimen.thickness_from or (specimen.thickness,)), specimen.area) if term == TERM else (),
        names=(term,),
        values=(value,),
        covariance=None,
    )
    question = Question(term, subject_of(specimen, part), {**specimen.surroundings, **conditions_at(one)})
    return Finding(question, value, Fitted(derived, term))


def _energies(points: Sequence[LayerPoint], of: str) -> Iterator[Finding]:
    """Yield the energies of conductivities over temperature; VFT where it is told from Arrhenius."""
    good = [p for p in points if p.std and p.kelvin is not None]
    kelvin = np.array([p.kelvin for p in good], float)
    sigma = np.array([p.finding.value for p in good])
    std = np.array([p.std for p in good], float)
    data = tuple(p.finding for p in good)
    for form in FORMS:
        if len(good) < FEWEST:
            return
        try:
            yield from arrhenius_findings(fit_arrhenius(kelvin, sigma, form=form, std=std), of, data)
            vft = fit_vft(kelvin, sigma, form=form, std=std) if len(good) >= FEWEST_VFT else None
            if vft is not None and vft.is_told_from_arrhenius:
                yield from vft_findings(vft, of, data)
        except FitError:
            return


def _thickness(specimen: Specimen) -> str:
    """Return the thickness in words, with where it comes from."""
    found = specimen.thickness
    assert found is not None
    match found.origin:
        case _ if specimen.thickness_from:
            source = f"from {' and '.join(one.question.name for one in specimen.thickness_from)}, and the area"
        case Chosen(by=by):
            source = f"given by {by}"
        case Reported(record=record):
            source = record
        case _:
            source = "the design"
    layer = f" of {specimen.layer}" if specimen.layer else ""
    return f"{show_value(found)}{layer} ({source})"


def _remarks(
    one: MeasuredSpectrum, roles: Sequence[LayerResistances], unfollowed: Sequence[str], specimen: Specimen
) -> Iterator[Remark]:
    """Yield which resistances are those of the layer, and what stays open."""
    first = roles[0]
    if not any(r.total or r.open for r in roles):
        text = "No resistance of the spectra belongs to the layer, so no conductivity follows from its thickness."
        yield Remark("layer-not-seen", text)
        return
    shown = {arc.resistance: arc.name for arc in one.arcs}
    total = " + ".join(shown.get(name, f"{name} (in series)") for name in first.total) or "none for sure"
    text = f"Conductivity from a thickness of {_thickness(specimen)}. Total conductivity of the layer: {total}."
    if first.bulk and first.bulk != first.total:
        text += f" Of its bulk: {' + '.join(shown.get(name, f'{name} (in series)') for name in first.bulk)}."
    elif not first.bulk and specimen.has_grains:
        text += " Bulk and grain boundaries are not told apart."
    yield Remark("layer-resistances", text)
    if first.open:
        named = " and ".join(shown[name] for name in first.open)
        text = (
            f"{named}: the capacitance is that of grain boundaries and of a layer at the electrodes alike, so the "
            "total conductivity is a range. Electrodes that block ions would settle it."
        )
        yield Remark("layer-open", text)
    for part in unfollowed:
        yield Remark(
            "layer-not-followed",
            f"The {part} conductivity is made of different arcs at different temperatures: no energy of it is given.",
        )
