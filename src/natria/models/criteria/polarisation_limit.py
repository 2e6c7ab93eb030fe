"""Critical current of a liquid or a gel by a critical voltage over the plated interphase.

    polarisation_limit   J R_f + (2RT/F) asinh(J / (2 i0 sqrt(c/c0))) = eta_c     films and face; c at the face
    step_limit           J sum R_k = V_c                                         steps of deposition in series, ohmic

Cells with one electrolyte are taken to fail at one voltage over the interphase, so a cell whose critical current is
known gives eta_c or V_c, and another anode follows by its kinetics. A critical overpotential of dendrites goes back to
Barton and Bockris, Proc. R. Soc. A 268, 485 (1962), and Diggle, Despic and Bockris, J. Electrochem. Soc. 116, 1503
(1969), both cited from memory. Both end at the current that uses up the salt at the face (`depletion_limit`). The
electrode is the working one while it is plated; a film that only the counter electrode carries is not in it.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...laws import EVEN_TRANSFER, PlatingFace, layer_area_resistance
from ..reading.conduction import at_reference
from ..reading.films import film_conductivity
from ..reading.layers import by_law, layer_thickness
from ..reading.salt import half_cycle, salt_layer, salt_supply
from ..reading.solids import RAMP_BEFORE, ensure_flowing
from .deposition_steps import step_resistance_of
from .layered_cell import ensure_symmetric

VOLTAGE = "working.critical_overpotential"
DROP = "working.critical_step_drop"
TRANSFER = "working.transfer_coefficient"


def _ensure_known(read: Reader, path: str) -> None:
    """Refuse a cell for which nobody says at which voltage it fails."""
    ensure_symmetric(read)
    ensure_flowing(read, salt_layer(read))
    if not read.has(path):
        raise Refuse(
            f"{path} is not given: fit it to the critical current of a cell with the same electrolyte, "
            f"working.properties.{path.rpartition('.')[2]} = {{ fit = .. }}"
        )


def _films(read: Reader) -> float:
    """Return the area resistance of the films on the working electrode."""
    names = [f"interphase.{name}" for name in read.names("interphase")]
    return sum(
        by_law(layer_area_resistance, layer_thickness(read, film), film_conductivity(read, film))
        for film in names
        if read.word(f"{film}.on") in ("both", "working")
    )


def _by_faces(read: Reader) -> float:
    _ensure_known(read, VOLTAGE)
    at_reference(read, "the exchange current")
    if read.has(TRANSFER) and read(TRANSFER) != EVEN_TRANSFER:
        raise Refuse(f"this is for a transfer coefficient of {EVEN_TRANSFER}, and {TRANSFER} is another")
    face = PlatingFace(read("working.exchange_current_density"), _films(read), read("temperature"))
    supply, times = salt_supply(read), half_cycle(read)
    return by_law(lambda: face.largest_current(read(VOLTAGE), supply, times))


def _by_steps(read: Reader) -> float:
    _ensure_known(read, DROP)
    if not (steps := read.names("step")):
        raise Refuse("the design gives no steps of deposition: add [step.NAME]")
    resistance = sum(step_resistance_of(read, f"step.{name}") for name in steps)
    return min(read(DROP) / resistance, salt_supply(read).largest_current(half_cycle(read)))


FACES_OBJECTION = (
    "That two anodes fail at one overpotential is an assumption. In the theory of dendrites that grow by diffusion a "
    "faster face has a lower critical overpotential, and in that of current distribution a slower face levels the "
    "current, so the sign of the effect is open. Tafel numbers of filmed metal are not exchange currents: those of "
    "lu2026 cost seven times the overpotential that it reports. Conditioning, which changes the film, is not in it. To "
    "settle this, one would have to measure the overpotential of the plated electrode against a reference up to "
    "the short, for several anodes in one electrolyte."
)
STEPS_OBJECTION = (
    "Prefactors are taken as those of another anode where only energies are known, and a lower energy often goes "
    "with a lower prefactor, which would take back much of what the energy gives. The answer hangs on which "
    "step is the larger one in the reference cell. Steps are ohmic here, at currents where a face is not. To settle "
    "this, one would have to measure both arcs of both anodes at one temperature, with a reference electrode."
)

MODELS = (
    Answerer(
        "polarisation_limit",
        1,
        ("critical_current_density",),
        _by_faces,
        "fails at one voltage over films and face, alpha = 1/2, uniform current; film as at the start",
        RAMP_BEFORE,
        objection=FACES_OBJECTION,
    ),
    Answerer(
        "step_limit",
        1,
        ("critical_current_density",),
        _by_steps,
        "fails at one voltage over the steps in series, each ohmic with one energy; film as at the start",
        RAMP_BEFORE,
        objection=STEPS_OBJECTION,
    ),
)
