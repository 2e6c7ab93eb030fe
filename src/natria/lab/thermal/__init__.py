"""Mass and heat flow over temperature: steps and peaks by the usual constructions, with errors."""

from .constructions import ThermalPeak as ThermalPeak
from .constructions import ThermalStep as ThermalStep
from .constructions import peak_of as peak_of
from .constructions import step_of as step_of
from .lobes import SlopeLobe as SlopeLobe
from .lobes import lobes as lobes
from .lobes import thermal_points as thermal_points
from .scans import heat_flow_events as heat_flow_events
from .scans import mass_steps as mass_steps
