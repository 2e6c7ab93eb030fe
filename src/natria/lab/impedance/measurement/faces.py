"""The arc of charge transfer, told by the capacitance of the double layers of two equal faces.

Two faces in series have half the capacitance of one. The arc with that capacitance has twice the charge-transfer
resistance of one face. Measured and simulated spectra share this definition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp, log
from typing import TypeVar

from ....quantity import Finding, Fitted, Question
from ...kinetics import arrhenius_findings, vft_findings
from ...kinetics.line import NORMAL_95
from ...results import Remark
from ...specimen import Specimen
from .conductivity import mean_capacitances
from .findings import conditions_at, fit_origin, referred
from .layer import blocks_ions
from .spectra import MeasuredSpectrum, SpectraSeries
from .spreads import spread_of

TERM = "charge_transfer_area_resistance"
ALIKE = 2.0  # most times by which the capacitance of an arc differs from that of the faces where it is theirs
FACES = "faces"  # the part of a design that the faces are
Key = TypeVar("Key")


def arcs_of_faces(capacitances: Mapping[Key, float], of_faces: float, alike: float = ALIKE) -> tuple[Key, ...]:
    """Return the arcs whose capacitance is that of the double layers of both faces in series (`of_faces`)."""
    return tuple(key for key, size in capacitances.items() if abs(log(size / of_faces)) < log(alike))


def face_findings(
    spectra: Sequence[MeasuredSpectrum], series: SpectraSeries | None, specimen: Specimen
) -> tuple[tuple[Finding, ...], tuple[Remark, ...]]:
    """Return the charge-transfer resistances of a symmetric cell, per face; none of blocking electrodes.

    A double layer with a spread is met within 1.96 standard deviations of its logarithm, at least within a factor of 2.
    """
    double_layer = specimen.face_capacitance
    over_temperature = series is not None and series.over == "temperature"
    fitted = [one for one in spectra if one.fit is not None and one.arcs and not blocks_ions(one.fit)]
    if double_layer is None or specimen.area is None or specimen.kind != "symmetric" or not fitted:
        return (), ()
    size = double_layer.plain
    alike = max(ALIKE, exp(NORMAL_95 * (double_layer.std or 0.0) / size))
    common = mean_capacitances(fitted, series)
    made: list[Finding] = []
    found: list[str] = []
    for one in fitted:
        sizes = {arc.name: common.get(arc.name, arc.capacitance) for arc in one.arcs}
        arcs = {arc.name: arc.resistance for arc in one.arcs}
        here = arcs_of_faces(sizes, size / 2, alike)
        if len(here) == 1:
            found += here
            shown = replace(one, time=None) if over_temperature else one
            made += _of_face(shown, arcs[here[0]], specimen, double_layer)
    missed = len(fitted) - len(found)
    if series is not None and over_temperature and not missed and len(set(found)) == 1:
        made = [*_energies(series, found[0], specimen.of, made), *made]
    return tuple(made), tuple(_remarks(missed, len(fitted), size / 2, alike))


def _energies(series: SpectraSeries, arc: str, of: str, data: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the energies of the faces: those of their arc."""
    if arc in series.not_followed:
        return ()
    column = series.names.index(arc)
    arrhenius, vft = series.arrhenius[column], series.vft[column]
    found = arrhenius_findings(arrhenius, f"{of}#{FACES}", tuple(data)) if arrhenius else ()
    is_vft = vft is not None and vft.is_told_from_arrhenius
    return (*found, *(vft_findings(vft, f"{of}#{FACES}", tuple(data)) if vft is not None and is_vft else ()))


def _of_face(one: MeasuredSpectrum, name: str, specimen: Specimen, double_layer: Finding) -> tuple[Finding, ...]:
    assert one.fit is not None
    known = spread_of(one.fit, name)
    if known is None:
        return ()
    value, std, bound = known
    made = fit_origin(one.fit, referred(one.spectrum, specimen.of))
    derived = replace(
        made,
        model=f"{made.model}, half of {name}",
        held=(double_layer,),
        names=("resistance",),
        values=(value / 2,),
        covariance=None,
    )
    question = Question(TERM, specimen.of, {**specimen.surroundings, **conditions_at(one)})
    return (Finding(question, value / 2, Fitted(derived, "resistance"), None if std is None else std / 2, bound),)


def _remarks(missed: int, of: int, size: float, alike: float) -> Sequence[Remark]:
    if not missed:
        return ()
    which = "The spectrum has" if of == 1 else f"{missed} of {of} spectra have"
    text = (
        f"{which} no single arc with the capacitance of the double layers of both faces, {size * 100:.3g} uF/cm^2 "
        f"within a factor of {alike:.2g}: no charge-transfer resistance is given there."
    )
    return (Remark("faces-not-told", text),)
