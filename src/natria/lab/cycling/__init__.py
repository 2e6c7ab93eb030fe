"""Half-cycles of a recording and the quantities that are computed from them.

Quantities: overpotentials, shorts, critical currents, efficiencies and capacities.
"""

from .half_cycles import HalfCycles as HalfCycles
from .half_cycles import half_cycles as half_cycles
from .half_cycles import runs as runs
from .half_cycles import weighted_median as weighted_median
