"""One-directional plating at constant current until the voltage falls.

Results: plateau, nucleation, charge and onset.
"""

from .curve import is_unbroken as is_unbroken
from .fall import VoltageFall as VoltageFall
from .fall import voltage_fall as voltage_fall
from .one_direction import fall_event as fall_event
from .one_direction import one_directional_plating as one_directional_plating
