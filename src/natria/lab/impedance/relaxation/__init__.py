"""Distribution of relaxation times (DRT) of an impedance spectrum: peaks, resistances, intervals."""

from .closed_forms import constant_phase_density as constant_phase_density
from .closed_forms import zarc_density as zarc_density
from .distribution import Relaxation as Relaxation
from .distribution import Tail as Tail
from .distribution import relaxation_series as relaxation_series
from .distribution import relaxation_times as relaxation_times
from .peaks import RelaxationPeak as RelaxationPeak
