"""Figures of a measurement: charts by name, and the functions that draw them into axes."""

from .charts import measurement_charts as measurement_charts
from .charts import measurement_pictures as measurement_pictures
from .cycles import draw_efficiency as draw_efficiency
from .cycles import draw_hysteresis as draw_hysteresis
from .cycles import draw_overpotential as draw_overpotential
from .full_cells import draw_capacity as draw_capacity
from .full_cells import draw_dq_dv as draw_dq_dv
from .full_cells import draw_profiles as draw_profiles
from .full_cells import draw_rates as draw_rates
from .full_cells import draw_retention as draw_retention
from .loops import draw_loops as draw_loops
from .overlay import draw_mean as draw_mean
from .overlay import overlay as overlay
from .plated import capacity_to_short as capacity_to_short
from .plated import draw_capacity_to_short as draw_capacity_to_short
from .plated import draw_plated as draw_plated
from .traces import draw_current as draw_current
from .traces import draw_last_cycles as draw_last_cycles
from .traces import draw_voltage as draw_voltage
