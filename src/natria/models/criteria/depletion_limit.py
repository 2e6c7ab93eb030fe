"""Critical current of a liquid or a gel at which a half-cycle uses up the salt at the plated face.

    J f(t) = J_lim       half-cycles of a given time t, or of a given charge q with t = q/J

f(t) is the share of its final drop that the salt at the face has made (`salt_depletion`). Never below the limiting
current; above it Sand's time ends the half-cycle (decision 0008), the voltage diverges and ramified deposits grow:
Chazalviel, Phys. Rev. A 42, 7355 (1990); Brissot et al., J. Power Sources 81-82, 925 (1999). The electrodes are not in
it, so it is an upper limit of every cell with this electrolyte.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ..reading.salt import half_cycle, salt_layer, salt_supply
from ..reading.solids import RAMP_BEFORE, ensure_flowing
from .layered_cell import ensure_symmetric


def _run(read: Reader) -> float:
    ensure_symmetric(read)
    ensure_flowing(read, salt_layer(read))
    return salt_supply(read).largest_current(half_cycle(read))


OBJECTION = (
    "Cells of sodium in liquids and gels short far below this current: pristine sodium of lu2026 does so at a tenth to "
    "a twentieth of the answer. Deposits grow below the limiting current as well, where the film on the metal is "
    "uneven, so the answer is an upper limit. Diffusivity and transference number of a gel are estimates, and the salt "
    "is taken as even again before each half-cycle. To settle this, one would have to measure the limiting current of "
    "the gel in its separator by a step of voltage, beside the critical currents of several anodes."
)

MODELS = (
    Answerer(
        "depletion_limit",
        1,
        ("critical_current_density",),
        _run,
        "one binary salt, planar, uniform current, constant D and t+; salt even again before each half-cycle",
        RAMP_BEFORE,
        objection=OBJECTION,
    ),
)
